//! Why a food may not be what was meant.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

/// Why a food, or an amount of it, may not be what was meant: it is not to be counted without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Doubt {
    /// A word of the name says what food it is, and the food does not have it.
    MissingWord {
        /// The word.
        word: String,
    },
    /// The food is in another state than was asked for.
    State {
        /// The word of the name that contradicts the food.
        asked: String,
    },
    /// The food is named by more or by other words than were asked for.
    OtherFood {
        /// What it has beside.
        beside: String,
    },
    /// A word was read as another that is not near.
    Spelling {
        /// As it was asked.
        asked: String,
        /// As it was read.
        read_as: String,
    },
    /// The amount may mean different things.
    Amount {
        /// What is to be answered.
        question: String,
    },
    /// Nothing is like the name.
    Unknown {
        /// What comes near.
        suggestion: String,
    },
}

impl Display for Doubt {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingWord { word } => write!(formatter, "`{word}` is not in the description"),
            Self::State { asked } => write!(formatter, "this is not {asked}"),
            Self::OtherFood { beside } => {
                write!(formatter, "this is more than what was asked for, or something else: {beside}")
            }
            Self::Spelling { asked, read_as } => write!(formatter, "`{asked}` may not be `{read_as}`"),
            Self::Amount { question } => formatter.write_str(question),
            Self::Unknown { suggestion } => write!(formatter, "no food is like it: {suggestion}"),
        }
    }
}
