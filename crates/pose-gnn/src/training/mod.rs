//! Training: seeded, repeatable bit for bit on one device, resumable after any epoch.

mod config;
mod loss;
mod plateau;
mod state;
mod trainer;

pub use config::{LossWeights, TrainingConfig};
pub use plateau::Plateau;
pub use trainer::{EpochReport, Trainer, ValidationErrors};
