//! `fitbalance predict …`: inference from saved artifacts.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use pose_gnn::{Coordinates, RecordingOptions};
use predict::{DeviceName, Models};
use words::Exercise;

use crate::biomechanics::{Comparison, LandmarksFile, Report, html, svg};
use crate::cli::device::parse_device;
use crate::cli::film::landmarks_of_film;
use crate::cli::fits::{FitArgs, PredictRows};
use crate::cli::food::PredictFood;
use crate::cli::models::load;
use crate::cli::output::{print, print_json, warn};
use crate::cli::predict_burnout::PredictBurnout;
use crate::cli::protein::PredictProtein;
use crate::cli::save::save;

/// Either of the models of this workspace, or a fit of anybody's table.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, arg_required_else_help = true)]
pub(crate) struct Predict {
    #[command(subcommand)]
    model: Option<Model>,
    #[command(flatten)]
    fit: FitArgs,
    #[command(flatten)]
    rows: PredictRows,
}

#[derive(Debug, Subcommand)]
enum Model {
    /// Exercise, form, repetitions, faults and their load from a recording of MediaPipe landmarks
    Pose(PredictPose),
    /// Risk of burnout of people from the features of their run-in: a row a person, with the columns of
    /// `burnout_aggregated_dataset.csv`; `user_id` names the people, other columns are ignored
    Burnout(PredictBurnout),
    /// How much protein somebody needs a day, from two weeks of their diary
    Protein(PredictProtein),
    /// Which food a picture shows, and what a portion of it contains
    Food(PredictFood),
}

#[derive(Debug, Args)]
pub(crate) struct PredictPose {
    #[command(flatten)]
    file: FilmFile,
    /// Frames per second of the recording [default: by its timestamps if it has some, else 30]
    #[arg(long, value_name = "RATE")]
    fps: Option<f64>,
    /// What the coordinates are; detected if not given
    #[arg(long, value_enum)]
    coordinates: Option<CoordinatesArgument>,
    /// Width of the image divided by its height; estimated from the body's proportions if not given
    #[arg(long, value_name = "RATIO")]
    aspect_ratio: Option<f64>,
    /// Which exercise it is (`squat`, `deadlift`, `bench_press`, `overhead_press` or `lunge`); recognized if not given
    #[arg(long)]
    exercise: Option<Exercise>,
    /// Write each repetition as a row of figures
    #[arg(long, value_name = "FILE.svg")]
    svg: Option<PathBuf>,
    /// Write a page with the repetitions, the moving skeleton, its angles and all that was measured
    #[arg(long, value_name = "FILE.html")]
    html: Option<PathBuf>,
    /// Compare with an earlier session of the same lift: what `--json` printed then
    #[arg(long, value_name = "EARLIER.json")]
    compare: Option<PathBuf>,
    /// Folder of the artifacts
    #[arg(long, value_name = "DIR", default_value = "artifacts")]
    artifacts: PathBuf,
    /// Where the network runs: flex, ndarray or wgpu
    #[arg(long, value_parser = parse_device, default_value_t = DeviceName::Flex)]
    device: DeviceName,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct FilmFile {
    /// MediaPipe's landmarks: .npy ([frames, 33, 3], or 4 with visibility), .json (a list of frames of 33 landmarks with x, y, z,
    /// visibility) or .csv (a row a frame, columns x1, y1, z1, v1 … v33); 8 frames or more
    #[arg(long, value_name = "FILE")]
    landmarks: Option<PathBuf>,
    /// A film, whose landmarks MediaPipe finds: needs Python with mediapipe and opencv-python-headless
    #[arg(long, value_name = "FILM")]
    video: Option<PathBuf>,
}

impl FilmFile {
    /// The landmarks, and the path that was given.
    fn read(&self) -> Result<(&Path, LandmarksFile)> {
        match (&self.landmarks, &self.video) {
            (Some(path), _) => Ok((path, LandmarksFile::read(path)?)),
            (None, Some(film)) => Ok((film, landmarks_of_film(film)?)),
            (None, None) => bail!("one of the files is required"),
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CoordinatesArgument {
    Image,
    World,
}

impl Predict {
    pub(crate) fn run(self) -> Result<()> {
        match self.model {
            Some(Model::Pose(command)) => command.run(),
            Some(Model::Burnout(command)) => command.run(),
            Some(Model::Protein(command)) => command.run(),
            Some(Model::Food(command)) => command.run(),
            None => self.rows.run(&self.fit),
        }
    }
}

impl PredictPose {
    fn run(self) -> Result<()> {
        let options = RecordingOptions {
            coordinates: self.coordinates.map(|coordinates| match coordinates {
                CoordinatesArgument::Image => Coordinates::Image,
                CoordinatesArgument::World => Coordinates::World,
            }),
            aspect_ratio: self.aspect_ratio,
            ..RecordingOptions::default()
        };
        let (input, file) = self.file.read()?;
        let recording = file.into_recording(self.fps, &options).with_context(|| format!("`{}`", input.display()))?;
        let answer = load(&self.artifacts, self.device, Models::pose)?.analyze(&recording, self.exercise)?;
        let earlier = self.compare.map(|path| -> Result<_> {
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
            Comparison::new(&text, &answer).with_context(|| format!("`{}`", path.display()))
        });
        let comparison = earlier.transpose()?;
        if let Some(path) = &self.svg {
            let strip = svg(&answer, &recording).with_context(|| {
                format!("`{}` is not written: there is no complete repetition to draw", path.display())
            })?;
            save(path, &strip, input)?;
        }
        if let Some(path) = &self.html {
            save(path, html(&answer, &recording, comparison.as_ref()), input)?;
        }
        if self.json {
            print_json(&answer)?;
            warn(&answer.warnings, &[]);
        } else {
            print(Report(&answer))?;
            if let Some(comparison) = comparison {
                print(format_args!("\n{comparison}"))?;
            }
        }
        Ok(())
    }
}
