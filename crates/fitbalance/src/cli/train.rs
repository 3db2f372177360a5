//! `fitbalance train …`: one model family.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::burnout::{TrainOptions, train};
use crate::cli::print;
use crate::cli::train_all::folder_or_default;
use crate::results::ResultsTable;

#[derive(Debug, Subcommand)]
pub(crate) enum Train {
    /// Cox regression on the run-in features of the burnout data set
    Burnout(TrainBurnout),
}

#[derive(Debug, Args)]
pub(crate) struct TrainBurnout {
    /// Folder of the data set, as `generate burnout` wrote it
    #[arg(long, value_name = "DIR", default_value = "datasets/burnout")]
    data: PathBuf,
    /// Folder of the artifacts [default: artifacts, or artifacts/smoke with --smoke]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Seed of the split, the cross-validation and the bootstrap
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Weight of the L1 penalty, on standardised features
    #[arg(long, value_name = "LAMBDA", allow_negative_numbers = true, default_value_t = TrainOptions::default().penalty)]
    lambda: f64,
    /// Fewer resamples, for a quick check of the pipeline
    #[arg(long)]
    smoke: bool,
    /// Train even if nothing changed since the last version
    #[arg(long)]
    force: bool,
}

impl Train {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Burnout(command) => command.run(),
        }
    }
}

impl TrainBurnout {
    fn run(self) -> Result<()> {
        let options = TrainOptions { seed: self.seed, penalty: self.lambda, ..TrainOptions::sized(self.smoke) };
        let out = folder_or_default(self.out, "artifacts", self.smoke);
        let outcome = train(&self.data, &out, &options, self.force)?;
        print(ResultsTable::new(outcome.rows))
    }
}
