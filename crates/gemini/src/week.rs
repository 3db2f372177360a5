//! One answer over all areas: film, burnout, food, training and progress together, with what contradicts what.

mod contradictions;
mod merge;
mod rules;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::advice::Coached;
use crate::burnout::{BurnoutInput, BurnoutNumbers};
use crate::cache::Keep;
use crate::error::InputError;
use crate::escalation::Escalation;
use crate::exercise::{ExerciseInput, ExerciseNumbers};
use crate::gate::Gate;
use crate::guard::{Guard, Quantity, Unit};
use crate::nutrition::{NutritionInput, NutritionNumbers};
use crate::person::{Person, check_range, check_text};
use crate::progress::{ProgressInput, ProgressNumbers};
use crate::question::Question;
use crate::schema::{Field, list, text};
use crate::use_case::UseCase;
use crate::workout::{WorkoutInput, WorkoutNumbers};
pub use contradictions::{Area, Contradiction, ContradictionKind};

/// What is known of somebody's week: any of the areas, each as its own command reads it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WeekInput {
    /// A filmed exercise.
    #[serde(default)]
    pub exercise: Option<ExerciseInput>,
    /// A burnout risk.
    #[serde(default)]
    pub burnout: Option<BurnoutInput>,
    /// What to eat.
    #[serde(default)]
    pub nutrition: Option<NutritionInput>,
    /// What to train.
    #[serde(default, alias = "workout")]
    pub training: Option<WorkoutInput>,
    /// Measurements over time.
    #[serde(default)]
    pub progress: Option<ProgressInput>,
    /// Protein eaten a day, in g.
    #[serde(default)]
    pub protein_eaten_g_per_day: Option<f64>,
    /// What the person said about it.
    #[serde(default)]
    pub notes: Option<String>,
    /// Who asks; what is known here holds for every area.
    #[serde(flatten)]
    pub person: Person,
}

/// Advice on a week.
pub type WeekAdvice = Coached<WeekNumbers, WeekText>;

/// What follows for each area, once what contradicts has been settled.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WeekNumbers {
    /// Of the filmed exercise.
    pub exercise: Option<ExerciseNumbers>,
    /// Of the burnout risk.
    pub burnout: Option<BurnoutNumbers>,
    /// Of food.
    pub nutrition: Option<NutritionNumbers>,
    /// Of training.
    pub training: Option<WorkoutNumbers>,
    /// Of progress.
    pub progress: Option<ProgressNumbers>,
    /// What does not go together, the most important first.
    pub contradictions: Vec<Contradiction>,
    /// The areas in the order in which they matter this week.
    pub priorities: Vec<Area>,
}

/// What is said about a week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeekText {
    /// All in all.
    pub summary: String,
    /// What to do first.
    pub first: Vec<String>,
    /// What does not go together, and what gives way.
    pub contradictions: Vec<String>,
    /// One entry an area.
    pub areas: Vec<String>,
    /// When to look again.
    pub next_check: String,
}

/// Runs the same for every area that is there.
macro_rules! each {
    ($input:expr, $section:ident => $then:expr) => {{
        if let Some($section) = &$input.exercise {
            $then("exercise", $section)?;
        }
        if let Some($section) = &$input.burnout {
            $then("burnout", $section)?;
        }
        if let Some($section) = &$input.nutrition {
            $then("nutrition", $section)?;
        }
        if let Some($section) = &$input.training {
            $then("training", $section)?;
        }
        if let Some($section) = &$input.progress {
            $then("progress", $section)?;
        }
    }};
}

fn check_section<U: UseCase>(name: &str, section: &U) -> Result<(), InputError> {
    section.person().check().and_then(|()| section.check()).map_err(|error| error.within(name))
}

impl UseCase for WeekInput {
    const NAME: &'static str = "week";
    const TASK: &'static str = include_str!("prompt/week.txt");
    const FIELDS: &'static [Field] = &[
        text("summary", 700, "The week all in all, 2 to 4 sentences, the most important area first."),
        list("first", (1, 4), 400, "What to do first, in the order of the priorities."),
        list(
            "contradictions",
            (0, 6),
            400,
            "One entry for each contradiction given: what does not go together and what gives way.",
        ),
        list("areas", (1, 5), 900, "One entry for each area given, in the order of the priorities."),
        text("next_check", 300, "When to look again, and at what."),
    ];
    const FRESH: Duration = Duration::from_hours(24);
    /// What somebody's burnout risk is belongs on no disk.
    const KEEP: Keep = Keep::Memory;
    type Numbers = WeekNumbers;
    type Text = WeekText;

    fn person(&self) -> &Person {
        &self.person
    }

    fn free_texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = self.notes.iter().map(String::as_str).collect();
        texts.extend(self.exercise.iter().flat_map(UseCase::free_texts));
        texts.extend(self.burnout.iter().flat_map(UseCase::free_texts));
        texts.extend(self.nutrition.iter().flat_map(UseCase::free_texts));
        texts.extend(self.training.iter().flat_map(UseCase::free_texts));
        texts.extend(self.progress.iter().flat_map(UseCase::free_texts));
        texts
    }

    fn check(&self) -> Result<(), InputError> {
        if self.areas().is_empty() {
            let expected = "at least one of `exercise`, `burnout`, `nutrition`, `training` and `progress`";
            return Err(InputError::missing("exercise", expected));
        }
        check_range("protein_eaten_g_per_day", self.protein_eaten_g_per_day, 0.0, 600.0, "g")?;
        check_text("notes", self.notes.as_deref().unwrap_or_default())?;
        each!(self, section => check_section);
        Ok(())
    }

    fn wants_to_lose_weight(&self) -> bool {
        self.nutrition.as_ref().is_some_and(UseCase::wants_to_lose_weight)
            || self.training.as_ref().is_some_and(UseCase::wants_to_lose_weight)
            || self.progress.as_ref().is_some_and(UseCase::wants_to_lose_weight)
    }

    fn own_gate(&self) -> Option<Gate> {
        let of_food = self.nutrition.as_ref().and_then(UseCase::own_gate);
        of_food.or_else(|| self.progress.as_ref().and_then(UseCase::own_gate))
    }

    fn numbers(&self) -> WeekNumbers {
        let contradictions = contradictions::find(self);
        let settled = self.settled(&contradictions);
        WeekNumbers {
            exercise: settled.exercise.as_ref().map(UseCase::numbers),
            burnout: settled.burnout.as_ref().map(UseCase::numbers),
            nutrition: settled.nutrition.as_ref().map(UseCase::numbers),
            training: settled.training.as_ref().map(UseCase::numbers),
            progress: settled.progress.as_ref().map(UseCase::numbers),
            priorities: contradictions::priorities(self, &contradictions),
            contradictions,
        }
    }

    fn numbers_without_targets(&self) -> WeekNumbers {
        WeekNumbers::default()
    }

    fn facts(&self, numbers: &WeekNumbers) -> Value {
        let settled = self.settled(&numbers.contradictions);
        json!({
            "priorities": numbers.priorities, "contradictions": numbers.contradictions, "notes": self.notes,
            "protein_eaten_g_per_day": self.protein_eaten_g_per_day,
            "exercise": settled.exercise.as_ref().zip(numbers.exercise.as_ref()).map(|(input, numbers)| input.facts(numbers)),
            "burnout": settled.burnout.as_ref().zip(numbers.burnout.as_ref()).map(|(input, numbers)| input.facts(numbers)),
            "nutrition": settled.nutrition.as_ref().zip(numbers.nutrition.as_ref()).map(|(input, numbers)| input.facts(numbers)),
            "training": settled.training.as_ref().zip(numbers.training.as_ref()).map(|(input, numbers)| input.facts(numbers)),
            "progress": settled.progress.as_ref().zip(numbers.progress.as_ref()).map(|(input, numbers)| input.facts(numbers)),
        })
    }

    fn guard(&self, numbers: &WeekNumbers) -> Guard {
        let settled = self.settled(&numbers.contradictions);
        let guards = [
            settled.exercise.as_ref().zip(numbers.exercise.as_ref()).map(|(input, numbers)| input.guard(numbers)),
            settled.burnout.as_ref().zip(numbers.burnout.as_ref()).map(|(input, numbers)| input.guard(numbers)),
            settled.nutrition.as_ref().zip(numbers.nutrition.as_ref()).map(|(input, numbers)| input.guard(numbers)),
            settled.training.as_ref().zip(numbers.training.as_ref()).map(|(input, numbers)| input.guard(numbers)),
            settled.progress.as_ref().zip(numbers.progress.as_ref()).map(|(input, numbers)| input.guard(numbers)),
        ];
        let mut guard = Guard::default();
        for section in guards.into_iter().flatten() {
            guard.quantities.extend(section.quantities);
            guard.literals.extend(section.literals);
            guard.forbidden.extend(section.forbidden);
        }
        for value in numbers.contradictions.iter().flat_map(|contradiction| &contradiction.values) {
            let units = [Unit::Count, Unit::GramPerDay, Unit::Gram, Unit::Score, Unit::Kilogram, Unit::KilogramPerWeek];
            guard.quantities.extend(units.map(|unit| Quantity::one(unit, *value)));
        }
        guard.quantities.push(Quantity::new(Unit::Count, 1.0, 7.0));
        // Habits of one area are no numbers of another.
        let habits = [(Unit::Minute, 60.0), (Unit::Hour, 9.0), (Unit::Day, 7.0), (Unit::Week, 12.0)];
        guard.quantities.extend(habits.map(|(unit, most)| Quantity::new(unit, 1.0, most)));
        guard
    }

    fn rules(&self, numbers: &WeekNumbers) -> WeekText {
        rules::text(self, numbers)
    }

    fn referral(&self, gate: Gate) -> WeekText {
        let (first, area) = match gate {
            Gate::Crisis => ("Talk to somebody now; all else can wait.", "Eat, drink and rest as well as you can."),
            _ => (
                "Ask somebody who can examine you before you change anything.",
                "Walk, eat and sleep as usual until then.",
            ),
        };
        WeekText {
            summary: gate.message().to_owned(),
            first: vec![first.to_owned()],
            contradictions: Vec::new(),
            areas: vec![area.to_owned()],
            next_check: "Look again once you have talked to somebody.".to_owned(),
        }
    }

    fn question(&self) -> Option<Question> {
        let of = |name: &str, question: Option<Question>| {
            question.map(|question| Question { field: format!("{name}.{}", question.field), ..question })
        };
        let of_progress = || of("progress", self.progress.as_ref().and_then(UseCase::question));
        let of_food = || of("nutrition", self.nutrition.as_ref().and_then(UseCase::question));
        let of_film = || of("exercise", self.exercise.as_ref().and_then(UseCase::question));
        of_progress().or_else(of_food).or_else(of_film)
    }

    /// That of all areas, as urgent as the most urgent one; none hides another.
    fn escalation(&self) -> Option<Escalation> {
        let all = [
            self.exercise.as_ref().and_then(UseCase::escalation),
            self.burnout.as_ref().and_then(UseCase::escalation),
            self.progress.as_ref().and_then(UseCase::escalation),
        ];
        let mut all: Vec<Escalation> = all.into_iter().flatten().collect();
        all.sort_by_key(|help| std::cmp::Reverse(help.urgency));
        all.into_iter().reduce(|mut first, other| {
            first.message = format!("{} {}", first.message, other.message);
            first.contacts.extend(other.contacts);
            first
        })
    }
}
