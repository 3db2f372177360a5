//! A clock and random numbers that tests decide.

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use gemini::{BoxFuture, Environment};

/// 2026-03-31, 12:00 UTC.
pub(crate) const NOON: Duration = Duration::from_hours(493_044);

/// A clock that moves when it is told to, and when somebody sleeps.
#[derive(Debug)]
pub(crate) struct FakeEnvironment {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    wall_clock: Duration,
    monotonic: Duration,
    slept: Vec<Duration>,
    random: u64,
}

impl Default for FakeEnvironment {
    fn default() -> Self {
        let state =
            State { wall_clock: NOON, monotonic: Duration::from_secs(1000), slept: Vec::new(), random: 1 << 63 };
        Self { state: Mutex::new(state) }
    }
}

impl FakeEnvironment {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics while it holds the lock")
    }

    /// With a chance of its own, from 0 to 1, where the default is one half.
    pub(crate) fn with_chance(chance: f64) -> Self {
        let environment = Self::default();
        let upper = f64::from(u32::MAX) * chance;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the chance is within 0 and 1")]
        let upper = upper as u64;
        environment.state().random = upper << 32;
        environment
    }

    pub(crate) fn advance(&self, duration: Duration) {
        let mut state = self.state();
        state.wall_clock += duration;
        state.monotonic += duration;
    }

    /// Sets the wall clock back; the monotonic one goes on.
    pub(crate) fn set_back(&self, duration: Duration) {
        self.state().wall_clock -= duration;
    }

    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }
}

impl Environment for FakeEnvironment {
    fn wall_clock(&self) -> Duration {
        self.state().wall_clock
    }

    fn monotonic(&self) -> Duration {
        self.state().monotonic
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.advance(duration);
        self.state().slept.push(duration);
        Box::pin(async {})
    }

    fn random(&self) -> u64 {
        let mut state = self.state();
        // Jitter reads the upper bits, which stay near one half; nonces differ.
        state.random += 1;
        state.random
    }
}
