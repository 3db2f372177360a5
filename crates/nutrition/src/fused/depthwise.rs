//! A convolution of each channel by itself, and its gradients.

use neural::simd::vectorized;
use rayon::prelude::*;

use super::convolution::{Geometry, Padding};

/// Channels whose sums stay in registers.
const LANES: usize = 32;
/// Pictures of a task of the backward pass. Fixed, so that sums over tasks do not depend on the number of threads.
const PICTURES_PER_TASK: usize = 4;

/// Where an output row or column looks: the first tap within the picture, one past the last, and where the first one is.
#[derive(Clone, Copy)]
struct Reach {
    first: usize,
    end: usize,
    start: usize,
}

impl Reach {
    fn of(out: usize, stride: usize, padding: usize, kernel: usize, size: usize) -> Self {
        let left = out * stride;
        let first = padding.saturating_sub(left);
        Self { first, end: kernel.min(size + padding - left), start: left + first - padding }
    }
}

/// y = x ∗ W channel by channel, + bias, through a relu that ends at 6 if there is a bias.
///
/// # Shapes
///
/// `x`: `[picture, height, width, channel]`; `weight`: `[kernel², channel]`; `bias`: `[channel]`; returns `[picture, height',
/// width', channel]`
pub(super) fn forward(x: &[f32], weight: &[f32], bias: Option<&[f32]>, geometry: Geometry) -> Vec<f32> {
    let Geometry { n_pictures, height, width, n_in: n_channels, .. } = geometry;
    let (out_height, out_width) = (geometry.out_height(), geometry.out_width());
    let mut y = vec![0.0; n_pictures * out_height * out_width * n_channels];
    y.par_chunks_mut(out_width * n_channels).enumerate().for_each(|(row, y)| {
        let picture = &x[row / out_height * height * width * n_channels..][..height * width * n_channels];
        vectorized(
            #[inline(always)]
            || match geometry.kernel {
                3 => output_row::<3>(picture, weight, bias, y, row % out_height, geometry),
                5 => output_row::<5>(picture, weight, bias, y, row % out_height, geometry),
                _ => output_row::<0>(picture, weight, bias, y, row % out_height, geometry),
            },
        );
    });
    y
}

#[inline(always)]
fn output_row<const KERNEL: usize>(
    picture: &[f32],
    weight: &[f32],
    bias: Option<&[f32]>,
    y: &mut [f32],
    row: usize,
    geometry: Geometry,
) {
    let Geometry { height, width, n_in: n_channels, stride, .. } = geometry;
    let kernel = if KERNEL == 0 { geometry.kernel } else { KERNEL };
    let (pad_y, pad_x) = (geometry.padding_of(height), geometry.padding_of(width));
    let rows = Reach::of(row, stride, pad_y, kernel, height);
    for (column, y) in y.chunks_exact_mut(n_channels).enumerate() {
        let columns = Reach::of(column, stride, pad_x, kernel, width);
        let mut channel = 0;
        while channel < n_channels {
            let n = (n_channels - channel).min(LANES);
            let y = &mut y[channel..channel + n];
            if n == LANES {
                lanes::<LANES>(picture, weight, bias, y, channel, [rows, columns], [width, n_channels, kernel]);
            } else if n >= 16 {
                lanes::<16>(picture, weight, bias, &mut y[..16], channel, [rows, columns], [width, n_channels, kernel]);
                channel += 16;
                continue;
            } else if n >= 8 {
                lanes::<8>(picture, weight, bias, &mut y[..8], channel, [rows, columns], [width, n_channels, kernel]);
                channel += 8;
                continue;
            } else {
                lanes::<1>(picture, weight, bias, &mut y[..1], channel, [rows, columns], [width, n_channels, kernel]);
                channel += 1;
                continue;
            }
            channel += n;
        }
    }
}

/// `N` channels of one output pixel.
#[inline(always)]
fn lanes<const N: usize>(
    picture: &[f32],
    weight: &[f32],
    bias: Option<&[f32]>,
    y: &mut [f32],
    channel: usize,
    [rows, columns]: [Reach; 2],
    [width, n_channels, kernel]: [usize; 3],
) {
    let mut sums = [0.0_f32; N];
    if let Some(bias) = bias {
        sums.copy_from_slice(&bias[channel..channel + N]);
    }
    for (down, tap_row) in (rows.first..rows.end).enumerate() {
        let start = ((rows.start + down) * width + columns.start) * n_channels + channel;
        for (right, tap_column) in (columns.first..columns.end).enumerate() {
            let x = &picture[start + right * n_channels..][..N];
            let weight = &weight[(tap_row * kernel + tap_column) * n_channels + channel..][..N];
            for ((sum, x), weight) in sums.iter_mut().zip(x).zip(weight) {
                *sum = x.mul_add(*weight, *sum);
            }
        }
    }
    if bias.is_some() {
        sums.iter_mut().for_each(|sum| *sum = sum.clamp(0.0, 6.0));
    }
    y.copy_from_slice(&sums);
}

/// Gradients with respect to the pictures and the weights.
///
/// # Shapes
///
/// as in [`forward`]; `y_gradient` as its result
pub(super) fn backward(x: &[f32], weight: &[f32], y_gradient: &[f32], geometry: Geometry) -> (Vec<f32>, Vec<f32>) {
    let Geometry { height, width, n_in: n_channels, .. } = geometry;
    let picture = PICTURES_PER_TASK * height * width * n_channels;
    let out = PICTURES_PER_TASK * geometry.out_height() * geometry.out_width() * n_channels;
    let mut x_gradient = vec![0.0; x.len()];
    let parts: Vec<Vec<f32>> = x_gradient
        .par_chunks_mut(picture)
        .zip(x.par_chunks(picture))
        .zip(y_gradient.par_chunks(out))
        .map(|((x_gradient, x), y_gradient)| {
            vectorized(
                #[inline(always)]
                || task_backward(x, weight, y_gradient, x_gradient, geometry),
            )
        })
        .collect();
    let mut weight_gradient = vec![0.0; weight.len()];
    for part in parts {
        neural::simd::add(&mut weight_gradient, &part);
    }
    (x_gradient, weight_gradient)
}

#[inline(always)]
fn task_backward(
    x: &[f32],
    weight: &[f32],
    y_gradient: &[f32],
    x_gradient: &mut [f32],
    geometry: Geometry,
) -> Vec<f32> {
    let Geometry { height, width, n_in: n_channels, stride, kernel, .. } = geometry;
    let (out_height, out_width) = (geometry.out_height(), geometry.out_width());
    let (pad_y, pad_x) = (geometry.padding_of(height), geometry.padding_of(width));
    let mut weight_gradient = vec![0.0; weight.len()];
    for (pixel, y) in y_gradient.chunks_exact(n_channels).enumerate() {
        let picture = pixel / (out_height * out_width) * height * width;
        let rows = Reach::of(pixel / out_width % out_height, stride, pad_y, kernel, height);
        let columns = Reach::of(pixel % out_width, stride, pad_x, kernel, width);
        for (down, tap_row) in (rows.first..rows.end).enumerate() {
            for (right, tap_column) in (columns.first..columns.end).enumerate() {
                let at = (picture + (rows.start + down) * width + columns.start + right) * n_channels;
                let tap = (tap_row * kernel + tap_column) * n_channels;
                let (x, x_gradient) = (&x[at..][..n_channels], &mut x_gradient[at..][..n_channels]);
                let (weight, sums) = (&weight[tap..][..n_channels], &mut weight_gradient[tap..][..n_channels]);
                for ((((y, x), x_gradient), weight), sum) in y.iter().zip(x).zip(x_gradient).zip(weight).zip(sums) {
                    *x_gradient = y.mul_add(*weight, *x_gradient);
                    *sum = y.mul_add(*x, *sum);
                }
            }
        }
    }
    weight_gradient
}

/// The geometry of a convolution of each channel by itself, padded as TensorFlow's `SAME`.
pub(super) fn geometry([n_pictures, height, width, n_channels]: [usize; 4], taps: usize, stride: usize) -> Geometry {
    let kernel = taps.isqrt();
    Geometry { n_pictures, height, width, n_in: n_channels, n_out: n_channels, kernel, stride, padding: Padding::Same }
}
