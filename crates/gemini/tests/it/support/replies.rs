//! What the service answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use gemini::Environment;

use super::FakeEnvironment;

/// What a well-behaved model writes about a squat.
pub(crate) const EXERCISE: &str = r#"{"summary":"Your squat scored 72 of 100, a fair base.","strengths":["Your heels stayed down."],"corrections":["Slow the way down."],"cues":["Brace first."],"next_session":"Do 3 sets of 6 slow repetitions."}"#;

/// Replies in order; the last one repeats.
pub(crate) struct Replies {
    templates: Vec<ResponseTemplate>,
    next: AtomicUsize,
}

impl Replies {
    pub(crate) fn new(templates: impl IntoIterator<Item = ResponseTemplate>) -> Self {
        Self { templates: templates.into_iter().collect(), next: AtomicUsize::new(0) }
    }

    pub(crate) fn good() -> Self {
        Self::new([answer(EXERCISE)])
    }

    pub(crate) async fn serve(self) -> MockServer {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(self).mount(&server).await;
        server
    }
}

impl Respond for Replies {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let index = self.next.fetch_add(1, Ordering::SeqCst).min(self.templates.len() - 1);
        self.templates[index].clone()
    }
}

/// A service that is overloaded until a moment of the test's clock.
pub(crate) struct BusyUntil {
    pub(crate) environment: Arc<FakeEnvironment>,
    pub(crate) moment: Duration,
}

impl BusyUntil {
    /// From now on, for so long.
    pub(crate) async fn serve(environment: &Arc<FakeEnvironment>, spell: Duration) -> MockServer {
        let server = MockServer::start().await;
        let (environment, moment) = (Arc::clone(environment), environment.monotonic() + spell);
        Mock::given(any()).respond_with(Self { environment, moment }).mount(&server).await;
        server
    }
}

impl Respond for BusyUntil {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        if self.environment.monotonic() < self.moment {
            error(503, "UNAVAILABLE", &json!([]))
        } else {
            answer(EXERCISE)
        }
    }
}

fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// A model that finished.
pub(crate) fn answer(text: &str) -> ResponseTemplate {
    ok(&json!({
        "candidates": [{"content": {"parts": [{"text": text}], "role": "model"}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 212, "candidatesTokenCount": 340, "totalTokenCount": 552},
        "modelVersion": "gemini-3.5-flash-lite",
    }))
}

/// A model that ended for another reason.
pub(crate) fn finish(reason: &str) -> ResponseTemplate {
    ok(&json!({
        "candidates": [{"finishReason": reason, "index": 0}],
        "usageMetadata": {"promptTokenCount": 171, "thoughtsTokenCount": 20, "totalTokenCount": 191},
    }))
}

pub(crate) fn error(status: u16, name: &str, details: &Value) -> ResponseTemplate {
    let body = json!({"error": {"code": status, "message": "as the service says", "status": name, "details": details}});
    ResponseTemplate::new(status).set_body_json(body)
}

pub(crate) fn retry_info(delay: impl Into<Value>) -> ResponseTemplate {
    let details = json!([
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure",
         "violations": [{"quotaId": "GenerateRequestsPerMinutePerProjectPerModel-FreeTier"}]},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay.into()},
    ]);
    error(429, "RESOURCE_EXHAUSTED", &details)
}

pub(crate) fn per_day() -> ResponseTemplate {
    let violations = json!([{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]);
    let details = json!([
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": violations},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "3s"},
    ]);
    error(429, "RESOURCE_EXHAUSTED", &details)
}

/// A refusal that echoes the key wherever it can.
pub(crate) fn refused_key(key: &str) -> ResponseTemplate {
    let details = json!([
        {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID", "domain": key},
        {"@type": "type.googleapis.com/google.rpc.DebugInfo", "detail": format!("Invalid API key: {key}")},
    ]);
    error(400, "INVALID_ARGUMENT", &details)
}

/// The first half of a good body.
pub(crate) fn truncated() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_string("{\"candidates\":[{\"content\":{\"parts\":[{\"te")
}
