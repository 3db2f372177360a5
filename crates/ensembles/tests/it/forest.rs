//! Random forests.

use ensembles::{FeaturesPerSplit, RandomForest, Target, Task, permutation_importance};
use ndarray::{Array2, Axis, array};
use proptest::prelude::*;

use crate::support::{auc, binary, noise, people};

#[test]
fn a_tree_over_all_rows_finds_the_best_split() {
    // x0 separates at 2.5, halfway between 2 and 3; one feature a split is tried, so trees differ.
    let x = array![[1.0, 7.0], [2.0, 3.0], [3.0, 7.0], [4.0, 3.0]];
    let target = binary(&[false, false, true, true]);
    let params = RandomForest::params().n_trees(200).max_depth(1).min_samples_split(2).min_samples_leaf(1);
    let forest = params.features_per_split(FeaturesPerSplit::All).fit(x.view(), &target).expect("valid");
    // Every bootstrap sample with both classes splits x0; x1 carries nothing once x0 is tried.
    let probability = forest.predict(array![[2.4, 5.0], [2.6, 5.0]].view()).expect("valid");
    // Samples of one class, and samples without one of the two rows in the middle, blur it.
    assert!(probability[0] < 0.3 && probability[1] > 0.7, "{probability:?}");
    assert!(forest.impurity_importances()[0] > 0.85);
    assert!((forest.impurity_importances().iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn held_out_and_out_of_bag_scores_agree() {
    let (x, labels) = people(1200);
    let (train, test): (Vec<usize>, Vec<usize>) = (0..1200).partition(|row| row % 3 > 0);
    let pick = |rows: &[usize]| rows.iter().map(|&row| labels[row]).collect::<Vec<_>>();
    let forest =
        RandomForest::params().seed(3).fit(x.select(Axis(0), &train).view(), &binary(&pick(&train))).expect("valid");
    let held_out = auc(&forest.predict(x.select(Axis(0), &test).view()).expect("valid"), &pick(&test));
    let out_of_bag = forest.out_of_bag().expect("just fitted");
    let predictions: Vec<f64> = out_of_bag.predictions(0).iter().map(|p| p.expect("200 trees")).collect();
    let of_bag = auc(&predictions, &pick(&train));
    // The best possible ranking, by 2 x0 + x1.
    let oracle: Vec<f64> = test.iter().map(|&row| 2.0 * x[[row, 0]] + x[[row, 1]]).collect();
    let ceiling = auc(&oracle, &pick(&test));
    assert!(held_out > 0.95 * ceiling && held_out < ceiling + 0.01, "{held_out} of {ceiling}");
    // 400 rows: a standard error of about 0.015.
    assert!((held_out - of_bag).abs() < 0.045, "{held_out} and {of_bag}");
    let accuracy = out_of_bag.score().expect("rows were left out");
    let right = predictions.iter().zip(pick(&train)).filter(|(p, label)| (**p > 0.5) == *label).count();
    assert_eq!(accuracy, right as f64 / train.len() as f64);
    // Fitted rows are flattered: that is why the two above matter.
    let fitted = auc(&forest.predict(x.select(Axis(0), &train).view()).expect("valid"), &pick(&train));
    assert!(fitted > of_bag);
}

#[test]
fn the_forest_is_the_same_for_any_number_of_threads() {
    let (x, labels) = people(300);
    let fit = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| RandomForest::params().n_trees(60).seed(5).fit(x.view(), &binary(&labels)).expect("valid"))
    };
    let one = fit(1);
    assert_eq!(one, fit(3));
    let other = RandomForest::params().n_trees(60).seed(6).fit(x.view(), &binary(&labels)).expect("valid");
    assert_ne!(one.predict(x.view()).expect("valid"), other.predict(x.view()).expect("valid"));
}

#[test]
fn classes_get_probabilities_that_sum_to_one() {
    let (x, _) = people(300);
    let class: Vec<usize> =
        (0..300).map(|row| usize::from(x[[row, 0]] > 0.33) + usize::from(x[[row, 0]] > 0.66)).collect();
    let target = Target::classes(class.clone(), 3).expect("valid");
    let forest = RandomForest::params().n_trees(50).fit(x.view(), &target).expect("valid");
    assert_eq!((forest.task(), forest.n_outputs()), (Task::Classes, 3));
    let probabilities = forest.predict_probabilities(x.view()).expect("classes");
    for (row, &class) in probabilities.rows().into_iter().zip(&class) {
        assert!((row.sum() - 1.0).abs() < 1e-12);
        assert!(row[class] > 0.4, "{row}");
    }
    assert!(forest.out_of_bag().expect("just fitted").score().expect("rows were left out") > 0.95);
    let error = forest.predict(x.view()).expect_err("three outputs");
    assert_eq!(error.to_string(), "predict needs a model of two classes or of numbers, this one is of several classes");
}

#[test]
fn two_classes_as_classes_are_normalised() {
    let (x, labels) = people(200);
    let class: Vec<usize> = labels.iter().map(|&label| usize::from(label)).collect();
    let params = RandomForest::params().n_trees(30);
    let one = params.fit(x.view(), &binary(&labels)).expect("valid").predict_probabilities(x.view()).expect("valid");
    let two = params.fit(x.view(), &Target::classes(class, 2).expect("valid")).expect("valid");
    let two = two.predict_probabilities(x.view()).expect("valid");
    // Same samples and seeds, mirrored labels: the same splits and mirrored leaves.
    assert!((&one - &two).iter().all(|difference| difference.abs() < 1e-12));
}

#[test]
fn numbers_keep_their_unit_whatever_their_size() {
    let (x, _) = people(400);
    let number = |row: usize| 3.0 * x[[row, 0]] + x[[row, 1]] + 0.1 * noise(row);
    let params = RandomForest::params().n_trees(40);
    let plain = params.fit(x.view(), &Target::numbers((0..400).map(number).collect()).expect("valid")).expect("valid");
    // Far from zero, where sums of squares lose their digits.
    let far = (0..400).map(|row| 1e9 + 1e3 * number(row)).collect();
    let moved = params.fit(x.view(), &Target::numbers(far).expect("valid")).expect("valid");
    let pairs = plain.predict(x.view()).expect("valid").into_iter().zip(moved.predict(x.view()).expect("valid"));
    let mean = pairs.map(|(plain, moved)| (moved - 1e9 - 1e3 * plain).abs()).sum::<f64>() / 400.0;
    // Not 0: two features may split the rows of a small node alike, and rounding decides which one is taken.
    assert!(mean < 10.0, "{mean} of a standard deviation of about 900");
    assert!(plain.out_of_bag().expect("just fitted").score().expect("rows were left out") > 0.9);
}

#[test]
fn shuffled_noise_costs_nothing_and_a_used_feature_does() {
    let (x, labels) = people(600);
    let forest = RandomForest::params().fit(x.view(), &binary(&labels)).expect("valid");
    let (fresh, fresh_labels) = {
        let (all, labels) = people(1200);
        let rows: Vec<usize> = (600..1200).collect();
        (all.select(Axis(0), &rows), labels[600..].to_vec())
    };
    let groups = [vec![0], vec![1], vec![2, 3]];
    let found = permutation_importance(fresh.view(), &groups, 5, 1, |x| {
        Ok::<_, ensembles::Error>(auc(&forest.predict(x)?, &fresh_labels))
    });
    let found: Vec<f64> = found.expect("valid").into_iter().map(|importance| importance.mean).collect();
    assert!(found[0] > found[1] && found[1] > 0.02, "{found:?}");
    assert!(found[2].abs() < 0.01, "{found:?}");
    let none = permutation_importance::<ensembles::Error>(fresh.view(), &groups, 0, 1, |_| Ok(0.0));
    assert_eq!(none.expect_err("no repeats").to_string(), "`n_repeats` must be at least 1, got 0");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn another_unit_of_a_feature_changes_no_prediction(exponent in -20..20_i32, seed in 0_u64..1000) {
        let (x, labels) = people(120);
        // A power of two, so that the middle of two values scales without rounding.
        let unit = 2.0_f64.powi(exponent);
        let params = RandomForest::params().n_trees(10).seed(seed);
        let plain = params.fit(x.view(), &binary(&labels)).expect("valid");
        let scaled: Array2<f64> = x.mapv(|value| value * unit);
        let moved = params.fit(scaled.view(), &binary(&labels)).expect("valid");
        prop_assert_eq!(plain.predict(x.view()).expect("valid"), moved.predict(scaled.view()).expect("valid"));
    }

    #[test]
    fn predictions_stay_within_the_labels(seed in 0_u64..1000, far in -1e6..1e6_f64) {
        let (x, labels) = people(80);
        let forest = RandomForest::params().n_trees(8).seed(seed).fit(x.view(), &binary(&labels)).expect("valid");
        let probability = forest.predict(Array2::from_elem((3, 4), far).view()).expect("valid");
        prop_assert!(probability.iter().all(|p| (0.0..=1.0).contains(p)));
    }
}

/// Rows with the true labels outweigh as many with the opposite ones; with the weights turned round it learns these.
#[test]
fn rows_of_a_forest_count_by_their_weights() {
    let (x, labels) = people(300);
    let both = ndarray::concatenate![ndarray::Axis(0), x, x];
    let of_both: Vec<bool> = labels.iter().copied().chain(labels.iter().map(|label| !label)).collect();
    let learnt = |first: f64, second: f64| {
        let weights = [vec![first; 300], vec![second; 300]].concat();
        let target = binary(&of_both).with_weights(weights).expect("positive");
        let forest = RandomForest::params().n_trees(60).seed(5).fit(both.view(), &target).expect("valid");
        auc(&forest.predict(x.view()).expect("valid"), &labels)
    };
    assert!(learnt(20.0, 1.0) > 0.95 && learnt(1.0, 20.0) < 0.05);
}
