//! Augmentation: mirrored, turned, scaled and disturbed clips.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::clip::{Clip, FRAME_VALUES};
use super::example::{Example, Targets};
use crate::measurements::{LiftSummary, mirrored_angles};
use crate::recording::MIN_FRAMES;
use words::landmark::{ELBOW, HIP, SHOULDER};

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
/// Size of both waves that the tempo varies by.
const WARP: f64 = 0.4;
/// Logarithms of how far the proportions of trunk and legs may differ; lengths about the hips, so that no angle changes.
const PROPORTION: f32 = 0.08;
/// The same for the arms: trackers make foreshortened arms short.
const ARM_LENGTH: f32 = 0.25;
/// Most that arms are turned about the shoulders, around each axis, and most that this drifts until either end of a clip, in
/// radians: trackers guess the depth of hands, and who does not hold a bar may hold the arms anyhow.
const ARM_TURN: f32 = 0.2;
/// Largest jitter, in metres.
const JITTER_M: f32 = 0.006;

/// Another film of the same performance; what was measured of the lift stays as it is. Every label is still true but for the angles of the shoulders, which are off by
/// what the arms are turned: that is the price for a network that does not hang on how arms are held.
///
/// | change | how much |
/// |---|---|
/// | mirrored, left and right exchanged | half of the time |
/// | frames missing at either end | up to a tenth |
/// | turned about the axis to the left (camera pitch) and about the vertical (direction of view) | ±6° each |
/// | scale of each axis | ±10 % |
/// | faster here and slower there | tempo between 0.2 and 1.8 times its own |
/// | trunk with head and arms, and legs, longer or shorter | ±8 % each |
/// | arms longer or shorter, and turned about the shoulders | −22 to +28 %; ±11° about each axis, drifting by as much |
/// | smoothed over time, as a slow movement is when it is averaged down | half of the time, over 3 or 5 frames |
/// | jitter | up to 6 mm |
pub(crate) fn augment(example: &Example, rng: &mut ChaCha8Rng) -> Example {
    let n_frames = example.clip.n_frames();
    let most_cut = (n_frames / 10).min(n_frames.saturating_sub(MIN_FRAMES) / 2);
    let (first, last) = (rng.random_range(0..=most_cut), n_frames - rng.random_range(0..=most_cut));
    let kept = &example.clip.landmarks()[first * FRAME_VALUES..last * FRAME_VALUES];
    let smoothed = if rng.random_bool(0.5) { smooth(kept, rng.random_range(1..=2)) } else { kept.to_vec() };
    let warped = warp(&smoothed, [0, 1].map(|_| rng.random_range(-WARP..WARP)));
    let mut clip = Clip::new(&warped, n_frames).expect("at least the fewest frames are kept, and all are finite");

    let mirror = rng.random_bool(0.5);
    let targets = if mirror { mirrored(example.targets) } else { example.targets };
    let [pitch, yaw] = [0, 1].map(|_| rng.random_range(-TURN_DEG..TURN_DEG).to_radians().sin_cos());
    let mut scale = [0, 1, 2].map(|_| rng.random_range(-SCALE..SCALE).exp());
    if mirror {
        scale[0] = -scale[0];
    }
    let [trunk, legs] = [0, 1].map(|_| rng.random_range(-PROPORTION..PROPORTION).exp());
    let arms = Arms::random(rng);
    let jitter = rng.random_range(0.0..JITTER_M);
    let n_kept = clip.n_frames();
    for (number, frame) in clip.landmarks_mut().chunks_exact_mut(FRAME_VALUES).enumerate() {
        arms.hold(frame, number as f32 / n_kept as f32);
        for (joint, point) in frame.chunks_exact_mut(3).enumerate() {
            let part = if joint < HIP { trunk } else { legs };
            let [left, up, forward] = [0, 1, 2].map(|axis| point[axis] * scale[axis] * part);
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
    let summary = example.clip.summary().cloned();
    let summary = if mirror { summary.map(LiftSummary::mirrored) } else { summary };
    Example { clip: clip.with_summary(summary), targets }
}

/// How a clip's arms are held otherwise: longer or shorter, and turned about the shoulders by angles that drift over time.
struct Arms {
    length: f32,
    /// By side: three small angles about the axes, and their drift, in radians.
    turns: [[[f32; 3]; 2]; 2],
}

impl Arms {
    fn random(rng: &mut ChaCha8Rng) -> Self {
        let mut three = || [0; 3].map(|_| rng.random_range(-ARM_TURN..ARM_TURN));
        let turns = [(); 2].map(|()| [three(), three()]);
        Self { length: rng.random_range(-ARM_LENGTH..ARM_LENGTH).exp(), turns }
    }

    /// Moves elbows, wrists and hands of a frame; `time` runs from 0 to 1 over the clip.
    fn hold(&self, frame: &mut [f32], time: f32) {
        for joint in ELBOW..HIP {
            // Left landmarks are odd, right ones even.
            let side = (joint - SHOULDER) % 2;
            let [start, drift] = self.turns[side];
            let shoulder = (SHOULDER + side) * 3;
            let [tx, ty, tz] = [0, 1, 2].map(|axis| start[axis] + drift[axis] * (2.0 * time - 1.0));
            let [x, y, z] = [0, 1, 2].map(|axis| self.length * (frame[joint * 3 + axis] - frame[shoulder + axis]));
            // Small angles: p + t × p.
            let moved = [x + ty * z - tz * y, y + tz * x - tx * z, z + tx * y - ty * x];
            for (axis, value) in moved.into_iter().enumerate() {
                frame[joint * 3 + axis] = frame[shoulder + axis] + value;
            }
        }
    }
}

/// Runs faster here and slower there, from the same first to the same last frame: u + Σ aₖ sin(2πku) / 2πk.
fn warp(landmarks: &[f32], [a, b]: [f64; 2]) -> Vec<f32> {
    use std::f64::consts::TAU;
    let frames: Vec<&[f32]> = landmarks.chunks_exact(FRAME_VALUES).collect();
    let last = frames.len() - 1;
    let mut warped = Vec::with_capacity(landmarks.len());
    for frame in 0..frames.len() {
        let u = frame as f64 / last as f64;
        let position = u + a * (TAU * u).sin() / TAU + b * (2.0 * TAU * u).sin() / (2.0 * TAU);
        let position = (position * last as f64).clamp(0.0, last as f64);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the clip's few frames")]
        let (before, share) = (position as usize, position.fract() as f32);
        let after = (before + 1).min(last);
        warped.extend(frames[before].iter().zip(frames[after]).map(|(a, b)| a + share * (b - a)));
    }
    warped
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
    Targets { joint_angles_deg: mirrored_angles(targets.joint_angles_deg), ..targets }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use words::landmark::{ANKLE, KNEE};

    use crate::joint::angle_deg;
    use crate::measurements::ScaledRecording;
    use crate::testing::recording;
    use synthgen::biomechanics::{BiomechanicsGenerator, BiomechanicsParams};
    use words::{Exercise, Fault};

    /// The smallest angle of the left and of the right knee.
    fn knees_deg(clip: &Clip) -> [f64; 2] {
        [0, 1].map(|side| {
            let angles = clip.landmarks().chunks_exact(FRAME_VALUES).map(|frame| {
                let at = |joint: usize| [0, 1, 2].map(|axis| f64::from(frame[(joint + side) * 3 + axis]));
                angle_deg(at(HIP), at(KNEE), at(ANKLE))
            });
            angles.fold(f64::INFINITY, f64::min)
        })
    }

    #[test]
    fn augmented_films_keep_the_angles_that_their_labels_name() {
        // A lunge: its knees differ.
        // Without slips of the tracker: the smallest angle of a clip would be theirs.
        let params = BiomechanicsParams { slip_rate: 0.0, ..BiomechanicsParams::default() };
        let sequence = BiomechanicsGenerator::new(params, 5).expect("a rate").sequence(4);
        let clip = Clip::new(&ScaledRecording::of(&recording(&sequence)).body_landmarks(), 48).expect("a valid clip");
        let before = knees_deg(&clip);
        let targets = Targets {
            form_score: 80.0,
            joint_angles_deg: [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            exercise: Exercise::Lunge,
            injury_risk_score: 20.0,
            fault_severities: [0.0; Fault::N],
        };
        let example = Example { clip, targets };
        let (mut n_mirrored, mut changes) = (0, Vec::new());
        for seed in 0..100 {
            let film = augment(&example, &mut ChaCha8Rng::seed_from_u64(seed));
            let is_mirrored = film.targets.joint_angles_deg == [2.0, 1.0, 4.0, 3.0, 6.0, 5.0];
            assert!(is_mirrored || film.targets == targets);
            n_mirrored += usize::from(is_mirrored);
            let mut after = knees_deg(&film.clip);
            if is_mirrored {
                after.reverse();
            }
            changes.extend(before.iter().zip(after).map(|(before, after)| (before - after).abs()));
        }
        assert!((30..=70).contains(&n_mirrored), "{n_mirrored} of 100 are mirrored");
        changes.sort_by(f64::total_cmp);
        // The scales of the axes change angles by a few degrees, the missing frames sometimes by more.
        assert!(changes[100] < 5.0 && changes[190] < 12.0, "{} and {} degrees", changes[100], changes[190]);
    }

    #[test]
    fn warped_time_keeps_first_and_last_frame_and_order() {
        let values: Vec<f32> = (0..20_u8).flat_map(|frame| [f32::from(frame); FRAME_VALUES]).collect();
        for waves in [[0.0, 0.0], [WARP, WARP], [-WARP, WARP], [WARP, -WARP]] {
            let frames: Vec<f32> = warp(&values, waves).iter().copied().step_by(FRAME_VALUES).collect();
            assert!(frames[0].abs() < 1e-5 && (frames[19] - 19.0).abs() < 1e-5, "{frames:?}");
            assert!(frames.is_sorted(), "{frames:?}");
        }
    }
}
