//! `cargo xtask test` checks everything CI checks; `cargo xtask <command>` builds `fitbalance` in release and runs it.

mod external;
mod run;
mod snapshot;
mod test;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, runs and checks FitBalance.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check everything: format, lints, tests, docs, the smoke pipeline, every benchmark once
    Test(test::Test),
    /// What every command that answers prints, kept in a folder to compare with that of another version
    Snapshot(snapshot::Snapshot),
    /// Any command of `fitbalance`, such as train-all, with its arguments
    #[command(external_subcommand)]
    Fitbalance(Vec<OsString>),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Test(command) => command.run(),
        Command::Snapshot(command) => command.run(),
        Command::Fitbalance(arguments) => run::fitbalance(&arguments),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
