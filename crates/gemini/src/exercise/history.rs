//! What earlier sessions say about this one.

use serde::{Deserialize, Serialize};

use super::ExerciseInput;
use super::faults::named;
use super::rules::VISIBLE;
use crate::dates::parse_date;
use crate::error::InputError;
use crate::limits::FORM_STEP;
use crate::person::{check_range, check_texts};

/// An earlier session of the same exercise.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EarlierSession {
    /// Such as `2026-03-31`.
    pub date: String,
    /// 0 to 100, higher is better.
    #[serde(default)]
    pub form_score: Option<f64>,
    /// Names of the faults that were seen.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub faults: Vec<String>,
}

impl EarlierSession {
    pub(super) fn check(&self, field: &str) -> Result<(), InputError> {
        if parse_date(&self.date).is_none() {
            let got = format!("`{}`", self.date);
            return Err(InputError::invalid(format!("{field}.date"), "a date such as `2026-03-31`", got));
        }
        check_range(&format!("{field}.form_score"), self.form_score, 0.0, 100.0, "points")?;
        check_texts(&format!("{field}.faults"), &self.faults)
    }
}

/// What changed against earlier sessions; all of it follows from their values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExerciseHistory {
    /// Earlier sessions.
    pub n_sessions: usize,
    /// The form score of the latest of them.
    pub form_before: Option<f64>,
    /// Points more than then; absent where that is too little to speak of.
    pub form_change: Option<f64>,
    /// Whether no earlier score is as high, of three sessions or more.
    pub is_best: bool,
    /// Faults of this session that the latest one had as well.
    pub recurring: Vec<RecurringFault>,
    /// Faults of the latest session that were looked for again and not seen.
    pub gone: Vec<String>,
}

/// A fault that stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecurringFault {
    /// Such as `squat_knee_valgus`.
    pub name: String,
    /// How many earlier sessions in a row had it, the latest one included.
    pub sessions: usize,
}

/// The history of an input; none without earlier sessions.
pub(super) fn history(input: &ExerciseInput) -> Option<ExerciseHistory> {
    let mut earlier: Vec<&EarlierSession> = input.earlier_sessions.iter().collect();
    // The latest first.
    earlier.sort_by_key(|session| std::cmp::Reverse(parse_date(&session.date)));
    let latest = *earlier.first()?;
    let form_before = earlier.iter().find_map(|session| session.form_score);
    let change = input.form_score.zip(form_before).map(|(now, before)| now - before);
    let scores: Vec<f64> = earlier.iter().filter_map(|session| session.form_score).collect();
    let is_best = scores.len() >= 2 && input.form_score.is_some_and(|now| scores.iter().all(|score| now > *score));
    let has = |session: &EarlierSession, name: &str| session.faults.iter().any(|fault| is_same(fault, name));
    let now = input.faults.iter().filter(|fault| named(&fault.name).is_some());
    let (mut recurring, mut gone): (Vec<RecurringFault>, Vec<String>) = (Vec::new(), Vec::new());
    for fault in now.filter(|fault| has(latest, &fault.name)) {
        if fault.severity.is_some_and(|severity| severity < VISIBLE) {
            gone.push(fault.name.clone());
        } else if recurring.iter().all(|known| !is_same(&known.name, &fault.name)) {
            let sessions = earlier.iter().take_while(|session| has(session, &fault.name)).count();
            recurring.push(RecurringFault { name: fault.name.clone(), sessions });
        }
    }
    Some(ExerciseHistory {
        n_sessions: earlier.len(),
        form_before,
        form_change: change.filter(|change| change.abs() >= FORM_STEP),
        is_best,
        recurring,
        gone,
    })
}

fn is_same(a: &str, b: &str) -> bool {
    match (named(a), named(b)) {
        (Some(a), Some(b)) => a.fault == b.fault,
        _ => false,
    }
}
