//! What a recording shows.

use pose_gnn::{Analysis, Coordinates, Recording, RecordingOptions};
use registry::Version;
use serde::{Deserialize, Deserializer, Serialize};

use super::artifact::PoseArtifact;
use crate::error::{Result, by_model};
use crate::models::Models;
use crate::warning::{Warning, WarningCode};
use words::Exercise;

/// From this probability the exercise is not doubted; filmed lifts above it were all recognized.
const CERTAIN: f64 = 0.85;

/// The pose network of the artifacts.
#[derive(Debug)]
pub struct PosePredictor {
    artifact: PoseArtifact,
    version: Version,
}

/// Landmarks of a film, as MediaPipe Pose gives them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoseRequest {
    /// `[frame][landmark][x, y, z]`, or with visibility as a fourth number: 33 landmarks a frame, 8 frames or more. What was not
    /// tracked is NaN, in JSON null.
    #[serde(deserialize_with = "null_as_nan")]
    pub landmarks: Vec<Vec<Vec<f32>>>,
    /// Frames per second; 30 if missing.
    #[serde(default)]
    pub fps: Option<f64>,
    /// What the coordinates are; detected if missing.
    #[serde(default)]
    pub coordinates: Option<Coordinates>,
    /// Which exercise it is; recognized if missing.
    #[serde(default)]
    pub exercise: Option<Exercise>,
    /// Width of the image divided by its height; estimated from the body's proportions if missing.
    #[serde(default)]
    pub aspect_ratio: Option<f64>,
}

/// What a recording shows, and what has to be said beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PoseAnswer {
    /// By the network, and by measuring the landmarks.
    #[serde(flatten)]
    pub analysis: Analysis,
    /// The mean absolute error of such form scores on synthetic lifts that nothing was trained on, where there is a form score: of film, it
    /// is larger.
    pub form_score_error: Option<f64>,
    /// What has to be said beside it.
    pub warnings: Vec<Warning>,
}

/// JSON has no NaN: what is NaN is written as null and read back as such.
fn null_as_nan<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<Vec<f32>>>, D::Error> {
    let frames: Vec<Vec<Vec<Option<f32>>>> = Deserialize::deserialize(deserializer)?;
    let or_nan = |point: Vec<Option<f32>>| point.into_iter().map(|number| number.unwrap_or(f32::NAN)).collect();
    Ok(frames.into_iter().map(|frame| frame.into_iter().map(or_nan).collect()).collect())
}

impl PoseRequest {
    /// The recording, checked and with short gaps filled.
    ///
    /// # Errors
    ///
    /// [`Error::Recording`](crate::Error::Recording) with frame and landmark, [`Error::InvalidField`](crate::Error::InvalidField)
    /// for frames or landmarks of unequal length.
    pub fn to_recording(&self) -> Result<Recording> {
        let n_landmarks = self.landmarks.first().map_or(0, Vec::len);
        let n_values = self.landmarks.first().and_then(|frame| frame.first()).map_or(0, Vec::len);
        let mut values = Vec::with_capacity(self.landmarks.len() * n_landmarks * n_values);
        for (frame, landmarks) in self.landmarks.iter().enumerate() {
            let field = |rest: String| format!("landmarks[{frame}]{rest}");
            let unequal = |rest: String, what: &str, expected: usize, got: usize| {
                crate::error::invalid_field(field(rest), format!("{expected} {what} as in the first frame"), got)
            };
            if landmarks.len() != n_landmarks {
                return Err(unequal(String::new(), "landmarks", n_landmarks, landmarks.len()));
            }
            for (landmark, point) in landmarks.iter().enumerate() {
                if point.len() != n_values {
                    return Err(unequal(format!("[{landmark}]"), "numbers", n_values, point.len()));
                }
                values.extend_from_slice(point);
            }
        }
        let usual = RecordingOptions::default();
        let options = RecordingOptions {
            fps: self.fps.unwrap_or(usual.fps),
            coordinates: self.coordinates,
            aspect_ratio: self.aspect_ratio,
        };
        Ok(Recording::new(&values, [self.landmarks.len(), n_landmarks, n_values], &options)?)
    }
}

impl PosePredictor {
    pub(crate) fn load(models: &Models) -> Result<Self> {
        let device = models.device()?;
        let artifact = models.artifact(&PoseArtifact::SPEC)?;
        Ok(Self { artifact: PoseArtifact::read(&artifact, &device)?, version: artifact.version() })
    }

    /// The version of the network.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Answers a request.
    ///
    /// # Errors
    ///
    /// As [`PoseRequest::to_recording`].
    pub fn predict(&self, request: &PoseRequest) -> Result<PoseAnswer> {
        self.analyze(&request.to_recording()?, request.exercise)
    }

    /// Says what a recording shows, of an exercise that is known or that is to be recognized.
    ///
    /// # Errors
    ///
    /// [`Error::Model`](crate::Error::Model) where the network's weights make no numbers.
    pub fn analyze(&self, recording: &Recording, exercise: Option<Exercise>) -> Result<PoseAnswer> {
        let analysis = self.artifact.model.analyze_as(recording, exercise).map_err(by_model("pose network"))?;
        check_finite(&analysis)?;
        let warnings = self.warnings(&analysis);
        let form_score_error = analysis.form_score.map(|_| self.artifact.config.form_score_error);
        Ok(PoseAnswer { analysis, form_score_error, warnings })
    }

    fn warnings(&self, analysis: &Analysis) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.artifact.config.smoke {
            let what = format!("pose network {} is", self.version);
            warnings.push(Warning::smoke(&what, "its predictions mean nothing"));
        }
        warnings.extend(recognition_warning(analysis));
        warnings
            .extend(analysis.issues.iter().map(|issue| Warning::new(WarningCode::RecordingIssue, issue.to_string())));
        if analysis.n_interpolated > 0 {
            let text = format!("{} missing landmarks were interpolated", analysis.n_interpolated);
            warnings.push(Warning::new(WarningCode::GapsFilled, text));
        }
        if !analysis.guessed_landmarks.is_empty() {
            let names: Vec<String> =
                analysis.guessed_landmarks.iter().map(|landmark| landmark.name().replace('_', " ")).collect();
            let text = format!("hardly visible: {}; measurements that use them are guesses", names.join(", "));
            warnings.push(Warning::new(WarningCode::HardlyVisible, text));
        }
        warnings.push(Warning::new(WarningCode::SyntheticData, "learnt from synthetic lifts; no medical advice"));
        warnings
    }
}

/// Refuses scores and angles that are no numbers: nobody may take them for good or bad ones.
fn check_finite(analysis: &Analysis) -> Result<()> {
    let of_repetitions =
        analysis.repetitions.iter().flat_map(|repetition| [repetition.form_score, repetition.injury_risk_score]);
    let scores = [Some(analysis.confidence), analysis.form_score, analysis.injury_risk_score];
    let angles = analysis.joint_angles_deg.iter().flat_map(|angles| words::JointAngle::ALL.map(|angle| angles[angle]));
    match scores.into_iter().chain(of_repetitions).chain(angles).flatten().find(|value| !value.is_finite()) {
        Some(value) => Err(by_model("pose network")(format!("a score is {value}: its weights cannot be right"))),
        None => Ok(()),
    }
}

/// What has to be said where the exercise is none, or not certain.
fn recognition_warning(analysis: &Analysis) -> Option<Warning> {
    let probabilities = &analysis.exercise_probabilities;
    let Some(exercise) = analysis.exercise else {
        let text =
            "none of the five lifts is recognized: no score and no advice; `exercise` (--exercise) says what it is";
        return Some(Warning::new(WarningCode::NotRecognized, text));
    };
    if analysis.confidence >= CERTAIN {
        return None;
    }
    let others = Exercise::ALL.into_iter().filter(|other| *other != exercise);
    let other = others.max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]))?;
    let other = if probabilities[other] > probabilities.none { other.name() } else { "none of the five" };
    let consequence = if analysis.is_sure() { "" } else { ", so nothing is scored" };
    let text = format!(
        "not sure which exercise it is: {exercise} {:.0} %, perhaps {other}{consequence}; `exercise` (--exercise) says what it is",
        100.0 * analysis.confidence
    );
    Some(Warning::new(WarningCode::Unsure, text))
}
