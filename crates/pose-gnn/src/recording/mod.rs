//! A checked recording of one person.

mod error;
mod gaps;
#[cfg(test)]
mod tests;

pub use error::RecordingError;
use gaps::Filled;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::joint::{Points, length, middle, minus};
use words::Landmark;
use words::landmark::{HIP, N_LANDMARKS, SHOULDER};

/// Fewest frames that can hold a movement.
pub(crate) const MIN_FRAMES: usize = 8;
/// Of the image's size, or metres.
const SHORTEST_TRUNK: f64 = 1e-3;
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

/// A landmark that the tracker did not give for longer than can be interpolated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MissingLandmark {
    /// The landmark.
    pub landmark: Landmark,
    /// In how many frames that show the trunk.
    pub n_frames: usize,
}

/// A person filmed for some seconds or minutes: every coordinate is finite, and in each part the trunk is seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    landmarks: Vec<[[f32; 3]; N_LANDMARKS]>,
    visibility: Option<Vec<[f32; N_LANDMARKS]>>,
    fps: f64,
    coordinates: Coordinates,
    aspect_ratio: Option<f64>,
    n_interpolated: usize,
    parts: Vec<Range<usize>>,
    missing_landmarks: Vec<MissingLandmark>,
    n_zero_frames: usize,
}

impl Recording {
    /// Checks values and fills short gaps.
    ///
    /// A landmark with a NaN coordinate, or with three zeros, is missing. Gaps up to 0.3 s are interpolated linearly, at both
    /// ends the nearest known place is held. Where shoulders or hips are missing for longer, the recording is cut into
    /// [`parts`](Self::parts); other landmarks are guessed and have no visibility there. Coordinates are taken for
    /// [`Coordinates::World`] where the middle of the hips stays at the origin.
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
        mut visibility: Option<Vec<[f32; N_LANDMARKS]>>,
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
        let n_zero_frames = zeros_to_nan(&mut landmarks, visibility.as_deref_mut());
        if landmarks.iter().flatten().flatten().all(|value| value.is_nan()) {
            return Err(RecordingError::NobodyTracked { frames: landmarks.len() });
        }
        let coordinates = options.coordinates.unwrap_or_else(|| detect(&landmarks));
        let (limit, expected) = match coordinates {
            Coordinates::Image if is_around_hips(&landmarks) => {
                (20.0, "metres from the hips (within ±5), not millimetres or centimetres")
            }
            Coordinates::Image => (20.0, "a share of the image's size (within ±20), not pixels"),
            Coordinates::World => (5.0, "metres from the hips (within ±5), not millimetres or centimetres"),
        };
        if let Some((frame, joint, axis, value)) = find(&landmarks, |value| value.abs() > limit) {
            let landmark = Landmark::NAMES[joint];
            return Err(RecordingError::OutOfRange { frame, landmark, axis: AXES[axis], value, expected });
        }
        forget_points(&mut landmarks);
        let Filled { n_interpolated, parts, missing, hidden } = gaps::fill(&mut landmarks, options.fps);
        if parts.is_empty() {
            return Err(RecordingError::NoTrunk { frames: landmarks.len(), expected: MIN_FRAMES });
        }
        if !hidden.is_empty() {
            let seen = visibility.get_or_insert_with(|| vec![[1.0; N_LANDMARKS]; landmarks.len()]);
            hidden.into_iter().for_each(|(frame, joint)| seen[frame][joint] = 0.0);
        }
        Ok(Self {
            landmarks,
            visibility,
            fps: options.fps,
            coordinates,
            aspect_ratio: options.aspect_ratio,
            n_interpolated,
            parts,
            missing_landmarks: missing,
            n_zero_frames,
        })
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

    /// Runs of frames that show the trunk, in order: what is between them, before and after is not used.
    pub fn parts(&self) -> &[Range<usize>] {
        &self.parts
    }

    /// Landmarks that are missing for longer than is interpolated although the trunk is seen.
    pub fn missing_landmarks(&self) -> &[MissingLandmark] {
        &self.missing_landmarks
    }

    /// How many frames hold nothing but zeros: they were taken for missing.
    pub fn n_zero_frames(&self) -> usize {
        self.n_zero_frames
    }

    /// Whether depth was estimated: else z is the same everywhere.
    pub(crate) fn has_depth(&self) -> bool {
        let z = self.landmarks[0][0][2];
        #[expect(clippy::float_cmp, reason = "depth that nobody estimated is the same number everywhere")]
        self.landmarks.iter().flatten().any(|point| point[2] != z)
    }

    /// The frames of all parts.
    pub(crate) fn seen_frames(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().cloned().flatten()
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

/// Programs that find no landmark write zeros; returns how many frames are zero as a whole.
fn zeros_to_nan(landmarks: &mut [[[f32; 3]; N_LANDMARKS]], mut visibility: Option<&mut [[f32; N_LANDMARKS]]>) -> usize {
    let mut n_zero_frames = 0;
    for (frame, points) in landmarks.iter_mut().enumerate() {
        let is_zero = points.map(|point| point == [0.0; 3]);
        n_zero_frames += usize::from(is_zero.iter().all(|is_zero| *is_zero));
        for joint in (0..N_LANDMARKS).filter(|joint| is_zero[*joint]) {
            points[joint] = [f32::NAN; 3];
            if let Some(seen) = visibility.as_deref_mut() {
                seen[frame][joint] = 0.0;
            }
        }
    }
    n_zero_frames
}

/// Where shoulders and hips coincide, there is no body: the trunk of that frame is missing.
fn forget_points(landmarks: &mut [[[f32; 3]; N_LANDMARKS]]) {
    for points in landmarks {
        // In depth as well: a bench filmed from its foot end shows no trunk in the plane of the image.
        let wide = points.map(|point| point.map(f64::from));
        if length(minus(middle(&wide, SHOULDER), middle(&wide, HIP))) < SHORTEST_TRUNK {
            [SHOULDER, SHOULDER + 1, HIP, HIP + 1].into_iter().for_each(|joint| points[joint] = [f32::NAN; 3]);
        }
    }
}

/// Whether the hips stay at the origin, whatever the unit.
fn is_around_hips(landmarks: &[[[f32; 3]; N_LANDMARKS]]) -> bool {
    let (mut n_known, mut n_central) = (0, 0);
    for points in landmarks {
        let size = points.iter().flatten().fold(0.0_f32, |size, value| size.max(value.abs()));
        let hips = [0, 1].map(|axis| 0.5 * (points[HIP][axis] + points[HIP + 1][axis]));
        if hips.iter().all(|value| value.is_finite()) {
            n_known += 1;
            n_central += usize::from(hips.iter().all(|value| value.abs() < 0.03 * size));
        }
    }
    n_known > 0 && 10 * n_central >= 9 * n_known
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
