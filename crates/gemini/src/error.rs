//! Why an input or a configuration is refused.

use std::fmt::Display;

use crate::text::excerpt;

/// Why an input is refused. Nothing else makes a request for advice fail.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message above a variant says what each of its fields is")]
pub enum InputError {
    /// A value is outside of what can be, or no number at all.
    #[error("`{field}` must be {expected}, got {got}")]
    Invalid { field: String, expected: String, got: String },

    /// A value that nothing can be said without is not there.
    #[error("`{field}` is missing: expected {expected}")]
    Missing { field: String, expected: String },

    /// A text or a list is longer than is read.
    #[error("`{field}` must have at most {limit} {unit}, got {got}")]
    TooLong { field: String, limit: usize, unit: &'static str, got: usize },

    /// A value is of another kind than is read, or no word that is known.
    #[error("`{field}` cannot be read: {problem}")]
    Unfit { field: String, problem: String },

    /// The JSON does not have the shape of the input.
    #[error("the input is no {expected}")]
    Unreadable { expected: &'static str, source: Box<dyn std::error::Error + Send + Sync> },
}

impl InputError {
    pub(crate) fn invalid(field: impl Display, expected: impl Display, got: impl Display) -> Self {
        let got = excerpt(&got.to_string());
        Self::Invalid { field: field.to_string(), expected: expected.to_string(), got }
    }

    /// The same about a field of a part of the input.
    pub(crate) fn within(mut self, part: &str) -> Self {
        match &mut self {
            Self::Invalid { field, .. }
            | Self::Missing { field, .. }
            | Self::TooLong { field, .. }
            | Self::Unfit { field, .. } => {
                *field = format!("{part}.{field}");
            }
            Self::Unreadable { .. } => {}
        }
        self
    }

    pub(crate) fn missing(field: impl Display, expected: impl Display) -> Self {
        Self::Missing { field: field.to_string(), expected: expected.to_string() }
    }
}

/// Why a client cannot be built from a configuration.
///
/// No variant holds a key, nor a part of one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message above a variant says what each of its fields is")]
pub enum ConfigError {
    /// The key cannot be sent in a header. An absent or blank key is no error: it means rule-based answers.
    #[error("the API key must consist of visible ASCII characters, got {problem} at position {position}")]
    InvalidKey { problem: &'static str, position: usize },

    /// The model's name cannot stand in a path.
    #[error("the model must be 1 to 100 ASCII letters, digits, `.`, `_` or `-`, got `{got}`")]
    InvalidModel { got: String },

    /// Requests carry the key and personal data, so they are encrypted or stay on this machine.
    #[error("the base URL must be `https://host…`, or `http://` to a loopback address, got {got}")]
    InvalidBaseUrl { got: String },

    /// A limit or a duration that no request could be made with.
    #[error("`{name}` must be {expected}, got {got}")]
    InvalidSetting { name: &'static str, expected: &'static str, got: String },

    /// The key is set but the crate was built without its feature `live`.
    #[error("an API key is set, but this program was built without the feature `live`: expected a transport")]
    NoTransport,

    /// The encrypted transport cannot start, for example because the system has no certificates.
    #[error("cannot set up the encrypted transport: {reason}")]
    Tls { reason: String },

    /// The blocking client cannot start its runtime.
    #[error("cannot start the runtime of the blocking client")]
    Runtime { source: std::io::Error },
}
