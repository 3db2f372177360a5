//! Guidance by rules.

use super::factors::{Factor, aspect, find};
use super::{BurnoutInput, BurnoutNumbers, BurnoutText, RiskLevel};
use crate::text::enumerate;

pub(super) fn text(input: &BurnoutInput, numbers: &BurnoutNumbers) -> BurnoutText {
    let raising = known(&numbers.raising);
    let lowering = known(&numbers.lowering);
    // Without contributions, what is named at all is what to look at.
    let named: Vec<String> = input.top_factors.iter().map(|factor| factor.name.clone()).collect();
    let raising = if raising.is_empty() && lowering.is_empty() { known(&named) } else { raising };
    BurnoutText {
        summary: summary(input.risk_level, &raising),
        this_week: this_week(input.risk_level, &raising),
        work: work(input.risk_level, &raising),
        recovery: recovery(input.risk_level, &raising),
        protect: protect(&lowering),
    }
}

/// Each metric once, however many of its columns are there.
fn known(columns: &[String]) -> Vec<(&'static Factor, &str)> {
    let mut factors: Vec<(&'static Factor, &str)> = Vec::new();
    for column in columns {
        if let Some(factor) = find(column)
            && factors.iter().all(|(known, _)| known.name != factor.name)
        {
            factors.push((factor, column));
        }
    }
    factors
}

fn summary(level: RiskLevel, raising: &[(&Factor, &str)]) -> String {
    let meaning = match level {
        RiskLevel::Low => "Your estimated burnout risk is low: what you do now seems to carry you.",
        RiskLevel::Moderate => {
            "Your estimated burnout risk is raised. That is early enough to turn it round with small changes that you keep."
        }
        RiskLevel::High => {
            "Your estimated burnout risk is high. It says that the strain of the last weeks is more than your recovery makes up \
             for, not that you have failed."
        }
        RiskLevel::Critical => {
            "Your estimated burnout risk is very high. You have probably been running on reserves for a while, and reserves end: \
             this week is about getting relief and help, not about doing better."
        }
        RiskLevel::Unknown => {
            "There is no estimate of your burnout risk, so what follows is what helps most people under strain."
        }
    };
    let cause = match raising {
        [] => String::new(),
        [(factor, column), ..] if raising.len() == 1 => {
            format!(" What weighs most is {}{}.", factor.label, aspect(column))
        }
        [(factor, column), rest @ ..] => {
            let others: Vec<&str> = rest.iter().take(2).map(|(factor, _)| factor.label).collect();
            format!(" What weighs most is {}{}; after that, {}.", factor.label, aspect(column), enumerate(&others))
        }
    };
    let limit = match level {
        RiskLevel::Unknown => "",
        _ => " It is an estimate from your diary, and you know your life better than any estimate.",
    };
    format!("{meaning}{cause}{limit}")
}

fn this_week(level: RiskLevel, raising: &[(&Factor, &str)]) -> Vec<String> {
    let mut steps = Vec::new();
    match level {
        RiskLevel::Critical => steps.push(
            "Make one appointment today or tomorrow, with your doctor, a psychologist or your company's health service, and take \
             this estimate along."
                .to_owned(),
        ),
        RiskLevel::High | RiskLevel::Unknown => steps.push(
            "Tell one person at work and one at home how things really are; you need not have a solution to say it.".to_owned(),
        ),
        RiskLevel::Moderate | RiskLevel::Low => {}
    }
    // Somebody with little left is asked for little.
    let n_steps = if level == RiskLevel::Critical { 1 } else { 2 };
    steps.extend(raising.iter().take(n_steps).map(|(factor, _)| factor.step.to_owned()));
    if raising.is_empty() {
        steps.push("Note each evening in one line what cost you energy and what gave you some; after a week the pattern shows.".to_owned());
    }
    if level == RiskLevel::Low {
        steps.push(
            "Keep one free evening in the calendar: it is easier to hold a balance than to find it again.".to_owned(),
        );
    }
    steps
}

fn work(level: RiskLevel, raising: &[(&Factor, &str)]) -> Vec<String> {
    let is_about_work =
        raising.iter().any(|(factor, _)| matches!(factor.name, "workload" | "work_life_balance" | "stress_level"));
    match level {
        RiskLevel::Critical => vec![
            "Ask for relief now: postpone what can wait, hand over what others can do, and say no to anything new.".to_owned(),
            "Ask your doctor whether some time off is right; deciding that alone is hard when you are exhausted.".to_owned(),
        ],
        RiskLevel::High => vec![
            "Ask your manager for a talk this week about what to drop or to move, and bring a list of what is on your desk.".to_owned(),
            "Take on nothing new until one thing has gone.".to_owned(),
        ],
        RiskLevel::Moderate if is_about_work => vec![
            "Talk to your manager about priorities before it is urgent: which two things matter, and what may be late?".to_owned(),
            "Gather mail and chat into fixed times, and keep one stretch of the morning free of meetings.".to_owned(),
        ],
        RiskLevel::Moderate | RiskLevel::Unknown => {
            vec!["Look at next week's calendar today and take out one meeting that works without you.".to_owned()]
        }
        RiskLevel::Low => vec!["When a busy phase comes, decide beforehand when it ends and what gives way meanwhile.".to_owned()],
    }
}

fn recovery(level: RiskLevel, raising: &[(&Factor, &str)]) -> Vec<String> {
    let is_raising = |name: &str| raising.iter().any(|(factor, _)| factor.name == name);
    let mut steps = Vec::new();
    if !is_raising("sleep_quality") {
        steps.push("Aim for 7 to 9 hours of sleep, with the same time to get up on all days.".to_owned());
    }
    if !is_raising("exercise_frequency") {
        steps.push(match level {
            RiskLevel::High | RiskLevel::Critical => {
                "Move gently every day, such as a walk in daylight; leave hard training until you sleep and eat well again.".to_owned()
            }
            _ => "Keep moving on most days; an easy walk counts on the bad ones.".to_owned(),
        });
    }
    if steps.len() < 2 || matches!(level, RiskLevel::High | RiskLevel::Critical) {
        steps.push("Do something after work that has nothing to do with it, on at least three days a week.".to_owned());
    }
    steps
}

fn protect(lowering: &[(&Factor, &str)]) -> String {
    let names: Vec<&str> = lowering.iter().take(2).map(|(factor, _)| factor.keep).collect();
    match names.as_slice() {
        [] => "Keep whatever gives you energy now, and be slow to give it up when time gets short.".to_owned(),
        names => format!(
            "Protect {}: by this estimate, that is what holds you up, so do not let it go when time gets short.",
            enumerate(names)
        ),
    }
}
