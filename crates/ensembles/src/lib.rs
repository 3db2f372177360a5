#![doc = include_str!("../README.md")]

mod boosting;
mod calibration;
mod checks;
mod error;
mod features;
mod forest;
mod importance;
mod learner;
mod link;
mod outputs;
mod saved;
mod scaling;
mod seeds;
mod shap;
mod target;
mod tree;

pub use boosting::{BoostingParams, EarlyStopping, GradientBoosting};
pub use calibration::{Calibrator, CalibratorInput};
pub use error::{Error, Result};
pub use forest::{FeaturesPerSplit, ForestParams, OutOfBag, RandomForest};
pub use importance::{PermutationImportance, permutation_importance};
pub use ndarray;
pub use saved::SCHEMA_VERSION;
pub use shap::{Explanation, TreeExplainer, TreeModel};
pub use target::{Target, Task};
pub use tree::Tree;
