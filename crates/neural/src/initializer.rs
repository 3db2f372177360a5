//! Seeded parameters.

use burn::module::{Param, ParamId};
use burn::tensor::{Device, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Makes parameters from one stream of random numbers, numbered in the order of their making: the same for a seed on
/// every device, and the same numbers in every process, by which a resumed optimizer finds its parameters again.
#[derive(Debug)]
pub struct Initializer<'a> {
    rng: ChaCha8Rng,
    device: &'a Device,
    n_made: u64,
}

impl<'a> Initializer<'a> {
    /// Draws from `rng`, makes on `device`.
    pub fn new(rng: ChaCha8Rng, device: &'a Device) -> Self {
        Self { rng, device, n_made: 0 }
    }

    /// Values from U(−bound, bound).
    pub fn uniform<const D: usize>(&mut self, shape: [usize; D], bound: f64) -> Param<Tensor<D>> {
        self.parameter(shape, |rng| rng.random_range(-1.0..1.0) * bound)
    }

    /// Values from U(0, 2 · mean).
    pub fn positive_near<const D: usize>(&mut self, shape: [usize; D], mean: f64) -> Param<Tensor<D>> {
        self.parameter(shape, |rng| rng.random_range(0.0..2.0) * mean)
    }

    /// Given values.
    pub fn constant<const D: usize>(&mut self, shape: [usize; D], values: Vec<f32>) -> Param<Tensor<D>> {
        self.n_made += 1;
        let tensor = Tensor::from_data(TensorData::new(values, shape), self.device);
        let tensor = if self.device.is_autodiff() { tensor.require_grad() } else { tensor };
        Param::initialized(ParamId::from(self.n_made), tensor)
    }

    fn parameter<const D: usize>(
        &mut self,
        shape: [usize; D],
        mut draw: impl FnMut(&mut ChaCha8Rng) -> f64,
    ) -> Param<Tensor<D>> {
        #[expect(clippy::cast_possible_truncation, reason = "weights of a network are single precision")]
        let values = (0..shape.iter().product()).map(|_| draw(&mut self.rng) as f32).collect();
        self.constant(shape, values)
    }
}
