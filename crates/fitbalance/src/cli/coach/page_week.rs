//! The page about a whole week.

use gemini::{Advice, WeekAdvice, WeekInput};

use crate::cli::coach::layout::{Layout, is_referral};

pub(super) fn week(_: &WeekInput, advice: &Advice<WeekAdvice>) -> String {
    let text = &advice.value.text;
    let mut page = Layout::new("Your week", advice);
    page.summary(&text.summary, advice);
    if is_referral(advice) {
        page.list("Until then", &[&text.first[..], &text.areas, std::slice::from_ref(&text.next_check)].concat());
        return page.finish(advice);
    }
    page.list("What does not go together", &text.contradictions);
    page.steps("What to do first", &text.first);
    page.list("Area by area, the most important first", &text.areas);
    if let Some(training) = &advice.value.numbers.training {
        let rows: Vec<(String, String)> = training
            .sessions
            .iter()
            .enumerate()
            .map(|(index, session)| {
                let names: Vec<&str> = session.exercises.iter().map(|exercise| exercise.name.as_str()).collect();
                (format!("Session {}", index + 1), format!("{} minutes: {}", session.minutes, names.join(", ")))
            })
            .collect();
        page.rows("Planned", &rows);
    }
    page.paragraph("When to look again", &text.next_check);
    page.finish(advice)
}
