//! Calibration against hand calculations and laws.

use proptest::prelude::*;

use super::{Calibrator, Map};

#[test]
fn isotonic_pools_adjacent_violators() {
    // By hand: labels 0 1 0 1 1 at scores 1..5; the second and third are pooled to 1/2 at 2.5.
    let calibrator =
        Calibrator::isotonic(&[3.0, 1.0, 2.0, 5.0, 4.0], &[false, false, true, true, true]).expect("valid");
    // 4 and 5 both are 1: not a violation, but equal shares are one step.
    let Map::Isotonic { score, probability } = &calibrator.map else { panic!("isotonic") };
    assert_eq!(probability, &[0.0, 0.5, 1.0]);
    assert_eq!(score, &[1.0, 2.5, 4.5]);
    for (score, probability) in [(0.0, 0.0), (1.75, 0.25), (2.5, 0.5), (3.5, 0.75), (9.0, 1.0)] {
        assert_eq!(calibrator.calibrate(score).expect("finite"), probability);
    }
}

#[test]
fn isotonic_keeps_equal_scores_together() {
    let calibrator = Calibrator::isotonic(&[0.5, 0.5, 0.5, 0.9], &[true, false, false, true]).expect("valid");
    assert_eq!(calibrator.calibrate(0.5).expect("finite"), 1.0 / 3.0);
}

/// scikit-learn 1.9.1, `sklearn.calibration._sigmoid_calibration(score, label)`, whose a and b are −slope and −intercept:
/// ```python
/// from sklearn.calibration import _sigmoid_calibration
/// _sigmoid_calibration(np.array([.1, .3, .35, .4, .6, .7, .9]), np.array([0, 0, 1, 0, 1, 1, 1]))
/// ```
#[test]
fn platt_finds_what_scikit_learn_finds() {
    let score = [0.1, 0.3, 0.35, 0.4, 0.6, 0.7, 0.9];
    let label = [false, false, true, false, true, true, true];
    let Map::Platt { slope, intercept } = Calibrator::platt(&score, &label).expect("valid").map else {
        panic!("asked for Platt")
    };
    // Its optimiser stops at a gradient of 1e-5 or so.
    assert!((slope - 4.539_279).abs() < 1e-3 && (intercept + 1.828_673).abs() < 1e-3, "{slope} {intercept}");
}

#[test]
fn unusable_scores_are_refused() {
    let message = |result: crate::Result<Calibrator>| result.expect_err("unusable").to_string();
    assert_eq!(message(Calibrator::platt(&[0.1], &[true, false])), "calibration: 1 scores but 2 labels");
    assert_eq!(
        message(Calibrator::isotonic(&[0.1, f64::NAN], &[true, false])),
        "calibration: score in row 1 must be finite, got NaN"
    );
    assert_eq!(
        message(Calibrator::platt(&[0.1, 0.2], &[true, true])),
        "calibration: both classes are needed, all 2 labels are the same"
    );
    assert_eq!(
        message(Calibrator::platt(&[0.1, 0.1], &[true, false])),
        "calibration: all scores are 0.1: there is nothing to learn"
    );
}

#[test]
fn misleading_scores_get_the_share_of_positives() {
    let calibrator = Calibrator::platt(&[0.9, 0.8, 0.2, 0.1], &[false, false, true, true]).expect("flat");
    assert_eq!(calibrator.calibrate_all(&[0.9, 0.1]).expect("finite"), [0.5, 0.5]);
}

#[test]
fn separated_scores_have_a_finite_curve() {
    let calibrator = Calibrator::platt(&[1.0, 2.0, 8.0, 9.0], &[false, false, true, true]).expect("finite");
    let ends = calibrator.calibrate_all(&[9.0, 1.0]).expect("finite");
    assert!(ends[0] < 0.95 && ends[1] > 0.05, "{ends:?}");
}

#[test]
fn saved_calibrators_come_back_and_are_checked() {
    let (score, label) = ([0.1, 0.5, 0.4, 0.9], [false, false, true, true]);
    for (calibrator, from, to) in [
        (Calibrator::platt(&score, &label).expect("valid"), "\"slope\":2", "\"slope\":3"),
        (Calibrator::isotonic(&score, &label).expect("valid"), "\"probability\":[0.0,0.5", "\"probability\":[0.0,0.4"),
    ] {
        let json = calibrator.to_json().expect("finite");
        assert_eq!(Calibrator::from_json(&json).expect("just saved"), calibrator);
        assert!(json.contains(from), "{json}");
        let error = Calibrator::from_json(&json.replace(from, to)).expect_err("changed").to_string();
        assert!(error.contains("it was changed after it was saved"), "{error}");
    }
}

#[test]
fn probabilities_go_in_as_probabilities() {
    let probability = [0.05, 0.1, 0.2, 0.4, 0.6, 0.7, 0.9, 0.95];
    let label = [false, false, false, true, false, true, true, true];
    let calibrator = Calibrator::platt_of_probabilities(&probability, &label).expect("valid");
    let log_odds = probability.map(|p: f64| (p / (1.0 - p)).ln());
    let by_hand = Calibrator::platt(&log_odds, &label).expect("valid");
    for (p, score) in probability.into_iter().zip(log_odds) {
        assert_eq!(calibrator.calibrate(p).expect("a probability"), by_hand.calibrate(score).expect("finite"));
    }
    // Certain ones have finite log-odds.
    let [never, hardly, always] = [0.0, 0.001, 1.0].map(|p| calibrator.calibrate(p).expect("a probability"));
    assert!(never == hardly && never > 0.0 && always < 1.0);
    for wrong in [-0.1, 1.1, f64::NAN] {
        let error = calibrator.calibrate(wrong).expect_err("no probability").to_string();
        assert_eq!(error, format!("calibration: a probability must be within [0, 1], got {wrong}"));
        assert!(Calibrator::platt_of_probabilities(&[0.5, wrong], &[true, false]).is_err());
    }
    assert!(by_hand.calibrate(f64::INFINITY).is_err());
}

#[test]
fn calibrators_without_points_are_refused_by_serde() {
    let empty = r#"{"input":"score","map":{"method":"isotonic","score":[],"probability":[]}}"#;
    let error = serde_json::from_str::<Calibrator>(empty).expect_err("no points").to_string();
    assert!(error.contains("0 scores but 0 probabilities"), "{error}");
    let falling = r#"{"input":"score","map":{"method":"platt","slope":-1.0,"intercept":0.0}}"#;
    assert!(serde_json::from_str::<Calibrator>(falling).is_err());
}

proptest! {
    #[test]
    fn calibrated_order_is_the_order_of_the_scores(
        rows in prop::collection::vec((0.0..1.0_f64, any::<bool>()), 10..80),
        a in -0.5..1.5_f64,
        b in -0.5..1.5_f64,
    ) {
        let (score, label): (Vec<f64>, Vec<bool>) = rows.into_iter().unzip();
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        for calibrator in [Calibrator::platt(&score, &label), Calibrator::isotonic(&score, &label)].into_iter().flatten() {
            let (p, q) = (calibrator.calibrate(low).expect("finite"), calibrator.calibrate(high).expect("finite"));
            prop_assert!((0.0..=1.0).contains(&p) && p <= q && q <= 1.0);
        }
    }
}
