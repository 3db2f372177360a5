//! Dropout of whole channels.

use burn::tensor::{Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Drops channels of a whole sequence at random, and scales up the others.
///
/// One draw a sequence and channel rather than one an element: a channel that flickers from frame to frame is noise to
/// an LSTM, one that is missing throughout is what dropout is meant to be (Gal & Ghahramani 2016), and drawing costs
/// next to nothing. Numbers come from the caller's generator, so that they are the same on every device.
pub(crate) struct Dropout<'a> {
    rng: &'a mut ChaCha8Rng,
    share: f64,
}

impl<'a> Dropout<'a> {
    pub(crate) fn new(rng: &'a mut ChaCha8Rng, share: f64) -> Self {
        Self { rng, share }
    }

    /// `[batch, frame, channel]`
    pub(super) fn sequences(&mut self, x: Tensor<3>) -> Tensor<3> {
        let [n_sequences, _, n_channels] = x.dims();
        let mask = self.mask([n_sequences, 1, n_channels], &x.device());
        x * mask
    }

    /// `[batch, channel]`
    pub(super) fn vectors(&mut self, x: Tensor<2>) -> Tensor<2> {
        let mask = self.mask(x.dims(), &x.device());
        x * mask
    }

    fn mask<const D: usize>(&mut self, shape: [usize; D], device: &burn::tensor::Device) -> Tensor<D> {
        #[expect(clippy::cast_possible_truncation, reason = "a factor near 1")]
        let kept = (1.0 / (1.0 - self.share)) as f32;
        let values: Vec<f32> =
            (0..shape.iter().product()).map(|_| if self.rng.random_bool(self.share) { 0.0 } else { kept }).collect();
        Tensor::from_data(TensorData::new(values, shape), device)
    }
}
