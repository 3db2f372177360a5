//! Y = relu(Â X W + b) for every frame, and its gradients.

use neural::simd::{Strided, add, add_product, transpose, vectorized};
use rayon::prelude::*;

use crate::graph::SkeletonGraph;

/// Frames that one task works on: their joints' features stay in the cache from one product to the next. Fixed, so that
/// sums over tasks do not depend on the number of threads.
const FRAMES_PER_TASK: usize = 16;

/// A graph convolution's weights and sizes.
#[derive(Clone, Copy)]
pub(super) struct GraphConvolution<'a> {
    pub(super) graph: &'a SkeletonGraph,
    /// `[n_in, n_out]`
    pub(super) weight: &'a [f32],
    /// `[n_out]`
    pub(super) bias: &'a [f32],
    pub(super) n_in: usize,
    pub(super) n_out: usize,
}

/// Gradients of a loss with respect to everything that goes into a graph convolution.
pub(super) struct Gradients {
    /// `[n_frames, n_joints, n_in]`, if asked for
    pub(super) x: Option<Vec<f32>>,
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl GraphConvolution<'_> {
    /// # Shapes
    ///
    /// `x`: `[n_frames, n_joints, n_in]`; returns `[n_frames, n_joints, n_out]`
    pub(super) fn forward(self, x: &[f32]) -> Vec<f32> {
        let Self { n_in, n_out, .. } = self;
        let n_rows = x.len() / n_in;
        let rows_per_task = FRAMES_PER_TASK * self.graph.n_joints();
        let mut y = vec![0.0; n_rows * n_out];
        y.par_chunks_mut(rows_per_task * n_out).zip(x.par_chunks(rows_per_task * n_in)).for_each_init(
            || vec![0.0; rows_per_task * n_in],
            |mixed, (y, x)| {
                vectorized(
                    #[inline(always)]
                    || {
                        let mixed = &mut mixed[..x.len()];
                        mix_joints(self.graph, x, mixed, n_in);
                        for row in y.chunks_exact_mut(n_out) {
                            row.copy_from_slice(self.bias);
                        }
                        let n_rows = x.len() / n_in;
                        add_product(y, Strided::rows(mixed, n_in), self.weight, [n_rows, n_in, n_out]);
                        for value in y.iter_mut() {
                            *value = value.max(0.0);
                        }
                    },
                );
            },
        );
        y
    }

    /// # Shapes
    ///
    /// `x` and `y` as in [`forward`](Self::forward); `y_gradient` as `y`
    pub(super) fn backward(self, x: &[f32], y: &[f32], y_gradient: &[f32], with_x: bool) -> Gradients {
        let Self { n_in, n_out, .. } = self;
        let rows_per_task = FRAMES_PER_TASK * self.graph.n_joints();
        let weight_transposed = transpose(self.weight, n_out);
        let mut x_gradient = vec![0.0; if with_x { x.len() } else { 0 }];
        let n_tasks = x.len().div_ceil(rows_per_task * n_in);
        // A task without a slice of the gradient of x still has the others to compute.
        let mut x_slices: Vec<&mut [f32]> = x_gradient.chunks_mut(rows_per_task * n_in).collect();
        x_slices.resize_with(n_tasks, Default::default);
        let partial: Vec<(Vec<f32>, Vec<f32>)> = x
            .par_chunks(rows_per_task * n_in)
            .zip(y.par_chunks(rows_per_task * n_out))
            .zip(y_gradient.par_chunks(rows_per_task * n_out))
            .zip(x_slices)
            .map(|(((x, y), y_gradient), x_gradient)| {
                vectorized(
                    #[inline(always)]
                    || self.task_backward(x, y, y_gradient, &weight_transposed, x_gradient),
                )
            })
            .collect();
        let (mut weight, mut bias) = (vec![0.0; n_in * n_out], vec![0.0; n_out]);
        for (weight_part, bias_part) in &partial {
            add(&mut weight, weight_part);
            add(&mut bias, bias_part);
        }
        Gradients { x: with_x.then_some(x_gradient), weight, bias }
    }

    #[inline(always)]
    fn task_backward(
        self,
        x: &[f32],
        y: &[f32],
        y_gradient: &[f32],
        weight_transposed: &[f32],
        x_gradient: &mut [f32],
    ) -> (Vec<f32>, Vec<f32>) {
        let Self { n_in, n_out, .. } = self;
        let n_rows = x.len() / n_in;
        // Through the relu.
        let mut z_gradient = y_gradient.to_vec();
        for (gradient, y) in z_gradient.iter_mut().zip(y) {
            *gradient = if *y > 0.0 { *gradient } else { 0.0 };
        }
        let mut bias = vec![0.0; n_out];
        for row in z_gradient.chunks_exact(n_out) {
            add(&mut bias, row);
        }
        let mut mixed = vec![0.0; x.len()];
        mix_joints(self.graph, x, &mut mixed, n_in);
        let mut weight = vec![0.0; n_in * n_out];
        add_product(&mut weight, Strided::transposed(&mixed, n_in), &z_gradient, [n_in, n_rows, n_out]);
        if !x_gradient.is_empty() {
            mixed.fill(0.0);
            add_product(&mut mixed, Strided::rows(&z_gradient, n_out), weight_transposed, [n_rows, n_out, n_in]);
            // The adjacency is symmetric: its transpose is itself.
            mix_joints(self.graph, &mixed, x_gradient, n_in);
        }
        (weight, bias)
    }
}

/// mixed = Â x for each frame.
#[inline(always)]
fn mix_joints(graph: &SkeletonGraph, x: &[f32], mixed: &mut [f32], n_features: usize) {
    let frame = graph.n_joints() * n_features;
    mixed.fill(0.0);
    for (x, mixed) in x.chunks_exact(frame).zip(mixed.chunks_exact_mut(frame)) {
        for &(joint, neighbour, share) in graph.edges() {
            let x = &x[neighbour * n_features..][..n_features];
            for (mixed, x) in mixed[joint * n_features..][..n_features].iter_mut().zip(x) {
                *mixed += share * x;
            }
        }
    }
}
