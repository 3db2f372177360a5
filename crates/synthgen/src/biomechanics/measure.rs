//! What a coach would measure of a fault on the true skeleton.

use super::landmark::{Landmarks, Side};
use super::tempo::Repetition;
use super::vector::{Vec3, angle_deg};
use words::Fault;
use words::landmark::{ANKLE, ELBOW, HEEL, HIP, KNEE, SHOULDER, TOE, WRIST};

/// The unit of [`measure_fault`].
pub fn fault_unit(fault: Fault) -> &'static str {
    match fault {
        Fault::SquatShallow
        | Fault::SquatKneeValgus
        | Fault::SquatForwardLean
        | Fault::DeadliftHyperextension
        | Fault::DeadliftHipsLow
        | Fault::BenchElbowFlare
        | Fault::PressBackLean
        | Fault::PressNoLockout
        | Fault::LungeKneeValgus
        | Fault::LungeTorsoLean
        | Fault::LungeShallow => "deg",
        Fault::DeadliftRoundedBack | Fault::DeadliftHipsFirst => "%",
        _ => "cm",
    }
}

/// What a coach would measure for this fault; more is worse.
///
/// | fault | measurement |
/// |---|---|
/// | shallow squat, lunge | knee angle at the bottom |
/// | knee valgus | inward tilt of the (front) shank at the bottom, seen from the front |
/// | lean | tilt of the line hip–shoulder at the turning point |
/// | heel rise | heel above toes, at most |
/// | lateral shift | hips beside the middle of the ankles at the bottom |
/// | rounded back | shortening of the line hip–shoulder at the floor against the top |
/// | hips first | by how much the hips are ahead of the shoulders on their ways up, at most |
/// | hips low | trunk over the horizontal at the floor |
/// | bar drift | wrists in front of the ankles, at most |
/// | elbow flare | angle of upper arm and trunk with the bar at the chest |
/// | uneven press, asymmetry | one wrist above the other: at most, at the top |
/// | short range | wrists above the shoulders with the bar at the chest |
/// | hips off | hips above where they were, at most |
/// | no lockout | elbow flexion at the top |
/// | forward bar | wrists in front of the shoulders at the top |
/// | knee past toes | front knee in front of the toes at the bottom |
/// | wobble | range of the shoulders' way to the sides |
///
/// # Shapes
///
/// `skeleton`: the frames of a subject who faces +z, in metres.
///
/// # Units
///
/// [`fault_unit`]; values at turning points are means over the repetitions.
///
/// # Panics
///
/// if `repetitions` is empty or names frames that `skeleton` does not have
pub fn measure_fault(fault: Fault, skeleton: &[Landmarks], repetitions: &[Repetition]) -> f64 {
    assert!(!repetitions.is_empty(), "a measurement needs a repetition");
    let at_turns = |value: fn(&Landmarks) -> f64| {
        repetitions.iter().map(|r| value(&skeleton[r.turn_frame])).sum::<f64>() / repetitions.len() as f64
    };
    let at_tops = |value: fn(&Landmarks) -> f64| {
        let top = |r: &Repetition| value(&skeleton[r.top_frame(skeleton)]);
        repetitions.iter().map(top).sum::<f64>() / repetitions.len() as f64
    };
    let at_most = |value: fn(&Landmarks) -> f64| skeleton.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
    let at_least = |value: fn(&Landmarks) -> f64| skeleton.iter().map(value).fold(f64::INFINITY, f64::min);
    match fault {
        Fault::SquatShallow => at_turns(|p| 0.5 * (knee_deg(p, Side::Left) + knee_deg(p, Side::Right))),
        Fault::SquatKneeValgus => at_turns(|p| 0.5 * (inward_deg(p, Side::Left) + inward_deg(p, Side::Right))),
        Fault::SquatForwardLean | Fault::LungeTorsoLean => at_turns(lean_deg),
        Fault::DeadliftHyperextension => at_tops(|p| -lean_deg(p)),
        Fault::PressBackLean => at_turns(|p| -lean_deg(p)),
        Fault::SquatHeelRise => at_most(|p| 100.0 * (middle(p, HEEL).y - middle(p, TOE).y)),
        Fault::SquatLateralShift => at_turns(|p| 100.0 * (middle(p, HIP).x - middle(p, ANKLE).x).abs()),
        Fault::DeadliftRoundedBack => {
            let floor = trunk_length(&skeleton[repetitions[0].floor_frame(skeleton)]);
            100.0 * (1.0 - floor / at_tops(trunk_length))
        }
        Fault::DeadliftHipsFirst => hips_ahead_percent(skeleton, repetitions[0]),
        Fault::DeadliftHipsLow => {
            let floor = |r: &Repetition| 90.0 - lean_deg(&skeleton[r.floor_frame(skeleton)]);
            repetitions.iter().map(floor).sum::<f64>() / repetitions.len() as f64
        }
        Fault::DeadliftBarDrift => at_most(|p| 100.0 * (middle(p, WRIST).z - middle(p, ANKLE).z)),
        Fault::BenchElbowFlare => at_turns(|p| {
            let at = |s: usize| angle_deg(p[ELBOW + s], p[SHOULDER + s], p[HIP + s]);
            0.5 * (at(0) + at(1))
        }),
        Fault::BenchUnevenPress => at_most(wrist_difference),
        Fault::BenchShortRange => at_turns(|p| 100.0 * (middle(p, WRIST).y - middle(p, SHOULDER).y)),
        Fault::BenchHipsOff => at_most(|p| 100.0 * middle(p, HIP).y) - at_least(|p| 100.0 * middle(p, HIP).y),
        Fault::PressNoLockout => at_turns(|p| {
            let at = |s: usize| angle_deg(p[SHOULDER + s], p[ELBOW + s], p[WRIST + s]);
            180.0 - 0.5 * (at(0) + at(1))
        }),
        Fault::PressForwardBar => at_turns(|p| 100.0 * (middle(p, WRIST).z - middle(p, SHOULDER).z)),
        Fault::PressAsymmetry => at_turns(wrist_difference),
        Fault::LungeKneePastToes => at_turns(|p| {
            let front = front(p).index();
            100.0 * (p[KNEE + front].z - p[TOE + front].z)
        }),
        Fault::LungeKneeValgus => at_turns(|p| inward_deg(p, front(p))),
        Fault::LungeShallow => at_turns(|p| knee_deg(p, front(p))),
        Fault::LungeWobble => at_most(|p| 100.0 * middle(p, SHOULDER).x) - at_least(|p| 100.0 * middle(p, SHOULDER).x),
    }
}

fn middle(points: &Landmarks, left: usize) -> Vec3 {
    points[left].midpoint(points[left + 1])
}

fn front(points: &Landmarks) -> Side {
    if points[ANKLE].z > points[ANKLE + 1].z { Side::Left } else { Side::Right }
}

fn knee_deg(points: &Landmarks, side: Side) -> f64 {
    let s = side.index();
    angle_deg(points[HIP + s], points[KNEE + s], points[ANKLE + s])
}

/// How far the knee stands inwards of the ankle, as an angle from the vertical in the frontal plane.
fn inward_deg(points: &Landmarks, side: Side) -> f64 {
    let shank = points[KNEE + side.index()] - points[ANKLE + side.index()];
    libm::atan2(-side.sign() * shank.x, shank.y).to_degrees()
}

fn lean_deg(points: &Landmarks) -> f64 {
    let trunk = middle(points, SHOULDER) - middle(points, HIP);
    libm::atan2(trunk.z, trunk.y).to_degrees()
}

fn trunk_length(points: &Landmarks) -> f64 {
    middle(points, SHOULDER).distance(middle(points, HIP))
}

fn wrist_difference(points: &Landmarks) -> f64 {
    100.0 * (points[WRIST].y - points[WRIST + 1].y).abs()
}

fn hips_ahead_percent(skeleton: &[Landmarks], repetition: Repetition) -> f64 {
    let (floor, top) = (repetition.floor_frame(skeleton), repetition.top_frame(skeleton));
    let share = |now: &Landmarks, left: usize| {
        let (low, high) = (middle(&skeleton[floor], left).y, middle(&skeleton[top], left).y);
        (middle(now, left).y - low) / (high - low)
    };
    let way_up = if floor < top { floor..=top } else { repetition.turn_frame..=repetition.end_frame };
    skeleton[way_up].iter().map(|now| 100.0 * (share(now, HIP) - share(now, SHOULDER))).fold(0.0, f64::max)
}
