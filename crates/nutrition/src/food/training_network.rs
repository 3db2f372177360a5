//! The food network as it learns.

use burn::module::{Module, Param};
use burn::tensor::module::linear;
use burn::tensor::{Device, Tensor, TensorData};
use neural::Initializer;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::config::FoodCnnConfig;
use super::network::{Block, FoodCnn, Layer, STEM_KERNEL};
use crate::error::Result;
use crate::fused::{EPSILON, batch_norm_relu, convolution, mean_of_pixels, moments};

/// Sides of the kernels of a block, and of the projection that replaces its skip connection.
const KERNEL: usize = 3;
const SKIP_KERNEL: usize = 2;

/// The network while it learns: every convolution is normalised by the moments of its batch.
#[derive(Module, Debug)]
pub(super) struct TrainingNetwork {
    stem: NormalizedLayer,
    blocks: Vec<TrainingBlock>,
    /// `[n_features, n_classes]`
    head_weight: Param<Tensor<2>>,
    /// `[n_classes]`
    head_bias: Param<Tensor<1>>,
}

/// Two convolutions beside a skip connection; the first and the skip connection halve the side.
#[derive(Module, Debug)]
struct TrainingBlock {
    first: NormalizedLayer,
    second: NormalizedLayer,
    /// `[4, n_in, n_out]`
    skip: Param<Tensor<3>>,
}

#[derive(Module, Debug)]
struct NormalizedLayer {
    /// `[kernel², n_in, n_out]`
    weight: Param<Tensor<3>>,
    /// `[n_out]`
    scale: Param<Tensor<1>>,
    /// `[n_out]`
    shift: Param<Tensor<1>>,
}

/// Mean and mean square of the channels of each layer before its normalisation, summed over batches.
struct LayerMoments {
    mean: Vec<f64>,
    square: Vec<f64>,
}

impl NormalizedLayer {
    fn new(kernel: usize, n_in: usize, n_out: usize, scale: f32, make: &mut Initializer<'_>) -> Self {
        Self {
            weight: he_weight(kernel, n_in, n_out, make),
            scale: make.constant([n_out], vec![scale; n_out]),
            shift: make.constant([n_out], vec![0.0; n_out]),
        }
    }

    fn forward(
        &self,
        x: Tensor<4>,
        stride: usize,
        skip: Option<Tensor<4>>,
        before_norm: &mut dyn FnMut(&Tensor<4>),
    ) -> Tensor<4> {
        let x = convolution(x, self.weight.val(), stride); // [picture, height, width, out]
        before_norm(&x);
        batch_norm_relu(x, self.scale.val(), self.shift.val(), skip)
    }

    /// The layer with its normalisation by fixed moments within weights and bias.
    fn folded(&self, moments: &LayerMoments, n_batches: f64, device: &Device) -> Layer {
        let [scale, shift] = [&self.scale, &self.shift]
            .map(|parameter| parameter.val().into_data().try_to_vec::<f32>().expect("single precision"));
        let (mut factors, mut bias) = (Vec::with_capacity(scale.len()), Vec::with_capacity(scale.len()));
        for channel in 0..scale.len() {
            let mean = moments.mean[channel] / n_batches;
            let variance = (moments.square[channel] / n_batches - mean * mean).max(0.0);
            let factor = f64::from(scale[channel]) / (variance + EPSILON).sqrt();
            #[expect(clippy::cast_possible_truncation, reason = "weights of a network are single precision")]
            let (factor, term) = (factor as f32, (f64::from(shift[channel]) - mean * factor) as f32);
            factors.push(factor);
            bias.push(term);
        }
        let n_out = bias.len();
        let factors = Tensor::<1>::from_data(TensorData::new(factors, [n_out]), device);
        Layer {
            weight: Param::from_tensor(self.weight.val() * factors.unsqueeze()),
            bias: Param::from_tensor(Tensor::from_data(TensorData::new(bias, [n_out]), device)),
        }
    }
}

/// Weights of a variance that keeps that of the signal behind a relu (He et al. 2015).
fn he_weight(kernel: usize, n_in: usize, n_out: usize, make: &mut Initializer<'_>) -> Param<Tensor<3>> {
    let n_inputs = (kernel * kernel * n_in) as f64;
    make.uniform([kernel * kernel, n_in, n_out], (6.0 / n_inputs).sqrt())
}

impl TrainingNetwork {
    pub(super) fn new(config: &FoodCnnConfig, make: &mut Initializer<'_>) -> Self {
        let stem = NormalizedLayer::new(STEM_KERNEL, 3, config.n_stem, 1.0, make);
        let mut n_in = config.n_stem;
        let mut blocks = Vec::with_capacity(config.n_channels.len());
        for &n_out in &config.n_channels {
            let bound = (3.0 / (SKIP_KERNEL * SKIP_KERNEL * n_in) as f64).sqrt();
            blocks.push(TrainingBlock {
                first: NormalizedLayer::new(KERNEL, n_in, n_out, 1.0, make),
                second: NormalizedLayer::new(KERNEL, n_out, n_out, 0.5, make),
                skip: make.uniform([SKIP_KERNEL * SKIP_KERNEL, n_in, n_out], bound),
            });
            n_in = n_out;
        }
        let bound = (1.0 / n_in as f64).sqrt();
        Self {
            stem,
            blocks,
            head_weight: make.uniform([n_in, config.n_classes], bound),
            head_bias: make.constant([config.n_classes], vec![0.0; config.n_classes]),
        }
    }

    /// Log-odds of the classes but for a constant, with the moments of this batch.
    ///
    /// # Shapes
    ///
    /// `x`: `[picture, side, side, 3]`; returns `[picture, n_classes]`
    pub(super) fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        self.forward_with(x, &mut |_| {})
    }

    /// `before_norm` sees what each layer gives before its normalisation, in the order of the layers.
    fn forward_with(&self, x: Tensor<4>, before_norm: &mut dyn FnMut(&Tensor<4>)) -> Tensor<2> {
        let mut x = self.stem.forward(x, 2, None, before_norm);
        for block in &self.blocks {
            let skip = convolution(x.clone(), block.skip.val(), 2);
            x = block.first.forward(x, 2, None, before_norm);
            x = block.second.forward(x, 1, Some(skip), before_norm);
        }
        linear(mean_of_pixels(x), self.head_weight.val(), Some(self.head_bias.val()))
    }

    /// The finished network: normalisation by moments that are averaged over batches of training pictures, folded into the
    /// convolutions.
    ///
    /// # Source
    ///
    /// Wu & Johnson (2021), arXiv 2105.07576, "precise" batch statistics
    pub(super) fn fold(&self, batches: impl Iterator<Item = Tensor<4>>, device: &Device) -> FoodCnn {
        let mut layers: Vec<LayerMoments> = Vec::new();
        let mut n_batches = 0.0;
        for batch in batches {
            let mut layer = 0;
            self.forward_with(batch, &mut |x| {
                let (mean, variance) = moments(x.clone());
                if layer == layers.len() {
                    let zeros = vec![0.0; mean.len()];
                    layers.push(LayerMoments { mean: zeros.clone(), square: zeros });
                }
                let sums = &mut layers[layer];
                for channel in 0..mean.len() {
                    sums.mean[channel] += mean[channel];
                    sums.square[channel] += variance[channel] + mean[channel] * mean[channel];
                }
                layer += 1;
            });
            n_batches += 1.0;
        }
        let mut layers = layers.iter();
        let mut fold =
            |layer: &NormalizedLayer| layer.folded(layers.next().expect("every layer was seen"), n_batches, device);
        FoodCnn {
            stem: fold(&self.stem),
            blocks: self
                .blocks
                .iter()
                .map(|block| Block {
                    first: fold(&block.first),
                    second: fold(&block.second),
                    skip: Param::from_tensor(block.skip.val()),
                })
                .collect(),
            head_weight: Param::from_tensor(self.head_weight.val()),
            head_bias: Param::from_tensor(self.head_bias.val()),
        }
    }
}

impl FoodCnnConfig {
    /// A network to train, with weights drawn from `seed`.
    pub(super) fn init_training(&self, seed: u64, device: &Device) -> Result<TrainingNetwork> {
        self.check()?;
        Ok(TrainingNetwork::new(self, &mut Initializer::new(ChaCha8Rng::seed_from_u64(seed), device)))
    }
}
