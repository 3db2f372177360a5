/// Everything that can be wrong with foods, diaries, pictures, parameters or saved networks.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A question about Shapley values has no answer.
    #[error("explanation: {reason}")]
    Explanation {
        /// What is wrong.
        reason: String,
    },
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
    /// A table of foods has none.
    #[error("a table of foods needs at least one")]
    NoFoods,
    /// Two foods of a table share a number.
    #[error("two foods have the number {number}: `{first}` and `{second}`")]
    DuplicateFood {
        /// The number.
        number: u32,
        /// Description of one of them.
        first: String,
        /// Description of the other.
        second: String,
    },
    /// A food has a value that no food can have.
    #[error("food {number}, `{food}`: {what} must be {expected}, got {got}")]
    InvalidFood {
        /// Its number.
        number: u32,
        /// Its description.
        food: String,
        /// The value.
        what: &'static str,
        /// The range with its unit.
        expected: String,
        /// The value given.
        got: String,
    },
    /// No food is what was asked for.
    #[error("no food is like `{name}`: {suggestion}")]
    UnknownFood {
        /// What was asked for.
        name: String,
        /// What comes nearest.
        suggestion: String,
    },
    /// What networks share went wrong.
    #[error(transparent)]
    Network(#[from] neural::Error),
}

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;
