#![doc = include_str!("../README.md")]

mod burnout;
mod diary;
mod error;
mod exercise;
mod fault;
mod food;
mod joint_angle;
pub mod landmark;
mod macros;
mod person;
mod protein;

pub use burnout::{
    CHANGE_METRICS, DailyMetric, EVENT_COLUMN, MEAN_METRICS, RUN_IN_DAYS, RiskLevel, RunInFeature, TIME_COLUMN,
    TREND_DAYS, USER_COLUMN,
};
pub use diary::DiaryMetric;
pub use error::UnknownWord;
pub use exercise::{Exercise, FORM_EXCELLENT, FORM_FAIR, FORM_GOOD, FormLevel};
pub use fault::Fault;
pub use food::FoodClass;
pub use joint_angle::{JointAngle, JointAngles};
pub use landmark::Landmark;
pub use person::{Goal, Sex, TrainingStatus};
pub use protein::{
    ESTIMATED_FAT_FREE_ERROR_KG, EXCESS_SHARE, IDEAL_BODY_MASS_INDEX, LEAN_BODY_FAT_PERCENT, MEAN_HEIGHT_CM,
    OBESE_BODY_MASS_INDEX, OLDER_AGE_YEARS, PROTEIN_ACTIVE_HIGH, PROTEIN_ACTIVE_LOW, PROTEIN_DEFICIT_HIGH,
    PROTEIN_DEFICIT_LOW, PROTEIN_MEAL_HIGH, PROTEIN_MEAL_LOW, PROTEIN_MOST_G_PER_DAY, PROTEIN_OLDER_LOW,
    PROTEIN_SEDENTARY_HIGH, PROTEIN_SEDENTARY_LOW, ProteinBasis, ProteinPerson, ProteinRange,
};
