//! The Brier score of predicted survival under censoring.

use crate::error::{Error, Result};
use crate::kaplan_meier::KaplanMeier;
use crate::target::{SurvivalTarget, same_length};

/// What each row adds to the Brier score at a time; their mean is the score.
///
/// (1{T > t} − Ŝ(t))², of rows with the event by t divided by the Kaplan–Meier probability of being uncensored just before T, of
/// rows still at risk by that at t; rows censored by then count 0.
///
/// # Shapes
///
/// `survival`: `[n_rows]`, the predicted probability of each row that the event has not happened at `time`
///
/// # Errors
///
/// [`Error::LengthMismatch`]; [`Error::StartStop`], for a row of which the start is not known has no probability of being
/// uncensored; [`Error::InvalidSurvival`]
///
/// # Source
///
/// Graf, Schmoor, Sauerbrei & Schumacher (1999), Statistics in Medicine 18
pub fn brier_terms(target: &SurvivalTarget, survival: &[f64], time: f64) -> Result<Vec<f64>> {
    same_length("survival", target.n_rows(), survival.len())?;
    if target.start().is_some() {
        return Err(Error::StartStop { what: "the Brier score" });
    }
    if let Some(row) = survival.iter().position(|share| !(0.0..=1.0).contains(share)) {
        return Err(Error::InvalidSurvival { row, value: survival[row] });
    }
    let censored = target.event().iter().map(|event| !event).collect();
    let censoring = SurvivalTarget::right_censored(target.stop().to_vec(), censored).ok().map(|t| KaplanMeier::fit(&t));
    let uncensored_before = |time: f64| censoring.as_ref().map_or(1.0, |curve| curve.survival_before(time));
    // After the time itself, which is before the next number.
    let uncensored = uncensored_before(time.next_up());
    let term = |row: usize| {
        let stop = target.stop()[row];
        if stop > time {
            (1.0 - survival[row]).powi(2) / uncensored
        } else if target.event()[row] {
            survival[row].powi(2) / uncensored_before(stop)
        } else {
            0.0
        }
    };
    Ok((0..survival.len()).map(term).collect())
}
