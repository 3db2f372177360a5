//! Exercises, what they need and what they load.

use super::{BodyArea, Equipment};
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
    /// What it loads so much that it is left out where that needs care.
    loads: &'static [BodyArea],
    pub(super) is_held: bool,
}

/// The exercises of a pattern that a person can do, the best equipment first.
pub(super) fn moves(pattern: Pattern, equipment: &[Equipment], areas: &[BodyArea]) -> Vec<&'static Move> {
    let is_at_hand = |needed: Equipment| needed == Equipment::Bodyweight || equipment.contains(&needed);
    let is_safe = |exercise: &Move| exercise.loads.iter().all(|area| !areas.contains(area));
    MOVES.iter().filter(|m| m.pattern == pattern && is_at_hand(m.equipment) && is_safe(m)).collect()
}

/// Whether an exercise has a load that can be made heavier.
pub(super) fn is_loaded(name: &str) -> bool {
    let is_light = |equipment| matches!(equipment, Equipment::Bodyweight | Equipment::PullUpBar | Equipment::Bands);
    MOVES.iter().any(|exercise| exercise.name == name && !is_light(exercise.equipment))
}

use BodyArea::{Elbow, Hip, Knee, LowerBack, Shoulder, Wrist};
use Equipment::{Bands, Barbell, Bodyweight, Dumbbells, Kettlebell, Machines, PullUpBar};
use Pattern::{Core, Hinge, Overhead, Pull, Push, SingleLeg, Squat};

const fn reps(name: &'static str, pattern: Pattern, equipment: Equipment, loads: &'static [BodyArea]) -> Move {
    Move { name, pattern, equipment, loads, is_held: false }
}

const fn held(name: &'static str, pattern: Pattern, equipment: Equipment, loads: &'static [BodyArea]) -> Move {
    Move { name, pattern, equipment, loads, is_held: true }
}

const MOVES: [Move; 44] = [
    reps("barbell squat", Squat, Barbell, &[Knee, LowerBack, Hip]),
    reps("leg press", Squat, Machines, &[Knee, Hip]),
    reps("goblet squat", Squat, Dumbbells, &[Knee, Hip, Wrist]),
    reps("kettlebell squat", Squat, Kettlebell, &[Knee, Hip, Wrist]),
    reps("banded squat", Squat, Bands, &[Knee, Hip]),
    reps("bodyweight squat", Squat, Bodyweight, &[Knee, Hip]),
    held("wall sit", Squat, Bodyweight, &[Knee]),
    reps("short-range sit-to-stand from a high chair", Squat, Bodyweight, &[]),
    reps("barbell deadlift", Hinge, Barbell, &[LowerBack, Hip]),
    reps("leg curl", Hinge, Machines, &[Knee]),
    reps("dumbbell Romanian deadlift", Hinge, Dumbbells, &[LowerBack]),
    reps("kettlebell deadlift", Hinge, Kettlebell, &[LowerBack]),
    reps("band pull-through", Hinge, Bands, &[LowerBack]),
    reps("hip bridge", Hinge, Bodyweight, &[]),
    reps("single-leg hip bridge", Hinge, Bodyweight, &[Hip]),
    reps("barbell bench press", Push, Barbell, &[Shoulder, Wrist, Elbow]),
    reps("chest press machine", Push, Machines, &[Shoulder, Elbow]),
    reps("dumbbell floor press", Push, Dumbbells, &[Wrist, Elbow]),
    reps("band chest press", Push, Bands, &[Elbow]),
    reps("push-up", Push, Bodyweight, &[Shoulder, Wrist, Elbow]),
    reps("hands-raised push-up", Push, Bodyweight, &[Wrist, Elbow]),
    held("palm press in front of the chest", Push, Bodyweight, &[]),
    reps("barbell row", Pull, Barbell, &[LowerBack]),
    reps("cable row", Pull, Machines, &[]),
    reps("pull-up", Pull, PullUpBar, &[Shoulder, Elbow]),
    reps("one-arm dumbbell row", Pull, Dumbbells, &[Wrist]),
    reps("kettlebell row", Pull, Kettlebell, &[Wrist, LowerBack]),
    reps("band row", Pull, Bands, &[]),
    reps("prone arm raise", Pull, Bodyweight, &[Shoulder]),
    held("shoulder blade squeeze", Pull, Bodyweight, &[]),
    reps("barbell overhead press", Overhead, Barbell, &[Shoulder, LowerBack, Wrist, Elbow]),
    reps("seated dumbbell press", Overhead, Dumbbells, &[Shoulder, Wrist, Elbow]),
    reps("half-kneeling kettlebell press", Overhead, Kettlebell, &[Shoulder, Wrist, Elbow, Knee]),
    reps("band lateral raise", Overhead, Bands, &[Shoulder]),
    reps("pike push-up", Overhead, Bodyweight, &[Shoulder, Wrist, Elbow, LowerBack]),
    reps("dumbbell split squat", SingleLeg, Dumbbells, &[Knee, Hip, Wrist]),
    reps("reverse lunge", SingleLeg, Bodyweight, &[Knee, Hip]),
    reps("low step-up", SingleLeg, Bodyweight, &[Knee]),
    reps("side-lying leg raise", SingleLeg, Bodyweight, &[Hip]),
    reps("standing calf raise", SingleLeg, Bodyweight, &[]),
    held("plank", Core, Bodyweight, &[Shoulder, Wrist, Elbow, LowerBack]),
    held("side plank on the knees", Core, Bodyweight, &[Shoulder, Elbow]),
    reps("dead bug", Core, Bodyweight, &[Hip]),
    held("hollow breathing on the back", Core, Bodyweight, &[]),
];

const fn words(phrases: &'static [&'static str]) -> Forbidden {
    Forbidden { phrases, unless_after: &["no", "without"] }
}

/// What a text must not name: equipment that is not there, and exercises that load what needs care.
pub(super) fn forbidden(equipment: &[Equipment], areas: &[BodyArea]) -> Vec<Forbidden> {
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
    absent.chain(spared).collect()
}
