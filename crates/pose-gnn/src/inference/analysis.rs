//! What a recording shows.

use serde::{Deserialize, Serialize};

use super::model::PoseModel;
use super::prediction::{Prediction, predict};
use super::windows;
use crate::error::Result;
use crate::issue::RecordingIssue;
use crate::measurements::{FaultMeasurement, ScaledRecording, View, form_by_faults};
use crate::probabilities::LiftProbabilities;
use crate::recognition::{Implausible, is_slow};
use crate::recording::{Coordinates, Recording};
use crate::repetitions::Repetition;
use words::landmark::{N_LANDMARKS, SHOULDER};
use words::{Exercise, JointAngles, Landmark};

/// Clips predicted at once.
const BATCH_SIZE: usize = 16;

/// Below this probability no score is given: which exercise it is, is a guess.
pub const SURE: f64 = 0.6;

/// What a recording shows: by the rules of geometry, by measuring the landmarks, and by the network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Analysis {
    /// The most probable exercise by geometry, or the given one; none where the recording shows none of the five.
    pub exercise: Option<Exercise>,
    /// Whether whoever asked said which exercise it is.
    pub exercise_is_given: bool,
    /// How probable `exercise` is, also where it is none: 1 where it was given.
    pub confidence: f64,
    /// Of each exercise and of none, by geometry; they sum to 1.
    pub exercise_probabilities: LiftProbabilities,
    /// 0 to 100, higher is better: the mean of the network's score, averaged over the windows, and of 100 less what the measured
    /// faults cost. None without a complete repetition of an exercise that is sure.
    pub form_score: Option<f64>,
    /// The network's fault–load index, 0 to 100, where there is a form score: how much the faults load the body, not a risk of getting hurt.
    pub injury_risk_score: Option<f64>,
    /// Angles measured at the turning points, averaged over the repetitions: see
    /// [`turning_angles_deg`](ScaledRecording::turning_angles_deg). None without a repetition.
    pub joint_angles_deg: Option<JointAngles<Option<f64>>>,
    /// How far each of these angles typically is from the truth: see
    /// [`joint_angle_errors_deg`](ScaledRecording::joint_angle_errors_deg).
    pub joint_angle_errors_deg: Option<JointAngles<Option<f64>>>,
    /// Every repetition with scores of its own; empty where none is complete.
    pub repetitions: Vec<RepetitionAnalysis>,
    /// What the landmarks show of the exercise's faults, worst first; only those that this view shows.
    pub faults: Vec<FaultMeasurement>,
    /// What is wrong with the recording, or was done to it.
    pub issues: Vec<RecordingIssue>,
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

impl Analysis {
    /// Whether the exercise is known well enough to judge it.
    pub fn is_sure(&self) -> bool {
        self.exercise.is_some() && self.confidence >= SURE
    }
}

/// One repetition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RepetitionAnalysis {
    /// Where it is.
    #[serde(flatten)]
    pub repetition: Repetition,
    /// The form score of this repetition alone, made as that of the recording, where the exercise is sure.
    pub form_score: Option<f64>,
    /// The network's fault–load index for this repetition alone, where the exercise is sure.
    pub injury_risk_score: Option<f64>,
    /// Angles measured at its turning point.
    pub joint_angles_deg: JointAngles<Option<f64>>,
}

impl PoseModel {
    /// Analyzes a recording of any length: recognizes the exercise by geometry, finds its repetitions, lets the network score windows
    /// of up to three of them and each alone, and measures angles and faults.
    ///
    /// # Errors
    ///
    /// if a window cannot be a clip, which a checked recording rules out
    pub fn analyze(&self, recording: &Recording) -> Result<Analysis> {
        self.analyze_as(recording, None)
    }

    /// As [`analyze`](Self::analyze), of a recording that is known to show an exercise.
    ///
    /// # Errors
    ///
    /// as [`analyze`](Self::analyze)
    pub fn analyze_as(&self, recording: &Recording, exercise: Option<Exercise>) -> Result<Analysis> {
        let body = ScaledRecording::of(recording);
        let mut issues = RecordingIssue::of_recording(&body);
        let implausible = Implausible::of(&body);
        match implausible {
            Some(implausible) => issues.push(implausible.into()),
            None => issues.extend(is_slow(&body).then_some(RecordingIssue::Slow)),
        }
        let given = exercise.filter(|_| implausible.is_none());
        let probabilities = match (implausible, given) {
            (Some(_), _) => LiftProbabilities::certain(None),
            (None, Some(exercise)) => LiftProbabilities::certain(Some(exercise)),
            (None, None) => body.recognize(),
        };
        let exercise = probabilities.most_probable();
        let confidence = exercise.map_or(probabilities.none, |exercise| probabilities[exercise]);
        let mut analysis = Analysis {
            exercise,
            exercise_is_given: given.is_some(),
            confidence,
            exercise_probabilities: probabilities,
            form_score: None,
            injury_risk_score: None,
            joint_angles_deg: None,
            joint_angle_errors_deg: None,
            repetitions: Vec::new(),
            faults: Vec::new(),
            issues,
            view: body.view(),
            n_frames: recording.n_frames(),
            fps: recording.fps(),
            coordinates: recording.coordinates(),
            n_interpolated: recording.n_interpolated(),
            guessed_landmarks: guessed_landmarks(recording),
            n_windows: 0,
        };
        if let Some(exercise) = exercise {
            self.judge(&mut analysis, &body, exercise)?;
        }
        Ok(analysis)
    }

    /// Finds the repetitions of an exercise, measures them, and scores them if the exercise is sure.
    fn judge(&self, analysis: &mut Analysis, body: &ScaledRecording<'_>, exercise: Exercise) -> Result<()> {
        let repetitions = body.find_repetitions_of(exercise);
        analysis.issues.extend(RecordingIssue::of_repetitions(&repetitions));
        if repetitions.complete.is_empty() {
            return Ok(());
        }
        let measured = |repetition: Repetition| RepetitionAnalysis {
            form_score: None,
            injury_risk_score: None,
            joint_angles_deg: body.turning_angles_deg(exercise, &repetition),
            repetition,
        };
        analysis.repetitions = repetitions.complete.iter().copied().map(measured).collect();
        analysis.joint_angles_deg = Some(body.mean_turning_angles_deg(exercise, &repetitions.complete));
        analysis.joint_angle_errors_deg = Some(body.joint_angle_errors_deg(exercise));
        if !analysis.is_sure() {
            return Ok(());
        }
        analysis.faults = body.measure_faults(exercise, &repetitions.complete);
        analysis.faults.sort_by(|a, b| b.severity.total_cmp(&a.severity));
        let windows = body.windows(&repetitions.complete);
        let singles = repetitions.complete.iter().map(|one| windows::of_repetition(one, analysis.n_frames));
        let landmarks = body.body_landmarks();
        let n_windows = windows.len();
        let clips = windows
            .into_iter()
            .chain(singles)
            .map(|window| window.clip(body, &landmarks, exercise, self.config().max_frames))
            .collect::<Result<Vec<_>>>()?;
        let mut predictions = predict(self.network(), &clips.iter().collect::<Vec<_>>(), BATCH_SIZE);
        let singles = predictions.split_off(n_windows);
        let mean = |score: fn(&Prediction) -> f32| {
            predictions.iter().map(|prediction| f64::from(score(prediction))).sum::<f64>() / predictions.len() as f64
        };
        analysis.n_windows = n_windows;
        let measured = form_by_faults(&analysis.faults);
        analysis.form_score = Some(0.5 * (mean(|prediction| prediction.form_score) + measured));
        analysis.injury_risk_score = Some(mean(|prediction| prediction.injury_risk_score));
        for (repetition, prediction) in analysis.repetitions.iter_mut().zip(&singles) {
            let measured = form_by_faults(&body.measure_faults(exercise, &[repetition.repetition]));
            repetition.form_score = Some(0.5 * (f64::from(prediction.form_score) + measured));
            repetition.injury_risk_score = Some(f64::from(prediction.injury_risk_score));
        }
        Ok(())
    }
}

fn guessed_landmarks(recording: &Recording) -> Vec<Landmark> {
    const SEEN: f64 = 0.5;
    let Some(visibility) = recording.visibility() else { return Vec::new() };
    let mean =
        |joint: usize| visibility.iter().map(|seen| f64::from(seen[joint])).sum::<f64>() / visibility.len() as f64;
    (SHOULDER..N_LANDMARKS).filter(|joint| mean(*joint) < SEEN).map(|joint| Landmark::ALL[joint]).collect()
}
