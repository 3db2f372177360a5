//! Commands that end at every point at which something may be torn.

use std::fs;
use std::path::Path;
use std::process::Command;

use synthgen::Manifest;
use tempfile::tempdir;

use crate::command::{golden, succeed};

/// Runs the program, which ends at the given point; returns whether it came through.
fn survives(folder: &Path, arguments: &[&str], point: usize) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fitbalance"));
    command.current_dir(folder).args(arguments).env("FITBALANCE_CRASH_AT", point.to_string());
    command.output().expect("it runs").status.success()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("readable").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_killed_fit_leaves_the_former_one_or_the_new_one() {
    let cox = |covariates| {
        let outcome = ["cox", "--data", "lung.csv", "--time", "time", "--event", "status", "--save", "fit.json"];
        [&outcome[..], &["--covariates", covariates]].concat()
    };
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    fs::copy(golden("lung.csv"), folder.join("lung.csv")).expect("golden data are there");
    succeed(folder, &cox("age"));
    let former = fs::read(folder.join("fit.json")).expect("saved");
    for point in 1..10 {
        let survived = survives(folder, &cox("age,sex"), point);
        let got = fs::read(folder.join("fit.json")).expect("never missing");
        succeed(folder, &cox("age,sex"));
        let new = fs::read(folder.join("fit.json")).expect("saved");
        assert!(got == former || got == new, "point {point}");
        assert_eq!(names(folder), ["fit.json", "lung.csv"], "point {point}");
        fs::write(folder.join("fit.json"), &former).expect("writable");
        if survived {
            assert!(point > 3, "{point} points only");
            return;
        }
    }
    panic!("it never came through");
}

/// Whoever reads the set next goes on where the killed writer stopped.
#[test]
fn a_killed_generator_leaves_the_former_set_or_the_new_one() {
    for (family, n) in [("burnout", "12"), ("nutrition", "40"), ("biomechanics", "3")] {
        let generate = |seed| ["generate", family, "--n", n, "--seed", seed, "--out", "set"];
        let folder = tempdir().expect("a temporary folder");
        let folder = folder.path();
        let set = folder.join("set");
        succeed(folder, &generate("1"));
        let former = all_names(&set);
        let (mut n_former, mut n_new) = (0, 0);
        // Each of the pictures has a name of its own to get: some of the points are enough.
        let step = if family == "nutrition" { 7 } else { 1 };
        for point in (1..200).step_by(step) {
            let survived = survives(folder, &generate("2"), point);
            let manifest = Manifest::read(&set.join("dataset.json")).expect("whole");
            manifest.verify(&set).expect("whole");
            if family == "nutrition" {
                synthgen::nutrition::verify_images(&set, None).expect("whole");
            }
            *(if manifest.seed == 1 { &mut n_former } else { &mut n_new }) += 1;
            succeed(folder, &generate("1"));
            assert_eq!(all_names(&set), former, "{family}, point {point}");
            if survived {
                assert!(n_former > 0 && n_new > 1, "{family}: {n_former} former, {n_new} new");
                break;
            }
            assert!(point < 190, "{family} never came through");
        }
    }
}

/// Names of all files below a folder.
fn all_names(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            all.extend(all_names(&path).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            all.push(name);
        }
    }
    all
}

/// One after the other: both say that they are done, and the set is one of the two.
#[test]
fn two_generators_at_once_leave_one_whole_set() {
    let folder = tempdir().expect("a temporary folder");
    let start = |seed| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fitbalance"));
        command.current_dir(folder.path());
        command.args(["generate", "burnout", "--n", "40", "--out", "set", "--seed", seed]);
        command.stderr(std::process::Stdio::null()).spawn().expect("it runs")
    };
    for _round in 0..3 {
        let mut both = [start("1"), start("2")];
        assert!(both.iter_mut().all(|child| child.wait().expect("it ends").success()));
        let set = folder.path().join("set");
        Manifest::read(&set.join("dataset.json")).and_then(|manifest| manifest.verify(&set)).expect("one whole set");
    }
}

/// A flipped bit in a file that no program reads, and one in a data set.
#[test]
fn every_file_that_was_written_is_verified() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    succeed(folder, &["generate", "burnout", "--n", "12", "--out", "datasets/burnout"]);
    let registry = registry::Registry::open_or_create(folder.join("artifacts")).expect("a folder");
    let draft = registry.draft("burnout", "cox_ph_model").expect("writable");
    draft.write("roc_curve.png", b"a picture").expect("writable");
    let info = registry::ManifestInfo {
        kind: "burnout-cox".to_owned(),
        schema_version: 1,
        code_version: "test".to_owned(),
        seed: 1,
        parameters: serde_json::Value::Null,
        inputs: std::collections::BTreeMap::new(),
    };
    draft.publish(info).expect("writable");
    let verified = crate::command::fitbalance(folder, &["verify"]);
    assert!(verified.stdout.contains("burnout/cox_ph_model v0001"), "{}", verified.stdout);
    assert!(verified.stdout.contains("1 files, 9 bytes, latest") && verified.stdout.contains("3 files, seed 42"));
    assert!(verified.stdout.contains("predict pose") && verified.stdout.contains("not trained"), "{}", verified.stdout);
    fs::write(folder.join("artifacts/burnout/cox_ph_model/v0001/roc_curve.png"), b"a pictura").expect("writable");
    fs::write(folder.join("datasets/burnout/burnout_ground_truth.json"), b"{}").expect("writable");
    let verified = crate::command::fitbalance(folder, &["verify", "--json"]);
    assert_eq!(verified.code, 1);
    let found: serde_json::Value = serde_json::from_str(&verified.stdout).expect("JSON");
    let errors: Vec<&str> = found.as_array().expect("a list").iter().filter_map(|one| one["error"].as_str()).collect();
    assert!(errors.iter().any(|error| error.contains("roc_curve.png` is corrupted")), "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("burnout_ground_truth.json")), "{errors:?}");
}
