use serde::{Deserialize, Serialize};

use super::exercise::Exercise;

/// The largest number of faults an exercise has.
pub const MAX_FAULTS: usize = 5;

/// A way in which a lift goes wrong, with a severity from 0 (absent) to 1 (as bad as it is drawn).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`Fault::description` says what each is")]
pub enum Fault {
    SquatShallow,
    SquatKneeValgus,
    SquatForwardLean,
    SquatHeelRise,
    SquatLateralShift,
    DeadliftRoundedBack,
    DeadliftHipsFirst,
    DeadliftBarDrift,
    DeadliftHyperextension,
    BenchElbowFlare,
    BenchUnevenPress,
    BenchShortRange,
    BenchHipsOff,
    PressBackLean,
    PressNoLockout,
    PressForwardBar,
    PressAsymmetry,
    LungeKneePastToes,
    LungeKneeValgus,
    LungeTorsoLean,
    LungeShallow,
    LungeWobble,
}

struct Spec {
    name: &'static str,
    /// Points off the form score at severity 1.
    form_weight: f64,
    /// Part of the risk exponent at severity 1.
    risk_weight: f64,
    description: &'static str,
}

const fn spec(name: &'static str, form_weight: f64, risk_weight: f64, description: &'static str) -> Spec {
    Spec { name, form_weight, risk_weight, description }
}

impl Exercise {
    /// Its faults, in the order of every list of severities.
    pub fn faults(self) -> &'static [Fault] {
        use Fault as F;
        match self {
            Self::Squat => {
                &[F::SquatShallow, F::SquatKneeValgus, F::SquatForwardLean, F::SquatHeelRise, F::SquatLateralShift]
            }
            Self::Deadlift => {
                &[F::DeadliftRoundedBack, F::DeadliftHipsFirst, F::DeadliftBarDrift, F::DeadliftHyperextension]
            }
            Self::BenchPress => &[F::BenchElbowFlare, F::BenchUnevenPress, F::BenchShortRange, F::BenchHipsOff],
            Self::OverheadPress => &[F::PressBackLean, F::PressNoLockout, F::PressForwardBar, F::PressAsymmetry],
            Self::Lunge => {
                &[F::LungeKneePastToes, F::LungeKneeValgus, F::LungeTorsoLean, F::LungeShallow, F::LungeWobble]
            }
        }
    }

    /// Pairs of faults that are worse together, with what their product adds to the risk exponent.
    pub fn risk_interactions(self) -> &'static [(Fault, Fault, f64)] {
        use Fault as F;
        match self {
            Self::Squat => {
                &[(F::SquatKneeValgus, F::SquatLateralShift, 0.6), (F::SquatForwardLean, F::SquatHeelRise, 0.4)]
            }
            Self::Deadlift => &[
                (F::DeadliftRoundedBack, F::DeadliftBarDrift, 0.8),
                (F::DeadliftRoundedBack, F::DeadliftHipsFirst, 0.5),
            ],
            Self::BenchPress => &[(F::BenchElbowFlare, F::BenchUnevenPress, 0.6)],
            Self::OverheadPress => &[(F::PressBackLean, F::PressForwardBar, 0.6)],
            Self::Lunge => {
                &[(F::LungeKneeValgus, F::LungeWobble, 0.6), (F::LungeKneeValgus, F::LungeKneePastToes, 0.4)]
            }
        }
    }
}

impl Fault {
    /// The name in files, starting with the exercise.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// Points that severity 1 takes off the form score.
    pub fn form_weight(self) -> f64 {
        self.spec().form_weight
    }

    /// What severity 1 adds to the risk exponent; see [`injury_risk_score`](super::injury_risk_score).
    pub fn risk_weight(self) -> f64 {
        self.spec().risk_weight
    }

    /// What severity 1 looks like.
    pub fn description(self) -> &'static str {
        self.spec().description
    }

    fn spec(self) -> Spec {
        match self {
            Self::SquatShallow => spec("squat_shallow", 24.0, 0.15, "50 deg less knee flexion at the bottom"),
            Self::SquatKneeValgus => spec("squat_knee_valgus", 26.0, 0.80, "knees turned 30 deg inwards of the feet"),
            Self::SquatForwardLean => spec("squat_forward_lean", 22.0, 0.60, "24 deg more lean of the trunk"),
            Self::SquatHeelRise => spec("squat_heel_rise", 16.0, 0.35, "heels raised by 24 deg about the toes"),
            Self::SquatLateralShift => spec("squat_lateral_shift", 18.0, 0.45, "hips 9 cm to a side, dropped by 7 deg"),
            Self::DeadliftRoundedBack => spec("deadlift_rounded_back", 32.0, 1.10, "50 deg of spinal flexion"),
            Self::DeadliftHipsFirst => {
                spec("deadlift_hips_first", 22.0, 0.55, "knees extend long before the trunk rises")
            }
            Self::DeadliftBarDrift => spec("deadlift_bar_drift", 22.0, 0.50, "bar 16 cm in front of the midfoot"),
            Self::DeadliftHyperextension => {
                spec("deadlift_hyperextension", 20.0, 0.50, "18 deg of backward lean at the top")
            }
            Self::BenchElbowFlare => spec("bench_elbow_flare", 28.0, 0.80, "upper arms square to the trunk"),
            Self::BenchUnevenPress => spec("bench_uneven_press", 24.0, 0.55, "one hand 13 cm above the other"),
            Self::BenchShortRange => spec("bench_short_range", 22.0, 0.10, "bar stops 17 cm above the chest"),
            Self::BenchHipsOff => spec("bench_hips_off", 22.0, 0.50, "hips 14 cm off the bench"),
            Self::PressBackLean => spec("press_back_lean", 28.0, 0.90, "24 deg of backward lean"),
            Self::PressNoLockout => spec("press_no_lockout", 24.0, 0.15, "elbows still bent by 60 deg at the top"),
            Self::PressForwardBar => {
                spec("press_forward_bar", 22.0, 0.50, "bar 24 cm in front of the shoulders at the top")
            }
            Self::PressAsymmetry => spec("press_asymmetry", 22.0, 0.50, "one hand 13 cm below the other, trunk bent"),
            Self::LungeKneePastToes => {
                spec("lunge_knee_past_toes", 20.0, 0.50, "hips 26 cm further over the front foot")
            }
            Self::LungeKneeValgus => {
                spec("lunge_knee_valgus", 24.0, 0.80, "front knee turned 30 deg inwards of the foot")
            }
            Self::LungeTorsoLean => spec("lunge_torso_lean", 20.0, 0.45, "32 deg of forward lean"),
            Self::LungeShallow => spec("lunge_shallow", 20.0, 0.10, "45 deg less flexion of the front knee"),
            Self::LungeWobble => spec("lunge_wobble", 16.0, 0.35, "trunk and hips sway sideways by 4.5 cm and 7 deg"),
        }
    }
}

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
