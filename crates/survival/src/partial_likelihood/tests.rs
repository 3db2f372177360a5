//! The test ladder: likelihood by hand, gradient and information by finite differences.

use ndarray::{Array1, Array2, array};

use super::PartialLikelihood;
use crate::params::Ties;
use crate::risk_sets::RiskSets;
use crate::target::SurvivalTarget;

/// Step of the central differences; their error is about its square.
const STEP: f64 = 1e-5;

/// Twelve rows with ties, entries, two strata and weights.
fn hard_target() -> SurvivalTarget {
    let start = vec![0.0, 0.0, 1.0, 2.0, 0.0, 3.0, 1.0, 0.0, 2.0, 0.0, 4.0, 0.0];
    let stop = vec![3.0, 5.0, 3.0, 6.0, 5.0, 5.0, 2.0, 7.0, 7.0, 4.0, 7.0, 6.0];
    let event = [1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0].map(|event| event == 1).to_vec();
    let target = SurvivalTarget::start_stop(start, stop, event).expect("valid");
    let target = target.with_strata(vec![0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]).expect("equal lengths");
    let weights = vec![1.0, 2.0, 0.5, 1.0, 1.5, 1.0, 1.0, 0.7, 1.0, 1.0, 2.0, 1.0];
    target.with_weights(weights).expect("equal lengths")
}

fn covariates(sets: &RiskSets) -> Array2<f64> {
    Array2::from_shape_fn((2, sets.n_rows()), |(column, position)| {
        let row = sets.order[position] as f64;
        if column == 0 { (row * 1.7).sin() } else { (row * 0.9).cos() + 0.1 * row }
    })
}

#[test]
fn likelihood_of_three_rows_matches_a_hand_calculation() {
    // Events at 1 (η = 0.5) and 2 (η = −1), the last row (η = 0.2) censored at 3.
    let target = SurvivalTarget::right_censored(vec![1.0, 2.0, 3.0], vec![true, true, false]).expect("valid");
    let sets = RiskSets::new(&target);
    let z = Array2::zeros((0, 3));
    let likelihood = PartialLikelihood { z: z.view(), sets: &sets, ties: Ties::Efron };
    let evaluation = likelihood.evaluate(sets.to_sorted_order(&[0.5, -1.0, 0.2]).into());
    let (a, b, c) = (0.5_f64.exp(), (-1.0_f64).exp(), 0.2_f64.exp());
    let expected = 0.5 - (a + b + c).ln() - 1.0 - (b + c).ln();
    assert!((evaluation.log_likelihood - expected).abs() < 1e-14, "{}", evaluation.log_likelihood);
}

#[test]
fn tied_events_match_a_hand_calculation() {
    let target = SurvivalTarget::right_censored(vec![1.0, 1.0, 2.0], vec![true, true, false]).expect("valid");
    let sets = RiskSets::new(&target);
    let z = Array2::zeros((0, 3));
    let (a, b, c) = (0.5_f64.exp(), (-1.0_f64).exp(), 0.2_f64.exp());
    let all = a + b + c;
    let half_gone = c + f64::midpoint(a, b);
    for (ties, expected) in [(Ties::Efron, -0.5 - (all * half_gone).ln()), (Ties::Breslow, -0.5 - 2.0 * all.ln())] {
        let likelihood = PartialLikelihood { z: z.view(), sets: &sets, ties };
        let evaluation = likelihood.evaluate(sets.to_sorted_order(&[0.5, -1.0, 0.2]).into());
        assert!((evaluation.log_likelihood - expected).abs() < 1e-14, "{ties}: {}", evaluation.log_likelihood);
    }
}

#[test]
fn gradient_and_information_match_finite_differences() {
    let sets = RiskSets::new(&hard_target());
    let z = covariates(&sets);
    for ties in [Ties::Efron, Ties::Breslow] {
        let likelihood = PartialLikelihood { z: z.view(), sets: &sets, ties };
        let at = |b: &Array1<f64>| likelihood.evaluate(b.dot(&z));
        let b = array![0.4, -0.7];
        let (gradient, information) = (likelihood.gradient(&at(&b)), likelihood.information(&at(&b)));
        for column in 0..2 {
            let moved = |sign: f64| {
                let mut b = b.clone();
                b[column] += sign * STEP;
                at(&b)
            };
            let slope = (moved(1.0).log_likelihood - moved(-1.0).log_likelihood) / (2.0 * STEP);
            assert!((slope - gradient[column]).abs() < 1e-8, "{ties}: {slope} against {}", gradient[column]);
            let curvature = (likelihood.gradient(&moved(-1.0)) - likelihood.gradient(&moved(1.0))) / (2.0 * STEP);
            for row in 0..2 {
                let (got, expected) = (information[[row, column]], curvature[row]);
                assert!((got - expected).abs() < 1e-8, "{ties}: {got} against {expected}");
            }
        }
    }
}

#[test]
fn huge_linear_predictors_stay_finite() {
    let target = SurvivalTarget::right_censored(vec![1.0, 2.0, 3.0], vec![true, true, false]).expect("valid");
    let sets = RiskSets::new(&target);
    let z = Array2::zeros((0, 3));
    let likelihood = PartialLikelihood { z: z.view(), sets: &sets, ties: Ties::Efron };
    let evaluation = likelihood.evaluate(sets.to_sorted_order(&[1e4, 1e4 - 1.0, 1e4 - 2.0]).into());
    assert!(evaluation.log_likelihood.is_finite());
    assert!(evaluation.martingale.iter().all(|residual| residual.is_finite()));
}
