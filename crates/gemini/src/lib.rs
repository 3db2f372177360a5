#![doc = include_str!("../README.md")]

mod advice;
mod blocking;
mod breaker;
mod budget;
mod burnout;
mod cache;
mod check;
mod classify;
mod client;
mod config;
mod consultant;
mod contraindications;
mod crisis;
mod dates;
mod environment;
mod error;
mod escalation;
mod exercise;
mod fetch;
mod gate;
mod guard;
mod json;
mod limits;
#[cfg(feature = "live")]
mod live;
mod nutrition;
mod person;
mod price;
mod progress;
mod prompt;
mod question;
mod schema;
mod single_flight;
mod text;
mod transport;
mod use_case;
mod week;
mod wire;
mod workout;

#[cfg(test)]
mod laws;

pub use advice::{Advice, Coached, FallbackReason, GuardAction, Source, Usage};
pub use blocking::BlockingClient;
pub use burnout::{BurnoutGuidance, BurnoutInput, BurnoutNumbers, BurnoutText, RiskFactor, RiskLevel};
pub use check::KeyCheck;
pub use client::Client;
pub use config::ClientConfig;
pub use contraindications::{CONTRAINDICATIONS, Contraindication, Demand, Who};
pub use environment::{BoxFuture, Environment, SystemEnvironment};
pub use error::{ConfigError, InputError};
pub use escalation::{Escalation, Urgency};
pub use exercise::{
    Asymmetry, EarlierSession, ExerciseFeedback, ExerciseHistory, ExerciseInput, ExerciseNumbers, ExerciseText, Form,
    InjuryRisk, MeasuredFault, RecurringFault,
};
pub use gate::Gate;
pub use guard::Rule;
pub use limits::{LIMITS, Limit};
pub use nutrition::{
    NutritionInput, NutritionNumbers, NutritionPlan, NutritionText, NutritionWarning, ProteinPrediction, Range,
    Restriction,
};
pub use person::{Condition, Person};
pub use price::Price;
pub use progress::{
    Better, Metric, MetricTrend, Milestone, Point, ProgressAnalysis, ProgressInput, ProgressNumbers, ProgressText,
    QuestionedValue, Verdict,
};
pub use question::Question;
pub use transport::{Request, Response, Transport, TransportError};
pub use week::{Area, Contradiction, ContradictionKind, WeekAdvice, WeekInput, WeekNumbers, WeekText};
pub use words;
pub use workout::{
    BodyArea, Equipment, Experience, PlannedExercise, Session, WorkoutGoal, WorkoutInput, WorkoutNumbers, WorkoutPlan,
    WorkoutText,
};
