//! Answers of the service, by what follows from them.

use std::time::Duration;

use proptest::prelude::*;
use serde_json::json;

use super::{Outcome, classify, parse_duration};

fn quota(details: serde_json::Value) -> String {
    json!({"error": {"code": 429, "message": "Please retry in 9s.", "status": "RESOURCE_EXHAUSTED", "details": details}}).to_string()
}

fn retry_info(delay: serde_json::Value) -> serde_json::Value {
    json!({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay})
}

fn violation(id: &str) -> serde_json::Value {
    json!({"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": id}]})
}

#[track_caller]
fn check(status: u16, retry_after: Option<&str>, body: &str, expected: Outcome) {
    assert_eq!(classify(status, retry_after, body.as_bytes()).outcome, expected, "{status} {body}");
}

const fn transient(seconds: Option<u64>) -> Outcome {
    let after = match seconds {
        Some(seconds) => Some(Duration::from_secs(seconds)),
        None => None,
    };
    Outcome::Transient { after }
}

#[test]
fn delays_are_protobuf_durations() {
    assert_eq!(parse_duration("45.837906927s"), Some(Duration::new(45, 837_906_927)));
    assert_eq!(parse_duration("0s"), Some(Duration::ZERO));
    assert_eq!(parse_duration("1.5s"), Some(Duration::from_millis(1500)));
    for text in ["-1s", "1e9s", "s", "", "5", "1.s", ".5s", "1.0123456789s", "NaNs", " 5s", "५s"] {
        assert_eq!(parse_duration(text), None, "{text}");
    }
    assert!(parse_duration("99999999999999999999s").is_some_and(|delay| delay > Duration::from_hours(1000)));
}

#[test]
fn quota_of_a_minute_is_transient_and_that_of_a_day_is_not() {
    let minute = violation("GenerateRequestsPerMinutePerProjectPerModel-FreeTier");
    let day = violation("GenerateRequestsPerDayPerProjectPerModel-FreeTier");
    check(429, None, &quota(json!([minute, retry_info(json!("7s"))])), transient(Some(7)));
    check(429, None, &quota(json!([minute, day, retry_info(json!("7s"))])), Outcome::Quota);
    check(429, None, &quota(json!([{"@type": "x/google.rpc.QuotaFailure", "violations": [{}, 5]}])), transient(None));
    for delay in [json!("-1s"), json!("1e9s"), json!(7), json!(null), json!({"seconds": 7})] {
        check(429, None, &quota(json!([retry_info(delay)])), transient(None));
    }
    check(429, Some("12"), &quota(json!([retry_info(json!("7s"))])), transient(Some(12)));
    check(429, Some("soon"), "<html>busy</html>", transient(None));
    check(429, None, &format!("[{}]", quota(json!([day]))), Outcome::Quota);
    check(400, None, r#"{"error":{"status":"FAILED_PRECONDITION"}}"#, Outcome::Quota);
    let elsewhere = r#"{"error":{"code":400,"status":"FAILED_PRECONDITION","message":"User location is not supported for the API use."}}"#;
    check(400, None, elsewhere, Outcome::NotHere);
    for message in [
        "user location is not supported for the api use without a billing account linked.",
        "Gemini API free tier is not available in your country. Please enable billing on your project.",
        "The Gemini API is not available in your REGION.",
    ] {
        let error = json!({"code": 400, "status": "FAILED_PRECONDITION", "message": message, "details": null});
        check(400, None, &json!({"error": error}).to_string(), Outcome::NotHere);
        check(400, None, &json!([{"error": error, "future": 1}]).to_string(), Outcome::NotHere);
    }
    for message in [json!(null), json!(7), json!({"text": "location"}), json!("Billing is off.")] {
        let body = json!({"error": {"status": "FAILED_PRECONDITION", "message": message}}).to_string();
        check(400, None, &body, Outcome::Quota);
    }
}

#[test]
fn statuses_fall_into_classes() {
    for status in [408, 429, 499, 500, 502, 503, 504] {
        check(status, None, "", transient(None));
        check(status, Some("3"), "not json", transient(Some(3)));
    }
    let bad_key = r#"{"error":{"status":"INVALID_ARGUMENT","details":[{"@type":"t/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}"#;
    check(400, None, bad_key, Outcome::Refused { reason: "400 API_KEY_INVALID".to_owned() });
    for status in [301, 302, 307, 401, 403] {
        check(status, None, "", Outcome::Refused { reason: status.to_string() });
    }
    check(404, None, r#"{"error":{"status":"NOT_FOUND"}}"#, Outcome::NoModel);
    for status in [400, 413, 418, 201] {
        check(status, None, "{}", Outcome::BadRequest { reason: status.to_string() });
    }
}

#[test]
fn successes_without_an_answer_are_told_apart() {
    let finish = |reason: &str| {
        json!({"candidates": [{"finishReason": reason, "content": {"parts": [{"text": "x"}]}}]}).to_string()
    };
    for reason in ["SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "LANGUAGE"] {
        check(200, None, &finish(reason), Outcome::Blocked);
    }
    for reason in ["RECITATION", "OTHER", "MALFORMED_FUNCTION_CALL", "NO_IMAGE", "A_REASON_OF_2031"] {
        check(200, None, &finish(reason), Outcome::Unfinished);
    }
    check(200, None, &finish("MAX_TOKENS"), Outcome::CutOff);
    for reason in ["SAFETY", "OTHER", "A_REASON_OF_2031"] {
        check(200, None, &json!({"promptFeedback": {"blockReason": reason}}).to_string(), Outcome::Blocked);
    }
    for body in [
        "{}",
        "[]",
        r#"{"candidates":[]}"#,
        r#"{"candidates":[{"finishReason":"STOP"}]}"#,
        r#"{"candidates":[{"finishReason":"STOP","content":{"role":"model"}}]}"#,
        r#"{"candidates":[{"finishReason":"STOP","content":{"parts":[{"text":"hm","thought":true}]}}]}"#,
        r#"{"candidates":[{"finishReason":"STOP","content":{"parts":[{"text":""},{"thoughtSignature":"x"}]}}]}"#,
        r#"{"candidates":[{"content":{"parts":[{"text":"no end"}]}}]}"#,
    ] {
        check(200, None, body, Outcome::Unfinished);
    }
    for body in ["", "<html>", "{\"candidates\":[{\"fin", "\u{FEFF}{}", "null"] {
        check(200, None, body, transient(None));
    }
}

#[test]
fn answer_joins_its_parts_and_skips_thoughts_and_unknown_fields() {
    let body = json!({
        "candidates": [{"index": 0, "finishReason": "STOP", "futureField": [1], "content": {"role": "model", "parts": [
            {"text": "thinking", "thought": true}, {"text": "{\"a\":"}, {"futurePart": {}}, {"text": "1}", "thoughtSignature": "s"},
        ]}}],
        "usageMetadata": {"promptTokenCount": 212, "candidatesTokenCount": 340, "thoughtsTokenCount": 7, "totalTokenCount": 559},
        "modelVersion": "gemini-3.5-flash-lite", "responseId": "x",
    });
    let classified = classify(200, None, body.to_string().as_bytes());
    let model_version = Some("gemini-3.5-flash-lite".to_owned());
    assert_eq!(classified.outcome, Outcome::Answer { text: "{\"a\":1}".to_owned(), model_version, retirement: None });
    assert_eq!((classified.usage.prompt_tokens, classified.usage.total_tokens()), (212, 559));
}

#[test]
fn optional_fields_of_any_type_cost_no_answer() {
    let usages = [
        json!({"promptTokenCount": 9, "thoughtsTokenCount": null}),
        json!({"promptTokenCount": 9, "candidatesTokenCount": "many", "thoughtsTokenCount": {"n": 1}}),
        json!({"promptTokenCount": 9, "thoughtsTokenCount": -1}),
    ];
    let others = [json!(null), json!(7), json!("text"), json!([]), json!({"futureField": true})];
    let answer = json!([{"finishReason": "STOP", "content": {"parts": [{"text": "{}", "thought": null}]}}]);
    for usage in usages.iter().chain(&others) {
        for other in &others {
            let body = json!({
                "candidates": answer, "usageMetadata": usage, "modelVersion": other, "modelStatus": other, "promptFeedback": other,
            });
            let classified = classify(200, None, body.to_string().as_bytes());
            assert!(
                matches!(&classified.outcome, Outcome::Answer { text, .. } if text == "{}"),
                "{body}: {classified:?}"
            );
            let expected = if usages.contains(usage) { 9 } else { 0 };
            assert_eq!(classified.usage.total_tokens(), expected, "{body}");
        }
    }
}

/// Everything that the service documents for an answer.
fn full_answer() -> serde_json::Value {
    json!({
        "candidates": [{
            "content": {"parts": [{"text": "{}", "thought": false, "thoughtSignature": "s"}], "role": "model"},
            "finishReason": "STOP", "finishMessage": "done", "index": 0, "avgLogprobs": -0.1, "tokenCount": 340,
            "safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"}],
            "citationMetadata": {"citationSources": []}, "groundingMetadata": {}, "logprobsResult": {},
        }],
        "promptFeedback": {"safetyRatings": []},
        "usageMetadata": {
            "promptTokenCount": 212, "cachedContentTokenCount": 5, "candidatesTokenCount": 340, "thoughtsTokenCount": 7,
            "toolUsePromptTokenCount": 0, "totalTokenCount": 559, "serviceTier": "standard",
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 212}],
        },
        "modelVersion": "gemini-3.5-flash-lite", "responseId": "x",
        "modelStatus": {"modelStage": "GA", "retirementTime": "2027-05-07T00:00:00Z", "message": "m"},
    })
}

/// The address of every value, lists and objects included.
fn pointers(value: &serde_json::Value, at: &str) -> Vec<String> {
    let below: Vec<String> = match value {
        serde_json::Value::Object(fields) => {
            fields.iter().flat_map(|(key, value)| pointers(value, &format!("{at}/{key}"))).collect()
        }
        serde_json::Value::Array(items) => {
            items.iter().enumerate().flat_map(|(index, item)| pointers(item, &format!("{at}/{index}"))).collect()
        }
        _ => Vec::new(),
    };
    std::iter::once(at.to_owned()).chain(below).collect()
}

/// A body with the value at an address in another form, or without it.
fn changed(body: &serde_json::Value, pointer: &str, to: Option<&serde_json::Value>) -> serde_json::Value {
    let mut body = body.clone();
    if let Some(value) = to {
        *body.pointer_mut(pointer).expect("the address is one of its own") = value.clone();
        return body;
    }
    let (parent, key) = pointer.rsplit_once('/').expect("no address is empty");
    match body.pointer_mut(parent).expect("the address is one of its own") {
        serde_json::Value::Object(fields) => drop(fields.remove(key)),
        serde_json::Value::Array(items) => drop(items.remove(0)),
        _ => unreachable!("only these hold others"),
    }
    body
}

/// All of another type, and of another kind of number.
fn other_forms() -> [serde_json::Value; 10] {
    [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!("text"),
        json!([]),
        json!([null]),
        json!({}),
        json!({"future": [1]}),
    ]
}

/// Each value that is not the answer itself: absent, null, of another type.
#[test]
fn answer_survives_any_other_value_in_any_form() {
    // Without these there is no answer, or the service says that there is none.
    const NEEDED: [&str; 8] = [
        "",
        "/candidates",
        "/candidates/0",
        "/candidates/0/content",
        "/candidates/0/content/parts",
        "/candidates/0/content/parts/0",
        "/candidates/0/content/parts/0/text",
        "/candidates/0/finishReason",
    ];
    let body = full_answer();
    let optional: Vec<String> =
        pointers(&body, "").into_iter().filter(|pointer| !NEEDED.contains(&pointer.as_str())).collect();
    assert!(optional.len() >= 30, "{optional:?}");
    for pointer in &optional {
        let forms = other_forms();
        for form in forms.iter().map(Some).chain([None]) {
            // A part that says it is a thought is one.
            if pointer.ends_with("/thought") && form == Some(&json!(true)) {
                continue;
            }
            let body = changed(&body, pointer, form);
            let classified = classify(200, None, body.to_string().as_bytes());
            let is_answer = matches!(&classified.outcome, Outcome::Answer { text, .. } if text == "{}");
            assert!(is_answer, "`{pointer}` as {form:?}: {classified:?}");
            assert!(classified.usage.total_tokens() <= 559, "`{pointer}` as {form:?}: {:?}", classified.usage);
        }
    }
    // All of them at once.
    let bare = json!({"candidates": [{"content": {"parts": [{"text": "{}"}]}, "finishReason": "STOP"}]});
    assert!(matches!(classify(200, None, bare.to_string().as_bytes()).outcome, Outcome::Answer { .. }));
}

/// Nothing in the form of an error turns a busy service into anything else.
#[test]
fn busy_stays_busy_in_any_form() {
    let body = json!({"error": {
        "code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Please retry in 58s.",
        "details": [retry_info(json!("58s")), violation("GenerateRequestsPerMinutePerProjectPerModel-FreeTier")],
    }});
    check(429, None, &body.to_string(), transient(Some(58)));
    check(429, Some("58"), "", transient(Some(58)));
    for pointer in pointers(&body, "").into_iter().filter(|pointer| !pointer.is_empty()) {
        for form in other_forms().iter().map(Some).chain([None]) {
            let body = changed(&body, &pointer, form).to_string();
            let outcome = classify(429, None, body.as_bytes()).outcome;
            assert!(matches!(outcome, Outcome::Transient { .. }), "`{pointer}` as {form:?}: {outcome:?}");
            let outcome = classify(503, None, body.as_bytes()).outcome;
            assert!(matches!(outcome, Outcome::Transient { .. }), "`{pointer}` as {form:?}: {outcome:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(status in 100_u16..600, after in proptest::option::of("\\PC{0,12}"), body in any::<Vec<u8>>()) {
        let _ = classify(status, after.as_deref(), &body);
    }

    #[test]
    fn no_json_makes_it_panic(status in proptest::sample::select(vec![200_u16, 400, 429, 503]), body in "[\\[\\]{}\":,a-z0-9 ]{0,60}") {
        let _ = classify(status, None, body.as_bytes());
    }
}
