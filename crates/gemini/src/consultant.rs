//! The way from a checked input to a text: the cache, then a model, then an older answer, then the rules.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::advice::{Advice, Coached, DISCLAIMER, FallbackReason, GuardAction, Source, Usage};
use crate::cache::{Cache, Entry, Keep, Key};
use crate::config::ClientConfig;
use crate::crisis::{self, Reading};
use crate::environment::Environment;
use crate::escalation::{Escalation, Urgency};
use crate::fetch::{Fetched, Fetcher};
use crate::gate::crisis_contacts;
use crate::guard::{Guard, clean_answer};
use crate::person::Person;
use crate::prompt::{PROMPT_VERSION, Prompt, canonical};
use crate::question::Question;
use crate::schema::texts;
use crate::single_flight::SingleFlight;
use crate::use_case::UseCase;

/// Part of every cache key: the language of the texts.
const LOCALE: &str = "en";

/// The question back to words that may be about training or about life.
const UNCLEAR: &str = "Do you mean the training, or do you sometimes feel that you do not want to live?";

/// Finds a text for an input: from the cache, from a model, an older one, or by rules.
pub(crate) struct Consultant {
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

impl Consultant {
    pub(crate) fn new(
        config: ClientConfig,
        environment: Arc<dyn Environment>,
        service: Result<Fetcher, FallbackReason>,
    ) -> Self {
        let cache = Arc::new(Cache::new(&config));
        Self { config, environment, service, cache, single_flight: SingleFlight::default() }
    }

    pub(crate) fn config(&self) -> &ClientConfig {
        &self.config
    }

    /// The service, or why there is none.
    pub(crate) fn service(&self) -> Result<&Fetcher, FallbackReason> {
        self.service.as_ref().map_err(|reason| *reason)
    }

    /// Forgets all cached answers.
    pub(crate) fn purge_cache(&self) -> std::io::Result<()> {
        self.cache.purge()
    }

    /// Advice for an input that was checked and needs no referral.
    pub(crate) async fn advise<U: UseCase>(&self, input: &U) -> Advice<Coached<U::Numbers, U::Text>> {
        let numbers = input.numbers();
        let written = match &self.service {
            Ok(service) => self.consult(input, &numbers, service).await,
            Err(reason) => by_rules(input, &numbers, *reason),
        };
        // What may be about training or about life is asked before all else, and help stands beside it.
        let is_unclear = input.free_texts().into_iter().any(|text| crisis::read(text) == Reading::Unclear);
        let question = if is_unclear { Some(Question::new("notes", UNCLEAR)) } else { input.question() };
        let help = || is_unclear.then(|| listening(input.person()));
        let escalation = input.escalation().or_else(help);
        Advice {
            value: Coached { numbers, text: written.text },
            source: written.source,
            actions: written.actions,
            questions: question.into_iter().collect(),
            escalation,
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
        let (outcome, is_own) = self.single_flight.run(key, ask).await;
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
            Some((text, age)) if age <= self.config.max_stale => {
                Written { text, source: Source::StaleCache { age }, actions: Vec::new(), usage: None }
            }
            _ => by_rules(input, numbers, failed.reason),
        };
        (written.actions, written.usage) = (failed.actions, used(failed.usage));
        written
    }

    /// A cached text and its age, if it still passes all checks.
    fn cached<U: UseCase>(&self, key: Key, input: &U, numbers: &U::Numbers) -> Option<(U::Text, Duration)> {
        let hit = self.cache.get(key, U::KEEP)?;
        let age = hit.entry.age(self.environment.wall_clock())?;
        let mut entry = hit.entry;
        if !hit.is_checked {
            // Another version of this program may have written it, by laxer rules.
            let guard = input.guard(numbers);
            let is_sound = texts(U::FIELDS, &entry.text).is_ok() && guard.check(U::FIELDS, &entry.text, None).is_ok();
            if !is_sound {
                self.cache.remove(key);
                return None;
            }
            self.cache.promote(key, entry.clone());
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
                        let created = self.environment.wall_clock().as_secs();
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
        let cache = Arc::clone(&self.cache);
        let wall_clock = self.environment.wall_clock();
        if keep == Keep::Memory || !cache.is_on_disk() {
            return cache.put(key, entry, keep, wall_clock);
        }
        // Files are written beside the other futures. A panic in there only costs the entry.
        let _ = tokio::task::spawn_blocking(move || cache.put(key, entry, keep, wall_clock)).await;
    }

    /// Everything that an answer depends on, and nothing that names a person or a key.
    fn key<U: UseCase>(&self, facts: &Value) -> Key {
        let config = &self.config;
        let (model, thinking_level) = (config.model.as_str(), config.thinking_level_of(&config.model));
        let settings = [PROMPT_VERSION, LOCALE, U::NAME, U::TASK, model, thinking_level];
        Key::of(&settings, U::FIELDS, facts)
    }

    fn nonce(&self) -> String {
        let random = || self.environment.random();
        format!("{:016x}{:016x}", random(), random())
    }
}

fn listening(person: &Person) -> Escalation {
    Escalation {
        urgency: Urgency::CheckIn,
        message: "If it is more than training that feels too much, please talk to somebody you trust, or to a line that answers at \
                  any hour."
            .to_owned(),
        contacts: crisis_contacts(person.country.as_deref()).into_iter().map(str::to_owned).collect(),
    }
}

fn by_rules<U: UseCase>(input: &U, numbers: &U::Numbers, reason: FallbackReason) -> Written<U::Text> {
    Written { text: input.rules(numbers), source: Source::RuleBased { reason }, actions: Vec::new(), usage: None }
}

/// Without a Markdown fence around the whole text, whatever language it names.
fn unfenced(text: &str) -> &str {
    let within = |fence: &str| text.trim().strip_prefix(fence)?.strip_suffix(fence);
    let inner = within("```").or_else(|| within("~~~"));
    inner.map_or(text, |inner| inner.trim_start_matches(|c: char| c.is_ascii_alphanumeric()))
}

/// The text of a model as a value, if it has the shape asked for and breaks no rule.
fn check<U: UseCase>(
    fetched: &Fetched,
    guard: &Guard,
    nonce: &str,
    actions: &mut Vec<GuardAction>,
) -> Result<Value, FallbackReason> {
    // Read as what it must be: unknown, missing and double fields are errors. Nothing is repaired but a fence around all of it.
    let parsed = serde_json::from_str::<U::Text>(unfenced(&fetched.text)).and_then(serde_json::to_value);
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

#[cfg(test)]
mod tests {
    use super::unfenced;

    #[test]
    fn fences_of_any_kind_are_taken_off() {
        for text in
            ["```json\n{}\n```", "```\n{}```", " ```JSON {}``` \n", "```json5\r\n{}\r\n```", "~~~json\n{}\n~~~", "{}"]
        {
            assert_eq!(unfenced(text).trim(), "{}", "{text}");
        }
        for text in ["Here: ```{}```", "```json {}", "{}```"] {
            assert_eq!(unfenced(text), text, "nothing else is repaired");
        }
    }
}
