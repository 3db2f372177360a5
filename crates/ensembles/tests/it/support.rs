//! Tables that the tests share.

use ensembles::Target;
use ndarray::Array2;

/// Numbers in [0, 1) that look random and are the same everywhere.
pub(crate) fn noise(index: usize) -> f64 {
    let mut z = (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x1234_5678_9ABC_DEF1);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Four features, of which the first two matter, with labels that follow them but for some noise.
pub(crate) fn people(n_rows: usize) -> (Array2<f64>, Vec<bool>) {
    let x = Array2::from_shape_fn((n_rows, 4), |(row, column)| noise(row * 4 + column));
    let label = |row: usize| 2.0 * x[[row, 0]] + x[[row, 1]] + noise(row + 1_000_000) > 2.0;
    let labels = (0..n_rows).map(label).collect();
    (x, labels)
}

pub(crate) fn binary(labels: &[bool]) -> Target {
    Target::binary(labels.to_vec()).expect("both classes occur")
}

/// Share of pairs of a positive and a negative row that the scores order rightly.
pub(crate) fn auc(score: &[f64], label: &[bool]) -> f64 {
    metrics::auc(score, label).expect("both classes occur")
}
