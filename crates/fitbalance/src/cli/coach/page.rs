//! Pages about what was measured: an exercise, a burnout risk, progress.

use std::collections::BTreeMap;

use gemini::{
    Advice, BurnoutGuidance, BurnoutInput, ExerciseFeedback, ExerciseInput, Form, InjuryRisk, MetricTrend,
    ProgressAnalysis, ProgressInput, RiskLevel, Verdict,
};

use crate::cli::coach::layout::{Layout, is_referral, number, title};

pub(super) fn exercise(input: &ExerciseInput, advice: &Advice<ExerciseFeedback>) -> String {
    let (numbers, text) = (&advice.value.numbers, &advice.value.text);
    let mut page = Layout::new(&format!("{}: feedback", title(&input.exercise_type)), advice);
    page.summary(&text.summary, advice);
    if is_referral(advice) {
        page.list(
            "Until then",
            &[&text.corrections[..], &text.cues, std::slice::from_ref(&text.next_session)].concat(),
        );
        return page.finish(advice);
    }
    let mut rows = Vec::new();
    if let (Some(score), Some(form)) = (numbers.form_score, numbers.form) {
        let form = match form {
            Form::Good => "good",
            Form::Fair => "fair",
            Form::NeedsWork => "needs work",
        };
        rows.push(("Form".to_owned(), format!("{} of 100, {form}", number(score))));
    }
    if let (Some(score), Some(risk)) = (numbers.injury_risk_score, numbers.injury_risk) {
        let risk = match risk {
            InjuryRisk::Low => "low",
            InjuryRisk::Moderate => "moderate",
            InjuryRisk::High => "high",
        };
        rows.push(("Fault load".to_owned(), format!("{} of 100, {risk}", number(score))));
    }
    if let Some(n) = input.n_repetitions {
        rows.push(("Repetitions".to_owned(), n.to_string()));
    }
    rows.extend(joints(&input.joint_angles));
    page.rows("Measured", &rows);
    page.list("What went well", &text.strengths);
    page.steps("What to change, the most important first", &text.corrections);
    page.list("Think of", &text.cues);
    page.paragraph("Next session", &text.next_session);
    page.list("To know about the recording", &input.cautions);
    page.finish(advice)
}

/// Angles by joint, both sides in one row; what was not seen is not there.
fn joints(angles: &BTreeMap<String, Option<f64>>) -> Vec<(String, String)> {
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for (name, angle) in angles {
        let Some(angle) = angle else { continue };
        let (joint, side) = match (name.strip_prefix("left_"), name.strip_prefix("right_")) {
            (Some(joint), _) => (joint, " left"),
            (_, Some(joint)) => (joint, " right"),
            _ => (name.as_str(), ""),
        };
        let value = format!("{}°{side}", number(*angle));
        let joint = title(joint);
        match rows.iter_mut().find(|(known, _)| *known == joint) {
            Some((_, values)) => values.push(value),
            None => rows.push((joint, vec![value])),
        }
    }
    rows.into_iter().map(|(joint, values)| (joint, values.join(", "))).collect()
}

pub(super) fn burnout(input: &BurnoutInput, advice: &Advice<BurnoutGuidance>) -> String {
    let (numbers, text) = (&advice.value.numbers, &advice.value.text);
    let mut page = Layout::new("Burnout risk: guidance", advice);
    page.summary(&text.summary, advice);
    if is_referral(advice) {
        let texts = [&text.this_week[..], &text.work, &text.recovery, std::slice::from_ref(&text.protect)];
        page.list("Until then", &texts.concat());
        return page.finish(advice);
    }
    let level = match numbers.risk_level {
        RiskLevel::Low => "low",
        RiskLevel::Moderate => "moderate",
        RiskLevel::Unknown => "not known",
        RiskLevel::High => "high",
        RiskLevel::Critical => "critical",
    };
    let since = input.weeks_at_level.map(|weeks| match weeks.round() {
        1.0 => ", for 1 week".to_owned(),
        weeks => format!(", for {weeks} weeks"),
    });
    let mut rows = vec![("Risk".to_owned(), format!("{level}{}", since.unwrap_or_default()))];
    for (days, percent) in &numbers.survival_percent {
        rows.push((format!("No burnout within {days} days"), format!("{} % of such people", number(*percent))));
    }
    page.rows("Estimated", &rows);
    page.list("This week", &text.this_week);
    page.list("At work", &text.work);
    page.list("To recover", &text.recovery);
    page.paragraph("What to keep", &text.protect);
    page.finish(advice)
}

pub(super) fn progress(_: &ProgressInput, advice: &Advice<ProgressAnalysis>) -> String {
    let (numbers, text) = (&advice.value.numbers, &advice.value.text);
    let mut page = Layout::new("Progress", advice);
    page.summary(&text.summary, advice);
    if is_referral(advice) {
        let texts = [&text.highlights[..], &text.next_steps, std::slice::from_ref(&text.next_check)];
        page.list("Until then", &texts.concat());
        return page.finish(advice);
    }
    let rows: Vec<(String, String)> =
        numbers.trends.iter().map(|trend| (title(&trend.name), measured(trend))).collect();
    page.rows("Measured", &rows);
    page.list("What changed", &text.highlights);
    page.list("What to do next", &text.next_steps);
    page.paragraph("When to look again", &text.next_check);
    page.finish(advice)
}

fn measured(trend: &MetricTrend) -> String {
    let unit = trend.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let verdict = match trend.verdict {
        Verdict::Improving => "improving",
        Verdict::Worsening => "worsening",
        Verdict::Changing => "changing",
        Verdict::Steady => "steady",
        Verdict::NotEnoughData => "not enough data",
    };
    let values = match (trend.first, trend.latest, trend.n_points) {
        (_, None, _) | (None, ..) => "nothing measured".to_owned(),
        (_, Some(only), 1) => format!("{}{unit} once", number(only)),
        (Some(first), Some(latest), n) => {
            format!("{} to {}{unit} in {} days, {n} measured", number(first), number(latest), trend.n_days)
        }
    };
    format!("{verdict}: {values}")
}
