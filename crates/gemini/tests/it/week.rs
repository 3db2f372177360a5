//! One answer over all areas, and what does not go together in them.

use gemini::ContradictionKind as Kind;
use gemini::{Advice, Area, BlockingClient, ClientConfig, Urgency, WeekAdvice, WeekInput};
use serde_json::{Value, json};

fn ask(input: &Value) -> Advice<WeekAdvice> {
    let client = BlockingClient::new(ClientConfig::default()).expect("no key is no error");
    client.week(&WeekInput::from_json(&input.to_string()).expect("valid")).expect("valid")
}

fn weights(from: f64, step: f64) -> Value {
    let points: Vec<Value> = (0..5)
        .map(|week| json!({"date": format!("2026-03-{:02}", 1 + 7 * week), "value": from + step * f64::from(week)}))
        .collect();
    json!({"metrics": [{"name": "weight", "unit": "kg", "points": points}]})
}

#[track_caller]
fn kinds(input: &Value) -> Vec<Kind> {
    let advice = ask(input);
    let numbers = advice.value.numbers;
    assert_eq!(numbers.contradictions.len(), advice.value.text.contradictions.len(), "each is said");
    numbers.contradictions.into_iter().map(|one| one.kind).collect()
}

#[test]
fn strain_comes_before_a_hard_plan() {
    let input = json!({
        "age_years": 38, "weight_kg": 80, "height_cm": 180, "sex": "male",
        "burnout": {"risk_level": "high", "top_factors": [{"name": "sleep_quality_mean", "contribution": 0.8}]},
        "training": {"goal": "hypertrophy", "experience": "advanced", "days_per_week": 5, "equipment": ["barbell"]},
        "nutrition": {"goal": "fat_loss", "training_status": "trained"},
    });
    let advice = ask(&input);
    let numbers = &advice.value.numbers;
    let found: Vec<Kind> = numbers.contradictions.iter().map(|one| one.kind).collect();
    assert_eq!(found, [Kind::HardPlanHighRisk, Kind::FatLossUnderStrain, Kind::MuscleAndFatLoss]);
    assert_eq!(numbers.priorities[0], Area::Burnout);
    // What gives way is what is planned: two easy sessions, and no deficit.
    assert_eq!(numbers.training.as_ref().expect("there is a plan").sessions.len(), 2);
    let energy = numbers.nutrition.as_ref().expect("there are targets").energy_kcal.expect("all is known");
    let alone = ask(
        &json!({"age_years": 38, "weight_kg": 80, "height_cm": 180, "sex": "male", "nutrition": {"goal": "maintain", "training_status": "trained"}}),
    );
    assert_eq!(Some(energy), alone.value.numbers.nutrition.expect("targets").energy_kcal);
    assert_eq!(advice.escalation.map(|help| help.urgency), Some(Urgency::Professional));
    insta::assert_debug_snapshot!(advice.value.text);
    // Without the risk, nothing of it holds.
    let mut calm = input;
    calm["burnout"] = json!({"risk_level": "low"});
    assert_eq!(kinds(&calm), [Kind::MuscleAndFatLoss]);
}

#[test]
fn each_contradiction_is_found_by_its_data_alone() {
    let pain = json!({"exercise": {"exercise_type": "squat", "notes": "sharp pain in my knee joint"}, "training": {"days_per_week": 2, "equipment": ["barbell"]}});
    assert_eq!(kinds(&pain), [Kind::PlannedDespitePain]);
    let plan = ask(&pain).value.numbers.training.expect("a plan");
    let names: Vec<String> =
        plan.sessions.into_iter().flat_map(|session| session.exercises).map(|exercise| exercise.name).collect();
    assert!(names.iter().all(|name| name != "barbell squat" && name != "reverse lunge"), "{names:?}");

    let fast = json!({"nutrition": {"goal": "fat_loss", "weight_kg": 80}, "progress": weights(80.0, -1.5)});
    assert_eq!(kinds(&fast), [Kind::FatLossTooFast]);
    let little = json!({"weight_kg": 70, "protein_eaten_g_per_day": 70, "nutrition": {"goal": "muscle_gain", "training_status": "trained"}});
    assert_eq!(kinds(&little), [Kind::TooLittleProtein]);
    let text = ask(&little).value.text.contradictions.remove(0);
    assert!(text.contains("on 70 g of protein a day, and it takes at least 98 g"), "{text}");
    let falling = json!({"training": {"goal": "hypertrophy", "days_per_week": 2}, "progress": weights(80.0, -0.4)});
    assert_eq!(kinds(&falling), [Kind::MuscleWhileLosing]);
    let form = json!({"exercise": {"exercise_type": "squat", "form_score": 48}, "training": {"days_per_week": 2}});
    assert_eq!(kinds(&form), [Kind::LoadBeforeForm]);
    let mut tired = json!({"training": {"days_per_week": 5}, "progress": weights(55.0, 2.0)});
    tired["progress"]["metrics"][0]["name"] = json!("resting_heart_rate");
    tired["progress"]["metrics"][0]["unit"] = json!("bpm");
    assert_eq!(kinds(&tired), [Kind::HardPlanPoorRecovery]);
    let fine = json!({"burnout": {"risk_level": "low"}, "training": {"days_per_week": 3}, "nutrition": {"goal": "maintain", "weight_kg": 70}});
    assert_eq!(kinds(&fine), []);
    assert!(ask(&fine).value.text.summary.ends_with("What was asked of you in these areas goes together."));
}

#[test]
fn what_one_area_knows_holds_in_all() {
    let advice =
        ask(&json!({"training": {"days_per_week": 3}, "nutrition": {"weight_kg": 70, "conditions": ["pregnancy"]}}));
    assert!(
        advice.value.numbers.training.is_none() && advice.value.text.summary.contains("midwife"),
        "{:?}",
        advice.value
    );
    let crisis = ask(&json!({"burnout": {"risk_level": "low", "notes": "I want to die"}, "country": "IN"}));
    assert_eq!(crisis.escalation.map(|help| help.urgency), Some(Urgency::Crisis));
    let pounds = ask(&json!({"progress": {"metrics": [{"name": "weight", "unit": "kg", "points": [
        {"date": "2026-03-01", "value": 81}, {"date": "2026-03-08", "value": 179.5}, {"date": "2026-03-15", "value": 81.2}]}]}}));
    assert_eq!(pounds.questions[0].field, "progress.metrics[0].points[1].value");
}

#[test]
fn what_cannot_be_is_named_with_its_area() {
    let client = BlockingClient::new(ClientConfig::default()).expect("no key is no error");
    let refusal = |input: Value| {
        let input = WeekInput::from_json(&input.to_string());
        input.and_then(|input| client.week(&input).map(drop)).expect_err("a mistake").to_string()
    };
    assert_eq!(
        refusal(json!({"exercise": {"exercise_type": "squat", "form_score": 140}})),
        "`exercise.form_score` must be 0 to 100 points, got 140"
    );
    assert!(refusal(json!({})).starts_with("`exercise` is missing: expected at least one of"));
    assert!(
        refusal(json!({"training": {"days_per_week": 2.5}})).starts_with("`training.days_per_week` cannot be read")
    );
}
