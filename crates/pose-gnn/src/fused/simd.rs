//! The two inner loops of the fused operations: a small matrix product and the activations of an LSTM.
//!
//! Everything here is `#[inline(always)]`, so that [`vectorized`] compiles it once for each instruction set.

use pulp::Arch;

/// Runs a closure compiled for the widest vector instructions that this processor has (AVX-512, AVX2, baseline).
pub(super) fn vectorized<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(work)
}

/// A matrix whose element (row, column) is `data[row · row_stride + column · column_stride]`.
#[derive(Clone, Copy)]
pub(super) struct Strided<'a> {
    pub(super) data: &'a [f32],
    pub(super) row_stride: usize,
    pub(super) column_stride: usize,
}

impl<'a> Strided<'a> {
    /// A matrix stored row after row.
    #[inline(always)]
    pub(super) fn rows(data: &'a [f32], n_columns: usize) -> Self {
        Self { data, row_stride: n_columns, column_stride: 1 }
    }

    /// The transpose of a matrix stored row after row.
    #[inline(always)]
    pub(super) fn transposed(data: &'a [f32], n_columns: usize) -> Self {
        Self { data, row_stride: 1, column_stride: n_columns }
    }
}

/// Rows and columns of the block of the result that stays in registers.
pub(super) const TILE_ROWS: usize = 6;
const TILE_COLUMNS: usize = 32;
/// The same for one or two rows, whose few sums would otherwise wait for each other.
const WIDE_COLUMNS: usize = 128;
/// Rows of `rhs` that are worked on together: with [`TILE_COLUMNS`] columns they stay in the cache next to the core.
const DEPTH_BLOCK: usize = 256;

/// Adds a product of matrices: out += lhs · rhs.
///
/// For the products of these networks, whose `rhs` is small or whose `lhs` is a transpose: no copying into panels first.
///
/// # Shapes
/// `out`: `[n_rows, n_columns]`, `lhs`: `[n_rows, depth]`, `rhs`: `[depth, n_columns]`; `out` and `rhs` row after row
#[inline(always)]
pub(super) fn add_product(out: &mut [f32], lhs: Strided<'_>, rhs: &[f32], [n_rows, depth, n_columns]: [usize; 3]) {
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
                        add_tile::<1, WIDE_COLUMNS>(&mut out[row * n_columns..], lhs, rhs, n_columns, depth);
                    }
                    column += WIDE_COLUMNS;
                }
                TILE_COLUMNS.. => column += add_columns::<TILE_COLUMNS>(out, lhs, rhs, [n_rows, depth, n_columns]),
                8.. => column += add_columns::<8>(out, lhs, rhs, [n_rows, depth, n_columns]),
                _ => column += add_columns::<1>(out, lhs, rhs, [n_rows, depth, n_columns]),
            }
        }
    }
}

/// Adds the first `COLUMNS` columns of a product; returns their number.
#[inline(always)]
fn add_columns<const COLUMNS: usize>(
    out: &mut [f32],
    lhs: Strided<'_>,
    rhs: &[f32],
    [n_rows, depth, stride]: [usize; 3],
) -> usize {
    let mut row = 0;
    while row < n_rows {
        let lhs = Strided { data: &lhs.data[row * lhs.row_stride..], ..lhs };
        let out = &mut out[row * stride..];
        match n_rows - row {
            TILE_ROWS.. => row += add_tile::<TILE_ROWS, COLUMNS>(out, lhs, rhs, stride, depth),
            4.. => row += add_tile::<4, COLUMNS>(out, lhs, rhs, stride, depth),
            2.. => row += add_tile::<2, COLUMNS>(out, lhs, rhs, stride, depth),
            _ => row += add_tile::<1, COLUMNS>(out, lhs, rhs, stride, depth),
        }
    }
    COLUMNS
}

/// Adds the first `ROWS` × `COLUMNS` values of a product; returns `ROWS`.
#[inline(always)]
fn add_tile<const ROWS: usize, const COLUMNS: usize>(
    out: &mut [f32],
    lhs: Strided<'_>,
    rhs: &[f32],
    stride: usize,
    depth: usize,
) -> usize {
    let mut sums = [[0.0_f32; COLUMNS]; ROWS];
    for k in 0..depth {
        let right = &rhs[k * stride..][..COLUMNS];
        for (row, sums) in sums.iter_mut().enumerate() {
            let left = lhs.data[row * lhs.row_stride + k * lhs.column_stride];
            for (sum, right) in sums.iter_mut().zip(right) {
                *sum = left.mul_add(*right, *sum);
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        for (out, sum) in out[row * stride..][..COLUMNS].iter_mut().zip(sums) {
            *out += sum;
        }
    }
    ROWS
}

/// e^x to a relative error of 1e-7, for x clamped to [−87, 88]; branch-free, so that loops over it are vectorised.
///
/// # Source
/// the range reduction and polynomial of `expf` in Cephes (Moshier 1992)
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
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
pub(super) fn transpose(matrix: &[f32], n_columns: usize) -> Vec<f32> {
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
pub(super) fn add(sum: &mut [f32], term: &[f32]) {
    for (sum, term) in sum.iter_mut().zip(term) {
        *sum += term;
    }
}

/// 1 / (1 + e^−x)
#[inline(always)]
pub(super) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// tanh x, to an absolute error of 2e-7
#[inline(always)]
pub(super) fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}
