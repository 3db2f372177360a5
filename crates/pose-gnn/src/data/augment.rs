use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::clip::{Clip, FRAME_VALUES, MIN_FRAMES};
use super::example::{Example, Targets};

/// Landmarks that change places in a mirror: pairs (left, right).
const MIRRORED: [(usize, usize); 16] = [
    (1, 4), (2, 5), (3, 6), (7, 8), (9, 10), (11, 12), (13, 14), (15, 16),
    (17, 18), (19, 20), (21, 22), (23, 24), (25, 26), (27, 28), (29, 30), (31, 32),
];

/// Another film of the same performance: mirrored or not, a camera tilted by up to 2°, another aspect ratio, another
/// scale of the estimated depth, a little jitter, up to a tenth of the frames missing at either end.
///
/// The labels stay true under each of these, left and right change places in a mirror.
pub(crate) fn augment(example: &Example, rng: &mut ChaCha8Rng) -> Example {
    let mut targets = example.targets;
    let n_frames = example.clip.n_frames();
    let most_cut = (n_frames / 10).min(n_frames.saturating_sub(MIN_FRAMES) / 2);
    let (first, last) = (rng.random_range(0..=most_cut), n_frames - rng.random_range(0..=most_cut));
    let kept = &example.clip.landmarks()[first * FRAME_VALUES..last * FRAME_VALUES];
    let mut clip = Clip::new(kept, n_frames).expect("at least the fewest frames are kept, and all are finite");

    let mirror = rng.random_bool(0.5);
    if mirror {
        targets = mirrored(targets);
    }
    let tilt_rad: f32 = rng.random_range(-2.0_f32..2.0).to_radians();
    let (sin, cos) = tilt_rad.sin_cos();
    let width: f32 = rng.random_range(-0.05_f32..0.05).exp() * if mirror { -1.0 } else { 1.0 };
    // World coordinates have a depth 2.2 to 3.2 times smaller than image coordinates, relative to the rest.
    let depth: f32 = rng.random_range(-0.4_f32..0.1).exp();
    let jitter = rng.random_range(0.0_f32..0.001);
    for frame in clip.landmarks_mut().chunks_exact_mut(FRAME_VALUES) {
        for point in frame.chunks_exact_mut(3) {
            let (x, y) = (point[0] * width, point[1]);
            point[0] = cos * x - sin * y + jitter * rng.random_range(-1.0..1.0);
            point[1] = sin * x + cos * y + jitter * rng.random_range(-1.0..1.0);
            point[2] *= depth;
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

fn mirrored(targets: Targets) -> Targets {
    let [left_knee, right_knee, left_hip, right_hip, left_shoulder, right_shoulder] = targets.joint_angles_deg;
    let joint_angles_deg = [right_knee, left_knee, right_hip, left_hip, right_shoulder, left_shoulder];
    Targets { joint_angles_deg, ..targets }
}
