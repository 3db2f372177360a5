//! The client: checks an input, refers people who need somebody else, and hands the rest on.

use std::fmt;
use std::sync::Arc;

use tracing::{Instrument, field};

use crate::advice::{Advice, Coached, DISCLAIMER, FallbackReason, Source};
use crate::burnout::{BurnoutGuidance, BurnoutInput};
use crate::config::ClientConfig;
use crate::consultant::Consultant;
use crate::environment::{Environment, SystemEnvironment};
use crate::error::{ConfigError, InputError};
use crate::exercise::{ExerciseFeedback, ExerciseInput};
use crate::fetch::Fetcher;
use crate::gate::{Gate, gate};
use crate::nutrition::{NutritionInput, NutritionPlan};
use crate::progress::{ProgressAnalysis, ProgressInput};
use crate::transport::Transport;
use crate::use_case::UseCase;
use crate::week::{WeekAdvice, WeekInput};
use crate::workout::{WorkoutInput, WorkoutPlan};

/// Asks a model for coaching texts, and writes them by rules where it cannot or must not.
///
/// Cloning is cheap: clones share the cache, the budget and the connections. The futures need a tokio runtime with
/// time and I/O enabled; for other callers there is [`BlockingClient`](crate::BlockingClient).
#[derive(Clone)]
pub struct Client {
    consultant: Arc<Consultant>,
}

/// By hand: the key is not shown.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("config", self.consultant.config()).finish_non_exhaustive()
    }
}

type Result<T, E = InputError> = std::result::Result<T, E>;

impl Client {
    /// A client of the service. Without a key it answers by rules, which is no error.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] if a setting is out of range or the encrypted transport cannot start.
    pub fn new(config: ClientConfig) -> Result<Self, ConfigError> {
        Self::with_environment(config, Arc::new(SystemEnvironment::default()))
    }

    /// A client of the service, with a clock and random numbers of the caller's.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] if a setting is out of range or the encrypted transport cannot start.
    pub fn with_environment(config: ClientConfig, environment: Arc<dyn Environment>) -> Result<Self, ConfigError> {
        config.check()?;
        if config.offline || !config.has_key() {
            let reason = if config.offline { FallbackReason::Offline } else { FallbackReason::NoKey };
            return Ok(Self::assemble(config, environment, Err(reason)));
        }
        #[cfg(feature = "live")]
        {
            let transport = Arc::new(crate::live::LiveTransport::new(&config)?);
            Self::with_transport(config, transport, environment)
        }
        #[cfg(not(feature = "live"))]
        Err(ConfigError::NoTransport)
    }

    /// A client with another transport, and with a clock and random numbers of the caller's.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] if a setting is out of range.
    pub fn with_transport(
        config: ClientConfig,
        transport: Arc<dyn Transport>,
        environment: Arc<dyn Environment>,
    ) -> Result<Self, ConfigError> {
        config.check()?;
        let service = match (&config.api_key, config.offline) {
            (_, true) => Err(FallbackReason::Offline),
            (None, _) => Err(FallbackReason::NoKey),
            (Some(key), _) => Ok(Fetcher::new(config.clone(), key.clone(), transport, Arc::clone(&environment))),
        };
        Ok(Self::assemble(config, environment, service))
    }

    fn assemble(
        config: ClientConfig,
        environment: Arc<dyn Environment>,
        service: Result<Fetcher, FallbackReason>,
    ) -> Self {
        Self { consultant: Arc::new(Consultant::new(config, environment, service)) }
    }

    /// Feedback on how an exercise was done.
    ///
    /// # Errors
    ///
    /// [`InputError`] if a value of the input cannot be.
    pub async fn exercise_feedback(&self, input: &ExerciseInput) -> Result<Advice<ExerciseFeedback>> {
        self.advise(input).await
    }

    /// What to eat.
    ///
    /// # Errors
    ///
    /// [`InputError`] if a value of the input cannot be.
    pub async fn nutrition_plan(&self, input: &NutritionInput) -> Result<Advice<NutritionPlan>> {
        self.advise(input).await
    }

    /// Guidance for somebody whose burnout risk was estimated.
    ///
    /// # Errors
    ///
    /// [`InputError`] if a value of the input cannot be.
    pub async fn burnout_guidance(&self, input: &BurnoutInput) -> Result<Advice<BurnoutGuidance>> {
        self.advise(input).await
    }

    /// A week of training.
    ///
    /// # Errors
    ///
    /// [`InputError`] if a value of the input cannot be.
    pub async fn workout_plan(&self, input: &WorkoutInput) -> Result<Advice<WorkoutPlan>> {
        self.advise(input).await
    }

    /// What has changed over time.
    ///
    /// # Errors
    ///
    /// [`InputError`] if a value of the input cannot be.
    pub async fn progress_analysis(&self, input: &ProgressInput) -> Result<Advice<ProgressAnalysis>> {
        self.advise(input).await
    }

    /// One answer over all areas of a week, with what contradicts what.
    ///
    /// # Errors
    ///
    /// [`InputError`] if a value of the input cannot be.
    pub async fn week(&self, input: &WeekInput) -> Result<Advice<WeekAdvice>> {
        self.advise(&input.merged()).await
    }

    /// Forgets all cached answers, in memory and on disk.
    ///
    /// # Errors
    ///
    /// [`std::io::Error`] of the first file that cannot be deleted; all others are deleted nevertheless.
    pub fn purge_cache(&self) -> std::io::Result<()> {
        self.consultant.purge_cache()
    }

    pub(crate) fn config(&self) -> &ClientConfig {
        self.consultant.config()
    }

    pub(crate) fn service(&self) -> Result<&Fetcher, FallbackReason> {
        self.consultant.service()
    }

    async fn advise<U: UseCase>(&self, input: &U) -> Result<Advice<Coached<U::Numbers, U::Text>>> {
        let span = tracing::info_span!(
            "gemini.advice",
            use_case = U::NAME,
            source = field::Empty,
            reason = field::Empty,
            n_requests = field::Empty,
            tokens = field::Empty,
            escalated = field::Empty,
        );
        async {
            input.person().check()?;
            input.check()?;
            let advice = match gate_of(input) {
                Some(gate) => referral(input, gate),
                None => self.consultant.advise(input).await,
            };
            record(&advice);
            Ok(advice)
        }
        .instrument(span)
        .await
    }
}

fn gate_of<U: UseCase>(input: &U) -> Option<Gate> {
    gate(input.person(), input.free_texts(), input.wants_to_lose_weight()).or_else(|| input.own_gate())
}

fn referral<U: UseCase>(input: &U, gate: Gate) -> Advice<Coached<U::Numbers, U::Text>> {
    Advice {
        value: Coached { numbers: input.numbers_without_targets(), text: input.referral(gate) },
        source: Source::RuleBased { reason: FallbackReason::Gate(gate) },
        actions: Vec::new(),
        questions: Vec::new(),
        escalation: Some(gate.escalation(input.person())),
        disclaimer: DISCLAIMER.to_owned(),
        usage: None,
    }
}

fn record<T>(advice: &Advice<T>) {
    let span = tracing::Span::current();
    let source = match &advice.source {
        Source::Live { .. } => "live",
        Source::Cache { .. } => "cache",
        Source::StaleCache { .. } => "stale_cache",
        Source::RuleBased { reason } => {
            span.record("reason", field::display(reason));
            "rule_based"
        }
    };
    span.record("source", source);
    span.record("escalated", advice.escalation.is_some());
    if let Some(usage) = advice.usage {
        span.record("n_requests", usage.n_requests);
        span.record("tokens", usage.total_tokens());
    }
}
