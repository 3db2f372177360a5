//! Weights to and from safetensors.

use burn::module::Module;
use neural::Weights;

use super::network::PoseGnn;
use crate::error::Result;

impl PoseGnn {
    /// The parameters as a safetensors file, named by the module they belong to: `joint_embedding`,
    /// `graph.0.weight`, `graph.0.bias`, …, `readout`, `lstm.0.input_weight`, …, `faults.bias`; all `f32`.
    pub fn to_safetensors(&self) -> Vec<u8> {
        Weights::of(self).to_bytes()
    }

    /// Names and shapes of the parameters, in the order of their names.
    pub fn parameter_shapes(&self) -> Vec<(String, Vec<usize>)> {
        Weights::of(self).shapes()
    }

    /// How many numbers the parameters are.
    pub fn n_parameters(&self) -> usize {
        self.num_params()
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
