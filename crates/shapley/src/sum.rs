//! Functions of a sum.

use crate::error::{Result, refused};
use crate::game::{check_players, shapley_values};
use crate::grouped::Attribution;

/// Explains `function(base + Σ terms)` by exact Shapley values of the terms, an absent one counting as 0.
///
/// Equal to [`explain`](crate::explain) of a model that is a function of a sum of group terms, against a background of one row
/// whose terms are 0, without building a row: linear, logistic and proportional hazards models are such.
///
/// # Errors
///
/// [`Error`](crate::Error) for more than [`MAX_PLAYERS`](crate::MAX_PLAYERS) terms, and for values of the function that are not
/// finite.
pub fn explain_sum(function: impl Fn(f64) -> f64, base: f64, terms: &[f64]) -> Result<Attribution> {
    check_players(terms.len())?;
    // sums[S] = sums[S without its lowest player] + that player's term
    let mut sums = vec![base; 1 << terms.len()];
    for coalition in 1..sums.len() {
        let lowest = coalition.trailing_zeros() as usize;
        sums[coalition] = sums[coalition & (coalition - 1)] + terms[lowest];
    }
    let values: Vec<f64> = sums.into_iter().map(function).collect();
    if let Some(value) = values.iter().find(|value| !value.is_finite()) {
        return Err(refused(format!("the function gave {value}, expected finite numbers")));
    }
    Ok(Attribution {
        base_value: values[0],
        values: shapley_values(terms.len(), |coalition| values[coalition])?,
        prediction: values[values.len() - 1],
    })
}
