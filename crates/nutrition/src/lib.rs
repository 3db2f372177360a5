#![doc = include_str!("../README.md")]

mod error;
mod food;
mod fused;
mod protein;

pub use error::{Error, Result};
pub use food::{
    EfficientNetLite, EfficientNetLiteConfig, FoodClassifier, FoodCnn, FoodCnnConfig, FoodEpoch, FoodExample, FoodGate,
    FoodGuess, FoodLook, FoodNetwork, FoodNetworkConfig, FoodPicture, FoodTrainer, FoodTrainingConfig, LiteStage,
    NoFoodKind, TransferConfig, Transferred, Verdict,
};
pub use neural::DeviceName;
pub use protein::{
    Adjustment, Advice, BackgroundDiary, Diary, FilledGap, Intake, MAX_GAP_DAYS, MOST_INTAKE_G, N_DAYS, N_METRICS,
    Profile, ProteinEpoch, ProteinExample, ProteinGru, ProteinGruConfig, ProteinTrainingConfig, Recommendation,
    Recommender, Referral, train_protein,
};
pub use {burn, words};
