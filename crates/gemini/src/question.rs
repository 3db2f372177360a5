//! The one question back where an input can be read in two ways.

use serde::{Deserialize, Serialize};

/// A question to the person, whose answer would change what is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Question {
    /// What it is about, such as `metrics[0].points[2].value`.
    pub field: String,
    /// The question itself.
    pub text: String,
    /// The value in doubt.
    pub value: Option<f64>,
    /// What the value would be if the answer is yes.
    pub suggested: Option<f64>,
}

impl Question {
    pub(crate) fn new(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { field: field.into(), text: text.into(), value: None, suggested: None }
    }

    pub(crate) fn about(self, value: f64, suggested: Option<f64>) -> Self {
        Self { value: Some(value), suggested, ..self }
    }
}
