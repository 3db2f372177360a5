//! What each measurement is when a lift is good and when it is as bad as it gets, by the camera's direction.

use words::Fault;

use super::fault_unit::FaultUnit;
use super::lift::{self, Lift};
use super::scene::ViewDirection;

/// The values at severity 0 and at severity 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reference {
    pub(super) good: f64,
    pub(super) full: f64,
}

impl Reference {
    pub(super) fn severity(self, value: f64) -> f64 {
        ((value - self.good) / (self.full - self.good)).clamp(0.0, 1.0)
    }
}

/// A fault and how it is measured.
pub(super) struct FaultSpec {
    pub(super) fault: Fault,
    pub(super) unit: FaultUnit,
    pub(super) description: &'static str,
    pub(super) measure: fn(&Lift<'_>) -> f64,
    /// From the front, obliquely, from the side; `None` where the view does not show the fault.
    pub(super) references: [Option<Reference>; 3],
}

impl FaultSpec {
    pub(super) fn reference(&self, direction: ViewDirection) -> Option<Reference> {
        self.references[direction as usize]
    }
}

const fn at(good: f64, full: f64) -> Reference {
    Reference { good, full }
}

/// From 600 synthetic sequences a fault (seed 7), a third of them without it and a third with a severity of 0.9 and more, filmed from
/// anywhere, half of them with another fault: the value that a tenth of good lifts exceed, and the median of bad ones. Good form is
/// wide, so a value in between says less than it seems.
///
/// Filmed lifts chose these: hips may be ahead by up to 24 % (good deadlifts have 16 to 34, bad ones 25 to 65); hyperextension counts from
/// 4 degrees on; knees are not judged from the side, where their way inwards is depth.
///
/// Never measured are a rounded back (MediaPipe has no landmark between hips and shoulders, and their distance says too little),
/// the drift of the bar (plates hide the ankles: on film, 17 to 34 cm where it is good and 23 to 25 where it is said to be far),
/// the rise of the heels (good squats read up to 13 cm) and the shift of the hips to a side (4 to 8 cm, beside an error of 3).
pub(super) const FAULTS: [FaultSpec; 19] = [
    FaultSpec {
        fault: Fault::SquatShallow,
        unit: FaultUnit::Degree,
        description: "knee angle at the bottom",
        measure: lift::squat_shallow,
        references: [Some(at(93.1, 135.2)), Some(at(90.8, 132.9)), Some(at(90.0, 130.9))],
    },
    FaultSpec {
        fault: Fault::SquatKneeValgus,
        unit: FaultUnit::Degree,
        description: "inward tilt of the shanks from start to bottom, seen from the front",
        measure: lift::squat_knee_valgus,
        references: [Some(at(-1.8, 16.3)), Some(at(1.4, 14.6)), None],
    },
    FaultSpec {
        fault: Fault::SquatForwardLean,
        unit: FaultUnit::Degree,
        description: "forward tilt of the trunk from start to bottom",
        measure: lift::forward_lean,
        references: [Some(at(37.1, 57.9)), Some(at(32.8, 57.5)), Some(at(32.9, 54.9))],
    },
    FaultSpec {
        fault: Fault::DeadliftHipsFirst,
        unit: FaultUnit::Percent,
        description: "by how much of their way the hips are ahead of the shoulders",
        measure: lift::hips_first,
        references: [None, None, Some(at(24.0, 40.0))],
    },
    FaultSpec {
        fault: Fault::DeadliftHyperextension,
        unit: FaultUnit::Degree,
        description: "trunk backwards against the thighs, at most",
        measure: lift::hip_hyperextension,
        references: [None, Some(at(4.0, 20.5)), Some(at(4.0, 20.9))],
    },
    FaultSpec {
        fault: Fault::DeadliftHipsLow,
        unit: FaultUnit::Degree,
        description: "trunk over the horizontal at the bottom",
        measure: lift::hips_low,
        references: [None, Some(at(29.1, 52.1)), Some(at(34.8, 54.1))],
    },
    FaultSpec {
        fault: Fault::BenchElbowFlare,
        unit: FaultUnit::Degree,
        description: "angle between upper arms and trunk with the bar at the chest",
        measure: lift::elbow_flare,
        references: [Some(at(74.0, 91.3)), Some(at(69.2, 94.9)), Some(at(65.1, 92.7))],
    },
    FaultSpec {
        fault: Fault::BenchUnevenPress,
        unit: FaultUnit::Centimetre,
        description: "one hand above the other, at most",
        measure: lift::uneven_press,
        references: [Some(at(5.9, 12.3)), Some(at(7.4, 12.9)), None],
    },
    FaultSpec {
        fault: Fault::BenchShortRange,
        unit: FaultUnit::Centimetre,
        description: "hands above the shoulders with the bar at the chest",
        measure: lift::short_range,
        references: [Some(at(14.2, 25.5)), Some(at(13.5, 27.6)), Some(at(14.4, 27.9))],
    },
    FaultSpec {
        fault: Fault::BenchHipsOff,
        unit: FaultUnit::Centimetre,
        description: "rise of the hips over the shoulders, at most",
        measure: lift::hips_off,
        references: [Some(at(3.1, 11.1)), Some(at(3.3, 11.2)), Some(at(3.2, 11.0))],
    },
    FaultSpec {
        fault: Fault::PressBackLean,
        unit: FaultUnit::Degree,
        description: "backward tilt of the trunk from start to top",
        measure: lift::backward_lean_change,
        references: [Some(at(5.3, 22.3)), Some(at(2.9, 23.7)), Some(at(3.6, 24.0))],
    },
    FaultSpec {
        fault: Fault::PressNoLockout,
        unit: FaultUnit::Degree,
        description: "flexion of the elbows at the top",
        measure: lift::no_lockout,
        references: [Some(at(30.9, 65.2)), Some(at(31.6, 63.8)), Some(at(38.4, 63.8))],
    },
    FaultSpec {
        fault: Fault::PressForwardBar,
        unit: FaultUnit::Centimetre,
        description: "hands in front of the shoulders at the top",
        measure: lift::forward_bar,
        references: [Some(at(14.3, 26.0)), Some(at(13.1, 25.4)), Some(at(6.8, 23.0))],
    },
    FaultSpec {
        fault: Fault::PressAsymmetry,
        unit: FaultUnit::Centimetre,
        description: "one hand above the other at the top",
        measure: lift::press_asymmetry,
        references: [Some(at(4.4, 8.3)), None, None],
    },
    FaultSpec {
        fault: Fault::LungeKneePastToes,
        unit: FaultUnit::Centimetre,
        description: "front knee in front of the toes at the bottom",
        measure: lift::knee_past_toes,
        references: [None, Some(at(-4.6, 5.8)), Some(at(-9.0, 3.3))],
    },
    FaultSpec {
        fault: Fault::LungeKneeValgus,
        unit: FaultUnit::Degree,
        description: "inward tilt of the front shank from start to bottom, seen from the front",
        measure: lift::lunge_knee_valgus,
        references: [Some(at(1.4, 20.4)), Some(at(1.9, 19.2)), None],
    },
    FaultSpec {
        fault: Fault::LungeTorsoLean,
        unit: FaultUnit::Degree,
        description: "forward tilt of the trunk from start to bottom",
        measure: lift::forward_lean,
        references: [Some(at(8.2, 30.6)), Some(at(7.5, 30.5)), Some(at(6.5, 30.6))],
    },
    FaultSpec {
        fault: Fault::LungeShallow,
        unit: FaultUnit::Degree,
        description: "angle of the front knee at the bottom",
        measure: lift::lunge_shallow,
        references: [Some(at(107.9, 134.9)), Some(at(108.1, 134.1)), Some(at(99.5, 132.9))],
    },
    FaultSpec {
        fault: Fault::LungeWobble,
        unit: FaultUnit::Centimetre,
        description: "range of the shoulders' way to the sides",
        measure: lift::wobble,
        references: [Some(at(6.7, 12.2)), Some(at(9.7, 12.5)), None],
    },
];
