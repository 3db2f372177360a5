//! Scores of a ranking: ROC curve, average precision, top k.

use crate::error::Result;

/// A point of the ROC curve: what follows from calling every row with at least this score positive.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RocPoint {
    /// Share of the negatives that are called positive.
    pub false_positive_rate: f64,
    /// Share of the positives that are called positive.
    pub true_positive_rate: f64,
    /// Lowest score that is called positive; +∞ for the first point.
    pub threshold: f64,
}

/// Computes the ROC curve: a point for each distinct score, from (0, 0) to (1, 1).
///
/// Its area by trapezoids is [`auc`](crate::auc()).
///
/// # Errors
///
/// Those of [`auc`](crate::auc())
///
/// # Source
///
/// Fawcett (2006), Pattern Recognition Letters 27.
pub fn roc_curve(scores: &[f64], labels: &[bool]) -> Result<Vec<RocPoint>> {
    let steps = steps(scores, labels)?;
    let (n_positive, n_negative) = steps.last().map_or((0, 0), |step| (step.true_positives, step.false_positives));
    let first = RocPoint { false_positive_rate: 0.0, true_positive_rate: 0.0, threshold: f64::INFINITY };
    let point = |step: &Step| RocPoint {
        false_positive_rate: step.false_positives as f64 / n_negative as f64,
        true_positive_rate: step.true_positives as f64 / n_positive as f64,
        threshold: step.threshold,
    };
    Ok(std::iter::once(first).chain(steps.iter().map(point)).collect())
}

/// Computes average precision: precision at each distinct score, weighted by the gain in recall there.
///
/// AP = Σ (Rₖ − Rₖ₋₁) Pₖ. Its value for random scores is the share of positives.
///
/// # Errors
///
/// Those of [`auc`](crate::auc())
///
/// # Source
///
/// As scikit-learn's `average_precision_score`: no interpolation, tied scores together.
pub fn average_precision(scores: &[f64], labels: &[bool]) -> Result<f64> {
    let steps = steps(scores, labels)?;
    let n_positive = steps.last().map_or(0, |step| step.true_positives) as f64;
    let mut before = 0;
    let gain = |step: &Step| {
        let gained = (step.true_positives - before) as f64 / n_positive;
        before = step.true_positives;
        gained * step.true_positives as f64 / (step.true_positives + step.false_positives) as f64
    };
    Ok(steps.iter().map(gain).sum())
}

/// Counts of the rows that have at least a score.
struct Step {
    threshold: f64,
    true_positives: usize,
    false_positives: usize,
}

/// A step for each distinct score, descending.
fn steps(scores: &[f64], labels: &[bool]) -> Result<Vec<Step>> {
    // Checks lengths, finiteness and classes.
    crate::auc(scores, labels)?;
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_unstable_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let (mut true_positives, mut false_positives) = (0, 0);
    let ties = order.chunk_by(|&a, &b| scores[a] == scores[b]);
    let step = |tied: &[usize]| {
        let positive = tied.iter().filter(|&&row| labels[row]).count();
        true_positives += positive;
        false_positives += tied.len() - positive;
        Step { threshold: scores[tied[0]], true_positives, false_positives }
    };
    Ok(ties.map(step).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::auc;

    const SCORES: [f64; 6] = [0.9, 0.8, 0.8, 0.6, 0.4, 0.2];
    const LABELS: [bool; 6] = [true, true, false, false, true, false];

    #[test]
    fn roc_curve_groups_ties() {
        // By hand: thresholds 0.9, 0.8 (a positive and a negative at once), 0.6, 0.4, 0.2 of 3 positives and 3 negatives.
        let third = 1.0 / 3.0;
        let expected = [(0.0, 0.0), (0.0, third), (third, 2.0 * third), (2.0 * third, 2.0 * third), (2.0 * third, 1.0)];
        let curve = roc_curve(&SCORES, &LABELS).expect("both classes");
        for (point, (x, y)) in curve.iter().zip(expected) {
            assert!((point.false_positive_rate - x).abs() < 1e-15 && (point.true_positive_rate - y).abs() < 1e-15);
        }
        assert_eq!(curve.len(), 6);
        assert_eq!((curve[0].threshold, curve[5].threshold), (f64::INFINITY, 0.2));
        assert_eq!((curve[5].false_positive_rate, curve[5].true_positive_rate), (1.0, 1.0));
    }

    #[test]
    fn average_precision_weighs_precision_by_recall() {
        // By hand: recall gains 1/3 at 0.9 (precision 1), 1/3 at 0.8 (2/3), 1/3 at 0.4 (3/5); scikit-learn 1.9.1 agrees.
        let found = average_precision(&SCORES, &LABELS).expect("both classes");
        assert!((found - (1.0 + 2.0 / 3.0 + 0.6) / 3.0).abs() < 1e-15, "{found}");
    }

    proptest! {
        #[test]
        fn area_under_the_curve_is_the_auc(rows in prop::collection::vec((0_u8..12, any::<bool>()), 2..60)) {
            let (scores, labels): (Vec<f64>, Vec<bool>) = rows.into_iter().map(|(s, l)| (f64::from(s), l)).unzip();
            if let Ok(curve) = roc_curve(&scores, &labels) {
                let area: f64 = curve.windows(2).map(|pair| {
                    let width = pair[1].false_positive_rate - pair[0].false_positive_rate;
                    width * (pair[0].true_positive_rate + pair[1].true_positive_rate) / 2.0
                }).sum();
                prop_assert!((area - auc(&scores, &labels).expect("as the curve")).abs() < 1e-12);
            }
        }
    }
}
