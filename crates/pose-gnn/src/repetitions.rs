//! Repetitions of any exercise in a recording of any length.

use serde::{Deserialize, Serialize};

use crate::joint::{Points, length, middle, minus};
use crate::measurements::ScaledRecording;
use words::Exercise;
use words::landmark::{ANKLE, ELBOW, HIP, KNEE, SHOULDER, WRIST};

/// Landmarks whose heights tell how far a movement has come, and those over which: left ones, right ones follow.
struct Group {
    moving: &'static [usize],
    over: usize,
    /// Whether each of the heights counts for or against a body, or hands, that are high.
    signs: [f64; MAX_HEIGHTS],
    /// Swings below that are not exercise: metres, the heights taken as a vector.
    smallest_swing_m: f64,
}

const BODY: Group = Group {
    moving: &[SHOULDER, KNEE, ANKLE],
    over: HIP,
    // A low hip is near the height of knees and ankles, and shoulders come nearer to it.
    signs: [1.0, 1.0, -1.0, -1.0, -1.0, -1.0],
    smallest_swing_m: 0.12,
};
const ARMS: Group =
    Group { moving: &[ELBOW, WRIST], over: SHOULDER, signs: [1.0, 1.0, 1.0, 1.0, 0.0, 0.0], smallest_swing_m: 0.2 };
const MAX_HEIGHTS: usize = 6;
type Heights = [f64; MAX_HEIGHTS];

/// Nobody who lies raises the shoulders over the hips by more of the trunk's length.
const LYING: f64 = 0.45;

/// Half width of the smoothing, in seconds; a quick repetition takes ten times as long.
const SMOOTHING_S: f64 = 0.1;
/// Turns of less than this share of the whole movement are wobbles.
const SMALLEST_SHARE: f64 = 0.3;
/// The way back leads about as far as the way there.
const SMALLEST_RETURN: f64 = 0.6;
/// The same where the exercise is known: a recording may start part-way down, and a camera may zoom.
const SMALLEST_RETURN_OF_KNOWN: f64 = 0.4;
/// A repetition's length in seconds; slow motion takes longest.
const DURATION_S: (f64, f64) = (0.5, 90.0);

/// One repetition, by frames from 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Repetition {
    /// The movement begins.
    pub start_frame: usize,
    /// The turning point: the middle of the pause there.
    pub turn_frame: usize,
    /// The starting position is reached again.
    pub end_frame: usize,
    /// How long it takes.
    pub duration_s: f64,
    /// How far the heights move that it was found by, taken as a vector.
    pub range_cm: f64,
}

/// The repetitions of a recording, and what it shows of others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Repetitions {
    /// Those that are seen from start to end, in order.
    pub complete: Vec<Repetition>,
    /// The recording begins at a turning point: the way there is not seen.
    pub begins_open: bool,
    /// The recording ends at a turning point: the way back is not seen.
    pub ends_open: bool,
}

impl ScaledRecording<'_> {
    /// Finds the repetitions of a recording whose exercise is not known, in order.
    ///
    /// The heights of shoulders, knees and ankles over the hips are smoothed and reduced to their first principal
    /// component: they do not depend on the direction of the camera, nor on what the arms do between repetitions. Where
    /// they do not move, or the person lies, heights of elbows and wrists over the shoulders take their place.
    /// A repetition is a swing away from a level and back to about the same level, large against jitter and not small
    /// against the largest; which of the two levels is the start follows from the number of complete repetitions, then
    /// from the beginning of the recording. Standing still, small movements and a lone half of a repetition are not counted.
    pub fn find_repetitions(&self) -> Vec<Repetition> {
        let found = self.in_parts(self.raw_frames(), |frames, fps| {
            let by_arms = of_group(frames, fps, &ARMS);
            let by_body = if is_lying(frames) { Vec::new() } else { of_group(frames, fps, &BODY) };
            // Whoever presses overhead bends the knees for the bar once; whoever squats moves the arms before and after.
            let complete = if by_arms.len() > 2 * by_body.len() { by_arms } else { by_body };
            Repetitions { complete, ..Repetitions::default() }
        });
        found.complete
    }

    /// Finds the repetitions of an exercise: as [`find_repetitions`](Self::find_repetitions), but by the joints that it moves, whose
    /// heights are summed, and with its turning point, which is the bottom of a squat, a lunge and a bench press and the top of an overhead press. A
    /// deadlift begins where most of them are complete, on the floor or standing; where none is, one way up is a lift as well.
    pub fn find_repetitions_of(&self, exercise: Exercise) -> Repetitions {
        let (group, turn) = match exercise {
            Exercise::Squat | Exercise::Lunge => (&BODY, Some(Turn::Low)),
            Exercise::Deadlift => (&BODY, None),
            Exercise::BenchPress => (&ARMS, Some(Turn::Low)),
            Exercise::OverheadPress => (&ARMS, Some(Turn::High)),
        };
        let find = |frames: &[Points]| self.in_parts(frames, |frames, fps| of_known(frames, fps, group, turn));
        // Where slips of the tracker are most of what there is, taking them out leaves nothing.
        Some(find(self.frames())).filter(|found| !found.complete.is_empty()).unwrap_or_else(|| find(self.raw_frames()))
    }

    /// Of each part of the recording, by the frames of the whole.
    fn in_parts(&self, frames: &[Points], find: impl Fn(&[Points], f64) -> Repetitions) -> Repetitions {
        let fps = self.recording().fps();
        let mut all = Repetitions::default();
        for part in self.recording().parts() {
            let found = find(&frames[part.clone()], fps);
            all.complete.extend(found.complete.into_iter().map(|repetition| repetition.later_by(part.start)));
            all.begins_open |= found.begins_open;
            all.ends_open |= found.ends_open;
        }
        all
    }
}

impl Repetition {
    fn later_by(self, n_frames: usize) -> Self {
        Self {
            start_frame: self.start_frame + n_frames,
            turn_frame: self.turn_frame + n_frames,
            end_frame: self.end_frame + n_frames,
            ..self
        }
    }
}

/// Where the body, or the hands, are at the turning point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Low,
    High,
}

fn of_group(frames: &[Points], fps: f64, group: &Group) -> Vec<Repetition> {
    let heights = smooth(&heights_m(frames, group), (SMOOTHING_S * fps).max(1e-6));
    let signal = principal_component(&heights);
    let pivots = pivots(&signal, group.smallest_swing_m.max(SMALLEST_SHARE * range(&signal)));
    // Turning points are every second pivot: starting with the second, or with the third.
    let [first, second] = [1, 2].map(|first| complete(&signal, &pivots, first, fps, SMALLEST_RETURN));
    if second.len() > first.len() { second } else { first }
}

/// As [`of_group`], of joints that rise and fall together and with a turning point that is known, or that is the one with more
/// complete repetitions.
fn of_known(frames: &[Points], fps: f64, group: &Group, turn: Option<Turn>) -> Repetitions {
    let heights = smooth(&heights_m(frames, group), (SMOOTHING_S * fps).max(1e-6));
    let norm = group.signs.iter().map(|sign| sign * sign).sum::<f64>().sqrt();
    let signal: Vec<f64> = heights
        .iter()
        .map(|row| row.iter().zip(group.signs).map(|(height, sign)| sign * height).sum::<f64>() / norm)
        .collect();
    let pivots = pivots(&signal, group.smallest_swing_m.max(SMALLEST_SHARE * range(&signal)));
    let [first, second] = [1, 2].map(|first| complete(&signal, &pivots, first, fps, SMALLEST_RETURN_OF_KNOWN));
    let starts_low = pivots.len() > 1 && signal[pivots[0]] < signal[pivots[1]];
    let is_second = match turn {
        Some(Turn::Low) => starts_low,
        Some(Turn::High) => !starts_low,
        None => second.len() > first.len(),
    };
    let found = open_ends(&signal, &pivots, is_second, if is_second { second } else { first });
    if turn.is_none() && found.complete.is_empty() {
        lifted_once(&signal, &pivots, fps).unwrap_or(found)
    } else {
        found
    }
}

/// A lift from the floor that is not lowered again: the bar may be dropped, and the lift is done.
fn lifted_once(signal: &[f64], pivots: &[usize], fps: f64) -> Option<Repetitions> {
    let [low, high] = *pivots.windows(2).rfind(|pair| signal[pair[0]] < signal[pair[1]])? else { return None };
    let range = signal[high] - signal[low];
    let start_frame = (low..high).rev().find(|frame| signal[*frame] - signal[low] <= 0.05 * range).unwrap_or(low);
    let reached = (start_frame..=high).find(|frame| signal[high] - signal[*frame] <= 0.03 * range).unwrap_or(high);
    let duration_s = (reached - start_frame) as f64 / fps;
    if duration_s < DURATION_S.0 || duration_s > DURATION_S.1 {
        return None;
    }
    let turn_frame = usize::midpoint(reached, high);
    let lift = Repetition { start_frame, turn_frame, end_frame: high, duration_s, range_cm: 100.0 * range };
    Some(Repetitions { complete: vec![lift], ..Repetitions::default() })
}

/// Whether swings of the usual range lead to the first pivot's turning point or away from the last one's.
fn open_ends(signal: &[f64], pivots: &[usize], is_second: bool, complete: Vec<Repetition>) -> Repetitions {
    let is_wide = |pair: [usize; 2]| {
        let range_cm = 100.0 * (signal[pair[0]] - signal[pair[1]]).abs();
        complete.iter().all(|repetition| range_cm >= SMALLEST_RETURN * repetition.range_cm)
    };
    let turns = usize::from(!is_second);
    let (Some(first), Some(last)) = (pivots.first_chunk::<2>(), pivots.last_chunk::<2>()) else {
        return Repetitions { complete, ..Repetitions::default() };
    };
    let begins_open = turns == 0 && is_wide(*first);
    let ends_open = (pivots.len() - 1) % 2 == turns && is_wide(*last);
    Repetitions { complete, begins_open, ends_open }
}

fn range(signal: &[f64]) -> f64 {
    let (low, high) = signal.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    high - low
}

fn heights_m(frames: &[Points], group: &Group) -> Vec<Heights> {
    let of = |points: &Points| {
        let level = middle(points, group.over)[1];
        std::array::from_fn(|i| group.moving.get(i / 2).map_or(0.0, |left| (level - points[left + i % 2][1]) / 100.0))
    };
    frames.iter().map(of).collect()
}

/// Whether the shoulders are hardly ever above the hips; at the floor of a deadlift they are not either.
pub(crate) fn is_lying(frames: &[Points]) -> bool {
    let is_up = |points: &&Points| {
        let trunk = minus(middle(points, HIP), middle(points, SHOULDER));
        trunk[1] > LYING * length(trunk)
    };
    10 * frames.iter().filter(is_up).count() < frames.len()
}

/// A Gaussian window cut off at three standard deviations and at the ends of the recording.
fn smooth(values: &[Heights], sd_frames: f64) -> Vec<Heights> {
    let mut reach = 0;
    while (reach as f64) < 3.0 * sd_frames {
        reach += 1;
    }
    let weights: Vec<f64> = (0..=reach).map(|i| (-0.5 * (i as f64 / sd_frames).powi(2)).exp()).collect();
    let smoothed = |frame: usize| {
        let (mut sum, mut total) = ([0.0; MAX_HEIGHTS], 0.0);
        for other in frame.saturating_sub(reach)..(frame + reach + 1).min(values.len()) {
            let weight = weights[frame.abs_diff(other)];
            total += weight;
            for (sum, value) in sum.iter_mut().zip(values[other]) {
                *sum += weight * value;
            }
        }
        sum.map(|sum| sum / total)
    };
    (0..values.len()).map(smoothed).collect()
}

/// The projection on the direction of largest variance, which power iteration finds.
fn principal_component(values: &[Heights]) -> Vec<f64> {
    let mut mean = [0.0; MAX_HEIGHTS];
    for row in values {
        for (mean, value) in mean.iter_mut().zip(row) {
            *mean += value / values.len() as f64;
        }
    }
    let project = |row: &Heights, direction: &Heights| -> f64 {
        row.iter().zip(mean).zip(direction).map(|((value, mean), d)| (value - mean) * d).sum()
    };
    // The row farthest from the mean is never orthogonal to what moves.
    let distance = |row: &Heights| row.iter().zip(mean).map(|(v, m)| (v - m) * (v - m)).sum::<f64>();
    let farthest = values.iter().max_by(|a, b| distance(a).total_cmp(&distance(b)));
    let mut direction = farthest.map_or([1.0; MAX_HEIGHTS], |row| std::array::from_fn(|i| row[i] - mean[i]));
    for _ in 0..50 {
        let norm = direction.iter().map(|d| d * d).sum::<f64>().sqrt().max(1e-12);
        let unit = direction.map(|d| d / norm);
        direction = [0.0; MAX_HEIGHTS];
        for row in values {
            let score = project(row, &unit);
            for i in 0..MAX_HEIGHTS {
                direction[i] += score * (row[i] - mean[i]);
            }
        }
    }
    let norm = direction.iter().map(|d| d * d).sum::<f64>().sqrt().max(1e-12);
    let unit = direction.map(|d| d / norm);
    values.iter().map(|row| project(row, &unit)).collect()
}

/// Frames of alternating minima and maxima that lie at least `swing` apart, with the extremes at both ends.
fn pivots(signal: &[f64], swing: f64) -> Vec<usize> {
    let mut pivots = Vec::new();
    let (mut lowest, mut highest) = (0, 0);
    // Upwards, downwards or not known yet.
    let mut rising = None;
    for (frame, value) in signal.iter().enumerate() {
        if *value < signal[lowest] {
            lowest = frame;
        }
        if *value > signal[highest] {
            highest = frame;
        }
        if rising != Some(true) && value - signal[lowest] >= swing {
            pivots.push(lowest);
            (rising, highest) = (Some(true), frame);
        } else if rising != Some(false) && signal[highest] - value >= swing {
            pivots.push(highest);
            (rising, lowest) = (Some(false), frame);
        }
    }
    match rising {
        Some(true) => pivots.push(highest),
        Some(false) => pivots.push(lowest),
        None => {}
    }
    pivots
}

/// The complete repetitions among swings whose turning points are every second pivot from `first` on.
fn complete(signal: &[f64], pivots: &[usize], first: usize, fps: f64, smallest_return: f64) -> Vec<Repetition> {
    let mut repetitions: Vec<Repetition> = Vec::new();
    for turn in (first..pivots.len().saturating_sub(1)).step_by(2) {
        let [before, at, after] = [pivots[turn - 1], pivots[turn], pivots[turn + 1]];
        let (there, back) = ((signal[at] - signal[before]).abs(), (signal[at] - signal[after]).abs());
        if there.min(back) < smallest_return * there.max(back) {
            continue;
        }
        let near = |frame: usize, level: usize, range: f64| (signal[frame] - signal[level]).abs() <= range;
        let start_frame = (before..at).rev().find(|f| near(*f, before, 0.05 * there)).unwrap_or(before);
        let end_frame = (at..after).find(|f| near(*f, after, 0.05 * back)).unwrap_or(after);
        // The middle of the pause: the extreme itself is wherever jitter put it.
        let range = 0.03 * there.min(back);
        let reached = (start_frame..=at).rev().take_while(|f| near(*f, at, range)).last().unwrap_or(at);
        let left = (at..=end_frame).take_while(|f| near(*f, at, range)).last().unwrap_or(at);
        let duration_s = (end_frame - start_frame) as f64 / fps;
        if duration_s < DURATION_S.0 || duration_s > DURATION_S.1 {
            continue;
        }
        let turn_frame = usize::midpoint(reached, left);
        let range_cm = 50.0 * (there + back);
        repetitions.push(Repetition { start_frame, turn_frame, end_frame, duration_s, range_cm });
    }
    repetitions
}

#[cfg(test)]
mod tests;
