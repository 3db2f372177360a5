#![doc = include_str!("../README.md")]

mod composition;
mod error;
mod food;
mod fused;
mod protein;
mod shapley;

pub use composition::{
    EnergyCheck, EnergyVerdict, Food, FoodMatch, FoodTable, Incomplete, MAX_PORTION_G, MIN_SCORE, MatchKind, Meal,
    MealTotals, Nutrients, Portion, Respelling,
};
pub use error::{Error, Result};
pub use food::{
    FoodClassifier, FoodCnn, FoodCnnConfig, FoodEpoch, FoodExample, FoodGuess, FoodPicture, FoodTrainer,
    FoodTrainingConfig,
};
pub use neural::DeviceName;
pub use protein::{
    Adjustment, Advice, Diary, FilledGap, Goal, MAX_GAP_DAYS, Metric, N_DAYS, N_METRICS, Profile, ProteinEpoch,
    ProteinExample, ProteinGru, ProteinGruConfig, ProteinTrainingConfig, Recommendation, Recommender, Referral, Sex,
    TrainingStatus, range_g_per_kg, train_protein,
};
pub use shapley::{Attribution, MAX_PLAYERS, explain, shapley_values};
