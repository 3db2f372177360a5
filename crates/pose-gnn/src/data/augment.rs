use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::clip::{Clip, FRAME_VALUES, MIN_FRAMES};
use super::example::{Example, Targets};

/// Landmarks that change places in a mirror: pairs (left, right).
const MIRRORED: [(usize, usize); 16] = [
    (1, 4),
    (2, 5),
    (3, 6),
    (7, 8),
    (9, 10),
    (11, 12),
    (13, 14),
    (15, 16),
    (17, 18),
    (19, 20),
    (21, 22),
    (23, 24),
    (25, 26),
    (27, 28),
    (29, 30),
    (31, 32),
];

/// Camera pitch and turns of the body that the landmarks do not tell, in degrees.
const TURN_DEG: f32 = 6.0;
/// Logarithms of how far the estimated scales of the three axes may be off.
const SCALE: f32 = 0.1;
/// Largest jitter, in metres.
const JITTER_M: f32 = 0.006;

/// Another film of the same performance, in which every label is still true.
///
/// | change | how much |
/// |---|---|
/// | mirrored, left and right exchanged | half of the time |
/// | frames missing at either end | up to a tenth |
/// | turned about the axis to the left (camera pitch) and about the vertical (direction of view) | ±6° each |
/// | scale of each axis | ±10 % |
/// | smoothed over time, as a slow movement is when it is averaged down | half of the time, over 3 or 5 frames |
/// | jitter | up to 6 mm |
pub(crate) fn augment(example: &Example, rng: &mut ChaCha8Rng) -> Example {
    let n_frames = example.clip.n_frames();
    let most_cut = (n_frames / 10).min(n_frames.saturating_sub(MIN_FRAMES) / 2);
    let (first, last) = (rng.random_range(0..=most_cut), n_frames - rng.random_range(0..=most_cut));
    let kept = &example.clip.landmarks()[first * FRAME_VALUES..last * FRAME_VALUES];
    let smoothed = if rng.random_bool(0.5) { smooth(kept, rng.random_range(1..=2)) } else { kept.to_vec() };
    let mut clip = Clip::new(&smoothed, n_frames).expect("at least the fewest frames are kept, and all are finite");

    let mirror = rng.random_bool(0.5);
    let targets = if mirror { mirrored(example.targets) } else { example.targets };
    let [pitch, yaw] = [0, 1].map(|_| rng.random_range(-TURN_DEG..TURN_DEG).to_radians().sin_cos());
    let mut scale = [0, 1, 2].map(|_| rng.random_range(-SCALE..SCALE).exp());
    if mirror {
        scale[0] = -scale[0];
    }
    let jitter = rng.random_range(0.0..JITTER_M);
    for frame in clip.landmarks_mut().chunks_exact_mut(FRAME_VALUES) {
        for point in frame.chunks_exact_mut(3) {
            let [left, up, forward] = [0, 1, 2].map(|axis| point[axis] * scale[axis]);
            let (up, forward) = (pitch.1 * up - pitch.0 * forward, pitch.0 * up + pitch.1 * forward);
            let (left, forward) = (yaw.1 * left - yaw.0 * forward, yaw.0 * left + yaw.1 * forward);
            for (value, exact) in point.iter_mut().zip([left, up, forward]) {
                *value = exact + jitter * rng.random_range(-1.0..1.0);
            }
        }
        if mirror {
            for (left, right) in MIRRORED {
                for axis in 0..3 {
                    frame.swap(left * 3 + axis, right * 3 + axis);
                }
            }
        }
    }
    Example { clip, targets }
}

/// Means over each frame and up to `reach` frames on either side.
fn smooth(landmarks: &[f32], reach: usize) -> Vec<f32> {
    let frames: Vec<&[f32]> = landmarks.chunks_exact(FRAME_VALUES).collect();
    let mut smoothed = vec![0.0; landmarks.len()];
    for (at, mean) in smoothed.chunks_exact_mut(FRAME_VALUES).enumerate() {
        let window = &frames[at.saturating_sub(reach)..(at + reach + 1).min(frames.len())];
        for frame in window {
            mean.iter_mut().zip(*frame).for_each(|(mean, value)| *mean += value / window.len() as f32);
        }
    }
    smoothed
}

fn mirrored(targets: Targets) -> Targets {
    let [left_knee, right_knee, left_hip, right_hip, left_shoulder, right_shoulder] = targets.joint_angles_deg;
    let joint_angles_deg = [right_knee, left_knee, right_hip, left_hip, right_shoulder, left_shoulder];
    Targets { joint_angles_deg, ..targets }
}
