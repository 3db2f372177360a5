//! What is read back is checked for all that a fit guarantees, whichever way it is read.

use serde_json::{Value, json};
use survival::{CoxPath, CoxPh, CrossValidation, PathOptions};

use crate::data::Dataset;

fn spoil(value: &Value, pointer: &str, spoilt: Value) -> Value {
    let mut value = value.clone();
    *value.pointer_mut(pointer).expect("a field of the saved model") = spoilt;
    value
}

#[track_caller]
fn refuse<T: serde::de::DeserializeOwned + std::fmt::Debug>(value: Value, reason: &str) {
    let error = serde_json::from_value::<T>(value).expect_err("spoilt").to_string();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn models_are_checked_by_serde_too() {
    let data = Dataset::load("veteran");
    let model = CoxPh::params().fit(data.x.view(), &data.target).expect("golden data have a solution");
    let value = serde_json::to_value(&model).expect("finite");
    assert_eq!(serde_json::from_value::<CoxPh>(value.clone()).expect("just saved"), model);
    // Without the check, means of one number would drop all covariates but the first in silence.
    refuse::<CoxPh>(spoil(&value, "/means", json!([0.0])), "differ in length");
    refuse::<CoxPh>(spoil(&value, "/scales/0", json!(0.0)), "a scale is not positive");
    refuse::<CoxPh>(spoil(&value, "/covariance", json!([[1.0]])), "a covariance matrix is not square");
    refuse::<CoxPh>(spoil(&value, "/baseline", json!([])), "no baseline hazard");
    let baseline = value["baseline"][0].clone();
    refuse::<CoxPh>(spoil(&value, "/baseline", json!([baseline, baseline])), "two baseline hazards of stratum 0");
}

#[test]
fn cross_validations_and_paths_are_checked() {
    let data = Dataset::load("veteran");
    let folds: Vec<u32> = (0..3).cycle().take(data.target.n_rows()).collect();
    let options = PathOptions { n_penalties: 5, ..PathOptions::default() };
    let result = CoxPh::params().cross_validate(data.x.view(), &data.target, &options, &folds);
    let result = result.expect("every fold has events");
    let value = serde_json::to_value(&result).expect("finite");
    assert_eq!(serde_json::from_value::<CrossValidation>(value.clone()).expect("just saved"), result);
    refuse::<CrossValidation>(spoil(&value, "/best", json!(5)), "the best penalty is number 5 of 5");
    refuse::<CrossValidation>(spoil(&value, "/one_standard_error", json!(4)), "within a standard error number 4");
    refuse::<CrossValidation>(spoil(&value, "/mean", json!([])), "differ in length");
    refuse::<CrossValidation>(spoil(&value, "/path/points/1/coefficients", json!([])), "0 coefficients");
    refuse::<CoxPath>(spoil(&value["path"], "/points", json!([])), "no points");
    refuse::<CoxPath>(spoil(&value["path"], "/points/0/penalty", json!(0.0)), "penalties do not descend");
}
