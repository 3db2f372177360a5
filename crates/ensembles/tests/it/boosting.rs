//! Gradient boosting.

use ensembles::{EarlyStopping, GradientBoosting, Target};
use ndarray::{Axis, array};

use crate::support::{auc, binary, people};

#[test]
fn one_round_is_the_newton_step_of_each_leaf() {
    // By hand: 2 of 5 are positive, so p = 0.4 and the base is ln(2/3). The split at 2.5 has the leaves {F, F}: step
    // −0.8 / (2 · 0.24) = −5/3, and {T, F, T}: step (3 · −0.4 + 2) / (3 · 0.24) = 0.8 / 0.72 = 10/9.
    let x = array![[1.0], [2.0], [3.0], [4.0], [5.0]];
    let target = binary(&[false, false, true, false, true]);
    let params = GradientBoosting::params().n_rounds(1).learning_rate(0.5).max_depth(1);
    let model = params.fit(x.view(), &target).expect("valid");
    let scores = model.raw_scores(array![[2.4], [2.6]].view()).expect("valid");
    let base = (2.0_f64 / 3.0).ln();
    assert!((scores[0][0] - (base - 0.5 * 5.0 / 3.0)).abs() < 1e-12, "{scores:?}");
    assert!((scores[0][1] - (base + 0.5 * 10.0 / 9.0)).abs() < 1e-12, "{scores:?}");
    let probability = model.predict(array![[2.4]].view()).expect("valid");
    assert!((probability[0] - 1.0 / (1.0 + (-scores[0][0]).exp())).abs() < 1e-15);
}

#[test]
fn squared_error_fits_residual_means() {
    // By hand: the mean is 4; at rate 0.5 the leaves {1, 3} and {8} move to 4 + 0.5 · (2 − 4) and 4 + 0.5 · (8 − 4).
    let x = array![[1.0], [2.0], [3.0]];
    let target = Target::numbers(vec![1.0, 3.0, 8.0]).expect("valid");
    let params = GradientBoosting::params().n_rounds(1).learning_rate(0.5).max_depth(1);
    let found = params.fit(x.view(), &target).expect("valid").predict(x.view()).expect("valid");
    for (found, expected) in found.iter().zip([3.0, 3.0, 6.0]) {
        assert!((found - expected).abs() < 1e-12, "{found} and {expected}");
    }
}

#[test]
fn training_loss_falls_and_stages_lead_to_the_prediction() {
    let (x, labels) = people(400);
    let model = GradientBoosting::params().n_rounds(60).fit(x.view(), &binary(&labels)).expect("valid");
    assert_eq!((model.training_loss().len(), model.validation_loss().len()), (61, 0));
    assert!(model.training_loss().windows(2).all(|pair| pair[1] < pair[0]));
    let stages: Vec<Vec<f64>> = model.staged_predictions(x.view()).expect("valid").collect();
    assert_eq!(stages.len(), 60);
    for (n_rounds, stage) in [(1, &stages[0]), (17, &stages[16]), (60, &stages[59])] {
        let direct = model.predict_after(x.view(), n_rounds).expect("valid");
        assert!(stage.iter().zip(&direct).all(|(a, b)| (a - b).abs() < 1e-12));
    }
    // The same table, column after column in memory.
    let columns = x.t().as_standard_layout().into_owned();
    let turned: Vec<Vec<f64>> = model.staged_predictions(columns.t()).expect("valid").collect();
    assert_eq!(turned, stages);
    assert_eq!(model.predict(columns.t()).expect("valid"), model.predict(x.view()).expect("valid"));
    let error = model.predict_after(x.view(), 61).expect_err("there are 60");
    assert_eq!(error.to_string(), "`n_rounds` must be at most the rounds of the model, got 61");
}

#[test]
fn held_out_rows_are_ranked_almost_as_well_as_can_be() {
    let (x, labels) = people(1500);
    let (train, test): (Vec<usize>, Vec<usize>) = (0..1500).partition(|row| row % 3 > 0);
    let pick = |rows: &[usize]| rows.iter().map(|&row| labels[row]).collect::<Vec<_>>();
    let params = GradientBoosting::params().max_depth(3).subsample(0.5).min_samples_leaf(10).seed(1);
    let model = params.fit(x.select(Axis(0), &train).view(), &binary(&pick(&train))).expect("valid");
    let found = auc(&model.predict(x.select(Axis(0), &test).view()).expect("valid"), &pick(&test));
    let oracle: Vec<f64> = test.iter().map(|&row| 2.0 * x[[row, 0]] + x[[row, 1]]).collect();
    let ceiling = auc(&oracle, &pick(&test));
    assert!(found > 0.96 * ceiling && found < ceiling + 0.01, "{found} of {ceiling}");
    assert!(model.impurity_importances()[0] > model.impurity_importances()[1]);
}

#[test]
fn early_stopping_keeps_the_best_round() {
    let (x, labels) = people(600);
    let stopping = EarlyStopping { validation_share: 0.25, patience: 10 };
    let params = GradientBoosting::params().n_rounds(500).learning_rate(0.3).early_stopping(stopping);
    let model = params.fit(x.view(), &binary(&labels)).expect("valid");
    let losses = model.validation_loss();
    let best = losses.iter().skip(1).copied().fold(f64::INFINITY, f64::min);
    assert!(model.n_rounds() < 100, "it overfits soon: {}", model.n_rounds());
    assert_eq!(losses.len(), model.n_rounds() + 10 + 1);
    assert_eq!(losses[model.n_rounds()], best);
}

#[test]
fn classes_are_told_apart() {
    let (x, _) = people(300);
    let class: Vec<usize> =
        (0..300).map(|row| usize::from(x[[row, 0]] > 0.33) + usize::from(x[[row, 0]] > 0.66)).collect();
    let target = Target::classes(class.clone(), 3).expect("valid");
    let model = GradientBoosting::params().n_rounds(40).max_depth(2).fit(x.view(), &target).expect("valid");
    let probabilities = model.predict_probabilities(x.view()).expect("classes");
    for (row, &class) in probabilities.rows().into_iter().zip(&class) {
        assert!((row.sum() - 1.0).abs() < 1e-12);
        assert!(row[class] > 0.6, "{row}");
    }
    assert!(model.training_loss().windows(2).all(|pair| pair[1] < pair[0]));
}

#[test]
fn separable_labels_stay_finite() {
    let x = array![[1.0], [2.0], [3.0], [4.0]];
    let target = binary(&[false, false, true, true]);
    let model = GradientBoosting::params().n_rounds(2_000).learning_rate(1.0).fit(x.view(), &target).expect("valid");
    let probability = model.predict(x.view()).expect("valid");
    assert!(probability.iter().all(|p| p.is_finite()));
    assert!(probability[0] < 1e-3 && probability[3] > 1.0 - 1e-3);
}

#[test]
fn samples_depend_on_the_seed_and_on_nothing_else() {
    let (x, labels) = people(200);
    let fit = |seed: u64, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let params = GradientBoosting::params().n_rounds(10).subsample(0.6).seed(seed);
        pool.install(|| params.fit(x.view(), &binary(&labels)).expect("valid"))
    };
    assert_eq!(fit(1, 1), fit(1, 4));
    assert_ne!(fit(1, 1).predict(x.view()).expect("valid"), fit(2, 1).predict(x.view()).expect("valid"));
}

/// Weights of two count as two rows.
#[test]
fn a_weight_is_as_many_rows() {
    let (x, labels) = people(120);
    let twice: Vec<usize> = (0..120).flat_map(|row| std::iter::repeat_n(row, 1 + usize::from(row % 3 == 0))).collect();
    let weights: Vec<f64> = (0..120).map(|row| 5.0 * (1.0 + f64::from(u8::from(row % 3 == 0)))).collect();
    let params = GradientBoosting::params().n_rounds(20).max_depth(3);
    let target = binary(&labels).with_weights(weights).expect("positive");
    let weighted = params.fit(x.view(), &target).expect("valid");
    let doubled_labels: Vec<bool> = twice.iter().map(|&row| labels[row]).collect();
    let doubled = params.fit(x.select(Axis(0), &twice).view(), &binary(&doubled_labels)).expect("valid");
    let [a, b] = [&weighted, &doubled].map(|model| model.predict(x.view()).expect("valid"));
    assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-9));
    let losses = weighted.training_loss().iter().zip(doubled.training_loss());
    assert!(losses.into_iter().all(|(a, b)| (a - b).abs() < 1e-9));
}

#[test]
fn weights_that_are_none_are_refused() {
    let refused = |weights: Vec<f64>| binary(&[true, false]).with_weights(weights).expect_err("refused").to_string();
    assert_eq!(refused(vec![1.0]), "there are 1 weights but the target has 2 rows");
    assert_eq!(refused(vec![1.0, 0.0]), "row 1: a weight must be a finite number above 0, got 0");
    assert!(refused(vec![f64::NAN, 1.0]).contains("row 0"));
}
