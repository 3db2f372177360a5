//! What has to be said beside an answer.

use serde::{Deserialize, Serialize};

/// Something that whoever acts on an answer should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warning {
    /// Which kind, for programs.
    pub code: WarningCode,
    /// What, in a sentence for people.
    pub text: String,
}

/// The kinds of warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningCode {
    /// The model only checked the pipeline: its answers mean nothing.
    SmokeModel,
    /// A value lies outside of what the model has seen.
    OutOfRange,
    /// Values were missing and filled.
    GapsFilled,
    /// Landmarks were hardly visible: the tracker guessed them.
    HardlyVisible,
    /// The most probable answer is not probable.
    Unsure,
    /// What was asked about does not show what the model knows.
    NotRecognized,
    /// A recording is turned, mirrored, flat, incomplete, or of another speed than lifts are.
    RecordingIssue,
    /// Something that matters was not given, and is estimated.
    Assumed,
    /// Models that answer together were not trained together.
    MixedRuns,
    /// The model learnt from synthetic data.
    SyntheticData,
}

impl Warning {
    pub(crate) fn new(code: WarningCode, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }

    /// That answers of a smoke run mean nothing.
    pub(crate) fn smoke(what: &str, meaningless: &str) -> Self {
        Self::new(WarningCode::SmokeModel, format!("{what} from a smoke run: {meaningless}"))
    }
}
