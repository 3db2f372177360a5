//! What the faults of a lift cost, and how severe each is in a lift.

use words::{Exercise, Fault};

use super::vector::sin_cos_deg;

/// The largest number of faults an exercise has.
pub const MAX_FAULTS: usize = 5;

/// Where a camera has to stand to see a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SeenFrom {
    Front,
    Side,
    Anywhere,
}

/// How much of a fault a camera shows that stands at this angle from the subject's front (from the foot end of a bench): 1 where it
/// stands right, 0 where it stands at a right angle to that.
pub fn fault_visibility(fault: Fault, yaw_deg: f64) -> f64 {
    let (sin, cos) = sin_cos_deg(yaw_deg);
    match seen_from(fault) {
        SeenFrom::Front => cos.abs(),
        SeenFrom::Side => sin.abs(),
        SeenFrom::Anywhere => 1.0,
    }
}

fn seen_from(fault: Fault) -> SeenFrom {
    match fault {
        Fault::SquatKneeValgus
        | Fault::SquatLateralShift
        | Fault::BenchUnevenPress
        | Fault::PressAsymmetry
        | Fault::LungeKneeValgus
        | Fault::LungeWobble => SeenFrom::Front,
        // The height of hips and hands, and elbows of arms that are lifted sideways.
        Fault::SquatShallow
        | Fault::LungeShallow
        | Fault::BenchElbowFlare
        | Fault::BenchShortRange
        | Fault::PressNoLockout => SeenFrom::Anywhere,
        _ => SeenFrom::Side,
    }
}

/// What a fault of severity 1, as bad as it is drawn, does.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct FaultEffect {
    /// Points off the form score.
    pub form_weight: f64,
    /// Part of the risk exponent; see [`injury_risk_score`](super::injury_risk_score).
    pub risk_weight: f64,
    /// What it looks like.
    pub description: &'static str,
}

const fn effect(fault: Fault, risk_weight: f64, description: &'static str) -> FaultEffect {
    FaultEffect { form_weight: fault.form_weight(), risk_weight, description }
}

/// Pairs of an exercise's faults that are worse together, with what their product adds to the risk exponent.
pub fn risk_interactions(exercise: Exercise) -> &'static [(Fault, Fault, f64)] {
    use Fault as F;
    match exercise {
        Exercise::Squat => {
            &[(F::SquatKneeValgus, F::SquatLateralShift, 0.6), (F::SquatForwardLean, F::SquatHeelRise, 0.4)]
        }
        Exercise::Deadlift => {
            &[(F::DeadliftRoundedBack, F::DeadliftBarDrift, 0.8), (F::DeadliftRoundedBack, F::DeadliftHipsFirst, 0.5)]
        }
        Exercise::BenchPress => &[(F::BenchElbowFlare, F::BenchUnevenPress, 0.6)],
        Exercise::OverheadPress => &[(F::PressBackLean, F::PressForwardBar, 0.6)],
        Exercise::Lunge => {
            &[(F::LungeKneeValgus, F::LungeWobble, 0.6), (F::LungeKneeValgus, F::LungeKneePastToes, 0.4)]
        }
    }
}

/// What a fault of severity 1 does.
pub fn fault_effect(fault: Fault) -> &'static FaultEffect {
    &EFFECTS[fault.index()]
}

/// In the order of [`Fault::ALL`].
#[rustfmt::skip]
static EFFECTS: [FaultEffect; Fault::N] = [
    effect(Fault::SquatShallow, 0.15, "knee angle of 135 deg at the bottom"),
    effect(Fault::SquatKneeValgus, 0.80, "knees turned 30 deg inwards of the feet"),
    effect(Fault::SquatForwardLean, 0.60, "67 deg of forward lean of the trunk at the bottom"),
    effect(Fault::SquatHeelRise, 0.35, "heels raised by 24 deg about the toes"),
    effect(Fault::SquatLateralShift, 0.45, "hips 9 cm to a side, dropped by 7 deg"),
    effect(Fault::DeadliftRoundedBack, 1.10, "50 deg of spinal flexion"),
    effect(Fault::DeadliftHipsFirst, 0.55, "knees extend long before the trunk rises"),
    effect(Fault::DeadliftBarDrift, 0.50, "bar 16 cm in front of the midfoot"),
    effect(Fault::DeadliftHyperextension, 0.50, "18 deg of backward lean at the top"),
    effect(Fault::DeadliftHipsLow, 0.30, "trunk 56 deg over the horizontal at the start"),
    effect(Fault::BenchElbowFlare, 0.80, "upper arms square to the trunk"),
    effect(Fault::BenchUnevenPress, 0.55, "one hand 13 cm above the other"),
    effect(Fault::BenchShortRange, 0.10, "bar stops 17 cm above the chest"),
    effect(Fault::BenchHipsOff, 0.50, "hips 14 cm off the bench"),
    effect(Fault::PressBackLean, 0.90, "24 deg of backward lean"),
    effect(Fault::PressNoLockout, 0.15, "elbows still bent by 60 deg at the top"),
    effect(Fault::PressForwardBar, 0.50, "bar 24 cm in front of the shoulders at the top"),
    effect(Fault::PressAsymmetry, 0.50, "one hand 13 cm below the other, trunk bent"),
    effect(Fault::LungeKneePastToes, 0.50, "hips 26 cm further over the front foot"),
    effect(Fault::LungeKneeValgus, 0.80, "front knee turned 30 deg inwards of the foot"),
    effect(Fault::LungeTorsoLean, 0.45, "32 deg of forward lean"),
    effect(Fault::LungeShallow, 0.10, "45 deg less flexion of the front knee"),
    effect(Fault::LungeWobble, 0.35, "trunk and hips sway sideways by 4.5 cm and 7 deg"),
];

/// Severities of one exercise's faults, in the order of [`Exercise::faults`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Severities {
    exercise: Exercise,
    values: [f64; MAX_FAULTS],
}

impl Severities {
    /// Perfect form.
    pub fn none(exercise: Exercise) -> Self {
        Self { exercise, values: [0.0; MAX_FAULTS] }
    }

    /// The same severities but for this fault, clamped to [0, 1]; another exercise's fault changes nothing.
    #[must_use]
    pub fn with(mut self, fault: Fault, severity: f64) -> Self {
        if let Some(index) = self.exercise.faults().iter().position(|f| *f == fault) {
            self.values[index] = severity.clamp(0.0, 1.0);
        }
        self
    }

    /// The severity of a fault; 0 for those of other exercises.
    pub fn get(&self, fault: Fault) -> f64 {
        self.iter().find(|(f, _)| *f == fault).map_or(0.0, |(_, severity)| severity)
    }

    /// Faults with their severities.
    pub fn iter(&self) -> impl Iterator<Item = (Fault, f64)> + '_ {
        self.exercise.faults().iter().copied().zip(self.values)
    }

    /// The exercise.
    pub fn exercise(&self) -> Exercise {
        self.exercise
    }

    /// All severities times a factor, which may lead slightly beyond 1.
    #[must_use]
    pub(super) fn scaled(mut self, factor: f64) -> Self {
        self.values = self.values.map(|severity| severity * factor);
        self
    }
}
