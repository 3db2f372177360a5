//! Feedback that knows the person: age, experience, goal, health, earlier sessions.

use gemini::{Advice, BlockingClient, ClientConfig, ExerciseFeedback, ExerciseInput, WorkoutInput};
use serde_json::{Value, json};

fn client() -> BlockingClient {
    BlockingClient::new(ClientConfig::default()).expect("no key is no error")
}

/// A squat with two faults, and whatever else is known.
fn ask(more: &Value) -> Advice<ExerciseFeedback> {
    let mut input = json!({
        "exercise_type": "squat", "form_score": 78,
        "faults": [
            {"name": "squat_knee_valgus", "value": 9, "unit": "deg", "severity": 0.5},
            {"name": "squat_shallow", "value": 100, "unit": "deg", "severity": 0.3},
            {"name": "squat_forward_lean", "value": 40, "unit": "deg", "severity": 0.2},
            {"name": "squat_heel_rise", "value": 0.2, "unit": "cm", "severity": 0.05},
        ],
    });
    for (key, value) in more.as_object().expect("an object") {
        input[key] = value.clone();
    }
    client().exercise_feedback(&ExerciseInput::from_json(&input.to_string()).expect("valid")).expect("valid")
}

fn session(date: &str, form_score: f64, faults: &[&str]) -> Value {
    json!({"date": date, "form_score": form_score, "faults": faults})
}

#[test]
fn earlier_sessions_are_compared() {
    let earlier = json!([
        session("2026-10-08", 66.0, &["squat_knee_valgus", "squat_heel_rise"]),
        session("2026-10-01", 61.0, &["squat_knee_valgus"]),
        session("2026-09-24", 60.0, &[]),
    ]);
    let advice = ask(&json!({"earlier_sessions": earlier}));
    let history = advice.value.numbers.history.expect("there are sessions");
    assert_eq!((history.n_sessions, history.form_before, history.form_change), (3, Some(66.0), Some(12.0)));
    assert!(history.is_best && history.gone == ["squat_heel_rise"]);
    assert_eq!((history.recurring.len(), history.recurring[0].sessions), (1, 2));
    let text = advice.value.text;
    assert!(
        text.summary.contains("12 points more than the last time. No earlier session scored as high."),
        "{}",
        text.summary
    );
    assert!(text.strengths[0].ends_with("That was different the last time."), "{:?}", text.strengths);
    assert!(text.corrections[0].contains("in the last 2 sessions, too"), "{:?}", text.corrections);
    assert!(!text.corrections[1].contains("too:"), "a new fault is called none that stays");
    // Without the sessions none of it is said.
    let alone = ask(&json!({}));
    let told = serde_json::to_string(&alone.value.text).expect("JSON");
    assert!(
        alone.value.numbers.history.is_none() && !told.contains("last time") && !told.contains("No earlier"),
        "{told}"
    );
    // Worse is said as plainly, and little is called little.
    let summary =
        |before: f64| ask(&json!({"earlier_sessions": [session("2026-10-01", before, &[])]})).value.text.summary;
    assert!(summary(90.0).contains("12 points fewer than the last time."), "{}", summary(90.0));
    assert!(summary(76.0).contains("about what it was the last time (76)"), "{}", summary(76.0));
}

#[test]
fn age_experience_goal_and_health_change_what_is_next() {
    let next = |more: Value| ask(&more).value.text.next_session;
    assert!(next(json!({"goal": "strength", "experience": "advanced"})).contains("4 to 6 heavy repetitions"));
    let beginner = ask(&json!({"goal": "strength", "experience": "beginner"})).value.text;
    assert!(!beginner.next_session.contains("heavy") && beginner.corrections.len() == 2, "{beginner:?}");
    assert!(next(json!({"goal": "hypertrophy"})).contains("8 to 12"));
    assert!(
        next(json!({"age_years": 70})).contains("rest 2 minutes between sets")
            && !next(json!({"age_years": 40})).contains("rest 2")
    );
    let ill = next(json!({"goal": "strength", "experience": "advanced", "conditions": ["recent_illness"]}));
    assert!(ill.contains("keep every set easy") && !ill.contains("heavy"), "{ill}");
    let pressure = next(json!({"goal": "strength", "experience": "advanced", "conditions": ["high_blood_pressure"]}));
    assert!(pressure.contains("never hold your breath") && !pressure.contains("heavy"), "{pressure}");
}

#[test]
fn ambiguous_inputs_are_asked_about() {
    let question = |more: Value| ask(&more).questions.into_iter().map(|question| question.text).collect::<Vec<_>>();
    assert_eq!(question(json!({})), Vec::<String>::new());
    assert_eq!(question(json!({"form_score": 7})), ["Is the form score of 7 out of 10, not out of 100?"]);
    let pain = "Is it a sharp pain in the joint, or a dull soreness in the muscle?";
    assert_eq!(question(json!({"notes": "My knee hurts after squats"})), [pain]);
    assert_eq!(question(json!({"notes": "sharp pain in the knee joint"})), Vec::<String>::new());
    // One question at most, and the one about life before all others, with help beside it.
    let advice = ask(&json!({"form_score": 7, "notes": "I can't do this anymore"}));
    assert_eq!(advice.questions.len(), 1);
    assert!(advice.questions[0].text.contains("do not want to live"), "{:?}", advice.questions);
    assert!(advice.escalation.is_some_and(|help| !help.contacts.is_empty()));
}

#[test]
fn plans_leave_out_what_a_condition_rules_out() {
    let plan = |conditions: Value| {
        let input =
            json!({"goal": "strength", "experience": "advanced", "equipment": ["barbell"], "conditions": conditions});
        client().workout_plan(&WorkoutInput::from_json(&input.to_string()).expect("valid")).expect("valid")
    };
    let lowest = |conditions: Value| {
        let sessions = plan(conditions).value.numbers.sessions;
        let exercises = sessions.into_iter().flat_map(|session| session.exercises).filter(|exercise| !exercise.is_held);
        exercises.map(|exercise| exercise.low).min().expect("there are exercises")
    };
    assert_eq!((lowest(json!([])), lowest(json!(["high_blood_pressure"])), lowest(json!(["osteoporosis"]))), (4, 8, 8));
    let ill = plan(json!(["recent_illness"])).value;
    assert!(
        ill.text.overview.contains("You were ill lately") && ill.text.progression.contains("before you add any load")
    );
    assert!(ill.numbers.sessions.iter().flat_map(|session| &session.exercises).all(|exercise| exercise.sets <= 2));
    for condition in ["fever", "postpartum", "high_blood_pressure_uncontrolled", "pregnancy"] {
        let advice = plan(json!([condition]));
        assert!(advice.value.numbers.sessions.is_empty() && advice.escalation.is_some(), "{condition}");
    }
}
