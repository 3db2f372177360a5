//! What every use case returns.

use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::escalation::Escalation;
use crate::gate::Gate;
use crate::guard::Rule;
use crate::question::Question;

/// What every use case returns: something to say, whoever wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Advice<T> {
    /// The answer.
    pub value: T,
    /// Who wrote its text.
    pub source: Source,
    /// What was done to the text of a model.
    pub actions: Vec<GuardAction>,
    /// What is asked back, since the input can be read in two ways: one question at most, by code.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Help that goes beyond coaching; decided by code, never by a model.
    pub escalation: Option<Escalation>,
    /// To be shown with the answer.
    pub disclaimer: String,
    /// What the requests for this answer used; absent where none was made.
    pub usage: Option<Usage>,
}

/// Numbers that were computed, and words about them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coached<N, W> {
    /// Computed from the input; a model has no part in them.
    pub numbers: N,
    /// Written by a model or by rules.
    pub text: W,
}

/// Where the text of an answer comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source {
    /// A model, just now.
    Live {
        /// The version that the service says it was.
        model_version: String,
    },
    /// A model, some time ago.
    Cache {
        /// How long ago.
        #[serde(rename = "age_seconds", with = "seconds")]
        age: Duration,
    },
    /// A model, longer ago than answers are kept, because no newer one could be had.
    StaleCache {
        /// How long ago.
        #[serde(rename = "age_seconds", with = "seconds")]
        age: Duration,
    },
    /// Rules of this crate.
    RuleBased {
        /// Why no model.
        reason: FallbackReason,
    },
}

/// A duration as whole seconds.
mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(age: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(age.as_secs())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_secs)
    }
}

/// Why an answer is rule-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FallbackReason {
    /// There is no API key.
    NoKey,
    /// The client was told to stay offline.
    Offline,
    /// The service refused the key or the model; the client does not ask it again.
    Disabled,
    /// The person must not be advised by a model.
    Gate(Gate),
    /// The budget of tokens or money is used up.
    Budget,
    /// The service failed too often of late.
    BreakerOpen,
    /// The service cannot be reached, or fails.
    Transient,
    /// The quota of the day is used up, or there is something wrong with the billing.
    Quota,
    /// The service is busy, and says for how long.
    Busy {
        /// Seconds until it may be asked again.
        again_in_s: u64,
    },
    /// The service is not offered at this place.
    NotAvailableHere,
    /// The service took the request for malformed.
    BadRequest,
    /// The service declined to answer.
    Blocked,
    /// The answer was cut off or empty.
    Truncated,
    /// The answer does not have the shape asked for.
    InvalidOutput,
    /// The answer says what must not be said.
    Guard,
}

impl Display for FallbackReason {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::NoKey => "no API key",
            Self::Offline => "offline",
            Self::Disabled => "the service refused the key or the model",
            Self::Gate(_) => "this needs a person, not a model",
            Self::Budget => "the budget is used up",
            Self::BreakerOpen => "the service failed too often",
            Self::Transient => "the service could not be reached",
            Self::Quota => "the quota is used up",
            Self::Busy { again_in_s } => return write!(f, "the service is busy, again in {again_in_s} s"),
            Self::NotAvailableHere => "the service is not available from this place",
            Self::BadRequest => "the service did not take the request",
            Self::Blocked => "the service declined to answer",
            Self::Truncated => "the answer was incomplete",
            Self::InvalidOutput => "the answer was malformed",
            Self::Guard => "the answer broke a safety rule",
        })
    }
}

/// What was done to the text of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
#[non_exhaustive]
pub enum GuardAction {
    /// Characters that nobody sees were taken out.
    Cleaned {
        /// Of which field.
        field: String,
    },
    /// The text was thrown away.
    Refused {
        /// Because of which field.
        field: String,
        /// The rule that it broke.
        rule: Rule,
    },
    /// The text did not have the shape asked for and was thrown away.
    Malformed,
}

/// Tokens of all requests that were made for an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Usage {
    /// Requests sent, repeated ones included.
    pub n_requests: u32,
    /// Tokens of the prompts.
    pub prompt_tokens: u64,
    /// Tokens of the answers.
    pub answer_tokens: u64,
    /// Tokens of the model's reasoning, billed as the answers are.
    pub thought_tokens: u64,
}

impl Usage {
    pub(crate) fn add(&mut self, other: Self) {
        self.n_requests += other.n_requests;
        self.prompt_tokens += other.prompt_tokens;
        self.answer_tokens += other.answer_tokens;
        self.thought_tokens += other.thought_tokens;
    }

    /// All tokens.
    pub fn total_tokens(&self) -> u64 {
        self.prompt_tokens + self.answer_tokens + self.thought_tokens
    }
}

pub(crate) const DISCLAIMER: &str = "General wellness information, not medical advice. It does not replace a doctor, dietitian or therapist. \
If something hurts, worries you or does not get better, ask one.";
