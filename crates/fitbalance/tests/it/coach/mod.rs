//! `coach …`: what people and other programs read, offline and through a service of the test's own.

mod live;
mod offline;
mod refusals;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::command::Ran;

/// Never seen in any output.
const KEY: &str = "AQ.canary-key-0123456789";

/// Runs `fitbalance coach` in `folder` without any settings but these, and with `folder` as home.
fn coach_with(folder: &Path, arguments: &[&str], variables: &[(&str, &str)], stdin: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fitbalance"));
    command.arg("coach").args(arguments).current_dir(folder).env("NO_COLOR", "1");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GEMINI_") {
            command.env_remove(name);
        }
    }
    command.env_remove("XDG_CACHE_HOME").env("HOME", folder).envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program was built with its tests");
    let mut pipe = child.stdin.take().expect("it was asked for");
    // A program that does not read closes its end.
    let _ = pipe.write_all(stdin.as_bytes());
    drop(pipe);
    let output = child.wait_with_output().expect("the program ends by itself");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    let ran =
        Ran { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().expect("it ends") };
    assert!(!ran.stdout.contains(KEY) && !ran.stderr.contains(KEY), "the key is printed");
    ran
}

/// What a run that succeeds prints.
#[track_caller]
fn coach(folder: &Path, arguments: &[&str]) -> Ran {
    let ran = coach_with(folder, arguments, &[], "");
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
    ran
}

/// A run that fails with this message.
#[track_caller]
fn refuse(folder: &Path, arguments: &[&str], message: &str) {
    let ran = coach_with(folder, arguments, &[], "");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{arguments:?}: {}", ran.stderr);
    assert!(ran.stderr.contains(message), "{arguments:?}\nexpected {message}\ngot {}", ran.stderr);
}

fn write(folder: &Path, file: &str, value: &Value) {
    fs::write(folder.join(file), value.to_string()).expect("a temporary folder is writable");
}

/// As `predict pose --json` prints it; the right hip was not seen.
fn pose() -> Value {
    json!({
        "exercise": "squat",
        "exercise_probabilities": {"squat": 0.97, "deadlift": 0.02, "lunge": 0.01, "bench_press": 0.0, "overhead_press": 0.0},
        "form_score": 71.480_018_615_722_66, "injury_risk_score": 45.340_042_114_257_81,
        "joint_angles_deg": {"left_hip": 92.59, "left_knee": 84.85, "left_shoulder": 78.5, "right_hip": null, "right_knee": 99.76, "right_shoulder": 84.7},
        "repetitions": [
            {"start_frame": 9, "turn_frame": 42, "end_frame": 69, "duration_s": 2.0, "range_cm": 74.9, "form_score": 71.3, "injury_risk_score": 45.0},
            {"start_frame": 78, "turn_frame": 109, "end_frame": 136, "duration_s": 1.93, "range_cm": 69.1, "form_score": 71.3, "injury_risk_score": 45.0},
        ],
        "faults": [
            {"name": "squat_shallow", "value": 111.9, "unit": "deg", "severity": 0.86, "description": "knee angle at the bottom"},
            {"name": "squat_knee_valgus", "value": 6.2, "unit": "deg", "severity": 0.42, "description": "inward tilt of the shanks"},
            {"name": "squat_heel_rise", "value": 0.37, "unit": "cm", "severity": 0.1, "description": "rise of the heels"},
        ],
        "n_frames": 139, "fps": 30.0, "coordinates": "image", "n_interpolated": 0, "guessed_landmarks": [], "n_windows": 1,
    })
}

fn person(user_id: &str, level: &str) -> Value {
    json!({
        "user_id": user_id, "risk_level": level, "risk_probability": 0.419, "cox_risk_score": 0.52,
        "survival": {"180": 0.612, "30": 0.954, "90": 0.841}, "forest_probability": 0.387, "boosting_probability": 0.448,
        "top_factors": [
            {"name": "sleep_quality_mean", "value": 41.3, "contribution": 0.91},
            {"name": "workload_trend", "value": 6.1, "contribution": 0.55},
            {"name": "occupation", "value": "nurse", "contribution": 0.31},
            {"name": "social_support_mean", "value": 71.3, "contribution": -0.28},
            {"name": "age", "value": 44.0, "contribution": 0.11},
        ],
    })
}

/// As `predict burnout --json` prints it.
fn prediction(people: &[Value]) -> Value {
    json!({
        "models": {"cox_ph_model": "v0001", "gradient_boosting_model": "v0001", "random_forest_model": "v0001"},
        "level_model": "cox_ph_model", "level_thresholds": {"critical": 0.6, "high": 0.35, "moderate": 0.15},
        "people": people,
    })
}

/// As `predict protein --json` prints it.
fn protein() -> Value {
    json!({
        "user_id": "3", "protein_g_per_day": 129.277, "range_g_per_day": [98.7, 141.0], "baseline_g_per_day": 122.386,
        "adjustments": [{"metric": "activity", "g_per_day": 10.9, "mean": 613.4, "usual": 211.3}],
        "reasons": ["hard training (613.4 AU, usually 211.3): +11 g", "long sleep (7.1 h, usually 6.5): -2 g"],
        "filled": [],
        "profile": {"weight_kg": 70.5, "age_years": 53.0, "sex": "female", "goal": "maintain", "training_status": "trained", "kidney_disease": false, "pregnant": false},
    })
}

fn progress() -> Value {
    let points = |values: [f64; 5]| -> Vec<Value> {
        let dates = ["2026-08-01", "2026-08-15", "2026-09-01", "2026-09-20", "2026-10-10"];
        dates.iter().zip(values).map(|(date, value)| json!({"date": date, "value": value})).collect()
    };
    json!({"metrics": [
        {"name": "weight", "unit": "kg", "target": 75, "points": points([82.4, 81.7, 80.9, 80.1, 79.2])},
        {"name": "resting_hr", "unit": "bpm", "points": points([58.0, 60.0, 63.0, 64.0, 66.0])},
        {"name": "squat_1rm", "unit": "kg", "points": [{"date": "2026-08-01", "value": 100}, {"date": "2026-09-01", "value": null}]},
        {"name": "mood", "points": []},
    ]})
}
