//! Calibration: from scores to probabilities that mean what they say.

mod isotonic;
mod platt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::link::sigmoid;
use crate::saved::{Saved, saved};

/// Probabilities nearer to 0 or 1 than this have the log-odds of this: a forest of 200 trees says 0 and 1.
const NEAREST: f64 = 1e-3;

/// A monotone map from what a model says to probabilities.
///
/// Fit it on predictions of rows that the model was not fitted on, such as out-of-fold or out-of-bag predictions. It remembers
/// whether it was fitted to scores or to probabilities, and takes nothing else.
///
/// ```
/// use ensembles::Calibrator;
///
/// let score = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9];
/// let label = [false, false, true, false, true, false, true, true];
/// let calibrator = Calibrator::isotonic(&score, &label)?;
/// assert!(calibrator.calibrate(0.95)? >= calibrator.calibrate(0.35)?);
/// # Ok::<(), ensembles::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Calibrator {
    input: CalibratorInput,
    map: Map,
}

/// What a [`Calibrator`] takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CalibratorInput {
    /// Any finite number.
    Score,
    /// A probability within [0, 1]; the curve is one of its log-odds.
    Probability,
}

/// From numbers to probabilities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
enum Map {
    /// p = 1 / (1 + exp(−(slope · score + intercept))).
    Platt {
        /// Log-odds a unit of the score.
        slope: f64,
        /// Log-odds at score 0.
        intercept: f64,
    },
    /// Linear between the points, constant beyond them.
    Isotonic {
        /// Scores, ascending.
        score: Vec<f64>,
        /// Probabilities, not descending.
        probability: Vec<f64>,
    },
}

impl Calibrator {
    /// Fits a logistic curve that does not fall: two parameters, so little data is enough, and the order of scores stays
    /// as it is. Scores that the labels do not rise with all get the share of positives.
    ///
    /// Labels count as (n₊ + 1) / (n₊ + 2) and 1 / (n₋ + 2), so that separated scores have a solution too.
    ///
    /// # Errors
    ///
    /// [`Error::Calibration`] for unequal lengths, scores that are not finite, one class, or scores that are all equal
    /// or too large.
    ///
    /// # Source
    ///
    /// Platt (1999); Newton's method as in Lin, Lin & Weng (2007), Machine Learning 68.
    pub fn platt(score: &[f64], label: &[bool]) -> Result<Self> {
        check(score, label)?;
        Ok(Self { input: CalibratorInput::Score, map: platt::fit(score, label)? })
    }

    /// Fits Platt's curve to the log-odds of probabilities, of which a calibrated model has slope 1 and intercept 0.
    ///
    /// Probabilities within 0.001 of 0 or 1 count as that far away from them.
    ///
    /// # Errors
    ///
    /// As [`platt`](Self::platt), and for numbers outside of [0, 1].
    pub fn platt_of_probabilities(probability: &[f64], label: &[bool]) -> Result<Self> {
        let log_odds = probability.iter().map(|&value| log_odds(value)).collect::<Result<Vec<_>>>()?;
        check(&log_odds, label)?;
        Ok(Self { input: CalibratorInput::Probability, map: platt::fit(&log_odds, label)? })
    }

    /// Fits the non-decreasing step function with the least squared error (pool adjacent violators), and joins the
    /// middles of its steps.
    ///
    /// Follows any shape; needs a thousand rows or more, and scores beyond the ends get the probability of the end.
    ///
    /// # Errors
    ///
    /// As [`platt`](Self::platt).
    ///
    /// # Source
    ///
    /// Zadrozny & Elkan (2002), KDD; Ayer et al. (1955), Annals of Mathematical Statistics 26.
    pub fn isotonic(score: &[f64], label: &[bool]) -> Result<Self> {
        check(score, label)?;
        Ok(Self { input: CalibratorInput::Score, map: isotonic::fit(score, label) })
    }

    /// What it was fitted to, and takes.
    pub fn input(&self) -> CalibratorInput {
        self.input
    }

    /// Probability of a score, or calibrated probability of a probability, whichever it was [fitted to](Self::input).
    ///
    /// # Errors
    ///
    /// [`Error::Calibration`] for a score that is not finite, or a probability outside of [0, 1].
    pub fn calibrate(&self, value: f64) -> Result<f64> {
        let score = match self.input {
            CalibratorInput::Score if value.is_finite() => value,
            CalibratorInput::Score => return fail(format!("a score must be finite, got {value}")),
            CalibratorInput::Probability => log_odds(value)?,
        };
        Ok(self.map.at(score))
    }

    /// [`calibrate`](Self::calibrate) of many values.
    ///
    /// # Errors
    ///
    /// As there, for the first.
    pub fn calibrate_all(&self, values: &[f64]) -> Result<Vec<f64>> {
        values.iter().map(|&value| self.calibrate(value)).collect()
    }
}

impl Map {
    fn at(&self, score: f64) -> f64 {
        match self {
            Self::Platt { slope, intercept } => sigmoid(slope * score + intercept),
            Self::Isotonic { score: scores, probability } => isotonic::interpolate(scores, probability, score),
        }
    }
}

fn log_odds(probability: f64) -> Result<f64> {
    if !(0.0..=1.0).contains(&probability) {
        return fail(format!("a probability must be within [0, 1], got {probability}"));
    }
    let p = probability.clamp(NEAREST, 1.0 - NEAREST);
    Ok((p / (1.0 - p)).ln())
}

fn fail<T>(reason: String) -> Result<T> {
    Err(Error::Calibration { reason })
}

fn check(score: &[f64], label: &[bool]) -> Result<()> {
    if score.len() != label.len() {
        return fail(format!("{} scores but {} labels", score.len(), label.len()));
    }
    if let Some(row) = score.iter().position(|score| !score.is_finite()) {
        return fail(format!("score in row {row} must be finite, got {}", score[row]));
    }
    if label.iter().all(|&label| label) || !label.iter().any(|&label| label) {
        return fail(format!("both classes are needed, all {} labels are the same", label.len()));
    }
    if score.iter().all(|&value| value == score[0]) {
        return fail(format!("all scores are {}: there is nothing to learn", score[0]));
    }
    Ok(())
}

saved!(Calibrator);

impl Saved for Calibrator {
    const KIND: &'static str = "calibrator";

    fn check(&self) -> Result<(), String> {
        match &self.map {
            Map::Platt { slope, intercept } if slope.is_finite() && *slope >= 0.0 && intercept.is_finite() => Ok(()),
            Map::Platt { slope, intercept } => Err(format!("slope {slope} and intercept {intercept}")),
            Map::Isotonic { score, probability } => {
                if score.is_empty() || score.len() != probability.len() {
                    return Err(format!("{} scores but {} probabilities", score.len(), probability.len()));
                }
                let rises = score.windows(2).all(|pair| pair[0] < pair[1]) && score.iter().all(|s| s.is_finite());
                let grows = probability.windows(2).all(|pair| pair[0] <= pair[1]);
                let is_share = probability.iter().all(|p| (0.0..=1.0).contains(p));
                if rises && grows && is_share {
                    Ok(())
                } else {
                    Err("its points do not ascend within [0, 1]".to_owned())
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
