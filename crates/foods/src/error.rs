//! What can be wrong with foods.

/// Why a table, a portion or a name cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
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
    /// A portion is out of its range.
    #[error("{what} must be {expected}, got {got}")]
    OutOfRange {
        /// Of which food.
        what: String,
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
}

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;
