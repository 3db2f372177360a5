//! Files that cannot be used: each message names the file and what was expected.

use std::fs;

use serde_json::json;
use tempfile::tempdir;

use super::{KEY, coach, coach_with, person, pose, prediction, protein, refuse, write};

#[test]
fn files_that_are_none_are_named() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    let check = |bytes: &[u8], message: &str| {
        fs::write(folder.join("input.json"), bytes).expect("a temporary folder is writable");
        refuse(folder, &["exercise", "--input", "input.json"], message);
    };
    check(b"", "`input.json` is empty: expected JSON");
    check(b" \n", "`input.json` is empty: expected JSON");
    check(b"{\"exercise_type\": \"squat\",", "`input.json` is not valid JSON: EOF while parsing");
    check(b"\x80abc", "`input.json` is not UTF-8 text: expected JSON");
    check(b"[1, 2]", "`input.json` holds no object: expected the keys of an input for `coach exercise`");
    refuse(folder, &["exercise", "--input", "nowhere.json"], "cannot read `nowhere.json`: No such file");
    refuse(folder, &["exercise", "--from-pose", "."], "cannot read `.`");
}

#[test]
fn values_that_cannot_be_are_named_with_their_key() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    let check = |topic: &str, input: serde_json::Value, message: &str| {
        write(folder, "input.json", &input);
        refuse(folder, &[topic, "--input", "input.json"], &format!("error: `input.json`: {message}"));
    };
    check(
        "exercise",
        json!({"exercise_type": "squat", "form_score": 140}),
        "`form_score` must be 0 to 100 points, got 140",
    );
    check("exercise", json!({"form_score": 70}), "`exercise_type` is missing: expected the name of an exercise");
    check(
        "exercise",
        json!({"exercise_type": "squat", "joint_angles": {"left_knee": "90"}}),
        "`joint_angles.left_knee` cannot be read: invalid type: string \"90\", expected a number",
    );
    check("nutrition", json!({"weight_kg": 700}), "`weight_kg` must be 25 to 350 kg, got 700");
    check("nutrition", json!({"weight_kg": 70, "goal": "shred"}), "`goal` cannot be read: unknown variant `shred`");
    check("burnout", json!({"survival": {"soon": 0.5}}), "`survival");
    check(
        "workout",
        json!({"days_per_week": 2.5}),
        "`days_per_week` cannot be read: invalid type: the number `2.5`, expected a whole number",
    );
    check("progress", json!({"metrics": []}), "`metrics` is missing: expected at least one metric");
    check(
        "progress",
        json!({"metrics": [{"name": "mood", "points": [{"date": "2026-08-01", "value": 3}, {"date": "yesterday", "value": 4}]}]}),
        "`metrics[0].points[1].date` must be a date such as `2026-03-31`, got `yesterday`",
    );
}

#[test]
fn results_of_other_commands_are_told_apart() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    write(folder, "pose.json", &pose());
    write(folder, "people.json", &prediction(&[person("1", "low")]));
    write(folder, "protein.json", &protein());
    write(folder, "explained.json", &json!({"model": "m", "people": [{"user_id": "1", "contributions": []}]}));
    write(folder, "other.json", &json!({"colour": "red"}));
    refuse(
        folder,
        &["burnout", "--from-prediction", "pose.json"],
        "`pose.json` is the output of `predict pose`, expected that of `predict burnout`; `coach exercise --from-pose` takes it",
    );
    refuse(folder, &["burnout", "--from-prediction", "explained.json"], "is the output of `explain burnout`");
    refuse(
        folder,
        &["exercise", "--from-pose", "other.json"],
        "`other.json` is no output of `predict pose --json`: expected the key `exercise`",
    );
    refuse(folder, &["nutrition", "--from-protein", "people.json"], "`coach burnout --from-prediction` takes it");
    refuse(folder, &["workout", "--input", "protein.json"], "`coach nutrition --from-protein` takes it");
    refuse(
        folder,
        &["nutrition", "--input", "other.json"],
        "`other.json` has no key that `coach nutrition` reads: expected some of",
    );
}

#[test]
fn keys_that_are_not_read_are_reported() {
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), "input.json", &json!({"risk_level": "low", "weeks_at_levl": 3, "colour": "red"}));
    let ran = coach(folder.path(), &["burnout", "--input", "input.json"]);
    assert!(ran.stderr.contains("`weeks_at_levl` is not read; did you mean `weeks_at_level`?"), "{}", ran.stderr);
    assert!(ran.stderr.contains("`input.json`: `colour` is not read\n"), "{}", ran.stderr);
}

#[test]
fn arguments_that_exclude_each_other_are_bad_usage() {
    let folder = tempdir().expect("a temporary folder");
    for arguments in [
        &["exercise"][..],
        &["exercise", "--input", "a.json", "--from-pose", "b.json"],
        &["nutrition", "--input", "a.json", "--about", "b.json"],
        &["burnout", "--input", "a.json", "--user", "1"],
        &["sleep", "--input", "a.json"],
        &[],
    ] {
        let ran = coach_with(folder.path(), arguments, &[], "");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn settings_that_cannot_be_are_named_without_the_key() {
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), "input.json", &json!({"exercise_type": "squat"}));
    let broken = format!("{KEY}\n{KEY}");
    for (name, value, message) in [
        ("GEMINI_API_KEY", broken.as_str(), "visible ASCII characters, got a line break at position 24"),
        ("GEMINI_BASE_URL", "http://example.com", "the base URL must be `https://host…`"),
        ("GEMINI_MODEL", "a model", "the model must be 1 to 100 ASCII letters"),
        ("GEMINI_DEADLINE_SECONDS", "soon", "`GEMINI_DEADLINE_SECONDS` must be 1 to 600, got soon"),
    ] {
        let ran = coach_with(folder.path(), &["exercise", "--input", "input.json"], &[(name, value)], "");
        assert_eq!(ran.code, 1, "{name}");
        assert!(
            ran.stderr.contains("cannot use the GEMINI_… variables") && ran.stderr.contains(message),
            "{}",
            ran.stderr
        );
    }
}
