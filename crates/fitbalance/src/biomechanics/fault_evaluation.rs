//! How well each fault is told from its absence, and other movements from lifts.

use anyhow::{Context, Result};
use metrics::auc;
use pose_gnn::{PoseModel, Prediction, Recording, RecordingOptions, predict};
use rayon::prelude::*;
use synthgen::biomechanics::OtherMovement;
use words::landmark::N_LANDMARKS;
use words::{Exercise, Fault};

use crate::biomechanics::dataset::{FreshLifts, JudgedLift};
use crate::biomechanics::ridge::Ridge;

/// A fault counts as there from this severity on; what is between 0 and that counts neither way.
const PRESENT: f64 = 0.3;
/// A view shows a fault from this visibility on.
const SHOWN: f64 = 0.7;
/// Fewer lifts with or without a fault say nothing of it.
const FEWEST: usize = 10;
/// Clips predicted at once.
const BATCH_SIZE: usize = 32;

/// How often a lift with a fault gets a higher severity than one without, of those where the camera shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FaultAuc {
    pub(crate) fault: Fault,
    pub(crate) network: f64,
    /// Where geometry measures the fault.
    pub(crate) geometry: Option<f64>,
}

/// What the network says of lifts of known exercises.
pub(crate) fn predict_lifts(model: &PoseModel, lifts: &[JudgedLift]) -> Vec<Prediction> {
    let clips: Vec<_> = lifts.iter().map(|lift| &lift.example.clip).collect();
    predict(model.network(), &clips, BATCH_SIZE)
}

/// Absolute errors of the form score, of network and ridge regression, where there is something to measure.
pub(crate) fn form_errors(predictions: &[Prediction], ridge: &Ridge, lifts: &[JudgedLift]) -> Vec<[f64; 2]> {
    let errors = |(prediction, lift): (&Prediction, &JudgedLift)| {
        let truth = f64::from(lift.example.targets.form_score);
        let summary = lift.example.clip.summary()?;
        Some([f64::from(prediction.form_score), ridge.predict(summary).form_score].map(|score| (score - truth).abs()))
    };
    predictions.iter().zip(lifts).filter_map(errors).collect()
}

/// By faults; those are missing that too few lifts show.
pub(crate) fn evaluate_faults(predictions: &[Prediction], lifts: &[JudgedLift]) -> Result<Vec<FaultAuc>> {
    let mut found = Vec::new();
    for fault in Exercise::ALL.iter().flat_map(|exercise| exercise.faults()).copied() {
        let [mut network, mut geometry] = [(); 2].map(|()| (Vec::new(), Vec::new()));
        for (lift, prediction) in lifts.iter().zip(predictions) {
            let severity = f64::from(lift.example.targets.fault_severities[fault.index()]);
            let is_there = severity >= PRESENT;
            let is_of_exercise = lift.example.targets.exercise == fault.exercise();
            if !is_of_exercise || lift.visibility[fault.index()] < SHOWN || (severity > 0.0 && !is_there) {
                continue;
            }
            network.0.push(f64::from(prediction.fault_severities[fault.index()]));
            network.1.push(is_there);
            if let Some(measured) = lift.measured.iter().find(|measured| measured.name == fault) {
                // Beyond its references, a value still says which of two is worse.
                geometry.0.push((measured.value - measured.good_value) / (measured.bad_value - measured.good_value));
                geometry.1.push(is_there);
            }
        }
        let of = |(values, labels): &(Vec<f64>, Vec<bool>)| -> Result<Option<f64>> {
            let n_there = labels.iter().filter(|is| **is).count();
            let is_enough = n_there.min(labels.len() - n_there) >= FEWEST;
            Ok(if is_enough { Some(auc(values, labels)?) } else { None })
        };
        if let Some(network) = of(&network)? {
            found.push(FaultAuc { fault, network, geometry: of(&geometry)? });
        }
    }
    Ok(found)
}

/// The median and the smallest of some AUCs; none without any.
pub(crate) fn median_and_worst(aucs: &[f64]) -> Option<[f64; 2]> {
    let mut sorted = aucs.to_vec();
    sorted.sort_by(f64::total_cmp);
    Some([*sorted.get(sorted.len() / 2)?, sorted[0]])
}

/// The share of films of other movements, as many of each, that get no score, and by movement.
pub(crate) fn refused(model: &PoseModel, fresh: &FreshLifts, n_each: usize) -> Result<Vec<(OtherMovement, f64)>> {
    let share = |movement: OtherMovement| {
        let scored = (0..n_each)
            .into_par_iter()
            .map(|id| {
                let film = fresh.generator().film_other(u32::try_from(id).context("few films")?, movement);
                let options = RecordingOptions { fps: film.fps, ..RecordingOptions::default() };
                let recording = Recording::new(&film.landmarks, [film.n_frames(), N_LANDMARKS, 3], &options)?;
                Ok(model.analyze(&recording)?.form_score.is_some())
            })
            .collect::<Result<Vec<bool>>>()?;
        let n_scored = scored.into_iter().filter(|is_scored| *is_scored).count();
        Ok((movement, 1.0 - n_scored as f64 / n_each as f64))
    };
    OtherMovement::ALL.into_iter().map(share).collect()
}
