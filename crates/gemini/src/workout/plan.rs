//! Sessions from days, minutes, goal and experience.

use super::moves::{Pattern, moves};
use super::{Experience, PlannedExercise, Session, WorkoutGoal, WorkoutInput};
use crate::contraindications::Demand;
use crate::limits::{HYPERTROPHY_SETS, MUSCLE_DAYS, NOVICE_REPS_HIGH, NOVICE_REPS_LOW};

use Pattern::{Core, Hinge, Overhead, Pull, Push, SingleLeg, Squat};

/// Sessions of a week: one day of seven always rests.
const MAX_SESSIONS: u32 = 6;
const SECONDS_PER_REP: u32 = 4;
/// Up to here, a session is short.
const SHORT_MINUTES: u32 = 20;
/// Walking over and setting up.
const SECONDS_PER_EXERCISE: u32 = 45;

const FULL: [Pattern; 7] = [Squat, Pull, Push, Hinge, Overhead, Core, SingleLeg];
/// The second and third full body of a week start with what came later in the first.
const FULL_TURNED: [Pattern; 7] = [Hinge, Push, Pull, Squat, Core, SingleLeg, Overhead];
const UPPER: [Pattern; 5] = [Pull, Push, Overhead, Core, Pull];
const LOWER: [Pattern; 5] = [Squat, Hinge, SingleLeg, Core, Hinge];

pub(super) fn sessions(input: &WorkoutInput) -> Vec<Session> {
    let n_sessions = input.days().min(MAX_SESSIONS);
    (0..n_sessions).map(|index| session(input, index, n_sessions)).collect()
}

/// Full bodies up to three days a week, upper and lower halves in turn from four: each muscle is trained on two days.
fn focus(index: u32, n_sessions: u32) -> (&'static str, &'static [Pattern]) {
    match (n_sessions, index) {
        (..=3, 0 | 2) | (5, 2) => ("full body", &FULL),
        (..=3, _) => ("full body", &FULL_TURNED),
        // After the full body of day three, the halves go on.
        (5, 3) => ("upper body", &UPPER),
        (5, 4) => ("lower body", &LOWER),
        (_, index) if index % 2 == 0 => ("upper body", &UPPER),
        _ => ("lower body", &LOWER),
    }
}

fn session(input: &WorkoutInput, index: u32, n_sessions: u32) -> Session {
    let (focus, patterns) = focus(index, n_sessions);
    let warm_up_minutes = match input.minutes() {
        ..=15 => 2,
        16..=30 => 4,
        31..=60 => 6,
        _ => 8,
    };
    let budget = (input.minutes() - warm_up_minutes) * 60;
    let mut exercises: Vec<PlannedExercise> = Vec::new();
    for (position, pattern) in patterns.iter().enumerate() {
        let candidates = moves(*pattern, &input.equipment, &input.ruled_out());
        // Another exercise where the pattern comes a second time, in the session or in the week.
        let is_new = |name: &str| exercises.iter().all(|exercise| exercise.name != name);
        let turned = candidates.iter().cycle().skip(usize::from(index >= 2)).take(candidates.len());
        let Some(chosen) = turned.copied().find(|candidate| is_new(candidate.name)) else { continue };
        let exercise = dose(input, chosen.name, *pattern, chosen.is_held, position == 0, n_sessions);
        // Two sets of each are the least: more sets come after more exercises.
        let least: u32 = exercises.iter().map(|exercise| seconds_of(exercise, 2)).sum();
        if least + seconds_of(&exercise, 2) > budget {
            break;
        }
        exercises.push(exercise);
    }
    // As many sets as fit: one is taken from the last exercises first, and none goes below two.
    while seconds(&exercises) > budget {
        let Some(longest) = exercises.iter_mut().max_by_key(|exercise| exercise.sets) else { break };
        if longest.sets <= 2 {
            exercises.pop();
        } else {
            longest.sets -= 1;
        }
    }
    if exercises.is_empty() {
        exercises.push(shortest(input, patterns, budget));
    }
    let minutes = warm_up_minutes + seconds(&exercises).div_ceil(60);
    Session { focus: focus.to_owned(), warm_up_minutes, exercises, minutes }
}

/// One set or more of the first exercise, for sessions in which two do not fit.
fn shortest(input: &WorkoutInput, patterns: &[Pattern], budget: u32) -> PlannedExercise {
    let candidates = moves(patterns[0], &input.equipment, &input.ruled_out());
    let chosen = candidates.first().expect("every pattern has an exercise for everybody");
    let mut exercise = dose(input, chosen.name, patterns[0], chosen.is_held, true, 1);
    while exercise.sets > 1 && seconds_of(&exercise, exercise.sets) > budget {
        exercise.sets -= 1;
    }
    exercise.rest_seconds = exercise.rest_seconds.min(60);
    exercise
}

fn dose(
    input: &WorkoutInput,
    name: &'static str,
    pattern: Pattern,
    is_held: bool,
    is_first: bool,
    n_sessions: u32,
) -> PlannedExercise {
    let ruled_out = input.ruled_out();
    let is_ruled_out = |demand: Demand| ruled_out.contains(&demand);
    let experience = input.experience();
    let novice = (whole(NOVICE_REPS_LOW), whole(NOVICE_REPS_HIGH));
    let ((low, high), rest_seconds) = match (input.goal(), experience) {
        (WorkoutGoal::Strength, Experience::Beginner) => (novice, 120),
        (WorkoutGoal::Strength, _) if is_ruled_out(Demand::HeavySet) => (novice, 120),
        // Heavy sets for the first exercise only: about 80 % of the greatest load and more.
        (WorkoutGoal::Strength, _) if is_first => ((4, 6), 150),
        (WorkoutGoal::Strength, _) => ((6, 8), 120),
        (WorkoutGoal::Hypertrophy, _) => (novice, 90),
        (WorkoutGoal::Endurance, _) => ((12, 15), 45),
        (WorkoutGoal::GeneralFitness | WorkoutGoal::FatLoss, _) => (novice, 60),
    };
    // Sets of a muscle in a week, over the days on which it is trained.
    let days = if n_sessions <= 3 { n_sessions } else { n_sessions / 2 };
    let sets = match (input.goal(), experience) {
        (WorkoutGoal::Hypertrophy, Experience::Intermediate | Experience::Advanced) => {
            whole((HYPERTROPHY_SETS / f64::from(days).max(MUSCLE_DAYS)).ceil()).clamp(3, 5)
        }
        (_, Experience::Advanced) => 4,
        (_, Experience::Intermediate) => 3,
        (_, Experience::Beginner) => 2 + u32::from(n_sessions <= 3),
    };
    let sets = if pattern == Core { sets.min(3) } else { sets };
    let sets = if is_ruled_out(Demand::HardEffort) { sets.min(2) } else { sets };
    // In a short session, pauses are short as well; loads are smaller then.
    let rest_seconds = if input.minutes() <= SHORT_MINUTES { rest_seconds.min(30) } else { rest_seconds };
    let (low, high, rest_seconds) = if is_held { (20, 40, rest_seconds.min(60)) } else { (low, high, rest_seconds) };
    let muscles = pattern.muscles().iter().map(ToString::to_string).collect();
    PlannedExercise { name: name.to_owned(), muscles, sets, low, high, is_held, rest_seconds }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the limits are small and positive")]
fn whole(value: f64) -> u32 {
    value as u32
}

fn seconds(exercises: &[PlannedExercise]) -> u32 {
    exercises.iter().map(|exercise| seconds_of(exercise, exercise.sets)).sum()
}

fn seconds_of(exercise: &PlannedExercise, sets: u32) -> u32 {
    let work = if exercise.is_held { exercise.high } else { exercise.high * SECONDS_PER_REP };
    SECONDS_PER_EXERCISE + sets * (work + exercise.rest_seconds)
}
