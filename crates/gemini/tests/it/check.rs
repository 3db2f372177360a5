//! Whether a key works.

use gemini::{Client, ClientConfig, KeyCheck};
use serde_json::json;

use crate::support::{EXERCISE, KEY, Replies, Rig, answer, captured, error, finish, per_day, refused_key, retry_info};

/// What a service that answers so is found to be, after one request; the key is nowhere.
#[track_caller]
fn check(reply: wiremock::ResponseTemplate) -> KeyCheck {
    let (check, log) = captured(async {
        let rig = Rig::new(Replies::new([reply])).await;
        let check = rig.client.check().await;
        assert_eq!(rig.n_calls().await, 1, "one request tells");
        check
    });
    let told = serde_json::to_string(&check).expect("it is JSON");
    assert!(!told.contains(KEY) && !log.contains(KEY) && !format!("{check:?}").contains(KEY));
    check
}

#[test]
fn key_that_works_says_what_answers_and_costs() {
    let found = check(answer(EXERCISE));
    assert!(found.works && found.problem.is_none());
    assert_eq!(found.model_version.as_deref(), Some("gemini-3.5-flash-lite"));
    let usage = found.usage.expect("the service says");
    assert_eq!((usage.prompt_tokens, usage.answer_tokens), (212, 340));
    // 212 tokens at 0.30 and 340 at 2.50 US dollars a million.
    assert!((found.usd.expect("a price is known") - 913.6e-6).abs() < 1e-9, "{found:?}");
    assert!((found.usd_per_answer - 1610e-6).abs() < 1e-9, "{found:?}");
    let cut = check(finish("MAX_TOKENS"));
    assert!(cut.works && cut.model_version.is_none(), "a service that answers at all took the key");
}

#[test]
fn key_that_does_not_work_says_why() {
    let problem = |reply| {
        let found = check(reply);
        assert!(!found.works);
        found.problem.expect("a reason")
    };
    assert_eq!(problem(refused_key(KEY)), "the service refused the key (400 API_KEY_INVALID)");
    assert_eq!(
        problem(error(403, "PERMISSION_DENIED", &json!([]))),
        "the service refused the key (403 PERMISSION_DENIED)"
    );
    assert_eq!(problem(error(404, "NOT_FOUND", &json!([]))), "the service knows no model `gemini-3.5-flash-lite`");
    assert_eq!(problem(retry_info("58s")), "the service is busy, again in 58 s");
    assert_eq!(problem(per_day()), "the quota is used up");
    assert_eq!(problem(error(503, "UNAVAILABLE", &json!([]))), "the service could not be reached");
}

#[test]
fn without_a_key_nothing_is_sent() {
    for (config, problem) in
        [(ClientConfig::default(), "no API key"), (ClientConfig::default().api_key(KEY).offline(true), "offline")]
    {
        let client = Client::new(config).expect("valid");
        let found = crate::support::run(client.check());
        assert_eq!((found.works, found.problem.as_deref()), (false, Some(problem)));
    }
}
