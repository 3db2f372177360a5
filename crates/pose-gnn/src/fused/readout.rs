//! Weighted sums over the joints of every frame, and their gradients.

use neural::simd::{add, vectorized};
use rayon::prelude::*;

/// As for the graph convolution; see there.
const FRAMES_PER_TASK: usize = 32;

/// Sizes of a readout: `n_groups` weighted sums over `n_joints` joints.
#[derive(Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "counts are called n_ everywhere")]
pub(super) struct Readout {
    pub(super) n_joints: usize,
    pub(super) n_groups: usize,
    pub(super) n_features: usize,
}

impl Readout {
    /// y[frame, group] = Σ over joints of weight[group, joint] · x[frame, joint]
    ///
    /// # Shapes
    ///
    /// `x`: `[n_frames, n_joints, n_features]`; `weight`: `[n_groups, n_joints]`; returns `[n_frames, n_groups, n_features]`
    pub(super) fn forward(self, x: &[f32], weight: &[f32]) -> Vec<f32> {
        let (x_frame, y_frame) = (self.n_joints * self.n_features, self.n_groups * self.n_features);
        let mut y = vec![0.0; x.len() / x_frame * y_frame];
        y.par_chunks_mut(FRAMES_PER_TASK * y_frame).zip(x.par_chunks(FRAMES_PER_TASK * x_frame)).for_each(|(y, x)| {
            vectorized(
                #[inline(always)]
                || {
                    for (y, x) in y.chunks_exact_mut(y_frame).zip(x.chunks_exact(x_frame)) {
                        for (y, weight) in y.chunks_exact_mut(self.n_features).zip(weight.chunks_exact(self.n_joints)) {
                            for (x, weight) in x.chunks_exact(self.n_features).zip(weight) {
                                add_scaled(y, x, *weight);
                            }
                        }
                    }
                },
            );
        });
        y
    }

    /// Gradients with respect to `x` and `weight`.
    pub(super) fn backward(self, x: &[f32], weight: &[f32], y_gradient: &[f32]) -> (Vec<f32>, Vec<f32>) {
        let (x_frame, y_frame) = (self.n_joints * self.n_features, self.n_groups * self.n_features);
        let mut x_gradient = vec![0.0; x.len()];
        let partial: Vec<Vec<f32>> = x_gradient
            .par_chunks_mut(FRAMES_PER_TASK * x_frame)
            .zip(x.par_chunks(FRAMES_PER_TASK * x_frame))
            .zip(y_gradient.par_chunks(FRAMES_PER_TASK * y_frame))
            .map(|((x_gradient, x), y_gradient)| {
                vectorized(
                    #[inline(always)]
                    || {
                        let mut weight_gradient = vec![0.0; weight.len()];
                        let frames = x_gradient.chunks_exact_mut(x_frame).zip(x.chunks_exact(x_frame));
                        for ((x_gradient, x), y_gradient) in frames.zip(y_gradient.chunks_exact(y_frame)) {
                            self.frame_backward(x, weight, y_gradient, x_gradient, &mut weight_gradient);
                        }
                        weight_gradient
                    },
                )
            })
            .collect();
        let mut weight_gradient = vec![0.0; weight.len()];
        for part in &partial {
            add(&mut weight_gradient, part);
        }
        (x_gradient, weight_gradient)
    }

    #[inline(always)]
    fn frame_backward(
        self,
        x: &[f32],
        weight: &[f32],
        y_gradient: &[f32],
        x_gradient: &mut [f32],
        weight_gradient: &mut [f32],
    ) {
        for (group, y_gradient) in y_gradient.chunks_exact(self.n_features).enumerate() {
            for joint in 0..self.n_joints {
                let features = joint * self.n_features..(joint + 1) * self.n_features;
                add_scaled(&mut x_gradient[features.clone()], y_gradient, weight[group * self.n_joints + joint]);
                weight_gradient[group * self.n_joints + joint] += dot(&x[features], y_gradient);
            }
        }
    }
}

#[inline(always)]
fn add_scaled(sum: &mut [f32], term: &[f32], scale: f32) {
    for (sum, term) in sum.iter_mut().zip(term) {
        *sum += scale * term;
    }
}

/// A scalar product with 16 running sums, because one alone would have to be added up in order.
#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 16];
    let (a_blocks, a_rest) = a.as_chunks::<16>();
    let (b_blocks, b_rest) = b.as_chunks::<16>();
    for (a, b) in a_blocks.iter().zip(b_blocks) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}
