//! Inner loops of fused operations: a small matrix product, and activations.
//!
//! Everything here is `#[inline(always)]`, so that [`vectorized`] compiles it once for each instruction set.

#![expect(
    clippy::inline_always,
    reason = "what runs inside `vectorized` must be compiled with it, once for each instruction set"
)]

use pulp::Arch;

/// Runs a closure compiled for the widest vector instructions that this processor has (AVX-512, AVX2, baseline).
pub fn vectorized<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(work)
}

/// A matrix whose element (row, column) is `data[row · row_stride + column · column_stride]`.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the formula says what they are")]
pub struct Strided<'a> {
    pub data: &'a [f32],
    pub row_stride: usize,
    pub column_stride: usize,
}

impl<'a> Strided<'a> {
    /// A matrix stored row after row.
    #[inline(always)]
    pub fn rows(data: &'a [f32], n_columns: usize) -> Self {
        Self { data, row_stride: n_columns, column_stride: 1 }
    }

    /// The transpose of a matrix stored row after row.
    #[inline(always)]
    pub fn transposed(data: &'a [f32], n_columns: usize) -> Self {
        Self { data, row_stride: 1, column_stride: n_columns }
    }
}

/// Rows of the block of the result that stays in registers.
pub const TILE_ROWS: usize = 6;
/// Its columns.
pub const TILE_COLUMNS: usize = 32;
/// The same for one or two rows, whose few sums would otherwise wait for each other.
const WIDE_COLUMNS: usize = 128;
/// Rows of `rhs` that are worked on together: with [`TILE_COLUMNS`] columns they stay in the cache next to the core.
const DEPTH_BLOCK: usize = 256;

/// Adds a product of matrices: out += lhs · rhs.
///
/// For the products of these networks, whose `rhs` is small or whose `lhs` is a transpose: no copying into panels first.
///
/// # Shapes
///
/// `out`: `[n_rows, n_columns]`, `lhs`: `[n_rows, depth]`, `rhs`: `[depth, n_columns]`; `out` and `rhs` row after row
#[inline(always)]
pub fn add_product(out: &mut [f32], lhs: Strided<'_>, rhs: &[f32], [n_rows, depth, n_columns]: [usize; 3]) {
    add_product_into(out, n_columns, lhs, rhs, [n_rows, depth, n_columns]);
}

/// The same into some columns of a wider matrix, whose rows are `out_stride` values apart.
#[inline(always)]
pub fn add_product_into(
    out: &mut [f32],
    out_stride: usize,
    lhs: Strided<'_>,
    rhs: &[f32],
    [n_rows, depth, n_columns]: [usize; 3],
) {
    let strides = Strides { out: out_stride, rhs: n_columns };
    for start in (0..depth).step_by(DEPTH_BLOCK) {
        let depth = DEPTH_BLOCK.min(depth - start);
        let lhs = Strided { data: &lhs.data[start * lhs.column_stride..], ..lhs };
        let rhs = &rhs[start * n_columns..];
        let mut column = 0;
        while column < n_columns {
            let (out, rhs) = (&mut out[column..], &rhs[column..]);
            match n_columns - column {
                WIDE_COLUMNS.. if n_rows <= 2 => {
                    for row in 0..n_rows {
                        let lhs = Strided { data: &lhs.data[row * lhs.row_stride..], ..lhs };
                        add_tile::<1, WIDE_COLUMNS>(&mut out[row * out_stride..], lhs, rhs, strides, depth);
                    }
                    column += WIDE_COLUMNS;
                }
                TILE_COLUMNS.. => column += add_columns::<TILE_COLUMNS>(out, lhs, rhs, strides, [n_rows, depth]),
                16.. => column += add_columns::<16>(out, lhs, rhs, strides, [n_rows, depth]),
                8.. => column += add_columns::<8>(out, lhs, rhs, strides, [n_rows, depth]),
                _ => column += add_columns::<1>(out, lhs, rhs, strides, [n_rows, depth]),
            }
        }
    }
}

/// Distances between rows.
#[derive(Clone, Copy)]
struct Strides {
    out: usize,
    rhs: usize,
}

/// Adds the first `COLUMNS` columns of a product; returns their number.
#[inline(always)]
fn add_columns<const COLUMNS: usize>(
    out: &mut [f32],
    lhs: Strided<'_>,
    rhs: &[f32],
    strides: Strides,
    [n_rows, depth]: [usize; 2],
) -> usize {
    let mut row = 0;
    while row < n_rows {
        let lhs = Strided { data: &lhs.data[row * lhs.row_stride..], ..lhs };
        let out = &mut out[row * strides.out..];
        match n_rows - row {
            TILE_ROWS.. => row += add_tile::<TILE_ROWS, COLUMNS>(out, lhs, rhs, strides, depth),
            4.. => row += add_tile::<4, COLUMNS>(out, lhs, rhs, strides, depth),
            2.. => row += add_tile::<2, COLUMNS>(out, lhs, rhs, strides, depth),
            _ => row += add_tile::<1, COLUMNS>(out, lhs, rhs, strides, depth),
        }
    }
    COLUMNS
}

/// Adds the first `ROWS` × `COLUMNS` values of a product; returns `ROWS`.
///
/// With AVX-512 in its own words: whether the compiler finds them by itself depends on the code around them.
#[inline(always)]
fn add_tile<const ROWS: usize, const COLUMNS: usize>(
    out: &mut [f32],
    lhs: Strided<'_>,
    rhs: &[f32],
    strides: Strides,
    depth: usize,
) -> usize {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V4::try_new() {
        match COLUMNS {
            128 => return add_tile_avx512::<ROWS, 8>(simd, out, lhs, rhs, strides, depth),
            32 => return add_tile_avx512::<ROWS, 2>(simd, out, lhs, rhs, strides, depth),
            16 => return add_tile_avx512::<ROWS, 1>(simd, out, lhs, rhs, strides, depth),
            _ => {}
        }
    }
    add_tile_portable::<ROWS, COLUMNS>(out, lhs, rhs, strides, depth)
}

/// The same, `VECTORS` · 16 columns wide.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn add_tile_avx512<const ROWS: usize, const VECTORS: usize>(
    simd: pulp::x86::V4,
    out: &mut [f32],
    lhs: Strided<'_>,
    rhs: &[f32],
    strides: Strides,
    depth: usize,
) -> usize {
    let mut sums = [[simd.splat_f32x16(0.0); VECTORS]; ROWS];
    for k in 0..depth {
        let (right, _) = rhs[k * strides.rhs..][..VECTORS * 16].as_chunks::<16>();
        for (row, sums) in sums.iter_mut().enumerate() {
            let left = simd.splat_f32x16(lhs.data[row * lhs.row_stride + k * lhs.column_stride]);
            for (sum, right) in sums.iter_mut().zip(right) {
                *sum = simd.mul_add_f32x16(left, pulp::cast(*right), *sum);
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        let (out, _) = out[row * strides.out..][..VECTORS * 16].as_chunks_mut::<16>();
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = pulp::cast(simd.add_f32x16(pulp::cast(*out), *sum));
        }
    }
    ROWS
}

#[inline(always)]
fn add_tile_portable<const ROWS: usize, const COLUMNS: usize>(
    out: &mut [f32],
    lhs: Strided<'_>,
    rhs: &[f32],
    strides: Strides,
    depth: usize,
) -> usize {
    let mut sums = [[0.0_f32; COLUMNS]; ROWS];
    for k in 0..depth {
        let right = &rhs[k * strides.rhs..][..COLUMNS];
        for (row, sums) in sums.iter_mut().enumerate() {
            let left = lhs.data[row * lhs.row_stride + k * lhs.column_stride];
            for (sum, right) in sums.iter_mut().zip(right) {
                *sum = left.mul_add(*right, *sum);
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        for (out, sum) in out[row * strides.out..][..COLUMNS].iter_mut().zip(sums) {
            *out += sum;
        }
    }
    ROWS
}

/// e^x to a relative error of 1e-7, for x clamped to [−87, 88]; branch-free, so that loops over it are vectorised.
///
/// # Source
///
/// the range reduction and polynomial of `expf` in Cephes (Moshier 1992)
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Adding 1.5 · 2^23 rounds to the nearest integer and leaves it in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x.mul_add(std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = n.mul_add(2.121_944_4e-4, n.mul_add(-0.693_359_4, x));
    let p = r.mul_add(1.987_569_2e-4, 1.398_199_9e-3);
    let p = r.mul_add(p, 8.333_452e-3);
    let p = r.mul_add(p, 4.166_579_6e-2);
    let p = r.mul_add(p, 0.166_666_66);
    let p = r.mul_add(p, 0.5);
    let p = (r * r).mul_add(p, r + 1.0);
    let exponent = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23;
    p * f32::from_bits(exponent)
}

/// The transpose of a matrix stored row after row.
pub fn transpose(matrix: &[f32], n_columns: usize) -> Vec<f32> {
    let n_rows = matrix.len() / n_columns;
    let mut transposed = vec![0.0; matrix.len()];
    for (row, values) in matrix.chunks_exact(n_columns).enumerate() {
        for (column, value) in values.iter().enumerate() {
            transposed[column * n_rows + row] = *value;
        }
    }
    transposed
}

/// Adds two vectors in place.
#[inline(always)]
pub fn add(sum: &mut [f32], term: &[f32]) {
    for (sum, term) in sum.iter_mut().zip(term) {
        *sum += term;
    }
}

/// 1 / (1 + e^−x)
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// tanh x, to an absolute error of 2e-7
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn product_of_any_shape_is_the_sum_of_products() {
        for [n_rows, depth, n_columns] in [[1, 1, 1], [7, 300, 49], [2, 5, 130], [13, 4, 24]] {
            let value = |seed: usize, at: usize| ((at * 31 + seed * 7) % 17) as f32 - 8.0;
            let lhs: Vec<f32> = (0..n_rows * depth).map(|at| value(1, at)).collect();
            let rhs: Vec<f32> = (0..depth * n_columns).map(|at| value(2, at)).collect();
            let out_stride = n_columns + 3;
            let mut out = vec![1.0; n_rows * out_stride];
            let lhs_transposed = transpose(&lhs, depth);
            let sizes = [n_rows, depth, n_columns];
            add_product_into(&mut out, out_stride, Strided::rows(&lhs, depth), &rhs, sizes);
            add_product_into(&mut out, out_stride, Strided::transposed(&lhs_transposed, n_rows), &rhs, sizes);
            for row in 0..n_rows {
                for column in 0..n_columns {
                    let sum: f32 = (0..depth).map(|k| lhs[row * depth + k] * rhs[k * n_columns + column]).sum();
                    // Whole numbers below 2^24: exact.
                    assert_eq!(out[row * out_stride + column], 1.0 + 2.0 * sum, "{sizes:?}, {row}, {column}");
                }
                assert_eq!(out[row * out_stride + n_columns..][..3], [1.0; 3], "columns beside are left alone");
            }
        }
    }

    #[test]
    fn approximate_exponential_is_within_two_units_in_the_last_place() {
        for step in -8_600_i16..8_700 {
            let x = f32::from(step) / 100.0;
            let expected = f64::from(x).exp();
            let error = (f64::from(exp(x)) / expected - 1.0).abs();
            assert!(error < 2.0 * f64::from(f32::EPSILON), "exp({x}): relative error {error:e}");
        }
    }

    #[test]
    fn activations_at_infinity_are_their_limits() {
        assert_eq!((sigmoid(f32::INFINITY), tanh(f32::INFINITY)), (1.0, 1.0));
        assert!(sigmoid(f32::NEG_INFINITY) < 1e-37);
        assert_eq!(tanh(f32::NEG_INFINITY), -1.0);
    }
}
