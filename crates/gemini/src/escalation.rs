//! Help that goes beyond coaching.

use serde::{Deserialize, Serialize};

/// Help that goes beyond coaching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Escalation {
    /// How urgent it is.
    pub urgency: Urgency,
    /// What to say.
    pub message: String,
    /// Whom to call.
    pub contacts: Vec<String>,
}

/// How urgent help is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Urgency {
    /// A talk is worth it.
    CheckIn,
    /// A professional should be seen.
    Professional,
    /// A doctor should be seen now.
    Urgent,
    /// A life may be at stake.
    Crisis,
}
