//! When repetitions begin, turn and end.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use words::landmark::SHOULDER;

use super::landmark::Landmarks;

/// Frame rates that are drawn.
const FRAME_RATES: [f64; 8] = [10.0, 15.0, 20.0, 24.0, 25.0, 30.0, 50.0, 60.0];
/// Fewest and most frames of a sequence.
pub const FRAME_LIMITS: (usize, usize) = (45, 150);

/// The longest that a sequence lasts: as many frames as there may be, at the lowest rate, and a rounding less.
const LONGEST_S: f64 = 14.8;
/// How often a sequence has one, two or three repetitions; else it has up to eight.
const REPETITIONS: [f64; 3] = [0.38, 0.30, 0.16];
const MOST_REPETITIONS: usize = 8;
/// The quickest and the slowest repetition, in seconds.
const DURATION_S: (f64, f64) = (1.6, 8.0);
/// The same of a movement that cannot be slow.
const QUICK_S: (f64, f64) = (0.8, 1.6);
/// How often somebody stands a while before the first repetition, and as often after the last, and for how long at most.
const WAITS: f64 = 0.25;
const LONGEST_WAIT_S: f64 = 1.5;
/// How often a film begins in the middle of a repetition, and as often ends in one.
const CUT: f64 = 0.1;

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

impl Repetition {
    /// Of the start and the turning point, the one with the lower shoulders: where a deadlift is at the floor.
    pub(super) fn floor_frame(&self, skeleton: &[Landmarks]) -> usize {
        if self.starts_low(skeleton) { self.start_frame } else { self.turn_frame }
    }

    /// The other one.
    pub(super) fn top_frame(&self, skeleton: &[Landmarks]) -> usize {
        if self.starts_low(skeleton) { self.turn_frame } else { self.start_frame }
    }

    fn starts_low(&self, skeleton: &[Landmarks]) -> bool {
        skeleton[self.start_frame][SHOULDER].y < skeleton[self.turn_frame][SHOULDER].y
    }
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

impl Times {
    fn earlier_by(&mut self, seconds: f64) {
        for time in [&mut self.start, &mut self.turn, &mut self.back, &mut self.end] {
            *time -= seconds;
        }
    }
}

/// By how much a repetition takes longer than the first, which is 0.
fn tiredness(number: usize) -> f64 {
    1.0 + 0.06 * number.min(3) as f64
}

impl Tempo {
    /// Draws 1–8 repetitions; a heavier load and each further repetition make lifting slower.
    pub(super) fn draw(load: f64, lifts_first: bool, rng: &mut ChaCha8Rng) -> Self {
        Self::draw_within(DURATION_S, load, lifts_first, rng)
    }

    /// As [`draw`](Self::draw), of jumps and what else has to be quick.
    pub(super) fn draw_quick(rng: &mut ChaCha8Rng) -> Self {
        Self::draw_within(QUICK_S, 0.4, true, rng)
    }

    fn draw_within(durations_s: (f64, f64), load: f64, lifts_first: bool, rng: &mut ChaCha8Rng) -> Self {
        let mut share: f64 = rng.random_range(0.0..1.0);
        let few = REPETITIONS.iter().position(|probability| {
            share -= probability;
            share < 0.0
        });
        let n_repetitions =
            few.map_or_else(|| rng.random_range(REPETITIONS.len() + 1..=MOST_REPETITIONS), |few| few + 1);
        let [before_s, after_s] =
            [0, 1].map(|_| if rng.random_bool(WAITS) { rng.random_range(0.2..LONGEST_WAIT_S) } else { 0.0 });
        // As long as it takes when all get slower by a sixteenth each.
        let relative: f64 = (0..n_repetitions).map(|number| 1.03 * tiredness(number)).sum();
        let room_s = LONGEST_S - before_s - after_s - 0.25 - 0.1 * n_repetitions as f64;
        let longest = durations_s.1.min(room_s / relative);
        let shortest = durations_s.0.min(0.9 * longest);
        let length_s = shortest * libm::pow(longest / shortest, rng.random_range(0.0..1.0));
        let lift_share = (0.40 + 0.18 * load + rng.random_range(-0.06..0.06_f64)).clamp(0.38, 0.62);
        let first_share = if lifts_first { lift_share } else { 1.0 - lift_share };
        let mut time = before_s + rng.random_range(0.08..0.25);
        let mut repetitions = Vec::with_capacity(n_repetitions);
        for number in 0..n_repetitions {
            let pause = rng.random_range(0.03..0.14) * length_s;
            let moving = length_s * tiredness(number) * rng.random_range(0.97..1.03) - pause;
            let turn = time + first_share * moving;
            let (back, end) = (turn + pause, time + moving + pause);
            repetitions.push(Times { start: time, turn, back, end });
            time = end + rng.random_range(0.02..0.10);
        }
        let mut duration_s = time + after_s;
        // Who films starts late or stops early: at least one repetition is whole.
        if n_repetitions > 2 && rng.random_bool(CUT) {
            let begins =
                repetitions[0].start + rng.random_range(0.15..0.85) * (repetitions[0].end - repetitions[0].start);
            repetitions.iter_mut().for_each(|times| times.earlier_by(begins));
            duration_s -= begins;
        }
        if n_repetitions > 2 && rng.random_bool(CUT) {
            let last = repetitions[n_repetitions - 1];
            duration_s = last.start + rng.random_range(0.15..0.85) * (last.end - last.start);
        }
        let fits = |fps: &f64| (FRAME_LIMITS.0 as f64..=FRAME_LIMITS.1 as f64).contains(&(duration_s * fps).round());
        let rates: Vec<f64> = FRAME_RATES.into_iter().filter(fits).collect();
        // 24 fps fits from 1.9 to 6.2 s, 10 fps from 4.5 to 15 s.
        let fps = rates.get(rng.random_range(0..rates.len().max(1))).copied().unwrap_or(FRAME_RATES[3]);
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

    /// The whole repetitions by frames; the turning point is the middle of the pause there.
    pub(super) fn repetitions(&self) -> Vec<Repetition> {
        let frame = |time_s| nearest_frame(time_s, self.fps).min(self.n_frames - 1);
        let is_whole = |times: &&Times| times.start >= 0.0 && times.end <= self.duration_s;
        self.repetitions
            .iter()
            .filter(is_whole)
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
