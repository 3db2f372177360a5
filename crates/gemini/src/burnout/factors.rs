//! What is said about each metric that moves a burnout risk.

/// A metric of the diary, and what to do about it.
#[derive(Debug)]
pub(super) struct Factor {
    pub(super) name: &'static str,
    /// In a sentence: "… weighs on you most".
    pub(super) label: &'static str,
    /// For this week.
    pub(super) step: &'static str,
    /// In a sentence that asks to keep it.
    pub(super) keep: &'static str,
}

/// The factor of a column such as `sleep_quality_trend`.
pub(super) fn find(column: &str) -> Option<&'static Factor> {
    let column = column.trim().to_lowercase().replace([' ', '-'], "_");
    FACTORS.iter().find(|factor| column.starts_with(factor.name))
}

/// What a column says about the metric beyond its level.
pub(super) fn aspect(column: &str) -> &'static str {
    match column.rsplit('_').next() {
        Some("sd") => ", and how much it swings from day to day",
        Some("trend") => ", and the way it has changed lately",
        _ => "",
    }
}

const fn factor(name: &'static str, label: &'static str, step: &'static str, keep: &'static str) -> Factor {
    Factor { name, label, step, keep }
}

const FACTORS: [Factor; 12] = [
    factor(
        "sleep_quality",
        "your sleep",
        "Protect your sleep first: the same bedtime every night this week, screens off an hour before, no work in bed.",
        "your sleep",
    ),
    factor(
        "stress_level",
        "your stress",
        "Put two pauses of 10 minutes into each workday, away from any screen, and treat them like meetings.",
        "how you handle stress",
    ),
    factor(
        "workload",
        "your workload",
        "List everything on your desk, mark the three things that matter most, and move or hand over one of the rest.",
        "a workload that fits",
    ),
    factor(
        "social_support",
        "how much support you have",
        "Meet or call somebody who does you good on two days this week; it counts as recovery.",
        "the people around you",
    ),
    factor(
        "exercise_frequency",
        "how little you move",
        "Go for a brisk walk of 20 minutes on three days this week, outdoors if you can; that is enough to start.",
        "your exercise",
    ),
    factor(
        "hrv_score",
        "how your body recovers",
        "Keep training easy this week, and breathe slowly for 5 minutes in the evening: your body shows that it is still recovering.",
        "how well your body recovers",
    ),
    factor(
        "recovery_time",
        "how long you need to recover",
        "Leave one evening and one day of the weekend free of any obligation, and write it into the calendar now.",
        "your time to recover",
    ),
    factor(
        "work_life_balance",
        "the balance of work and life",
        "Choose an hour at which work ends, and close the door behind it on three days this week: no mail, no calls.",
        "your balance of work and life",
    ),
    factor(
        "nutrition_quality",
        "how you eat",
        "Eat one proper warm meal a day at a table, without a screen; prepare two of them on the weekend.",
        "how well you eat",
    ),
    factor(
        "mental_fatigue",
        "your mental fatigue",
        "Do the hardest task in your best hour and nothing demanding after it; let the last hour of work be routine.",
        "your fresh head",
    ),
    factor(
        "performance_score",
        "how work goes for you",
        "Finish one small thing each day before you start another, and note it down: progress is easily overlooked.",
        "how well your work goes",
    ),
    factor(
        "mood_score",
        "your mood",
        "Plan one thing that you enjoy for each day of this week, however small, and do it even when you do not feel like it.",
        "your good mood",
    ),
];
