//! Features as the learners and the trees need them.

use std::collections::BTreeSet;

use ndarray::{ArrayView2, CowArray, Ix2};

use crate::error::{Error, Result};

/// Row ranks are handed to the learner as `f32`, which counts to 2²⁴ without gaps.
pub(crate) const MAX_ROWS: usize = 1 << 24;

/// Refuses tables without columns, and values that are not finite.
pub(crate) fn check_finite(x: ArrayView2<'_, f64>, names: &[String]) -> Result<()> {
    if x.ncols() != names.len() {
        return Err(Error::ColumnMismatch { expected: names.len(), got: x.ncols() });
    }
    // One pass without branches first: nearly all tables are fine.
    if x.iter().fold(0.0, |sum, value| sum + value * 0.0) == 0.0 {
        return Ok(());
    }
    match x.indexed_iter().find(|(_, value)| !value.is_finite()) {
        Some(((row, column), &value)) => Err(Error::NotFinite { column: names[column].clone(), row, value }),
        None => Ok(()),
    }
}

/// Rows one after the other in memory.
pub(crate) fn contiguous<'a>(x: &'a ArrayView2<'a, f64>) -> CowArray<'a, f64, Ix2> {
    x.as_standard_layout()
}

/// Names of the columns: those given, or x0, x1, ….
pub(crate) fn column_names(given: Option<&[String]>, n_columns: usize) -> Result<Vec<String>> {
    let Some(names) = given else { return Ok((0..n_columns).map(|column| format!("x{column}")).collect()) };
    if names.len() != n_columns {
        return Err(Error::NameMismatch { n_columns, n_names: names.len() });
    }
    let mut seen = BTreeSet::new();
    match names.iter().find(|name| !seen.insert(name.as_str())) {
        Some(column) => Err(Error::RepeatedName { column: column.clone() }),
        None => Ok(names.to_vec()),
    }
}

/// The features of a fit, with each value replaced by its rank among the column's distinct values.
///
/// Trees see order only, so ranks give the same splits; they are half as large, and equal means equal.
pub(crate) struct RankedFeatures {
    pub(crate) n_rows: usize,
    pub(crate) n_columns: usize,
    /// `[column, row]`, for the learner.
    pub(crate) by_column: Vec<f32>,
    /// `[row, column]`, for walks down fitted trees.
    pub(crate) by_row: Vec<f32>,
    /// Distinct values of each column, ascending.
    pub(crate) distinct: Vec<Vec<f64>>,
}

impl RankedFeatures {
    /// Checks and ranks a table.
    ///
    /// # Errors
    ///
    /// [`Error::NoFeatures`], [`Error::TooManyRows`], [`Error::NotFinite`], [`Error::ConstantColumn`] unless
    /// `allow_constant`.
    pub(crate) fn new(x: ArrayView2<'_, f64>, names: &[String], allow_constant: bool) -> Result<Self> {
        let (n_rows, n_columns) = x.dim();
        if n_columns == 0 {
            return Err(Error::NoFeatures);
        }
        if n_rows > MAX_ROWS {
            return Err(Error::TooManyRows { max: MAX_ROWS, got: n_rows });
        }
        check_finite(x, names)?;
        let mut by_column = vec![0.0; n_rows * n_columns];
        let mut by_row = vec![0.0; n_rows * n_columns];
        let mut distinct = Vec::with_capacity(n_columns);
        for (column, values) in x.columns().into_iter().enumerate() {
            let mut order: Vec<usize> = (0..n_rows).collect();
            order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
            let mut levels: Vec<f64> = Vec::new();
            for row in order {
                // −0 and 0 are one level, although `total_cmp` orders them.
                if levels.last().is_none_or(|&last| last != values[row]) {
                    levels.push(values[row]);
                }
                let rank = (levels.len() - 1) as f32;
                by_column[column * n_rows + row] = rank;
                by_row[row * n_columns + column] = rank;
            }
            if levels.len() == 1 && !allow_constant {
                return Err(Error::ConstantColumn { column: names[column].clone(), value: levels[0] });
            }
            distinct.push(levels);
        }
        Ok(Self { n_rows, n_columns, by_column, by_row, distinct })
    }

    /// Ranks of one row.
    pub(crate) fn row(&self, row: usize) -> &[f32] {
        &self.by_row[row * self.n_columns..(row + 1) * self.n_columns]
    }
}
