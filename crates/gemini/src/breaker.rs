//! A service that fails is left alone for a while.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Failures in a row after which the service is left alone.
const MAX_FAILURES: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// Stops asking a service that fails, and asks it again after a pause: one request first, all others if that succeeds.
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    n_failures: u32,
    /// Pauses since the last success: each is twice as long as the one before.
    n_pauses: u32,
    open_until: Option<Duration>,
    is_probing: bool,
}

/// The permission to send one request. Dropped without a result, as by a caller that gave up, it counts for nothing.
#[derive(Debug)]
pub(crate) struct Permit<'a> {
    breaker: &'a Breaker,
    is_probe: bool,
}

impl Breaker {
    /// Times are monotonic: a wall clock that goes backwards would keep the breaker open.
    pub(crate) fn admit(&self, now: Duration) -> Option<Permit<'_>> {
        let mut state = self.state();
        let is_probe = match state.open_until {
            None => false,
            Some(until) if now < until || state.is_probing => return None,
            Some(_) => true,
        };
        state.is_probing |= is_probe;
        Some(Permit { breaker: self, is_probe })
    }

    /// Leaves the service alone for a time that is known, such as until the quota starts anew.
    pub(crate) fn open_for(&self, now: Duration, pause: Duration) {
        let mut state = self.state();
        state.open_until = Some(state.open_until.unwrap_or_default().max(now + pause));
    }

    pub(crate) fn is_open(&self, now: Duration) -> bool {
        self.state().open_until.is_some_and(|until| now < until)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    /// The service answered, whatever it said.
    pub(crate) fn success(self) {
        let mut state = self.breaker.state();
        // A request from before the breaker opened says nothing about the service of now.
        if state.open_until.is_none() || self.is_probe {
            *state = State::default();
        }
    }

    /// The service failed; `after` is how long it wants to be left alone.
    pub(crate) fn failure(self, now: Duration, after: Option<Duration>) {
        let mut state = self.breaker.state();
        state.n_failures += 1;
        if self.is_probe || (state.n_failures >= MAX_FAILURES && state.open_until.is_none()) {
            let pause = (FIRST_PAUSE * 2_u32.pow(state.n_pauses.min(5))).min(LONGEST_PAUSE);
            let pause = pause.max(after.unwrap_or_default().min(LONGEST_PAUSE));
            state.n_pauses += 1;
            state.n_failures = 0;
            state.open_until = Some(now + pause);
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.is_probe {
            self.breaker.state().is_probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn fail(breaker: &Breaker, now: Duration) {
        breaker.admit(now).expect("closed, or time for a probe").failure(now, None);
    }

    fn opened() -> Breaker {
        let breaker = Breaker::default();
        (0..MAX_FAILURES).for_each(|_| fail(&breaker, at(0)));
        breaker
    }

    #[test]
    fn breaker_opens_after_failures_in_a_row_only() {
        let breaker = Breaker::default();
        (1..MAX_FAILURES).for_each(|_| fail(&breaker, at(0)));
        breaker.admit(at(0)).expect("closed").success();
        (1..MAX_FAILURES).for_each(|_| fail(&breaker, at(0)));
        assert!(!breaker.is_open(at(0)));
        fail(&breaker, at(0));
        assert!(breaker.is_open(at(29)) && breaker.admit(at(29)).is_none());
    }

    #[test]
    fn breaker_admits_one_probe_and_closes_when_it_succeeds() {
        let breaker = opened();
        let probe = breaker.admit(at(30)).expect("the pause is over");
        assert!(breaker.admit(at(30)).is_none(), "one probe at a time");
        probe.success();
        assert!(breaker.admit(at(30)).is_some() && breaker.admit(at(30)).is_some());
    }

    #[test]
    fn breaker_pauses_twice_as_long_after_each_probe_that_fails() {
        let breaker = opened();
        let mut now = at(30);
        for pause in [60, 120, 240, 480, 600, 600] {
            fail(&breaker, now);
            assert!(breaker.admit(now + at(pause - 1)).is_none(), "{pause}");
            now += at(pause);
        }
    }

    #[test]
    fn breaker_admits_another_probe_when_the_first_was_given_up() {
        let breaker = opened();
        drop(breaker.admit(at(30)));
        assert!(breaker.admit(at(30)).is_some());
    }

    #[test]
    fn breaker_ignores_late_news_of_requests_from_before_it_opened() {
        let breaker = Breaker::default();
        let early = breaker.admit(at(0)).expect("closed");
        (0..MAX_FAILURES).for_each(|_| fail(&breaker, at(0)));
        early.success();
        assert!(breaker.is_open(at(1)));
    }

    #[test]
    fn breaker_waits_as_long_as_the_service_says() {
        let breaker = Breaker::default();
        for _ in 0..MAX_FAILURES {
            breaker.admit(at(0)).expect("closed").failure(at(0), Some(at(45)));
        }
        assert!(breaker.admit(at(44)).is_none() && breaker.admit(at(45)).is_some());
    }
}
