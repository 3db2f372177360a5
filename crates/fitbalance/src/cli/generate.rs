//! `fitbalance generate …`: one synthetic data set.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use synthgen::biomechanics::BiomechanicsParams;
use synthgen::burnout::BurnoutParams;
use synthgen::nutrition::NutritionParams;
use synthgen::{Format, Shard};

use crate::biomechanics;
use crate::burnout::{generate_dataset, preview};
use crate::cli::output::{hint, print};
use crate::nutrition;
use crate::reporter::Reporter;

#[derive(Debug, Subcommand)]
pub(crate) enum Generate {
    /// Filmed lifts with known faults: landmarks, labels and everything the labels come from
    Biomechanics(GenerateBiomechanics),
    /// Daily metrics and burnout outcomes of synthetic people, one row a person and day
    Burnout(GenerateBurnout),
    /// Painted food images, a food table and diaries with a known protein need
    Nutrition(GenerateNutrition),
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

#[derive(Debug, Args)]
pub(crate) struct GenerateBiomechanics {
    /// Seed that every random number derives from
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Number of sequences; 5 exercises × 4 qualities get equally many, or one more where 20 does not divide it
    #[arg(long, default_value_t = BiomechanicsParams::default().n_sequences)]
    n: usize,
    /// Folder to write to
    #[arg(long, value_name = "DIR", default_value = "datasets/biomechanics")]
    out: PathBuf,
    /// Write only part I of N, 1/N to N/N; the parts together are the whole data set
    #[arg(long, value_name = "I/N", value_parser = parse_shard)]
    shard: Option<Shard>,
    /// Also draw each exercise with its faults, one picture an exercise
    #[arg(long)]
    preview: bool,
}

impl GenerateBiomechanics {
    fn run(self) -> Result<()> {
        let params = BiomechanicsParams { n_sequences: self.n, ..BiomechanicsParams::default() };
        let manifest = biomechanics::generate_dataset(&params, self.seed, &self.out, self.shard, Reporter::stderr())?;
        let (landmarks, tables): (Vec<_>, Vec<_>) =
            manifest.files.iter().partition(|file| Path::new(&file.name).extension().is_some_and(|end| end == "npy"));
        for file in tables {
            let path = self.out.join(&file.name);
            print(format_args!("{}  {} rows, {} bytes", path.display(), file.n_rows, file.n_bytes))?;
        }
        let n_bytes: u64 = landmarks.iter().map(|file| file.n_bytes).sum();
        let folder = self.out.join("landmark_sequences");
        print(format_args!("{}  {} sequences, {n_bytes} bytes", folder.display(), landmarks.len()))?;
        if self.preview {
            for (name, picture) in biomechanics::previews()? {
                let path = self.out.join(name);
                registry::atomic_write(&path, picture).with_context(|| format!("cannot write {}", path.display()))?;
                print(path.display())?;
            }
        }
        hint("synthetic data: made by a generator with known faults, not filmed from people");
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(crate) struct GenerateNutrition {
    /// Seed that every random number derives from
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Number of images; the 20 foods take turns
    #[arg(long, default_value_t = NutritionParams::default().n_images)]
    n: usize,
    /// Number of people who keep a diary
    #[arg(long, default_value_t = NutritionParams::default().n_users)]
    users: usize,
    /// Folder to write to
    #[arg(long, value_name = "DIR", default_value = "datasets/nutrition")]
    out: PathBuf,
    /// Write only part I of N, 1/N to N/N; the parts together are the whole data set
    #[arg(long, value_name = "I/N", value_parser = parse_shard)]
    shard: Option<Shard>,
    /// Also draw a contact sheet, preview.png: a row a food, eight images each
    #[arg(long)]
    preview: bool,
}

impl GenerateNutrition {
    fn run(self) -> Result<()> {
        let params = NutritionParams { n_images: self.n, n_users: self.users, ..NutritionParams::default() };
        let manifest = nutrition::generate_dataset(&params, self.seed, &self.out, self.shard, Reporter::stderr())?;
        for file in &manifest.files {
            let path = self.out.join(&file.name);
            print(format_args!("{}  {} rows, {} bytes", path.display(), file.n_rows, file.n_bytes))?;
        }
        print(format_args!("{}  as images.csv lists them", self.out.join("images").display()))?;
        if self.preview {
            let path = self.out.join("preview.png");
            registry::atomic_write(&path, nutrition::preview(&params, self.seed)?)
                .with_context(|| format!("cannot write {}", path.display()))?;
            print(path.display())?;
        }
        hint("synthetic data: painted, not photographed; diaries made by a generator with a known need");
        Ok(())
    }
}

impl Generate {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Biomechanics(command) => command.run(),
            Self::Burnout(command) => command.run(),
            Self::Nutrition(command) => command.run(),
        }
    }
}

impl GenerateBurnout {
    fn run(self) -> Result<()> {
        let params = BurnoutParams { n_users: self.n, ..BurnoutParams::default() };
        let manifest = generate_dataset(&params, self.seed, &self.out, self.format, self.shard, Reporter::stderr())?;
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
