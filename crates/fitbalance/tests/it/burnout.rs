//! `predict burnout` and `explain burnout` on people that the models have not seen.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::command::{fail, succeed};

const PREDICT: [&str; 5] = ["predict", "burnout", "--artifacts", "artifacts", "--data"];
const EXPLAIN: [&str; 5] = ["explain", "burnout", "--artifacts", "artifacts", "--data"];

/// Smoke models in `artifacts`, and five other people in `new.csv`.
fn trained() -> TempDir {
    let folder = tempdir().expect("a temporary folder");
    let smoke = ["train-all", "--smoke", "--only", "burnout", "--data", "datasets", "--out", "artifacts"];
    succeed(folder.path(), &smoke);
    succeed(folder.path(), &["generate", "burnout", "--n", "100", "--seed", "8", "--out", "others"]);
    let text = fs::read_to_string(folder.path().join("others/burnout_aggregated_dataset.csv")).expect("written");
    let rows: Vec<&str> = text.lines().take(6).collect();
    write(folder.path(), "new.csv", &(rows.join("\n") + "\n"));
    folder
}

fn write(folder: &Path, file: &str, text: &str) {
    fs::write(folder.join(file), text).expect("a temporary folder is writable");
}

fn json(stdout: &str) -> Value {
    serde_json::from_str(stdout).expect("JSON alone on stdout")
}

#[test]
fn predictions_hold_what_other_programs_read() {
    let folder = trained();
    let ran = succeed(folder.path(), &[&PREDICT[..], &["new.csv", "--json"]].concat());
    assert!(ran.stderr.contains("smoke run"), "{}", ran.stderr);
    let answer = json(&ran.stdout);
    assert!(answer["horizon_days"].as_f64().is_some_and(|days| (100.0..=275.0).contains(&days)), "{answer}");
    let codes: Vec<_> = answer["warnings"].as_array().expect("warnings").iter().map(|w| w["code"].as_str()).collect();
    assert!(codes.ends_with(&[Some("smoke_model"), Some("synthetic_data")]), "{codes:?}");
    let people = answer["people"].as_array().expect("people");
    assert_eq!(people.len(), 5);
    for person in people {
        let number = |key: &str| person[key].as_f64().unwrap_or_else(|| panic!("{key} is a number: {person}"));
        let survival = |day: &str| person["survival"][day].as_f64().expect("a share");
        assert!(1.0 >= survival("30") && survival("30") >= survival("90") && survival("90") >= survival("180"));
        for key in ["risk_probability", "forest_probability", "boosting_probability"] {
            assert!((0.0..=1.0).contains(&number(key)), "{key}: {person}");
        }
        assert!(person["user_id"].is_string() && person["cox_risk_score"].is_f64());
        let factors = person["top_factors"].as_array().expect("factors");
        let sizes: Vec<f64> = factors.iter().map(|f| f["contribution"].as_f64().expect("a number").abs()).collect();
        assert!(sizes.len() == 5 && sizes.windows(2).all(|pair| pair[0] >= pair[1]), "{sizes:?}");
    }
}

#[test]
fn levels_are_those_of_the_thresholds_and_not_all_the_same() {
    let folder = trained();
    let ran = succeed(folder.path(), &[&PREDICT[..], &["others/burnout_aggregated_dataset.csv", "--json"]].concat());
    let answer = json(&ran.stdout);
    let lowest = |level: &str| answer["level_thresholds"][level].as_f64().expect("a threshold");
    let mut seen = BTreeSet::new();
    for person in answer["people"].as_array().expect("people") {
        let risk = person["risk_probability"].as_f64().expect("a probability");
        let reached = ["critical", "high", "moderate"].into_iter().find(|level| risk >= lowest(level));
        assert_eq!(person["risk_level"].as_str(), Some(reached.unwrap_or("low")), "{person}");
        seen.extend(reached);
    }
    assert!(seen.len() > 1, "of 100 people some are at other risks: {seen:?}");
}

#[test]
fn contributions_and_base_add_up_to_the_prediction() {
    let folder = trained();
    for model in ["boosting", "forest", "cox"] {
        let ran = succeed(folder.path(), &[&EXPLAIN[..], &["new.csv", "--json", "--model", model]].concat());
        let answer = json(&ran.stdout);
        for person in answer["people"].as_array().expect("people") {
            let parts = person["contributions"].as_array().expect("contributions");
            let n_parts = if model == "cox" { 13 } else { 19 };
            assert_eq!(parts.len(), n_parts, "one a feature or metric, categories as one");
            let sum: f64 = parts.iter().map(|part| part["contribution"].as_f64().expect("a number")).sum();
            let total = sum + answer["base_value"].as_f64().expect("a number");
            assert!((total - person["prediction"].as_f64().expect("a number")).abs() < 1e-9, "{person}");
        }
    }
}

#[test]
fn one_person_is_explained_in_words_and_as_a_picture() {
    let folder = trained();
    let ran = succeed(folder.path(), &[&EXPLAIN[..], &["new.csv", "--user", "3", "--plot", "one.png"]].concat());
    assert!(ran.stdout.starts_with("user 3: log-odds") && ran.stdout.contains("odds ×"), "{}", ran.stdout);
    let picture = fs::read(folder.path().join("one.png")).expect("the picture");
    assert!(picture.starts_with(b"\x89PNG"));
    fail(folder.path(), &[&EXPLAIN[..], &["new.csv", "--user", "99"]].concat(), "`new.csv` has no user `99`; it has 5");
}

#[test]
fn cox_model_is_explained_metric_by_metric() {
    let folder = trained();
    let cox = ["new.csv", "--user", "3", "--model", "cox"];
    let answer = json(&succeed(folder.path(), &[&EXPLAIN[..], &cox, &["--json"]].concat()).stdout);
    assert_eq!((&answer["unit"], &answer["model"]), (&Value::from("probability"), &Value::from("cox_ph_model")));
    let contributions = answer["people"][0]["contributions"].as_array().expect("a list");
    // Age, gender, occupation and ten metrics.
    assert_eq!(contributions.len(), 13);
    let stress = contributions.iter().find(|one| one["name"] == "stress_level").expect("a metric");
    assert!(stress["value"].as_str().is_some_and(|value| value.starts_with("mean ") && value.contains(", trend ")));
    let text = succeed(folder.path(), &[&EXPLAIN[..], &cox].concat()).stdout;
    assert!(text.starts_with("user 3: probability") && text.contains("stress level"), "{text}");
}

#[test]
fn people_without_ids_are_counted_and_strange_values_reported() {
    let folder = trained();
    let text = fs::read_to_string(folder.path().join("new.csv")).expect("written");
    let without_id: Vec<&str> = text.lines().map(|line| line.split_once(',').expect("several columns").1).collect();
    write(folder.path(), "no_id.csv", &without_id.join("\n"));
    let ran = succeed(folder.path(), &[&PREDICT[..], &["no_id.csv", "--json"]].concat());
    assert_eq!(json(&ran.stdout)["people"][4]["user_id"], "5");

    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let age = lines[1].split(',').nth(1).expect("an age").to_owned();
    lines[1] = lines[1].replacen(&format!(",{age},"), ",190,", 1);
    write(folder.path(), "old.csv", &lines.join("\n"));
    let ran = succeed(folder.path(), &[&PREDICT[..], &["old.csv"]].concat());
    assert!(ran.stderr.contains("row 1 (line 2), column `age`: 190 is outside of what the models"), "{}", ran.stderr);
}

#[test]
fn unusable_people_and_missing_models_are_named() {
    let folder = trained();
    let text = fs::read_to_string(folder.path().join("new.csv")).expect("written");
    let gender = if text.contains(",female,") { ",female," } else { ",male," };
    for (from, to, message) in [
        (gender, ",other,", "column `gender`: unknown level `other`, expected one of `female`, `male`"),
        ("hrv_score_mean", "hrv", "`bad.csv` has no column `hrv_score_mean`"),
    ] {
        write(folder.path(), "bad.csv", &text.replacen(from, to, 1));
        fail(folder.path(), &[&PREDICT[..], &["bad.csv"]].concat(), message);
    }
    let nothing = ["predict", "burnout", "--artifacts", "nowhere", "--data", "new.csv"];
    fail(
        folder.path(),
        &nothing,
        "nowhere`; train the models with `fitbalance train-all`, or say with `--artifacts` where they are",
    );
    let model = folder.path().join("artifacts/burnout/gradient_boosting_model/v0001/gradient_boosting_model.json");
    let damaged = fs::read_to_string(&model).expect("written").replacen("\"left\":[1,", "\"left\":[0,", 1);
    fs::write(&model, damaged).expect("writable");
    fail(folder.path(), &[&PREDICT[..], &["new.csv"]].concat(), "gradient_boosting_model.json");
}
