//! `fitbalance predict …`: inference from saved artifacts.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand, ValueEnum};
use pose_gnn::{Coordinates, RecordingOptions};
use predict::{DeviceName, Models, WarningCode};

use crate::biomechanics::{Report, read_npy};
use crate::cli::device::parse_device;
use crate::cli::food::PredictFood;
use crate::cli::models::load;
use crate::cli::output::{print, print_json, warn};
use crate::cli::predict_burnout::PredictBurnout;
use crate::cli::protein::PredictProtein;

#[derive(Debug, Subcommand)]
pub(crate) enum Predict {
    /// Exercise, form, injury risk, repetitions and faults from a recording of MediaPipe landmarks
    Pose(PredictPose),
    /// Risk of burnout of people from the features of their run-in
    Burnout(PredictBurnout),
    /// How much protein somebody needs a day, from two weeks of their diary
    Protein(PredictProtein),
    /// Which food a picture shows, and what a portion of it contains
    Food(PredictFood),
}

#[derive(Debug, Args)]
pub(crate) struct PredictPose {
    /// A .npy file: float32 or float64 [frames, 33, 3], or [frames, 33, 4] with visibility; 8 frames or more
    #[arg(long, value_name = "FILE.npy")]
    landmarks: PathBuf,
    /// Frames per second of the recording
    #[arg(long, value_name = "RATE", default_value_t = RecordingOptions::default().fps)]
    fps: f64,
    /// What the coordinates are; detected if not given
    #[arg(long, value_enum)]
    coordinates: Option<CoordinatesArgument>,
    /// Width of the image divided by its height; estimated from the body's proportions if not given
    #[arg(long, value_name = "RATIO")]
    aspect_ratio: Option<f64>,
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

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CoordinatesArgument {
    Image,
    World,
}

impl Predict {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Pose(command) => command.run(),
            Self::Burnout(command) => command.run(),
            Self::Protein(command) => command.run(),
            Self::Food(command) => command.run(),
        }
    }
}

impl PredictPose {
    fn run(self) -> Result<()> {
        let options = RecordingOptions {
            fps: self.fps,
            coordinates: self.coordinates.map(|coordinates| match coordinates {
                CoordinatesArgument::Image => Coordinates::Image,
                CoordinatesArgument::World => Coordinates::World,
            }),
            aspect_ratio: self.aspect_ratio,
        };
        let recording = read_npy(&self.landmarks)?.into_recording(&options);
        let recording = recording.with_context(|| format!("`{}`", self.landmarks.display()))?;
        let answer = load(&self.artifacts, self.device, Models::pose)?.analyze(&recording)?;
        if self.json {
            print_json(&answer)?;
            warn(&answer.warnings, &[]);
        } else {
            print(Report(&answer.analysis))?;
            warn(&answer.warnings, &[WarningCode::Unsure, WarningCode::GapsFilled, WarningCode::HardlyVisible]);
        }
        Ok(())
    }
}
