//! A client for programs without a runtime.

use tokio::runtime::{Builder, Handle, Runtime};

use crate::advice::Advice;
use crate::burnout::{BurnoutGuidance, BurnoutInput};
use crate::check::KeyCheck;
use crate::client::Client;
use crate::config::ClientConfig;
use crate::error::{ConfigError, InputError};
use crate::exercise::{ExerciseFeedback, ExerciseInput};
use crate::nutrition::{NutritionInput, NutritionPlan};
use crate::progress::{ProgressAnalysis, ProgressInput};
use crate::week::{WeekAdvice, WeekInput};
use crate::workout::{WorkoutInput, WorkoutPlan};

/// A [`Client`] for programs without a runtime: each call waits for its answer.
///
/// It may be called from within a runtime too, where it blocks the thread that calls it.
#[derive(Debug)]
pub struct BlockingClient {
    client: Client,
    /// There until it is dropped.
    runtime: Option<Runtime>,
}

impl Drop for BlockingClient {
    fn drop(&mut self) {
        // Waiting for its threads, as the runtime's own drop does, panics within another runtime.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

macro_rules! blocking {
    ($($(#[$doc:meta])* $name:ident: $input:ty => $output:ty;)*) => {
        $($(#[$doc])*
        /// # Errors
        ///
        /// [`InputError`] if a value of the input cannot be.
        pub fn $name(&self, input: &$input) -> Result<Advice<$output>, InputError> {
            self.wait(self.client.$name(input))
        })*
    };
}

impl BlockingClient {
    /// As [`Client::new`].
    ///
    /// # Errors
    ///
    /// [`ConfigError`] if a setting is out of range, or the transport or the runtime cannot start.
    pub fn new(config: ClientConfig) -> Result<Self, ConfigError> {
        Self::from_client(Client::new(config)?)
    }

    /// Waits for the answers of a client that exists already.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Runtime`].
    pub fn from_client(client: Client) -> Result<Self, ConfigError> {
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|source| ConfigError::Runtime { source })?;
        Ok(Self { client, runtime: Some(runtime) })
    }

    /// The client whose answers are waited for.
    pub fn client(&self) -> &Client {
        &self.client
    }

    blocking! {
        /// Feedback on how an exercise was done.
        exercise_feedback: ExerciseInput => ExerciseFeedback;
        /// What to eat.
        nutrition_plan: NutritionInput => NutritionPlan;
        /// Guidance for somebody whose burnout risk was estimated.
        burnout_guidance: BurnoutInput => BurnoutGuidance;
        /// A week of training.
        workout_plan: WorkoutInput => WorkoutPlan;
        /// What has changed over time.
        progress_analysis: ProgressInput => ProgressAnalysis;
        /// One answer over all areas of a week, with what contradicts what.
        week: WeekInput => WeekAdvice;
    }

    /// Whether the key works, which model answers, what that costs: as [`Client::check`].
    pub fn check(&self) -> KeyCheck {
        self.wait(self.client.check())
    }

    fn wait<T: Send>(&self, future: impl Future<Output = T> + Send) -> T {
        let runtime = self.runtime.as_ref().expect("it is there until it is dropped");
        if Handle::try_current().is_err() {
            return runtime.block_on(future);
        }
        // A thread that drives a runtime must not block on another one, so another thread does.
        std::thread::scope(|scope| {
            let waiter = scope.spawn(|| runtime.block_on(future));
            waiter.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }
}
