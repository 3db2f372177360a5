//! Heights of joints and the tilt of the trunk over time.

use crate::joint::{Points, length, middle, minus};
use crate::measurements::ScaledRecording;
use crate::proportions::{SHANK, THIGH, TRUNK};
use crate::quantile::{median, quantile};
use crate::recording::Coordinates;
use words::landmark::{ANKLE, HIP, KNEE, N_LANDMARKS, SHOULDER, WRIST};

/// Frames whose median takes single slips of the tracker out.
const MEDIAN_OF: usize = 5;
/// An ankle above the hips by more than this, shares of stature: the tracker has turned the body over.
const ANKLE_BELOW_HIP: f64 = 0.05;
/// Shoulders that differ more in height belong to no lift.
const SHOULDER_DIFFERENCE: f64 = 0.2;
/// Where fewer frames than this share would be left, none are left out.
const FEWEST_LEFT: f64 = 1.0 / 3.0;

/// One number a frame; heights in shares of stature, upwards from the middle of the hips.
#[derive(Debug, Default)]
pub(super) struct Postures {
    pub(super) shoulders: Vec<f64>,
    pub(super) wrists: Vec<f64>,
    pub(super) hips: Vec<f64>,
    pub(super) knees: Vec<f64>,
    pub(super) ankles: Vec<f64>,
    /// Between both knees, in height.
    pub(super) knee_difference: Vec<f64>,
    /// The lower of both ankles in the image, upwards from anywhere; 0 in world coordinates, whose origin moves with the hips.
    pub(super) lower_ankle: Vec<f64>,
    /// Of the trunk from upright, in degrees.
    pub(super) trunk_tilt_deg: Vec<f64>,
}

impl Postures {
    /// Of the frames that show a body; frames in which the tracker turned it over are left out.
    pub(super) fn of(body: &ScaledRecording<'_>) -> Self {
        let (at, frames): (Vec<usize>, Vec<&Points>) = body.seen_frames().unzip();
        let frames = without_slips(&frames);
        let stature = stature(&frames);
        let visibility = body.recording().visibility();
        let is_image = body.recording().coordinates() == Coordinates::Image;
        let mut postures = Self::default();
        let mut is_turned_over = Vec::new();
        for (frame, points) in at.iter().zip(&frames) {
            let level = middle(points, HIP)[1];
            let height = |joint: usize| (level - points[joint][1]) / stature;
            // Sides count by how well they are seen.
            let weight = |joint: usize| visibility.map_or(1.0, |seen| f64::from(seen[*frame][joint]).powi(2) + 1e-3);
            let both = |left: usize| {
                let share = weight(left) / (weight(left) + weight(left + 1));
                share * height(left) + (1.0 - share) * height(left + 1)
            };
            let difference = |left: usize| (height(left) - height(left + 1)).abs();
            postures.shoulders.push(both(SHOULDER));
            postures.wrists.push(both(WRIST));
            postures.hips.push(both(HIP));
            postures.knees.push(both(KNEE));
            postures.ankles.push(both(ANKLE));
            postures.knee_difference.push(difference(KNEE));
            postures.lower_ankle.push(if is_image {
                -points[ANKLE][1].max(points[ANKLE + 1][1]) / stature
            } else {
                0.0
            });
            let trunk = minus(middle(points, SHOULDER), middle(points, HIP));
            postures.trunk_tilt_deg.push(trunk[0].hypot(trunk[2]).atan2(-trunk[1]).to_degrees());
            let highest_ankle = height(ANKLE).max(height(ANKLE + 1));
            let lowest_hip = height(HIP).min(height(HIP + 1));
            let is_above = highest_ankle > lowest_hip - ANKLE_BELOW_HIP;
            is_turned_over.push(is_above || difference(SHOULDER) > SHOULDER_DIFFERENCE);
        }
        postures.without(&is_turned_over)
    }

    fn without(mut self, is_turned_over: &[bool]) -> Self {
        let n_left = is_turned_over.iter().filter(|is| !**is).count();
        if n_left as f64 >= FEWEST_LEFT * is_turned_over.len() as f64 {
            for values in [
                &mut self.shoulders,
                &mut self.wrists,
                &mut self.hips,
                &mut self.knees,
                &mut self.ankles,
                &mut self.knee_difference,
                &mut self.lower_ankle,
                &mut self.trunk_tilt_deg,
            ] {
                let mut is_left = is_turned_over.iter().map(|is| !is);
                values.retain(|_| is_left.next().unwrap_or(true));
            }
        }
        self
    }
}

/// Median over neighbouring frames of each coordinate of the joints that count.
fn without_slips(frames: &[&Points]) -> Vec<Points> {
    let joints = [SHOULDER, WRIST, HIP, KNEE, ANKLE].map(|left| [left, left + 1]);
    (0..frames.len())
        .map(|frame| {
            // At the ends, the first and the last frame stand for those that are not there.
            let near = |step: usize| frames[(frame + step).saturating_sub(MEDIAN_OF / 2).min(frames.len() - 1)];
            let mut points = [[0.0; 3]; N_LANDMARKS];
            for joint in joints.into_iter().flatten() {
                points[joint] = std::array::from_fn(|axis| {
                    let mut values: [f64; MEDIAN_OF] = std::array::from_fn(|step| near(step)[joint][axis]);
                    values.sort_unstable_by(f64::total_cmp);
                    values[MEDIAN_OF / 2]
                });
            }
            points
        })
        .collect()
}

/// From trunk, thighs and shanks where they look longest; centimetres.
fn stature(frames: &[Points]) -> f64 {
    let longest = |lengths: Vec<f64>| quantile(lengths, 0.9);
    let segment = |from: usize, to: usize| {
        longest(frames.iter().flat_map(|p| [0, 1].map(|side| length(minus(p[from + side], p[to + side])))).collect())
    };
    let trunk = longest(frames.iter().map(|p| length(minus(middle(p, SHOULDER), middle(p, HIP)))).collect());
    median(vec![trunk / TRUNK, segment(HIP, KNEE) / THIGH, segment(KNEE, ANKLE) / SHANK]).max(1e-6)
}
