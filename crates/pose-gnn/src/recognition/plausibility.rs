//! Whether landmarks move as a body does.

use crate::joint::{Points, length, middle, minus};
use crate::measurements::ScaledRecording;
use crate::proportions::{ASSUMED_STATURE_CM, FOREARM, HIPS, SHANK, SHOULDERS, THIGH, TRUNK, UPPER_ARM};
use crate::quantile::{median, quantile};
use crate::repetitions::is_lying;
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
/// Bones and their shares of stature.
const BONES: [(usize, usize, f64); 10] = [
    (HIP, KNEE, THIGH),
    (HIP + 1, KNEE + 1, THIGH),
    (KNEE, ANKLE, SHANK),
    (KNEE + 1, ANKLE + 1, SHANK),
    (SHOULDER, ELBOW, UPPER_ARM),
    (SHOULDER + 1, ELBOW + 1, UPPER_ARM),
    (ELBOW, WRIST, FOREARM),
    (ELBOW + 1, WRIST + 1, FOREARM),
    (SHOULDER, SHOULDER + 1, SHOULDERS),
    (HIP, HIP + 1, HIPS),
];
/// Root mean square of the logarithms by which bones differ from a body's: filmed lifts have up to 0.33, bodies whose landmarks
/// have changed names 0.4 to 2. Whoever lies is seen foreshortened.
const MOST_DISPROPORTION: f64 = 0.42;
const MOST_DISPROPORTION_LYING: f64 = 0.5;
/// Nine tenths of the time, shoulders or hands of whoever lifts are slower than so many statures a second; the slowest filmed lift
/// has 0.23.
const SLOW: f64 = 0.2;
/// Over this time speeds are averaged, in seconds.
const SPEED_S: f64 = 0.15;

/// Why landmarks are no lift of a person, whichever that may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
        if movement(&frames) < LEAST_MOVEMENT * ASSUMED_STATURE_CM {
            // Noise without movement is jitter around a still body.
            Some(Self::Still)
        } else if jitter(&frames) > MOST_JITTER || jumps(&frames, body.recording().fps()) > MOST_JUMPS {
            Some(Self::Jumping)
        } else if body.recording().has_depth() && disproportion(&frames) > most_disproportion(&frames) {
            // Without depth, limbs that point at the camera have no length.
            Some(Self::Disproportionate)
        } else {
            None
        }
    }
}

fn most_disproportion(frames: &[Points]) -> f64 {
    if is_lying(frames) { MOST_DISPROPORTION_LYING } else { MOST_DISPROPORTION }
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
    let least = JUMP * ASSUMED_STATURE_CM * (JUMP_FPS / fps).max(1.0);
    let is_jump =
        |pair: &&[Points]| median(JOINTS.map(|joint| length(minus(pair[1][joint], pair[0][joint]))).to_vec()) > least;
    frames.windows(2).filter(is_jump).count() as f64 / frames.len() as f64
}

/// By how much bones differ from a body's, whatever its size, where they look long.
fn disproportion(frames: &[Points]) -> f64 {
    let long = |lengths: Vec<f64>| quantile(lengths, 0.75);
    let trunk = long(frames.iter().map(|p| length(minus(middle(p, SHOULDER), middle(p, HIP)))).collect()) / TRUNK;
    let bones = BONES.map(|(from, to, share)| {
        long(frames.iter().map(|points| length(minus(points[from], points[to]))).collect()) / share
    });
    // A bone that was never seen has no length.
    let sizes: Vec<f64> = bones.into_iter().chain([trunk]).filter(|size| *size > 1e-6).map(f64::ln).collect();
    let usual = median(sizes.clone());
    (sizes.iter().map(|size| (size - usual).powi(2)).sum::<f64>() / sizes.len() as f64).sqrt()
}

/// Whether a body moves slower than lifts do: slow motion, or another rate than was given.
pub(crate) fn is_slow(body: &ScaledRecording<'_>) -> bool {
    let frames: Vec<&Points> = body.seen_frames().map(|(_, points)| points).collect();
    let fps = body.recording().fps();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few frames")]
    let step = ((SPEED_S * fps).round() as usize).max(1);
    let fastest = [(SHOULDER, ANKLE), (WRIST, SHOULDER)].map(|(joint, over)| {
        let heights: Vec<f64> = frames.iter().map(|p| middle(p, over)[1] - middle(p, joint)[1]).collect();
        let smooth: Vec<f64> = heights.windows(5).map(|near| median(near.to_vec())).collect();
        let speed = |pair: &[f64]| (pair[step] - pair[0]).abs() * fps / step as f64;
        quantile(smooth.windows(step + 1).map(speed).collect(), 0.9)
    });
    // Without enough frames there is no speed: not a number is not slow.
    fastest.into_iter().fold(f64::NAN, f64::max) < SLOW * ASSUMED_STATURE_CM
}
