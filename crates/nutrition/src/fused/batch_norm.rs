//! y = relu(scale · (x − mean) / sd + shift + skip) with the moments of the batch, and its gradients.

use neural::simd::{add, vectorized};
use rayon::prelude::*;

/// Keeps a channel that is the same everywhere from dividing by 0.
pub(crate) const EPSILON: f64 = 1e-5;
/// Pixels of a task. Fixed, so that sums over tasks do not depend on the number of threads.
const ROWS_PER_TASK: usize = 1024;

/// Mean and 1 / sd of each channel.
#[derive(Clone, Debug)]
pub(super) struct Moments {
    pub(super) mean: Vec<f32>,
    pub(super) inverse_sd: Vec<f32>,
}

/// A sum over pixels, its rows.
type Rows<'a> = &'a [f32];

impl Moments {
    /// # Shapes
    ///
    /// `x`: `[row, n_channels]`
    pub(super) fn of(x: Rows<'_>, n_channels: usize) -> Self {
        let parts: Vec<(usize, Vec<f32>, Vec<f32>)> = x
            .par_chunks(ROWS_PER_TASK * n_channels)
            .map(|x| {
                vectorized(
                    #[inline(always)]
                    || task_moments(x, n_channels),
                )
            })
            .collect();
        let n = (x.len() / n_channels) as f64;
        // Chan, Golub & LeVeque (1979): the spread of parts and of their means.
        let channel = |c: usize| {
            let mean = parts.iter().map(|(n, mean, _)| *n as f64 * f64::from(mean[c])).sum::<f64>() / n;
            let spread = |(n, part, squares): &(usize, Vec<f32>, Vec<f32>)| {
                f64::from(squares[c]) + *n as f64 * (f64::from(part[c]) - mean).powi(2)
            };
            (mean, parts.iter().map(spread).sum::<f64>() / n)
        };
        #[expect(clippy::cast_possible_truncation, reason = "the values are single precision")]
        let (mean, inverse_sd) = (0..n_channels)
            .map(channel)
            .map(|(mean, variance)| (mean as f32, (1.0 / (variance + EPSILON).sqrt()) as f32))
            .unzip();
        Self { mean, inverse_sd }
    }
}

/// Rows, means and sums of squared distances from them.
#[inline(always)]
fn task_moments(x: Rows<'_>, n_channels: usize) -> (usize, Vec<f32>, Vec<f32>) {
    let n_rows = x.len() / n_channels;
    let mut mean = vec![0.0; n_channels];
    x.chunks_exact(n_channels).for_each(|row| add(&mut mean, row));
    mean.iter_mut().for_each(|mean| *mean /= n_rows as f32);
    let mut squares = vec![0.0_f32; n_channels];
    for row in x.chunks_exact(n_channels) {
        for ((sum, x), mean) in squares.iter_mut().zip(row).zip(&mean) {
            *sum = (x - mean).mul_add(x - mean, *sum);
        }
    }
    (n_rows, mean, squares)
}

/// # Shapes
///
/// `x`, `skip` and the result: `[row, n_channels]`; `scale` and `shift`: `[n_channels]`
pub(super) fn forward(
    x: Rows<'_>,
    scale: &[f32],
    shift: &[f32],
    skip: Option<Rows<'_>>,
    moments: &Moments,
) -> Vec<f32> {
    let n_channels = scale.len();
    let factor: Vec<f32> =
        scale.iter().zip(&moments.inverse_sd).map(|(scale, inverse_sd)| scale * inverse_sd).collect();
    let term: Vec<f32> =
        shift.iter().zip(&moments.mean).zip(&factor).map(|((shift, mean), factor)| shift - mean * factor).collect();
    let mut y = vec![0.0; x.len()];
    let chunk = ROWS_PER_TASK * n_channels;
    y.par_chunks_mut(chunk).zip(x.par_chunks(chunk)).enumerate().for_each(|(task, (y, x))| {
        vectorized(
            #[inline(always)]
            || {
                if let Some(skip) = skip {
                    y.copy_from_slice(&skip[task * chunk..][..y.len()]);
                }
                for (y, x) in y.chunks_exact_mut(n_channels).zip(x.chunks_exact(n_channels)) {
                    for (((y, x), factor), term) in y.iter_mut().zip(x).zip(&factor).zip(&term) {
                        *y = (x.mul_add(*factor, *term) + *y).max(0.0);
                    }
                }
            },
        );
    });
    y
}

/// Gradients of a loss with respect to everything that goes in.
pub(super) struct Gradients {
    pub(super) x: Vec<f32>,
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
    /// The gradient before the relu.
    pub(super) skip: Vec<f32>,
}

/// # Shapes
///
/// as in [`forward`]; `y` is its result
pub(super) fn backward(x: Rows<'_>, y: Rows<'_>, y_gradient: Rows<'_>, scale: &[f32], moments: &Moments) -> Gradients {
    let n_channels = scale.len();
    let n_rows = (x.len() / n_channels) as f32;
    let chunk = ROWS_PER_TASK * n_channels;
    let Moments { mean, inverse_sd } = moments;
    let mut skip = vec![0.0; x.len()];
    // Σ g and Σ g (x − mean), g being the gradient before the relu.
    let parts: Vec<(Vec<f32>, Vec<f32>)> = skip
        .par_chunks_mut(chunk)
        .zip(x.par_chunks(chunk))
        .zip(y.par_chunks(chunk))
        .zip(y_gradient.par_chunks(chunk))
        .map(|(((skip, x), y), y_gradient)| {
            vectorized(
                #[inline(always)]
                || task_sums(skip, x, y, y_gradient, mean),
            )
        })
        .collect();
    let (mut shift, mut products) = (vec![0.0; n_channels], vec![0.0; n_channels]);
    for (sum, product) in &parts {
        add(&mut shift, sum);
        add(&mut products, product);
    }
    let scale_gradient: Vec<f32> = products.iter().zip(inverse_sd).map(|(sum, inverse_sd)| sum * inverse_sd).collect();
    // dx = scale / sd · (g − mean g − (x − mean) / sd² · mean g (x − mean)) = a g + b x + c
    let a: Vec<f32> = scale.iter().zip(inverse_sd).map(|(scale, inverse_sd)| scale * inverse_sd).collect();
    let b: Vec<f32> =
        a.iter().zip(inverse_sd).zip(&products).map(|((a, sd), sum)| -a * sd * sd * sum / n_rows).collect();
    let c: Vec<f32> = a
        .iter()
        .zip(&shift)
        .zip(b.iter().zip(mean))
        .map(|((a, sum), (b, mean))| -a * sum / n_rows - b * mean)
        .collect();
    let mut x_gradient = vec![0.0; x.len()];
    x_gradient.par_chunks_mut(chunk).zip(x.par_chunks(chunk)).zip(skip.par_chunks(chunk)).for_each(
        |((gradient, x), skip)| {
            vectorized(
                #[inline(always)]
                || {
                    let rows = gradient.chunks_exact_mut(n_channels).zip(x.chunks_exact(n_channels));
                    for ((gradient, x), skip) in rows.zip(skip.chunks_exact(n_channels)) {
                        for ((((gradient, x), g), (a, b)), c) in
                            gradient.iter_mut().zip(x).zip(skip).zip(a.iter().zip(&b)).zip(&c)
                        {
                            *gradient = a.mul_add(*g, b.mul_add(*x, *c));
                        }
                    }
                },
            );
        },
    );
    Gradients { x: x_gradient, scale: scale_gradient, shift, skip }
}

#[inline(always)]
fn task_sums(skip: &mut [f32], x: Rows<'_>, y: Rows<'_>, y_gradient: Rows<'_>, mean: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let n_channels = mean.len();
    for ((skip, y), gradient) in skip.iter_mut().zip(y).zip(y_gradient) {
        *skip = if *y > 0.0 { *gradient } else { 0.0 };
    }
    let (mut sum, mut products) = (vec![0.0_f32; n_channels], vec![0.0_f32; n_channels]);
    for (skip, x) in skip.chunks_exact(n_channels).zip(x.chunks_exact(n_channels)) {
        for ((((sum, product), g), x), mean) in sum.iter_mut().zip(&mut products).zip(skip).zip(x).zip(mean) {
            *sum += g;
            *product = g.mul_add(x - mean, *product);
        }
    }
    (sum, products)
}
