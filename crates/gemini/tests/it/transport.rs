//! Waiting, giving up and coming back; all of it in the time of the test.

use std::sync::Arc;
use std::time::Duration;

use gemini::{Environment, FallbackReason, Source};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{
    BusyUntil, EXERCISE, FakeEnvironment, KEY, Replies, Rig, answer, error, live, per_day, retry_info, rule_based, run,
    squat,
};

fn busy() -> ResponseTemplate {
    error(503, "UNAVAILABLE", &json!([]))
}

#[test]
fn waits_grow_and_follow_the_service() {
    run(async {
        let rig = Rig::new(Replies::new([busy(), busy(), answer(EXERCISE)])).await;
        assert_eq!(rig.ask().await.source, live());
        // Chance of the test is one half: half of 1 s, half of 2 s.
        assert_eq!(rig.environment.slept(), [Duration::from_millis(500), Duration::from_secs(1)]);
        let rig = Rig::new(Replies::new([retry_info("7.5s"), answer(EXERCISE)])).await;
        rig.ask().await;
        assert_eq!(rig.environment.slept(), [Duration::from_millis(7500)]);
    });
}

/// Whatever chance says: the last request comes late enough, and all of it stays within the deadline.
#[test]
fn spell_of_three_seconds_is_waited_out() {
    for chance in [0.0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1.0] {
        run(async {
            let environment = Arc::new(FakeEnvironment::with_chance(chance));
            let start = environment.monotonic();
            let server = BusyUntil::serve(&environment, Duration::from_secs(3)).await;
            let rig = Rig::of(server, environment, |config| config);
            assert_eq!(rig.ask().await.source, live(), "chance {chance}");
            let n_calls = rig.n_calls().await;
            assert!((3..=5).contains(&n_calls), "chance {chance}: {n_calls} requests");
            let waited = rig.environment.monotonic().saturating_sub(start);
            assert!(
                waited >= Duration::from_secs(3) && waited < Duration::from_secs(20),
                "chance {chance}: {waited:?}"
            );
        });
    }
}

/// However short the deadline, pauses leave time for the request after them.
#[test]
fn pauses_fit_the_deadline() {
    for (seconds, chance) in [(1, 1.0), (2, 0.0), (5, 1.0), (20, 1.0)] {
        run(async {
            let environment = Arc::new(FakeEnvironment::with_chance(chance));
            let start = environment.monotonic();
            let server = BusyUntil::serve(&environment, Duration::from_hours(1)).await;
            let rig = Rig::of(server, environment, |config| config.deadline(Duration::from_secs(seconds)));
            assert_eq!(rig.ask().await.source, rule_based(FallbackReason::Transient));
            assert_eq!(rig.n_calls().await, 5, "{seconds} s");
            assert!(rig.environment.monotonic().saturating_sub(start) < Duration::from_secs(seconds));
        });
    }
}

#[test]
fn delay_beyond_the_deadline_is_not_waited_for() {
    let longest = u64::from(u32::MAX);
    for (delay, again_in_s) in [("45.837906927s", 46), ("58s", 58), ("20s", 20), ("99999999999999999999s", longest)] {
        run(async {
            let rig = Rig::new(Replies::new([retry_info(delay)])).await;
            assert_eq!(rig.ask().await.source, rule_based(FallbackReason::Busy { again_in_s }), "{delay}");
            assert_eq!((rig.n_calls().await, rig.environment.slept().len()), (1, 0));
        });
    }
}

#[test]
fn delay_that_is_none_is_passed_over() {
    for delay in [json!("-1s"), json!("1e9s"), json!(5), json!(null)] {
        run(async {
            let rig = Rig::new(Replies::new([retry_info(delay), answer(EXERCISE)])).await;
            assert_eq!(rig.ask().await.source, live());
            assert_eq!(rig.environment.slept(), [Duration::from_millis(500)]);
        });
    }
}

#[test]
fn breaker_opens_and_closes_again() {
    run(async {
        let replies = Replies::new([busy(), busy(), busy(), busy(), busy(), busy(), answer(EXERCISE)]);
        let rig = Rig::with(replies, |config| config.memory_entries(0)).await;
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::Transient));
        assert_eq!(rig.n_calls().await, 5, "the fifth failure opens the breaker");
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::BreakerOpen));
        assert_eq!(rig.n_calls().await, 5);
        rig.environment.advance(Duration::from_secs(30));
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::Transient), "the probe fails");
        assert_eq!((rig.n_calls().await, rig.ask().await.source), (6, rule_based(FallbackReason::BreakerOpen)));
        rig.environment.advance(Duration::from_secs(59));
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::BreakerOpen), "twice as long");
        rig.environment.advance(Duration::from_secs(1));
        assert_eq!((rig.ask().await.source, rig.ask().await.source), (live(), live()), "it is closed");
        assert_eq!(rig.n_calls().await, 8);
    });
}

#[test]
fn quota_of_the_day_is_respected_until_midnight_in_los_angeles() {
    run(async {
        let rig = Rig::new(Replies::new([per_day(), answer(EXERCISE)])).await;
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::Quota));
        // It is noon in UTC, in summer: midnight there is 19 hours away. The wall clock may be set back meanwhile.
        rig.environment.set_back(Duration::from_hours(5));
        rig.environment.advance(Duration::from_hours(19) - Duration::from_secs(1));
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::BreakerOpen));
        assert_eq!(rig.n_calls().await, 1);
        rig.environment.advance(Duration::from_secs(1));
        assert_eq!((rig.ask().await.source, rig.n_calls().await), (live(), 2));
    });
}

#[test]
fn budget_that_is_used_up_means_no_request() {
    run(async {
        let rig = Rig::with(Replies::good(), |config| config.tokens_per_minute(3000)).await;
        assert_eq!(
            rig.ask().await.source,
            rule_based(FallbackReason::Budget),
            "a prompt and 2,048 tokens may be more than that"
        );
        assert_eq!(rig.n_calls().await, 0);
        let rig = Rig::with(Replies::good(), |config| config.usd_per_day(0.0)).await;
        assert_eq!((rig.ask().await.source, rig.n_calls().await), (rule_based(FallbackReason::Budget), 0));
        let rig = Rig::with(Replies::good(), |config| config.tokens_per_minute(4500).memory_entries(0)).await;
        assert_eq!(rig.ask().await.source, live());
        let mut sources = Vec::new();
        for _ in 0..8 {
            sources.push(rig.ask().await.source);
        }
        assert!(sources.contains(&rule_based(FallbackReason::Budget)), "552 tokens each");
        rig.environment.advance(Duration::from_mins(1));
        assert_eq!(rig.ask().await.source, live());
    });
}

#[test]
fn redirects_are_not_followed() {
    run(async {
        let other = Replies::good().serve().await;
        let redirect = ResponseTemplate::new(302).insert_header("location", other.uri());
        let rig = Rig::new(Replies::new([redirect])).await;
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::Disabled));
        assert_eq!(other.received_requests().await.expect("recorded").len(), 0, "the key stays here");
        assert_eq!(rig.n_calls().await, 1);
    });
}

#[test]
fn refused_key_switches_the_service_off() {
    run(async {
        let rig = Rig::new(Replies::new([crate::support::refused_key(KEY), answer(EXERCISE)])).await;
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::Disabled));
        assert_eq!(rig.ask().await.source, rule_based(FallbackReason::Disabled));
        assert_eq!(rig.n_calls().await, 1);
    });
}

#[test]
fn many_repeated_requests_use_up_what_is_saved() {
    run(async {
        // Failures and answers in turn: the breaker never opens, but not every failure is repeated for ever.
        let replies = (0..200).map(|index| if index % 2 == 0 { busy() } else { answer(EXERCISE) });
        let rig =
            Rig::with(Replies::new(replies), |config| config.memory_entries(0).tokens_per_minute(u64::MAX / 4)).await;
        let mut n_live = 0;
        for _ in 0..40 {
            n_live += usize::from(matches!(rig.ask().await.source, Source::Live { .. }));
        }
        let n_calls = rig.n_calls().await;
        assert!(n_live >= 15 && n_calls < 60, "{n_live} answers, {n_calls} requests");
    });
}

/// A blocking client works with and without a runtime around it.
#[test]
fn blocking_client_waits() {
    let server = run(async {
        let rig = Rig::new(Replies::good()).await;
        let blocking = gemini::BlockingClient::from_client(rig.client.clone()).expect("a runtime");
        assert_eq!(blocking.exercise_feedback(&squat()).expect("valid").source, live());
        rig.server
    });
    drop(server);
    let blocking = gemini::BlockingClient::new(gemini::ClientConfig::default()).expect("no key is no error");
    assert_eq!(blocking.exercise_feedback(&squat()).expect("valid").source, rule_based(FallbackReason::NoKey));
}
