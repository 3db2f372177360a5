//! The `cox` command.

use std::fs;

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{fail, fitbalance, golden, succeed};

const GOOD: &str = "time,status,age,job,clinic\n\
    5,1,31,nurse,a\n8,0,44,teacher,a\n3,1,52,nurse,b\n9,1,38,engineer,b\n1,1,61,teacher,a\n\
    4,0,29,nurse,b\n7,1,47,engineer,a\n2,1,58,nurse,b\n6,1,33,teacher,a\n10,0,40,engineer,b\n";

fn write(folder: &std::path::Path, text: &str) {
    fs::write(folder.join("data.csv"), text).expect("a temporary folder is writable");
}

/// Spoils the good data by one replacement and expects this message.
#[track_caller]
fn refused(from: &str, to: &str, arguments: &[&str], message: &str) {
    let folder = tempdir().expect("a temporary folder");
    assert!(GOOD.contains(from), "{from}");
    write(folder.path(), &GOOD.replacen(from, to, 1));
    let all: Vec<&str> = ["cox", "--data", "data.csv", "--time", "time", "--event", "status"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    fail(folder.path(), &all, message);
}

#[test]
fn lung_prints_the_table_of_r() {
    let folder = tempdir().expect("a temporary folder");
    fs::copy(golden("lung.csv"), folder.path().join("lung.csv")).expect("golden data are there");
    let ran = succeed(folder.path(), &["cox", "--data", "lung.csv", "--time", "time", "--event", "status", "--zph"]);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn json_holds_the_documented_keys() {
    let folder = tempdir().expect("a temporary folder");
    let lung = golden("lung.csv");
    let data = lung.to_str().expect("a UTF-8 path");
    let ran = succeed(folder.path(), &["cox", "--data", data, "--time", "time", "--event", "status", "--json", "-"]);
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    let first = &json["coefficients"][0];
    assert_eq!(first["name"], "age");
    for (key, expected) in [("coef", 0.013_058_396), ("se", 0.009_865_897), ("hazard_ratio", 1.013_144_03)] {
        assert!((first[key].as_f64().expect("a number") - expected).abs() < 1e-7, "{key}: {first}");
    }
    for key in ["z", "p", "ci_low", "ci_high"] {
        assert!(first[key].is_f64(), "{key}: {first}");
    }
    for key in ["log_likelihood", "log_likelihood_null", "concordance", "concordance_se"] {
        assert!(json[key].is_f64(), "{key}");
    }
    assert_eq!((&json["ties"], &json["n"], &json["n_events"]), (&"efron".into(), &210.into(), &148.into()));
    let file = folder.path().join("cox.json");
    succeed(folder.path(), &["cox", "--data", data, "--time", "time", "--event", "status", "--json", "cox.json"]);
    let saved: Value = serde_json::from_slice(&fs::read(file).expect("written")).expect("JSON");
    assert_eq!(saved, json);
}

#[test]
fn start_stop_clusters_and_strata_are_used() {
    let folder = tempdir().expect("a temporary folder");
    let heart = golden("heart.csv");
    let data = heart.to_str().expect("a UTF-8 path");
    let arguments = ["cox", "--data", data, "--start", "start", "--time", "stop", "--event", "event", "--json", "-"];
    let run = |more: &[&str]| -> Value {
        let arguments: Vec<&str> = arguments.iter().chain(more).copied().collect();
        serde_json::from_str(&succeed(folder.path(), &arguments).stdout).expect("JSON")
    };
    // Robust standard error of age, R 4.2.2: coxph(Surv(start, stop, event) ~ age + year + surgery + transplant, cluster = id)
    let robust = run(&["--cluster", "id", "--covariates", "age,year,surgery,transplant"]);
    let error = robust["coefficients"][0]["se"].as_f64().expect("a number");
    assert!((error - 0.013_891_892_924_081).abs() < 1e-6, "{error}");
    let stratified = run(&["--strata", "surgery", "--covariates", "age,year"]);
    let baselines = stratified["baseline_cumulative_hazard"].as_array().expect("a list");
    let strata: Vec<_> = baselines.iter().map(|baseline| baseline["stratum"].as_str().expect("a label")).collect();
    assert_eq!(strata, ["surgery=0", "surgery=1"]);
}

#[test]
fn weights_that_are_no_counts_give_robust_errors() {
    let folder = tempdir().expect("a temporary folder");
    let run = |weight: &str| {
        let mut lines = GOOD.lines();
        let header = format!("{},w\n", lines.next().expect("a header"));
        let rows: Vec<String> =
            lines.enumerate().map(|(i, row)| format!("{row},{}\n", if i == 0 { weight } else { "1" })).collect();
        write(folder.path(), &(header + &rows.concat()));
        let arguments = [
            "cox",
            "--data",
            "data.csv",
            "--time",
            "time",
            "--event",
            "status",
            "--covariates",
            "age",
            "--weights",
            "w",
        ];
        succeed(folder.path(), &arguments)
    };
    assert!(!run("2").stdout.contains("robust se"));
    let ran = run("1.5");
    assert!(ran.stdout.contains("robust se") && ran.stderr.contains("robust standard errors"), "{}", ran.stderr);
}

#[test]
fn monstrous_names_are_printed_without_panic() {
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), &GOOD.replacen("age", &"a".repeat(70_000), 1));
    let arguments = ["cox", "--data", "data.csv", "--time", "time", "--event", "status", "--zph", "--covariates"];
    let name = "a".repeat(70_000);
    let ran = succeed(folder.path(), &[&arguments[..], &[&name]].concat());
    assert!(ran.stdout.contains("GLOBAL"), "{}", ran.stdout.len());
}

#[test]
fn results_that_cannot_be_saved_are_an_error_and_are_not_printed() {
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), GOOD);
    let arguments = [
        "cox",
        "--data",
        "data.csv",
        "--time",
        "time",
        "--event",
        "status",
        "--covariates",
        "age",
        "--json",
        "no/where.json",
    ];
    fail(folder.path(), &arguments, "no/where.json");
}

#[test]
fn penalties_paths_and_cross_validation_run() {
    let folder = tempdir().expect("a temporary folder");
    let gbsg = golden("gbsg.csv");
    let data = gbsg.to_str().expect("a UTF-8 path");
    let run = |more: &[&str]| {
        let arguments = ["cox", "--data", data, "--time", "rfstime", "--event", "status"];
        succeed(folder.path(), &arguments.iter().chain(more).copied().collect::<Vec<_>>()).stdout
    };
    let lasso = run(&["--lambda", "0.05"]);
    assert!(lasso.contains("Elastic net: lambda= 0.05, l1 ratio= 1, "), "{lasso}");
    let path = run(&["--path", "20", "--l1-ratio", "0.5"]);
    assert_eq!(path.lines().filter(|line| line.trim_start().starts_with("0.")).count(), 20, "{path}");
    let first = run(&["--cv", "5"]);
    assert!(first.contains("<- best") && first.contains("largest within one standard error="), "{first}");
    assert_eq!(first, run(&["--cv", "5"]), "the seed fixes the folds");
}

#[test]
fn text_columns_are_one_hot_encoded_with_a_named_reference() {
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), GOOD);
    let arguments = [
        "cox",
        "--data",
        "data.csv",
        "--time",
        "time",
        "--event",
        "status",
        "--covariates",
        "age,job",
        "--lambda",
        "0.1",
    ];
    let ran = succeed(folder.path(), &arguments);
    assert!(ran.stdout.contains("job=engineer") && ran.stdout.contains("job=teacher"), "{}", ran.stdout);
    assert!(ran.stderr.contains("reference level `nurse`"), "{}", ran.stderr);
}

#[test]
fn rows_with_missing_values_are_refused_or_dropped_as_asked() {
    refused("5,1,31,", "5,1,NA,", &[], "`age`");
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), &GOOD.replacen("5,1,31,", "5,1,NA,", 1));
    let arguments = [
        "cox",
        "--data",
        "data.csv",
        "--time",
        "time",
        "--event",
        "status",
        "--covariates",
        "age",
        "--missing",
        "drop",
    ];
    let ran = succeed(folder.path(), &arguments);
    assert!(ran.stdout.contains("(1 row left out because a value is missing)"), "{}", ran.stdout);
}

#[test]
fn bad_data_are_refused_with_their_place() {
    refused("3,1,52", "3,1,old", &["--covariates", "age"], "row 3 (line 4)");
    refused("3,1,52", "3,1,old", &["--covariates", "age"], "`old`");
    refused(
        "9,1,38",
        "-9,1,38",
        &["--covariates", "age"],
        "`data.csv`, row 4 (line 5), column `time`: times must be > 0, got -9",
    );
    refused("9,1,38", "9,2,38", &["--covariates", "age"], "column `status`");
    refused("time,", "time,", &["--covariates", "agee"], "`agee`");
    refused("time,", "time,", &["--covariates", "age,time"], "the outcome cannot explain itself");
    refused("time,", "time,", &["--covariates", "age", "--start", "time"], "column `time` is given two parts");
    refused(
        "time,",
        "time,",
        &["--covariates", "job", "--start", "age"],
        "start must be before stop, got age 31 and time 5",
    );
    refused("time,", "time,", &["--covariates", "age,"], "a column in `--covariates age,` has no name");
    refused("time,", "time,", &["--covariates", "age", "--lambda", "-1"], "`penalty` must be finite and >= 0, got -1");
    refused("time,", "time,", &["--covariates", "age", "--cv", "1"], "`--cv` needs at least 2 folds, got 1");
    refused("9,1,38", "9,1,0", &["--covariates", "job", "--weights", "age"], "case weights must be > 0, got 0");
}

#[test]
fn file_that_is_not_there_is_named() {
    let folder = tempdir().expect("a temporary folder");
    fail(folder.path(), &["cox", "--data", "none.csv", "--time", "t", "--event", "e"], "none.csv");
}

#[test]
fn bad_usage_exits_with_2() {
    let folder = tempdir().expect("a temporary folder");
    for arguments in
        [&["cox"][..], &["cox", "--ties", "exact"], &["nonsense"], &["generate", "burnout", "--shard", "5/4"]]
    {
        assert_eq!(fitbalance(folder.path(), arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn times_that_differ_by_rounding_are_tied() {
    let folder = tempdir().expect("a temporary folder");
    // R 4.2.2: coxph(Surv(time, status) ~ age), with its default `timefix = TRUE`, takes 0.1 + 0.2 and 0.3 as one time.
    let rows = "time,status,age\n0.30000000000000004,1,3\n0.3,1,5\n0.5,1,4\n0.7,0,2\n0.2,1,6\n0.9,1,1\n";
    let exact = rows.replace("0.30000000000000004", "0.3");
    let run = |text: &str| {
        write(folder.path(), text);
        succeed(folder.path(), &["cox", "--data", "data.csv", "--time", "time", "--event", "status"])
    };
    let (rounded, exact) = (run(rows), run(&exact));
    assert_eq!(rounded.stdout, exact.stdout);
    assert!(rounded.stderr.contains("taken as tied"), "{}", rounded.stderr);
    assert!(!exact.stderr.contains("taken as tied"), "{}", exact.stderr);
}

#[test]
fn results_never_replace_the_data_file_a_link_or_a_device() {
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), GOOD);
    let arguments = |json: &'static str| {
        ["cox", "--data", "data.csv", "--time", "time", "--event", "status", "--covariates", "age", "--json", json]
    };
    fail(folder.path(), &arguments("./data.csv"), "is the data file: results would overwrite it");
    assert_eq!(fs::read_to_string(folder.path().join("data.csv")).expect("still there"), GOOD);
    #[cfg(unix)]
    {
        fs::write(folder.path().join("old.json"), "old").expect("writable");
        std::os::unix::fs::symlink("old.json", folder.path().join("link.json")).expect("links are allowed");
        succeed(folder.path(), &arguments("link.json"));
        assert!(fs::symlink_metadata(folder.path().join("link.json")).expect("there").is_symlink());
        let written = fs::read_to_string(folder.path().join("old.json")).expect("there");
        assert!(written.starts_with('{'), "{written}");
        // By a link, so that no mistake of ours replaces the device itself.
        std::os::unix::fs::symlink("/dev/null", folder.path().join("null.json")).expect("links are allowed");
        succeed(folder.path(), &arguments("null.json"));
        assert!(fs::symlink_metadata(folder.path().join("null.json")).expect("there").is_symlink());
    }
}
