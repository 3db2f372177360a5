#![doc = include_str!("../README.md")]

mod auc;
mod bootstrap;
mod error;
mod interval;
mod resampled;
mod score;
mod split;

pub use auc::{auc, auc_interval};
pub use bootstrap::{bootstrap_ci, bootstrap_ci_stratified};
pub use error::{Error, Result};
pub use interval::Interval;
pub use resampled::corrected_resampled_interval;
pub use score::Score;
pub use split::{RepeatedStratifiedKFold, Split, train_test_split};
