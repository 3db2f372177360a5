//! What age, experience, goal, health and earlier sessions change about feedback.

use super::faults::{FaultText, named};
use super::history::ExerciseHistory;
use super::{ExerciseInput, ExerciseNumbers, Form, InjuryRisk};
use crate::limits::OLDER_AGE;
use crate::person::Condition;
use crate::question::Question;
use crate::text::{number, words};
use crate::workout::{Experience, WorkoutGoal};

/// How many things somebody is asked to change at a time.
pub(super) fn most_corrections(input: &ExerciseInput) -> usize {
    if input.experience == Some(Experience::Beginner) { 2 } else { 4 }
}

/// How this session compares with the earlier ones.
pub(super) fn compared(history: &ExerciseHistory) -> Option<String> {
    let before = history.form_before?;
    let change = match history.form_change {
        Some(change) if change > 0.0 => format!("That is {} points more than the last time.", number(change)),
        Some(change) => format!("That is {} points fewer than the last time.", number(-change)),
        None => format!("That is about what it was the last time ({}).", number(before)),
    };
    let best = if history.is_best { " No earlier session scored as high." } else { "" };
    Some(format!("{change}{best}"))
}

/// What was a fault the last time and is none now.
pub(super) fn gone(history: &ExerciseHistory) -> Vec<String> {
    let texts = history.gone.iter().filter_map(|name| named(name));
    texts.map(|fault| format!("{} That was different the last time.", fault.absent)).collect()
}

/// What is added to the correction of a fault that stays.
pub(super) fn stays(history: Option<&ExerciseHistory>, fault: &FaultText) -> String {
    let recurring = history.iter().flat_map(|history| &history.recurring);
    let sessions = recurring.filter(|known| named(&known.name).is_some_and(|known| known.fault == fault.fault));
    match sessions.map(|known| known.sessions).next() {
        Some(1) => " It was there the last time, too: work on this one first.".to_owned(),
        Some(n) => format!(" It was there in the last {} sessions, too: take less load until it is gone.", n.min(10)),
        None => String::new(),
    }
}

/// What the next session looks like for this person.
pub(super) fn next(input: &ExerciseInput, numbers: &ExerciseNumbers) -> String {
    let mut sentences: Vec<&str> = Vec::new();
    let is_ready = numbers.form == Some(Form::Good) && !matches!(numbers.injury_risk, Some(InjuryRisk::High));
    let has = |condition: Condition| input.person.conditions.contains(&condition);
    if has(Condition::RecentIllness) {
        sentences.push("You were ill lately: keep every set easy this week, and add no load.");
    } else if let Some(goal) = input.goal {
        let is_heavy_fine = !has(Condition::HighBloodPressure) && !has(Condition::Osteoporosis);
        sentences.push(match (goal, is_ready) {
            (WorkoutGoal::Strength, true) if is_heavy_fine && input.experience > Some(Experience::Beginner) => {
                "For strength, do 3 sets of 4 to 6 heavy repetitions."
            }
            (WorkoutGoal::Strength, true) => "For strength, do 3 sets of 8 repetitions and add load in small steps.",
            (WorkoutGoal::Strength, false) => "Strength comes after form here: clean repetitions first, load later.",
            (WorkoutGoal::Hypertrophy, true) => "For muscle, do 3 sets of 8 to 12 repetitions.",
            (WorkoutGoal::Hypertrophy, false) => "Muscle grows with light loads as well: slow sets of 8 to 12 will do.",
            (WorkoutGoal::FatLoss, _) => "To lose fat, keep the load: it tells your body to keep muscle.",
            (WorkoutGoal::Endurance, _) => "To last longer, do sets of 12 to 15 with short pauses.",
            (WorkoutGoal::GeneralFitness, _) => "For all-round fitness, 2 or 3 sets of 8 to 12 are enough.",
        });
    }
    if has(Condition::HighBloodPressure) {
        sentences.push("Breathe out with each effort, and never hold your breath.");
    }
    match input.experience {
        Some(Experience::Beginner) => sentences.push("Stop each set while you could do a few more."),
        Some(Experience::Advanced) if is_ready => sentences.push("Leave one or two repetitions in reserve."),
        _ => {}
    }
    if input.person.age_years.is_some_and(|age| age >= OLDER_AGE) {
        sentences.push("Warm up for 10 minutes, and rest 2 minutes between sets.");
    }
    sentences.join(" ")
}

/// What is asked back about an exercise.
pub(super) fn question(input: &ExerciseInput) -> Option<Question> {
    let is_of_ten = |score: f64| score > 0.0 && score <= 10.0 && (2.0 * score).fract() == 0.0;
    if let Some(score) = input.form_score.filter(|score| is_of_ten(*score)) {
        let text = format!("Is the form score of {} out of 10, not out of 100?", number(score));
        return Some(Question::new("form_score", text).about(score, Some(10.0 * score)));
    }
    let texts = input.risk_factors.iter().chain(&input.notes);
    let hurts = |text: &&String| super::rules::hurts(text);
    let is_plain = |text: &&String| {
        let words = words(text);
        ["sharp", "stab", "dull", "sore", "muscle", "joint", "numb", "burning", "doms", "swell", "swollen"]
            .iter()
            .any(|word| words.contains(&format!(" {word}")))
    };
    let vague = texts.filter(hurts).find(|text| !is_plain(text))?;
    let field = if input.notes.as_ref() == Some(vague) { "notes" } else { "risk_factors" };
    Some(Question::new(field, "Is it a sharp pain in the joint, or a dull soreness in the muscle?"))
}
