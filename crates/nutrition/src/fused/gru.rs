//! The last state of a GRU over whole sequences, without gradients.
//!
//! A block of sequences is stored unit by unit, `[unit, sequence]`: every loop runs over neighbouring sequences.

use neural::simd::{Strided, add_product, sigmoid, tanh, vectorized};
use rayon::prelude::*;

/// Sequences of a task: two blocks of registers wide, and all of a task's states stay in the cache next to the core.
const SEQUENCES_PER_TASK: usize = 64;

/// A GRU's weights and sizes. Gates stand in the order reset, update, new.
#[derive(Clone, Copy)]
pub(super) struct Gru<'a> {
    /// `[n_in, 3 · n_hidden]`
    pub(super) input_weight: &'a [f32],
    /// `[3 · n_hidden]`
    pub(super) input_bias: &'a [f32],
    /// `[n_hidden, 3 · n_hidden]`
    pub(super) recurrent_weight: &'a [f32],
    /// `[3 · n_hidden]`
    pub(super) recurrent_bias: &'a [f32],
    pub(super) n_in: usize,
    pub(super) n_hidden: usize,
    pub(super) n_steps: usize,
}

impl Gru<'_> {
    /// # Shapes
    ///
    /// `x`: `[n_sequences, n_steps, n_in]`; returns `[n_sequences, n_hidden]`
    pub(super) fn last_state(self, x: &[f32]) -> Vec<f32> {
        let sequence = self.n_steps * self.n_in;
        let mut states = vec![0.0; x.len() / sequence * self.n_hidden];
        states
            .par_chunks_mut(SEQUENCES_PER_TASK * self.n_hidden)
            .zip(x.par_chunks(SEQUENCES_PER_TASK * sequence))
            .for_each(|(states, x)| {
                vectorized(
                    #[inline(always)]
                    || self.task(states, x),
                );
            });
        states
    }

    #[inline(always)]
    fn task(self, states: &mut [f32], x: &[f32]) {
        let Self { n_in, n_hidden, n_steps, .. } = self;
        let n_gates = 3 * n_hidden;
        let n = states.len() / n_hidden;
        let mut hidden = vec![0.0; n_hidden * n];
        let mut inputs = vec![0.0; n_in * n];
        let mut gates = vec![0.0; n_gates * n];
        let mut candidates = vec![0.0; n_hidden * n];
        for step in 0..n_steps {
            for (sequence, x) in x.chunks_exact(n_steps * n_in).enumerate() {
                for (input, value) in x[step * n_in..][..n_in].iter().enumerate() {
                    inputs[input * n + sequence] = *value;
                }
            }
            for (gate, row) in gates.chunks_exact_mut(n).enumerate() {
                // The recurrent bias of the candidate stays within what the reset gate multiplies.
                let recurrent = if gate < 2 * n_hidden { self.recurrent_bias[gate] } else { 0.0 };
                row.fill(self.input_bias[gate] + recurrent);
            }
            for (row, bias) in candidates.chunks_exact_mut(n).zip(&self.recurrent_bias[2 * n_hidden..]) {
                row.fill(*bias);
            }
            add_product(&mut gates, Strided::transposed(self.input_weight, n_gates), &inputs, [n_gates, n_in, n]);
            let both = &mut gates[..2 * n_hidden * n];
            add_product(
                both,
                Strided::transposed(self.recurrent_weight, n_gates),
                &hidden,
                [2 * n_hidden, n_hidden, n],
            );
            let candidate_rows = Strided::transposed(&self.recurrent_weight[2 * n_hidden..], n_gates);
            add_product(&mut candidates, candidate_rows, &hidden, [n_hidden, n_hidden, n]);
            let (resets, rest) = gates.split_at(n_hidden * n);
            let (updates, news) = rest.split_at(n_hidden * n);
            for ((((hidden, reset), update), new), candidate) in
                hidden.iter_mut().zip(resets).zip(updates).zip(news).zip(&candidates)
            {
                let new = tanh(sigmoid(*reset).mul_add(*candidate, *new));
                *hidden = sigmoid(*update).mul_add(*hidden - new, new);
            }
        }
        for (unit, row) in hidden.chunks_exact(n).enumerate() {
            for (sequence, value) in row.iter().enumerate() {
                states[sequence * n_hidden + unit] = *value;
            }
        }
    }
}
