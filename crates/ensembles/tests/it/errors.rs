//! Bad input gets an error that says where and what.

use ensembles::{EarlyStopping, Error, GradientBoosting, RandomForest, Target};
use ndarray::{Array2, array};

use crate::support::{binary, people};

#[track_caller]
fn check<T: std::fmt::Debug>(result: Result<T, Error>, message: &str) {
    assert_eq!(result.expect_err("refused").to_string(), message);
}

#[test]
fn targets_are_checked() {
    check(Target::binary(vec![]), "the target is empty: at least one row is needed");
    check(Target::binary(vec![true; 4]), "all 4 rows have the same class (true): there is nothing to learn");
    check(Target::classes(vec![1, 1], 2), "all 2 rows have the same class (1): there is nothing to learn");
    check(Target::classes(vec![0, 2, 0], 3), "class 1 of 3 has no rows: number the classes that occur from 0");
    check(Target::classes(vec![0, 1], 3), "3 classes need at least as many rows, got 2");
    check(Target::numbers(vec![1.0, f64::NAN]), "target in row 1 must be finite, got NaN");
    check(Target::numbers(vec![2.5; 3]), "all 3 rows have the same value (2.5): there is nothing to learn");
}

#[test]
fn features_are_checked() {
    let target = binary(&[false, true, true]);
    let forest = RandomForest::params().feature_names(["age", "hrv"]);
    let boosting = GradientBoosting::params().feature_names(["age", "hrv"]);
    for (x, message) in [
        (array![[1.0, 2.0], [3.0, f64::NAN], [5.0, 6.0]], "column `hrv`, row 1: `NaN` is not a finite number"),
        (array![[1.0, 2.0], [3.0, 4.0], [f64::INFINITY, 6.0]], "column `age`, row 2: `inf` is not a finite number"),
        (
            array![[1.0, 2.0], [3.0, 2.0], [5.0, 2.0]],
            "column `hrv` is constant (2) in all rows: it cannot split anything",
        ),
        (array![[1.0, 2.0], [3.0, 4.0]], "the features have 2 rows but the target has 3"),
        (array![[1.0], [3.0], [4.0]], "`feature_names` has 2 names but the features have 1 columns"),
    ] {
        check(forest.fit(x.view(), &target), message);
        check(boosting.fit(x.view(), &target), message);
    }
    check(
        RandomForest::params().fit(Array2::zeros((3, 0)).view(), &target),
        "the features have no columns: at least one is needed",
    );
    let x = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
    check(RandomForest::params().feature_names(["a", "a"]).fit(x.view(), &target), "feature name `a` is given twice");
    let constant = array![[1.0, 2.0], [3.0, 2.0], [5.0, 2.0]];
    let allowed = RandomForest::params().allow_constant_columns(true).n_trees(3).fit(constant.view(), &target);
    assert_eq!(allowed.expect("allowed").impurity_importances()[1], 0.0);
}

#[test]
fn rows_to_predict_are_checked() {
    let (x, labels) = people(50);
    let forest = RandomForest::params().n_trees(3).fit(x.view(), &binary(&labels)).expect("valid");
    check(forest.predict(array![[1.0, 2.0]].view()), "expected 4 feature columns, got 2");
    check(
        forest.predict(array![[1.0, 2.0, f64::NEG_INFINITY, 0.0]].view()),
        "column `x2`, row 0: `-inf` is not a finite number",
    );
    assert_eq!(forest.predict(Array2::zeros((0, 4)).view()).expect("no rows is no error"), Vec::<f64>::new());
}

#[test]
fn parameters_are_checked() {
    let forest = RandomForest::params;
    check(forest().n_trees(0).check(), "`n_trees` must be within [1, 100000], got 0");
    check(forest().max_depth(0).check(), "`max_depth` must be within [1, 60], got 0");
    check(forest().min_samples_split(1).check(), "`min_samples_split` must be at least 2, got 1");
    check(forest().min_samples_leaf(0).check(), "`min_samples_leaf` must be at least 1, got 0");
    check(
        forest().features_per_split(ensembles::FeaturesPerSplit::Count(0)).check(),
        "`features_per_split` must be at least 1, got 0",
    );
    let boosting = GradientBoosting::params;
    check(boosting().learning_rate(0.0).check(), "`learning_rate` must be within (0, 1], got 0");
    check(boosting().learning_rate(f64::NAN).check(), "`learning_rate` must be within (0, 1], got NaN");
    check(boosting().subsample(1.5).check(), "`subsample` must be within (0, 1], got 1.5");
    let stopping = EarlyStopping { validation_share: 0.9, patience: 5 };
    check(boosting().early_stopping(stopping).check(), "`validation_share` must be within (0, 0.5], got 0.9");
    let stopping = EarlyStopping { validation_share: 0.1, patience: 0 };
    check(boosting().early_stopping(stopping).check(), "`patience` must be at least 1, got 0");
}
