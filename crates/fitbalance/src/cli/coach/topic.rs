//! What the kinds of advice have in common.

use anyhow::Result;
use gemini::{
    Advice, BlockingClient, BurnoutGuidance, BurnoutInput, ExerciseFeedback, ExerciseInput, InputError, NutritionInput,
    NutritionPlan, ProgressAnalysis, ProgressInput, WeekAdvice, WeekInput, WorkoutInput, WorkoutPlan,
};
use serde::Serialize;
use serde_json::Value;

use crate::cli::coach::{page, page_plan, page_week};

/// An input, the advice on it and the page that shows both.
pub(super) trait Topic: Default + Serialize {
    /// The subcommand.
    const NAME: &'static str;
    type Answer: Serialize;

    fn read(text: &str) -> Result<Self, InputError>;
    fn advice(&self, client: &BlockingClient) -> Result<Advice<Self::Answer>, InputError>;
    fn page(&self, advice: &Advice<Self::Answer>) -> String;

    /// Every key that an input may have.
    fn keys() -> Vec<String> {
        match serde_json::to_value(Self::default()) {
            Ok(Value::Object(fields)) => fields.into_iter().map(|(key, _)| key).collect(),
            _ => Vec::new(),
        }
    }

    /// This input with the values of another object in place of its own.
    fn completed(&self, about: &Value) -> Result<Self> {
        let mut value = serde_json::to_value(self)?;
        if let (Value::Object(fields), Value::Object(about)) = (&mut value, about) {
            fields.extend(
                about.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.clone(), value.clone())),
            );
        }
        Ok(Self::read(&value.to_string())?)
    }
}

macro_rules! topics {
    ($($name:literal: $input:ty => $answer:ty, $method:ident, $page:path;)*) => {
        $(impl Topic for $input {
            const NAME: &'static str = $name;
            type Answer = $answer;

            fn read(text: &str) -> Result<Self, InputError> {
                Self::from_json(text)
            }

            fn advice(&self, client: &BlockingClient) -> Result<Advice<$answer>, InputError> {
                client.$method(self)
            }

            fn page(&self, advice: &Advice<$answer>) -> String {
                $page(self, advice)
            }
        })*
    };
}

topics! {
    "exercise": ExerciseInput => ExerciseFeedback, exercise_feedback, page::exercise;
    "nutrition": NutritionInput => NutritionPlan, nutrition_plan, page_plan::nutrition;
    "burnout": BurnoutInput => BurnoutGuidance, burnout_guidance, page::burnout;
    "workout": WorkoutInput => WorkoutPlan, workout_plan, page_plan::workout;
    "progress": ProgressInput => ProgressAnalysis, progress_analysis, page::progress;
    "week": WeekInput => WeekAdvice, week, page_week::week;
}
