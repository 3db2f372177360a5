//! The food network as it is saved: normalisation folded into its weights.

use burn::module::{Module, Param};
use burn::tensor::module::linear;
use burn::tensor::{Device, Tensor};
use neural::{Initializer, Weights};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::batches::{doubles, rows};
use super::config::FoodCnnConfig;
use super::gate::Look;
use super::picture::FoodPicture;
use crate::error::Result;
use crate::fused::{
    convolution, convolution_bias, convolution_bias_add_relu, mean_and_spread_of_pixels, mean_of_pixels,
};

/// Side of the first convolution's kernel.
pub(super) const STEM_KERNEL: usize = 5;
/// Pictures that are looked at together.
const BATCH: usize = 64;

/// A small residual network that names the food in a picture.
///
/// A 5 × 5 convolution, then residual blocks of two 3 × 3 convolutions beside a 2 × 2 one; each of these halves the side.
/// The mean over the pixels goes into one linear layer. It was trained with batch normalisation, which is folded into its weights.
///
/// # Source
///
/// He et al. (2016), CVPR
#[derive(Module, Debug)]
pub struct FoodCnn {
    pub(super) stem: Layer,
    pub(super) blocks: Vec<Block>,
    /// `[n_features, n_classes]`
    pub(super) head_weight: Param<Tensor<2>>,
    /// `[n_classes]`
    pub(super) head_bias: Param<Tensor<1>>,
}

#[derive(Module, Debug)]
pub(super) struct Block {
    pub(super) first: Layer,
    pub(super) second: Layer,
    /// `[4, n_in, n_out]`
    pub(super) skip: Param<Tensor<3>>,
}

#[derive(Module, Debug)]
pub(super) struct Layer {
    /// `[kernel², n_in, n_out]`
    pub(super) weight: Param<Tensor<3>>,
    /// `[n_out]`
    pub(super) bias: Param<Tensor<1>>,
}

impl Layer {
    fn zeros(kernel: usize, n_in: usize, n_out: usize, make: &mut Initializer<'_>) -> Self {
        Self { weight: zeros([kernel * kernel, n_in, n_out], make), bias: zeros([n_out], make) }
    }
}

fn zeros<const D: usize>(shape: [usize; D], make: &mut Initializer<'_>) -> Param<Tensor<D>> {
    make.constant(shape, vec![0.0; shape.iter().product()])
}

impl FoodCnn {
    pub(super) fn zeros(config: &FoodCnnConfig, make: &mut Initializer<'_>) -> Self {
        let stem = Layer::zeros(STEM_KERNEL, 3, config.n_stem, make);
        let mut n_in = config.n_stem;
        let mut blocks = Vec::with_capacity(config.n_channels.len());
        for &n_out in &config.n_channels {
            blocks.push(Block {
                first: Layer::zeros(3, n_in, n_out, make),
                second: Layer::zeros(3, n_out, n_out, make),
                skip: zeros([4, n_in, n_out], make),
            });
            n_in = n_out;
        }
        let (head_weight, head_bias) = (zeros([n_in, config.n_classes], make), zeros([config.n_classes], make));
        Self { stem, blocks, head_weight, head_bias }
    }

    /// Log-odds of the classes but for a constant.
    ///
    /// # Shapes
    ///
    /// `x`: `[picture, side, side, 3]`, values from −1 to 1; returns `[picture, n_classes]`
    pub(super) fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        self.forward_with(x, &mut |_| {})
    }

    /// `observe` sees the picture and what each stage makes of it: `[picture, height, width, channel]`.
    fn forward_with(&self, x: Tensor<4>, observe: &mut dyn FnMut(&Tensor<4>)) -> Tensor<2> {
        observe(&x);
        let mut x = convolution_bias(x, self.stem.weight.val(), self.stem.bias.val(), 2, true);
        observe(&x);
        for Block { first, second, skip } in &self.blocks {
            let skip = convolution(x.clone(), skip.val(), 2); // [picture, height / 2, width / 2, out]
            x = convolution_bias(x, first.weight.val(), first.bias.val(), 2, true);
            x = convolution_bias_add_relu(x, second.weight.val(), second.bias.val(), skip);
            observe(&x);
        }
        linear(mean_of_pixels(x), self.head_weight.val(), Some(self.head_bias.val()))
    }

    /// Log-odds of the classes but for a constant, a row a picture.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) if the pictures are of different sides
    pub fn logits(&self, pictures: &[&FoodPicture]) -> Result<Vec<Vec<f64>>> {
        Ok(self.of_batches(pictures, |x| self.forward(x))?.iter().map(|row| doubles(row)).collect())
    }

    /// Log-odds, and mean and standard deviation of every channel: of the picture, and behind each stage.
    pub(super) fn looks(&self, pictures: &[&FoodPicture]) -> Result<Vec<Look>> {
        let n_classes = self.n_classes();
        let rows = self.of_batches(pictures, |x| {
            let mut parts = Vec::new();
            let logits = self.forward_with(x, &mut |x| parts.push(mean_and_spread_of_pixels(x.clone())));
            parts.insert(0, logits);
            Tensor::cat(parts, 1) // [picture, n_classes + n_statistics]
        })?;
        Ok(rows.iter().map(|row| Look::of_row(row, n_classes)).collect())
    }

    /// Statistics of a look: two of each channel.
    pub(super) fn n_statistics(&self) -> usize {
        let channels = |layer: &Layer| layer.bias.dims()[0];
        2 * (3 + channels(&self.stem) + self.blocks.iter().map(|block| channels(&block.second)).sum::<usize>())
    }

    /// What `work` makes of pictures, a row each.
    fn of_batches(&self, pictures: &[&FoodPicture], work: impl Fn(Tensor<4>) -> Tensor<2>) -> Result<Vec<Vec<f32>>> {
        let device = self.devices().into_iter().next().expect("a network has parameters");
        rows(pictures, BATCH, &device, FoodPicture::add_inputs, work)
    }

    /// Classes that the network tells apart.
    pub fn n_classes(&self) -> usize {
        let [n_classes] = self.head_bias.dims();
        n_classes
    }

    /// How many numbers the parameters are.
    pub fn n_parameters(&self) -> usize {
        self.num_params()
    }

    /// The parameters as a safetensors file.
    pub fn to_safetensors(&self) -> Vec<u8> {
        Weights::of(self).to_bytes()
    }

    /// The same network with parameters from a safetensors file.
    ///
    /// # Errors
    ///
    /// if the file is damaged, lacks a parameter or has one too many, or holds one of another shape or type or one that
    /// is not finite
    pub fn load_safetensors(self, bytes: &[u8]) -> Result<Self> {
        Ok(Weights::from_bytes(bytes)?.load_into(self)?)
    }
}

impl FoodCnnConfig {
    /// A network whose weights are all 0, to load others into.
    ///
    /// # Errors
    ///
    /// as [`check`](Self::check)
    pub fn init_empty(&self, device: &Device) -> Result<FoodCnn> {
        self.check()?;
        Ok(FoodCnn::zeros(self, &mut Initializer::new(ChaCha8Rng::seed_from_u64(0), device)))
    }
}
