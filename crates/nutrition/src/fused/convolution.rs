//! A convolution of pictures stored channel by channel, and its gradients.
//!
//! Each output pixel's window is copied into one row; the rest is a product of small matrices. Panels of [`TILE_COLUMNS`]
//! columns lie one after the other, so that the inner loop reads memory in order.

use std::borrow::Cow;

use neural::simd::{Strided, TILE_COLUMNS, TILE_ROWS, add, add_product_into, transpose, vectorized};
use rayon::prelude::*;

/// Output pixels whose windows are worked on together: whole blocks of registers, and small enough for the cache.
const PIXELS_PER_BLOCK: usize = 16 * TILE_ROWS;
/// Pictures of a task of the backward pass. Fixed, so that sums over tasks do not depend on the number of threads.
const PICTURES_PER_TASK: usize = 8;

/// Zeros around a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Padding {
    /// (kernel − 1) / 2 on each side.
    Half,
    /// As many as give ⌈side / stride⌉ output pixels, of an odd number one less above and on the left: TensorFlow's `SAME`.
    Same,
}

/// Sizes of a convolution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Geometry {
    pub(super) n_pictures: usize,
    pub(super) height: usize,
    pub(super) width: usize,
    pub(super) n_in: usize,
    pub(super) n_out: usize,
    pub(super) kernel: usize,
    pub(super) stride: usize,
    pub(super) padding: Padding,
}

impl Geometry {
    /// Zeros above or on the left of a picture of this side.
    pub(super) fn padding_of(&self, side: usize) -> usize {
        match self.padding {
            Padding::Half => (self.kernel - 1) / 2,
            Padding::Same => ((self.out_side(side) - 1) * self.stride + self.kernel).saturating_sub(side) / 2,
        }
    }

    pub(super) fn out_height(&self) -> usize {
        self.out_side(self.height)
    }

    pub(super) fn out_width(&self) -> usize {
        self.out_side(self.width)
    }

    fn out_side(&self, side: usize) -> usize {
        match self.padding {
            Padding::Half => (side + 2 * ((self.kernel - 1) / 2) - self.kernel) / self.stride + 1,
            Padding::Same => side.div_ceil(self.stride),
        }
    }

    /// Output pixels of a picture.
    fn n_pixels(&self) -> usize {
        self.out_height() * self.out_width()
    }

    fn is_pointwise(&self) -> bool {
        self.kernel == 1 && self.stride == 1
    }

    /// Numbers in a window.
    fn depth(&self) -> usize {
        self.kernel * self.kernel * self.n_in
    }

    /// Calls `copy(part of the window, part of the picture)` for every row of the kernel that has one, in floats.
    #[inline(always)]
    fn for_each_run(&self, pixel: usize, mut copy: impl FnMut(std::ops::Range<usize>, std::ops::Range<usize>)) {
        let Self { height, width, n_in, kernel, stride, .. } = *self;
        let (padding_y, padding) = (self.padding_of(height), self.padding_of(width));
        let (top, left) = (pixel / self.out_width() * stride, pixel % self.out_width() * stride);
        let first = padding.saturating_sub(left);
        let end = kernel.min(width + padding - left);
        for row in 0..kernel {
            if (padding_y..height + padding_y).contains(&(top + row)) {
                let window = (row * kernel + first) * n_in..(row * kernel + end) * n_in;
                let start = ((top + row - padding_y) * width + left + first - padding) * n_in;
                copy(window.clone(), start..start + window.len());
            }
        }
    }

    /// Copies the window of an output pixel.
    #[inline(always)]
    fn gather(&self, picture: &[f32], pixel: usize, window: &mut [f32]) {
        window.fill(0.0);
        self.for_each_run(pixel, |to, from| window[to].copy_from_slice(&picture[from]));
    }

    /// Adds a window to where it came from.
    #[inline(always)]
    fn scatter_add(&self, picture: &mut [f32], pixel: usize, window: &[f32]) {
        self.for_each_run(pixel, |from, to| add(&mut picture[to], &window[from]));
    }
}

/// What is done to the sums before they are written.
#[derive(Clone, Copy, Default)]
pub(super) struct Epilogue<'a> {
    /// `[n_out]`; none: the sums as they are
    pub(super) bias: Option<&'a [f32]>,
    /// As the output
    pub(super) skip: Option<&'a [f32]>,
    pub(super) activation: Activation,
}

/// What becomes of the sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Activation {
    #[default]
    Identity,
    Relu,
    /// A relu that ends at 6.
    Relu6,
}

/// y = x ∗ W, then the epilogue.
///
/// # Shapes
///
/// `x`: `[picture, height, width, n_in]`; `weight`: `[kernel², n_in, n_out]`; returns `[picture, height, width, n_out]`
pub(super) fn forward(x: &[f32], weight: &[f32], geometry: Geometry, epilogue: Epilogue<'_>) -> Vec<f32> {
    let Geometry { n_pictures, height, width, n_in, n_out, .. } = geometry;
    let (n_pixels, depth) = (geometry.n_pixels(), geometry.depth());
    let panels = panels(weight, n_out);
    let mut y = vec![0.0; n_pictures * n_pixels * n_out];
    // Fewer pixels a task where there are few: one picture should keep all threads busy.
    let share = (n_pictures * n_pixels).div_ceil(2 * rayon::current_num_threads()).next_multiple_of(TILE_ROWS);
    let block = PIXELS_PER_BLOCK.min(share);
    y.par_chunks_mut(block * n_out).enumerate().for_each_init(
        || vec![0.0; block * depth],
        |windows, (task, y)| {
            vectorized(
                #[inline(always)]
                || {
                    let first = task * block;
                    let n_block = y.len() / n_out;
                    // The windows of a kernel of one pixel are the pixels.
                    let windows = if geometry.is_pointwise() {
                        &x[first * depth..][..n_block * depth]
                    } else {
                        for (pixel, window) in (first..first + n_block).zip(windows.chunks_exact_mut(depth)) {
                            let picture = &x[pixel / n_pixels * height * width * n_in..][..height * width * n_in];
                            geometry.gather(picture, pixel % n_pixels, window);
                        }
                        &windows[..]
                    };
                    if let Some(bias) = epilogue.bias {
                        y.chunks_exact_mut(n_out).for_each(|y| y.copy_from_slice(bias));
                    }
                    if let Some(skip) = epilogue.skip {
                        add(y, &skip[first * n_out..][..n_block * n_out]);
                    }
                    for (panel, weight) in panels.chunks(depth * TILE_COLUMNS).enumerate() {
                        let n_columns = weight.len() / depth;
                        let lhs = Strided::rows(windows, depth);
                        let y = &mut y[panel * TILE_COLUMNS..];
                        add_product_into(y, n_out, lhs, weight, [n_block, depth, n_columns]);
                    }
                    match epilogue.activation {
                        Activation::Identity => {}
                        Activation::Relu => y.iter_mut().for_each(|value| *value = value.max(0.0)),
                        Activation::Relu6 => y.iter_mut().for_each(|value| *value = value.clamp(0.0, 6.0)),
                    }
                },
            );
        },
    );
    y
}

/// Gradients with respect to the pictures, if asked for, and the weights.
///
/// # Shapes
///
/// as in [`forward`]; `y_gradient` as its result
pub(super) fn backward(
    x: &[f32],
    weight: &[f32],
    y_gradient: &[f32],
    geometry: Geometry,
    with_x: bool,
) -> (Option<Vec<f32>>, Vec<f32>) {
    let Geometry { n_pictures, height, width, n_in, n_out, .. } = geometry;
    let (n_pixels, depth) = (geometry.n_pixels(), geometry.depth());
    let picture = height * width * n_in;
    let transposed = transpose(weight, n_out);
    let transposed = panels(&transposed, depth);
    let mut x_gradient = vec![0.0; if with_x { x.len() } else { 0 }];
    // A task without a slice of the gradient of x still has the others to compute.
    let mut x_slices: Vec<&mut [f32]> = x_gradient.chunks_mut(PICTURES_PER_TASK * picture).collect();
    x_slices.resize_with(n_pictures.div_ceil(PICTURES_PER_TASK), Default::default);
    let partial: Vec<Vec<f32>> = x
        .par_chunks(PICTURES_PER_TASK * picture)
        .zip(y_gradient.par_chunks(PICTURES_PER_TASK * n_pixels * n_out))
        .zip(x_slices)
        .map(|((x, y_gradient), x_gradient)| {
            vectorized(
                #[inline(always)]
                || task_backward(x, y_gradient, &transposed, x_gradient, geometry),
            )
        })
        .collect();
    let mut sum = vec![0.0; depth * n_out];
    partial.iter().for_each(|part| add(&mut sum, part));
    (with_x.then_some(x_gradient), weight_of(&sum, depth, n_out))
}

/// The gradient of the weights, in panels as the transposed weights.
#[inline(always)]
fn task_backward(
    x: &[f32],
    y_gradient: &[f32],
    transposed: &[f32],
    x_gradient: &mut [f32],
    geometry: Geometry,
) -> Vec<f32> {
    let Geometry { height, width, n_in, n_out, .. } = geometry;
    let (n_pixels, depth) = (geometry.n_pixels(), geometry.depth());
    let picture = height * width * n_in;
    let mut weight_gradient = vec![0.0; depth * n_out];
    let mut window = vec![0.0; depth];
    let mut windows = vec![0.0; PIXELS_PER_BLOCK * depth];
    for (block, y_gradient) in y_gradient.chunks(PIXELS_PER_BLOCK * n_out).enumerate() {
        let first = block * PIXELS_PER_BLOCK;
        let n_block = y_gradient.len() / n_out;
        for row in 0..n_block {
            let (at, pixel) = ((first + row) / n_pixels, (first + row) % n_pixels);
            geometry.gather(&x[at * picture..][..picture], pixel, &mut window);
            for (panel, part) in window.chunks(TILE_COLUMNS).enumerate() {
                let start = panel * TILE_COLUMNS * n_block + row * part.len();
                windows[start..][..part.len()].copy_from_slice(part);
            }
        }
        let panels = windows[..n_block * depth].chunks(n_block * TILE_COLUMNS);
        for (panel, out) in panels.zip(weight_gradient.chunks_mut(n_out * TILE_COLUMNS)) {
            let n_columns = panel.len() / n_block;
            let lhs = Strided::transposed(y_gradient, n_out);
            add_product_into(out, n_columns, lhs, panel, [n_out, n_block, n_columns]);
        }
        if x_gradient.is_empty() {
            continue;
        }
        windows.fill(0.0);
        for (panel, weight) in transposed.chunks(n_out * TILE_COLUMNS).enumerate() {
            let n_columns = weight.len() / n_out;
            let out = &mut windows[panel * TILE_COLUMNS..];
            add_product_into(out, depth, Strided::rows(y_gradient, n_out), weight, [n_block, n_out, n_columns]);
        }
        for (row, window) in windows.chunks_exact(depth).take(n_block).enumerate() {
            let (at, pixel) = ((first + row) / n_pixels, (first + row) % n_pixels);
            geometry.scatter_add(&mut x_gradient[at * picture..][..picture], pixel, window);
        }
    }
    weight_gradient
}

/// The columns of a matrix in panels of [`TILE_COLUMNS`], each stored row after row; the last may be narrower.
fn panels(matrix: &[f32], n_columns: usize) -> Cow<'_, [f32]> {
    if n_columns <= TILE_COLUMNS {
        return Cow::Borrowed(matrix);
    }
    let mut panels = Vec::with_capacity(matrix.len());
    for start in (0..n_columns).step_by(TILE_COLUMNS) {
        let end = n_columns.min(start + TILE_COLUMNS);
        matrix.chunks_exact(n_columns).for_each(|row| panels.extend_from_slice(&row[start..end]));
    }
    Cow::Owned(panels)
}

/// The matrix whose transpose lies in panels. `[depth, n_out]`
fn weight_of(panels: &[f32], depth: usize, n_out: usize) -> Vec<f32> {
    let mut weight = vec![0.0; depth * n_out];
    for (panel, values) in panels.chunks(n_out * TILE_COLUMNS).enumerate() {
        let n_columns = values.len() / n_out;
        for (out, values) in values.chunks_exact(n_columns).enumerate() {
            for (column, value) in values.iter().enumerate() {
                weight[(panel * TILE_COLUMNS + column) * n_out + out] = *value;
            }
        }
    }
    weight
}
