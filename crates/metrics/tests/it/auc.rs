//! Areas under ROC curves: ties, intervals, refusals.

#![expect(clippy::float_cmp, reason = "bounds that are cut at 0 or 1, and ties among small whole numbers, are exact")]

use metrics::{Error, auc, auc_interval};
use proptest::prelude::*;

/// Sums of at most 10⁴ terms near 1, differently ordered.
const TOLERANCE: f64 = 1e-12;

#[track_caller]
fn check(scores: &[f64], labels: &[u8], expected: f64) {
    let labels: Vec<bool> = labels.iter().map(|&label| label == 1).collect();
    let got = auc(scores, &labels).expect("valid input");
    assert!((got - expected).abs() < TOLERANCE, "expected {expected}, got {got}");
}

#[test]
fn auc_of_small_samples_matches_counting_pairs() {
    check(&[0.1, 0.4, 0.35, 0.8], &[0, 0, 1, 1], 3.0 / 4.0);
    check(&[1.0, 2.0, 3.0, 4.0], &[0, 0, 1, 1], 1.0);
    check(&[1.0, 2.0, 3.0, 4.0], &[1, 1, 0, 0], 0.0);
    // Pairs (2, 1) and (3, 1) are right, (2, 2) ties, (3, 2) is right.
    check(&[1.0, 2.0, 2.0, 3.0], &[0, 0, 1, 1], 3.5 / 4.0);
    check(&[5.0, 5.0, 5.0], &[0, 1, 1], 0.5);
    check(&[0.0, -0.0], &[0, 1], 0.5);
}

/// By hand: placements of the positives 0.35 and 0.8 among the negatives are 1/2 and 1, of the negatives 0.1 and 0.4
/// among the positives 1 and 1/2 (seen from the other side). Both sample variances are 1/8, so Var = 1/16 + 1/16.
#[test]
fn interval_of_four_subjects_matches_hand_calculation() {
    let interval = auc_interval(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true], 0.5).expect("valid input");
    let standard_error = 0.125_f64.sqrt();
    // 0.674… is the 75 % quantile of the standard normal distribution.
    let half_width = 0.674_489_750_196_081_7 * standard_error;
    assert!((interval.standard_error - standard_error).abs() < TOLERANCE);
    assert!((interval.low - (0.75 - half_width)).abs() < 1e-9, "{interval:?}");
    assert!((interval.high - (0.75 + half_width)).abs() < 1e-9, "{interval:?}");
}

/// By hand with ties: positives 2, 3, 3 and negatives 1, 2, 2. Placements of the positives 2/3, 1, 1 and of the
/// negatives 1, 5/6, 5/6: AUC 8/9, variances 1/27 and 1/108, Var = 1/81 + 1/324 = 5/324.
#[test]
fn interval_with_ties_matches_hand_calculation() {
    let scores = [1.0, 2.0, 2.0, 2.0, 3.0, 3.0];
    let labels = [false, true, false, false, true, true];
    assert!((auc(&scores, &labels).expect("valid input") - 8.0 / 9.0).abs() < TOLERANCE);
    let interval = auc_interval(&scores, &labels, 0.95).expect("valid input");
    assert!((interval.standard_error - (5.0_f64 / 324.0).sqrt()).abs() < TOLERANCE);
    assert_eq!(interval.high, 1.0);
}

#[test]
fn auc_of_bad_input_names_what_is_wrong() {
    assert_eq!(auc(&[], &[]), Err(Error::Empty));
    assert_eq!(auc(&[1.0], &[true, false]), Err(Error::LengthMismatch { n_scores: 1, n_labels: 2 }));
    assert_eq!(auc(&[1.0, 2.0], &[true, true]), Err(Error::OneClass { label: true, n_labels: 2 }));
    let infinite = Error::NonFinite { row: 1, value: f64::INFINITY };
    assert_eq!(auc(&[1.0, f64::INFINITY], &[true, false]), Err(infinite));
    let not_a_number = auc(&[f64::NAN, 1.0], &[true, false]).expect_err("NaN is no score");
    assert_eq!(not_a_number.to_string(), "score of row 0 must be a finite number, got NaN");
}

#[test]
fn interval_of_bad_input_names_what_is_wrong() {
    let (scores, labels) = ([1.0, 2.0, 3.0], [false, true, true]);
    assert_eq!(auc_interval(&scores, &labels, 0.95), Err(Error::TooFewInClass { label: false, got: 1 }));
    assert_eq!(auc_interval(&scores, &labels, 95.0), Err(Error::InvalidLevel { got: 95.0 }));
}

fn scores_and_labels() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    prop::collection::vec((0..8_i32, any::<bool>()), 4..60)
        .prop_map(|rows| rows.into_iter().map(|(score, label)| (f64::from(score), label)).unzip())
        .prop_filter("both classes twice", |(_, labels): &(Vec<f64>, Vec<bool>)| {
            let n_positive = labels.iter().filter(|label| **label).count();
            n_positive >= 2 && labels.len() - n_positive >= 2
        })
}

proptest! {
    #[test]
    fn auc_equals_the_share_of_pairs_ranked_rightly((scores, labels) in scores_and_labels()) {
        let (mut right, mut pairs) = (0.0, 0.0);
        for (positive, _) in scores.iter().zip(&labels).filter(|(_, label)| **label) {
            for (negative, _) in scores.iter().zip(&labels).filter(|(_, label)| !**label) {
                pairs += 1.0;
                right += if positive > negative { 1.0 } else if positive == negative { 0.5 } else { 0.0 };
            }
        }
        prop_assert!((auc(&scores, &labels)? - right / pairs).abs() < TOLERANCE);
    }

    #[test]
    fn turning_scores_and_labels_keeps_auc_and_error((scores, labels) in scores_and_labels()) {
        let turned: Vec<f64> = scores.iter().map(|score| -score).collect();
        let swapped: Vec<bool> = labels.iter().map(|label| !label).collect();
        prop_assert!((auc(&scores, &labels)? - auc(&turned, &swapped)?).abs() < TOLERANCE);
        let (one, other) = (auc_interval(&scores, &labels, 0.9)?, auc_interval(&turned, &swapped, 0.9)?);
        prop_assert!((one.standard_error - other.standard_error).abs() < TOLERANCE);
    }

    #[test]
    fn interval_holds_the_auc((scores, labels) in scores_and_labels()) {
        prop_assert!(auc_interval(&scores, &labels, 0.8)?.contains(auc(&scores, &labels)?));
    }
}
