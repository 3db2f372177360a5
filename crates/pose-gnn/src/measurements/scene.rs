//! The body as seen along its own axes.

use serde::{Deserialize, Serialize};

use super::scaled::ScaledRecording;
use crate::joint::{Points, middle, minus};
use words::landmark::{HIP, SHOULDER};

/// From where somebody is filmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewDirection {
    /// Within 30° of the front or of the back.
    Front,
    /// Between both others.
    Oblique,
    /// Within 30° of a side.
    Side,
}

/// The camera's direction from the subject.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct View {
    /// Turn of the camera from the subject's front towards the subject's left, −180 to 180.
    pub yaw_deg: f64,
    /// The kind of view.
    pub direction: ViewDirection,
}

impl View {
    fn from_left(left: [f64; 3]) -> Self {
        let yaw_deg = (-left[2]).atan2(left[0]).to_degrees();
        let from_side = (yaw_deg.abs() - 90.0).abs();
        let direction = match from_side {
            d if d <= 30.0 => ViewDirection::Side,
            d if d <= 60.0 => ViewDirection::Oblique,
            _ => ViewDirection::Front,
        };
        Self { yaw_deg, direction }
    }
}

impl ScaledRecording<'_> {
    /// From where the recording was filmed, by the lines of hips and shoulders, averaged over all frames.
    pub fn view(&self) -> View {
        View::from_left(self.left())
    }

    /// The landmarks along the body's own axes: metres to the left, up and forward from the middle of the hips.
    ///
    /// Camera, image format and kind of coordinates are taken out as well as the proportions of the body tell them. The body is
    /// taken not to turn.
    ///
    /// # Shapes
    ///
    /// `[frames, 33, 3]`, row after row
    pub fn body_landmarks(&self) -> Vec<f32> {
        let frames = Scene::from_camera(self.frames().to_vec(), self.left()).frames;
        #[expect(clippy::cast_possible_truncation, reason = "landmarks are single precision")]
        let metres = |cm: &f64| (cm / 100.0) as f32;
        frames.iter().flatten().flatten().map(metres).collect()
    }
}

/// A body in centimetres from the middle of its hips: left, up, forward. It is taken not to turn.
pub(crate) struct Scene {
    pub(crate) frames: Vec<Points>,
    pub(crate) view: View,
}

impl Scene {
    /// Frames in centimetres right, down and away from the camera; the level direction to the body's left along the same axes.
    pub(crate) fn from_camera(mut frames: Vec<Points>, left: [f64; 3]) -> Self {
        // Left × up: right, down, away is a right-handed frame.
        let forward = [left[2], 0.0, -left[0]];
        for points in &mut frames {
            let hips = middle(points, HIP);
            *points = points.map(|point| {
                let [x, y, z] = minus(point, hips);
                [x * left[0] + z * left[2], -y, x * forward[0] + z * forward[2]]
            });
        }
        Self { frames, view: View::from_left(left) }
    }
}

/// The level direction from right to left, of length 1.
pub(super) fn left_axis<'a>(frames: impl IntoIterator<Item = &'a Points>) -> [f64; 3] {
    let (mut x, mut z) = (0.0, 0.0);
    for points in frames {
        // The hips are the origin of depth: theirs is guessed best.
        for (left, weight) in [(HIP, 3.0), (SHOULDER, 1.0)] {
            let line = minus(points[left], points[left + 1]);
            (x, z) = (x + weight * line[0], z + weight * line[2]);
        }
    }
    let norm = x.hypot(z);
    if norm < 1e-9 { [1.0, 0.0, 0.0] } else { [x / norm, 0.0, z / norm] }
}
