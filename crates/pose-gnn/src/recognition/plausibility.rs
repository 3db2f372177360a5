//! Whether landmarks move as a body does.

use serde::{Deserialize, Serialize};

use crate::joint::{Points, length, middle, minus};
use crate::measurements::ScaledRecording;
use crate::quantile::{median, quantile};
use words::landmark::{ANKLE, ELBOW, HIP, KNEE, SHOULDER, WRIST};

/// Joints that the tracker sees best.
const JOINTS: [usize; 12] =
    [SHOULDER, SHOULDER + 1, ELBOW, ELBOW + 1, WRIST, WRIST + 1, HIP, HIP + 1, KNEE, KNEE + 1, ANKLE, ANKLE + 1];
/// Whoever lifts moves shoulders or hands by more of their stature; filmed lifts have 0.12 and more.
const LEAST_MOVEMENT: f64 = 0.08;
/// Second differences over the largest range of a joint: filmed lifts have up to 0.13, random numbers 0.7.
const MOST_JITTER: f64 = 0.25;
/// A joint that is not a slip of the tracker moves less from one frame to the next: shares of stature at 30 frames a second.
const JUMP: f64 = 0.087;
const JUMP_FPS: f64 = 30.0;
/// Share of frames that begin with a jump of half the joints: filmed lifts have up to 0.08.
const MOST_JUMPS: f64 = 0.15;
/// How long thighs are beside shanks, and the trunk beside thighs.
const THIGH_BY_SHANK: (f64, f64) = (0.6, 1.6);
const TRUNK_BY_THIGH: (f64, f64) = (0.6, 2.2);
/// Image coordinates do not tell how tall somebody is.
const STATURE_CM: f64 = 172.0;

/// Why landmarks are no lift of a person, whichever that may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Implausible {
    /// Hardly anything moves.
    Still,
    /// Landmarks jump about from frame to frame.
    Jumping,
    /// Limbs have lengths that no body has.
    Disproportionate,
}

impl Implausible {
    /// What is wrong with a recording, if anything.
    pub(crate) fn of(body: &ScaledRecording<'_>) -> Option<Self> {
        let frames: Vec<Points> = body.seen_frames().map(|(_, points)| from_hips(points)).collect();
        if movement(&frames) < LEAST_MOVEMENT * STATURE_CM {
            // Noise without movement is jitter around a still body.
            Some(Self::Still)
        } else if jitter(&frames) > MOST_JITTER || jumps(&frames, body.recording().fps()) > MOST_JUMPS {
            Some(Self::Jumping)
        } else if !has_proportions(&frames) {
            Some(Self::Disproportionate)
        } else {
            None
        }
    }
}

fn from_hips(points: &Points) -> Points {
    let hips = middle(points, HIP);
    points.map(|point| minus(point, hips))
}

fn range(values: Vec<f64>) -> f64 {
    quantile(values.clone(), 0.95) - quantile(values, 0.05)
}

/// The largest way of shoulders, wrists and hips over the ankles, up and down.
fn movement(frames: &[Points]) -> f64 {
    let way = |joint: usize| range(frames.iter().map(|p| middle(p, joint)[1] - middle(p, ANKLE)[1]).collect());
    [SHOULDER, WRIST, HIP].map(way).into_iter().fold(0.0, f64::max)
}

fn jitter(frames: &[Points]) -> f64 {
    let second_difference = |three: &[Points]| {
        let of = |joint: usize| {
            length(std::array::from_fn(|axis| {
                three[0][joint][axis] - 2.0 * three[1][joint][axis] + three[2][joint][axis]
            }))
        };
        JOINTS.map(of).iter().sum::<f64>() / JOINTS.len() as f64
    };
    let largest = |joint: usize| {
        length(std::array::from_fn(|axis| range(frames.iter().map(|points| points[joint][axis]).collect())))
    };
    let range = JOINTS.map(largest).into_iter().fold(1e-9, f64::max);
    median(frames.windows(3).map(second_difference).collect()) / range
}

fn jumps(frames: &[Points], fps: f64) -> f64 {
    let least = JUMP * STATURE_CM * (JUMP_FPS / fps).max(1.0);
    let is_jump =
        |pair: &&[Points]| median(JOINTS.map(|joint| length(minus(pair[1][joint], pair[0][joint]))).to_vec()) > least;
    frames.windows(2).filter(is_jump).count() as f64 / frames.len() as f64
}

/// Lengths where they look longest; whoever lies is seen foreshortened, and is let pass.
fn has_proportions(frames: &[Points]) -> bool {
    let longest = |lengths: Vec<f64>| quantile(lengths, 0.9);
    let segment = |from: usize, to: usize| {
        longest(frames.iter().flat_map(|p| [0, 1].map(|side| length(minus(p[from + side], p[to + side])))).collect())
    };
    let trunk = longest(frames.iter().map(|p| length(minus(middle(p, SHOULDER), middle(p, HIP)))).collect());
    let (thigh, shank) = (segment(HIP, KNEE), segment(KNEE, ANKLE));
    let is_within = |ratio: f64, (low, high): (f64, f64)| (low..=high).contains(&ratio);
    let is_upright = |p: &Points| middle(p, SHOULDER)[1] < -0.5 * trunk;
    let is_lying = 10 * frames.iter().filter(|points| is_upright(points)).count() < frames.len();
    // A leg that was never seen has no length.
    let is_hidden = thigh < 1e-6 || shank < 1e-6;
    is_lying || is_hidden || is_within(thigh / shank, THIGH_BY_SHANK) && is_within(trunk / thigh, TRUNK_BY_THIGH)
}
