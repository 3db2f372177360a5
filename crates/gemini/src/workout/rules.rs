//! What is said about a plan, by rules.

use super::moves::is_loaded;
use super::{BodyArea, Experience, PlannedExercise, Session, WorkoutGoal, WorkoutInput, WorkoutNumbers, WorkoutText};
use crate::contraindications::Demand;
use crate::limits::MUSCLE_DAYS;
use crate::person::Condition;
use crate::text::{capitalized, enumerate, number};

pub(super) fn text(input: &WorkoutInput, numbers: &WorkoutNumbers) -> WorkoutText {
    WorkoutText {
        overview: overview(input, numbers),
        warm_up: warm_up(numbers),
        sessions: numbers.sessions.iter().enumerate().map(|(index, session)| describe(index, session)).collect(),
        progression: progression(input, numbers),
        recovery: recovery(input),
    }
}

fn overview(input: &WorkoutInput, numbers: &WorkoutNumbers) -> String {
    let n = numbers.sessions.len();
    let goal = match input.goal() {
        WorkoutGoal::Strength => "getting stronger",
        WorkoutGoal::Hypertrophy => "building muscle",
        WorkoutGoal::FatLoss => "losing fat while keeping muscle",
        WorkoutGoal::Endurance => "lasting longer",
        WorkoutGoal::GeneralFitness => "all-round fitness",
    };
    let longest = numbers.sessions.iter().map(|session| session.minutes).max().unwrap_or_default();
    let sessions = if n == 1 { "session" } else { "sessions" };
    let mut text = format!("{n} {sessions} a week for {goal}, each done within {longest} minutes.");
    text.push_str(match n {
        1 => " One session a week keeps what you have; a second one would let every muscle grow stronger.",
        _ if !is_complete(&numbers.sessions) => {
            " In this time not every muscle gets its turn twice a week: a few more minutes a session would change that."
        }
        5 => " Upper and lower body take turns around one session for the whole body, so that every muscle works at least twice.",
        2 | 3 => " Each of them trains the whole body, so that every muscle works on two days or more.",
        _ => {
            " Upper and lower body take turns, so that every muscle works at least twice and has a day off in between."
        }
    });
    if input.days() > 6 {
        text.push_str(" The last day stays free: rest is when you get stronger.");
    }
    let assumed = [
        ("goal", input.goal.is_none()),
        ("experience", input.experience.is_none()),
        ("number of days", input.days_per_week.is_none()),
        ("minutes a session", input.minutes_per_session.is_none()),
    ];
    let assumed: Vec<&str> = assumed.iter().filter(|(_, is_assumed)| *is_assumed).map(|(name, _)| *name).collect();
    if !assumed.is_empty() {
        let defaults = if assumed.len() == 1 { "a cautious default was" } else { "cautious defaults were" };
        let assumed = enumerate(&assumed).replace(" and ", " or ");
        text = format!("{text} You did not state your {assumed}, so {defaults} taken.");
    }
    if !input.sensitive_areas.is_empty() {
        let areas: Vec<&str> = input.sensitive_areas.iter().map(|area| label(*area)).collect();
        let areas = enumerate(&areas[..areas.len().min(6)]);
        text = format!("{text} Exercises that load your {areas} heavily are left out.");
    }
    for sentence in left_out(input) {
        text = format!("{text} {sentence}");
    }
    text
}

/// What a condition changes about the plan.
pub(super) fn left_out(input: &WorkoutInput) -> Vec<&'static str> {
    let sentences = [
        (Condition::HighBloodPressure, "Heavy sets and long holds are left out: breathe out with each effort."),
        (
            Condition::RecentIllness,
            "You were ill lately, so all sets are few and easy: stop long before they get hard.",
        ),
        (Condition::Osteoporosis, "Exercises that bend or twist your spine are left out, and so are heavy sets."),
    ];
    sentences
        .into_iter()
        .filter(|(condition, _)| input.person.conditions.contains(condition))
        .map(|(_, text)| text)
        .collect()
}

/// Whether the large muscles are trained on as many days as they should.
fn is_complete(sessions: &[Session]) -> bool {
    let trains = |session: &Session, muscle: &str| {
        session.exercises.iter().any(|e| e.muscles.iter().any(|trained| trained == muscle))
    };
    let n_days = |muscle| sessions.iter().filter(|session| trains(session, muscle)).count() as f64;
    ["thighs", "hamstrings", "chest", "upper back", "shoulders"].into_iter().all(|muscle| n_days(muscle) >= MUSCLE_DAYS)
}

fn warm_up(numbers: &WorkoutNumbers) -> Vec<String> {
    let minutes = numbers.sessions.first().map_or(2, |session| session.warm_up_minutes);
    let mut steps =
        vec![format!("{minutes} minutes in all: walk briskly, cycle or march on the spot until you feel warm.")];
    if minutes >= 4 {
        steps.push("Circle shoulders, hips and ankles slowly, a few times in each direction.".to_owned());
    }
    let has_load =
        numbers.sessions.iter().filter_map(|session| session.exercises.first()).any(|first| is_loaded(&first.name));
    steps.push(if has_load {
        "Start the first exercise with one light set: about half of the load, or slow and easy where there is none."
            .to_owned()
    } else {
        "Start the first exercise with one slow, easy set.".to_owned()
    });
    steps
}

/// In short sentences: one an exercise.
fn describe(index: usize, session: &Session) -> String {
    let exercises: Vec<String> = session.exercises.iter().map(|one| capitalized(&exercise(one))).collect();
    let rest = session.exercises.first().map_or(60, |exercise| exercise.rest_seconds);
    format!(
        "Session {}, {}. {}. Rest {rest} seconds after the sets of the first exercise. It takes about {} minutes with the warm-up.",
        index + 1,
        session.focus,
        exercises.join(". "),
        session.minutes
    )
}

fn exercise(exercise: &PlannedExercise) -> String {
    let unit = if exercise.is_held { " seconds" } else { " repetitions" };
    format!("{} {} × {}–{}{unit}", exercise.name, exercise.sets, exercise.low, exercise.high)
}

fn progression(input: &WorkoutInput, numbers: &WorkoutNumbers) -> String {
    let (low, high) = (number(numbers.load_step_low_percent), number(numbers.load_step_high_percent));
    let has_load =
        numbers.sessions.iter().flat_map(|session| &session.exercises).any(|exercise| is_loaded(&exercise.name));
    if input.ruled_out().contains(&Demand::HardEffort) {
        return "Stay with easy loads until you have felt well for a week. Then take the usual number of sets again before you add \
                any load. If you feel worse after a session, rest and ask your doctor."
            .to_owned();
    }
    let step = if has_load {
        format!(
            "Choose a load with which the last repetitions are hard but clean. When you reach the upper number in all sets on \
             two sessions in a row, add {low}–{high} % and start again at the lower one."
        )
    } else {
        "When you reach the upper number in all sets on two sessions in a row, make the exercise harder: slower on the way down, a \
         pause at the hardest point, then one side at a time."
            .to_owned()
    };
    let start = match input.experience() {
        Experience::Beginner => {
            " In the first two weeks, stop every set while you could still do a few more repetitions."
        }
        Experience::Intermediate | Experience::Advanced => " Leave one or two repetitions in reserve in most sets.",
    };
    format!("{step}{start} After {} weeks, take one easy week with half of the sets.", numbers.weeks_before_easy_week)
}

fn recovery(input: &WorkoutInput) -> String {
    let rest = match input.days() {
        1 => "Walk, or move in whatever way you like, on the other days.",
        2..=3 => "Leave at least a day between sessions and walk on the days off.",
        4 | 5 => "Put the days off after the hardest sessions, and keep them active but easy.",
        _ => "With this many sessions, sleep decides: go to bed early and make a session easier after a bad night.",
    };
    let goal = match input.goal() {
        WorkoutGoal::FatLoss => " Walk as much as you like: it costs little recovery and burns energy.",
        WorkoutGoal::Endurance => " Add one longer easy walk, ride or run on a day off.",
        _ => "",
    };
    format!(
        "{rest}{goal} Sore muscles are normal; pain in a joint, dizziness or pressure in the chest is a reason to stop at once."
    )
}

fn label(area: BodyArea) -> &'static str {
    match area {
        BodyArea::Knee => "knees",
        BodyArea::LowerBack => "lower back",
        BodyArea::Shoulder => "shoulders",
        BodyArea::Wrist => "wrists",
        BodyArea::Hip => "hips",
        BodyArea::Elbow => "elbows",
    }
}
