//! The last blocks of a network learn, too.

use burn::optim::{AdamWConfig, GradientsParams};
use burn::tensor::Tensor;
use neural::Weights;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::config::EfficientNetLiteConfig;
use super::network::EfficientNetLite;
use super::views::{Views, batch_of};
use crate::error::{Error, Result};
use crate::food::batches::doubles;
use crate::food::config::FoodTrainingConfig;
use crate::food::softmax::Linear;
use crate::food::training::smoothed_cross_entropy;

/// Pictures that are judged together.
const BATCH: usize = 32;

/// What the last blocks learn from.
pub(super) struct Tuner<'a> {
    pub(super) config: &'a FoodTrainingConfig,
    pub(super) views: &'a Views,
    pub(super) classes: &'a [usize],
    /// The first block that learns.
    pub(super) cut: usize,
    pub(super) seed: u64,
}

impl Tuner<'_> {
    /// The network after all epochs on the pictures of these rows, one view of each at a time, from classes that were fitted
    /// before.
    pub(super) fn tune(
        &self,
        backbone: &EfficientNetLite,
        config: &EfficientNetLiteConfig,
        head: Linear,
        rows: &[usize],
        observe: &mut dyn FnMut(usize),
    ) -> Result<EfficientNetLite> {
        let device = backbone.device();
        let start = backbone.clone().with_classes(head.weight, head.bias);
        let sizes = EfficientNetLiteConfig { n_classes: start.n_classes(), ..config.clone() };
        let mut model = Weights::of(&start).load_into(sizes.init_empty(&device.clone().autodiff())?)?;
        let mut optimizer = AdamWConfig::new().with_epsilon(1e-8).with_weight_decay(self.config.weight_decay).init();
        let size = self.config.batch_size.min(rows.len());
        let per_epoch = rows.len() / size;
        for epoch in 0..self.config.n_epochs {
            let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
            rng.set_stream(u64::MAX - epoch as u64);
            let mut order = rows.to_vec();
            order.shuffle(&mut rng);
            for (step, rows) in order.chunks_exact(size).enumerate() {
                let views: Vec<usize> = rows.iter().map(|_| rng.random_range(0..self.views.n_views())).collect();
                let x = self.batch(rows, &views, &device.clone().autodiff());
                let logits = model.logits_of_features(model.features_from_block(x, self.cut));
                let classes: Vec<usize> = rows.iter().map(|row| self.classes[*row]).collect();
                let loss = smoothed_cross_entropy(logits, &classes, self.config.label_smoothing);
                let gradients = GradientsParams::from_grads(loss.backward(), &model);
                let rate = self.config.rate(epoch * per_epoch + step, self.config.n_epochs * per_epoch);
                model = optimizer.step(rate, model, gradients);
                let loss = f64::from(loss.into_scalar::<f32>());
                if !loss.is_finite() {
                    return Err(Error::Diverged { epoch: epoch + 1, loss });
                }
                observe(rows.len());
            }
        }
        Ok(Weights::of(&model).load_into(sizes.init_empty(&device)?)?)
    }

    /// Log-odds of the pictures of these rows as they are.
    pub(super) fn logits(&self, network: &EfficientNetLite, rows: &[usize]) -> Vec<Vec<f64>> {
        let n_classes = network.n_classes();
        let of_batch = |rows: &[usize]| {
            let x = self.batch(rows, &vec![0; rows.len()], &network.device());
            let logits = network.logits_of_features(network.features_from_block(x, self.cut));
            let values = logits.into_data().try_to_vec::<f32>().expect("single precision");
            values.chunks_exact(n_classes).map(doubles).collect::<Vec<Vec<f64>>>()
        };
        rows.chunks(BATCH).flat_map(of_batch).collect()
    }

    fn batch(&self, rows: &[usize], views: &[usize], device: &burn::tensor::Device) -> Tensor<4> {
        let maps = rows.iter().zip(views).map(|(row, view)| &self.views.maps[view * self.views.n_pictures + row][..]);
        let [height, width, n_channels] = self.views.shape;
        batch_of(maps.collect::<Vec<_>>().concat(), [rows.len(), height, width, n_channels], device)
    }
}
