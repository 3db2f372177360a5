//! A week in words, by rules.

use super::{Area, Contradiction, ContradictionKind, WeekInput, WeekNumbers, WeekText};
use crate::guard::Rule;
use crate::text::{capitalized, enumerate, number};
use crate::use_case::UseCase;

pub(super) fn text(week: &WeekInput, numbers: &WeekNumbers) -> WeekText {
    let settled = week.settled(&numbers.contradictions);
    let areas: Vec<(Area, String, String)> =
        numbers.priorities.iter().filter_map(|area| of_area(&settled, numbers, *area)).collect();
    WeekText {
        summary: summary(numbers),
        first: areas.iter().take(3).map(|(_, first, _)| first.clone()).collect(),
        contradictions: numbers.contradictions.iter().map(contradiction).collect(),
        areas: areas.into_iter().map(|(area, _, text)| format!("{}: {text}", capitalized(label(area)))).collect(),
        next_check:
            "Look again in a week, at the same areas: one week shows what you did, a few weeks show what it did."
                .to_owned(),
    }
}

fn label(area: Area) -> &'static str {
    match area {
        Area::Burnout => "strain and recovery",
        Area::Exercise => "technique",
        Area::Nutrition => "food",
        Area::Training => "training",
        Area::Progress => "progress",
    }
}

fn summary(numbers: &WeekNumbers) -> String {
    let labels: Vec<&str> = numbers.priorities.iter().map(|area| label(*area)).collect();
    let order = match labels.as_slice() {
        [only] => format!("This week is about one area: {only}."),
        [first, rest @ ..] => format!("This week, {first} comes first. After that: {}.", enumerate(rest)),
        [] => String::new(),
    };
    let clash = match numbers.contradictions.len() {
        0 if labels.len() > 1 => " What was asked of you in these areas goes together.",
        0 => "",
        1 => " One thing does not go together with another, so the careful side was taken.",
        _ => " Some things do not go together, so the careful side was taken each time.",
    };
    format!("{order}{clash}")
}

/// What to do first in an area, and what is said of it.
fn of_area(week: &WeekInput, numbers: &WeekNumbers, area: Area) -> Option<(Area, String, String)> {
    let (first, text) = match area {
        Area::Burnout => {
            let text = week.burnout.as_ref()?.rules(numbers.burnout.as_ref()?);
            (text.this_week.into_iter().next()?, text.summary)
        }
        Area::Exercise => {
            let input = week.exercise.as_ref()?;
            let text = input.rules(numbers.exercise.as_ref()?);
            // Whoever is in pain leaves it out; nobody else has to.
            let is_hurt = input.escalation().is_some();
            (if is_hurt { text.next_session } else { text.corrections.into_iter().next()? }, text.summary)
        }
        Area::Nutrition => {
            let text = week.nutrition.as_ref()?.rules(numbers.nutrition.as_ref()?);
            (text.habits.into_iter().next()?, text.summary)
        }
        Area::Training => {
            let text = week.training.as_ref()?.rules(numbers.training.as_ref()?);
            let n = numbers.training.as_ref()?.sessions.len();
            let sessions = if n == 1 { "session" } else { "sessions" };
            (format!("Put {n} {sessions} of training into the calendar now."), text.overview)
        }
        Area::Progress => {
            let text = week.progress.as_ref()?.rules(numbers.progress.as_ref()?);
            (text.next_steps.into_iter().next()?, text.summary)
        }
    };
    // What one area rules out, another does not name.
    let guard = week.guard(numbers);
    let is_ruled_out = |text: &str| guard.check_text(text, None) == Err(Rule::Restriction);
    let first = if first.chars().count() > 400 || is_ruled_out(&first) {
        "Leave this area as it is this week.".to_owned()
    } else {
        first
    };
    let text =
        if is_ruled_out(&text) { "It asks for what another area rules out, so it can wait.".to_owned() } else { text };
    Some((area, first, text))
}

fn contradiction(one: &Contradiction) -> String {
    let value = |index: usize| one.values.get(index).copied().map(number).unwrap_or_default();
    match one.kind {
        ContradictionKind::HardPlanHighRisk => format!(
            "You planned {} sessions a week, and your burnout risk is high. Training gives way: {} easy sessions this week.",
            value(0),
            value(1)
        ),
        ContradictionKind::PlannedDespitePain => {
            "Something hurts, and you planned to train. The plan leaves out what loads it until it \
             has been looked at."
                .to_owned()
        }
        ContradictionKind::FatLossUnderStrain => {
            "You want to lose fat, and your body has little to recover with. Eating less gives way: \
             hold your weight for now."
                .to_owned()
        }
        ContradictionKind::FatLossTooFast => {
            "You want to lose fat, and your weight falls too fast already. Eat as much as holds it for now.".to_owned()
        }
        ContradictionKind::TooLittleProtein => format!(
            "You train for muscle on {} g of protein a day, and it takes at least {} g of protein a day. Food comes before more sets.",
            value(0),
            value(1)
        ),
        ContradictionKind::MuscleWhileLosing => {
            "You want to build muscle, and your weight falls. Eat a little more before you train more.".to_owned()
        }
        ContradictionKind::MuscleAndFatLoss => {
            "You train for muscle and eat to lose fat: both at once is slow. Choose one for the next \
             weeks; until then, hold on to your loads."
                .to_owned()
        }
        ContradictionKind::LoadBeforeForm => format!(
            "The lift that was filmed is not ready for load, and it is planned {} a week. Keep it light there until the form is better.",
            if one.values.first() == Some(&1.0) { "once".to_owned() } else { format!("{} times", value(0)) }
        ),
        ContradictionKind::HardPlanPoorRecovery => format!(
            "You planned {} sessions a week, and your measurements say that you recover less. Make one session easy.",
            value(0)
        ),
    }
}
