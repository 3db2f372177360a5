//! The client: the way of a request from input to advice.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tracing::{Instrument, field};

use crate::advice::{Advice, Coached, DISCLAIMER, FallbackReason, GuardAction, Source, Usage};
use crate::burnout::{BurnoutGuidance, BurnoutInput};
use crate::cache::{Cache, Entry, Keep, Key};
use crate::config::ClientConfig;
use crate::environment::{Environment, SystemEnvironment};
use crate::error::{ConfigError, InputError};
use crate::exercise::{ExerciseFeedback, ExerciseInput};
use crate::fetch::{Fetched, Fetcher};
use crate::gate::{Gate, gate};
use crate::guard::{Guard, clean_answer};
use crate::nutrition::{NutritionInput, NutritionPlan};
use crate::progress::{ProgressAnalysis, ProgressInput};
use crate::prompt::{PROMPT_VERSION, Prompt, canonical};
use crate::schema::texts;
use crate::single_flight::SingleFlight;
use crate::transport::Transport;
use crate::use_case::UseCase;
use crate::workout::{WorkoutInput, WorkoutPlan};

/// Part of every cache key: the language of the texts.
const LOCALE: &str = "en";

/// Asks a model for coaching texts, and writes them by rules where it cannot or must not.
///
/// Cloning is cheap: clones share the cache, the budget and the connections. The futures need a tokio runtime with
/// time and I/O enabled; for other callers there is [`BlockingClient`](crate::BlockingClient).
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    config: ClientConfig,
    environment: Arc<dyn Environment>,
    service: Result<Fetcher, FallbackReason>,
    cache: Arc<Cache>,
    single_flight: SingleFlight<Key, Outcome>,
}

/// What asking a model came to; shared by callers with equal questions.
type Outcome = Result<Answered, Failed>;

#[derive(Debug, Clone)]
struct Answered {
    entry: Entry,
    actions: Vec<GuardAction>,
    usage: Usage,
}

#[derive(Debug, Clone)]
struct Failed {
    reason: FallbackReason,
    actions: Vec<GuardAction>,
    usage: Usage,
}

/// A text and where it comes from.
struct Written<W> {
    text: W,
    source: Source,
    actions: Vec<GuardAction>,
    usage: Option<Usage>,
}

/// By hand: the key is not shown.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("config", &self.shared.config).finish_non_exhaustive()
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
        let cache = Arc::new(Cache::new(&config));
        Self {
            shared: Arc::new(Shared { config, environment, service, cache, single_flight: SingleFlight::default() }),
        }
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

    /// Forgets all cached answers, in memory and on disk.
    ///
    /// # Errors
    ///
    /// [`std::io::Error`] of the first file that cannot be deleted; all others are deleted nevertheless.
    pub fn purge_cache(&self) -> std::io::Result<()> {
        self.shared.cache.purge()
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
                None => self.write(input).await,
            };
            record(&advice);
            Ok(advice)
        }
        .instrument(span)
        .await
    }

    async fn write<U: UseCase>(&self, input: &U) -> Advice<Coached<U::Numbers, U::Text>> {
        let numbers = input.numbers();
        let written = match &self.shared.service {
            Ok(service) => self.consult(input, &numbers, service).await,
            Err(reason) => by_rules(input, &numbers, *reason),
        };
        Advice {
            value: Coached { numbers, text: written.text },
            source: written.source,
            actions: written.actions,
            escalation: input.escalation(),
            disclaimer: DISCLAIMER.to_owned(),
            usage: written.usage,
        }
    }

    /// The cache, then a model, then an older answer, then the rules.
    async fn consult<U: UseCase>(&self, input: &U, numbers: &U::Numbers, service: &Fetcher) -> Written<U::Text> {
        let facts = canonical(input.facts(numbers));
        let key = self.key::<U>(&facts);
        let cached = self.cached(key, input, numbers);
        if let Some((text, age)) = &cached
            && *age <= U::FRESH
        {
            return Written {
                text: text.clone(),
                source: Source::Cache { age: *age },
                actions: Vec::new(),
                usage: None,
            };
        }
        let guard = input.guard(numbers);
        let ask = self.ask::<U>(key, &facts, &guard, service);
        let (outcome, is_own) = self.shared.single_flight.run(key, ask).await;
        let used = |usage: Usage| (is_own && usage.n_requests > 0).then_some(usage);
        let failed = match outcome {
            Ok(Answered { entry, actions, usage }) => {
                let text = serde_json::from_value(entry.text).expect("the text had this shape when it was checked");
                let source = Source::Live { model_version: entry.model_version };
                return Written { text, source, actions, usage: used(usage) };
            }
            Err(failed) => failed,
        };
        let mut written = match cached {
            Some((text, age)) if age <= self.shared.config.max_stale => {
                Written { text, source: Source::StaleCache { age }, actions: Vec::new(), usage: None }
            }
            _ => by_rules(input, numbers, failed.reason),
        };
        (written.actions, written.usage) = (failed.actions, used(failed.usage));
        written
    }

    /// A cached text and its age, if it still passes all checks.
    fn cached<U: UseCase>(&self, key: Key, input: &U, numbers: &U::Numbers) -> Option<(U::Text, Duration)> {
        let hit = self.shared.cache.get(key, U::KEEP)?;
        let age = hit.entry.age(self.shared.environment.wall_clock())?;
        let mut entry = hit.entry;
        if !hit.is_checked {
            // Another version of this program may have written it, by laxer rules.
            let guard = input.guard(numbers);
            let is_sound = texts(U::FIELDS, &entry.text).is_ok() && guard.check(U::FIELDS, &entry.text, None).is_ok();
            if !is_sound {
                self.shared.cache.remove(key);
                return None;
            }
            self.shared.cache.promote(key, entry.clone());
        }
        let text = serde_json::from_value(entry.text.take()).ok()?;
        Some((text, age))
    }

    /// Asks a model, and a second time if the first answer cannot be used.
    async fn ask<U: UseCase>(&self, key: Key, facts: &Value, guard: &Guard, service: &Fetcher) -> Outcome {
        let mut search = service.search();
        let mut may_ask_again = true;
        let mut actions = Vec::new();
        loop {
            let prompt = Prompt::new::<U>(facts, self.nonce());
            let reason = match service.fetch(&prompt, &mut search, &mut may_ask_again).await {
                Err(reason) => return Err(Failed { reason, actions, usage: search.usage }),
                Ok(fetched) => match check::<U>(&fetched, guard, &prompt.nonce, &mut actions) {
                    Ok(text) => {
                        let created = self.shared.environment.wall_clock().as_secs();
                        let entry = Entry { text, model_version: fetched.model_version, created };
                        self.store(key, entry.clone(), U::KEEP).await;
                        return Ok(Answered { entry, actions, usage: search.usage });
                    }
                    Err(reason) => reason,
                },
            };
            if !std::mem::take(&mut may_ask_again) {
                return Err(Failed { reason, actions, usage: search.usage });
            }
        }
    }

    async fn store(&self, key: Key, entry: Entry, keep: Keep) {
        let cache = Arc::clone(&self.shared.cache);
        let wall_clock = self.shared.environment.wall_clock();
        if keep == Keep::Memory || !cache.is_on_disk() {
            return cache.put(key, entry, keep, wall_clock);
        }
        // Files are written beside the other futures. A panic in there only costs the entry.
        let _ = tokio::task::spawn_blocking(move || cache.put(key, entry, keep, wall_clock)).await;
    }

    /// Everything that an answer depends on, and nothing that names a person or a key.
    fn key<U: UseCase>(&self, facts: &Value) -> Key {
        let config = &self.shared.config;
        let (model, thinking_level) = (config.model.as_str(), config.thinking_level_of(&config.model));
        let settings = [PROMPT_VERSION, LOCALE, U::NAME, U::TASK, model, thinking_level];
        Key::of(&settings, U::FIELDS, facts)
    }

    fn nonce(&self) -> String {
        let random = || self.shared.environment.random();
        format!("{:016x}{:016x}", random(), random())
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
        escalation: Some(gate.escalation(input.person())),
        disclaimer: DISCLAIMER.to_owned(),
        usage: None,
    }
}

fn by_rules<U: UseCase>(input: &U, numbers: &U::Numbers, reason: FallbackReason) -> Written<U::Text> {
    Written { text: input.rules(numbers), source: Source::RuleBased { reason }, actions: Vec::new(), usage: None }
}

/// The text of a model as a value, if it has the shape asked for and breaks no rule.
fn check<U: UseCase>(
    fetched: &Fetched,
    guard: &Guard,
    nonce: &str,
    actions: &mut Vec<GuardAction>,
) -> Result<Value, FallbackReason> {
    // Read as what it must be: unknown, missing and double fields are errors. Nothing is repaired.
    let parsed = serde_json::from_str::<U::Text>(&fetched.text).and_then(serde_json::to_value);
    let mut value = parsed.map_err(|_| {
        actions.push(GuardAction::Malformed);
        FallbackReason::InvalidOutput
    })?;
    let cleaned = clean_answer(&mut value, U::FIELDS);
    if let Err(problem) = texts(U::FIELDS, &value) {
        tracing::debug!(problem, "the answer does not have the shape asked for");
        actions.push(GuardAction::Malformed);
        return Err(FallbackReason::InvalidOutput);
    }
    guard.check(U::FIELDS, &value, Some(nonce)).map_err(|violation| {
        tracing::debug!(field = violation.field, rule = ?violation.rule, "the answer breaks a rule");
        actions.push(GuardAction::Refused { field: violation.field.to_owned(), rule: violation.rule });
        FallbackReason::Guard
    })?;
    actions.extend(cleaned.into_iter().map(|field| GuardAction::Cleaned { field: field.to_owned() }));
    Ok(value)
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
