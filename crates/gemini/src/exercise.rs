//! Feedback on how an exercise was done.

mod faults;
mod history;
mod personal;
mod read;
mod rules;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::advice::Coached;
use crate::cache::Keep;
use crate::error::InputError;
use crate::escalation::Escalation;
use crate::gate::Gate;
use crate::guard::{Guard, Quantity, Unit};
use crate::limits::{ASYMMETRY, FORM_FAIR, FORM_GOOD, OLDER_AGE, RISK_HIGH, RISK_MODERATE};
use crate::person::{Person, check_count, check_range, check_text, check_texts};
use crate::question::Question;
use crate::schema::{Field, list, text};
use crate::text::clean;
use crate::use_case::UseCase;
use crate::workout::{Experience, WorkoutGoal};
pub use history::{EarlierSession, ExerciseHistory, RecurringFault};
pub(crate) use rules::hurts;

/// What is known of one recorded exercise.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExerciseInput {
    /// Such as `squat`; must be there.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub exercise_type: String,
    /// 0 to 100, higher is better.
    #[serde(default)]
    pub form_score: Option<f64>,
    /// 0 to 100, higher is riskier.
    #[serde(default)]
    pub injury_risk_score: Option<f64>,
    /// Degrees by joint, such as `left_knee`; `null` where a joint was not seen.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub joint_angles: BTreeMap<String, Option<f64>>,
    /// How far each of these angles typically is from the truth, in degrees: sides that differ by less are not told apart.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub joint_angle_errors: BTreeMap<String, Option<f64>>,
    /// Names of faults, or words for them.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub risk_factors: Vec<String>,
    /// Faults that were measured.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub faults: Vec<MeasuredFault>,
    /// How many were done.
    #[serde(default)]
    pub n_repetitions: Option<u32>,
    /// How sure the recognition of the exercise is, 0 to 1.
    #[serde(default)]
    pub exercise_probability: Option<f64>,
    /// What has to be known of the recording and of the measurements beside any advice.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub cautions: Vec<String>,
    /// What the person said about it.
    #[serde(default)]
    pub notes: Option<String>,
    /// How long the person has trained.
    #[serde(default)]
    pub experience: Option<Experience>,
    /// What the person trains for.
    #[serde(default)]
    pub goal: Option<WorkoutGoal>,
    /// Earlier sessions of the same exercise, in any order.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub earlier_sessions: Vec<EarlierSession>,
    /// Who did it.
    #[serde(flatten)]
    pub person: Person,
}

/// A fault of an exercise as it was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredFault {
    /// Such as `squat_knee_valgus`.
    pub name: String,
    /// What was measured.
    #[serde(default)]
    pub value: Option<f64>,
    /// `deg`, `cm` or `%`.
    #[serde(default)]
    pub unit: Option<String>,
    /// From 0, as good as it gets, to 1, as bad as it is seen.
    #[serde(default)]
    pub severity: Option<f64>,
}

/// Feedback on an exercise.
pub type ExerciseFeedback = Coached<ExerciseNumbers, ExerciseText>;

/// What was measured, and what follows from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExerciseNumbers {
    /// 0 to 100, higher is better.
    pub form_score: Option<f64>,
    /// What the form score amounts to.
    pub form: Option<Form>,
    /// 0 to 100, higher is riskier.
    pub injury_risk_score: Option<f64>,
    /// What the risk score amounts to.
    pub injury_risk: Option<InjuryRisk>,
    /// Joints whose sides differ noticeably, the most different one first.
    pub asymmetries: Vec<Asymmetry>,
    /// Faults, the most severe one first.
    pub faults: Vec<MeasuredFault>,
    /// What changed against earlier sessions.
    #[serde(default)]
    pub history: Option<ExerciseHistory>,
}

/// What a form score amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// [`FORM_GOOD`](words::FORM_GOOD) and more.
    Good,
    /// [`FORM_FAIR`](words::FORM_FAIR) and more.
    Fair,
    /// Less.
    NeedsWork,
}

/// How much the faults load the body, by the fault–load index; not a risk of getting hurt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InjuryRisk {
    /// Below 30.
    Low,
    /// 30 and more.
    Moderate,
    /// 60 and more.
    High,
}

/// A joint whose sides differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Asymmetry {
    /// Such as `knee`.
    pub joint: String,
    /// Degrees.
    pub left_deg: f64,
    /// Degrees.
    pub right_deg: f64,
}

impl Asymmetry {
    /// How far apart the sides are, in degrees.
    pub fn difference_deg(&self) -> f64 {
        (self.left_deg - self.right_deg).abs()
    }
}

/// What is said about an exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseText {
    /// How it went.
    pub summary: String,
    /// What went well.
    pub strengths: Vec<String>,
    /// What to change, the most important thing first.
    pub corrections: Vec<String>,
    /// Short reminders for the next set.
    pub cues: Vec<String>,
    /// What to do the next time.
    pub next_session: String,
}

impl UseCase for ExerciseInput {
    const NAME: &'static str = "exercise_feedback";
    const TASK: &'static str = include_str!("prompt/exercise.txt");
    const FIELDS: &'static [Field] = &[
        text(
            "summary",
            600,
            "How the exercise went, 2 to 3 sentences, with the scores and the most important finding.",
        ),
        list("strengths", (0, 3), 300, "What went well, one sentence each. Empty if nothing is known."),
        list("corrections", (1, 4), 500, "What to change and how to practise it, the most important first."),
        list("cues", (1, 3), 80, "Short reminders to think of during the set."),
        text("next_session", 700, "What to do in the next session, 1 to 4 sentences."),
    ];
    const FRESH: Duration = Duration::from_hours(24);
    const KEEP: Keep = Keep::Disk;
    type Numbers = ExerciseNumbers;
    type Text = ExerciseText;

    fn person(&self) -> &Person {
        &self.person
    }

    fn free_texts(&self) -> Vec<&str> {
        let factors = self.risk_factors.iter().chain(&self.cautions).chain(&self.notes).map(String::as_str);
        factors
            .chain(self.earlier_sessions.iter().flat_map(|session| &session.faults).map(String::as_str))
            .chain(self.faults.iter().map(|fault| fault.name.as_str()))
            .chain([self.exercise_type.as_str()])
            .collect()
    }

    fn check(&self) -> Result<(), InputError> {
        if clean(&self.exercise_type).is_empty() {
            return Err(InputError::missing("exercise_type", "the name of an exercise, such as `squat`"));
        }
        check_text("exercise_type", &self.exercise_type)?;
        check_range("form_score", self.form_score, 0.0, 100.0, "points")?;
        check_range("injury_risk_score", self.injury_risk_score, 0.0, 100.0, "points")?;
        check_range("exercise_probability", self.exercise_probability, 0.0, 1.0, "")?;
        check_range("n_repetitions", self.n_repetitions.map(f64::from), 0.0, 10_000.0, "repetitions")?;
        check_count("joint_angles", self.joint_angles.len())?;
        for (joint, angle) in &self.joint_angles {
            check_text("joint_angles", joint)?;
            check_range(&format!("joint_angles.{}", crate::text::excerpt(joint)), *angle, -180.0, 360.0, "degrees")?;
        }
        check_count("joint_angle_errors", self.joint_angle_errors.len())?;
        for (joint, error) in &self.joint_angle_errors {
            check_text("joint_angle_errors", joint)?;
            let field = format!("joint_angle_errors.{}", crate::text::excerpt(joint));
            check_range(&field, *error, 0.0, 180.0, "degrees")?;
        }
        check_texts("cautions", &self.cautions)?;
        check_texts("risk_factors", &self.risk_factors)?;
        check_text("notes", self.notes.as_deref().unwrap_or_default())?;
        check_count("earlier_sessions", self.earlier_sessions.len())?;
        for (index, session) in self.earlier_sessions.iter().enumerate() {
            session.check(&format!("earlier_sessions[{index}]"))?;
        }
        check_count("faults", self.faults.len())?;
        for (index, fault) in self.faults.iter().enumerate() {
            check_text(&format!("faults[{index}].name"), &fault.name)?;
            check_range(&format!("faults[{index}].value"), fault.value, -1000.0, 1000.0, "")?;
            check_range(&format!("faults[{index}].severity"), fault.severity, 0.0, 1.0, "")?;
            let unit = fault.unit.as_deref().unwrap_or("deg");
            if !matches!(unit, "deg" | "cm" | "%") {
                return Err(InputError::invalid(
                    format!("faults[{index}].unit"),
                    "`deg`, `cm` or `%`",
                    format!("`{unit}`"),
                ));
            }
        }
        Ok(())
    }

    fn numbers(&self) -> ExerciseNumbers {
        let mut faults = self.faults.clone();
        // Faults of unknown severity come last.
        faults.sort_by(|a, b| b.severity.unwrap_or(-1.0).total_cmp(&a.severity.unwrap_or(-1.0)));
        ExerciseNumbers {
            form_score: self.form_score,
            form: self.form_score.map(|score| match score {
                score if score >= FORM_GOOD => Form::Good,
                score if score >= FORM_FAIR => Form::Fair,
                _ => Form::NeedsWork,
            }),
            injury_risk_score: self.injury_risk_score,
            injury_risk: self.injury_risk_score.map(|score| match score {
                score if score >= RISK_HIGH => InjuryRisk::High,
                score if score >= RISK_MODERATE => InjuryRisk::Moderate,
                _ => InjuryRisk::Low,
            }),
            asymmetries: self.asymmetries(),
            history: history::history(self),
            faults,
        }
    }

    fn numbers_without_targets(&self) -> ExerciseNumbers {
        self.numbers()
    }

    fn facts(&self, numbers: &ExerciseNumbers) -> Value {
        json!({
            "exercise": self.exercise_type, "repetitions": self.n_repetitions, "notes": self.notes,
            "form_score_of_100": numbers.form_score, "form": numbers.form,
            "injury_risk_of_100": numbers.injury_risk_score, "injury_risk": numbers.injury_risk,
            "joint_angles_deg": self.joint_angles, "asymmetries": numbers.asymmetries,
            "experience": self.experience, "goal": self.goal, "is_65_or_older": self.person.age_years.map(|age| age >= OLDER_AGE),
            "earlier_sessions": numbers.history, "faults": numbers.faults, "risk_factors": self.risk_factors, "cautions": self.cautions,
        })
    }

    fn guard(&self, numbers: &ExerciseNumbers) -> Guard {
        let scores = [numbers.form_score, numbers.injury_risk_score].into_iter().flatten();
        let angles = self.joint_angles.values().flatten().map(|angle| Quantity::one(Unit::Degree, angle.abs()));
        let differences = numbers.asymmetries.iter().map(|joint| Quantity::one(Unit::Degree, joint.difference_deg()));
        let faults = numbers.faults.iter().filter_map(|fault| {
            let unit = match fault.unit.as_deref()? {
                "deg" => Unit::Degree,
                "cm" => Unit::Centimetre,
                _ => Unit::Percent,
            };
            Some(Quantity::one(unit, fault.value?.abs()))
        });
        let history = numbers.history.iter().flat_map(|history| {
            let scores = [history.form_before, history.form_change].into_iter().flatten();
            let scores = scores.map(|score| Quantity::one(Unit::Score, score.abs()));
            scores.chain([Quantity::one(Unit::Count, history.n_sessions as f64), Quantity::new(Unit::Count, 1.0, 10.0)])
        });
        let repetitions = self.n_repetitions.map(|n| Quantity::one(Unit::Rep, f64::from(n)));
        // How much the load may change is general advice, in the steps of the limits' table.
        let steps = Quantity::new(Unit::Percent, crate::limits::LOAD_STEP_LOW, crate::limits::LOAD_STEP_HIGH);
        let few = Quantity::new(Unit::Rep, 1.0, 15.0);
        let quantities =
            scores.map(|score| Quantity::one(Unit::Score, score)).chain(angles).chain(differences).chain(faults);
        Guard {
            quantities: quantities.chain(repetitions).chain(history).chain([steps, few]).collect(),
            ..Guard::default()
        }
    }

    fn rules(&self, numbers: &ExerciseNumbers) -> ExerciseText {
        rules::text(self, numbers)
    }

    fn referral(&self, gate: Gate) -> ExerciseText {
        let (correction, cue, next_session) = match gate {
            Gate::Crisis => (
                "Nothing about this exercise needs to change now.",
                "One breath, one call, one hour at a time.",
                "Training can wait until you have talked to somebody.",
            ),
            Gate::Minor => (
                "Practise this with a coach or teacher who stands beside you and can show it.",
                "Stop when something hurts.",
                "Take this recording along: it helps the person who coaches you.",
            ),
            Gate::Underweight | Gate::Health(_) | Gate::Referred => (
                "Leave this exercise out until somebody who can examine you has agreed to it.",
                "Stop when something hurts.",
                "Take this recording along: it can help the person you ask.",
            ),
        };
        ExerciseText {
            summary: gate.message().to_owned(),
            strengths: Vec::new(),
            corrections: vec![correction.to_owned()],
            cues: vec![cue.to_owned()],
            next_session: next_session.to_owned(),
        }
    }

    fn question(&self) -> Option<Question> {
        personal::question(self)
    }

    fn escalation(&self) -> Option<Escalation> {
        rules::escalation(self)
    }
}

impl ExerciseInput {
    /// Sides that differ by less may well be alike: twice the typical error of a difference.
    fn least_difference_deg(&self, joint: &str) -> f64 {
        let error =
            |side: &str| self.joint_angle_errors.get(&format!("{side}_{joint}")).copied().flatten().unwrap_or(0.0);
        2.0 * error("left").hypot(error("right"))
    }

    /// Joints with a left and a right side that differ noticeably.
    fn asymmetries(&self) -> Vec<Asymmetry> {
        let angle = |side: &str, joint: &str| self.joint_angles.get(&format!("{side}_{joint}")).copied().flatten();
        let joints = self.joint_angles.keys().filter_map(|name| name.strip_prefix("left_"));
        let mut asymmetries: Vec<Asymmetry> = joints
            .filter_map(|joint| {
                let (left_deg, right_deg) = (angle("left", joint)?, angle("right", joint)?);
                Some(Asymmetry { joint: joint.to_owned(), left_deg, right_deg })
            })
            .filter(|asymmetry| {
                asymmetry.difference_deg() >= ASYMMETRY.max(self.least_difference_deg(&asymmetry.joint))
            })
            .collect();
        asymmetries.sort_by(|a, b| b.difference_deg().total_cmp(&a.difference_deg()));
        asymmetries
    }
}
