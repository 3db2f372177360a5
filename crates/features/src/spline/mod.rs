//! Curves that are straight beyond their outer knots.

mod natural;
mod restricted;
#[cfg(test)]
mod tests;

use ndarray::ArrayViewMut1;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::formula::{Knots, SplineKind};
use natural::NaturalSpline;
use restricted::RestrictedSpline;

/// Where the pieces of a cubic spline meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "basis", rename_all = "snake_case")]
pub(crate) enum Spline {
    /// As R's `splines::ns`, without intercept.
    Natural { interior: Vec<f64>, boundary: [f64; 2] },
    /// As Harrell's `rcs`.
    Restricted { knots: Vec<f64> },
}

impl Spline {
    /// Places the knots where they are stated, else at quantiles of `x`.
    ///
    /// # Errors
    ///
    /// [`Error::Knots`] if they do not differ, or lie outside of the boundary
    pub(crate) fn new(
        name: &str,
        kind: SplineKind,
        knots: &Knots,
        boundary: Option<[f64; 2]>,
        x: &[f64],
    ) -> Result<Self> {
        let mut sorted = x.to_vec();
        sorted.sort_by(f64::total_cmp);
        let refuse = |why: String| Err(Error::Knots { spline: name.to_owned(), why });
        let (Some(&low), Some(&high)) = (sorted.first(), sorted.last()) else {
            return refuse("there are no rows to place them by".to_owned());
        };
        let spline = match kind {
            SplineKind::Natural => {
                let [low, high] = boundary.unwrap_or([low, high]);
                let inside: Vec<f64> = sorted.iter().copied().filter(|x| (low..=high).contains(x)).collect();
                let interior = match knots {
                    Knots::At(knots) => knots.clone(),
                    Knots::Count(_) if inside.is_empty() => {
                        return refuse("no value lies within the boundary".to_owned());
                    }
                    Knots::Count(df) => (1..*df).map(|at| quantile(&inside, at as f64 / *df as f64)).collect(),
                };
                Self::Natural { interior, boundary: [low, high] }
            }
            SplineKind::Restricted => Self::Restricted {
                knots: match knots {
                    Knots::At(knots) => knots.clone(),
                    Knots::Count(count) => restricted::default_knots(&sorted, *count),
                },
            },
        };
        match spline.flaw() {
            None => Ok(spline),
            Some(why) => {
                let hint = if matches!(knots, Knots::Count(_)) {
                    ": its values are too few for so many knots; state fewer, or where they are"
                } else {
                    ""
                };
                refuse(format!("{why}{hint}"))
            }
        }
    }

    /// What is wrong with the knots, if anything is.
    pub(crate) fn flaw(&self) -> Option<String> {
        let all = match self {
            Self::Natural { interior, boundary } => [&boundary[..1], interior.as_slice(), &boundary[1..]].concat(),
            Self::Restricted { knots } if knots.len() < 3 => {
                return Some(format!("it has {} knots, expected at least 3", knots.len()));
            }
            Self::Restricted { knots } => knots.clone(),
        };
        let in_order = all.windows(2).all(|pair| pair[0] < pair[1]) && all.iter().all(|knot| knot.is_finite());
        let listed: Vec<String> = all.iter().map(f64::to_string).collect();
        (!in_order).then(|| format!("the knots {} do not differ, or are not in order", listed.join(", ")))
    }

    /// Number of columns.
    pub(crate) fn n_columns(&self) -> usize {
        match self {
            Self::Natural { interior, .. } => interior.len() + 1,
            Self::Restricted { knots } => knots.len() - 1,
        }
    }

    /// Writes the values of `x` to the columns of a matrix.
    ///
    /// # Shapes
    ///
    /// `x` is `[n_rows]`, `columns` are [`n_columns`](Self::n_columns) of `[n_rows]`
    pub(crate) fn write<'a>(&self, x: &[f64], columns: impl Iterator<Item = ArrayViewMut1<'a, f64>>) {
        let mut columns: Vec<_> = columns.collect();
        let mut write = |row: usize, values: &[f64]| {
            columns.iter_mut().zip(values).for_each(|(column, value)| column[row] = *value);
        };
        match self {
            Self::Natural { interior, boundary } => {
                let spline = NaturalSpline::new(interior, *boundary);
                x.iter().enumerate().for_each(|(row, &x)| write(row, &spline.values(x)));
            }
            Self::Restricted { knots } => {
                let spline = RestrictedSpline { knots };
                x.iter().enumerate().for_each(|(row, &x)| write(row, &spline.values(x)));
            }
        }
    }
}

/// Quantile of sorted values, interpolated between the nearest two (type 7 of Hyndman & Fan 1996, R's default).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index of `sorted`")]
    let below = at.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}
