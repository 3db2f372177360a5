//! An LSTM layer over whole sequences, and its gradients.

use neural::simd::{Strided, TILE_ROWS, add, add_product, sigmoid, tanh, transpose, vectorized};
use rayon::prelude::*;

/// Sequences that one task works on, step by step together. Fixed, so that sums over tasks do not depend on the number
/// of threads.
const SEQUENCES_PER_TASK: usize = 8;

/// An LSTM layer's weights and sizes. Gates stand in the order input, forget, cell, output.
#[derive(Clone, Copy)]
pub(super) struct Lstm<'a> {
    /// `[n_in, 4 · n_hidden]`
    pub(super) input_weight: &'a [f32],
    /// `[n_hidden, 4 · n_hidden]`
    pub(super) recurrent_weight: &'a [f32],
    /// `[4 · n_hidden]`
    pub(super) bias: &'a [f32],
    pub(super) n_in: usize,
    pub(super) n_hidden: usize,
    pub(super) n_steps: usize,
}

/// What a forward pass computes; the gradients need all of it.
#[derive(Clone, Debug)]
pub(super) struct States {
    /// h, `[n_sequences, n_steps, n_hidden]`
    pub(super) hidden: Vec<f32>,
    /// c, as `hidden`
    pub(super) cell: Vec<f32>,
    /// The gates after their activations, `[n_sequences, n_steps, 4 · n_hidden]`
    pub(super) gates: Vec<f32>,
}

/// Gradients of a loss with respect to everything that goes into a layer.
pub(super) struct Gradients {
    pub(super) x: Vec<f32>,
    pub(super) input_weight: Vec<f32>,
    pub(super) recurrent_weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Lstm<'_> {
    /// # Shapes
    ///
    /// `x`: `[n_sequences, n_steps, n_in]`
    pub(super) fn forward(self, x: &[f32]) -> States {
        let Self { n_in, n_hidden, n_steps, .. } = self;
        let n_rows = x.len() / n_in;
        let mut states = States {
            hidden: vec![0.0; n_rows * n_hidden],
            cell: vec![0.0; n_rows * n_hidden],
            gates: vec![0.0; n_rows * 4 * n_hidden],
        };
        self.project(x, &mut states.gates);
        let rows = SEQUENCES_PER_TASK * n_steps;
        states
            .hidden
            .par_chunks_mut(rows * n_hidden)
            .zip(states.cell.par_chunks_mut(rows * n_hidden))
            .zip(states.gates.par_chunks_mut(rows * 4 * n_hidden))
            .for_each(|((hidden, cell), gates)| {
                vectorized(
                    #[inline(always)]
                    || self.task_forward(hidden, cell, gates),
                );
            });
        states
    }

    /// gates = x W + b, all steps at once. Rows are independent of each other: their number in a task changes no bit.
    fn project(self, x: &[f32], gates: &mut [f32]) {
        let Self { n_in, n_hidden, .. } = self;
        let n_gates = 4 * n_hidden;
        // As many rows as possible a task, because each task reads all weights.
        let rows = (x.len() / n_in).div_ceil(rayon::current_num_threads()).next_multiple_of(TILE_ROWS);
        gates.par_chunks_mut(rows * n_gates).zip(x.par_chunks(rows * n_in)).for_each(|(gates, x)| {
            vectorized(
                #[inline(always)]
                || {
                    for row in gates.chunks_exact_mut(n_gates) {
                        row.copy_from_slice(self.bias);
                    }
                    let sizes = [x.len() / n_in, n_in, n_gates];
                    add_product(gates, Strided::rows(x, n_in), self.input_weight, sizes);
                },
            );
        });
    }

    #[inline(always)]
    fn task_forward(self, hidden: &mut [f32], cell: &mut [f32], gates: &mut [f32]) {
        let Self { n_hidden, n_steps, .. } = self;
        let n_gates = 4 * n_hidden;
        let n_sequences = hidden.len() / n_hidden / n_steps;
        let mut step_hidden = vec![0.0; n_sequences * n_hidden];
        let mut step_cell = vec![0.0; n_sequences * n_hidden];
        let mut step_gates = vec![0.0; n_sequences * n_gates];
        for step in 0..n_steps {
            for (sequence, step_gates) in step_gates.chunks_exact_mut(n_gates).enumerate() {
                step_gates.copy_from_slice(&gates[(sequence * n_steps + step) * n_gates..][..n_gates]);
            }
            let sizes = [n_sequences, n_hidden, n_gates];
            add_product(&mut step_gates, Strided::rows(&step_hidden, n_hidden), self.recurrent_weight, sizes);
            for sequence in 0..n_sequences {
                let row = sequence * n_steps + step;
                let step_gates = &mut step_gates[sequence * n_gates..][..n_gates];
                let step_cell = &mut step_cell[sequence * n_hidden..][..n_hidden];
                let step_hidden = &mut step_hidden[sequence * n_hidden..][..n_hidden];
                activate(step_gates, step_cell, step_hidden);
                gates[row * n_gates..][..n_gates].copy_from_slice(step_gates);
                cell[row * n_hidden..][..n_hidden].copy_from_slice(step_cell);
                hidden[row * n_hidden..][..n_hidden].copy_from_slice(step_hidden);
            }
        }
    }

    /// # Shapes
    ///
    /// `x` as in [`forward`](Self::forward); `hidden_gradient` as [`States::hidden`]
    pub(super) fn backward(self, x: &[f32], states: &States, hidden_gradient: &[f32]) -> Gradients {
        let Self { n_in, n_hidden, n_steps, .. } = self;
        let n_gates = 4 * n_hidden;
        let input_transposed = transpose(self.input_weight, n_gates);
        let recurrent_transposed = transpose(self.recurrent_weight, n_gates);
        let mut x_gradient = vec![0.0; x.len()];
        let rows = SEQUENCES_PER_TASK * n_steps;
        let mut partial: Vec<Gradients> = x
            .par_chunks(rows * n_in)
            .zip(x_gradient.par_chunks_mut(rows * n_in))
            .zip(states.hidden.par_chunks(rows * n_hidden))
            .zip(states.cell.par_chunks(rows * n_hidden))
            .zip(states.gates.par_chunks(rows * n_gates))
            .zip(hidden_gradient.par_chunks(rows * n_hidden))
            .map(|(((((x, x_gradient), hidden), cell), gates), hidden_gradient)| {
                vectorized(
                    #[inline(always)]
                    || {
                        let n_rows = x.len() / n_in;
                        let gates_gradient = self.through_time(cell, gates, hidden_gradient, &recurrent_transposed);
                        let lhs = Strided::rows(&gates_gradient, n_gates);
                        add_product(x_gradient, lhs, &input_transposed, [n_rows, n_gates, n_in]);
                        self.weight_gradients(x, hidden, &gates_gradient)
                    },
                )
            })
            .collect();
        let rest = partial.split_off(1);
        let mut sum = partial.swap_remove(0);
        for part in &rest {
            add(&mut sum.input_weight, &part.input_weight);
            add(&mut sum.recurrent_weight, &part.recurrent_weight);
            add(&mut sum.bias, &part.bias);
        }
        Gradients { x: x_gradient, ..sum }
    }

    /// Gradients with respect to the gates before their activations, from the last step to the first.
    #[inline(always)]
    fn through_time(
        self,
        cell: &[f32],
        gates: &[f32],
        hidden_gradient: &[f32],
        recurrent_transposed: &[f32],
    ) -> Vec<f32> {
        let Self { n_hidden, n_steps, .. } = self;
        let n_gates = 4 * n_hidden;
        let n_sequences = cell.len() / n_hidden / n_steps;
        let zeros = vec![0.0; n_hidden];
        let mut gates_gradient = vec![0.0; gates.len()];
        let mut step_hidden = vec![0.0; n_sequences * n_hidden];
        let mut step_cell = vec![0.0; n_sequences * n_hidden];
        let mut step_gates = vec![0.0; n_sequences * n_gates];
        for step in (0..n_steps).rev() {
            for sequence in 0..n_sequences {
                let row = sequence * n_steps + step;
                let states = &mut step_hidden[sequence * n_hidden..][..n_hidden];
                add(states, &hidden_gradient[row * n_hidden..][..n_hidden]);
                let previous = if step == 0 { &zeros } else { &cell[(row - 1) * n_hidden..][..n_hidden] };
                let step_gates = &mut step_gates[sequence * n_gates..][..n_gates];
                step_gates.copy_from_slice(&gates[row * n_gates..][..n_gates]);
                let cell = &cell[row * n_hidden..][..n_hidden];
                let step_cell = &mut step_cell[sequence * n_hidden..][..n_hidden];
                activate_backward(step_gates, cell, previous, states, step_cell);
                gates_gradient[row * n_gates..][..n_gates].copy_from_slice(step_gates);
            }
            step_hidden.fill(0.0);
            let sizes = [n_sequences, n_gates, n_hidden];
            add_product(&mut step_hidden, Strided::rows(&step_gates, n_gates), recurrent_transposed, sizes);
        }
        gates_gradient
    }

    #[inline(always)]
    fn weight_gradients(self, x: &[f32], hidden: &[f32], gates_gradient: &[f32]) -> Gradients {
        let Self { n_in, n_hidden, n_steps, .. } = self;
        let n_gates = 4 * n_hidden;
        let n_rows = x.len() / n_in;
        let mut input_weight = vec![0.0; n_in * n_gates];
        add_product(&mut input_weight, Strided::transposed(x, n_in), gates_gradient, [n_in, n_rows, n_gates]);
        let mut recurrent_weight = vec![0.0; n_hidden * n_gates];
        let sequences = hidden.chunks_exact(n_steps * n_hidden).zip(gates_gradient.chunks_exact(n_steps * n_gates));
        for (hidden, gates_gradient) in sequences {
            // The state after a step goes into the gates of the next.
            let sizes = [n_hidden, n_steps - 1, n_gates];
            let lhs = Strided::transposed(hidden, n_hidden);
            add_product(&mut recurrent_weight, lhs, &gates_gradient[n_gates..], sizes);
        }
        let mut bias = vec![0.0; n_gates];
        for row in gates_gradient.chunks_exact(n_gates) {
            add(&mut bias, row);
        }
        Gradients { x: Vec::new(), input_weight, recurrent_weight, bias }
    }
}

/// One step of one sequence: applies the activations to `gates` in place and moves `cell` and `hidden` on.
#[inline(always)]
fn activate(gates: &mut [f32], cell: &mut [f32], hidden: &mut [f32]) {
    let n = hidden.len();
    let (input, rest) = gates.split_at_mut(n);
    let (forget, rest) = rest.split_at_mut(n);
    let (candidate, output) = rest.split_at_mut(n);
    let (output, cell) = (&mut output[..n], &mut cell[..n]);
    for j in 0..n {
        input[j] = sigmoid(input[j]);
        forget[j] = sigmoid(forget[j]);
        candidate[j] = tanh(candidate[j]);
        output[j] = sigmoid(output[j]);
        cell[j] = forget[j] * cell[j] + input[j] * candidate[j];
        hidden[j] = output[j] * tanh(cell[j]);
    }
}

/// The reverse of [`activate`]: `gates` becomes the gradient before the activations, `cell_gradient` that of the step
/// before.
#[inline(always)]
fn activate_backward(
    gates: &mut [f32],
    cell: &[f32],
    previous_cell: &[f32],
    hidden_gradient: &[f32],
    cell_gradient: &mut [f32],
) {
    let n = cell.len();
    let (input, rest) = gates.split_at_mut(n);
    let (forget, rest) = rest.split_at_mut(n);
    let (candidate, output) = rest.split_at_mut(n);
    let (output, previous_cell) = (&mut output[..n], &previous_cell[..n]);
    let (hidden_gradient, cell_gradient) = (&hidden_gradient[..n], &mut cell_gradient[..n]);
    for j in 0..n {
        let (i, f, g, o) = (input[j], forget[j], candidate[j], output[j]);
        let cell_tanh = tanh(cell[j]);
        let d_cell = cell_gradient[j] + hidden_gradient[j] * o * (1.0 - cell_tanh * cell_tanh);
        input[j] = d_cell * g * i * (1.0 - i);
        forget[j] = d_cell * previous_cell[j] * f * (1.0 - f);
        candidate[j] = d_cell * i * (1.0 - g * g);
        output[j] = hidden_gradient[j] * cell_tanh * o * (1.0 - o);
        cell_gradient[j] = d_cell * f;
    }
}
