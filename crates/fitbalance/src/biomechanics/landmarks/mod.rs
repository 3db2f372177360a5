//! Files of landmarks: `.npy`, and JSON and CSV as programs around MediaPipe write them.

mod csv;
mod json;
mod npy;
mod timestamps;

use std::path::Path;

use anyhow::{Context, Result, bail};
use pose_gnn::{Recording, RecordingOptions};
use words::landmark::N_LANDMARKS;

pub(crate) use npy::{Array, read as read_npy};

/// The landmarks of a file, and the rate that its timestamps have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LandmarksFile {
    pub(crate) array: Array,
    pub(crate) fps: Option<f64>,
    pub(crate) aspect_ratio: Option<f64>,
}

impl LandmarksFile {
    /// Reads a file by what its name ends with: `.npy`, `.json` or `.csv`.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
        let text = || std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()));
        match extension.as_deref() {
            Some("json") => Self::parse_json(&text()?).with_context(|| format!("`{}`", path.display())),
            Some("csv") => {
                csv::parse(&text()?).and_then(Frames::into_file).with_context(|| format!("`{}`", path.display()))
            }
            Some("mp4" | "mov" | "avi" | "mkv" | "webm" | "m4v") => bail!(
                "`{}` is a film: expected its landmarks in a .npy, .json or .csv file; --video takes films",
                path.display()
            ),
            _ => Ok(Self { array: read_npy(path)?, fps: None, aspect_ratio: None }),
        }
    }

    pub(crate) fn parse_json(text: &str) -> Result<Self> {
        json::parse(text)?.into_file()
    }

    /// As a recording of one person, at the rate that is given, that the file tells, or of 30 frames a second.
    pub(crate) fn into_recording(self, fps: Option<f64>, options: &RecordingOptions) -> Result<Recording> {
        let fps = fps.or(self.fps).unwrap_or(options.fps);
        let aspect_ratio = options.aspect_ratio.or(self.aspect_ratio);
        self.array.into_recording(&RecordingOptions { fps, aspect_ratio, ..*options })
    }
}

/// x, y, z and visibility of 33 landmarks; NaN where one is missing.
type Frame = [[f32; 4]; N_LANDMARKS];

const MISSING: Frame = [[f32::NAN; 4]; N_LANDMARKS];

/// What JSON and CSV hold.
#[derive(Debug, Default)]
struct Frames {
    points: Vec<Frame>,
    /// In seconds, one a frame or none at all.
    timestamps_s: Vec<f64>,
    fps: Option<f64>,
    aspect_ratio: Option<f64>,
}

impl Frames {
    fn into_file(self) -> Result<LandmarksFile> {
        let fps = if self.timestamps_s.is_empty() { self.fps } else { Some(timestamps::rate(&self.timestamps_s)?) };
        let is_seen = |point: &[f32; 4]| point[..3].iter().all(|value| !value.is_nan());
        let points = || self.points.iter().flatten();
        // Visibility of all landmarks, or of none.
        let has_visibility = points().filter(|point| is_seen(point)).all(|point| !point[3].is_nan());
        let n_channels = if has_visibility { 4 } else { 3 };
        let values = points().flat_map(|point| point[..n_channels].iter().copied()).collect();
        let array = Array { shape: vec![self.points.len(), N_LANDMARKS, n_channels], values };
        Ok(LandmarksFile { array, fps, aspect_ratio: self.aspect_ratio })
    }
}
