//! Models on disk.

use ensembles::{GradientBoosting, RandomForest, Target};
use ndarray::Array2;

use crate::support::{binary, people};

fn forest() -> (RandomForest, Array2<f64>) {
    let (x, labels) = people(120);
    let params = RandomForest::params().n_trees(5).feature_names(["age", "hrv", "sleep", "stress"]);
    (params.fit(x.view(), &binary(&labels)).expect("valid"), x)
}

#[test]
fn loaded_models_predict_the_same_bits() {
    let (model, x) = forest();
    let loaded = RandomForest::from_json(&model.to_json().expect("finite")).expect("just saved");
    assert_eq!(loaded.predict(x.view()).expect("valid"), model.predict(x.view()).expect("valid"));
    assert_eq!(loaded.feature_names(), model.feature_names());
    assert!(loaded.out_of_bag().is_none());

    let target = Target::numbers(x.column(0).iter().map(|value| value * 1e5).collect()).expect("valid");
    let model = GradientBoosting::params().n_rounds(20).fit(x.view(), &target).expect("valid");
    let loaded = GradientBoosting::from_json(&model.to_json().expect("finite")).expect("just saved");
    assert_eq!(loaded.predict(x.view()).expect("valid"), model.predict(x.view()).expect("valid"));
    assert_eq!(loaded.training_loss(), model.training_loss());
}

#[track_caller]
fn check_refused(json: &str, reason: &str) {
    let error = RandomForest::from_json(json).expect_err("malformed");
    assert!(error.to_string().contains(reason), "{error}");
}

#[test]
fn malformed_models_are_refused_with_a_reason() {
    let json = forest().0.to_json().expect("finite");
    check_refused("", "not a saved random_forest: it has no kind, schema version or hash");
    check_refused(&json[..json.len() / 2], "it has no kind, schema version or hash");
    check_refused(&json.replace("random_forest", "gradient_boosting"), "its kind is `gradient_boosting`");
    let newer = json.replace("\"schema_version\":2", "\"schema_version\":3");
    check_refused(&newer, "saved random_forest has schema version 3, this version reads 2");
    check_refused(&json.replace("\"seed\":0", "\"seed\":1"), "it was changed after it was saved");
    check_refused(&json.replacen("\"left\":[1,", "\"left\":[0,", 1), "node 0 is reached twice");
    check_refused(&json.replacen("\"left\":[1,", "\"left\":[99999,", 1), "node 0 has the child 99999");
    check_refused(&json.replace("\"task\":\"binary\"", "\"task\":\"classes\""), "a model of several classes");
    check_refused(&json.replace("\"stress\"]", "\"stress\",\"more\"]"), "importances of 5 features");
    check_refused(&json.replace("\"n_trees\":5", "\"n_trees\":0"), "`n_trees` must be within [1, 100000], got 0");
}

#[test]
fn models_are_checked_by_serde_too() {
    let (forest, x) = forest();
    let mut value = serde_json::to_value(&forest).expect("finite");
    assert_eq!(serde_json::from_value::<RandomForest>(value.clone()).expect("just saved").task(), forest.task());
    value["feature_names"] = serde_json::json!(["age"]);
    let error = serde_json::from_value::<RandomForest>(value).expect_err("three names are gone").to_string();
    assert!(error.contains("importances of 1 features"), "{error}");

    let target = Target::numbers(x.column(0).to_vec()).expect("valid");
    let model = GradientBoosting::params().n_rounds(2).fit(x.view(), &target).expect("valid");
    let mut value = serde_json::to_value(&model).expect("finite");
    // Without the check, `n_rounds` and every prediction would panic.
    value["outputs"] = serde_json::json!([]);
    let error = serde_json::from_value::<GradientBoosting>(value).expect_err("no outputs").to_string();
    assert!(error.contains("has 0 outputs"), "{error}");
}
