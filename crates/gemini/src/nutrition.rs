//! What to eat: targets by formula, foods that fit the person.

mod foods;
mod read;
mod rules;
mod targets;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use words::{Goal, TrainingStatus};

use crate::advice::Coached;
use crate::cache::Keep;
use crate::error::InputError;
use crate::gate::Gate;
use crate::guard::{Guard, Quantity, Topic, Unit, diet_words};
use crate::limits::{LOSS_PER_WEEK, PROTEIN_CAP};
use crate::person::{Person, check_count, check_range, check_text, check_texts};
use crate::question::Question;
use crate::schema::{Field, list, text};
use crate::text::number;
use crate::use_case::UseCase;

/// What is known of a person who asks what to eat. Everything may be missing; targets need a weight.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NutritionInput {
    /// What the person wants to change.
    #[serde(default)]
    pub goal: Option<Goal>,
    /// How much the person exercises.
    #[serde(default)]
    pub training_status: Option<TrainingStatus>,
    /// How much of the body is fat, for warnings.
    #[serde(default)]
    pub body_fat_percent: Option<f64>,
    /// What training burns a day, for warnings.
    #[serde(default)]
    pub exercise_kcal_per_day: Option<f64>,
    /// What must not be eaten.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub restrictions: Vec<Restriction>,
    /// Foods that the person does not like.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub dislikes: Vec<String>,
    /// How many meals a day, 1 to 8; 3 if missing.
    #[serde(default)]
    pub meals_per_day: Option<u32>,
    /// What a model found that this person needs.
    #[serde(default)]
    pub protein: Option<ProteinPrediction>,
    /// Why the program before this one refers the person.
    #[serde(default)]
    pub referral: Option<String>,
    /// What the person said about it.
    #[serde(default)]
    pub notes: Option<String>,
    /// Who asks.
    #[serde(flatten)]
    pub person: Person,
}

/// What must not be eaten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Restriction {
    Vegetarian,
    Vegan,
    Pescatarian,
    GlutenFree,
    LactoseFree,
    DairyFree,
    NutFree,
    EggFree,
    SoyFree,
    FishFree,
    Halal,
    Kosher,
}

impl Restriction {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Vegetarian,
        Self::Vegan,
        Self::Pescatarian,
        Self::GlutenFree,
        Self::LactoseFree,
        Self::DairyFree,
        Self::NutFree,
        Self::EggFree,
        Self::SoyFree,
        Self::FishFree,
        Self::Halal,
        Self::Kosher,
    ];
}

/// A protein need that a model found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProteinPrediction {
    /// The best estimate.
    pub g_per_day: f64,
    /// The range that it may be in.
    #[serde(default)]
    pub range_g_per_day: Option<(f64, f64)>,
    /// The need without what the diary shows.
    #[serde(default)]
    pub baseline_g_per_day: Option<f64>,
    /// Why it differs from the baseline.
    #[serde(default, deserialize_with = "crate::json::null_as_default")]
    pub reasons: Vec<String>,
}

/// What to eat.
pub type NutritionPlan = Coached<NutritionNumbers, NutritionText>;

/// Targets of a day. What cannot be computed from the input is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NutritionNumbers {
    /// Grams a day.
    pub protein_g: Option<Range>,
    /// Grams a meal.
    pub protein_g_per_meal: Option<Range>,
    /// Grams a kilogram of body weight a day.
    pub protein_g_per_kg: Option<Range>,
    /// Kilocalories a day.
    pub energy_kcal: Option<Range>,
    /// Grams a day.
    pub fat_g: Option<Range>,
    /// Grams a day.
    pub carbohydrate_g: Option<Range>,
    /// How many meals the day has.
    pub meals_per_day: u32,
    /// What to be careful about.
    pub warnings: Vec<NutritionWarning>,
    /// What a model found.
    pub predicted_protein_g: Option<f64>,
}

/// From and to, both included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// From.
    pub low: f64,
    /// To.
    pub high: f64,
}

/// What to be careful about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NutritionWarning {
    /// After training, little energy is left for the rest of the body.
    LowEnergyAvailability,
    /// The energy target was raised to the lowest that is planned.
    RaisedToFloor,
    /// The predicted protein lay outside of what is published for such a person, and was limited.
    PredictionLimited,
    /// Carbohydrate lies outside of the usual share of energy.
    UnusualCarbohydrate,
}

/// What is said about food.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NutritionText {
    /// What the targets mean for this person.
    pub summary: String,
    /// Foods that fit.
    pub foods: Vec<String>,
    /// How a day may look.
    pub meals: Vec<String>,
    /// When to eat around training.
    pub timing: String,
    /// Habits that help.
    pub habits: Vec<String>,
}

impl UseCase for NutritionInput {
    const NAME: &'static str = "nutrition_plan";
    const TASK: &'static str = include_str!("prompt/nutrition.txt");
    const FIELDS: &'static [Field] = &[
        text("summary", 700, "What the targets mean for this person, 2 to 4 sentences."),
        list("foods", (3, 8), 160, "Foods that fit the restrictions, with what they are good for, without numbers."),
        list("meals", (1, 8), 240, "How a day may look, one meal each, in household portions, without grams."),
        text("timing", 400, "When to eat around training and sleep."),
        list("habits", (1, 4), 240, "Habits that make the targets easy to reach."),
    ];
    const FRESH: Duration = Duration::from_hours(7 * 24);
    const KEEP: Keep = Keep::Disk;
    type Numbers = NutritionNumbers;
    type Text = NutritionText;

    fn person(&self) -> &Person {
        &self.person
    }

    fn free_texts(&self) -> Vec<&str> {
        let reasons = self.protein.iter().flat_map(|protein| &protein.reasons);
        self.dislikes.iter().chain(&self.notes).chain(&self.referral).chain(reasons).map(String::as_str).collect()
    }

    fn check(&self) -> Result<(), InputError> {
        check_range("body_fat_percent", self.body_fat_percent, 3.0, 70.0, "%")?;
        check_range("exercise_kcal_per_day", self.exercise_kcal_per_day, 0.0, 5000.0, "kcal")?;
        check_range("meals_per_day", self.meals_per_day.map(f64::from), 1.0, 8.0, "meals")?;
        check_count("restrictions", self.restrictions.len())?;
        check_texts("dislikes", &self.dislikes)?;
        check_text("notes", self.notes.as_deref().unwrap_or_default())?;
        check_text("referral", self.referral.as_deref().unwrap_or_default())?;
        let Some(protein) = &self.protein else { return Ok(()) };
        check_range("protein.g_per_day", Some(protein.g_per_day), 10.0, 500.0, "g/day")?;
        check_range("protein.baseline_g_per_day", protein.baseline_g_per_day, 10.0, 500.0, "g/day")?;
        check_texts("protein.reasons", &protein.reasons)?;
        if let Some((low, high)) = protein.range_g_per_day {
            check_range("protein.range_g_per_day[0]", Some(low), 10.0, 500.0, "g/day")?;
            check_range("protein.range_g_per_day[1]", Some(high), 10.0, 500.0, "g/day")?;
            if low > high {
                let (expected, got) = ("a lower and a higher number", format!("[{low}, {high}]"));
                return Err(InputError::invalid("protein.range_g_per_day", expected, got));
            }
        }
        Ok(())
    }

    fn wants_to_lose_weight(&self) -> bool {
        self.goal == Some(Goal::FatLoss)
    }

    fn own_gate(&self) -> Option<Gate> {
        (self.referral.is_some() || targets::is_beyond(self)).then_some(Gate::Referred)
    }

    fn question(&self) -> Option<Question> {
        let pounds = 0.453_592;
        let (weight, bmi) = (self.person.weight_kg?, self.person.bmi());
        // Of any height, and of the one that is given.
        let is_odd = bmi.map_or(weight >= 160.0, |bmi| bmi > 45.0 && (17.0..35.0).contains(&(bmi * pounds)));
        if is_odd {
            let text = format!("Is the weight of {} in pounds, not in kg?", number(weight));
            return Some(Question::new("weight_kg", text).about(weight, Some((10.0 * weight * pounds).round() / 10.0)));
        }
        let energy = self.exercise_kcal_per_day.filter(|kcal| *kcal > 2500.0)?;
        let text = format!("Is the energy of exercise, {}, in kilojoules, not in kilocalories?", number(energy));
        Some(Question::new("exercise_kcal_per_day", text).about(energy, Some((energy / 4.184).round())))
    }

    fn numbers(&self) -> NutritionNumbers {
        targets::targets(self)
    }

    fn numbers_without_targets(&self) -> NutritionNumbers {
        NutritionNumbers { meals_per_day: self.meals(), ..NutritionNumbers::default() }
    }

    fn facts(&self, numbers: &NutritionNumbers) -> Value {
        json!({
            "goal": self.goal, "training_status": self.training_status, "restrictions": self.restrictions,
            "dislikes": self.dislikes, "notes": self.notes, "targets": numbers,
            "reasons": self.protein.as_ref().map(|protein| &protein.reasons),
        })
    }

    fn guard(&self, numbers: &NutritionNumbers) -> Guard {
        let quantity = |unit, range: Option<Range>| range.map(|range| Quantity::new(unit, range.low, range.high));
        let gram = |topic, range| quantity(Unit::GramPerDay, range).map(|quantity| quantity.of(topic));
        let per_meal = quantity(Unit::Gram, numbers.protein_g_per_meal).map(|quantity| quantity.of(Topic::Protein));
        let predicted =
            numbers.predicted_protein_g.map(|grams| Quantity::one(Unit::GramPerDay, grams).of(Topic::Protein));
        let computed = [
            gram(Topic::Protein, numbers.protein_g),
            gram(Topic::Fat, numbers.fat_g),
            gram(Topic::Carbohydrate, numbers.carbohydrate_g),
            per_meal,
            predicted,
            quantity(Unit::GramPerKg, numbers.protein_g_per_kg),
            quantity(Unit::Kcal, numbers.energy_kcal),
        ];
        let mut quantities: Vec<Quantity> = computed.into_iter().flatten().collect();
        if numbers.protein_g.is_none() {
            // Said where there is no weight: the span of everything that is published.
            quantities.push(Quantity::new(
                Unit::GramPerKg,
                crate::limits::PROTEIN_FLOOR,
                crate::limits::PROTEIN_ACTIVE_HIGH,
            ));
        }
        quantities.push(Quantity::new(Unit::Percent, 0.0, 100.0 * LOSS_PER_WEEK));
        debug_assert!(numbers.protein_g_per_kg.is_none_or(|range| range.high <= PROTEIN_CAP + 0.01));
        let forbidden = self.restrictions.iter().flat_map(|restriction| diet_words(*restriction)).collect();
        Guard { quantities, forbidden, ..Guard::default() }
    }

    fn rules(&self, numbers: &NutritionNumbers) -> NutritionText {
        rules::text(self, numbers)
    }

    fn referral(&self, gate: Gate) -> NutritionText {
        NutritionText {
            summary: gate.message().to_owned(),
            foods: vec![
                "Vegetables and fruit of many colours".to_owned(),
                "Potatoes, rice or other staples that agree with you".to_owned(),
                "Water with every meal".to_owned(),
            ],
            meals: vec![
                "Regular meals that you enjoy, without counting anything, until you have talked to somebody."
                    .to_owned(),
            ],
            timing: "Eat when you are used to; nothing needs to change before you have had advice in person."
                .to_owned(),
            habits: vec![
                match gate {
                    Gate::Crisis => "Eat and drink what you can, with somebody beside you if you can.",
                    _ => "Write down your questions, and take them along.",
                }
                .to_owned(),
            ],
        }
    }
}

impl NutritionInput {
    pub(crate) fn meals(&self) -> u32 {
        self.meals_per_day.unwrap_or(3)
    }
}
