//! Exercises, what they need and what they load.

use super::{BodyArea, Equipment};
use crate::contraindications::Demand;
use crate::guard::Forbidden;

/// What an exercise trains; a session takes one exercise of each kind that it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    Squat,
    Hinge,
    Push,
    Pull,
    Overhead,
    SingleLeg,
    Core,
}

impl Pattern {
    pub(super) fn muscles(self) -> &'static [&'static str] {
        match self {
            Self::Squat | Self::SingleLeg => &["thighs", "glutes"],
            Self::Hinge => &["hamstrings", "glutes"],
            Self::Push => &["chest", "triceps"],
            Self::Pull => &["upper back", "biceps"],
            Self::Overhead => &["shoulders"],
            Self::Core => &["trunk"],
        }
    }
}

#[derive(Debug)]
pub(super) struct Move {
    pub(super) name: &'static str,
    pub(super) pattern: Pattern,
    equipment: Equipment,
    /// What it asks of a body; it is left out where that is contraindicated.
    demands: &'static [Demand],
    pub(super) is_held: bool,
}

/// The exercises of a pattern that a person can do, the best equipment first.
pub(super) fn moves(pattern: Pattern, equipment: &[Equipment], ruled_out: &[Demand]) -> Vec<&'static Move> {
    let is_at_hand = |needed: Equipment| needed == Equipment::Bodyweight || equipment.contains(&needed);
    let is_safe = |exercise: &Move| exercise.demands.iter().all(|demand| !ruled_out.contains(demand));
    MOVES.iter().filter(|m| m.pattern == pattern && is_at_hand(m.equipment) && is_safe(m)).collect()
}

/// What an exercise asks of a body.
#[cfg(test)]
pub(crate) fn demands(name: &str) -> Option<&'static [Demand]> {
    MOVES.iter().find(|exercise| exercise.name == name).map(|exercise| exercise.demands)
}

/// Whether an exercise has a load that can be made heavier.
pub(super) fn is_loaded(name: &str) -> bool {
    let is_light = |equipment| matches!(equipment, Equipment::Bodyweight | Equipment::PullUpBar | Equipment::Bands);
    MOVES.iter().any(|exercise| exercise.name == name && !is_light(exercise.equipment))
}

use BodyArea::{Elbow, Hip, Knee, LowerBack, Shoulder, Wrist};
use Demand::{
    ArmsOverhead, DeepHipBend, DeepKneeBend, ElbowLoad, KneeFlexion, Kneeling, LongHold, OnTheBack, OnTheBelly, OneLeg,
    ShoulderLoad, SpineBend, SpineLoad, WristLoad,
};
use Equipment::{Bands, Barbell, Bodyweight, Dumbbells, Kettlebell, Machines, PullUpBar};
use Pattern::{Core, Hinge, Overhead, Pull, Push, SingleLeg, Squat};

const fn reps(name: &'static str, pattern: Pattern, equipment: Equipment, demands: &'static [Demand]) -> Move {
    Move { name, pattern, equipment, demands, is_held: false }
}

const fn held(name: &'static str, pattern: Pattern, equipment: Equipment, demands: &'static [Demand]) -> Move {
    Move { name, pattern, equipment, demands, is_held: true }
}

const MOVES: [Move; 44] = [
    reps("barbell squat", Squat, Barbell, &[DeepKneeBend, SpineLoad, DeepHipBend]),
    reps("leg press", Squat, Machines, &[DeepKneeBend, DeepHipBend]),
    reps("goblet squat", Squat, Dumbbells, &[DeepKneeBend, DeepHipBend, WristLoad]),
    reps("kettlebell squat", Squat, Kettlebell, &[DeepKneeBend, DeepHipBend, WristLoad]),
    reps("banded squat", Squat, Bands, &[DeepKneeBend, DeepHipBend]),
    reps("bodyweight squat", Squat, Bodyweight, &[DeepKneeBend, DeepHipBend]),
    held("wall sit", Squat, Bodyweight, &[KneeFlexion, LongHold]),
    reps("short-range sit-to-stand from a high chair", Squat, Bodyweight, &[]),
    reps("barbell deadlift", Hinge, Barbell, &[SpineLoad, DeepHipBend]),
    reps("leg curl", Hinge, Machines, &[KneeFlexion, OnTheBelly]),
    reps("dumbbell Romanian deadlift", Hinge, Dumbbells, &[SpineLoad]),
    reps("kettlebell deadlift", Hinge, Kettlebell, &[SpineLoad]),
    reps("band pull-through", Hinge, Bands, &[SpineLoad]),
    reps("hip bridge", Hinge, Bodyweight, &[OnTheBack]),
    reps("single-leg hip bridge", Hinge, Bodyweight, &[OneLeg, OnTheBack]),
    reps("barbell bench press", Push, Barbell, &[ShoulderLoad, WristLoad, ElbowLoad, OnTheBack]),
    reps("chest press machine", Push, Machines, &[ShoulderLoad, ElbowLoad]),
    reps("dumbbell floor press", Push, Dumbbells, &[WristLoad, ElbowLoad, OnTheBack]),
    reps("band chest press", Push, Bands, &[ElbowLoad]),
    reps("push-up", Push, Bodyweight, &[ShoulderLoad, WristLoad, ElbowLoad]),
    reps("hands-raised push-up", Push, Bodyweight, &[WristLoad, ElbowLoad]),
    held("palm press in front of the chest", Push, Bodyweight, &[]),
    reps("barbell row", Pull, Barbell, &[SpineLoad]),
    reps("cable row", Pull, Machines, &[]),
    reps("pull-up", Pull, PullUpBar, &[ShoulderLoad, ElbowLoad]),
    reps("one-arm dumbbell row", Pull, Dumbbells, &[WristLoad]),
    reps("kettlebell row", Pull, Kettlebell, &[WristLoad, SpineLoad]),
    reps("band row", Pull, Bands, &[]),
    reps("prone arm raise", Pull, Bodyweight, &[ArmsOverhead, OnTheBelly]),
    held("shoulder blade squeeze", Pull, Bodyweight, &[]),
    reps("barbell overhead press", Overhead, Barbell, &[ArmsOverhead, SpineLoad, WristLoad, ElbowLoad]),
    reps("seated dumbbell press", Overhead, Dumbbells, &[ArmsOverhead, WristLoad, ElbowLoad]),
    reps("half-kneeling kettlebell press", Overhead, Kettlebell, &[ArmsOverhead, WristLoad, ElbowLoad, Kneeling]),
    reps("band lateral raise", Overhead, Bands, &[ShoulderLoad]),
    reps("pike push-up", Overhead, Bodyweight, &[ArmsOverhead, ShoulderLoad, WristLoad, ElbowLoad, SpineBend]),
    reps("dumbbell split squat", SingleLeg, Dumbbells, &[DeepKneeBend, DeepHipBend, OneLeg, WristLoad]),
    reps("reverse lunge", SingleLeg, Bodyweight, &[DeepKneeBend, DeepHipBend, OneLeg]),
    reps("low step-up", SingleLeg, Bodyweight, &[KneeFlexion]),
    reps("side-lying leg raise", SingleLeg, Bodyweight, &[OneLeg]),
    reps("standing calf raise", SingleLeg, Bodyweight, &[]),
    held("plank", Core, Bodyweight, &[ShoulderLoad, WristLoad, ElbowLoad, SpineLoad, LongHold]),
    held("side plank on the knees", Core, Bodyweight, &[ShoulderLoad, ElbowLoad, LongHold]),
    reps("dead bug", Core, Bodyweight, &[DeepHipBend, OnTheBack]),
    held("hollow breathing on the back", Core, Bodyweight, &[OnTheBack]),
];

const fn words(phrases: &'static [&'static str]) -> Forbidden {
    Forbidden { phrases, unless_after: &["no", "without"] }
}

/// What a text must not name: equipment that is not there, and exercises that load what needs care.
pub(super) fn forbidden(equipment: &[Equipment], areas: &[BodyArea], ruled_out: &[Demand]) -> Vec<Forbidden> {
    let demands: [(Demand, &'static [&'static str]); 5] = [
        (Demand::Jump, &["jump*", "burpee", "box jump", "skipping rope", "plyometric*"]),
        (SpineBend, &["sit up", "situp", "crunch*", "toe touch*", "russian twist*", "good morning", "windmill"]),
        (LongHold, &["wall sit", "plank", "hold your breath"]),
        (Demand::HeavySet, &["max effort", "heavy single*", "to failure", "hold your breath"]),
        (Demand::HardEffort, &["sprint*", "hiit", "interval*", "all out", "to failure", "as hard as you can"]),
    ];
    let tools: [(Equipment, &'static [&'static str]); 6] = [
        (Barbell, &["barbell", "bench press", "squat rack"]),
        (Dumbbells, &["dumbbell"]),
        (Kettlebell, &["kettlebell"]),
        (Bands, &["resistance band", "elastic band", "banded", "band row", "band pull"]),
        (Machines, &["leg press", "cable row", "cable machine", "machine", "leg extension", "smith"]),
        (PullUpBar, &["pull up", "pullup", "chin up", "hang from"]),
    ];
    let loads: [(BodyArea, &'static [&'static str]); 6] = [
        (
            Knee,
            &[
                "jump*",
                "pistol squat",
                "deep squat",
                "lunge",
                "sprint*",
                "burpee",
                "leg extension",
                "goblet squat",
                "barbell squat",
            ],
        ),
        (
            LowerBack,
            &["good morning", "sit up", "situp", "barbell deadlift", "barbell row", "romanian deadlift", "superman"],
        ),
        (
            Shoulder,
            &["overhead press", "pike push up", "dip", "upright row", "behind the neck", "snatch", "handstand*"],
        ),
        (Wrist, &["handstand*", "push up", "pushup", "front squat", "burpee"]),
        (Hip, &["lunge", "barbell squat", "barbell deadlift", "jump*", "sprint*"]),
        (Elbow, &["skull crusher", "dip", "push up", "pushup", "bench press", "close grip*"]),
    ];
    let absent = tools.into_iter().filter(|(tool, _)| !equipment.contains(tool)).map(|(_, phrases)| words(phrases));
    let spared = loads.into_iter().filter(|(area, _)| areas.contains(area)).map(|(_, phrases)| words(phrases));
    let unfit = demands.into_iter().filter(|(demand, _)| ruled_out.contains(demand)).map(|(_, phrases)| words(phrases));
    absent.chain(spared).chain(unfit).collect()
}
