//! Whether a key works, which model answers it and what a call costs.

use serde::{Deserialize, Serialize};

use crate::advice::{FallbackReason, Usage};
use crate::classify::Outcome;
use crate::client::Client;
use crate::price::Price;

/// Tokens of a usual prompt and answer: what advice was measured to take.
const USUAL_TOKENS: (u64, u64) = (1200, 500);

/// What one small request found out. It never holds the key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeyCheck {
    /// Whether the service answered with this key.
    pub works: bool,
    /// The model that was asked.
    pub model: String,
    /// The model that answered, as the service says.
    pub model_version: Option<String>,
    /// Tokens of the request and of its answer.
    pub usage: Option<Usage>,
    /// What this request cost, in US dollars by the list price.
    pub usd: Option<f64>,
    /// What an answer of a coach costs about, in US dollars by the list price.
    pub usd_per_answer: f64,
    /// Why it does not work.
    pub problem: Option<String>,
}

impl Client {
    /// Asks the service for one word: whether the key works, which model answers, what that costs.
    ///
    /// One request is made, and none where there is no key or the client is offline.
    pub async fn check(&self) -> KeyCheck {
        let config = self.config();
        let price = config.price.unwrap_or_else(|| Price::of(&config.model));
        let mut check = KeyCheck {
            works: false,
            model: config.model.clone(),
            model_version: None,
            usage: None,
            usd: None,
            usd_per_answer: price.usd(USUAL_TOKENS.0, USUAL_TOKENS.1),
            problem: None,
        };
        let classified = match self.service() {
            Ok(service) => service.probe().await,
            Err(reason) => Err(reason),
        };
        let classified = match classified {
            Ok(classified) => classified,
            Err(reason) => return KeyCheck { problem: Some(reason.to_string()), ..check },
        };
        let usage = classified.usage;
        let problem = match classified.outcome {
            Outcome::Answer { model_version, .. } => {
                check.model_version = model_version;
                None
            }
            // It answered, though not with a word.
            Outcome::CutOff | Outcome::Unfinished | Outcome::Blocked => None,
            Outcome::Transient { after: Some(after) } => {
                Some(format!("the service is busy, again in {} s", after.as_secs()))
            }
            Outcome::Transient { after: None } => Some(FallbackReason::Transient.to_string()),
            Outcome::Quota => Some(FallbackReason::Quota.to_string()),
            Outcome::NotHere => Some(FallbackReason::NotAvailableHere.to_string()),
            Outcome::Refused { reason } => Some(format!("the service refused the key ({reason})")),
            Outcome::NoModel => Some(format!("the service knows no model `{}`", config.model)),
            Outcome::BadRequest { reason } => Some(format!("the service did not take the request ({reason})")),
        };
        check.works = problem.is_none();
        check.problem = problem;
        if usage.total_tokens() > 0 {
            check.usage = Some(usage);
            check.usd = Some(price.usd(usage.prompt_tokens, usage.answer_tokens + usage.thought_tokens));
        }
        check
    }
}
