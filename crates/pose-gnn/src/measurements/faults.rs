//! The faults that a recording shows.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use words::{Exercise, Fault};

use super::calibration::{FAULTS, FaultSpec};
use super::fault_unit::FaultUnit;
use super::lift::{self, Lift};
use super::scaled::ScaledRecording;
use super::scene::Scene;
use crate::repetitions::Repetition;

/// How clearly somebody shows a fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FaultMeasurement {
    /// The fault.
    pub name: Fault,
    /// What was measured, averaged over the repetitions.
    pub value: f64,
    /// The unit of `value`.
    pub unit: FaultUnit,
    /// `value` where form is good: severity 0.
    pub good_value: f64,
    /// `value` where form is as bad as it is seen: severity 1.
    pub bad_value: f64,
    /// From 0, as good as it gets, to 1, as bad as it is seen.
    pub severity: f64,
    /// What `value` is.
    pub description: Cow<'static, str>,
}

/// What faults that a view does not show, or shows as less than they are, cost on average, in points of the form score: 9.4 over
/// the synthetic lifts of the training part of seed 42.
const HIDDEN_COST: f64 = 9.0;

/// The form score by measured faults alone, 0 to 100: 100 less what they cost when they are as severe as they are, and less
/// what the faults cost on average that no view shows.
pub fn form_by_faults(faults: &[FaultMeasurement]) -> f64 {
    let cost: f64 = faults.iter().map(|fault| fault.name.form_weight() * fault.severity).sum();
    (100.0 - HIDDEN_COST - cost).max(0.0)
}

impl ScaledRecording<'_> {
    /// Measures the faults of an exercise that the view of a recording shows.
    ///
    /// | fault | measured | from |
    /// |---|---|---|
    /// | `squat_shallow`, `lunge_shallow` | knee angle at the bottom | anywhere |
    /// | `squat_knee_valgus`, `lunge_knee_valgus` | inward tilt of the shanks, bottom against start | front, oblique |
    /// | `squat_forward_lean`, `lunge_torso_lean`, `press_back_lean` | tilt of the trunk, turn against start | anywhere |
    /// | `deadlift_hips_first` | hips ahead of the shoulders on their ways up | side |
    /// | `deadlift_hips_low` | trunk over the horizontal at the bottom | oblique, side |
    /// | `deadlift_hyperextension` | trunk backwards against the thighs, at most | oblique, side |
    /// | `bench_elbow_flare` | angle of upper arms and trunk at the chest | anywhere |
    /// | `bench_uneven_press` | one hand above the other, at most | front, oblique |
    /// | `bench_short_range` | hands above the shoulders at the chest | anywhere |
    /// | `bench_hips_off` | rise of the hips over the shoulders, at most | anywhere |
    /// | `press_no_lockout` | flexion of the elbows at the top | anywhere |
    /// | `press_forward_bar` | hands in front of the shoulders at the top | anywhere |
    /// | `press_asymmetry` | one hand above the other at the top | front |
    /// | `lunge_knee_past_toes` | front knee in front of the toes at the bottom | oblique, side |
    /// | `lunge_wobble` | range of the shoulders' way to the sides | front, oblique |
    ///
    /// The result is empty without repetitions. Values are those of a person of 172 cm where coordinates are
    /// [`Coordinates::Image`](crate::Coordinates::Image). Repetitions that lie beyond the recording are left out.
    pub fn measure_faults(&self, exercise: Exercise, repetitions: &[Repetition]) -> Vec<FaultMeasurement> {
        let known = self.within(repetitions);
        let (Some(first), Some(last)) = (
            known.iter().map(|r| r.start_frame.saturating_sub(lift::margin(r))).min(),
            known.iter().map(|r| (r.end_frame + lift::margin(r)).min(self.frames().len() - 1)).max(),
        ) else {
            return Vec::new();
        };
        let scene = Scene::from_camera(self.frames()[first..=last].to_vec(), self.left());
        let lifts: Vec<Lift<'_>> = known.iter().map(|r| Lift::new(&scene, r, first)).collect();
        let measured = |spec: &FaultSpec| {
            let reference = spec.reference(scene.view.direction)?;
            let value = lifts.iter().map(spec.measure).sum::<f64>() / lifts.len() as f64;
            Some(FaultMeasurement {
                name: spec.fault,
                value,
                unit: spec.unit,
                good_value: reference.good,
                bad_value: reference.full,
                severity: reference.severity(value),
                description: Cow::Borrowed(spec.description),
            })
        };
        FAULTS.iter().filter(|spec| spec.fault.exercise() == exercise).filter_map(measured).collect()
    }

    /// Those of the repetitions that lie within the recording.
    pub(super) fn within(&self, repetitions: &[Repetition]) -> Vec<Repetition> {
        let lies_within = |r: &&Repetition| {
            r.start_frame <= r.turn_frame && r.turn_frame <= r.end_frame && r.end_frame < self.frames().len()
        };
        repetitions.iter().filter(lies_within).copied().collect()
    }
}
