//! The six joint angles: of each frame, and at the turning points as far as a view shows them.

use super::scaled::ScaledRecording;
use super::scene::ViewDirection;
use crate::joint::{Points, angle_deg, middle};
use crate::quantile::median;
use crate::repetitions::Repetition;
use words::landmark::{ANKLE, ELBOW, HIP, KNEE, SHOULDER};
use words::{Exercise, JointAngle, JointAngles};

/// Jitter averages out over this long before and after, and hardly anything moves yet.
const AROUND_S: f64 = 0.07;
/// Below this mean visibility a landmark was guessed, and its angles are not told.
const SEEN: f64 = 0.5;

/// The landmarks of each angle, its joint in the middle; left ones, right ones follow.
const LANDMARKS: [[usize; 3]; 3] = [[HIP, KNEE, ANKLE], [SHOULDER, HIP, KNEE], [ELBOW, SHOULDER, HIP]];

impl ScaledRecording<'_> {
    /// The six angles of each frame: knee = hip–knee–ankle, hip = shoulder–hip–knee, shoulder = elbow–shoulder–hip.
    ///
    /// # Shapes
    ///
    /// Returns `[frames, 6]` in the order of [`JointAngle::ALL`].
    ///
    /// # Units
    ///
    /// Degrees, 0–180; a straight limb has 180.
    pub fn joint_angles_deg(&self) -> Vec<[f64; JointAngle::N]> {
        self.frames().iter().map(of_frame).collect()
    }

    /// The angles of a repetition where the body, or the bar, is at the end of its way: at the bottom of squats, lunges and bench
    /// presses, at the top of overhead presses, and at the bottom of deadlifts, whether they begin there or turn there. Each
    /// is a median over a seventh of a second; none where [`joint_angle_errors_deg`](Self::joint_angle_errors_deg) has none.
    pub fn turning_angles_deg(&self, exercise: Exercise, repetition: &Repetition) -> JointAngles<Option<f64>> {
        let errors = self.joint_angle_errors_deg(exercise).to_array();
        let angles = self.every_turning_angle_deg(exercise, repetition);
        JointAngle::ALL.map(|angle| errors[angle.index()].map(|_| angles[angle.index()])).into()
    }

    /// As [`turning_angles_deg`](Self::turning_angles_deg), also of what the view does not show.
    fn every_turning_angle_deg(&self, exercise: Exercise, repetition: &Repetition) -> [f64; JointAngle::N] {
        let at = self.bottom_or_turn(exercise, repetition);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few frames")]
        let around = (AROUND_S * self.recording().fps()).round() as usize;
        let frames = at.saturating_sub(around)..(at + around + 1).min(self.frames().len());
        let angles: Vec<[f64; JointAngle::N]> = self.frames()[frames].iter().map(of_frame).collect();
        std::array::from_fn(|angle| median(angles.iter().map(|frame| frame[angle]).collect()))
    }

    /// The means over repetitions, also of what the view does not show; NaN without any.
    pub(super) fn all_turning_angles_deg(
        &self,
        exercise: Exercise,
        repetitions: &[Repetition],
    ) -> [f64; JointAngle::N] {
        let angles: Vec<_> = repetitions.iter().map(|one| self.every_turning_angle_deg(exercise, one)).collect();
        std::array::from_fn(|angle| angles.iter().map(|of| of[angle]).sum::<f64>() / angles.len() as f64)
    }

    /// The means of [`turning_angles_deg`](Self::turning_angles_deg) over repetitions; none without any.
    pub fn mean_turning_angles_deg(&self, exercise: Exercise, repetitions: &[Repetition]) -> JointAngles<Option<f64>> {
        let angles: Vec<_> = repetitions.iter().map(|one| self.turning_angles_deg(exercise, one)).collect();
        let mean = |angle: JointAngle| {
            let sum: Option<f64> = angles.iter().map(|angles| angles[angle]).sum();
            sum.filter(|_| !angles.is_empty()).map(|sum| sum / angles.len() as f64)
        };
        JointAngle::ALL.map(mean).into()
    }

    /// How far angles at a turning point typically are from the truth, in degrees; none where the view does not show them or
    /// the tracker guessed the joint.
    ///
    /// # Source
    ///
    /// Median difference of the angles by image and by world coordinates in 36 filmed squats and deadlifts: two estimates of one
    /// tracker, so the truth may be farther off. From the front and the back they are 40 to 70 degrees apart.
    pub fn joint_angle_errors_deg(&self, exercise: Exercise) -> JointAngles<Option<f64>> {
        let direction = self.view().direction;
        JointAngle::ALL
            .map(|angle| {
                let (kind, side) = (angle.index() / 2, angle.index() % 2);
                let error = match (direction, kind) {
                    // Arms are lifted in the plane of the picture as well.
                    (ViewDirection::Front, 0 | 1) => return None,
                    (ViewDirection::Side, 0) if exercise == Exercise::Deadlift => 16.8,
                    (ViewDirection::Side, 0) => 5.2,
                    (ViewDirection::Side, _) => 4.7,
                    (_, 0) => 7.5,
                    (_, _) => 6.3,
                };
                self.is_seen(LANDMARKS[kind].map(|left| left + side)).then_some(error)
            })
            .into()
    }

    fn is_seen(&self, landmarks: [usize; 3]) -> bool {
        let Some(visibility) = self.recording().visibility() else { return true };
        let n_frames = self.recording().seen_frames().count() as f64;
        landmarks.into_iter().all(|joint| {
            let sum: f64 = self.recording().seen_frames().map(|frame| f64::from(visibility[frame][joint])).sum();
            sum >= SEEN * n_frames
        })
    }

    fn bottom_or_turn(&self, exercise: Exercise, repetition: &Repetition) -> usize {
        let height = |frame: &usize| {
            let points = &self.frames()[*frame];
            middle(points, ANKLE)[1] - middle(points, SHOULDER)[1]
        };
        if exercise == Exercise::Deadlift {
            let ends = [repetition.start_frame, repetition.turn_frame, repetition.end_frame];
            ends.into_iter().min_by(|a, b| height(a).total_cmp(&height(b))).unwrap_or(repetition.turn_frame)
        } else {
            repetition.turn_frame
        }
    }
}

fn of_frame(points: &Points) -> [f64; JointAngle::N] {
    JointAngle::ALL.map(|angle| {
        let [a, joint, b] = LANDMARKS[angle.index() / 2].map(|left| points[left + angle.index() % 2]);
        angle_deg(a, joint, b)
    })
}
