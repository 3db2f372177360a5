//! What a model is to find.

use super::fault::{Severities, fault_effect, risk_interactions};
use super::landmark::Landmarks;
use super::tempo::Repetition;
use super::vector::angle_deg;
use words::Exercise;
use words::landmark::{ANKLE, ELBOW, HIP, KNEE, SHOULDER};

/// What a model is to find.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labels {
    /// The rater's form score, 0–100.
    pub form_score: f64,
    /// The form score without the rater's error: the best guess there can be.
    pub form_score_noise_free: f64,
    /// The fault–load index, 0–100: see [`injury_risk_score`].
    pub injury_risk_score: f64,
    /// Angles at the turning points (of deadlifts at the floor), averaged over repetitions, in degrees and in the order of
    /// [`words::JointAngle`].
    pub joint_angles_deg: [f64; 6],
}

/// The six angles of one moment: knee = hip–knee–ankle, hip = shoulder–hip–knee, shoulder = elbow–shoulder–hip.
///
/// # Units
///
/// Degrees, 0–180; a straight limb has 180.
pub fn joint_angles_deg(points: &Landmarks) -> [f64; 6] {
    let at = |a: usize, joint: usize, b: usize, side: usize| {
        angle_deg(points[a + side], points[joint + side], points[b + side])
    };
    [
        at(HIP, KNEE, ANKLE, 0),
        at(HIP, KNEE, ANKLE, 1),
        at(SHOULDER, HIP, KNEE, 0),
        at(SHOULDER, HIP, KNEE, 1),
        at(ELBOW, SHOULDER, HIP, 0),
        at(ELBOW, SHOULDER, HIP, 1),
    ]
}

/// The form score without a rater's error: 100 − Σ weight · severity, at least 0.
pub fn form_score(severities: &Severities) -> f64 {
    let penalty: f64 = severities.iter().map(|(fault, severity)| fault_effect(fault).form_weight * severity).sum();
    (100.0 - penalty).max(0.0)
}

/// The fault–load index: how much faults load the body under a weight. It is called a risk score because others read it by
/// that name; it is not a risk of getting hurt.
///
/// 100 · (1 − exp(−(0.06 + Σ wᵢ·sᵢ + Σ wᵢⱼ·sᵢ·sⱼ) · (0.7 + 0.5 · load))); wᵢ are
/// [`FaultEffect::risk_weight`](super::FaultEffect::risk_weight),
/// wᵢⱼ [`risk_interactions`](super::risk_interactions).
///
/// # Units
///
/// `load` as a share of the heaviest weight that can be lifted once; result in [0, 100)
///
/// # Source
///
/// A choice, not a measurement: it orders faults as coaches do and says nothing about real injuries. The
/// evidence there is, of low quality, is that a rounded back in lifting is no risk factor for back pain (Saraceni et al. 2020, doi
/// 10.2519/jospt.2020.9218); that deep squats harm the knees is unfounded (Hartmann et al. 2013, doi 10.1007/s40279-013-0073-6). That heavier loads
/// load spine and knees more is mechanics.
pub fn injury_risk_score(severities: &Severities, load: f64) -> f64 {
    let single: f64 = severities.iter().map(|(fault, severity)| fault_effect(fault).risk_weight * severity).sum();
    let pairs: f64 = risk_interactions(severities.exercise())
        .iter()
        .map(|(a, b, weight)| weight * severities.get(*a) * severities.get(*b))
        .sum();
    -100.0 * libm::expm1(-(0.06 + single + pairs) * (0.7 + 0.5 * load))
}

/// The mean of each angle over the turning points; of a deadlift where it is bent, whether it starts or turns there.
pub(super) fn turning_angles_deg(exercise: Exercise, skeleton: &[Landmarks], repetitions: &[Repetition]) -> [f64; 6] {
    let frame = |repetition: &Repetition| match exercise {
        Exercise::Deadlift => repetition.floor_frame(skeleton),
        _ => repetition.turn_frame,
    };
    let mut sums = [0.0; 6];
    for repetition in repetitions {
        for (sum, angle) in sums.iter_mut().zip(joint_angles_deg(&skeleton[frame(repetition)])) {
            *sum += angle;
        }
    }
    sums.map(|sum| sum / repetitions.len() as f64)
}
