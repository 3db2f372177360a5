//! A week of training that fits a person's days, minutes, equipment and joints.

pub(crate) mod moves;
mod plan;
mod rules;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::advice::Coached;
use crate::cache::Keep;
use crate::contraindications::{Demand, demands_ruled_out};
use crate::error::InputError;
use crate::gate::Gate;
use crate::guard::{Guard, Quantity, Unit};
use crate::limits::{LOAD_STEP_HIGH, LOAD_STEP_LOW};
use crate::person::{Person, check_count, check_range, check_text};
use crate::schema::{Field, list, text};
use crate::use_case::UseCase;

/// What is known of a person who wants to train.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WorkoutInput {
    /// What to train for; general fitness if missing.
    #[serde(default)]
    pub goal: Option<WorkoutGoal>,
    /// How long the person has trained; a beginner if missing.
    #[serde(default)]
    pub experience: Option<Experience>,
    /// 1 to 7; 3 if missing.
    #[serde(default)]
    pub days_per_week: Option<u32>,
    /// 10 to 180; 45 if missing.
    #[serde(default)]
    pub minutes_per_session: Option<u32>,
    /// What is at hand; only the own body if empty.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub equipment: Vec<Equipment>,
    /// Where the body needs care. An injury that is not healed is a condition of the person.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub sensitive_areas: Vec<BodyArea>,
    /// What the person said about it.
    #[serde(default)]
    pub notes: Option<String>,
    /// Who asks.
    #[serde(flatten)]
    pub person: Person,
}

/// What somebody trains for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkoutGoal {
    /// To be fit and well.
    #[serde(alias = "general", alias = "health", alias = "fitness")]
    GeneralFitness,
    /// To lift more.
    Strength,
    /// To have more muscle.
    #[serde(alias = "muscle_gain", alias = "muscle")]
    Hypertrophy,
    /// To have less fat.
    #[serde(alias = "weight_loss", alias = "lose_weight")]
    FatLoss,
    /// To last longer.
    Endurance,
}

/// How long somebody has trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Experience {
    /// Less than half a year.
    #[serde(alias = "novice")]
    Beginner,
    /// Up to about two years.
    Intermediate,
    /// Longer.
    Advanced,
}

/// What is at hand for training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Equipment {
    /// Nothing.
    #[serde(alias = "none")]
    Bodyweight,
    /// Dumbbells.
    #[serde(alias = "dumbbell")]
    Dumbbells,
    /// A barbell, plates and a rack.
    Barbell,
    /// A kettlebell.
    #[serde(alias = "kettlebells")]
    Kettlebell,
    /// Elastic bands.
    #[serde(alias = "band", alias = "resistance_bands")]
    Bands,
    /// Machines and cables of a gym.
    #[serde(alias = "machine", alias = "cables")]
    Machines,
    /// A bar to hang from.
    #[serde(alias = "pullup_bar")]
    PullUpBar,
}

impl Equipment {
    /// All of it.
    pub const ALL: [Self; 7] = [
        Self::Bodyweight,
        Self::Dumbbells,
        Self::Barbell,
        Self::Kettlebell,
        Self::Bands,
        Self::Machines,
        Self::PullUpBar,
    ];
}

/// A part of the body that needs care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names say it all")]
pub enum BodyArea {
    #[serde(alias = "knees")]
    Knee,
    #[serde(alias = "back")]
    LowerBack,
    #[serde(alias = "shoulders")]
    Shoulder,
    #[serde(alias = "wrists")]
    Wrist,
    #[serde(alias = "hips")]
    Hip,
    #[serde(alias = "elbows")]
    Elbow,
}

impl BodyArea {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Knee, Self::LowerBack, Self::Shoulder, Self::Wrist, Self::Hip, Self::Elbow];
}

/// A week of training.
pub type WorkoutPlan = Coached<WorkoutNumbers, WorkoutText>;

/// The sessions of a week.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WorkoutNumbers {
    /// In the order of the week.
    pub sessions: Vec<Session>,
    /// Smallest step in load, in percent.
    pub load_step_low_percent: f64,
    /// Largest step in load, in percent.
    pub load_step_high_percent: f64,
    /// Weeks after which a lighter one follows.
    pub weeks_before_easy_week: u32,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// Such as `full body`.
    pub focus: String,
    /// Minutes of warming up.
    pub warm_up_minutes: u32,
    /// In order.
    pub exercises: Vec<PlannedExercise>,
    /// All of it, with pauses.
    pub minutes: u32,
}

/// One exercise of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlannedExercise {
    /// Its name.
    pub name: String,
    /// The muscles that it trains.
    pub muscles: Vec<String>,
    /// How often it is done in a row, with pauses.
    pub sets: u32,
    /// Repetitions, or seconds where it is held: from.
    pub low: u32,
    /// Repetitions, or seconds where it is held: to.
    pub high: u32,
    /// Whether it is held, and counted in seconds.
    pub is_held: bool,
    /// Pause after each set.
    pub rest_seconds: u32,
}

/// What is said about a week of training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkoutText {
    /// What the plan is and why.
    pub overview: String,
    /// How to warm up.
    pub warm_up: Vec<String>,
    /// One entry a session.
    pub sessions: Vec<String>,
    /// How to go on from week to week.
    pub progression: String,
    /// How to recover, and when to stop.
    pub recovery: String,
}

impl UseCase for WorkoutInput {
    const NAME: &'static str = "workout_plan";
    const TASK: &'static str = include_str!("prompt/workout.txt");
    const FIELDS: &'static [Field] = &[
        text("overview", 800, "What the plan is and why it fits this person, 2 to 3 sentences."),
        list("warm_up", (1, 4), 200, "How to warm up, one step each."),
        list("sessions", (1, 7), 700, "One entry for each session of the plan, in order: what matters in it."),
        text("progression", 500, "How to go on from week to week, by the steps given."),
        text("recovery", 400, "How to recover between sessions, and when to stop."),
    ];
    const FRESH: Duration = Duration::from_hours(7 * 24);
    const KEEP: Keep = Keep::Disk;
    type Numbers = WorkoutNumbers;
    type Text = WorkoutText;

    fn person(&self) -> &Person {
        &self.person
    }

    fn free_texts(&self) -> Vec<&str> {
        self.notes.iter().map(String::as_str).collect()
    }

    fn check(&self) -> Result<(), InputError> {
        check_range("days_per_week", self.days_per_week.map(f64::from), 1.0, 7.0, "days")?;
        check_range("minutes_per_session", self.minutes_per_session.map(f64::from), 10.0, 180.0, "minutes")?;
        check_count("equipment", self.equipment.len())?;
        check_count("sensitive_areas", self.sensitive_areas.len())?;
        check_text("notes", self.notes.as_deref().unwrap_or_default())
    }

    fn wants_to_lose_weight(&self) -> bool {
        self.goal == Some(WorkoutGoal::FatLoss)
    }

    fn numbers(&self) -> WorkoutNumbers {
        WorkoutNumbers {
            sessions: plan::sessions(self),
            load_step_low_percent: LOAD_STEP_LOW,
            load_step_high_percent: if self.experience() == Experience::Beginner {
                LOAD_STEP_HIGH
            } else {
                LOAD_STEP_HIGH / 2.0
            },
            weeks_before_easy_week: if self.experience() == Experience::Advanced { 4 } else { 6 },
        }
    }

    fn numbers_without_targets(&self) -> WorkoutNumbers {
        WorkoutNumbers::default()
    }

    fn facts(&self, numbers: &WorkoutNumbers) -> Value {
        json!({
            "goal": self.goal, "experience": self.experience, "equipment": self.equipment,
            "sensitive_areas": self.sensitive_areas, "left_out": rules::left_out(self), "notes": self.notes, "plan": numbers,
        })
    }

    fn guard(&self, numbers: &WorkoutNumbers) -> Guard {
        let one = |unit, value: u32| Quantity::one(unit, f64::from(value));
        let mut quantities = vec![
            Quantity::new(Unit::Percent, numbers.load_step_low_percent, numbers.load_step_high_percent),
            Quantity::new(Unit::Week, 1.0, f64::from(numbers.weeks_before_easy_week)),
            one(Unit::Count, u32::try_from(numbers.sessions.len()).unwrap_or_default()),
            Quantity::new(Unit::Count, 1.0, 3.0),
        ];
        for session in &numbers.sessions {
            quantities.extend([one(Unit::Minute, session.minutes), one(Unit::Minute, session.warm_up_minutes)]);
            for exercise in &session.exercises {
                let unit = if exercise.is_held { Unit::Second } else { Unit::Rep };
                quantities.push(Quantity::new(unit, f64::from(exercise.low), f64::from(exercise.high)));
                quantities.push(Quantity::new(Unit::Set, 1.0, f64::from(exercise.sets)));
                quantities.push(one(Unit::Second, exercise.rest_seconds));
            }
        }
        Guard {
            quantities,
            forbidden: moves::forbidden(&self.equipment, &self.sensitive_areas, &self.ruled_out()),
            ..Guard::default()
        }
    }

    fn rules(&self, numbers: &WorkoutNumbers) -> WorkoutText {
        rules::text(self, numbers)
    }

    fn referral(&self, gate: Gate) -> WorkoutText {
        let (session, recovery) = match gate {
            Gate::Crisis => (
                "If it helps you, a walk with somebody you trust.",
                "Rest, eat and drink as well as you can, and do not stay alone with it.",
            ),
            gate if gate.is_urgent() => {
                ("No training until a doctor has said that it is fine.", "Rest, and have this looked at first.")
            }
            Gate::Minor => (
                "Play, sports and exercises with your own body, taught by somebody who sees you train.",
                "Stop whatever hurts or makes you dizzy, and tell a grown-up.",
            ),
            _ => (
                "If you have been told that moving is fine: easy walks, as long as they feel good.",
                "Stop whatever hurts or makes you dizzy, and have it looked at.",
            ),
        };
        WorkoutText {
            overview: gate.message().to_owned(),
            warm_up: vec!["There is no plan until somebody who knows you in person has agreed to one.".to_owned()],
            sessions: vec![session.to_owned()],
            progression: "Nothing to increase for now.".to_owned(),
            recovery: recovery.to_owned(),
        }
    }
}

impl WorkoutInput {
    /// Reads the JSON of an input; keys that are not known are passed over.
    ///
    /// # Errors
    ///
    /// [`InputError::Unreadable`]; values are checked when advice is asked for.
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        crate::json::from_str(text, "workout input")
    }

    /// What the person must not do.
    pub(crate) fn ruled_out(&self) -> Vec<Demand> {
        demands_ruled_out(&self.person, &self.sensitive_areas)
    }

    pub(crate) fn experience(&self) -> Experience {
        self.experience.unwrap_or(Experience::Beginner)
    }

    pub(crate) fn goal(&self) -> WorkoutGoal {
        self.goal.unwrap_or(WorkoutGoal::GeneralFitness)
    }

    pub(crate) fn days(&self) -> u32 {
        self.days_per_week.unwrap_or(3)
    }

    pub(crate) fn minutes(&self) -> u32 {
        self.minutes_per_session.unwrap_or(45)
    }
}
