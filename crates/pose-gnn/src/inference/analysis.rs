use std::collections::BTreeMap;

use serde::Serialize;

use super::prediction::{Prediction, predict};
use super::windows;
use crate::data::{Clip, FRAME_VALUES, N_ANGLES, N_EXERCISES};
use crate::error::Result;
use crate::joint::{LANDMARK_NAMES, N_LANDMARKS, SHOULDER};
use crate::measurements::{
    ANGLE_NAMES, Exercise, FaultMeasurement, View, body_landmarks, joint_angles_deg, measure_faults, view,
};
use crate::model::PoseGnn;
use crate::recording::{Coordinates, Recording};
use crate::repetitions::{Repetition, find_repetitions};

/// Clips predicted at once.
const BATCH_SIZE: usize = 16;

/// Six angles by name, in degrees.
type Angles = BTreeMap<&'static str, f64>;

/// What a recording shows: by the network, and by measuring the landmarks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Analysis {
    /// The most probable exercise.
    pub exercise: Exercise,
    /// By name; they sum to 1.
    pub exercise_probabilities: BTreeMap<&'static str, f64>,
    /// The network's form score, 0 to 100, higher is better: the mean over the windows.
    pub form_score: f64,
    /// The network's injury risk, 0 to 100, higher is riskier: the mean over the windows.
    pub injury_risk_score: f64,
    /// The network's angles at the turning point: means over the windows.
    pub joint_angles_deg: Angles,
    /// Every repetition with scores of its own; empty where none is complete.
    pub repetitions: Vec<RepetitionAnalysis>,
    /// What the landmarks show of the exercise's faults, worst first; only those that this view shows.
    pub faults: Vec<FaultMeasurement>,
    /// From where the camera looks.
    pub view: View,
    /// Frames of the recording.
    pub n_frames: usize,
    /// Frames per second.
    pub fps: f64,
    /// What the coordinates are, given or detected.
    pub coordinates: Coordinates,
    /// Landmarks of single frames that were missing and are interpolated.
    pub n_interpolated: usize,
    /// Landmarks of the body whose mean visibility is below 0.5: the tracker guessed them, and whatever hangs on them is a
    /// guess. Empty where the recording has no visibility.
    pub guessed_landmarks: Vec<&'static str>,
    /// Parts of the recording that the network saw.
    pub n_windows: usize,
}

/// One repetition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RepetitionAnalysis {
    /// Where it is.
    #[serde(flatten)]
    pub repetition: Repetition,
    /// The network's form score for this repetition alone.
    pub form_score: f64,
    /// The network's injury risk for this repetition alone.
    pub injury_risk_score: f64,
    /// The network's angles at its turning point.
    pub joint_angles_deg: Angles,
    /// Angles computed from the landmarks at its turning point.
    pub measured_joint_angles_deg: Angles,
}

/// Analyzes a recording of any length: finds the repetitions, lets the network judge windows of up to three of them and
/// each alone, and measures the faults of the exercise.
///
/// # Errors
/// if a window cannot be a clip, which a checked recording rules out
///
/// # Panics
/// never: a recording has at least one window
pub fn analyze(network: &PoseGnn, max_frames: usize, recording: &Recording) -> Result<Analysis> {
    let repetitions = find_repetitions(recording);
    let windows = windows::of_recording(recording, &repetitions);
    let singles = repetitions.iter().map(|repetition| windows::of_repetition(repetition, recording.n_frames()));
    let landmarks = body_landmarks(recording);
    let clips = windows
        .iter()
        .cloned()
        .chain(singles)
        .map(|window| Clip::new(&landmarks[window.start * FRAME_VALUES..window.end * FRAME_VALUES], max_frames))
        .collect::<Result<Vec<_>>>()?;
    let mut predictions = predict(network, &clips.iter().collect::<Vec<_>>(), BATCH_SIZE);
    let singles = predictions.split_off(windows.len());
    let mean = mean(&predictions);
    let exercise = mean.exercise();
    let mut faults = measure_faults(recording, exercise, &repetitions);
    faults.sort_by(|a, b| b.severity.total_cmp(&a.severity));
    let measured = joint_angles_deg(recording);
    let repetitions = repetitions.into_iter().zip(&singles).map(|(repetition, prediction)| RepetitionAnalysis {
        form_score: f64::from(prediction.form_score),
        injury_risk_score: f64::from(prediction.injury_risk_score),
        joint_angles_deg: by_name(prediction.joint_angles_deg.map(f64::from)),
        measured_joint_angles_deg: by_name(measured[repetition.turn_frame]),
        repetition,
    });
    let probabilities = mean.exercise_probabilities.map(f64::from);
    Ok(Analysis {
        exercise,
        exercise_probabilities: Exercise::ALL.iter().map(|exercise| exercise.name()).zip(probabilities).collect(),
        form_score: f64::from(mean.form_score),
        injury_risk_score: f64::from(mean.injury_risk_score),
        joint_angles_deg: by_name(mean.joint_angles_deg.map(f64::from)),
        repetitions: repetitions.collect(),
        faults,
        view: view(recording),
        n_frames: recording.n_frames(),
        fps: recording.fps(),
        coordinates: recording.coordinates(),
        n_interpolated: recording.n_interpolated(),
        guessed_landmarks: guessed_landmarks(recording),
        n_windows: windows.len(),
    })
}

fn guessed_landmarks(recording: &Recording) -> Vec<&'static str> {
    const SEEN: f64 = 0.5;
    let Some(visibility) = recording.visibility() else { return Vec::new() };
    let mean =
        |joint: usize| visibility.iter().map(|seen| f64::from(seen[joint])).sum::<f64>() / visibility.len() as f64;
    (SHOULDER..N_LANDMARKS).filter(|joint| mean(*joint) < SEEN).map(|joint| LANDMARK_NAMES[joint]).collect()
}

fn mean(predictions: &[Prediction]) -> Prediction {
    let mut mean = Prediction {
        form_score: 0.0,
        joint_angles_deg: [0.0; N_ANGLES],
        exercise_probabilities: [0.0; N_EXERCISES],
        injury_risk_score: 0.0,
    };
    #[expect(clippy::cast_precision_loss, reason = "windows are few")]
    let share = 1.0 / predictions.len() as f32;
    for prediction in predictions {
        mean.form_score += share * prediction.form_score;
        mean.injury_risk_score += share * prediction.injury_risk_score;
        for (mean, angle) in mean.joint_angles_deg.iter_mut().zip(prediction.joint_angles_deg) {
            *mean += share * angle;
        }
        for (mean, probability) in mean.exercise_probabilities.iter_mut().zip(prediction.exercise_probabilities) {
            *mean += share * probability;
        }
    }
    mean
}

fn by_name(angles: [f64; N_ANGLES]) -> Angles {
    ANGLE_NAMES.into_iter().zip(angles).collect()
}
