//! What an answer of the service means; no I/O, no clock.

use std::time::Duration;

use serde_json::Value;

use crate::advice::Usage;
use crate::wire::{Candidate, ErrorBody, ErrorStatus, GenerateResponse};

/// What an answer of the service means for the request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Classified {
    pub(crate) outcome: Outcome,
    pub(crate) usage: Usage,
    /// Of the answer, or `blockReason`; for logs.
    pub(crate) finish_reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// The model finished.
    Answer { text: String, model_version: Option<String>, retirement: Option<String> },
    /// The same request may succeed later; not before `after`, if the service says so.
    Transient { after: Option<Duration> },
    /// Nothing succeeds before the quota starts anew.
    Quota,
    /// The service is not offered at this place.
    NotHere,
    /// Nothing succeeds with this key.
    Refused { reason: String },
    /// There is no such model.
    NoModel,
    /// The service does not understand the request.
    BadRequest { reason: String },
    /// The model, or a filter, declined; it would again.
    Blocked,
    /// The answer ended at the limit of tokens.
    CutOff,
    /// The answer is empty, or ended for a reason that may be gone the next time.
    Unfinished,
}

/// Reads an answer of the service.
pub(crate) fn classify(status: u16, retry_after: Option<&str>, body: &[u8]) -> Classified {
    let usage = Usage { n_requests: 1, ..Usage::default() };
    if status == 200 {
        // Half a body or the page of a proxy: the service itself always answers with JSON.
        let Ok(response) = serde_json::from_slice::<GenerateResponse>(body) else {
            return Classified { outcome: Outcome::Transient { after: None }, usage, finish_reason: None };
        };
        return classify_success(response);
    }
    let error = parse_error(body);
    let after = [retry_info(&error), retry_after.and_then(parse_retry_after)].into_iter().flatten().max();
    let outcome = match status {
        429 if is_daily(&error) => Outcome::Quota,
        408 | 429 | 499 | 500 | 502..=599 => Outcome::Transient { after },
        400 if is_elsewhere(&error) => Outcome::NotHere,
        400 if error.status.as_deref() == Some("FAILED_PRECONDITION") => Outcome::Quota,
        400 if key_is_refused(&error) => Outcome::Refused { reason: reason(status, &error) },
        404 => Outcome::NoModel,
        // A redirect is never followed: it would carry the key along.
        300..=399 | 401 | 403 | 407 => Outcome::Refused { reason: reason(status, &error) },
        _ => Outcome::BadRequest { reason: reason(status, &error) },
    };
    Classified { outcome, usage, finish_reason: None }
}

fn classify_success(response: GenerateResponse) -> Classified {
    let counts = response.usage_metadata.unwrap_or_default();
    let usage = Usage {
        n_requests: 1,
        prompt_tokens: counts.prompt,
        answer_tokens: counts.candidates,
        thought_tokens: counts.thoughts,
    };
    let block_reason = response.prompt_feedback.and_then(|feedback| feedback.block_reason);
    let (outcome, finish_reason) = match (block_reason, response.candidates.into_iter().next()) {
        (Some(block_reason), _) => (Outcome::Blocked, Some(block_reason)),
        (None, None) => (Outcome::Unfinished, None),
        (None, Some(candidate)) => {
            let finish_reason = candidate.finish_reason.clone();
            let outcome = match finish_reason.as_deref() {
                Some("STOP") => match answer_text(candidate) {
                    Some(text) => Outcome::Answer {
                        text,
                        model_version: response.model_version.map(|version| label(&version)),
                        retirement: response
                            .model_status
                            .and_then(|status| status.retirement_time.or(status.model_stage)),
                    },
                    None => Outcome::Unfinished,
                },
                Some("MAX_TOKENS") => Outcome::CutOff,
                Some("SAFETY" | "PROHIBITED_CONTENT" | "BLOCKLIST" | "SPII" | "LANGUAGE" | "JAILBREAK") => {
                    Outcome::Blocked
                }
                // RECITATION, OTHER, one that did not exist when this was written, or none: an answer without a
                // reason to end was cut off on its way.
                _ => Outcome::Unfinished,
            };
            (outcome, finish_reason)
        }
    };
    Classified { outcome, usage, finish_reason: finish_reason.map(|reason| label(&reason)) }
}

/// The texts of all parts that are no reasoning.
fn answer_text(candidate: Candidate) -> Option<String> {
    let parts = candidate.content?.parts;
    let text: String = parts.into_iter().filter(|part| !part.thought).filter_map(|part| part.text).collect();
    (!text.trim().is_empty()).then_some(text)
}

/// The error of a body, which may be wrapped in a list, or be no JSON at all.
fn parse_error(body: &[u8]) -> ErrorStatus {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let value = match value {
        Value::Array(mut items) if items.len() == 1 => items.remove(0),
        other => other,
    };
    serde_json::from_value::<ErrorBody>(value).unwrap_or_default().error
}

fn details<'a>(error: &'a ErrorStatus, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    let is_kind = move |detail: &&Value| detail["@type"].as_str().is_some_and(|name| name.ends_with(kind));
    error.details.iter().filter(is_kind)
}

fn retry_info(error: &ErrorStatus) -> Option<Duration> {
    details(error, "google.rpc.RetryInfo").find_map(|detail| parse_duration(detail["retryDelay"].as_str()?))
}

/// A protobuf `Duration`: `45.837906927s`. Negative ones and powers of ten are none.
fn parse_duration(text: &str) -> Option<Duration> {
    let number = text.strip_suffix('s')?;
    let (seconds, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(seconds) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    // More seconds than fit: longer than anyone waits.
    let seconds = seconds.parse().unwrap_or(u64::from(u32::MAX));
    let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
    Some(Duration::new(seconds, nanoseconds))
}

/// The header `Retry-After` in seconds. A date in it is passed over: the service sends none.
fn parse_retry_after(text: &str) -> Option<Duration> {
    text.trim().parse().ok().map(Duration::from_secs)
}

/// Whether a quota of the day is among those that are used up.
fn is_daily(error: &ErrorStatus) -> bool {
    details(error, "google.rpc.QuotaFailure")
        .filter_map(|detail| detail["violations"].as_array())
        .flatten()
        .filter_map(|violation| violation["quotaId"].as_str())
        .any(|id| id.contains("PerDay"))
}

/// Whether the service is not offered where the request comes from: only the message says so.
fn is_elsewhere(error: &ErrorStatus) -> bool {
    let message = error.message.to_lowercase();
    let names_place = ["location", "country", "region", "territory"].iter().any(|place| message.contains(place));
    error.status.as_deref() == Some("FAILED_PRECONDITION") && names_place
}

fn key_is_refused(error: &ErrorStatus) -> bool {
    error_reason(error).is_some_and(|reason| reason.starts_with("API_KEY"))
        || matches!(error.status.as_deref(), Some("UNAUTHENTICATED" | "PERMISSION_DENIED"))
}

fn error_reason(error: &ErrorStatus) -> Option<&str> {
    details(error, "google.rpc.ErrorInfo").find_map(|detail| detail["reason"].as_str())
}

/// What may be logged of an error: the status and the reason. Never the message or the body, which can echo the key.
fn reason(status: u16, error: &ErrorStatus) -> String {
    let name = error_reason(error).or(error.status.as_deref()).map(label).unwrap_or_default();
    format!("{status} {name}").trim_end().to_owned()
}

/// What of a text of the service is kept: the letters of a name.
fn label(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')).take(64).collect()
}

#[cfg(test)]
mod tests;
