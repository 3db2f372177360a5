//! `fitbalance train-all`: the whole pipeline.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};
use pose_gnn::DeviceName;
use synthgen::Format;
use synthgen::biomechanics::BiomechanicsParams;
use synthgen::burnout::BurnoutParams;
use synthgen::nutrition::NutritionParams;

use crate::biomechanics;
use crate::burnout::{self, TrainOptions};
use crate::cli::device::parse_device;
use crate::cli::output::{hint, print};
use crate::nutrition::{self, FoodOptions, ProteinOptions};
use crate::reporter::Reporter;
use crate::results::{ResultRow, ResultsTable};
use crate::stage::Run;

/// People in the smoke data set: enough for every step, few enough for seconds.
const SMOKE_USERS: usize = 300;
/// Sequences in the smoke data set: two of each exercise and quality.
const SMOKE_SEQUENCES: usize = 40;
/// Images and diaries in the smoke data set: ten of each food, and a few of each kind of people.
const SMOKE_IMAGES: usize = 200;
const SMOKE_DIARIES: usize = 60;

#[derive(Debug, Args)]
pub(crate) struct TrainAll {
    /// Seed that every random number derives from
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Families to run, comma-separated; all of them if not given
    #[arg(long, value_name = "FAMILY", value_delimiter = ',', default_values_t = Family::ALL)]
    only: Vec<Family>,
    /// Where networks are trained: flex, ndarray or wgpu
    #[arg(long, value_parser = parse_device, default_value_t = DeviceName::Flex)]
    device: DeviceName,
    /// Folder of the data sets [default: datasets, or datasets/smoke with --smoke]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Folder of the artifacts [default: artifacts, or artifacts/smoke with --smoke]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Small data and few resamples: checks the pipeline in seconds, its figures mean nothing
    #[arg(long)]
    smoke: bool,
    /// Continue an interrupted run: keep the stages that finished, also if the program was rebuilt since
    #[arg(long, conflicts_with = "force")]
    resume: bool,
    /// Run every stage even if nothing changed
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Family {
    Biomechanics,
    Burnout,
    Nutrition,
}

impl Family {
    const ALL: [Self; 3] = [Self::Biomechanics, Self::Burnout, Self::Nutrition];
}

impl std::fmt::Display for Family {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Biomechanics => "biomechanics",
            Self::Burnout => "burnout",
            Self::Nutrition => "nutrition",
        })
    }
}

impl TrainAll {
    pub(crate) fn run(self) -> Result<()> {
        let data = folder_or_default(self.data.clone(), "datasets", self.smoke);
        let out = folder_or_default(self.out.clone(), "artifacts", self.smoke);
        let mut rows = Vec::new();
        for family in Family::ALL.into_iter().filter(|family| self.only.contains(family)) {
            rows.extend(match family {
                Family::Biomechanics => self.biomechanics(&data, &out)?,
                Family::Burnout => self.burnout(&data, &out)?,
                Family::Nutrition => self.nutrition(&data, &out)?,
            });
        }
        let table = ResultsTable::new(rows);
        let folder = table.save(&out)?;
        print(&table)?;
        if self.smoke {
            hint("smoke run: too few people for these figures to mean anything");
        }
        hint(format_args!("results saved in {}, models and plots in {}", folder.display(), out.display()));
        Ok(())
    }

    fn biomechanics(&self, data: &Path, out: &Path) -> Result<Vec<ResultRow>> {
        // Before minutes are spent on data for a device that is not there.
        self.device.open()?;
        let folder = data.join("biomechanics");
        let default = BiomechanicsParams::default();
        let n_sequences = if self.smoke { SMOKE_SEQUENCES } else { default.n_sequences };
        let params = BiomechanicsParams { n_sequences, ..default };
        if !self.force && biomechanics::dataset_is_current(&params, self.seed, &folder) {
            hint(format_args!("biomechanics data: unchanged, kept {}", folder.display()));
        } else {
            biomechanics::generate_dataset(&params, self.seed, &folder, None, Reporter::stderr())?;
        }
        let options = biomechanics::TrainOptions {
            seed: self.seed,
            device: self.device,
            ..biomechanics::TrainOptions::sized(self.smoke)
        };
        biomechanics::train(&folder, out, &options, self.how())
    }

    fn burnout(&self, data: &Path, out: &Path) -> Result<Vec<ResultRow>> {
        let folder = data.join("burnout");
        let default = BurnoutParams::default();
        let params = BurnoutParams { n_users: if self.smoke { SMOKE_USERS } else { default.n_users }, ..default };
        if !self.force && burnout::dataset_is_current(&params, self.seed, &folder, Format::Csv) {
            hint(format_args!("burnout data: unchanged, kept {}", folder.display()));
        } else {
            burnout::generate_dataset(&params, self.seed, &folder, Format::Csv, None, Reporter::stderr())?;
        }
        let options = TrainOptions { seed: self.seed, ..TrainOptions::sized(self.smoke) };
        burnout::train(&folder, out, &options, self.how())
    }
}

impl TrainAll {
    fn how(&self) -> Run {
        Run { reporter: Reporter::stderr(), force: self.force, accept_other_builds: self.resume }
    }

    fn nutrition(&self, data: &Path, out: &Path) -> Result<Vec<ResultRow>> {
        // Before the pictures are painted for a device that is not there.
        self.device.open()?;
        let folder = data.join("nutrition");
        let default = NutritionParams::default();
        let params = if self.smoke {
            NutritionParams { n_images: SMOKE_IMAGES, n_users: SMOKE_DIARIES, ..default }
        } else {
            default
        };
        if !self.force && nutrition::dataset_is_current(&params, self.seed, &folder) {
            hint(format_args!("nutrition data: unchanged, kept {}", folder.display()));
        } else {
            nutrition::generate_dataset(&params, self.seed, &folder, None, Reporter::stderr())?;
        }
        let (seed, device) = (self.seed, self.device);
        let food = FoodOptions { seed, device, ..FoodOptions::sized(self.smoke) };
        let protein = ProteinOptions { seed, device, ..ProteinOptions::sized(self.smoke) };
        nutrition::train(&folder, out, &food, &protein, self.how())
    }
}

/// The folder asked for, or the usual one; smoke runs keep apart from real ones.
pub(crate) fn folder_or_default(folder: Option<PathBuf>, usual: &str, smoke: bool) -> PathBuf {
    folder.unwrap_or_else(|| if smoke { Path::new(usual).join("smoke") } else { PathBuf::from(usual) })
}
