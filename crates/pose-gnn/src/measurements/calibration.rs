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

/// Lines fitted to 480 synthetic sequences a fault (seed 7), filmed from anywhere, all other faults up to a third.
///
/// Left out is what ranks the severities of its fault with Spearman's coefficient below 0.65, and hyperextension from
/// the front, where it is mistaken for the pitch of the camera. A rounded back is never measured: MediaPipe has no
/// landmark between hips and shoulders, and the distance of those says too little (0.24 to 0.54).
pub(super) const FAULTS: [FaultSpec; 21] = [
    FaultSpec {
        fault: Fault::SquatShallow,
        unit: FaultUnit::Degree,
        description: "knee angle at the bottom",
        measure: lift::squat_shallow,
        references: [Some(at(67.7, 119.1)), Some(at(67.7, 117.1)), Some(at(66.6, 117.0))],
    },
    FaultSpec {
        fault: Fault::SquatKneeValgus,
        unit: FaultUnit::Degree,
        description: "inward tilt of the shanks from start to bottom, seen from the front",
        measure: lift::squat_knee_valgus,
        references: [Some(at(-11.9, 17.1)), Some(at(-11.9, 17.9)), Some(at(-10.5, 16.3))],
    },
    FaultSpec {
        fault: Fault::SquatForwardLean,
        unit: FaultUnit::Degree,
        description: "forward tilt of the trunk from start to bottom",
        measure: lift::forward_lean,
        references: [Some(at(28.9, 44.7)), Some(at(28.3, 45.6)), Some(at(27.5, 42.9))],
    },
    FaultSpec {
        fault: Fault::SquatHeelRise,
        unit: FaultUnit::Centimetre,
        description: "rise of the heels over the toes from start to bottom",
        measure: lift::heel_rise,
        references: [Some(at(-0.4, 7.0)), Some(at(-0.1, 7.2)), Some(at(0.0, 7.6))],
    },
    FaultSpec {
        fault: Fault::SquatLateralShift,
        unit: FaultUnit::Centimetre,
        description: "way of the hips to a side from start to bottom",
        measure: lift::lateral_shift,
        references: [Some(at(1.7, 7.8)), None, None],
    },
    FaultSpec {
        fault: Fault::DeadliftHipsFirst,
        unit: FaultUnit::Percent,
        description: "by how much of their way the hips are ahead of the shoulders",
        measure: lift::hips_first,
        references: [None, None, Some(at(9.2, 29.4))],
    },
    FaultSpec {
        fault: Fault::DeadliftBarDrift,
        unit: FaultUnit::Centimetre,
        description: "hands in front of the ankles, at most",
        measure: lift::bar_drift,
        references: [None, None, Some(at(10.3, 24.5))],
    },
    FaultSpec {
        fault: Fault::DeadliftHyperextension,
        unit: FaultUnit::Degree,
        description: "backward tilt of the trunk at the top",
        measure: lift::backward_lean,
        references: [None, Some(at(-4.9, 13.7)), Some(at(-0.6, 15.5))],
    },
    FaultSpec {
        fault: Fault::BenchElbowFlare,
        unit: FaultUnit::Degree,
        description: "angle between upper arms and trunk with the bar at the chest",
        measure: lift::elbow_flare,
        references: [Some(at(58.2, 94.6)), Some(at(58.9, 94.4)), Some(at(56.4, 95.3))],
    },
    FaultSpec {
        fault: Fault::BenchUnevenPress,
        unit: FaultUnit::Centimetre,
        description: "one hand above the other, at most",
        measure: lift::uneven_press,
        references: [Some(at(1.0, 13.2)), Some(at(1.8, 13.0)), Some(at(1.7, 12.8))],
    },
    FaultSpec {
        fault: Fault::BenchShortRange,
        unit: FaultUnit::Centimetre,
        description: "hands above the shoulders with the bar at the chest",
        measure: lift::short_range,
        references: [Some(at(10.5, 27.4)), Some(at(11.1, 28.4)), Some(at(12.2, 29.4))],
    },
    FaultSpec {
        fault: Fault::BenchHipsOff,
        unit: FaultUnit::Centimetre,
        description: "rise of the hips over the shoulders, at most",
        measure: lift::hips_off,
        references: [Some(at(0.4, 11.7)), Some(at(0.4, 11.7)), Some(at(0.3, 11.6))],
    },
    FaultSpec {
        fault: Fault::PressBackLean,
        unit: FaultUnit::Degree,
        description: "backward tilt of the trunk from start to top",
        measure: lift::backward_lean_change,
        references: [Some(at(1.2, 23.3)), Some(at(1.4, 24.5)), Some(at(1.4, 25.8))],
    },
    FaultSpec {
        fault: Fault::PressNoLockout,
        unit: FaultUnit::Degree,
        description: "flexion of the elbows at the top",
        measure: lift::no_lockout,
        references: [Some(at(24.6, 69.7)), Some(at(23.5, 65.0)), Some(at(21.9, 65.6))],
    },
    FaultSpec {
        fault: Fault::PressForwardBar,
        unit: FaultUnit::Centimetre,
        description: "hands in front of the shoulders at the top",
        measure: lift::forward_bar,
        references: [Some(at(5.5, 27.6)), Some(at(4.9, 26.6)), Some(at(0.7, 24.0))],
    },
    FaultSpec {
        fault: Fault::PressAsymmetry,
        unit: FaultUnit::Centimetre,
        description: "one hand above the other at the top",
        measure: lift::press_asymmetry,
        references: [Some(at(0.6, 8.8)), Some(at(1.0, 8.6)), None],
    },
    FaultSpec {
        fault: Fault::LungeKneePastToes,
        unit: FaultUnit::Centimetre,
        description: "front knee in front of the toes at the bottom",
        measure: lift::knee_past_toes,
        references: [None, Some(at(-11.4, 8.2)), Some(at(-13.7, 4.2))],
    },
    FaultSpec {
        fault: Fault::LungeKneeValgus,
        unit: FaultUnit::Degree,
        description: "inward tilt of the front shank from start to bottom, seen from the front",
        measure: lift::lunge_knee_valgus,
        references: [Some(at(-2.4, 20.5)), Some(at(-4.5, 21.2)), Some(at(-3.0, 19.8))],
    },
    FaultSpec {
        fault: Fault::LungeTorsoLean,
        unit: FaultUnit::Degree,
        description: "forward tilt of the trunk from start to bottom",
        measure: lift::forward_lean,
        references: [Some(at(2.7, 32.1)), Some(at(2.9, 32.1)), Some(at(2.4, 31.9))],
    },
    FaultSpec {
        fault: Fault::LungeShallow,
        unit: FaultUnit::Degree,
        description: "angle of the front knee at the bottom",
        measure: lift::lunge_shallow,
        references: [Some(at(90.6, 130.2)), Some(at(87.8, 130.6)), Some(at(86.8, 131.5))],
    },
    FaultSpec {
        fault: Fault::LungeWobble,
        unit: FaultUnit::Centimetre,
        description: "range of the shoulders' way to the sides",
        measure: lift::wobble,
        references: [Some(at(1.9, 12.2)), Some(at(2.9, 12.8)), Some(at(4.6, 13.2))],
    },
];
