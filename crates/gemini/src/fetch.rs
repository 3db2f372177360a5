//! Requests until one answers, or there is no point in another.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use tracing::{Instrument, field};

use crate::advice::{FallbackReason, Usage};
use crate::breaker::Breaker;
use crate::budget::Budget;
use crate::classify::{Classified, Outcome, classify};
use crate::config::ClientConfig;
use crate::dates::until_pacific_midnight;
use crate::environment::Environment;
use crate::prompt::Prompt;
use crate::text::scrub;
use crate::transport::{Request, Response, Transport, TransportError};

const FIRST_BACKOFF: Duration = Duration::from_secs(1);
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);
/// How long after the first failure the last request is sent, at least: most spells of 503 are over by then.
const SPELL: Duration = Duration::from_secs(4);
/// Repeated requests that may be saved up, and how many each new one adds: in the long run every fifth is repeated.
const RETRIES_SAVED: f64 = 10.0;
const RETRIES_PER_REQUEST: f64 = 0.2;

/// The text of a model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fetched {
    pub(crate) text: String,
    pub(crate) model_version: String,
}

/// Sends requests to one service with one key.
pub(crate) struct Fetcher {
    config: ClientConfig,
    api_key: SecretString,
    transport: Arc<dyn Transport>,
    environment: Arc<dyn Environment>,
    /// One for the model, one for its alternate.
    breakers: [Breaker; 2],
    /// Which of them is asked.
    model: AtomicUsize,
    budget: Budget,
    permits: Semaphore,
    retries: Mutex<f64>,
    is_disabled: AtomicBool,
    has_warned: AtomicBool,
}

/// By hand: the key is not shown.
impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("config", &self.config).finish_non_exhaustive()
    }
}

/// How one answer is sought: the time that is left and what was used so far.
#[derive(Debug)]
pub(crate) struct Search {
    deadline: Duration,
    n_transient: u32,
    first_failure: Option<Duration>,
    max_output_tokens: u32,
    pub(crate) usage: Usage,
}

enum Step {
    Done(Fetched),
    Failed(FallbackReason),
    /// Again, with this much more time to wait.
    Again(Duration),
    /// Again with more tokens, or another try of the model; only once for one answer.
    AskAgain(FallbackReason),
}

impl Fetcher {
    pub(crate) fn new(
        config: ClientConfig,
        api_key: SecretString,
        transport: Arc<dyn Transport>,
        environment: Arc<dyn Environment>,
    ) -> Self {
        Self {
            budget: Budget::new(&config),
            permits: Semaphore::new(config.max_concurrent),
            config,
            api_key,
            transport,
            environment,
            breakers: [Breaker::default(), Breaker::default()],
            model: AtomicUsize::new(0),
            retries: Mutex::new(RETRIES_SAVED),
            is_disabled: AtomicBool::new(false),
            has_warned: AtomicBool::new(false),
        }
    }

    pub(crate) fn search(&self) -> Search {
        Search {
            deadline: self.environment.monotonic() + self.config.deadline,
            n_transient: 0,
            first_failure: None,
            max_output_tokens: self.config.max_output_tokens,
            usage: Usage::default(),
        }
    }

    /// Sends requests until there is a text, or none is to be had. `may_ask_again` is spent on cut-off and empty answers.
    pub(crate) async fn fetch(
        &self,
        prompt: &Prompt,
        search: &mut Search,
        may_ask_again: &mut bool,
    ) -> Result<Fetched, FallbackReason> {
        loop {
            if self.is_disabled.load(Ordering::Relaxed) {
                return Err(FallbackReason::Disabled);
            }
            let span = tracing::debug_span!(
                "gemini.request",
                attempt = search.usage.n_requests + 1,
                model = field::Empty,
                status = field::Empty,
                finish_reason = field::Empty,
                prompt_tokens = field::Empty,
                answer_tokens = field::Empty,
                error = field::Empty,
            );
            match self.step(prompt, search).instrument(span).await {
                Step::Done(fetched) => return Ok(fetched),
                Step::Failed(reason) => return Err(reason),
                Step::Again(pause) => {
                    let left = search.deadline.saturating_sub(self.environment.monotonic());
                    if pause >= left {
                        return Err(FallbackReason::Transient);
                    }
                    self.environment.sleep(pause).await;
                }
                Step::AskAgain(reason) => {
                    if !std::mem::take(may_ask_again) {
                        return Err(reason);
                    }
                }
            }
        }
    }

    /// One request for one word, whatever was learnt before: no cache, no repetition, no alternate model.
    pub(crate) async fn probe(&self) -> Result<Classified, FallbackReason> {
        const MAX_TOKENS: u32 = 256;
        let model = &self.config.model;
        let body = serde_json::json!({
            "contents": [{"role": "user", "parts": [{"text": "Answer with the word: ready"}]}],
            "generationConfig": {
                "maxOutputTokens": MAX_TOKENS, "thinkingConfig": {"thinkingLevel": self.config.thinking_level_of(model)},
            },
        });
        let body = body.to_string().into_bytes();
        let tokens = (body.len() as u64 / 3, u64::from(MAX_TOKENS));
        let reservation = self.budget.reserve(self.environment.wall_clock(), tokens.0, tokens.1);
        let reservation = reservation.ok_or(FallbackReason::Budget)?;
        let timeout = self.config.deadline;
        let request = Request { url: self.url(model), api_key: self.api_key.clone(), body, timeout };
        let response = tokio::time::timeout(timeout, self.transport.send(request)).await;
        let classified = self.read(response.unwrap_or(Err(TransportError::Timeout)));
        reservation.settle(self.environment.wall_clock(), classified.usage);
        Ok(classified)
    }

    fn url(&self, model: &str) -> String {
        format!("{}/v1beta/models/{model}:generateContent", self.config.base_url.trim_end_matches('/'))
    }

    async fn step(&self, prompt: &Prompt, search: &mut Search) -> Step {
        let _permit = self.permits.acquire().await.expect("the semaphore is never closed");
        let now = self.environment.monotonic();
        let model_index = self.model.load(Ordering::Relaxed);
        let model =
            if model_index == 0 { &self.config.model } else { self.alternate_model().unwrap_or(&self.config.model) };
        let left = search.deadline.saturating_sub(now);
        if left.is_zero() {
            return Step::Failed(FallbackReason::Transient);
        }
        let breaker = &self.breakers[model_index];
        let Some(permit) = breaker.admit(now) else { return Step::Failed(FallbackReason::BreakerOpen) };
        let body = prompt.body(search.max_output_tokens, self.config.thinking_level_of(model));
        // Four characters are about one token; three are assumed.
        let prompt_tokens = body.len() as u64 / 3;
        let answer_tokens = u64::from(search.max_output_tokens);
        let Some(reservation) = self.budget.reserve(self.environment.wall_clock(), prompt_tokens, answer_tokens) else {
            return Step::Failed(FallbackReason::Budget);
        };
        let request = Request { url: self.url(model), api_key: self.api_key.clone(), body, timeout: left };
        // A transport that forgets its time limit must not hold up the caller.
        let response = tokio::time::timeout(left + Duration::from_millis(250), self.transport.send(request)).await;
        let response = response.unwrap_or(Err(TransportError::Timeout));
        // An answer that broke off may be billed, and nobody says how much: what was set aside stays spent.
        let is_settled =
            !matches!(response, Err(TransportError::Timeout | TransportError::Interrupted | TransportError::TooLarge));
        let classified = self.read(response);
        let now = self.environment.monotonic();
        search.usage.add(classified.usage);
        if is_settled {
            reservation.settle(self.environment.wall_clock(), classified.usage);
        }
        record(model, &classified);
        match &classified.outcome {
            Outcome::Transient { after } => permit.failure(now, *after),
            _ => permit.success(),
        }
        self.decide(classified.outcome, search, model_index, now)
    }

    /// Takes the key out of the answer before anybody looks at it: error bodies echo it.
    fn read(&self, response: Result<Response, TransportError>) -> Classified {
        match response {
            Ok(response) => {
                let key = self.api_key.expose_secret();
                tracing::Span::current().record("status", response.status);
                let body = String::from_utf8_lossy(&response.body);
                let mut classified = if body.contains(key) {
                    classify(response.status, response.retry_after.as_deref(), scrub(&body, key).as_bytes())
                } else {
                    classify(response.status, response.retry_after.as_deref(), body.as_bytes())
                };
                // Again after decoding: JSON can write any character as an escape.
                match &mut classified.outcome {
                    Outcome::Answer { text, model_version, retirement } => {
                        *text = scrub(text, key);
                        for text in [model_version, retirement].into_iter().flatten() {
                            *text = scrub(text, key);
                        }
                    }
                    Outcome::Refused { reason } | Outcome::BadRequest { reason } => *reason = scrub(reason, key),
                    _ => {}
                }
                classified.finish_reason = classified.finish_reason.map(|reason| scrub(&reason, key));
                classified
            }
            Err(error) => {
                tracing::Span::current().record("error", field::display(error));
                let usage = Usage { n_requests: 1, ..Usage::default() };
                let outcome = match error {
                    // A hundred times too much is no accident of the network.
                    TransportError::TooLarge => Outcome::BadRequest { reason: error.to_string() },
                    _ => Outcome::Transient { after: None },
                };
                Classified { outcome, usage, finish_reason: None }
            }
        }
    }

    fn decide(&self, outcome: Outcome, search: &mut Search, model_index: usize, now: Duration) -> Step {
        match outcome {
            Outcome::Answer { text, model_version, retirement } => {
                if let Some(retirement) = retirement
                    && !self.has_warned.swap(true, Ordering::Relaxed)
                {
                    tracing::warn!(retirement, "the model will be retired");
                }
                let model_version = model_version.unwrap_or_else(|| "unknown".to_owned());
                self.add_retries(RETRIES_PER_REQUEST);
                Step::Done(Fetched { text, model_version })
            }
            Outcome::Transient { after } => self.wait(search, after, model_index, now),
            Outcome::Quota => {
                let pause = until_pacific_midnight(self.environment.wall_clock());
                self.breakers[model_index].open_for(now, pause);
                tracing::warn!(pause_seconds = pause.as_secs(), "the quota is used up");
                Step::Failed(FallbackReason::Quota)
            }
            Outcome::NotHere => {
                tracing::error!("the service is not available from this place");
                Step::Failed(FallbackReason::NotAvailableHere)
            }
            Outcome::NoModel if model_index == 0 && self.alternate_model().is_some() => {
                tracing::error!(model = self.config.model, "there is no such model: the alternate is asked");
                self.model.store(1, Ordering::Relaxed);
                Step::Again(Duration::ZERO)
            }
            Outcome::NoModel => self.disable("404 NOT_FOUND"),
            Outcome::Refused { reason } => self.disable(&reason),
            Outcome::BadRequest { reason } => {
                tracing::error!(reason, "the service did not take a request");
                Step::Failed(FallbackReason::BadRequest)
            }
            Outcome::Blocked => Step::Failed(FallbackReason::Blocked),
            Outcome::CutOff => {
                search.max_output_tokens = search.max_output_tokens.saturating_mul(2).min(65_536);
                Step::AskAgain(FallbackReason::Truncated)
            }
            Outcome::Unfinished => Step::AskAgain(FallbackReason::Truncated),
        }
    }

    fn wait(&self, search: &mut Search, after: Option<Duration>, model_index: usize, now: Duration) -> Step {
        search.n_transient += 1;
        let first_failure = *search.first_failure.get_or_insert(now);
        if let Some(after) = after.filter(|after| *after >= search.deadline.saturating_sub(now)) {
            return Step::Failed(FallbackReason::Busy {
                again_in_s: after.as_secs() + u64::from(after.subsec_nanos() > 0),
            });
        }
        if search.n_transient >= self.config.max_attempts || self.breakers[model_index].is_open(now) {
            return Step::Failed(FallbackReason::Transient);
        }
        if !self.add_retries(-1.0) {
            tracing::debug!("too many requests were repeated of late");
            return Step::Failed(FallbackReason::Transient);
        }
        let is_last = search.n_transient + 1 >= self.config.max_attempts;
        // The request after the pause needs its time as well.
        let longest = search.deadline.saturating_sub(now) / 2;
        let ceiling = (FIRST_BACKOFF * 2_u32.pow(search.n_transient.min(10) - 1)).min(LONGEST_BACKOFF).min(longest);
        let floor = if is_last { (first_failure + SPELL).saturating_sub(now).min(longest) } else { Duration::ZERO };
        // Full jitter: callers that failed together do not come back together.
        let fraction = (self.environment.random() >> 11) as f64 / (1_u64 << 53) as f64;
        let pause = floor + ceiling.saturating_sub(floor).mul_f64(fraction);
        Step::Again(pause.max(after.unwrap_or_default()))
    }

    /// Changes the number of repeated requests that are saved up, unless it would become negative.
    fn add_retries(&self, change: f64) -> bool {
        let mut retries = self.retries.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = (*retries + change).min(RETRIES_SAVED);
        if changed >= 0.0 {
            *retries = changed;
        }
        changed >= 0.0
    }

    fn disable(&self, reason: &str) -> Step {
        if !self.is_disabled.swap(true, Ordering::Relaxed) {
            tracing::error!(reason, "the service refused the key or the model: answers are rule-based from now on");
        }
        Step::Failed(FallbackReason::Disabled)
    }

    fn alternate_model(&self) -> Option<&String> {
        self.config.alternate_model.as_ref()
    }
}

fn record(model: &str, classified: &Classified) {
    let span = tracing::Span::current();
    span.record("model", model);
    span.record("prompt_tokens", classified.usage.prompt_tokens);
    span.record("answer_tokens", classified.usage.answer_tokens + classified.usage.thought_tokens);
    if let Some(reason) = &classified.finish_reason {
        span.record("finish_reason", reason);
    }
}
