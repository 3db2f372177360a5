//! What is sent, what is accepted, and what is done with it.

use gemini::{
    BurnoutInput, FallbackReason, GuardAction, NutritionInput, ProgressInput, RiskLevel, Rule, Source, Urgency,
    WorkoutInput,
};
use serde_json::{Value, json};

use crate::support::{EXERCISE, KEY, Replies, Rig, answer, config, live, rule_based, run};

#[test]
fn request_has_the_documented_shape() {
    run(async {
        let rig = Rig::new(Replies::good()).await;
        let advice = rig.ask().await;
        assert_eq!(
            (advice.source, advice.value.text.cues.as_slice()),
            (live(), ["Brace first.".to_owned()].as_slice())
        );
        let requests = rig.server.received_requests().await.expect("recorded");
        let request = &requests[0];
        assert_eq!(
            (request.method.as_str(), request.url.path()),
            ("POST", "/v1beta/models/gemini-3.5-flash-lite:generateContent")
        );
        assert_eq!(request.url.query(), None, "the key is in no address");
        assert_eq!(request.headers["x-goog-api-key"], KEY);
        assert_eq!(request.headers["content-type"], "application/json");
        assert!(request.headers["x-server-timeout"].to_str().expect("ASCII").parse::<u32>().expect("a number") >= 10);
        let body: Value = serde_json::from_slice(&request.body).expect("JSON");
        let names: Vec<&String> = body.as_object().expect("an object").keys().collect();
        assert_eq!(names, ["contents", "generationConfig", "safetySettings", "systemInstruction"]);
        let generation = &body["generationConfig"];
        for parameter in ["temperature", "topP", "topK", "thinkingBudget", "frequencyPenalty"] {
            assert!(generation[parameter].is_null(), "`{parameter}` is deprecated");
        }
        assert_eq!(generation["thinkingConfig"], json!({"thinkingLevel": "MINIMAL"}));
        assert!(!body.to_string().contains(KEY));
        let sent = body["contents"][0]["parts"][0]["text"].as_str().expect("a text");
        assert!(
            sent.contains("\"form_score_of_100\":72.0") && !sent.contains("injury"),
            "missing values are not sent: {sent}"
        );
    });
}

#[test]
fn larger_models_are_not_asked_to_think_minimally() {
    run(async {
        let rig = Rig::with(Replies::good(), |config| config.model("gemini-3.8-flash")).await;
        rig.ask().await;
        let request = &rig.server.received_requests().await.expect("recorded")[0];
        let body: Value = serde_json::from_slice(&request.body).expect("JSON");
        assert_eq!(body["generationConfig"]["thinkingConfig"]["thinkingLevel"], "LOW");
        assert!(request.url.path().contains("gemini-3.8-flash"));
    });
}

#[test]
fn limit_of_tokens_is_doubled_after_an_answer_that_hit_it() {
    run(async {
        let rig = Rig::new(Replies::new([crate::support::finish("MAX_TOKENS"), answer(EXERCISE)])).await;
        let advice = rig.ask().await;
        let limits: Vec<Value> = rig
            .server
            .received_requests()
            .await
            .expect("recorded")
            .iter()
            .map(|request| {
                serde_json::from_slice::<Value>(&request.body).expect("JSON")["generationConfig"]["maxOutputTokens"]
                    .take()
            })
            .collect();
        assert_eq!(limits, [2048, 4096]);
        let usage = advice.usage.expect("requests were made");
        assert_eq!((usage.n_requests, usage.prompt_tokens, usage.total_tokens()), (2, 171 + 212, 191 + 552));
    });
}

#[test]
fn marks_around_the_data_differ_in_each_request() {
    run(async {
        let rig = Rig::new(Replies::new([answer("no JSON"), answer(EXERCISE)])).await;
        rig.ask().await;
        let requests = rig.server.received_requests().await.expect("recorded");
        let mark = |index: usize| {
            let body: Value = serde_json::from_slice(&requests[index].body).expect("JSON");
            body["contents"][0]["parts"][0]["text"].as_str().expect("a text")[..38].to_owned()
        };
        assert!(mark(0).starts_with("<data-") && mark(0) != mark(1));
    });
}

#[test]
fn alternate_model_is_asked_where_the_first_is_unknown() {
    run(async {
        let unknown = || crate::support::error(404, "NOT_FOUND", &json!([]));
        let rig =
            Rig::with(Replies::new([unknown(), answer(EXERCISE)]), |config| config.alternate_model("gemini-9")).await;
        assert_eq!(rig.ask().await.source, live());
        let requests = rig.server.received_requests().await.expect("recorded");
        assert_eq!(requests.len(), 2);
        assert!(requests[1].url.path().contains("gemini-9"));
        let rig = Rig::with(Replies::new([unknown()]), |config| config.alternate_model("gemini-9")).await;
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::Disabled));
        assert_eq!((rig.n_calls().await, rig.ask().await.source), (2, rule_based(FallbackReason::Disabled)));
        assert_eq!(rig.n_calls().await, 2, "a service that refuses is not asked again");
    });
}

/// What a model that broke every rule wrote about food; the targets stay those of the formulas.
#[test]
fn dangerous_advice_about_food_is_replaced() {
    let input: NutritionInput = serde_json::from_value(json!({
        "weight_kg": 72.5, "height_cm": 178, "age_years": 31, "sex": "male", "goal": "fat_loss", "training_status": "recreational",
        "restrictions": ["vegetarian"],
    }))
    .expect("the input has this shape");
    let good = json!({
        "summary": "Aim for 101.5 g of protein a day.", "foods": ["Lentils", "Eggs", "Oats"], "meals": ["A bowl of lentils."],
        "timing": "Eat after training.", "habits": ["Cook at home."],
    });
    for (field, bad, rule) in [
        ("summary", json!("Eat 362 g of protein a day, that is 5 g/kg."), Rule::Numbers),
        ("summary", json!("Stay at 600 kcal."), Rule::Numbers),
        ("meals", json!(["A grilled chicken breast."]), Rule::Restriction),
        ("habits", json!(["Skip meals when you are not hungry."]), Rule::Unsafe),
        ("timing", json!("Take laxatives at night."), Rule::Drugs),
    ] {
        run(async {
            let mut text = good.clone();
            text[field] = bad;
            let rig = Rig::new(Replies::new([answer(&text.to_string())])).await;
            let advice = rig.client.nutrition_plan(&input).await.expect("valid");
            assert_eq!(advice.source, rule_based(FallbackReason::Guard));
            let refused = || GuardAction::Refused { field: field.to_owned(), rule };
            assert_eq!(advice.actions, [refused(), refused()], "asked once more, then replaced");
            let protein = advice.value.numbers.protein_g.expect("the weight is known");
            assert_eq!((protein.low, protein.high, rig.n_calls().await), (102.0, 145.0, 2));
        });
    }
    run(async {
        let rig = Rig::new(Replies::new([answer(&good.to_string())])).await;
        assert_eq!(rig.client.nutrition_plan(&input).await.expect("valid").source, live());
    });
}

/// Whoever writes the text, help is added by code.
#[test]
fn burnout_escalates_whoever_writes() {
    let text = json!({
        "summary": "The risk is high.", "this_week": ["Sleep."], "work": ["Say no."], "recovery": ["Walk."], "protect": "Your friends.",
    });
    for (level, urgency) in [
        (RiskLevel::Low, None),
        (RiskLevel::Moderate, None),
        (RiskLevel::High, Some(Urgency::Professional)),
        (RiskLevel::Critical, Some(Urgency::Professional)),
        (RiskLevel::Unknown, Some(Urgency::Professional)),
    ] {
        run(async {
            let rig = Rig::new(Replies::new([answer(&text.to_string())])).await;
            let input = BurnoutInput { risk_level: level, ..BurnoutInput::default() };
            let advice = rig.client.burnout_guidance(&input).await.expect("valid");
            assert_eq!((advice.source, advice.escalation.map(|help| help.urgency)), (live(), urgency), "{level:?}");
            let offline = gemini::Client::new(config("http://localhost").offline(true)).expect("valid");
            let advice = offline.burnout_guidance(&input).await.expect("valid");
            assert_eq!(advice.escalation.map(|help| help.urgency), urgency, "{level:?}");
        });
    }
    let weeks = BurnoutInput { risk_level: RiskLevel::Moderate, weeks_at_level: Some(5.0), ..BurnoutInput::default() };
    let advice = run(async { Rig::new(Replies::good()).await.client.burnout_guidance(&weeks).await.expect("valid") });
    assert_eq!(advice.escalation.map(|help| help.urgency), Some(Urgency::CheckIn));
}

/// Words of despair are answered by code: nothing is sent, logged or kept.
#[test]
fn crisis_never_reaches_the_service() {
    let (calls, log) = crate::support::captured(async {
        let rig = Rig::new(Replies::good()).await;
        for (country, line) in [("IN", "Tele-MANAS: 14416"), ("us", "988"), ("DE", "emergency number")] {
            let input: WorkoutInput =
                serde_json::from_value(json!({"notes": "some days I want to d\u{200B}ie", "country": country}))
                    .expect("a shape");
            let advice = rig.client.workout_plan(&input).await.expect("valid");
            let help = advice.escalation.expect("help is offered");
            assert_eq!(help.urgency, Urgency::Crisis);
            assert!(help.contacts[0].contains(line), "{:?}", help.contacts);
            assert!(
                advice.value.text.overview.contains("talk to someone now") && advice.value.numbers.sessions.is_empty()
            );
        }
        rig.n_calls().await
    });
    assert_eq!(calls, 0);
    assert!(!log.contains("some days"));
}

#[test]
fn gates_come_before_any_request() {
    run(async {
        let rig = Rig::new(Replies::good()).await;
        for condition in gemini::Condition::ALL.into_iter().filter(|condition| condition.is_referred()) {
            let mut input = NutritionInput::default();
            input.person.weight_kg = Some(70.0);
            input.person.conditions = vec![condition];
            let advice = rig.client.nutrition_plan(&input).await.expect("valid");
            assert_eq!(advice.source, rule_based(FallbackReason::Gate(gemini::Gate::Health(condition))));
            assert!(
                advice.value.numbers.protein_g.is_none() && advice.escalation.is_some(),
                "no number with {condition:?}"
            );
        }
        let minor: ProgressInput =
            serde_json::from_value(json!({"age_years": 15, "metrics": [{"name": "weight"}]})).expect("a shape");
        let advice = rig.client.progress_analysis(&minor).await.expect("valid");
        assert!(matches!(advice.source, Source::RuleBased { reason: FallbackReason::Gate(gemini::Gate::Minor) }));
        assert_eq!(rig.n_calls().await, 0);
    });
}
