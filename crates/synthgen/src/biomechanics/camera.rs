//! The camera that films.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::landmark::Landmarks;
use super::params::BiomechanicsParams;
use super::vector::{Vec3, sin_cos_deg, vec3};

/// Image widths by heights of common recordings.
const ASPECTS: [f64; 5] = [16.0 / 9.0, 4.0 / 3.0, 1.0, 3.0 / 4.0, 9.0 / 16.0];

/// Where a sequence is filmed from and how points become image coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Camera {
    /// Turn from the subject's front towards the subject's left; −90 films the right side. On the bench
    /// 0 is the foot end.
    pub yaw_deg: f64,
    /// How far the camera looks down.
    pub pitch_deg: f64,
    /// To the middle of the movement.
    pub distance_m: f64,
    /// Image width by height.
    pub aspect: f64,
    /// Focal length in image heights.
    pub focal: f64,
    /// Where the middle of the movement is seen, in image heights from the image's middle, right and down.
    pub offset: [f64; 2],
    /// How much MediaPipe stretches depth against width: 3 in the filmed squat.
    pub depth_gain: f64,
    #[serde(skip)]
    target: Vec3,
}

impl Camera {
    /// Draws a direction and a distance, and the lens with which the whole movement fits into the image.
    pub(super) fn draw(params: &BiomechanicsParams, skeleton: &[Landmarks], rng: &mut ChaCha8Rng) -> Self {
        let from_side = rng.random_bool(params.side_view_share);
        let side_yaw = rng.random_range(60.0..110.0) * if rng.random_bool(0.5) { 1.0 } else { -1.0 };
        let front_yaw = params.max_yaw_deg * rng.random_range(-1.0..1.0);
        let (low, high) = bounds(skeleton.iter().flatten().map(|p| [p.x, p.y, p.z]));
        let mut camera = Self {
            yaw_deg: if from_side { side_yaw } else { front_yaw },
            pitch_deg: rng.random_range(-4.0..16.0),
            distance_m: rng.random_range(2.2..4.8),
            aspect: ASPECTS[rng.random_range(0..ASPECTS.len())],
            focal: 1.0,
            offset: [0.0; 2],
            depth_gain: rng.random_range(2.2..3.2),
            target: vec3(0.5 * (low[0] + high[0]), 0.5 * (low[1] + high[1]), 0.5 * (low[2] + high[2])),
        };
        let seen = skeleton.iter().flatten().map(|p| camera.image_heights(camera.view(*p)));
        let (low, high) = bounds(seen);
        let (width, height) = (high[0] - low[0], high[1] - low[1]);
        let filled = rng.random_range(0.5..0.88);
        camera.focal = filled * (1.0 / height).min(camera.aspect / width);
        // Anywhere the whole movement stays in the image with a margin.
        for axis in 0..2 {
            let image = [camera.aspect, 1.0][axis];
            let room = (image - camera.focal * (high[axis] - low[axis])) * 0.5 * 0.7;
            camera.offset[axis] = room * rng.random_range(-1.0..1.0) - camera.focal * 0.5 * (low[axis] + high[axis]);
        }
        camera
    }

    /// Camera coordinates in metres: right, down, away from the camera.
    pub(super) fn view(&self, point: Vec3) -> Vec3 {
        let (sin_yaw, cos_yaw) = sin_cos_deg(self.yaw_deg);
        let (sin_pitch, cos_pitch) = sin_cos_deg(self.pitch_deg);
        let right = vec3(cos_yaw, 0.0, -sin_yaw);
        let level = vec3(-sin_yaw, 0.0, -cos_yaw);
        let away = level * cos_pitch - vec3(0.0, sin_pitch, 0.0);
        let down = vec3(0.0, -cos_pitch, 0.0) - level * sin_pitch;
        let relative = point - self.target;
        vec3(relative.dot(right), relative.dot(down), relative.dot(away) + self.distance_m)
    }

    /// Where it stands.
    pub(super) fn position(&self) -> Vec3 {
        let (sin_yaw, cos_yaw) = sin_cos_deg(self.yaw_deg);
        let (sin_pitch, cos_pitch) = sin_cos_deg(self.pitch_deg);
        let away = vec3(-sin_yaw, 0.0, -cos_yaw) * cos_pitch - vec3(0.0, sin_pitch, 0.0);
        self.target - away * self.distance_m
    }

    /// Right and down from the image's middle in image heights.
    fn image_heights(&self, view: Vec3) -> [f64; 3] {
        // Nobody is nearer than half a metre: a lunge reaches 1 m towards a camera 2.2 m away.
        let scale = self.focal / view.z.max(0.5);
        [self.offset[0] + scale * view.x, self.offset[1] + scale * view.y, 0.0]
    }

    /// Image heights per metre at the middle of the movement.
    pub(super) fn scale(&self) -> f64 {
        self.focal / self.distance_m
    }

    /// MediaPipe's coordinates: x in image widths, y in image heights, z in image widths behind the hips.
    pub(super) fn normalized(&self, view: Vec3, hips_away: f64) -> [f64; 3] {
        let [right, down, _] = self.image_heights(view);
        let depth = self.depth_gain * self.scale() * (view.z - hips_away);
        [0.5 + right / self.aspect, 0.5 + down, depth / self.aspect]
    }
}

fn bounds(points: impl Iterator<Item = [f64; 3]>) -> ([f64; 3], [f64; 3]) {
    points.fold(([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]), |(low, high), point| {
        (std::array::from_fn(|i| low[i].min(point[i])), std::array::from_fn(|i| high[i].max(point[i])))
    })
}
