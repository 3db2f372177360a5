//! What goes into the last blocks of a network, of several views of each picture: computed once.

use burn::tensor::{Device, Tensor, TensorData};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::network::{EfficientNetLite, rescale};
use crate::food::augment::augment;
use crate::food::config::FoodTrainingConfig;
use crate::food::picture::{FoodExample, FoodPicture};

/// Pictures of a batch.
const BATCH: usize = 16;

/// Maps and features of views, view after view: as they are, mirrored, and augmented ones.
pub(super) struct Views {
    /// `[view][picture]`, each `[height, width, channel]`; empty if no block is to learn
    pub(super) maps: Vec<Vec<f32>>,
    pub(super) shape: [usize; 3],
    /// `[view · picture, n_features]`
    pub(super) features: Vec<f32>,
    pub(super) n_pictures: usize,
    pub(super) n_features: usize,
}

impl Views {
    /// `cut` is the first block that is to learn. `observe` is called with the number of pictures done.
    pub(super) fn of(
        network: &EfficientNetLite,
        examples: &[FoodExample],
        [n_views, cut]: [usize; 2],
        training: &FoodTrainingConfig,
        seed: u64,
        observe: &mut dyn FnMut(usize),
    ) -> Self {
        let device = network.device();
        let keeps_maps = cut < network.n_blocks();
        let (mut maps, mut features, mut shape) = (Vec::new(), Vec::new(), [0; 3]);
        for view in 0..n_views + 2 {
            for (batch, examples) in examples.chunks(BATCH).enumerate() {
                let inputs: Vec<Vec<f32>> = examples
                    .par_iter()
                    .enumerate()
                    .map(|(place, example)| {
                        let number = (batch * BATCH + place) as u64;
                        inputs(&example.picture, view, training, seed, number)
                    })
                    .collect();
                let side = examples[0].picture.side();
                let x = batch_of(inputs.concat(), [examples.len(), side, side, 3], &device);
                let x = network.before_block(x, cut, &mut |_| {}); // [picture, height, width, channel]
                let [_, height, width, n_channels] = x.dims();
                shape = [height, width, n_channels];
                let of_batch = network.features_from_block(x.clone(), cut);
                features.extend(of_batch.into_data().try_to_vec::<f32>().expect("single precision"));
                if keeps_maps {
                    let values = x.into_data().try_to_vec::<f32>().expect("single precision");
                    maps.extend(values.chunks_exact(height * width * n_channels).map(<[f32]>::to_vec));
                }
                observe(examples.len());
            }
        }
        let n_pictures = examples.len();
        let n_features = features.len() / (n_pictures * (n_views + 2));
        Self { maps, shape, features, n_pictures, n_features }
    }

    pub(super) fn n_views(&self) -> usize {
        self.features.len() / (self.n_pictures * self.n_features)
    }

    /// Features of a view of a picture.
    pub(super) fn feature(&self, view: usize, picture: usize) -> &[f32] {
        &self.features[(view * self.n_pictures + picture) * self.n_features..][..self.n_features]
    }
}

pub(super) fn batch_of(values: Vec<f32>, shape: [usize; 4], device: &Device) -> Tensor<4> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

/// `[side, side, 3]`
fn inputs(picture: &FoodPicture, view: usize, training: &FoodTrainingConfig, seed: u64, number: u64) -> Vec<f32> {
    let mut values = match view {
        0 => picture.inputs().collect(),
        1 => mirrored(picture),
        _ => {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream((view as u64) << 32 | number);
            augment(picture, training, &mut rng)
        }
    };
    rescale(&mut values);
    values
}

fn mirrored(picture: &FoodPicture) -> Vec<f32> {
    let values: Vec<f32> = picture.inputs().collect();
    let rows = values.chunks_exact(3 * picture.side());
    rows.flat_map(|row| row.as_chunks::<3>().0.iter().rev().flatten().copied()).collect()
}
