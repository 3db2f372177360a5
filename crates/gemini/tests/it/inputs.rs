//! Inputs that cannot be are refused by name; what is missing stays missing.

use gemini::{
    BlockingClient, BurnoutInput, ClientConfig, ExerciseInput, FallbackReason, InputError, NutritionInput,
    NutritionWarning, ProgressInput, RiskLevel, Source, WorkoutInput,
};
use serde_json::{Value, json};

fn client() -> BlockingClient {
    BlockingClient::new(ClientConfig::default()).expect("no key is no error")
}

/// The refusal of an input of `kind`.
fn refusal(kind: &str, value: Value) -> InputError {
    let (client, text) = (client(), value.to_string());
    let result = match kind {
        "exercise" => ExerciseInput::from_json(&text).and_then(|input| client.exercise_feedback(&input).map(drop)),
        "nutrition" => NutritionInput::from_json(&text).and_then(|input| client.nutrition_plan(&input).map(drop)),
        "burnout" => BurnoutInput::from_json(&text).and_then(|input| client.burnout_guidance(&input).map(drop)),
        "workout" => WorkoutInput::from_json(&text).and_then(|input| client.workout_plan(&input).map(drop)),
        _ => ProgressInput::from_json(&text).and_then(|input| client.progress_analysis(&input).map(drop)),
    };
    result.expect_err(&text)
}

#[track_caller]
fn check(kind: &str, value: Value, expected: &str) {
    assert_eq!(refusal(kind, value).to_string(), expected);
}

#[test]
fn values_that_cannot_be_are_refused_by_name() {
    check(
        "exercise",
        json!({"exercise_type": " \u{200B}"}),
        "`exercise_type` is missing: expected the name of an exercise, such as `squat`",
    );
    check(
        "exercise",
        json!({"exercise_type": "squat", "form_score": 101}),
        "`form_score` must be 0 to 100 points, got 101",
    );
    check(
        "exercise",
        json!({"exercise_type": "squat", "joint_angles": {"left_knee": 400}}),
        "`joint_angles.left_knee` must be -180 to 360 degrees, got 400",
    );
    check(
        "exercise",
        json!({"exercise_type": "x".repeat(1 << 20)}),
        "`exercise_type` must have at most 200 characters, got 1048576",
    );
    check(
        "exercise",
        json!({"exercise_type": "squat", "risk_factors": vec!["x"; 21]}),
        "`risk_factors` must have at most 20 entries, got 21",
    );
    check("exercise", json!({"exercise_type": "squat", "age_years": -3}), "`age_years` must be 5 to 120 years, got -3");
    // Pounds entered as kilograms.
    check("nutrition", json!({"weight_kg": 700}), "`weight_kg` must be 25 to 350 kg, got 700");
    check("nutrition", json!({"weight_kg": 0}), "`weight_kg` must be 25 to 350 kg, got 0");
    check("nutrition", json!({"meals_per_day": 0}), "`meals_per_day` must be 1 to 8 meals, got 0");
    check("nutrition", json!({"country": "India"}), "`country` must be two letters such as `IN`, got `India`");
    check("burnout", json!({"forest_probability": 1.2}), "`forest_probability` must be 0 to 1, got 1.2");
    check(
        "burnout",
        json!({"survival": {"30": 0.5, "90": 0.6}}),
        "`survival.90` must be at most 0.5, the probability of an earlier day, got 0.6",
    );
    check("workout", json!({"minutes_per_session": 0}), "`minutes_per_session` must be 10 to 180 minutes, got 0");
    check("workout", json!({"days_per_week": 8}), "`days_per_week` must be 1 to 7 days, got 8");
    check("progress", json!({"metrics": []}), "`metrics` is missing: expected at least one metric");
    check(
        "progress",
        json!({"metrics": [{"name": "weight", "points": [{"date": "2026-02-30", "value": 70}]}]}),
        "`metrics[0].points[0].date` must be a date such as `2026-03-31`, got `2026-02-30`",
    );
    let nan =
        ExerciseInput { exercise_type: "squat".to_owned(), form_score: Some(f64::NAN), ..ExerciseInput::default() };
    let error = client().exercise_feedback(&nan).expect_err("no number");
    assert_eq!(error.to_string(), "`form_score` must be 0 to 100 points, got NaN");
}

#[test]
fn values_of_another_kind_are_refused_by_name() {
    let error = refusal("workout", json!({"goal": "flying"})).to_string();
    assert!(error.starts_with("`goal` cannot be read: unknown variant `flying`, expected one of `"), "{error}");
    let not_a_number = "cannot be read: invalid type: string \"90\", expected a number";
    check(
        "exercise",
        json!({"exercise_type": "squat", "joint_angles": {"left_hip": null, "left_knee": "90", "right_knee": 80}}),
        &format!("`joint_angles.left_knee` {not_a_number}"),
    );
    check("exercise", json!({"age_years": "90", "exercise_type": "squat"}), &format!("`age_years` {not_a_number}"));
    check(
        "progress",
        json!({"metrics": [{"name": "a", "points": []}, {"name": "b", "points": [{"date": "2026-08-01"}, {"date": "2026-08-02", "value": "90"}]}]}),
        &format!("`metrics[1].points[1].value` {not_a_number}"),
    );
    check(
        "progress",
        json!({"metrics": [{"name": "a", "points": [{"value": 1}]}]}),
        "`metrics[0].points[0]` cannot be read: missing field `date`",
    );
    check(
        "nutrition",
        json!({"restrictions": "vegan"}),
        "`restrictions` cannot be read: invalid type: string \"vegan\", expected a list",
    );
    check("exercise", json!({}), "`exercise_type` is missing: expected the name of an exercise, such as `squat`");
    assert!(matches!(ProgressInput::from_json("[1"), Err(InputError::Unreadable { expected: "progress input", .. })));
}

#[test]
fn probabilities_that_are_not_known_are_absent() {
    for survival in [json!(null), json!({"30": null})] {
        let input = BurnoutInput::from_json(&json!({"survival": survival}).to_string()).expect("as good as absent");
        assert!(input.survival.is_empty());
    }
}

fn printed(value: Value) -> String {
    value.to_string()
}

#[test]
fn pose_analysis_is_read() {
    let input = ExerciseInput::from_pose_json(&printed(json!({
        "exercise": "squat", "exercise_probabilities": {"squat": 0.97, "lunge": 0.03}, "form_score": 61.5, "injury_risk_score": 44.0,
        "joint_angles_deg": {"left_knee": 82.0, "right_knee": 99.0, "left_hip": null, "right_hip": 70.0},
        "repetitions": [{"start_frame": 0}, {"start_frame": 30}], "future": true,
        "faults": [{"name": "squat_knee_valgus", "value": 12.34, "unit": "deg", "severity": 0.7, "description": "…"}],
    })))
    .expect("it has this shape");
    assert_eq!(
        (input.n_repetitions, input.exercise_probability, input.joint_angles["left_hip"]),
        (Some(2), Some(0.97), None)
    );
    let advice = client().exercise_feedback(&input).expect("valid");
    assert_eq!(advice.value.numbers.asymmetries[0].joint, "knee");
    let text = &advice.value.text;
    assert!(text.summary.contains("61.5 of 100") && text.summary.contains("knees tilted inwards"), "{}", text.summary);
    assert!(text.corrections[0].contains("12.3°") && text.corrections[1].contains("17°"), "{:?}", text.corrections);
    for (broken, expected) in [
        (
            json!({"exercise": null, "confidence": 0.9}),
            "`exercise` must be one of the five lifts: none was recognized, so there is nothing to advise on, got null",
        ),
        (json!([]), "`a pose analysis` must be an object, got a list"),
        (json!({}), "`exercise` is missing: expected a text"),
        (json!({"exercise": "squat", "form_score": "high"}), "`form_score` must be a number, got `\"high\"`"),
        (json!({"exercise": "squat", "faults": [{}]}), "`faults[0].name` is missing: expected a text"),
        (json!({"exercise": "squat", "faults": {}}), "`faults` must be a list, got an object"),
    ] {
        assert_eq!(ExerciseInput::from_pose_json(&broken.to_string()).expect_err("broken").to_string(), expected);
    }
    let nulls = ExerciseInput::from_json(
        r#"{"exercise_type": "squat", "form_score": null, "joint_angles": null, "risk_factors": null}"#,
    );
    assert_eq!(
        nulls.expect("as good as absent"),
        ExerciseInput { exercise_type: "squat".to_owned(), ..ExerciseInput::default() }
    );
    let bare =
        ExerciseInput::from_pose_json(&printed(json!({"exercise": "squat"}))).expect("all the rest may be missing");
    let advice = client().exercise_feedback(&bare).expect("valid");
    assert!(
        advice.value.numbers.form_score.is_none() && !advice.value.text.summary.contains('0'),
        "{}",
        advice.value.text.summary
    );
}

#[test]
fn burnout_prediction_is_read() {
    let input = BurnoutInput::from_prediction_json(&printed(json!({
        "user_id": "u1", "risk_level": "High", "risk_probability": 0.4, "cox_risk_score": 1.4, "survival": {"30": 0.9, "90": 0.7, "180": 0.5},
        "forest_probability": 0.41, "boosting_probability": 0.39,
        "top_factors": [
            {"name": "workload_mean", "value": 71.0, "contribution": 0.6}, {"name": "occupation", "value": "nurse", "contribution": 0.2},
            {"name": "social_support_mean", "value": 80.0, "contribution": -0.3},
        ],
    })))
    .expect("it has this shape");
    assert_eq!((input.risk_level, input.top_factors.len(), input.top_factors[1].value), (RiskLevel::High, 3, None));
    let advice = client().burnout_guidance(&input).expect("valid");
    assert!(advice.escalation.is_some() && advice.value.text.summary.contains("your workload"));
    assert!(advice.value.text.protect.contains("the people around you"));
    assert_eq!(advice.value.numbers.survival_percent[&90], 70.0);
    for level in [json!("LOW"), json!("medium"), json!("unheard of"), json!(null), json!(3)] {
        let input = BurnoutInput::from_prediction_json(&printed(json!({"risk_level": level})))
            .expect("help does not depend on spelling");
        let expected = match level.as_str() {
            Some("LOW") => RiskLevel::Low,
            Some("medium") => RiskLevel::Moderate,
            _ => RiskLevel::Unknown,
        };
        assert_eq!(input.risk_level, expected);
        let same = BurnoutInput::from_json(&json!({"risk_level": level, "survival": {"30": 0.5}}).to_string())
            .expect("as above");
        assert_eq!((same.risk_level, same.survival[&30]), (expected, 0.5));
    }
    let broken = BurnoutInput::from_prediction_json(&printed(json!({"survival": {"soon": 0.5}})))
        .expect_err("no number of days");
    assert_eq!(broken.to_string(), "`survival` must be numbers of days as keys, got `soon`");
}

#[test]
fn protein_prediction_is_read() {
    let read = |value: Value| NutritionInput::from_protein_json(&value.to_string());
    let profile = json!({"weight_kg": 70.0, "age_years": 30, "sex": "female", "goal": "muscle_gain", "training_status": "recreational"});
    let input = read(json!({
        "protein_g_per_day": 118.0, "range_g_per_day": [104.0, 131.0], "baseline_g_per_day": 112.0, "reasons": ["short sleep"],
        "profile": profile,
    }));
    let advice = client().nutrition_plan(&input.expect("it has this shape")).expect("valid");
    let protein = advice.value.numbers.protein_g.expect("a weight is there");
    assert_eq!((protein.low, protein.high), (104.0, 131.0));
    assert!(advice.value.text.summary.contains("104–131 g of protein per day"), "{}", advice.value.text.summary);
    let absurd = read(json!({"protein_g_per_day": 400.0, "profile": profile})).expect("it has this shape");
    let advice = client().nutrition_plan(&absurd).expect("valid");
    assert_eq!(advice.value.numbers.protein_g.expect("limited").high, 140.0, "2 g/kg at most");
    assert!(advice.value.numbers.warnings.contains(&NutritionWarning::PredictionLimited));
    let referred = read(json!({"referral": "kidney function", "profile": profile}))
        .expect("a referral takes the place of a number");
    let advice = client().nutrition_plan(&referred).expect("valid");
    assert!(advice.value.numbers.protein_g.is_none() && advice.escalation.is_some());
    assert_eq!(
        read(json!({})).expect_err("neither").to_string(),
        "`protein_g_per_day` is missing: expected a number, or `referral` in its place"
    );
    let one = read(json!({"protein_g_per_day": 100, "range_g_per_day": [1]})).expect_err("no range");
    assert_eq!(one.to_string(), "`range_g_per_day` must be two numbers, got 1 entries");
}

/// Whom the published ranges give more than 250 g a day is referred, with a diary or without, and told no number.
#[test]
fn protein_above_the_cap_is_a_referral() {
    let heavy = |weight: f64, body_fat: f64, status: &str, goal: &str| {
        json!({"weight_kg": weight, "height_cm": 200, "age_years": 30, "sex": "male", "body_fat_percent": body_fat,
            "training_status": status, "goal": goal})
    };
    let mut with_diary = heavy(190.0, 20.0, "trained", "muscle_gain");
    with_diary["protein"] = json!({"g_per_day": 240.0, "range_g_per_day": [200.0, 260.0]});
    let mut of_any_sex = heavy(190.0, 20.0, "trained", "muscle_gain");
    of_any_sex["sex"] = Value::Null;
    for input in [
        heavy(190.0, 20.0, "recreational", "maintain"),
        heavy(140.0, 10.0, "trained", "fat_loss"),
        with_diary,
        of_any_sex,
    ] {
        let parsed = NutritionInput::from_json(&input.to_string()).expect("valid");
        let advice = client().nutrition_plan(&parsed).expect("valid");
        assert!(
            matches!(advice.source, Source::RuleBased { reason: FallbackReason::Gate(gemini::Gate::Referred) }),
            "{input}"
        );
        assert_eq!(advice.escalation.map(|help| help.urgency), Some(gemini::Urgency::Professional));
        let numbers = advice.value.numbers;
        assert!(numbers.protein_g.is_none() && numbers.predicted_protein_g.is_none() && numbers.energy_kcal.is_none());
        let text = serde_json::to_string(&advice.value.text).expect("JSON");
        assert!(!text.contains(|c: char| c.is_ascii_digit()), "{text}");
    }
    // Just below it there are numbers, and none above the cap.
    let below = NutritionInput::from_json(&heavy(170.0, 20.0, "recreational", "maintain").to_string()).expect("valid");
    let protein = client().nutrition_plan(&below).expect("valid").value.numbers.protein_g.expect("below the cap");
    assert_eq!((protein.low, protein.high), (238.0, 250.0));
}

#[test]
fn energy_never_falls_below_the_floor() {
    for (sex, weight, height, age) in
        [("female", 45.0, 150.0, 80.0), ("male", 52.0, 165.0, 75.0), ("female", 120.0, 160.0, 30.0)]
    {
        let input: NutritionInput = serde_json::from_value(json!({
            "weight_kg": weight, "height_cm": height, "age_years": age, "sex": sex, "goal": "fat_loss", "training_status": "sedentary",
        }))
        .expect("the input has this shape");
        let numbers = client().nutrition_plan(&input).expect("valid").value.numbers;
        let energy = numbers.energy_kcal.expect("all is known");
        let resting = 10.0 * weight + 6.25 * height - 5.0 * age + if sex == "male" { 5.0 } else { -161.0 };
        assert!(energy.low >= resting && energy.low >= if sex == "male" { 1500.0 } else { 1200.0 }, "{energy:?}");
        let (protein, fat, rest) = (numbers.protein_g, numbers.fat_g, numbers.carbohydrate_g);
        let middle = |range: Option<gemini::Range>| {
            range.map(|range| f64::midpoint(range.low, range.high)).expect("all is known")
        };
        let sum = 4.0 * middle(protein) + 9.0 * middle(fat) + 4.0 * middle(rest);
        assert!(
            (sum / f64::midpoint(energy.low, energy.high) - 1.0).abs() < 0.1,
            "the parts add up: {sum}, {energy:?}"
        );
    }
}

#[test]
fn words_for_a_fault_are_read_by_the_lift() {
    let corrections = |exercise: &str, factor: &str| {
        let input = json!({"exercise_type": exercise, "risk_factors": [factor]});
        let input = ExerciseInput::from_json(&input.to_string()).expect("valid");
        client().exercise_feedback(&input).expect("valid").value.text.corrections.join(" ")
    };
    assert!(corrections("Back Squat", "knees cave in").contains("band around the knees"));
    assert!(corrections("walking lunge", "knees cave in").contains("in front of a mirror"));
    assert!(corrections("Romanian deadlift", "rounded back").contains("stick along head"));
    for (exercise, factor) in [("squat", "rounded back"), ("biceps curl", "leaning back")] {
        let text = corrections(exercise, factor);
        assert!(text.starts_with(&format!("You noted: {factor}. Take the load down")), "{text}");
    }
    assert!(!corrections("squat", "knee pain").contains("knee pain"), "pain is not trained away");
}

#[test]
fn what_is_uncertain_in_a_pose_analysis_is_not_advised_on() {
    let analysis = |confidence: f64, error: f64| {
        let value = json!({
            "exercise": "squat", "confidence": confidence, "form_score": null, "injury_risk_score": null,
            "joint_angles_deg": {"left_knee": 82.0, "right_knee": 99.0},
            "joint_angle_errors_deg": {"left_knee": error, "right_knee": error},
            "warnings": [{"code": "hardly_visible", "text": "hardly visible: left wrist"}],
        });
        ExerciseInput::from_pose_json(&value.to_string()).expect("it has this shape")
    };
    let sure = client().exercise_feedback(&analysis(0.97, 3.0)).expect("valid");
    assert_eq!(sure.value.numbers.asymmetries.len(), 1, "17 degrees are more than the errors");
    assert_eq!(analysis(0.97, 3.0).cautions, ["hardly visible: left wrist"]);
    let uncertain = client().exercise_feedback(&analysis(0.97, 7.5)).expect("valid");
    assert!(uncertain.value.numbers.asymmetries.is_empty());
    let guess = client().exercise_feedback(&analysis(0.5, 7.5)).expect("valid").value.text;
    assert!(guess.summary.contains("hard to recognise"), "{}", guess.summary);
    assert!(!guess.next_session.contains("load"), "{}", guess.next_session);
    assert!(guess.strengths.is_empty());
}
