//! Clocks, sleep and random numbers, which tests replace.

use std::fmt::Debug;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Time, waiting and chance, so that tests need none of them.
pub trait Environment: Debug + Send + Sync {
    /// Time since 1970. It may go backwards.
    fn wall_clock(&self) -> Duration;

    /// Time since any fixed moment. It never goes backwards.
    fn monotonic(&self) -> Duration;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// A number that nobody can foresee.
    fn random(&self) -> u64;
}

/// The clocks and the random numbers of the operating system; waits by tokio.
#[derive(Debug)]
pub struct SystemEnvironment {
    start: Instant,
}

impl Default for SystemEnvironment {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Environment for SystemEnvironment {
    fn wall_clock(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> u64 {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).expect("the operating system has random numbers");
        u64::from_le_bytes(bytes)
    }
}
