//! The texts that the rules write, as a user reads them.

use std::fmt::Write;

use gemini::{BlockingClient, BurnoutInput, ClientConfig, ExerciseInput, NutritionInput, ProgressInput, WorkoutInput};
use serde_json::{Value, json};

fn client() -> BlockingClient {
    BlockingClient::new(ClientConfig::default()).expect("no key is no error")
}

/// The texts of an answer, one a line.
fn page(advice: &impl serde::Serialize) -> String {
    let advice = serde_json::to_value(advice).expect("advice is JSON");
    let mut page = String::new();
    for (field, value) in advice["value"]["text"].as_object().expect("texts") {
        let lines = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for line in lines {
            writeln!(page, "{field}: {}", line.as_str().expect("a text")).expect("strings take everything");
        }
    }
    if let Some(message) = advice["escalation"]["message"].as_str() {
        writeln!(page, "escalation: {message}").expect("strings take everything");
    }
    page
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the input has this shape")
}

#[test]
fn answers_are_read_back_from_json() {
    fn check<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(advice: &T) {
        let text = serde_json::to_string(advice).expect("advice is JSON");
        assert_eq!(serde_json::from_str::<T>(&text).expect("what it wrote itself"), *advice);
    }
    let client = client();
    let crisis = json!({"risk_level": "high", "notes": "I want to die", "country": "DE"});
    check(&client.burnout_guidance(&read(crisis)).expect("valid"));
    check(&client.exercise_feedback(&read(json!({"exercise_type": "squat", "form_score": 62}))).expect("valid"));
    check(&client.nutrition_plan(&read(json!({"weight_kg": 70, "goal": "fat_loss"}))).expect("valid"));
    check(&client.workout_plan(&read(json!({"goal": "strength", "days_per_week": 3}))).expect("valid"));
    let weight = json!({"metrics": [{"name": "weight", "points": [{"date": "2026-01-01", "value": 80.5}]}]});
    check(&client.progress_analysis(&read(weight)).expect("valid"));
}

#[test]
fn exercise_with_a_fault() {
    let input: ExerciseInput = read(json!({
        "exercise_type": "squat", "form_score": 62, "injury_risk_score": 48, "joint_angles": {"left_knee": 84, "right_knee": 97},
        "faults": [
            {"name": "squat_knee_valgus", "value": 14.2, "unit": "deg", "severity": 0.71},
            {"name": "squat_heel_rise", "value": 1.0, "unit": "deg", "severity": 0.04},
            {"name": "squat_forward_lean", "value": 9.5, "unit": "deg", "severity": 0.4},
        ],
    }));
    insta::assert_snapshot!(page(&client().exercise_feedback(&input).expect("valid")));
}

#[test]
fn exercise_of_which_nothing_is_known() {
    let input: ExerciseInput =
        read(json!({"exercise_type": "deadlift", "form_score": null, "joint_angles": {}, "risk_factors": []}));
    insta::assert_snapshot!(page(&client().exercise_feedback(&input).expect("valid")));
}

#[test]
fn exercise_with_pain() {
    let input: ExerciseInput = read(
        json!({"exercise_type": "overhead press", "form_score": 88, "risk_factors": ["sharp pain in the shoulder", "leaning back"]}),
    );
    insta::assert_snapshot!(page(&client().exercise_feedback(&input).expect("valid")));
}

#[test]
fn nutrition_of_a_vegan_who_loses_fat() {
    let input: NutritionInput = read(json!({
        "weight_kg": 72.5, "height_cm": 178, "age_years": 31, "sex": "male", "goal": "fat_loss", "training_status": "trained",
        "restrictions": ["vegan", "gluten_free"], "dislikes": ["lentils"], "meals_per_day": 4,
    }));
    insta::assert_snapshot!(page(&client().nutrition_plan(&input).expect("valid")));
}

#[test]
fn nutrition_of_somebody_unknown() {
    insta::assert_snapshot!(page(&client().nutrition_plan(&NutritionInput::default()).expect("valid")));
}

#[test]
fn burnout_with_a_high_risk() {
    let input: BurnoutInput = read(json!({"risk_level": "high", "top_factors": [
        {"name": "sleep_quality_trend", "contribution": 0.7}, {"name": "workload_mean", "contribution": 0.5},
        {"name": "sleep_quality_mean", "contribution": 0.4}, {"name": "social_support_mean", "contribution": -0.3},
    ]}));
    insta::assert_snapshot!(page(&client().burnout_guidance(&input).expect("valid")));
}

#[test]
fn burnout_with_a_low_risk() {
    let input: BurnoutInput = read(json!({"risk_level": "low"}));
    insta::assert_snapshot!(page(&client().burnout_guidance(&input).expect("valid")));
}

#[test]
fn workout_at_home_with_a_sensitive_knee() {
    let input: WorkoutInput = read(json!({
        "goal": "hypertrophy", "experience": "intermediate", "days_per_week": 4, "minutes_per_session": 50, "equipment": ["dumbbells", "bands"],
        "sensitive_areas": ["knee"],
    }));
    insta::assert_snapshot!(page(&client().workout_plan(&input).expect("valid")));
}

#[test]
fn workout_in_ten_minutes_without_anything() {
    let input: WorkoutInput = read(json!({"minutes_per_session": 10}));
    insta::assert_snapshot!(page(&client().workout_plan(&input).expect("valid")));
}

#[test]
fn progress_of_three_metrics() {
    let points = |from: f64, step: f64| -> Vec<Value> {
        let noise = [0.0, 0.4, -0.3, 0.1, -0.2];
        (0..5).map(|week| json!({"date": format!("2026-03-{:02}", 1 + 7 * week), "value": from + step * week as f64 + noise[week]})).collect()
    };
    let input: ProgressInput = read(json!({"metrics": [
        {"name": "resting_heart_rate", "unit": "bpm", "points": points(62.0, -1.2)},
        {"name": "body_fat", "unit": "%", "target": 17, "points": points(19.0, 0.9)},
        {"name": "weight", "unit": "kg", "points": points(80.0, 0.0)},
        {"name": "vo2max", "unit": "ml/kg/min", "points": points(44.0, 0.1)[..2]},
    ]}));
    insta::assert_snapshot!(page(&client().progress_analysis(&input).expect("valid")));
}

#[test]
fn progress_without_data() {
    let input: ProgressInput =
        read(json!({"metrics": [{"name": "mood", "points": [{"date": "2026-03-01", "value": null}]}]}));
    insta::assert_snapshot!(page(&client().progress_analysis(&input).expect("valid")));
}
