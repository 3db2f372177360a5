#![doc = include_str!("../README.md")]

mod auc;
mod bootstrap;
mod confusion;
mod error;
mod interval;
mod probability;
mod ranking;
mod regression;
mod reliability;
mod resampled;
mod score;
mod split;

pub use auc::{auc, auc_interval};
pub use bootstrap::{bootstrap_ci, bootstrap_ci_stratified};
pub use confusion::ConfusionMatrix;
pub use error::{Error, Result};
pub use interval::{Interval, share_interval};
pub use probability::{brier_score, log_loss, log_loss_of_classes, top_k_accuracy};
pub use ranking::{RocPoint, average_precision, roc_curve};
pub use regression::{mean_absolute_error, r_squared, root_mean_squared_error};
pub use reliability::{
    Binning, ReliabilityBin, expected_calibration_error, expected_calibration_error_of_classes, reliability_curve,
};
pub use resampled::corrected_resampled_interval;
pub use score::Score;
pub use split::{RepeatedStratifiedKFold, Split, contiguous_train_test_split, train_test_split};
