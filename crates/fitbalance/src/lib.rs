#![doc = include_str!("../README.md")]

mod biomechanics;
mod burnout;
mod cli;
mod code_version;
mod cox_data;
mod cox_report;
mod ensemble_data;
mod ensemble_report;
mod features;
mod nutrition;
mod plot;
mod progress;
mod results;
mod stage;
mod table;

pub use cli::{Cli, run};
pub use features::{DesignEncoder, FeatureError, StandardScaler};
pub use results::{ResultRow, ResultsTable, Target};
pub use table::{Missing, Position, Table, TableError};

/// The examples of the workspace's README.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct WorkspaceReadme;
