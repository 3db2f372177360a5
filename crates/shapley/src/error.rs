//! What can be wrong with a question.

/// A question about Shapley values that has no answer.
#[derive(Debug, thiserror::Error)]
#[error("explanation: {reason}")]
#[non_exhaustive]
pub struct Error {
    /// What is wrong.
    pub reason: String,
}

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

pub(crate) fn refused(reason: String) -> Error {
    Error { reason }
}
