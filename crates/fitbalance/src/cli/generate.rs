//! `fitbalance generate …`: one synthetic data set.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use synthgen::burnout::BurnoutParams;
use synthgen::{Format, Shard};

use crate::burnout::{generate_dataset, preview};
use crate::cli::{hint, print};

#[derive(Debug, Subcommand)]
pub(crate) enum Generate {
    /// Daily metrics and burnout outcomes of synthetic people, one row a person and day
    Burnout(GenerateBurnout),
}

#[derive(Debug, Args)]
pub(crate) struct GenerateBurnout {
    /// Seed that every random number derives from
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Number of people
    #[arg(long, default_value_t = BurnoutParams::default().n_users)]
    n: usize,
    /// Folder to write to
    #[arg(long, value_name = "DIR", default_value = "datasets/burnout")]
    out: PathBuf,
    /// File format: csv or parquet
    #[arg(long, default_value_t = Format::Csv)]
    format: Format,
    /// Write only part I of N, 1/N to N/N; the parts together are the whole data set
    #[arg(long, value_name = "I/N", value_parser = parse_shard)]
    shard: Option<Shard>,
    /// Also draw a picture of a few people, preview.png
    #[arg(long)]
    preview: bool,
}

impl Generate {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Burnout(command) => command.run(),
        }
    }
}

impl GenerateBurnout {
    fn run(self) -> Result<()> {
        let params = BurnoutParams { n_users: self.n, ..BurnoutParams::default() };
        let manifest = generate_dataset(&params, self.seed, &self.out, self.format, self.shard)?;
        for file in &manifest.files {
            print(format_args!(
                "{}  {} rows, {} bytes",
                self.out.join(&file.name).display(),
                file.n_rows,
                file.n_bytes
            ))?;
        }
        if self.preview {
            let path = self.out.join("preview.png");
            registry::atomic_write(&path, preview(&params, self.seed)?)
                .with_context(|| format!("cannot write {}", path.display()))?;
            print(path.display())?;
        }
        hint("synthetic data: made by a generator with known effects, not measured on people");
        Ok(())
    }
}

fn parse_shard(text: &str) -> Result<Shard, String> {
    Shard::parse(text).map_err(|error| error.to_string())
}
