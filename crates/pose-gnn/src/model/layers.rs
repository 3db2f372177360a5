//! Layers made of plain weights.

use burn::module::{Module, Param};
use burn::tensor::Tensor;
use burn::tensor::module::linear;
use neural::Initializer;

use crate::fused;

/// y = x W + b, or a graph convolution with these weights.
#[derive(Module, Debug)]
pub(super) struct Dense {
    /// `[n_in, n_out]`
    weight: Param<Tensor<2>>,
    /// `[n_out]`
    bias: Param<Tensor<1>>,
}

impl Dense {
    /// He's uniform initialisation.
    pub(super) fn new(n_in: usize, n_out: usize, make: &mut Initializer<'_>) -> Self {
        Self {
            weight: make.uniform([n_in, n_out], (3.0 / n_in as f64).sqrt()),
            bias: make.constant([n_out], vec![0.0; n_out]),
        }
    }

    /// As [`new`](Self::new), but at first blind to so many of its inputs, the first ones.
    pub(super) fn blind(n_blind: usize, n_in: usize, n_out: usize, make: &mut Initializer<'_>) -> Self {
        let Self { weight, bias } = Self::new(n_in, n_out, make);
        let mut values: Vec<f32> = weight.val().into_data().try_to_vec().expect("weights are single precision");
        values[..n_blind * n_out].fill(0.0);
        Self { weight: make.constant([n_in, n_out], values), bias }
    }

    /// Gives zeros at first.
    pub(super) fn zero(n_in: usize, n_out: usize, make: &mut Initializer<'_>) -> Self {
        Self {
            weight: make.constant([n_in, n_out], vec![0.0; n_in * n_out]),
            bias: make.constant([n_out], vec![0.0; n_out]),
        }
    }

    pub(super) fn n_in(&self) -> usize {
        let [n_in, _] = self.weight.val().dims();
        n_in
    }

    pub(super) fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        linear(x, self.weight.val(), Some(self.bias.val()))
    }

    /// relu(Â x W + b), `[frame, joint, n_in]` → `[frame, joint, n_out]`
    pub(super) fn convolve(&self, x: Tensor<3>) -> Tensor<3> {
        fused::graph_convolution(x, self.weight.val(), self.bias.val())
    }
}

/// An LSTM layer.
#[derive(Module, Debug)]
pub(super) struct Lstm {
    /// `[n_in, 4 · n_hidden]`, gates in the order input, forget, cell, output
    input_weight: Param<Tensor<2>>,
    /// `[n_hidden, 4 · n_hidden]`
    recurrent_weight: Param<Tensor<2>>,
    /// `[4 · n_hidden]`
    bias: Param<Tensor<1>>,
}

impl Lstm {
    /// Uniform between ±1 / √`n_hidden`, with forget gates that start open (Jozefowicz et al. 2015).
    pub(super) fn new(n_in: usize, n_hidden: usize, make: &mut Initializer<'_>) -> Self {
        let bound = 1.0 / (n_hidden as f64).sqrt();
        let bias = (0..4 * n_hidden).map(|unit| if unit / n_hidden == 1 { 1.0 } else { 0.0 }).collect();
        Self {
            input_weight: make.uniform([n_in, 4 * n_hidden], bound),
            recurrent_weight: make.uniform([n_hidden, 4 * n_hidden], bound),
            bias: make.constant([4 * n_hidden], bias),
        }
    }

    /// `[batch, frame, n_in]` → `[batch, frame, n_hidden]`
    pub(super) fn forward(&self, x: Tensor<3>) -> Tensor<3> {
        fused::lstm_layer(x, self.input_weight.val(), self.recurrent_weight.val(), self.bias.val())
    }
}
