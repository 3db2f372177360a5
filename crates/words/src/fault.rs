//! The ways in which lifts go wrong.

use crate::exercise::Exercise;
use crate::macros::words;

words! {
    /// A way in which a lift goes wrong; the name starts with the lift.
    Fault, "fault" {
        /// The thighs stay far above the horizontal.
        SquatShallow = "squat_shallow",
        /// The knees fall inwards of the feet.
        SquatKneeValgus = "squat_knee_valgus",
        /// The trunk tips far forward.
        SquatForwardLean = "squat_forward_lean",
        /// The heels leave the floor.
        SquatHeelRise = "squat_heel_rise",
        /// The hips move to one side.
        SquatLateralShift = "squat_lateral_shift",
        /// The spine flexes under load.
        DeadliftRoundedBack = "deadlift_rounded_back",
        /// The knees extend long before the trunk rises.
        DeadliftHipsFirst = "deadlift_hips_first",
        /// The bar moves away from the legs.
        DeadliftBarDrift = "deadlift_bar_drift",
        /// The trunk leans back at the top.
        DeadliftHyperextension = "deadlift_hyperextension",
        /// The hips start low, as in a squat, with the trunk upright.
        DeadliftHipsLow = "deadlift_hips_low",
        /// The upper arms stand square to the trunk.
        BenchElbowFlare = "bench_elbow_flare",
        /// One hand rises ahead of the other.
        BenchUnevenPress = "bench_uneven_press",
        /// The bar stops above the chest.
        BenchShortRange = "bench_short_range",
        /// The hips leave the bench.
        BenchHipsOff = "bench_hips_off",
        /// The trunk leans back under the bar.
        PressBackLean = "press_back_lean",
        /// The elbows stay bent at the top.
        PressNoLockout = "press_no_lockout",
        /// The bar ends in front of the shoulders.
        PressForwardBar = "press_forward_bar",
        /// One hand ends lower than the other.
        PressAsymmetry = "press_asymmetry",
        /// The front knee travels far over the toes.
        LungeKneePastToes = "lunge_knee_past_toes",
        /// The front knee falls inwards of the foot.
        LungeKneeValgus = "lunge_knee_valgus",
        /// The trunk tips forward.
        LungeTorsoLean = "lunge_torso_lean",
        /// The front knee bends too little.
        LungeShallow = "lunge_shallow",
        /// Trunk and hips sway from side to side.
        LungeWobble = "lunge_wobble",
    }
}

impl Fault {
    /// The lift that goes wrong.
    pub const fn exercise(self) -> Exercise {
        match self {
            Self::SquatShallow
            | Self::SquatKneeValgus
            | Self::SquatForwardLean
            | Self::SquatHeelRise
            | Self::SquatLateralShift => Exercise::Squat,
            Self::DeadliftRoundedBack
            | Self::DeadliftHipsFirst
            | Self::DeadliftBarDrift
            | Self::DeadliftHyperextension
            | Self::DeadliftHipsLow => Exercise::Deadlift,
            Self::BenchElbowFlare | Self::BenchUnevenPress | Self::BenchShortRange | Self::BenchHipsOff => {
                Exercise::BenchPress
            }
            Self::PressBackLean | Self::PressNoLockout | Self::PressForwardBar | Self::PressAsymmetry => {
                Exercise::OverheadPress
            }
            Self::LungeKneePastToes
            | Self::LungeKneeValgus
            | Self::LungeTorsoLean
            | Self::LungeShallow
            | Self::LungeWobble => Exercise::Lunge,
        }
    }
}

impl Fault {
    /// Points that the fault takes off a form score of 100 when it is as bad as it is seen: a choice, as coaches rank faults.
    pub const fn form_weight(self) -> f64 {
        match self {
            Self::DeadliftRoundedBack => 32.0,
            Self::BenchElbowFlare | Self::PressBackLean => 28.0,
            Self::SquatKneeValgus => 26.0,
            Self::SquatShallow | Self::BenchUnevenPress | Self::PressNoLockout | Self::LungeKneeValgus => 24.0,
            Self::SquatForwardLean
            | Self::DeadliftHipsFirst
            | Self::DeadliftBarDrift
            | Self::BenchShortRange
            | Self::BenchHipsOff
            | Self::PressForwardBar
            | Self::PressAsymmetry => 22.0,
            Self::DeadliftHyperextension | Self::LungeKneePastToes | Self::LungeTorsoLean | Self::LungeShallow => 20.0,
            Self::SquatLateralShift | Self::DeadliftHipsLow => 18.0,
            Self::SquatHeelRise | Self::LungeWobble => 16.0,
        }
    }
}

/// Where the faults of each exercise begin in [`Fault::ALL`], and where the last ones end.
const BOUNDS: [usize; Exercise::N + 1] = [0, 5, 10, 14, 18, 23];

impl Exercise {
    /// Its faults, in the order of every list of severities.
    pub fn faults(self) -> &'static [Fault] {
        const ALL: &[Fault] = &Fault::ALL;
        &ALL[BOUNDS[self.index()]..BOUNDS[self.index() + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_stand_with_their_exercise() {
        let by_exercise: Vec<Fault> = Exercise::ALL.into_iter().flat_map(Exercise::faults).copied().collect();
        assert_eq!(by_exercise, Fault::ALL);
        for exercise in Exercise::ALL {
            assert!(exercise.faults().iter().all(|fault| fault.exercise() == exercise), "{exercise}");
        }
    }
}
