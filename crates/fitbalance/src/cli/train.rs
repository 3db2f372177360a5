//! `fitbalance train …`: one model family.

use std::path::PathBuf;

use ::nutrition::{EfficientNetLiteConfig, FoodTrainingConfig, TransferConfig};
use anyhow::Result;
use clap::{Args, Subcommand};
use pose_gnn::{DeviceName, TrainingConfig};

use crate::biomechanics;
use crate::burnout::{TrainOptions, train};
use crate::cli::device::parse_device;
use crate::cli::output::print;
use crate::cli::train_all::folder_or_default;
use crate::nutrition::{self, FoodOptions, ProteinOptions, train_food_stage};
use crate::reporter::Reporter;
use crate::results::ResultsTable;
use crate::stage::Run;

#[derive(Debug, Subcommand)]
pub(crate) enum Train {
    /// GCN+LSTM on landmark sequences: form score, joint angles, exercise, faults
    Biomechanics(TrainBiomechanics),
    /// Cox regression, random forest and gradient boosting on the run-in features of the burnout data set
    Burnout(TrainBurnout),
    /// CNN on pictures of foods, and GRU on protein diaries: the daily need
    Nutrition(TrainNutrition),
}

#[derive(Debug, Args)]
pub(crate) struct TrainNutrition {
    /// Folder of the data set, as `generate nutrition` wrote it
    #[arg(long, value_name = "DIR", default_value = "datasets/nutrition")]
    data: PathBuf,
    /// Train the food network alone, on JPEG and PNG files: a folder a food, or `train` and `test` with these, or Food-101
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    images: Option<PathBuf>,
    /// Begin with EfficientNet-Lite0 as ImageNet taught it: a safetensors file of `tools/efficientnet_lite0.py`
    #[arg(long, value_name = "FILE", requires = "images")]
    backbone: Option<PathBuf>,
    /// With `--backbone`: last blocks of the network that learn as well, 0 to 16; 0 takes seconds, others minutes
    #[arg(long, value_name = "BLOCKS", requires = "backbone", default_value_t = 0)]
    fine_tune: usize,
    /// With `--backbone`: random views of each picture to learn from beside it and its mirror image [default: 0, or 4 with
    /// `--fine-tune`]
    #[arg(long, value_name = "N", requires = "backbone")]
    views: Option<usize>,
    /// Passes over the pictures [default: as many as give 1,800 steps, 14 to 150; 2 with --smoke]
    #[arg(long, value_name = "N")]
    epochs: Option<usize>,
    /// Side in pixels to which pictures are scaled [default: 64, or 224 with --backbone]
    #[arg(long, value_name = "PIXELS")]
    side: Option<usize>,
    /// Pictures a step [default: 64, or 32 with --backbone]
    #[arg(long, value_name = "N")]
    batch_size: Option<usize>,
    /// Highest learning rate of `AdamW`, of the food network [default: 0.006, or 0.0005 with --backbone]
    #[arg(long, value_name = "RATE", allow_negative_numbers = true)]
    learning_rate: Option<f64>,
    /// Smallest part of a picture's area that a random crop keeps [default: 0.6, or 0.3 with --images, 0.4 with --backbone]
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    min_crop_share: Option<f32>,
    /// Most degrees that a picture is turned at random [default: 15, or 30 with --images alone]
    #[arg(long, value_name = "DEG", allow_negative_numbers = true)]
    max_rotation_deg: Option<f32>,
    /// Most random change of brightness, contrast and saturation [default: 0.2, or 0.35 with --images alone]
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    colour_jitter: Option<f32>,
    /// Folder of the artifacts [default: artifacts, or artifacts/smoke with --smoke]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Seed of the split, the weights, the batches and the bootstrap
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Where the network is trained: flex, ndarray or wgpu
    #[arg(long, value_parser = parse_device, default_value_t = DeviceName::Flex)]
    device: DeviceName,
    /// Fewer epochs and resamples, for a quick check of the pipeline
    #[arg(long)]
    smoke: bool,
    /// Train even if nothing changed since the last version
    #[arg(long)]
    force: bool,
}

/// A stage that was asked for by itself.
fn run(force: bool) -> Run {
    Run { reporter: Reporter::stderr(), force, accept_other_builds: false }
}

impl TrainNutrition {
    fn run(self) -> Result<()> {
        let out = folder_or_default(self.out, "artifacts", self.smoke);
        let usual = FoodOptions::sized(self.smoke);
        let transfer = self.backbone.as_ref().map(|_| TransferConfig::tuning(self.fine_tune));
        let training = match (&transfer, &self.images) {
            (Some(transfer), _) => transfer.training.clone(),
            (None, Some(_)) => FoodTrainingConfig::photographs(),
            (None, None) => usual.training,
        };
        let n_epochs = self.epochs.or(usual.n_epochs);
        let training = FoodTrainingConfig {
            batch_size: self.batch_size.unwrap_or(training.batch_size),
            learning_rate: self.learning_rate.unwrap_or(training.learning_rate),
            min_crop_share: self.min_crop_share.unwrap_or(training.min_crop_share),
            max_rotation_deg: self.max_rotation_deg.unwrap_or(training.max_rotation_deg),
            colour_jitter: self.colour_jitter.unwrap_or(training.colour_jitter),
            ..training
        };
        let side = if transfer.is_some() { EfficientNetLiteConfig::default().side } else { usual.side };
        let food = FoodOptions {
            seed: self.seed,
            device: self.device,
            side: self.side.unwrap_or(side),
            backbone: self.backbone,
            transfer: transfer.map(|transfer| TransferConfig {
                n_views: self.views.unwrap_or(transfer.n_views),
                training: FoodTrainingConfig { n_epochs: n_epochs.unwrap_or(training.n_epochs), ..training.clone() },
                ..transfer
            }),
            training,
            n_epochs,
            generated: self.images.is_none(),
            ..usual
        };
        if let Some(images) = &self.images {
            return print(ResultsTable::new(train_food_stage(images, &out, &food, run(self.force))?));
        }
        let usual = ProteinOptions::sized(self.smoke);
        let protein = ProteinOptions { seed: self.seed, device: self.device, ..usual };
        print(ResultsTable::new(nutrition::train(&self.data, &out, &food, &protein, run(self.force))?))
    }
}

#[derive(Debug, Args)]
pub(crate) struct TrainBiomechanics {
    /// Folder of the data set, as `generate biomechanics` wrote it
    #[arg(long, value_name = "DIR", default_value = "datasets/biomechanics")]
    data: PathBuf,
    /// Folder of the artifacts [default: artifacts, or artifacts/smoke with --smoke]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Seed of the split, the weights, the batches and the bootstrap
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Passes over the training sequences [default: 50, or 2 with --smoke]
    #[arg(long, value_name = "N")]
    epochs: Option<usize>,
    /// Sequences a step
    #[arg(long, value_name = "N", default_value_t = TrainingConfig::default().batch_size)]
    batch_size: usize,
    /// Learning rate of Adam, at first
    #[arg(long, value_name = "RATE", allow_negative_numbers = true, default_value_t = TrainingConfig::default().learning_rate)]
    learning_rate: f64,
    /// End after so many epochs without a better form score on the validation sequences
    #[arg(long, value_name = "EPOCHS")]
    early_stop: Option<usize>,
    /// Where the network is trained: flex, ndarray or wgpu
    #[arg(long, value_parser = parse_device, default_value_t = DeviceName::Flex)]
    device: DeviceName,
    /// Fewer epochs and resamples, for a quick check of the pipeline
    #[arg(long)]
    smoke: bool,
    /// Train from the beginning, even if nothing changed since the last version
    #[arg(long)]
    force: bool,
}

impl TrainBiomechanics {
    fn run(self) -> Result<()> {
        let usual = biomechanics::TrainOptions::sized(self.smoke);
        let training = TrainingConfig {
            n_epochs: self.epochs.unwrap_or(usual.training.n_epochs),
            batch_size: self.batch_size,
            learning_rate: self.learning_rate,
            early_stop_patience: self.early_stop,
            ..usual.training
        };
        let options = biomechanics::TrainOptions { seed: self.seed, device: self.device, training, ..usual };
        let out = folder_or_default(self.out, "artifacts", self.smoke);
        print(ResultsTable::new(biomechanics::train(&self.data, &out, &options, run(self.force))?))
    }
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
    /// Weight of the L1 penalty of the Cox model, on standardised features
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
            Self::Biomechanics(command) => command.run(),
            Self::Burnout(command) => command.run(),
            Self::Nutrition(command) => command.run(),
        }
    }
}

impl TrainBurnout {
    fn run(self) -> Result<()> {
        let options = TrainOptions { seed: self.seed, penalty: self.lambda, ..TrainOptions::sized(self.smoke) };
        let out = folder_or_default(self.out, "artifacts", self.smoke);
        print(ResultsTable::new(train(&self.data, &out, &options, run(self.force))?))
    }
}
