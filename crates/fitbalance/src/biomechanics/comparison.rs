//! Two sessions side by side.

use std::fmt::{self, Display, Formatter};

use anyhow::{Context, Result, ensure};
use predict::pose::PoseAnswer;
use words::JointAngle;

/// A session beside an earlier one of the same exercise.
pub(crate) struct Comparison<'a> {
    earlier: PoseAnswer,
    now: &'a PoseAnswer,
}

impl<'a> Comparison<'a> {
    /// `earlier` is what `predict pose --json` printed then.
    pub(crate) fn new(earlier: &str, now: &'a PoseAnswer) -> Result<Self> {
        let earlier: PoseAnswer =
            serde_json::from_str(earlier).context("expected what `predict pose --json` of this version printed")?;
        let [before, after] = [&earlier, now].map(|answer| {
            answer.analysis.exercise.map_or("no recognized lift".to_owned(), |one| one.name().replace('_', " "))
        });
        ensure!(
            before == after && now.analysis.exercise.is_some(),
            "a session of {after} cannot be compared with one of {before}: expected the same lift twice"
        );
        Ok(Self { earlier, now })
    }
}

impl Display for Comparison<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (before, after) = (&self.earlier.analysis, &self.now.analysis);
        writeln!(f, "{:27} earlier      now   change", "")?;
        let counts = [before, after].map(|one| Some(one.repetitions.len() as f64));
        row(f, "repetitions", counts, None)?;
        let durations = [before, after].map(|one| mean(one.repetitions.iter().map(|one| one.repetition.duration_s)));
        row(f, "seconds a repetition", durations, None)?;
        row(f, "form score", [before.form_score, after.form_score], None)?;
        row(f, "fault load", [before.injury_risk_score, after.injury_risk_score], None)?;
        for angle in JointAngle::ALL {
            let [a, b] = [before, after].map(|one| one.joint_angles_deg.and_then(|angles| angles[angle]));
            let errors = [before, after].map(|one| one.joint_angle_errors_deg.and_then(|errors| errors[angle]));
            let error = errors[0].zip(errors[1]).map(|(a, b)| a.hypot(b));
            row(f, &format!("{} (deg)", angle.name().replace('_', " ")), [a, b], error)?;
        }
        for fault in &after.faults {
            let earlier = before.faults.iter().find(|one| one.name == fault.name).map(|one| one.severity);
            let name = format!("{}, severity", fault.name.name().replace('_', " "));
            row(f, &name, [earlier, Some(fault.severity)], None)?;
        }
        Ok(())
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let n = values.len();
    (n > 0).then(|| values.sum::<f64>() / n as f64)
}

/// A row of the table; a change within the error of a measurement is none.
fn row(f: &mut Formatter<'_>, name: &str, values: [Option<f64>; 2], error: Option<f64>) -> fmt::Result {
    let cell = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.1}"));
    let change = values[0].zip(values[1]).map(|(before, after)| after - before);
    let remark = match (change, error) {
        (Some(change), Some(error)) if change.abs() <= error => "  within the error of measuring",
        _ => "",
    };
    let change = change.map_or("–".to_owned(), |change| format!("{change:+.1}"));
    writeln!(f, "{name:26} {:>8} {:>8} {change:>8}{remark}", cell(values[0]), cell(values[1]))
}
