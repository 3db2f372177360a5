//! When repetitions begin, turn and end.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

/// Frame rates that are drawn.
const FRAME_RATES: [f64; 5] = [24.0, 25.0, 30.0, 50.0, 60.0];
/// Fewest and most frames of a sequence.
pub const FRAME_LIMITS: (usize, usize) = (45, 150);

/// Times of one repetition in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Times {
    start: f64,
    /// The turning point is reached.
    turn: f64,
    /// The turning point is left.
    back: f64,
    end: f64,
}

/// When a sequence's repetitions start, turn and end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tempo {
    repetitions: Vec<Times>,
    pub(super) duration_s: f64,
    pub(super) fps: f64,
    pub(super) n_frames: usize,
}

/// A repetition by frame numbers from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Repetition {
    /// The movement begins.
    pub start_frame: usize,
    /// The turning point: bottom of squat and lunge, bar on the chest, bar overhead, deadlift's lockout.
    pub turn_frame: usize,
    /// The starting position is reached again.
    pub end_frame: usize,
}

/// How far a movement has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    /// 0 in the starting position, 1 at the turning point.
    pub(super) reach: f64,
    /// A hill of height 1 while the weight is lifted, 0 otherwise.
    pub(super) lifting: f64,
}

/// From 0 to 1 with minimum jerk: velocity and acceleration vanish at both ends (Flash & Hogan 1985).
pub(super) fn minimum_jerk(share: f64) -> f64 {
    let u = share.clamp(0.0, 1.0);
    u * u * u * (10.0 + u * (6.0 * u - 15.0))
}

impl Tempo {
    /// Draws 1–3 repetitions; a heavier load and each further repetition make lifting slower.
    pub(super) fn draw(load: f64, lifts_first: bool, rng: &mut ChaCha8Rng) -> Self {
        let n_repetitions = match rng.random_range(0.0..1.0) {
            u if u < 0.40 => 1,
            u if u < 0.80 => 2,
            _ => 3,
        };
        // A repetition's share of the 6.2 s that 150 frames at 24 fps last.
        let longest = [4.2, 2.7, 1.75][n_repetitions - 1];
        let shortest = [2.2, 1.8, 1.62][n_repetitions - 1];
        let length_s = rng.random_range(shortest..longest);
        let lift_share = (0.40 + 0.18 * load + rng.random_range(-0.06..0.06_f64)).clamp(0.38, 0.62);
        let first_share = if lifts_first { lift_share } else { 1.0 - lift_share };
        let mut time = rng.random_range(0.08..0.25);
        let mut repetitions = Vec::with_capacity(n_repetitions);
        for number in 0..n_repetitions {
            let tired = 1.0 + 0.06 * number as f64;
            let pause = rng.random_range(0.03..0.14) * length_s;
            let moving = length_s * tired * rng.random_range(0.97..1.03) - pause;
            let turn = time + first_share * moving;
            let (back, end) = (turn + pause, time + moving + pause);
            repetitions.push(Times { start: time, turn, back, end });
            time = end + rng.random_range(0.02..0.10);
        }
        let duration_s = time;
        let fits = |fps: &f64| (FRAME_LIMITS.0 as f64..=FRAME_LIMITS.1 as f64).contains(&(duration_s * fps).round());
        let rates: Vec<f64> = FRAME_RATES.into_iter().filter(fits).collect();
        // 24 fps fits from 1.9 to 6.2 s; slower sequences hardly occur and lose their last frames.
        let fps = rates.get(rng.random_range(0..rates.len().max(1))).copied().unwrap_or(FRAME_RATES[0]);
        let n_frames = nearest_frame(duration_s, fps).clamp(FRAME_LIMITS.0, FRAME_LIMITS.1);
        Self { repetitions, duration_s, fps, n_frames }
    }

    pub(super) fn progress(&self, time_s: f64, lifts_first: bool) -> Progress {
        for times in &self.repetitions {
            if time_s < times.start {
                return Progress { reach: 0.0, lifting: 0.0 };
            }
            if time_s < times.turn {
                let u = (time_s - times.start) / (times.turn - times.start);
                return Progress { reach: minimum_jerk(u), lifting: if lifts_first { hill(u) } else { 0.0 } };
            }
            if time_s < times.back {
                return Progress { reach: 1.0, lifting: 0.0 };
            }
            if time_s < times.end {
                let u = (time_s - times.back) / (times.end - times.back);
                return Progress { reach: 1.0 - minimum_jerk(u), lifting: if lifts_first { 0.0 } else { hill(u) } };
            }
        }
        Progress { reach: 0.0, lifting: 0.0 }
    }

    /// The repetitions by frames; the turning point is the middle of the pause there.
    pub(super) fn repetitions(&self) -> Vec<Repetition> {
        let frame = |time_s| nearest_frame(time_s, self.fps).min(self.n_frames - 1);
        self.repetitions
            .iter()
            .map(|times| Repetition {
                start_frame: frame(times.start),
                turn_frame: frame(0.5 * (times.turn + times.back)),
                end_frame: frame(times.end),
            })
            .collect()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds after 0")]
fn nearest_frame(time_s: f64, fps: f64) -> usize {
    (time_s * fps).round() as usize
}

/// 0 at both ends, 1 in the middle, smooth.
pub(super) fn hill(u: f64) -> f64 {
    let half = 4.0 * u * (1.0 - u);
    half * half
}
