//! Encoding and scaling.

use crate::{Columns, DesignEncoder, PlainColumns, StandardScaler};
use ndarray::array;

fn table(jobs: &[&str], ages: &[f64]) -> PlainColumns {
    let ages = PlainColumns::new(ages.len()).with_numbers("age", ages.to_vec()).expect("finite");
    ages.with_texts("job", jobs.iter().copied()).expect("as many")
}

fn covariates() -> Vec<String> {
    vec!["age".to_owned(), "job".to_owned()]
}

#[test]
fn most_frequent_level_is_the_reference() {
    let people = table(&["nurse", "teacher", "nurse", "chef"], &[30.0, 40.0, 50.0, 60.0]);
    let encoder = DesignEncoder::fit(&people, &covariates()).expect("valid");
    assert_eq!(encoder.columns(), ["age", "job=chef", "job=teacher"]);
    assert_eq!(encoder.reference_levels(), [("job".to_owned(), "nurse".to_owned())]);
    let design = encoder.transform(&people).expect("training rows");
    assert_eq!(design, array![[30.0, 0.0, 0.0], [40.0, 0.0, 1.0], [50.0, 0.0, 0.0], [60.0, 1.0, 0.0]]);
}

#[test]
fn unknown_level_is_named_with_its_row() {
    let encoder = DesignEncoder::fit(&table(&["a", "b"], &[1.0, 2.0]), &covariates()).expect("valid");
    let error = encoder.transform(&table(&["b", "c"], &[1.0, 2.0])).expect_err("`c` was never seen");
    assert_eq!(error.to_string(), "row 2, column `job`: unknown level `c`, expected one of `a`, `b`");
}

#[test]
fn one_level_and_repeated_covariates_are_refused() {
    let people = table(&["a", "a"], &[1.0, 2.0]);
    let error = DesignEncoder::fit(&people, &covariates()).expect_err("nothing to compare");
    assert_eq!(error.to_string(), "column `job` has the one level `a` in all rows: there is nothing to compare");
    let twice = vec!["age".to_owned(), "age".to_owned()];
    let error = DesignEncoder::fit(&people, &twice).expect_err("listed twice");
    assert_eq!(error.to_string(), "covariate `age` is listed twice");
}

#[test]
fn names_of_rows_are_no_categories() {
    let names: Vec<String> = (0..300).map(|row| format!("person {row}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let error = DesignEncoder::fit(&table(&names, &[1.0; 300]), &covariates()).expect_err("300 levels");
    assert_eq!(error.to_string(), "column `job` has 300 different texts, at most 256 can be categories: leave it out");
}

#[test]
fn columns_of_a_category_belong_to_its_covariate() {
    let encoder =
        DesignEncoder::fit(&table(&["a", "b", "c", "a"], &[1.0, 2.0, 3.0, 4.0]), &covariates()).expect("valid");
    assert_eq!(encoder.terms(), ["age", "job"]);
    assert_eq!(encoder.columns_of_terms(), [vec![0], vec![1, 2]]);
}

#[test]
fn scaled_columns_have_mean_zero_and_variance_one() {
    let design = array![[1.0, 10.0], [2.0, 30.0], [6.0, 20.0]];
    let scaler = StandardScaler::fit(design.view(), &covariates()).expect("valid");
    let scaled = scaler.transform(design.view()).expect("training rows");
    for column in scaled.columns() {
        assert!(column.sum().abs() < 1e-12);
        assert!((column.dot(&column) / 3.0 - 1.0).abs() < 1e-12);
    }
    let error = scaler.transform(array![[1.0]].view()).expect_err("one column is missing");
    assert_eq!(error.to_string(), "expected 2 columns, got 1");
    let error = StandardScaler::fit(array![[1.0], [1.0]].view(), &covariates()[..1]).expect_err("constant");
    assert_eq!(error.to_string(), "column `age` is constant (1) in all rows: it cannot be scaled");
}

#[test]
fn saved_encoder_and_scaler_come_back_and_are_checked() {
    let people = table(&["a", "b"], &[1.0, 2.0]);
    let encoder = DesignEncoder::fit(&people, &covariates()).expect("valid");
    let json = serde_json::to_string(&encoder).expect("text and numbers");
    assert_eq!(serde_json::from_str::<DesignEncoder>(&json).expect("just saved"), encoder);
    let newer = json.replace("\"schema_version\":1", "\"schema_version\":9");
    let error = serde_json::from_str::<DesignEncoder>(&newer).expect_err("from the future");
    assert!(error.to_string().contains("schema version 9, this version reads 1"), "{error}");

    let scaler = StandardScaler::fit(array![[1.0], [2.5]].view(), &covariates()[..1]).expect("valid");
    let json = serde_json::to_string(&scaler).expect("numbers");
    assert_eq!(serde_json::from_str::<StandardScaler>(&json).expect("just saved"), scaler);
    let error = serde_json::from_str::<StandardScaler>(&json.replace("0.75", "0")).expect_err("no scale");
    assert!(error.to_string().contains("a scale not positive"), "{error}");
}

#[test]
fn plain_columns_are_checked_as_they_are_added() {
    let message = |result: crate::Result<PlainColumns>| result.expect_err("refused").to_string();
    let people = || PlainColumns::new(2).with_numbers("age", vec![1.0, 2.0]).expect("two");
    assert_eq!(message(people().with_numbers("age", vec![1.0, 2.0])), "covariate `age` is listed twice");
    assert_eq!(message(people().with_texts("job", ["a"])), "column `job` has 1 values, expected 2");
    let error = message(people().with_numbers("hrv", vec![1.0, f64::NAN]));
    assert_eq!(error, "row 2, column `hrv`: `NaN` is not a finite number");
    let error = people().numbers("hrv").expect_err("there is none").to_string();
    assert_eq!(error, "there is no column `hrv`: expected one of `age`");
    let jobs = people().with_texts("job", ["a", "b"]).expect("two");
    let error = jobs.numbers("job").expect_err("texts").to_string();
    assert_eq!(error, "column `job` holds texts such as `a`: expected numbers");
    assert_eq!(people().texts("age").expect("as text"), ["1", "2"]);
}
