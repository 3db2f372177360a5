//! A recording in centimetres.

use super::cleaning::without_slips;
use super::orientation::Orientation;
use super::scale::Scale;
use super::scene::left_axis;
use crate::joint::Points;
use crate::recording::Recording;
use words::landmark::N_LANDMARKS;

/// A recording in centimetres, its scale fitted once: whatever is measured starts from here.
///
/// World coordinates are used as they are; of image coordinates, aspect ratio, gain of depth and size are those with which the
/// limbs keep closest to the proportions of a body of 172 cm.
#[derive(Clone, Debug)]
pub struct ScaledRecording<'a> {
    recording: &'a Recording,
    /// Right, down and away from the camera.
    raw_frames: Vec<Points>,
    /// The same without slips of the tracker.
    frames: Vec<Points>,
    orientation: Orientation,
    /// The level direction from the body's right to its left, of length 1.
    left: [f64; 3],
}

impl<'a> ScaledRecording<'a> {
    /// Fits the scale, and turns the body so that its head is above its feet and its left is left.
    pub fn of(recording: &'a Recording) -> Self {
        let scale = Scale::of(recording);
        let mut raw_frames: Vec<Points> =
            (0..recording.n_frames()).map(|frame| scale.apply(&recording.points(frame))).collect();
        let seen: Vec<&Points> = recording.seen_frames().map(|frame| &raw_frames[frame]).collect();
        let orientation = Orientation::of(&seen);
        raw_frames.iter_mut().for_each(|points| *points = orientation.upright(points));
        let frames = without_slips(&raw_frames, recording.parts(), recording.fps());
        let left = left_axis(recording.seen_frames().map(|frame| &frames[frame]));
        Self { recording, raw_frames, frames, orientation, left }
    }

    /// The landmarks as the camera sees them, the head above: metres to the right, down and away from the camera.
    ///
    /// # Shapes
    ///
    /// `[frames, 33, 3]`
    pub fn camera_landmarks(&self) -> Vec<[[f64; 3]; N_LANDMARKS]> {
        self.raw_frames.iter().map(|points| points.map(|point| point.map(|cm| cm / 100.0))).collect()
    }

    /// How the recording was turned and mirrored before it was measured.
    pub fn orientation(&self) -> Orientation {
        self.orientation
    }

    pub(super) fn left(&self) -> [f64; 3] {
        self.left
    }

    /// The frames that show the trunk, slips of the tracker and all.
    pub(crate) fn seen_frames(&self) -> impl Iterator<Item = (usize, &Points)> {
        self.recording.seen_frames().map(|frame| (frame, &self.raw_frames[frame]))
    }

    /// The recording.
    pub fn recording(&self) -> &'a Recording {
        self.recording
    }

    /// As [`frames`](Self::frames), slips of the tracker and all: what is smoothed anyway needs no other care.
    pub(crate) fn raw_frames(&self) -> &[Points] {
        &self.raw_frames
    }

    /// Landmarks of each frame in centimetres right, down and away from the camera, without slips of the tracker.
    pub(crate) fn frames(&self) -> &[Points] {
        &self.frames
    }
}
