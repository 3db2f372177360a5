//! Figures of each lift and fault, to look at.

use super::anthropometry::Body;
use super::fault::Severities;
use super::landmark::Landmarks;
use super::motion::{Moment, Motion, Variation};
use super::skeleton::{Pose, place};
use super::sway::Sway;
use super::tempo::{Progress, hill, minimum_jerk};
use super::vector::Vec3;
use words::{Exercise, Fault, Sex};

/// How many phases a preview shows.
pub const N_PREVIEW_PHASES: usize = 6;

/// A person of average proportions doing a repetition, for pictures; bones are [`BONES`](words::landmark::BONES).
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewFigure {
    /// The exercise.
    pub exercise: Exercise,
    /// The fault shown at severity 1; none for good form.
    pub fault: Option<Fault>,
    /// From the start by the turning point (the fourth) towards the end; metres, the subject faces +z.
    pub phases: [Landmarks; N_PREVIEW_PHASES],
    /// The middle of the hips, of the spine and of the shoulders, which show a bent back; no tracker sees the second.
    pub spines: [[Vec3; 3]; N_PREVIEW_PHASES],
}

/// Good form first, then each fault of the exercise alone.
pub fn preview_figures(exercise: Exercise) -> Vec<PreviewFigure> {
    let bad = exercise.faults().iter().map(|fault| Some(*fault));
    std::iter::once(None).chain(bad).map(|fault| preview_figure(exercise, fault)).collect()
}

fn preview_figure(exercise: Exercise, fault: Option<Fault>) -> PreviewFigure {
    let body = Body::average(Sex::Male, 1.76);
    let severities = Severities::none(exercise);
    let severities = fault.map_or(severities, |fault| severities.with(fault, 1.0));
    let motion = Motion::new(exercise, &body, &severities, false, &mut Variation::average());
    let sway = Sway::still();
    let lifts_first = matches!(exercise, Exercise::Deadlift | Exercise::OverheadPress);
    let poses: [Pose; N_PREVIEW_PHASES] = std::array::from_fn(|phase| {
        // Thirds of the way there, then half of the way back and its end.
        let (share, returning) =
            [(0.0, false), (0.4, false), (0.6, false), (1.0, false), (0.5, true), (0.0, true)][phase];
        let lifting = if returning == lifts_first { 0.0 } else { hill(share) };
        let progress = Progress { reach: minimum_jerk(share), lifting };
        // A third of a second apart: what swings is seen swinging.
        let time_s = phase as f64 / 3.0;
        motion.pose(&body, &Moment { time_s, progress, severities: &severities, sway: &sway })
    });
    let spine = |pose: &Pose| {
        let middle = pose.pelvis + pose.trunk.pelvis().up * body.lumbar;
        [pose.pelvis, middle, pose.pelvis + pose.trunk.spine(&body)]
    };
    PreviewFigure {
        exercise,
        fault,
        phases: poses.each_ref().map(|pose| place(&body, pose)),
        spines: poses.each_ref().map(spine),
    }
}
