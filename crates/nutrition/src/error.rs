//! What can be wrong with diaries, pictures, parameters or networks.

/// Everything that can be wrong with foods, diaries, pictures, parameters or saved networks.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value of a person or diary is out of its range.
    #[error("{what} must be {expected}, got {got}")]
    OutOfRange {
        /// The value, with its day if it has one.
        what: String,
        /// The range with its unit.
        expected: String,
        /// The value given.
        got: String,
    },
    /// A diary has too few days.
    #[error("a diary needs {needed} days, got {got}")]
    TooFewDays {
        /// Days that are needed.
        needed: usize,
        /// Days given.
        got: usize,
    },
    /// A diary has a longer gap than may be filled.
    #[error(
        "{metric} is missing on {n_days} days in a row, from day {first_day} of the last {needed}: at most {most} can be filled"
    )]
    Gap {
        /// Name of the metric.
        metric: &'static str,
        /// First missing day, from 1.
        first_day: usize,
        /// Length of the gap.
        n_days: usize,
        /// Days of a diary.
        needed: usize,
        /// Longest gap that is filled.
        most: usize,
    },
    /// A parameter of a network or a training is out of range.
    #[error("`{name}` must be {expected}, got {got}")]
    InvalidParameter {
        /// Name of the parameter.
        name: &'static str,
        /// The range.
        expected: &'static str,
        /// The value given.
        got: String,
    },
    /// There is too little to train on.
    #[error("{what}: expected at least {at_least}, got {got}")]
    TooFewExamples {
        /// Of what.
        what: &'static str,
        /// The least.
        at_least: usize,
        /// What was given.
        got: usize,
    },
    /// The loss of a training is no longer a number.
    #[error("training diverged in epoch {epoch}: the loss is {loss}")]
    Diverged {
        /// From 1.
        epoch: usize,
        /// The loss.
        loss: f64,
    },
    /// What networks share went wrong.
    #[error(transparent)]
    Network(#[from] neural::Error),
}

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;
