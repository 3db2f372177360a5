//! A checked recording of one person.

mod error;
mod gaps;
#[cfg(test)]
mod tests;

pub use error::RecordingError;

use serde::{Deserialize, Serialize};

use crate::joint::{Points, length, middle, minus};
use words::Landmark;
use words::landmark::{HIP, N_LANDMARKS, SHOULDER};

/// Fewest frames that can hold a movement.
pub(crate) const MIN_FRAMES: usize = 8;
const AXES: [char; 3] = ['x', 'y', 'z'];

/// What the three coordinates of a landmark are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coordinates {
    /// x in image widths, y in image heights downwards, z in about image widths behind the hips.
    Image,
    /// Metres from the middle of the hips: right in the image, down, away from the camera.
    World,
}

/// What the values of a recording do not say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecordingOptions {
    /// Frames per second.
    pub fps: f64,
    /// The kind of coordinates; detected if `None`.
    pub coordinates: Option<Coordinates>,
    /// Image width by height; estimated from the proportions of the body if `None`.
    pub aspect_ratio: Option<f64>,
}

impl Default for RecordingOptions {
    fn default() -> Self {
        Self { fps: 30.0, coordinates: None, aspect_ratio: None }
    }
}

/// A person filmed for some seconds or minutes: every coordinate is finite and the torso has a length in each frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    landmarks: Vec<[[f32; 3]; N_LANDMARKS]>,
    visibility: Option<Vec<[f32; N_LANDMARKS]>>,
    fps: f64,
    coordinates: Coordinates,
    aspect_ratio: Option<f64>,
    n_interpolated: usize,
}

impl Recording {
    /// Checks values and fills short gaps.
    ///
    /// A landmark with a NaN coordinate is missing. Gaps up to 0.3 s are interpolated linearly, at both ends the
    /// nearest known place is held. Coordinates are taken for [`Coordinates::World`] where the middle of the hips
    /// stays at the origin.
    ///
    /// # Shapes
    ///
    /// `values`: `[frames, joints, channels]` row by row; 33 joints; channels x, y, z and perhaps visibility.
    ///
    /// # Errors
    ///
    /// [`RecordingError`] names the first value that cannot be used and what was expected.
    pub fn new(values: &[f32], shape: [usize; 3], options: &RecordingOptions) -> Result<Self, RecordingError> {
        let [frames, joints, channels] = shape;
        if joints != N_LANDMARKS {
            return Err(RecordingError::JointCount { got: joints });
        }
        if channels != 3 && channels != 4 {
            return Err(RecordingError::ChannelCount { got: channels });
        }
        if frames.checked_mul(joints * channels) != Some(values.len()) {
            return Err(RecordingError::ValueCount { frames, joints, channels, got: values.len() });
        }
        if frames < MIN_FRAMES {
            return Err(RecordingError::TooFewFrames { expected: MIN_FRAMES, got: frames });
        }
        check_options(options)?;
        let rows = values.chunks_exact(channels);
        let mut landmarks = vec![[[0.0; 3]; N_LANDMARKS]; frames];
        for (row, point) in rows.clone().zip(landmarks.iter_mut().flatten()) {
            point.copy_from_slice(&row[..3]);
        }
        let visibility = (channels == 4).then(|| {
            let mut visibility = vec![[0.0; N_LANDMARKS]; frames];
            for (row, seen) in rows.zip(visibility.iter_mut().flatten()) {
                // Trackers that give NaN for a lost landmark give NaN for its visibility as well.
                *seen = if row.iter().any(|value| value.is_nan()) { 0.0 } else { row[3] };
            }
            visibility
        });
        Self::checked(landmarks, visibility, options)
    }

    fn checked(
        mut landmarks: Vec<[[f32; 3]; N_LANDMARKS]>,
        visibility: Option<Vec<[f32; N_LANDMARKS]>>,
        options: &RecordingOptions,
    ) -> Result<Self, RecordingError> {
        if let Some((frame, joint, axis, value)) = find(&landmarks, |value| value.is_infinite()) {
            return Err(RecordingError::Infinite { frame, landmark: Landmark::NAMES[joint], axis: AXES[axis], value });
        }
        for (frame, seen) in visibility.iter().flatten().enumerate() {
            if let Some(joint) = seen.iter().position(|value| !(0.0..=1.0).contains(value)) {
                let landmark = Landmark::NAMES[joint];
                return Err(RecordingError::InvalidVisibility { frame, landmark, value: seen[joint] });
            }
        }
        if landmarks.iter().flatten().flatten().all(|value| value.is_nan()) {
            return Err(RecordingError::NobodyTracked { frames: landmarks.len() });
        }
        let coordinates = options.coordinates.unwrap_or_else(|| detect(&landmarks));
        let (limit, expected) = match coordinates {
            Coordinates::Image => (20.0, "a share of the image's size (within ±20), not pixels"),
            Coordinates::World => (5.0, "metres from the hips (within ±5)"),
        };
        if let Some((frame, joint, axis, value)) = find(&landmarks, |value| value.abs() > limit) {
            let landmark = Landmark::NAMES[joint];
            return Err(RecordingError::OutOfRange { frame, landmark, axis: AXES[axis], value, expected });
        }
        let n_interpolated = gaps::fill(&mut landmarks, options.fps)?;
        let recording = Self {
            landmarks,
            visibility,
            fps: options.fps,
            coordinates,
            aspect_ratio: options.aspect_ratio,
            n_interpolated,
        };
        // In depth as well: a bench filmed from its foot end shows no torso in the plane of the image.
        let expected = 1e-3;
        for frame in 0..recording.n_frames() {
            let points = recording.points(frame);
            let got = length(minus(middle(&points, SHOULDER), middle(&points, HIP)));
            if got < expected {
                return Err(RecordingError::NoTorso { frame, got, expected });
            }
        }
        Ok(recording)
    }

    /// How many frames there are.
    pub fn n_frames(&self) -> usize {
        self.landmarks.len()
    }

    /// Frames per second.
    pub fn fps(&self) -> f64 {
        self.fps
    }

    /// What the coordinates are, given or detected.
    pub fn coordinates(&self) -> Coordinates {
        self.coordinates
    }

    /// Image width by height, if it was given.
    pub fn aspect_ratio(&self) -> Option<f64> {
        self.aspect_ratio
    }

    /// The landmarks of each frame, gaps filled.
    pub fn landmarks(&self) -> &[[[f32; 3]; N_LANDMARKS]] {
        &self.landmarks
    }

    /// How sure the tracker was to see each landmark, if it said so: 0–1, and 0 where the landmark was missing.
    pub fn visibility(&self) -> Option<&[[f32; N_LANDMARKS]]> {
        self.visibility.as_deref()
    }

    /// How many landmarks of single frames were missing and are interpolated.
    pub fn n_interpolated(&self) -> usize {
        self.n_interpolated
    }

    pub(crate) fn points(&self, frame: usize) -> Points {
        self.landmarks[frame].map(|point| point.map(f64::from))
    }
}

fn check_options(options: &RecordingOptions) -> Result<(), RecordingError> {
    // NaN fails both comparisons.
    if !(options.fps > 0.0 && options.fps <= 1000.0) {
        return Err(RecordingError::InvalidFps { got: options.fps });
    }
    match options.aspect_ratio {
        Some(got) if !(0.2..=5.0).contains(&got) => Err(RecordingError::InvalidAspectRatio { got }),
        _ => Ok(()),
    }
}

fn find(landmarks: &[[[f32; 3]; N_LANDMARKS]], is_bad: impl Fn(&f32) -> bool) -> Option<(usize, usize, usize, f32)> {
    landmarks.iter().enumerate().find_map(|(frame, points)| {
        let at = points.iter().flatten().position(&is_bad)?;
        Some((frame, at / 3, at % 3, points[at / 3][at % 3]))
    })
}

/// World coordinates have the middle of the hips at the origin, image coordinates somewhere in the image.
fn detect(landmarks: &[[[f32; 3]; N_LANDMARKS]]) -> Coordinates {
    let (mut n_known, mut n_central) = (0, 0);
    for points in landmarks {
        let [x, y] = [0, 1].map(|axis| 0.5 * (points[HIP][axis] + points[HIP + 1][axis]));
        if x.is_finite() && y.is_finite() {
            n_known += 1;
            n_central += usize::from(x.abs() < 0.03 && y.abs() < 0.03);
        }
    }
    // Somebody walking past the corner of the image is there for a moment only.
    if n_known > 0 && 10 * n_central >= 9 * n_known { Coordinates::World } else { Coordinates::Image }
}
