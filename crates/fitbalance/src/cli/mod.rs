//! The command line: arguments in, stages run, results printed.

mod coach;
mod cox;
mod describe;
mod device;
mod ensemble;
mod evaluate;
mod explain;
mod explain_food;
mod film;
mod fit_explanation;
mod fits;
mod food;
mod foods;
mod generate;
mod km;
mod km_text;
mod missing;
mod models;
mod output;
mod outputs;
mod pictures;
mod predict;
mod predict_burnout;
mod protein;
mod save;
mod table;
mod train;
mod train_all;
mod verify;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The limits that people meet; `docs/limits.md` has all.
const LIMITS: &str = "Limits: tables of 4 GiB, 50,000,000 rows, 10,000 columns and 250,000,000 values (Parquet), fields of 1 MiB; \
                      pictures of 50 megapixels, sides of 30,000 and at most 20 times the other; .npy files of 1 GiB; files of \
                      artifacts of 512 MiB. docs/limits.md has all.";

/// FitBalance: machine learning for preventive fitness.
#[derive(Debug, Parser)]
#[command(
    name = "fitbalance",
    version,
    about,
    arg_required_else_help = true,
    propagate_version = true,
    after_long_help = LIMITS
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate every data set, train and evaluate every model, print the table of results
    TrainAll(train_all::TrainAll),
    /// Generate one synthetic data set
    #[command(subcommand)]
    Generate(generate::Generate),
    /// Train and evaluate one model family on its data set
    #[command(subcommand)]
    Train(train::Train),
    /// Predict from saved models, or from a fit of a table of your own
    Predict(predict::Predict),
    /// Explain predictions by Shapley values: of saved models, or of a fit of a table of your own
    Explain(explain::Explain),
    /// How right a saved fit is on rows that it has not seen
    Evaluate(evaluate::Evaluate),
    /// What foods and meals contain, found by name in a table of foods
    Foods(foods::Foods),
    /// Coaching in words, by a model or by rules
    #[command(subcommand)]
    Coach(coach::Coach),
    /// Whether all saved models and data sets are what was written, and whether the models can be used
    Verify(verify::Verify),
    /// What the columns of a CSV or Parquet file hold, and how the fits would take them
    Describe(describe::Describe),
    /// Cox proportional hazards regression on any CSV or Parquet file
    Cox(cox::Cox),
    /// Kaplan–Meier curves of groups of any CSV or Parquet file, and whether they differ
    Km(km::Km),
    /// Random forest on any CSV or Parquet file: two or several classes, or numbers
    Forest(ensemble::Forest),
    /// Gradient boosting on any CSV or Parquet file: two or several classes, or numbers
    Boost(ensemble::Boost),
}

/// Runs one command.
///
/// Results go to stdout, progress and hints to stderr.
///
/// # Errors
///
/// Whatever stopped the command, with its causes.
pub fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::TrainAll(command) => command.run(),
        Command::Generate(command) => command.run(),
        Command::Train(command) => command.run(),
        Command::Predict(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Evaluate(command) => command.run(),
        Command::Foods(command) => command.run(),
        Command::Coach(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Describe(command) => command.run(),
        Command::Cox(command) => command.run(),
        Command::Km(command) => command.run(),
        Command::Forest(command) => command.run(),
        Command::Boost(command) => command.run(),
    }
}
