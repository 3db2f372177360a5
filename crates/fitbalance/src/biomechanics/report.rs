//! What a recording shows, as text for a person.

use std::fmt::{self, Display, Formatter};

use pose_gnn::{Analysis, Coordinates, FaultMeasurement};
use predict::Warning;
use predict::pose::PoseAnswer;
use words::{Exercise, Fault, JointAngle};

/// An answer as text.
pub(crate) struct Report<'a>(pub(crate) &'a PoseAnswer);

/// Severity from which a measurement is called a fault, and a clear one.
const SLIGHT: f64 = 0.3;
const CLEAR: f64 = 0.6;
/// Things to change that somebody can think of.
const N_CHANGES: usize = 3;

impl Display for Report<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let PoseAnswer { analysis, warnings, .. } = self.0;
        exercise(analysis, f)?;
        if let (Some(form), Some(risk)) = (analysis.form_score, analysis.injury_risk_score) {
            let error = self.0.form_score_error.map_or_else(String::new, |error| format!(" ± {error:.0}"));
            writeln!(
                f,
                "form score     {form:.0}{error} of 100 (higher is better; its mean error on synthetic lifts)"
            )?;
            writeln!(
                f,
                "fault load     {risk:.0} of 100 (how much the faults load the body; no risk of getting hurt)"
            )?;
        }
        recording(analysis, f)?;
        repetitions(analysis, f)?;
        angles(analysis, f)?;
        faults(analysis, f)?;
        notes(warnings, f)
    }
}

fn exercise(analysis: &Analysis, f: &mut Formatter<'_>) -> fmt::Result {
    let name = |exercise: Option<Exercise>| exercise.map_or("no lift recognized".to_owned(), |one| words(one.name()));
    write!(f, "exercise       {}", name(analysis.exercise))?;
    if analysis.exercise_is_given {
        return writeln!(f, " (as you said)");
    }
    let probabilities = &analysis.exercise_probabilities;
    let mut others: Vec<(String, f64)> =
        Exercise::ALL.map(|exercise| (words(exercise.name()), probabilities[exercise])).to_vec();
    others.push(("none of the five".to_owned(), probabilities.none));
    // Equal ones by name.
    others.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let doubt = if analysis.exercise.is_some() && !analysis.is_sure() { ", not sure" } else { "" };
    write!(f, " ({:.0} %{doubt}", 100.0 * analysis.confidence)?;
    for (other, probability) in others.iter().skip(1).filter(|(_, probability)| *probability >= 0.05) {
        write!(f, "; {other} {:.0} %", 100.0 * probability)?;
    }
    writeln!(f, ")")
}

fn recording(analysis: &Analysis, f: &mut Formatter<'_>) -> fmt::Result {
    let seconds = analysis.n_frames as f64 / analysis.fps;
    let kind = match analysis.coordinates {
        Coordinates::Image => "image",
        Coordinates::World => "world",
    };
    let (n_frames, fps, yaw) = (analysis.n_frames, analysis.fps, analysis.view.yaw_deg.abs());
    writeln!(
        f,
        "recording      {n_frames} frames, {seconds:.1} s at {fps} frames/s, {kind} coordinates, camera {yaw:.0}° from the front"
    )
}

fn repetitions(analysis: &Analysis, f: &mut Formatter<'_>) -> fmt::Result {
    if analysis.repetitions.is_empty() {
        return Ok(());
    }
    writeln!(f, "\nrepetition  from s  to s  takes s  range cm  form score  fault load")?;
    for (number, one) in (1..).zip(&analysis.repetitions) {
        let repetition = &one.repetition;
        let [from, to] = [repetition.start_frame, repetition.end_frame].map(|at| at as f64 / analysis.fps);
        let (takes, range) = (repetition.duration_s, repetition.range_cm);
        write!(f, "{number:10}  {from:6.1}  {to:4.1}  {takes:7.1}  {range:8.0}")?;
        match one.form_score.zip(one.injury_risk_score) {
            Some((form, risk)) => writeln!(f, "  {form:10.0}  {risk:10.0}")?,
            None => writeln!(f, "           –           –")?,
        }
    }
    Ok(())
}

fn angles(analysis: &Analysis, f: &mut Formatter<'_>) -> fmt::Result {
    let (Some(angles), Some(errors)) = (&analysis.joint_angles_deg, &analysis.joint_angle_errors_deg) else {
        return Ok(());
    };
    writeln!(f, "\njoint angles at the turning point (degrees, with their typical error; 180 is straight)")?;
    for angle in JointAngle::ALL {
        write!(f, "  {:15}", words(angle.name()))?;
        match angles[angle].zip(errors[angle]) {
            Some((angle, error)) => writeln!(f, "{angle:4.0} ± {error:.0}")?,
            None => writeln!(f, "   – not shown by this view, or hidden")?,
        }
    }
    Ok(())
}

fn faults(analysis: &Analysis, f: &mut Formatter<'_>) -> fmt::Result {
    let Some(exercise) = analysis.exercise.filter(|_| !analysis.faults.is_empty()) else { return Ok(()) };
    let (seen, absent): (Vec<&FaultMeasurement>, Vec<&FaultMeasurement>) =
        analysis.faults.iter().partition(|fault| fault.severity >= SLIGHT);
    if seen.is_empty() {
        writeln!(f, "\nnothing to change among what this view shows")?;
    } else {
        writeln!(f, "\nto change, the most severe first (severity 0 is good form, 1 as bad as it is seen)")?;
        seen.iter().take(N_CHANGES).try_for_each(|fault| line(fault, f))?;
    }
    let others: Vec<&FaultMeasurement> = seen.into_iter().skip(N_CHANGES).chain(absent).collect();
    if !others.is_empty() {
        writeln!(f, "also measured")?;
        others.iter().try_for_each(|fault| line(fault, f))?;
    }
    let is_measured = |fault: &&Fault| analysis.faults.iter().any(|measured| measured.name == **fault);
    let hidden: Vec<String> =
        exercise.faults().iter().filter(|fault| !is_measured(fault)).map(|fault| words(fault.name())).collect();
    if hidden.is_empty() { Ok(()) } else { writeln!(f, "not shown by this view: {}", hidden.join(", ")) }
}

fn line(fault: &FaultMeasurement, f: &mut Formatter<'_>) -> fmt::Result {
    let word = match fault.severity {
        severity if severity >= CLEAR => "clear",
        severity if severity >= SLIGHT => "slight",
        _ => "none",
    };
    let (name, value) = (words(fault.name.name()), format!("{:.1} {}", fault.value, fault.unit));
    let good = format!("good {:.0} {}", fault.good_value, fault.unit);
    writeln!(f, "  {name:26} {:4.2} {word:7} {value:>9}, {good:11}  {}", fault.severity, fault.description)
}

fn notes(warnings: &[Warning], f: &mut Formatter<'_>) -> fmt::Result {
    if !warnings.is_empty() {
        write!(f, "\nto know")?;
    }
    warnings.iter().try_for_each(|warning| write!(f, "\n  {}", warning.text))
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}
