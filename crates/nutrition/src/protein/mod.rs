//! How much protein somebody needs a day, from two weeks of their diary.

mod config;
mod diary;
mod inference;
mod intake;
mod network;
mod profile;
mod training;

pub use config::{ProteinGruConfig, ProteinTrainingConfig};
pub use diary::{Diary, FilledGap, MAX_GAP_DAYS, N_DAYS, N_METRICS};
pub use inference::{Adjustment, Advice, BackgroundDiary, Recommendation, Recommender};
pub use intake::{Intake, MOST_INTAKE_G};
pub use network::ProteinGru;
pub use profile::{Profile, Referral};
pub use training::{ProteinEpoch, ProteinExample, train_protein};
