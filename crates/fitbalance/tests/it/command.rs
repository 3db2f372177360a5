//! Running the `fitbalance` program.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run printed and how it ended.
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

/// Runs the program with these arguments in `folder`.
pub(crate) fn fitbalance(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_fitbalance"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program was built with its tests");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    Ran {
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        code: output.status.code().expect("the program ends by itself"),
    }
}

/// Runs the program and expects it to succeed.
#[track_caller]
pub(crate) fn succeed(folder: &Path, arguments: &[&str]) -> Ran {
    let ran = fitbalance(folder, arguments);
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
    ran
}

/// Runs the program and expects exit code 1 and this message on stderr.
#[track_caller]
pub(crate) fn fail(folder: &Path, arguments: &[&str], message: &str) {
    let ran = fitbalance(folder, arguments);
    assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.stderr);
    assert!(ran.stderr.contains(message), "{arguments:?}\nexpected {message}\ngot {}", ran.stderr);
    assert_eq!(ran.stdout, "", "a failed command prints no result");
}

/// A data set of R's `survival` package.
pub(crate) fn golden(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../survival/testdata/data").join(file)
}

/// A folder with `lung.csv`.
pub(crate) fn lung() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::copy(golden("lung.csv"), folder.path().join("lung.csv")).expect("golden data are there");
    folder
}

/// What a command with `--json` prints.
#[track_caller]
pub(crate) fn json(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&succeed(folder, &[arguments, &["--json"]].concat()).stdout).expect("JSON alone on stdout")
}

#[track_caller]
pub(crate) fn assert_near(got: &serde_json::Value, expected: f64, tolerance: f64) {
    let got = got.as_f64().expect("a number");
    assert!((got - expected).abs() < tolerance, "{got}, expected {expected}");
}
