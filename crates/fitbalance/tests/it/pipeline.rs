//! The stages: generate, train, train-all.

use std::fs;
use std::path::Path;

use features::{Columns, DesignEncoder, PlainColumns, StandardScaler};
use metrics::Score;
use serde_json::Value;
use survival::{CoxPh, SurvivalTarget, concordance_index};
use tempfile::tempdir;

use crate::command::{fail, succeed};

/// A smoke run into the folders of real runs, whose names the tests share.
const SMOKE: [&str; 8] = ["train-all", "--smoke", "--only", "burnout", "--data", "datasets", "--out", "artifacts"];
const MODEL: &str = "artifacts/burnout/cox_ph_model";

fn read(folder: &Path, file: &str) -> Vec<u8> {
    fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn latest(folder: &Path) -> String {
    String::from_utf8(read(folder, &format!("{MODEL}/latest"))).expect("text").trim().to_owned()
}

#[test]
fn smoke_run_leaves_data_artifacts_and_table_and_is_skipped_when_repeated() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    let first = succeed(folder, &SMOKE);
    for model in ["| Cox PH (L1)       | C-index", "| Random forest     | AUC", "| Gradient boosting | AUC"] {
        assert!(first.stdout.contains(model), "{}", first.stdout);
    }
    for file in ["burnout_longitudinal_dataset.csv", "burnout_aggregated_dataset.csv", "dataset.json"] {
        assert!(!read(folder, &format!("datasets/burnout/{file}")).is_empty());
    }
    assert_eq!(latest(folder), "v0001");
    for file in [
        "cox_ph_model.json",
        "cox_ph_unpenalised.json",
        "feature_scaler.json",
        "label_encoders.json",
        "config.json",
        "metrics.json",
        "model_card.md",
        "split.json",
        "cox_hazard_ratios.png",
        "survival_by_risk_group.png",
        "manifest.json",
    ] {
        assert!(!read(folder, &format!("{MODEL}/v0001/{file}")).is_empty());
    }
    for (model, files) in [
        ("cox_ph_model", ["cox_ph_model.json", "calibrator.json", "roc_curve.png"]),
        ("random_forest_model", ["random_forest_model.json", "random_forest_importances.png", "confusion_matrix.png"]),
        (
            "gradient_boosting_model",
            ["gradient_boosting_model.json", "gradient_boosting_importances.png", "calibration.png"],
        ),
    ] {
        for file in files {
            assert!(!read(folder, &format!("artifacts/burnout/{model}/v0001/{file}")).is_empty());
        }
    }
    for file in ["shap_summary.png", "shap_waterfall.png", "importances.json"] {
        assert!(!read(folder, &format!("artifacts/burnout/gradient_boosting_model/v0001/{file}")).is_empty());
    }
    assert!(String::from_utf8(read(folder, "artifacts/report/results.md")).expect("text").contains("C-index"));

    let second = succeed(folder, &SMOKE);
    assert_eq!(second.stdout, first.stdout);
    assert!(
        second.stderr.contains("burnout data: unchanged") && second.stderr.contains("Cox model of burnout: unchanged"),
        "{}",
        second.stderr
    );
    assert_eq!(latest(folder), "v0001");

    succeed(folder, &[&SMOKE[..], &["--force"]].concat());
    assert_eq!(latest(folder), "v0002");
    for file in ["cox_ph_model.json", "metrics.json", "split.json", "cox_hazard_ratios.png"] {
        let version = |version: &str| read(folder, &format!("{MODEL}/{version}/{file}"));
        assert_eq!(version("v0001"), version("v0002"), "{file}: the same seed gives the same bytes");
    }
    for file in ["gradient_boosting_model.json", "metrics.json", "shap_summary.png", "calibrator.json"] {
        let version =
            |version: &str| read(folder, &format!("artifacts/burnout/gradient_boosting_model/{version}/{file}"));
        assert_eq!(version("v0001"), version("v0002"), "{file}: the same seed gives the same bytes");
    }
}

#[test]
fn saved_files_alone_reproduce_the_held_out_concordance() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    succeed(folder, &SMOKE);
    let version = format!("{MODEL}/v0001");
    let json =
        |file: &str| -> Value { serde_json::from_slice(&read(folder, &format!("{version}/{file}"))).expect("JSON") };
    let encoder: DesignEncoder = serde_json::from_value(json("label_encoders.json")).expect("an encoder");
    let scaler: StandardScaler = serde_json::from_value(json("feature_scaler.json")).expect("a scaler");
    let model = String::from_utf8(read(folder, &format!("{version}/cox_ph_model.json"))).expect("text");
    let model = CoxPh::from_json(&model).expect("a model");

    let held_out: Vec<String> = serde_json::from_value(json("split.json")["test"].clone()).expect("user ids");
    let people = people(&folder.join("datasets/burnout/burnout_aggregated_dataset.csv"), &held_out);
    assert_eq!(people.n_rows(), held_out.len());
    let x = scaler.transform(encoder.transform(&people).expect("known levels").view()).expect("the same columns");
    let scores = model.risk_score(x.view()).expect("finite features");
    let numbers = |column| people.numbers(column).expect("numbers");
    let (time, event) = (numbers("time_days"), numbers("burnout_occurred").iter().map(|&event| event > 0.0).collect());
    let target = SurvivalTarget::right_censored(time, event).expect("valid");
    let got = concordance_index(&target, &scores).expect("comparable people").value();
    let scores: Vec<Score> = serde_json::from_value(json("metrics.json")).expect("scores");
    let saved = scores.iter().find(|score| score.name == "held_out_c_index").expect("the figure of the table").value;
    assert!((got - saved).abs() < 1e-12, "{got} against {saved}");
}

/// The rows of some users in a data set.
fn people(path: &Path, users: &[String]) -> PlainColumns {
    let mut file = csv::Reader::from_path(path).expect("the data set");
    let header = file.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = file.records().map(|row| row.expect("as wide as the header")).collect();
    let user = header.iter().position(|name| name == "user_id").expect("a column");
    let rows: Vec<_> = rows.iter().filter(|row| users.contains(&row[user].to_owned())).collect();
    header.iter().enumerate().fold(PlainColumns::new(rows.len()), |columns, (at, name)| {
        let texts = || rows.iter().map(|row| row[at].to_owned());
        match texts().map(|text| text.parse()).collect::<Result<Vec<f64>, _>>() {
            Ok(numbers) => columns.with_numbers(name, numbers),
            Err(_) => columns.with_texts(name, texts()),
        }
        .expect("columns of equal length")
    })
}

#[test]
fn changed_data_or_parameters_are_trained_anew() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    succeed(folder, &["generate", "burnout", "--n", "200"]);
    succeed(folder, &["train", "burnout", "--smoke", "--out", "artifacts"]);
    succeed(folder, &["train", "burnout", "--smoke", "--out", "artifacts", "--lambda", "0.02"]);
    assert_eq!(latest(folder), "v0002");
    let forest = || String::from_utf8(read(folder, "artifacts/burnout/random_forest_model/latest")).expect("text");
    assert_eq!(forest().trim(), "v0001", "the penalty is the Cox model's alone");
    succeed(folder, &["generate", "burnout", "--n", "200", "--seed", "7"]);
    succeed(folder, &["train", "burnout", "--smoke", "--out", "artifacts", "--lambda", "0.02"]);
    assert_eq!(latest(folder), "v0003");
}

#[test]
fn damaged_data_are_refused_and_missing_data_explained() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    fail(folder, &["train", "burnout"], "make one with `fitbalance generate burnout`");
    succeed(folder, &["generate", "burnout", "--n", "200"]);
    let path = folder.join("datasets/burnout/burnout_aggregated_dataset.csv");
    let text = fs::read_to_string(&path).expect("written");
    fs::write(&path, text.replacen("female", "male", 1)).expect("writable");
    fail(folder, &["train", "burnout"], "generate the data set again");
}

#[test]
fn damaged_artifact_is_trained_anew() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    succeed(folder, &SMOKE);
    let model = folder.join(MODEL).join("v0001/cox_ph_model.json");
    fs::write(&model, "{}").expect("writable");
    let ran = succeed(folder, &SMOKE);
    assert!(ran.stderr.contains("is damaged, training anew"), "{}", ran.stderr);
    assert_eq!(latest(folder), "v0002");
}

#[test]
fn smoke_runs_keep_apart_from_real_ones() {
    let folder = tempdir().expect("a temporary folder");
    succeed(folder.path(), &["train-all", "--smoke"]);
    assert!(folder.path().join("artifacts/smoke/burnout/cox_ph_model/latest").is_file());
    assert!(!folder.path().join("artifacts/burnout").exists() && !folder.path().join("datasets/burnout").exists());
    let card = read(folder.path(), "artifacts/smoke/burnout/cox_ph_model/v0001/model_card.md");
    assert!(String::from_utf8(card).expect("text").contains("do not use it"));
}

#[test]
fn few_people_still_get_the_penalised_model() {
    let folder = tempdir().expect("a temporary folder");
    succeed(folder.path(), &["generate", "burnout", "--n", "60"]);
    let ran = succeed(folder.path(), &["train", "burnout", "--smoke", "--out", "artifacts", "--lambda", "0.1"]);
    assert!(ran.stderr.contains("no intervals and no cox_hazard_ratios.png"), "{}", ran.stderr);
    let version = folder.path().join(MODEL).join("v0001");
    assert!(version.join("cox_ph_model.json").is_file() && !version.join("cox_ph_unpenalised.json").exists());
}

#[test]
fn shards_hold_the_rows_of_the_whole() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    succeed(folder, &["generate", "burnout", "--n", "50", "--out", "whole"]);
    let mut joined = Vec::new();
    for shard in ["1/3", "2/3", "3/3"] {
        succeed(folder, &["generate", "burnout", "--n", "50", "--out", "parts", "--shard", shard]);
        let file = format!("parts/burnout_longitudinal_dataset.shard-{}.csv", shard.replace('/', "-of-"));
        let bytes = read(folder, &file);
        let header = bytes.iter().position(|&byte| byte == b'\n').expect("a header") + 1;
        joined.extend_from_slice(&bytes[if joined.is_empty() { 0 } else { header }..]);
    }
    assert_eq!(joined, read(folder, "whole/burnout_longitudinal_dataset.csv"));
}

#[test]
fn preview_is_a_picture() {
    let folder = tempdir().expect("a temporary folder");
    succeed(folder.path(), &["generate", "burnout", "--n", "20", "--preview"]);
    assert_eq!(read(folder.path(), "datasets/burnout/preview.png")[..8], *b"\x89PNG\r\n\x1a\n");
}
