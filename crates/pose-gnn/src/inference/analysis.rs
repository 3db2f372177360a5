//! What a recording shows.

use serde::{Deserialize, Serialize};

use super::model::PoseModel;
use super::prediction::{ExerciseProbabilities, Prediction, predict};
use super::windows;
use crate::data::{Clip, FRAME_VALUES};
use crate::error::Result;
use crate::measurements::{FaultMeasurement, ScaledRecording, View};
use crate::recording::{Coordinates, Recording};
use crate::repetitions::Repetition;
use words::landmark::{N_LANDMARKS, SHOULDER};
use words::{Exercise, JointAngle, JointAngles, Landmark};

/// Clips predicted at once.
const BATCH_SIZE: usize = 16;

/// What a recording shows: by the network, and by measuring the landmarks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Analysis {
    /// The most probable exercise.
    pub exercise: Exercise,
    /// They sum to 1.
    pub exercise_probabilities: ExerciseProbabilities,
    /// The network's form score, 0 to 100, higher is better: the mean over the windows.
    pub form_score: f64,
    /// The network's injury risk, 0 to 100, higher is riskier: the mean over the windows.
    pub injury_risk_score: f64,
    /// The network's angles at the turning point: means over the windows.
    pub joint_angles_deg: JointAngles,
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
    /// Landmarks of the body whose mean visibility is below 0.5: the tracker guessed them, and measurements that use
    /// them are guesses. Empty where the recording has no visibility.
    pub guessed_landmarks: Vec<Landmark>,
    /// Parts of the recording that the network saw.
    pub n_windows: usize,
}

/// One repetition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RepetitionAnalysis {
    /// Where it is.
    #[serde(flatten)]
    pub repetition: Repetition,
    /// The network's form score for this repetition alone.
    pub form_score: f64,
    /// The network's injury risk for this repetition alone.
    pub injury_risk_score: f64,
    /// The network's angles at its turning point.
    pub joint_angles_deg: JointAngles,
    /// Angles computed from the landmarks at its turning point.
    pub measured_joint_angles_deg: JointAngles,
}

impl PoseModel {
    /// Analyzes a recording of any length: finds the repetitions, lets the network judge windows of up to three of them and
    /// each alone, and measures the faults of the exercise.
    ///
    /// # Errors
    ///
    /// if a window cannot be a clip, which a checked recording rules out
    pub fn analyze(&self, recording: &Recording) -> Result<Analysis> {
        let body = ScaledRecording::of(recording);
        let repetitions = body.find_repetitions();
        let windows = windows::of_recording(recording, &repetitions);
        let singles = repetitions.iter().map(|repetition| windows::of_repetition(repetition, recording.n_frames()));
        let landmarks = body.body_landmarks();
        let clips = windows
            .iter()
            .cloned()
            .chain(singles)
            .map(|window| {
                Clip::new(&landmarks[window.start * FRAME_VALUES..window.end * FRAME_VALUES], self.config().max_frames)
            })
            .collect::<Result<Vec<_>>>()?;
        let mut predictions = predict(self.network(), &clips.iter().collect::<Vec<_>>(), BATCH_SIZE);
        let singles = predictions.split_off(windows.len());
        let mean = mean(&predictions);
        let exercise = mean.exercise();
        let mut faults = body.measure_faults(exercise, &repetitions);
        faults.sort_by(|a, b| b.severity.total_cmp(&a.severity));
        let measured = body.joint_angles_deg();
        let repetitions = repetitions.into_iter().zip(&singles).map(|(repetition, prediction)| RepetitionAnalysis {
            form_score: f64::from(prediction.form_score),
            injury_risk_score: f64::from(prediction.injury_risk_score),
            joint_angles_deg: prediction.joint_angles_deg.map(f64::from).into(),
            measured_joint_angles_deg: measured[repetition.turn_frame].into(),
            repetition,
        });
        Ok(Analysis {
            exercise,
            exercise_probabilities: mean.exercise_probabilities.map(f64::from).into(),
            form_score: f64::from(mean.form_score),
            injury_risk_score: f64::from(mean.injury_risk_score),
            joint_angles_deg: mean.joint_angles_deg.map(f64::from).into(),
            repetitions: repetitions.collect(),
            faults,
            view: body.view(),
            n_frames: recording.n_frames(),
            fps: recording.fps(),
            coordinates: recording.coordinates(),
            n_interpolated: recording.n_interpolated(),
            guessed_landmarks: guessed_landmarks(recording),
            n_windows: windows.len(),
        })
    }
}

fn guessed_landmarks(recording: &Recording) -> Vec<Landmark> {
    const SEEN: f64 = 0.5;
    let Some(visibility) = recording.visibility() else { return Vec::new() };
    let mean =
        |joint: usize| visibility.iter().map(|seen| f64::from(seen[joint])).sum::<f64>() / visibility.len() as f64;
    (SHOULDER..N_LANDMARKS).filter(|joint| mean(*joint) < SEEN).map(|joint| Landmark::ALL[joint]).collect()
}

fn mean(predictions: &[Prediction]) -> Prediction {
    let mut mean = Prediction {
        form_score: 0.0,
        joint_angles_deg: [0.0; JointAngle::N],
        exercise_probabilities: [0.0; Exercise::N],
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
