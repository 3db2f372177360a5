//! EfficientNet-Lite, batch normalisation folded into its weights.

use burn::module::{Module, Param};
use burn::tensor::module::linear;
use burn::tensor::{Device, Tensor, TensorData};
use neural::{Initializer, Weights};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::config::{BlockSizes, EfficientNetLiteConfig};
use crate::error::Result;
use crate::food::batches::{doubles, rows};
use crate::food::gate::Look;
use crate::food::picture::FoodPicture;
use crate::fused::{
    convolution, convolution_bias, convolution_bias_add, convolution_bias_relu6, depthwise, depthwise_bias_relu6,
    mean_and_spread_of_pixels, mean_of_pixels, relu6,
};

/// Pictures that are looked at together.
const BATCH: usize = 16;
/// What the network was trained with: (value − 127) / 128.
const MIDDLE: f32 = 127.0;
const SCALE: f32 = 128.0;
const STEM_KERNEL: usize = 3;

/// A network of inverted residual blocks without squeeze-and-excitation, whose relus end at 6.
///
/// # Source
///
/// Tan & Le (2019), ICML; the Lite variants: <https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite>
#[derive(Module, Debug)]
pub struct EfficientNetLite {
    stem: Layer,
    blocks: Vec<Block>,
    head: Layer,
    /// `[n_features, n_classes]`
    class_weight: Param<Tensor<2>>,
    /// `[n_classes]`
    class_bias: Param<Tensor<1>>,
}

/// A wider middle, a convolution of each channel by itself, and a narrow end, which is added to the input if both are alike.
#[derive(Module, Debug)]
struct Block {
    expand: Option<Layer>,
    depthwise: ChannelLayer,
    project: Layer,
    stride: usize,
    has_skip: bool,
}

#[derive(Module, Debug)]
struct Layer {
    /// `[kernel², n_in, n_out]`
    weight: Param<Tensor<3>>,
    /// `[n_out]`
    bias: Param<Tensor<1>>,
}

#[derive(Module, Debug)]
struct ChannelLayer {
    /// `[kernel², channel]`
    weight: Param<Tensor<2>>,
    /// `[channel]`
    bias: Param<Tensor<1>>,
}

impl Layer {
    fn zeros(kernel: usize, n_in: usize, n_out: usize, make: &mut Initializer<'_>) -> Self {
        Self { weight: zeros([kernel * kernel, n_in, n_out], make), bias: zeros([n_out], make) }
    }

    /// A product over the channels of each pixel, through a relu that ends at 6.
    fn pointwise_relu6(&self, x: Tensor<4>) -> Tensor<4> {
        if x.device().is_autodiff() {
            return relu6(convolution(x, self.weight.val(), 1) + self.bias.val().unsqueeze());
        }
        convolution_bias_relu6(x, self.weight.val(), self.bias.val(), 1)
    }

    /// A product over the channels of each pixel, added to `skip`.
    fn pointwise_add(&self, x: Tensor<4>, skip: Option<Tensor<4>>) -> Tensor<4> {
        if x.device().is_autodiff() {
            let y = convolution(x, self.weight.val(), 1) + self.bias.val().unsqueeze();
            return match skip {
                None => y,
                Some(skip) => y + skip,
            };
        }
        match skip {
            None => convolution_bias(x, self.weight.val(), self.bias.val(), 1, false),
            Some(skip) => convolution_bias_add(x, self.weight.val(), self.bias.val(), skip),
        }
    }
}

impl ChannelLayer {
    fn relu6(&self, x: Tensor<4>, stride: usize) -> Tensor<4> {
        if x.device().is_autodiff() {
            return relu6(depthwise(x, self.weight.val(), stride) + self.bias.val().unsqueeze());
        }
        depthwise_bias_relu6(x, self.weight.val(), self.bias.val(), stride)
    }
}

impl Block {
    fn zeros(sizes: BlockSizes, make: &mut Initializer<'_>) -> Self {
        let BlockSizes { n_in, n_middle, n_out, kernel, stride } = sizes;
        Self {
            expand: (n_middle != n_in).then(|| Layer::zeros(1, n_in, n_middle, make)),
            depthwise: ChannelLayer { weight: zeros([kernel * kernel, n_middle], make), bias: zeros([n_middle], make) },
            project: Layer::zeros(1, n_middle, n_out, make),
            stride,
            has_skip: stride == 1 && n_in == n_out,
        }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let skip = self.has_skip.then(|| x.clone());
        let x = match &self.expand {
            None => x,
            Some(expand) => expand.pointwise_relu6(x), // [picture, height, width, n_middle]
        };
        let x = self.depthwise.relu6(x, self.stride); // [picture, height / stride, width / stride, n_middle]
        self.project.pointwise_add(x, skip)
    }
}

fn zeros<const D: usize>(shape: [usize; D], make: &mut Initializer<'_>) -> Param<Tensor<D>> {
    make.constant(shape, vec![0.0; shape.iter().product()])
}

impl EfficientNetLite {
    fn zeros(config: &EfficientNetLiteConfig, make: &mut Initializer<'_>) -> Self {
        let blocks: Vec<BlockSizes> = config.blocks();
        let n_last = blocks.last().map_or(config.n_stem, |block| block.n_out);
        Self {
            stem: Layer::zeros(STEM_KERNEL, 3, config.n_stem, make),
            blocks: blocks.into_iter().map(|sizes| Block::zeros(sizes, make)).collect(),
            head: Layer::zeros(1, n_last, config.n_features, make),
            class_weight: zeros([config.n_features, config.n_classes], make),
            class_bias: zeros([config.n_classes], make),
        }
    }

    /// What goes into the block `until`, from pictures.
    ///
    /// # Shapes
    ///
    /// `x`: `[picture, side, side, 3]`, as [`add_inputs`] makes them; returns `[picture, height, width, channel]`
    pub(super) fn before_block(&self, x: Tensor<4>, until: usize, observe: &mut dyn FnMut(&Tensor<4>)) -> Tensor<4> {
        observe(&x);
        let mut x = convolution_bias_relu6(x, self.stem.weight.val(), self.stem.bias.val(), 2);
        observe(&x);
        for block in &self.blocks[..until] {
            x = block.forward(x);
            observe(&x);
        }
        x
    }

    /// Features from what goes into the block `from`. `[picture, n_features]`
    pub(super) fn features_from_block(&self, mut x: Tensor<4>, from: usize) -> Tensor<2> {
        for block in &self.blocks[from..] {
            x = block.forward(x);
        }
        mean_of_pixels(self.head.pointwise_relu6(x))
    }

    pub(super) fn logits_of_features(&self, features: Tensor<2>) -> Tensor<2> {
        linear(features, self.class_weight.val(), Some(self.class_bias.val()))
    }

    /// The network with other classes: `weight` is `[n_features, n_classes]`.
    pub(super) fn with_classes(mut self, weight: Vec<f32>, bias: Vec<f32>) -> Self {
        let device = self.device();
        let (n_classes, n_features) = (bias.len(), weight.len() / bias.len());
        self.class_weight =
            Param::from_tensor(Tensor::from_data(TensorData::new(weight, [n_features, n_classes]), &device));
        self.class_bias = Param::from_tensor(Tensor::from_data(TensorData::new(bias, [n_classes]), &device));
        self
    }

    pub(super) fn n_blocks(&self) -> usize {
        self.blocks.len()
    }

    pub(super) fn device(&self) -> Device {
        self.devices().into_iter().next().expect("a network has parameters")
    }

    /// The 1,280 (or so) features of each picture, `[picture][feature]`.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) if the pictures are of different sides
    pub fn features(&self, pictures: &[&FoodPicture]) -> Result<Vec<Vec<f32>>> {
        let n_blocks = self.blocks.len();
        self.of_batches(pictures, |x| self.features_from_block(self.before_block(x, n_blocks, &mut |_| {}), n_blocks))
    }

    /// Log-odds of the classes but for a constant, a row a picture.
    ///
    /// # Errors
    ///
    /// as [`features`](Self::features)
    pub fn logits(&self, pictures: &[&FoodPicture]) -> Result<Vec<Vec<f64>>> {
        let n_blocks = self.blocks.len();
        let rows = self.of_batches(pictures, |x| {
            let x = self.before_block(x, n_blocks, &mut |_| {});
            self.logits_of_features(self.features_from_block(x, n_blocks))
        })?;
        Ok(rows.iter().map(|row| doubles(row)).collect())
    }

    /// Log-odds, and mean and standard deviation of every channel: of the picture, and behind the stem and every block.
    pub(in crate::food) fn looks(&self, pictures: &[&FoodPicture]) -> Result<Vec<Look>> {
        let n_classes = self.n_classes();
        let n_blocks = self.blocks.len();
        let rows = self.of_batches(pictures, |x| {
            let mut parts = Vec::new();
            let x = self.before_block(x, n_blocks, &mut |x| parts.push(mean_and_spread_of_pixels(x.clone())));
            parts.insert(0, self.logits_of_features(self.features_from_block(x, n_blocks)));
            Tensor::cat(parts, 1) // [picture, n_classes + n_statistics]
        })?;
        Ok(rows.iter().map(|row| Look::of_row(row, n_classes)).collect())
    }

    /// Statistics of a look: two of each channel.
    pub(in crate::food) fn n_statistics(&self) -> usize {
        let channels = |layer: &Layer| layer.bias.dims()[0];
        2 * (3 + channels(&self.stem) + self.blocks.iter().map(|block| channels(&block.project)).sum::<usize>())
    }

    /// What `work` makes of pictures, a row each.
    fn of_batches(&self, pictures: &[&FoodPicture], work: impl Fn(Tensor<4>) -> Tensor<2>) -> Result<Vec<Vec<f32>>> {
        rows(pictures, BATCH, &self.device(), add_inputs, work)
    }

    /// Classes that the network tells apart.
    pub fn n_classes(&self) -> usize {
        let [n_classes] = self.class_bias.dims();
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

/// Adds a picture as the network was trained on them. `[side, side, 3]`
fn add_inputs(picture: &FoodPicture, values: &mut Vec<f32>) {
    values.extend(picture.pixels().iter().map(|&value| (f32::from(value) - MIDDLE) / SCALE));
}

/// Values from −1 to 1, as the augmentation makes them, as values that the network was trained on.
pub(super) fn rescale(values: &mut [f32]) {
    for value in values {
        *value = (127.5 * (*value + 1.0) - MIDDLE) / SCALE;
    }
}

impl EfficientNetLiteConfig {
    /// A network whose weights are all 0, to load others into.
    ///
    /// # Errors
    ///
    /// as [`check`](Self::check)
    pub fn init_empty(&self, device: &Device) -> Result<EfficientNetLite> {
        self.check()?;
        Ok(EfficientNetLite::zeros(self, &mut Initializer::new(ChaCha8Rng::seed_from_u64(0), device)))
    }
}
