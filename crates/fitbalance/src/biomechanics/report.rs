//! What a recording shows, as text for a person.

use std::fmt::{self, Display, Formatter};

use pose_gnn::{Analysis, Coordinates};
use words::{Exercise, JointAngle};

/// An analysis as text.
pub(crate) struct Report<'a>(pub(crate) &'a Analysis);

/// Severity from which a measurement is called a fault, and a clear one.
const SLIGHT: f64 = 0.3;
const CLEAR: f64 = 0.6;
/// Below this probability the exercise is a guess.
const SURE: f64 = 0.6;

impl Display for Report<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let analysis = self.0;
        let mut probabilities =
            Exercise::ALL.map(|exercise| (exercise.name(), analysis.exercise_probabilities[exercise]));
        // Equal ones by name.
        probabilities.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let (first, others) = probabilities.split_first().ok_or(fmt::Error)?;
        let doubt = if first.1 < SURE { ", not sure" } else { "" };
        write!(f, "exercise       {} ({:.0} %{doubt}", words(first.0), 100.0 * first.1)?;
        for (name, probability) in others.iter().filter(|(_, probability)| *probability >= 0.05) {
            write!(f, "; {} {:.0} %", words(name), 100.0 * probability)?;
        }
        writeln!(f, ")")?;
        writeln!(f, "form score     {:.0} of 100 (higher is better)", analysis.form_score)?;
        writeln!(f, "injury risk    {:.0} of 100 (higher is riskier)", analysis.injury_risk_score)?;
        let seconds = analysis.n_frames as f64 / analysis.fps;
        let kind = match analysis.coordinates {
            Coordinates::Image => "image",
            Coordinates::World => "world",
        };
        writeln!(
            f,
            "recording      {} frames, {seconds:.1} s at {} frames/s, {kind} coordinates, camera {:.0}° from the front{}",
            analysis.n_frames,
            analysis.fps,
            analysis.view.yaw_deg.abs(),
            match analysis.n_interpolated {
                0 => String::new(),
                n => format!(", {n} missing landmarks interpolated"),
            }
        )?;
        if !analysis.guessed_landmarks.is_empty() {
            let names: Vec<String> = analysis.guessed_landmarks.iter().map(|landmark| words(landmark.name())).collect();
            writeln!(f, "hardly visible {}: measurements that use them are guesses", names.join(", "))?;
        }
        self.angles(f)?;
        self.repetitions(f)?;
        self.faults(f)
    }
}

impl Report<'_> {
    fn angles(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "\njoint angles at the turning point (degrees)")?;
        for angle in JointAngle::ALL {
            write!(f, "  {:15} network {:5.0}", words(angle.name()), self.0.joint_angles_deg[angle])?;
            let measured = self.0.repetitions.iter().map(|repetition| repetition.measured_joint_angles_deg[angle]);
            let (sum, n) = measured.fold((0.0, 0.0), |(sum, n), angle| (sum + angle, n + 1.0));
            if n > 0.0 {
                write!(f, "   landmarks {:5.0}", sum / n)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }

    fn repetitions(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.repetitions.is_empty() {
            return writeln!(f, "\nno complete repetition: the scores are of the recording as a whole");
        }
        writeln!(f, "\nrepetition  from s  to s  form score  injury risk")?;
        for (number, one) in (1..).zip(&self.0.repetitions) {
            let [from, to] = [one.repetition.start_frame, one.repetition.end_frame].map(|at| at as f64 / self.0.fps);
            writeln!(f, "{number:10}  {from:6.1}  {to:4.1}  {:10.0}  {:11.0}", one.form_score, one.injury_risk_score)?;
        }
        Ok(())
    }

    fn faults(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.faults.is_empty() {
            return Ok(());
        }
        write!(f, "\nfaults that this view can show, by severity (0 none, 1 as bad as it is seen)")?;
        for fault in &self.0.faults {
            let word = match fault.severity {
                severity if severity >= CLEAR => "clear",
                severity if severity >= SLIGHT => "slight",
                _ => "none",
            };
            let (name, value) = (words(fault.name.name()), format!("{:.1} {}", fault.value, fault.unit));
            write!(f, "\n  {name:26} {:4.2} {word:7} {value:>9}  {}", fault.severity, fault.description)?;
        }
        Ok(())
    }
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}
