//! Bodies of requests and answers. Answers are read liberally: unknown fields and unknown values pass.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GenerateRequest<'a> {
    pub(crate) system_instruction: Content<'a>,
    pub(crate) contents: [Content<'a>; 1],
    pub(crate) generation_config: GenerationConfig<'a>,
    pub(crate) safety_settings: [SafetySetting; 4],
}

#[derive(Debug, Serialize)]
pub(crate) struct Content<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<&'static str>,
    pub(crate) parts: [TextPart<'a>; 1],
}

#[derive(Debug, Serialize)]
pub(crate) struct TextPart<'a> {
    pub(crate) text: &'a str,
}

/// No sampling parameters: they are deprecated, and refused by some models.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GenerationConfig<'a> {
    /// Caps reasoning and answer together.
    pub(crate) max_output_tokens: u32,
    pub(crate) candidate_count: u32,
    pub(crate) response_mime_type: &'static str,
    pub(crate) response_json_schema: &'a Value,
    pub(crate) thinking_config: ThinkingConfig<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ThinkingConfig<'a> {
    pub(crate) thinking_level: &'a str,
}

#[derive(Debug, Serialize)]
pub(crate) struct SafetySetting {
    category: &'static str,
    threshold: &'static str,
}

pub(crate) fn safety_settings() -> [SafetySetting; 4] {
    let categories = [
        "HARM_CATEGORY_HARASSMENT",
        "HARM_CATEGORY_HATE_SPEECH",
        "HARM_CATEGORY_SEXUALLY_EXPLICIT",
        "HARM_CATEGORY_DANGEROUS_CONTENT",
    ];
    categories.map(|category| SafetySetting { category, threshold: "BLOCK_MEDIUM_AND_ABOVE" })
}

/// A field that the service may leave out, set to null, or fill with something else one day: no answer is lost for it.
fn or_default<'de, D: Deserializer<'de>, T: Default + DeserializeOwned>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct GenerateResponse {
    #[serde(deserialize_with = "or_default")]
    pub(crate) candidates: Vec<Candidate>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) prompt_feedback: Option<PromptFeedback>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) usage_metadata: Option<UsageMetadata>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) model_version: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) model_status: Option<ModelStatus>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Candidate {
    #[serde(deserialize_with = "or_default")]
    pub(crate) content: Option<AnswerContent>,
    /// A text, not an enumeration: the set grows.
    #[serde(deserialize_with = "or_default")]
    pub(crate) finish_reason: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerContent {
    #[serde(deserialize_with = "or_default")]
    pub(crate) parts: Vec<AnswerPart>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerPart {
    #[serde(deserialize_with = "or_default")]
    pub(crate) text: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) thought: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PromptFeedback {
    #[serde(deserialize_with = "or_default")]
    pub(crate) block_reason: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UsageMetadata {
    #[serde(rename = "promptTokenCount", deserialize_with = "or_default")]
    pub(crate) prompt: u64,
    #[serde(rename = "candidatesTokenCount", deserialize_with = "or_default")]
    pub(crate) candidates: u64,
    #[serde(rename = "thoughtsTokenCount", deserialize_with = "or_default")]
    pub(crate) thoughts: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ModelStatus {
    #[serde(deserialize_with = "or_default")]
    pub(crate) model_stage: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) retirement_time: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorBody {
    #[serde(deserialize_with = "or_default")]
    pub(crate) error: ErrorStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorStatus {
    #[serde(deserialize_with = "or_default")]
    pub(crate) status: Option<String>,
    /// Never logged: it can echo the key.
    #[serde(deserialize_with = "or_default")]
    pub(crate) message: String,
    /// Each of them has a shape of its own; read where needed.
    #[serde(deserialize_with = "or_default")]
    pub(crate) details: Vec<Value>,
}
