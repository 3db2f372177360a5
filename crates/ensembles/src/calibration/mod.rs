//! Calibration: from scores to probabilities that mean what they say.

mod isotonic;
mod platt;

use serde::{Deserialize, Serialize};

use crate::boosting::sigmoid;
use crate::error::{Error, Result};
use crate::saved::Saved;

/// A monotone map from scores to probabilities.
///
/// Fit it on predictions of rows that the model was not fitted on, such as out-of-fold or out-of-bag predictions.
///
/// ```
/// use ensembles::Calibrator;
///
/// let score = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9];
/// let label = [false, false, true, false, true, false, true, true];
/// let calibrator = Calibrator::isotonic(&score, &label)?;
/// assert!(calibrator.calibrate(0.95) >= calibrator.calibrate(0.35));
/// # Ok::<(), ensembles::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Calibrator {
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
    /// # Errors
    /// [`Error::Calibration`] for unequal lengths, scores that are not finite, one class, or scores that are all equal
    /// or too large.
    /// # Source
    /// Platt (1999); Newton's method as in Lin, Lin & Weng (2007), Machine Learning 68.
    pub fn platt(score: &[f64], label: &[bool]) -> Result<Self> {
        check(score, label)?;
        platt::fit(score, label)
    }

    /// Fits the non-decreasing step function with the least squared error (pool adjacent violators), and joins the
    /// middles of its steps.
    ///
    /// Follows any shape; needs a thousand rows or more, and scores beyond the ends get the probability of the end.
    /// # Errors
    /// As [`platt`](Self::platt).
    /// # Source
    /// Zadrozny & Elkan (2002), KDD; Ayer et al. (1955), Annals of Mathematical Statistics 26.
    pub fn isotonic(score: &[f64], label: &[bool]) -> Result<Self> {
        check(score, label)?;
        Ok(isotonic::fit(score, label))
    }

    /// Probability of a score.
    pub fn calibrate(&self, score: f64) -> f64 {
        match self {
            Self::Platt { slope, intercept } => sigmoid(slope * score + intercept),
            Self::Isotonic { score: scores, probability } => isotonic::interpolate(scores, probability, score),
        }
    }
}

fn check(score: &[f64], label: &[bool]) -> Result<()> {
    let fail = |reason: String| Err(Error::Calibration { reason });
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

impl Saved for Calibrator {
    const KIND: &'static str = "calibrator";

    fn check(&self) -> Result<(), String> {
        match self {
            Self::Platt { slope, intercept } if slope.is_finite() && *slope >= 0.0 && intercept.is_finite() => Ok(()),
            Self::Platt { slope, intercept } => Err(format!("slope {slope} and intercept {intercept}")),
            Self::Isotonic { score, probability } => {
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
