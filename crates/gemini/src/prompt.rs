//! What a model is sent: instructions of ours, and data of the user between marks that nobody can guess.

use serde_json::{Map, Value};

use crate::schema::json_schema;
use crate::text::clean;
use crate::use_case::{UseCase, without_nulls};
use crate::wire::{Content, GenerateRequest, GenerationConfig, TextPart, ThinkingConfig, safety_settings};

/// Part of every cache key: raised whenever a prompt changes.
pub(crate) const PROMPT_VERSION: &str = "2";

const COMMON: &str = include_str!("prompt/common.txt");

/// A prompt for one answer.
#[derive(Debug)]
pub(crate) struct Prompt {
    system: String,
    user: String,
    schema: Value,
    pub(crate) nonce: String,
}

impl Prompt {
    pub(crate) fn new<U: UseCase>(facts: &Value, nonce: String) -> Self {
        let system = format!("{}\n{}", COMMON.replace("{nonce}", &nonce), U::TASK);
        let user = format!("<data-{nonce}>\n{}\n</data-{nonce}>", escape_marks(&facts.to_string()));
        Self { system, user, schema: json_schema(U::FIELDS), nonce }
    }

    /// The body of a request.
    pub(crate) fn body(&self, max_output_tokens: u32, thinking_level: &str) -> Vec<u8> {
        let request = GenerateRequest {
            system_instruction: Content { role: None, parts: [TextPart { text: &self.system }] },
            contents: [Content { role: Some("user"), parts: [TextPart { text: &self.user }] }],
            generation_config: GenerationConfig {
                max_output_tokens,
                candidate_count: 1,
                response_mime_type: "application/json",
                response_json_schema: &self.schema,
                thinking_config: ThinkingConfig { thinking_level },
            },
            safety_settings: safety_settings(),
        };
        serde_json::to_vec(&request).expect("texts and numbers can be written")
    }
}

/// Facts as they are sent and hashed: no missing values, no invisible characters, one way to write zero.
pub(crate) fn canonical(facts: Value) -> Value {
    fn tidy(value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(clean(&text)),
            Value::Array(items) => items.into_iter().map(tidy).collect(),
            Value::Object(entries) => {
                Value::Object(entries.into_iter().map(|(key, value)| (clean(&key), tidy(value))).collect::<Map<_, _>>())
            }
            Value::Number(number) if number.as_f64() == Some(0.0) => Value::from(0),
            other => other,
        }
    }
    tidy(without_nulls(facts))
}

/// Writes the characters of marks as JSON escapes, so that no text of the user can hold a mark.
fn escape_marks(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests;
