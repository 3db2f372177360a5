//! Covariates as the solvers want them: checked, sorted, centred and scaled.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis, Slice};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::linalg::Cholesky;
use crate::parallel::PARALLEL_ENTRIES;
use crate::risk_sets::RiskSets;

/// Pivots of a correlation-scaled information matrix below this mean a covariate adds nothing.
const COLLINEAR_TOLERANCE: f64 = 1e-10;

/// Standardised covariates in the order of the risk sets.
#[derive(Debug)]
pub(crate) struct Design {
    /// `[n_covariates, n_rows]`, each row contiguous.
    pub(crate) z: Array2<f64>,
    /// Weighted mean of each covariate.
    pub(crate) mean: Array1<f64>,
    /// Weighted population standard deviation of each covariate.
    pub(crate) scale: Array1<f64>,
}

impl Design {
    /// Checks, sorts and standardises `x` `[n_rows, n_covariates]`.
    pub(crate) fn new(x: ArrayView2<'_, f64>, sets: &RiskSets, names: &[String]) -> Result<Self> {
        check_finite(x, names)?;
        let n = sets.n_rows();
        let mut z = Array2::zeros((x.ncols(), n));
        let standardise =
            |(column, z): (usize, ArrayViewMut1<'_, f64>)| standardise(x.column(column), z, sets, &names[column]);
        let rows = z.axis_iter_mut(Axis(0));
        let moments: Vec<Result<(f64, f64)>> = if x.len() < PARALLEL_ENTRIES {
            rows.enumerate().map(standardise).collect()
        } else {
            rows.into_par_iter().enumerate().map(standardise).collect()
        };
        let moments: Vec<(f64, f64)> = moments.into_iter().collect::<Result<_>>()?;
        let (mean, scale): (Vec<f64>, Vec<f64>) = moments.into_iter().unzip();
        Ok(Self { z, mean: mean.into(), scale: scale.into() })
    }

    /// Refuses covariates whose unpenalised coefficients are not identified, from the information at b = 0.
    pub(crate) fn check_identified(information: &Array2<f64>, x: ArrayView2<'_, f64>, names: &[String]) -> Result<()> {
        let diagonal = information.diag();
        let largest = diagonal.iter().copied().fold(0.0, f64::max);
        if let Some(column) = diagonal.iter().position(|&value| value <= COLLINEAR_TOLERANCE * largest.max(1.0)) {
            let (column, value) = (names[column].clone(), x[[0, column]]);
            return Err(Error::ConstantColumn { column, value, scope: "within every risk set" });
        }
        let scale = diagonal.mapv(|value| value.sqrt().recip());
        let correlation = information * &scale.view().insert_axis(Axis(0)) * scale.view().insert_axis(Axis(1));
        let Err(column) = Cholesky::new(correlation.view(), COLLINEAR_TOLERANCE) else {
            return Ok(());
        };
        let before = correlation.slice_axis(Axis(0), Slice::from(..column));
        let (before, this) = before.split_at(Axis(1), column);
        let factor = Cholesky::new(before, COLLINEAR_TOLERANCE)
            .expect("the leading block was factored before this column failed");
        let combination = factor.solve(this.column(0));
        let others: Vec<_> =
            (0..column).filter(|&other| combination[other].abs() > 1e-4).map(|other| &names[other]).collect();
        let column = names[column].clone();
        Err(match others[..] {
            [original] => Error::DuplicatedColumn { column, original: original.clone() },
            _ => Error::Collinear { column, others: quoted(others.into_iter()) },
        })
    }
}

/// Writes one covariate to `z`, sorted and standardised; returns its mean and standard deviation.
fn standardise(
    x: ArrayView1<'_, f64>,
    mut z: ArrayViewMut1<'_, f64>,
    sets: &RiskSets,
    name: &str,
) -> Result<(f64, f64)> {
    let first = x[0];
    if x.iter().all(|&value| value == first) {
        return Err(Error::ConstantColumn { column: name.to_owned(), value: first, scope: "in all rows" });
    }
    let z = z.as_slice_mut().expect("rows of a standard-layout matrix are contiguous");
    for (value, &row) in z.iter_mut().zip(&sets.order) {
        *value = x[row] - first;
    }
    // Dividing by the largest deviation first keeps squares of values such as 1e200 in range.
    let largest = z.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if !largest.is_finite() {
        let row = x.iter().position(|value| !(value - first).is_finite()).unwrap_or(0);
        return Err(Error::NotFinite { column: name.to_owned(), row, value: x[row] - first });
    }
    z.iter_mut().for_each(|value| *value /= largest);
    let mean = weighted_mean(z.iter().copied(), sets);
    let variance = weighted_mean(z.iter().map(|value| (value - mean).powi(2)), sets);
    let scale = variance.sqrt();
    z.iter_mut().for_each(|value| *value = (*value - mean) / scale);
    Ok((first + mean * largest, scale * largest))
}

/// Joins names as `` `a`, `b` ``.
pub(crate) fn quoted<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Refuses NaN and infinite covariates, naming the first.
pub(crate) fn check_finite(x: ArrayView2<'_, f64>, names: &[String]) -> Result<()> {
    match x.indexed_iter().find(|(_, value)| !value.is_finite()) {
        Some(((row, column), &value)) => Err(Error::NotFinite { column: names[column].clone(), row, value }),
        None => Ok(()),
    }
}

fn weighted_mean(values: impl Iterator<Item = f64>, sets: &RiskSets) -> f64 {
    values.zip(&sets.weight).map(|(value, weight)| value * weight).sum::<f64>() / sets.total_weight
}
