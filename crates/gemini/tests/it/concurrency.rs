//! Requests at the same time.

use std::time::Duration;

use gemini::{FallbackReason, Source};
use serde_json::json;

use crate::support::{EXERCISE, Replies, Rig, answer, ask, error, rule_based, run};

#[test]
fn hundred_equal_requests_are_one() {
    run(async {
        let slow = answer(EXERCISE).set_delay(Duration::from_millis(100));
        let rig = Rig::new(Replies::new([slow])).await;
        let callers: Vec<_> = (0..100)
            .map(|_| {
                let client = rig.client.clone();
                tokio::spawn(async move { ask(&client).await })
            })
            .collect();
        let mut n_paid = 0;
        for caller in callers {
            let advice = caller.await.expect("no panic");
            assert!(matches!(advice.source, Source::Live { .. }));
            n_paid += usize::from(advice.usage.is_some());
        }
        assert_eq!((rig.n_calls().await, n_paid), (1, 1));
    });
}

#[test]
fn failures_are_shared_and_not_kept() {
    run(async {
        let slow = error(400, "INVALID_ARGUMENT", &json!([])).set_delay(Duration::from_millis(100));
        let rig = Rig::new(Replies::new([slow, answer(EXERCISE)])).await;
        let (one, two) = tokio::join!(rig.ask(), rig.ask());
        assert_eq!(
            (one.source, two.source),
            (rule_based(FallbackReason::BadRequest), rule_based(FallbackReason::BadRequest))
        );
        assert_eq!(rig.n_calls().await, 1);
        assert!(matches!(rig.ask().await.source, Source::Live { .. }));
    });
}

#[test]
fn waiter_takes_over_when_the_first_caller_gives_up() {
    run(async {
        let slow = || answer(EXERCISE).set_delay(Duration::from_millis(150));
        let rig = Rig::new(Replies::new([slow()])).await;
        let leader = {
            let client = rig.client.clone();
            tokio::spawn(async move { ask(&client).await })
        };
        tokio::time::sleep(Duration::from_millis(50)).await;
        let waiter = {
            let client = rig.client.clone();
            tokio::spawn(async move { ask(&client).await })
        };
        tokio::time::sleep(Duration::from_millis(20)).await;
        leader.abort();
        assert!(matches!(waiter.await.expect("no panic").source, Source::Live { .. }));
        assert_eq!(rig.n_calls().await, 2);
    });
}

#[test]
fn requests_under_way_are_limited() {
    run(async {
        let slow = answer(EXERCISE).set_delay(Duration::from_millis(100));
        let rig = Rig::with(Replies::new([slow]), |config| config.max_concurrent(2)).await;
        let start = std::time::Instant::now();
        let callers = (0..6).map(|index| {
            let client = rig.client.clone();
            tokio::spawn(async move {
                let mut input = crate::support::squat();
                input.n_repetitions = Some(index);
                client.exercise_feedback(&input).await.expect("valid").source
            })
        });
        for caller in callers.collect::<Vec<_>>() {
            assert!(matches!(caller.await.expect("no panic"), Source::Live { .. }));
        }
        assert!(start.elapsed() >= Duration::from_millis(290), "three rounds of two");
    });
}
