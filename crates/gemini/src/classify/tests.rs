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
