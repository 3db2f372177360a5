//! Progress: dates, chance, directions, and values that are in doubt.

use gemini::{BlockingClient, ClientConfig, FallbackReason, ProgressInput, Source, Verdict};
use serde_json::{Value, json};

fn client() -> BlockingClient {
    BlockingClient::new(ClientConfig::default()).expect("no key is no error")
}

fn metric(name: &str, values: impl IntoIterator<Item = (u32, f64)>) -> Value {
    let points: Vec<Value> =
        values.into_iter().map(|(day, value)| json!({"date": format!("2026-03-{day:02}"), "value": value})).collect();
    json!({"name": name, "points": points})
}

#[test]
fn progress_knows_directions_dates_and_chance() {
    let weekly = |from: f64, step: f64| (0..4).map(move |week| (1 + 7 * week, from + step * f64::from(week)));
    let mut gaps = metric("form_score", weekly(60.0, 3.0));
    gaps["points"][1]["value"] = Value::Null;
    let input: ProgressInput = serde_json::from_value(json!({"metrics": [
        metric("resting_heart_rate", weekly(62.0, -1.0)),
        metric("body_fat", weekly(20.0, 0.5)),
        metric("mood", [(1, 5.0), (8, 7.0), (15, 4.0), (22, 6.0), (29, 5.0)]),
        metric("weight", weekly(80.0, -0.5)),
        metric("steps", weekly(7000.0, 0.0)),
        metric("hrv", (1..=13).map(|day| (day, f64::from(day)))),
        gaps,
        json!({"name": "vo2max"}),
    ]}))
    .expect("the input has this shape");
    let advice = client().progress_analysis(&input).expect("valid");
    let verdicts: Vec<Verdict> = advice.value.numbers.trends.iter().map(|trend| trend.verdict).collect();
    assert_eq!(
        verdicts,
        [
            Verdict::Improving,
            Verdict::Worsening,
            Verdict::Steady,
            Verdict::Changing,
            Verdict::Steady,
            Verdict::NotEnoughData,
            Verdict::NotEnoughData,
            Verdict::NotEnoughData,
        ],
        "13 days, 3 values and none are no trend"
    );
    assert_eq!(advice.value.numbers.trends[0].per_week, Some(-1.0));
    let text = serde_json::to_string(&advice.value.text).expect("JSON");
    assert!(
        text.contains("not enough data") && text.contains("2026-03-22") && text.contains("the latest value is 59"),
        "{text}"
    );
}

/// The row of the table of cases: pounds among kilograms are asked about, and not averaged.
#[test]
fn pounds_among_kilograms_are_asked_about() {
    let weights = |values: &[f64]| {
        let points: Vec<Value> = values
            .iter()
            .enumerate()
            .map(|(week, value)| json!({"date": format!("2026-10-{:02}", 1 + 7 * week), "value": value}))
            .collect();
        let metrics = json!({"metrics": [{"name": "mood", "points": [{"date": "2026-10-01", "value": 5}]},
            {"name": "body_weight", "unit": "kg", "points": points}]});
        ProgressInput::from_json(&metrics.to_string()).expect("valid")
    };
    let advice = client().progress_analysis(&weights(&[82.0, 81.6, 179.5, 81.0, 80.7])).expect("valid");
    let [question] = advice.questions.as_slice() else { panic!("one question: {:?}", advice.questions) };
    assert_eq!(question.text, "The body weight of 2026-10-15 (179.5) looks like pounds: is it 81.4 kg?");
    assert_eq!((question.field.as_str(), question.value), ("metrics[1].points[2].value", Some(179.5)));
    assert_eq!(question.suggested, Some(81.4));
    let trend = &advice.value.numbers.trends[1];
    assert_eq!((trend.n_points, trend.mean, trend.verdict), (4, Some(81.325), Verdict::Changing));
    let told = serde_json::to_string(&advice.value.text).expect("JSON");
    assert!(told.contains("(179.5) does not fit the others and is not counted") && !told.contains("101"), "{told}");
    // Without it, there is nothing to ask and the same trend.
    let sound = client().progress_analysis(&weights(&[82.0, 81.6])).expect("valid");
    assert!(sound.questions.is_empty());
    // What is in doubt refers nobody: in pounds, 150 would hide that 68 kg are few for 205 cm.
    let mut tall = weights(&[69.0, 68.6, 68.2, 150.0]);
    tall.metrics[1].better = Some(gemini::Better::Lower);
    tall.person.height_cm = Some(205.0);
    let advice = client().progress_analysis(&tall).expect("valid");
    assert!(matches!(advice.source, Source::RuleBased { reason: FallbackReason::Gate(gemini::Gate::Underweight) }));
}

#[test]
fn weight_that_falls_fast_is_no_progress() {
    let weights = |step: f64, unit: &str| -> ProgressInput {
        let points: Vec<Value> = (0..5)
            .map(|week| json!({"date": format!("2026-03-{:02}", 1 + 7 * week), "value": 80.0 - step * f64::from(week)}))
            .collect();
        let metric = json!({"name": "body_weight", "unit": unit, "better": "lower", "target": 60, "points": points});
        ProgressInput::from_json(&json!({"metrics": [metric]}).to_string()).expect("valid")
    };
    let steady = client().progress_analysis(&weights(0.5, "kg")).expect("valid");
    assert!(steady.escalation.is_none() && steady.value.text.next_steps[0].starts_with("Keep doing what works"));
    // The share is what counts, whatever the unit.
    for unit in ["kg", "lb"] {
        let fast = client().progress_analysis(&weights(1.5, unit)).expect("valid");
        let steps = &fast.value.text.next_steps;
        assert!(steps.iter().any(|step| step.starts_with("Slow the weight loss down")), "{steps:?}");
        assert!(!steps.iter().any(|step| step.starts_with("Keep doing what works")), "{steps:?}");
        assert_eq!(fast.escalation.expect("a talk is worth it").urgency, gemini::Urgency::CheckIn);
    }
    // By what was measured last, 74 kg are too few for that height.
    let mut tall = weights(1.5, "kg");
    tall.person.height_cm = Some(205.0);
    let advice = client().progress_analysis(&tall).expect("valid");
    assert!(advice.value.text.summary.contains("already low for your height"), "{}", advice.value.text.summary);
    assert!(advice.value.numbers.trends.is_empty());
}
