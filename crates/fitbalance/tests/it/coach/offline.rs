//! The commands by rules.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::tempdir;

use super::{KEY, coach, coach_with, person, pose, prediction, progress, protein, write};

/// What a command prints for an input.
#[track_caller]
fn page(topic: &str, input: &Value) -> String {
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), "input.json", input);
    coach(folder.path(), &[topic, "--input", "input.json"]).stdout
}

/// What a command prints for the result of another one.
#[track_caller]
fn page_from(topic: &str, option: &str, result: &Value) -> String {
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), "result.json", result);
    coach(folder.path(), &[topic, option, "result.json"]).stdout
}

#[test]
fn exercise_of_a_recording_is_explained() {
    insta::assert_snapshot!(page_from("exercise", "--from-pose", &pose()));
}

#[test]
fn exercise_of_which_nothing_is_known_gets_what_to_look_at() {
    insta::assert_snapshot!(page("exercise", &json!({"exercise_type": "deadlift"})));
}

#[test]
fn exercise_that_hurts_is_stopped_first() {
    let input = json!({
        "exercise_type": "overhead_press", "form_score": 88, "risk_factors": ["sharp pain in left shoulder", "leaning back"],
    });
    insta::assert_snapshot!(page("exercise", &input));
}

#[test]
fn nutrition_of_a_prediction_says_why() {
    insta::assert_snapshot!(page_from("nutrition", "--from-protein", &protein()));
}

#[test]
fn nutrition_of_somebody_known_has_all_targets() {
    insta::assert_snapshot!(page(
        "nutrition",
        &json!({
            "weight_kg": 82, "height_cm": 181, "age_years": 34, "sex": "male", "goal": "muscle_gain", "training_status": "trained",
            "restrictions": ["vegetarian", "lactose_free"], "dislikes": ["tofu", "oats"], "meals_per_day": 5,
        })
    ));
}

#[test]
fn nutrition_of_a_referral_has_no_number() {
    let referral = json!({
        "user_id": "3", "referral": "kidney_disease",
        "advice": "With kidney disease, how much protein is right is part of the treatment: please ask your nephrologist.",
    });
    let page = page_from("nutrition", "--from-protein", &referral);
    assert!(!page.contains(|c: char| c.is_ascii_digit()), "{page}");
    insta::assert_snapshot!(page);
}

#[test]
fn burnout_of_a_high_risk_says_whom_to_see() {
    insta::assert_snapshot!(page_from("burnout", "--from-prediction", &prediction(&[person("17", "high")])));
}

#[test]
fn burnout_of_an_unknown_risk_is_treated_with_care() {
    insta::assert_snapshot!(page("burnout", &json!({})));
}

#[test]
fn burnout_with_words_of_self_harm_shows_whom_to_call_first() {
    let input = json!({"risk_level": "low", "notes": "some days I want to die", "country": "IN"});
    insta::assert_snapshot!(page("burnout", &input));
}

#[test]
fn workout_at_home_is_a_table() {
    insta::assert_snapshot!(page(
        "workout",
        &json!({
            "goal": "hypertrophy", "experience": "intermediate", "days_per_week": 3, "minutes_per_session": 50,
            "equipment": ["dumbbells", "bands"], "sensitive_areas": ["knee"],
        })
    ));
}

#[test]
fn workout_with_pain_in_the_chest_is_none() {
    insta::assert_snapshot!(page("workout", &json!({"notes": "I get chest pain on stairs"})));
}

#[test]
fn progress_knows_directions_and_gaps() {
    insta::assert_snapshot!(page("progress", &progress()));
}

#[test]
fn missing_values_are_never_shown_as_zero() {
    let mut partly = pose();
    partly["form_score"] = Value::Null;
    partly["injury_risk_score"] = Value::Null;
    partly["faults"] = json!([{"name": "squat_shallow", "value": null, "unit": null, "severity": null}]);
    let page = page_from("exercise", "--from-pose", &partly);
    assert!(!page.contains("of 100") && page.contains("Hip          92.6° left\n"), "{page}");

    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), "result.json", &partly);
    let ran = coach(folder.path(), &["exercise", "--from-pose", "result.json", "--json"]);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    assert_eq!(answer["value"]["numbers"]["form_score"], Value::Null);

    let nobody = page_from(
        "burnout",
        "--from-prediction",
        &json!({"user_id": "1", "risk_level": "low", "survival": {"30": null}}),
    );
    assert!(nobody.contains("Risk  low\n") && !nobody.contains('%'), "{nobody}");
    let empty = super::offline::page("nutrition", &json!({}));
    assert!(!empty.contains("Targets") && !empty.contains(" 0 "), "{empty}");
}

#[test]
fn json_is_typed_and_alone_on_stdout() {
    let folder = tempdir().expect("a temporary folder");
    let check = |topic: &str, input: &Value, numbers: &[&str], texts: &[&str]| {
        write(folder.path(), "input.json", input);
        let ran = coach(folder.path(), &[topic, "--input", "input.json", "--json"]);
        let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
        let keys = |value: &Value| -> Vec<String> { value.as_object().expect("an object").keys().cloned().collect() };
        assert_eq!(keys(&answer), ["actions", "disclaimer", "escalation", "questions", "source", "usage", "value"]);
        assert_eq!(answer["source"], json!({"kind": "rule_based", "reason": "no_key"}));
        assert_eq!(keys(&answer["value"]["numbers"]), numbers, "{topic}");
        assert_eq!(keys(&answer["value"]["text"]), texts, "{topic}");
        assert!(ran.stderr.contains("GEMINI_API_KEY is not set"), "{}", ran.stderr);
    };
    check(
        "exercise",
        &json!({"exercise_type": "lunge"}),
        &["asymmetries", "faults", "form", "form_score", "history", "injury_risk", "injury_risk_score"],
        &["corrections", "cues", "next_session", "strengths", "summary"],
    );
    check(
        "nutrition",
        &json!({}),
        &[
            "carbohydrate_g",
            "energy_kcal",
            "fat_g",
            "meals_per_day",
            "predicted_protein_g",
            "protein_g",
            "protein_g_per_kg",
            "protein_g_per_meal",
            "warnings",
        ],
        &["foods", "habits", "meals", "summary", "timing"],
    );
    check(
        "burnout",
        &json!({}),
        &["lowering", "raising", "risk_level", "survival_percent"],
        &["protect", "recovery", "summary", "this_week", "work"],
    );
    check(
        "workout",
        &json!({}),
        &["load_step_high_percent", "load_step_low_percent", "sessions", "weeks_before_easy_week"],
        &["overview", "progression", "recovery", "sessions", "warm_up"],
    );
    check(
        "week",
        &json!({"burnout": {"risk_level": "low"}, "training": {}}),
        &["burnout", "contradictions", "exercise", "nutrition", "priorities", "progress", "training"],
        &["areas", "contradictions", "first", "next_check", "summary"],
    );
    check("progress", &progress(), &["trends"], &["highlights", "next_check", "next_steps", "summary"]);
}

#[test]
fn week_of_somebody_under_strain_is_settled() {
    insta::assert_snapshot!(page(
        "week",
        &json!({
            "age_years": 38, "weight_kg": 80, "height_cm": 180, "sex": "male", "protein_eaten_g_per_day": 70,
            "exercise": {"exercise_type": "squat", "form_score": 48, "notes": "my knee hurts"},
            "burnout": {"risk_level": "high", "top_factors": [{"name": "sleep_quality_mean", "contribution": 0.8}]},
            "nutrition": {"goal": "muscle_gain", "training_status": "trained"},
            "training": {"goal": "hypertrophy", "experience": "advanced", "days_per_week": 5, "equipment": ["barbell", "dumbbells"]},
            "progress": {"metrics": [{"name": "weight", "unit": "kg", "points": [
                {"date": "2026-10-01", "value": 82}, {"date": "2026-10-08", "value": 81.6}, {"date": "2026-10-15", "value": 179.5},
                {"date": "2026-10-22", "value": 81}, {"date": "2026-10-29", "value": 80.7},
            ]}]},
        })
    ));
}

#[test]
fn pounds_among_kilograms_are_asked_about() {
    let points = [("01", 82.0), ("08", 81.6), ("15", 179.5), ("22", 81.0), ("29", 80.7)]
        .map(|(day, value)| json!({"date": format!("2026-10-{day}"), "value": value}));
    let page = page("progress", &json!({"metrics": [{"name": "body weight", "unit": "kg", "points": points}]}));
    let question = "A question back\n  - The body weight of 2026-10-15 (179.5) looks like pounds: is it 81.4 kg?";
    assert!(page.contains(question) && !page.contains("101"), "{page}");
}

#[test]
fn check_without_a_key_says_so() {
    let folder = tempdir().expect("a temporary folder");
    let ran = coach_with(folder.path(), &["check"], &[], "");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(
        ran.stderr.contains("GEMINI_API_KEY is not set") && ran.stderr.contains("gemini-3.5-flash-lite"),
        "{}",
        ran.stderr
    );
    let ran = coach_with(folder.path(), &["check", "--json"], &[], "");
    let check: Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    assert_eq!((ran.code, &check["works"], &check["problem"]), (1, &json!(false), &json!("no API key")));
}

#[test]
fn every_coach_has_help_and_json() {
    let folder = tempdir().expect("a temporary folder");
    for topic in ["exercise", "nutrition", "burnout", "workout", "progress", "week", "check"] {
        let help = coach(folder.path(), &[topic, "--help"]).stdout;
        assert!(help.contains("--json") && (topic == "check" || help.contains("--input")), "{help}");
    }
}

#[test]
fn one_of_several_people_is_chosen_by_name() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    write(folder, "people.json", &prediction(&[person("17", "high"), person("anna", "low")]));
    let from = ["burnout", "--from-prediction", "people.json"];
    let of = |user: &str| coach(folder, &[&from[..], &["--user", user]].concat()).stdout;
    assert!(of("17").contains("burnout risk is high") && of("anna").contains("burnout risk is low"));
    super::refuse(folder, &from, "`people.json`: it holds 2 people, such as `17`: say whose guidance with `--user`");
    super::refuse(folder, &[&from[..], &["--user", "18"]].concat(), "it has no user `18`; it has 2");
    write(folder, "people.json", &prediction(&[]));
    super::refuse(folder, &from, "there is nobody in it: expected one person or more in `people`");
}

#[test]
fn what_no_prediction_knows_is_added() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    write(folder, "result.json", &protein());
    write(folder, "me.json", &json!({"restrictions": ["vegan"], "height_cm": 168, "weight_kg": 71, "notes": null}));
    let from = ["nutrition", "--from-protein", "result.json", "--about", "me.json"];
    let page = coach(folder, &from).stdout;
    assert!(page.contains("kcal a day") && page.contains("Vegan eating"), "{page}");
    assert!(!page.contains("salmon") && !page.contains("yoghurt or skyr"), "{page}");
    write(folder, "me.json", &json!({"conditions": ["kidney_disease"]}));
    assert!(coach(folder, &from).stdout.contains("renal dietitian"));
    write(folder, "me.json", &json!({"height_cm": 1.68}));
    super::refuse(folder, &from, "`result.json` with `me.json`: `height_cm` must be 100 to 250 cm, got 1.68");
    write(folder, "me.json", &json!({"restrictions": ["vegan", "keto"]}));
    super::refuse(folder, &from, "`me.json`: `restrictions[1]` cannot be read: unknown variant `keto`");
}

#[test]
fn stdin_is_a_file_as_well() {
    let folder = tempdir().expect("a temporary folder");
    let read = |arguments: &[&str], text: &str| coach_with(folder.path(), arguments, &[], text);
    let ran = read(&["exercise", "--from-pose", "-"], &format!("\u{FEFF}{}", pose()));
    assert!(ran.code == 0 && ran.stdout.starts_with("Squat: feedback\n"), "{}", ran.stderr);
    let ran = read(&["burnout", "--input", "-"], "");
    assert!(ran.code == 1 && ran.stderr.contains("stdin is empty: expected JSON"), "{}", ran.stderr);
}

#[test]
fn names_cannot_steer_the_terminal() {
    let page = page(
        "progress",
        &json!({"metrics": [{"name": "mood\u{1b}[2J", "unit": "\u{202e}x", "points": [{"date": "2026-08-01", "value": 1}]}]}),
    );
    assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'), "{page:?}");
}

#[test]
fn offline_ignores_keys_and_addresses() {
    let folder = tempdir().expect("a temporary folder");
    write(folder.path(), "input.json", &json!({"exercise_type": "squat"}));
    // The address is a mistake that would be one of the settings, and nobody could be asked there.
    for address in ["http://example.com", "http://127.0.0.1:9"] {
        let variables = [("GEMINI_API_KEY", KEY), ("GEMINI_BASE_URL", address)];
        let ran = coach_with(folder.path(), &["exercise", "--input", "input.json", "--offline"], &variables, "");
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stdout.contains("Written by rules: offline.") && ran.stderr.is_empty(), "{}", ran.stderr);
    }
    assert!(!Path::new(&folder.path().join(".cache")).exists());
}
