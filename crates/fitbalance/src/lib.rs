#![doc = include_str!("../README.md")]

mod biomechanics;
mod burnout;
mod cli;
mod code_version;
mod cox;
mod dataset;
mod digits;
mod ensemble;
mod evaluation;
mod linear;
mod nutrition;
mod plot;
mod printable;
mod progress;
mod reporter;
mod results;
mod stage;
mod table;

pub use cli::{Cli, run};
pub use printable::printable;
pub use table::panics_are_caught;

/// The examples of the workspace's README.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct WorkspaceReadme;
