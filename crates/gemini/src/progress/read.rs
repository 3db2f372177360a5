//! From JSON.

use super::ProgressInput;
use crate::error::InputError;

impl ProgressInput {
    /// Reads the JSON of an input; keys that are not known are passed over.
    ///
    /// # Errors
    ///
    /// [`InputError::Unreadable`]; values are checked when advice is asked for.
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        crate::json::from_str(text, "progress input")
    }
}
