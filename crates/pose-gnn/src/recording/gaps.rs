//! Landmarks that were lost: for a moment, for longer, or for the whole recording.

use std::ops::Range;

use super::{MIN_FRAMES, MissingLandmark};
use words::Landmark;
use words::landmark::{ANKLE, EAR, ELBOW, HEEL, HIP, KNEE, N_LANDMARKS, NOSE, SHOULDER, WRIST};

/// The longest gap that is interpolated, in seconds: a limb in a lift moves on smoothly for that long.
pub(super) const LONGEST_GAP_S: f64 = 0.3;

type Frame = [[f32; 3]; N_LANDMARKS];

/// What was done about gaps.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// Landmarks of single frames in short gaps.
    pub(super) n_interpolated: usize,
    /// Runs of frames that show a trunk, long enough to hold a movement.
    pub(super) parts: Vec<Range<usize>>,
    /// Landmarks that are missing for longer than is interpolated although the trunk is seen.
    pub(super) missing: Vec<MissingLandmark>,
    /// Where those are missing: frame and landmark.
    pub(super) hidden: Vec<(usize, usize)>,
}

/// Gives every landmark a finite place: along straight lines between the frames where it was seen, the nearest at both ends, and
/// where its neighbour is if it was never seen. Frames without shoulders or hips for longer than a moment belong to no part.
pub(super) fn fill(landmarks: &mut [Frame], fps: f64) -> Filled {
    let n_frames = landmarks.len();
    let mut filled = Filled::default();
    let mut is_lost = vec![false; n_frames];
    let gaps: Vec<Vec<Range<usize>>> = (0..N_LANDMARKS).map(|joint| gaps(landmarks, joint)).collect();
    // A gap as long as the recording has no neighbour to hold, however short the recording is.
    let is_long = |gap: &Range<usize>| gap.len() as f64 / fps > LONGEST_GAP_S + 1e-9 || gap.len() == n_frames;
    for joint in [SHOULDER, SHOULDER + 1, HIP, HIP + 1] {
        gaps[joint].iter().filter(|gap| is_long(gap)).for_each(|gap| is_lost[gap.clone()].fill(true));
    }
    for (joint, gaps) in gaps.iter().enumerate() {
        let mut n_missing = 0;
        for gap in gaps {
            let seen = gap.clone().filter(|frame| !is_lost[*frame]);
            if is_long(gap) {
                filled.hidden.extend(seen.clone().map(|frame| (frame, joint)));
                n_missing += seen.count();
            } else {
                filled.n_interpolated += seen.count();
            }
            along_a_line(landmarks, joint, gap);
        }
        if n_missing > 0 {
            filled.missing.push(MissingLandmark { landmark: Landmark::ALL[joint], n_frames: n_missing });
        }
    }
    for (joint, gaps) in gaps.iter().enumerate() {
        if gaps.iter().any(|gap| gap.len() == n_frames) {
            landmarks.iter_mut().for_each(|points| points[joint] = stand_in(points, joint));
        }
    }
    filled.parts = runs(&is_lost);
    filled
}

fn gaps(landmarks: &[Frame], joint: usize) -> Vec<Range<usize>> {
    let is_missing = |points: &Frame| points[joint].iter().any(|value| value.is_nan());
    let mut gaps = Vec::new();
    let mut frame = 0;
    while frame < landmarks.len() {
        let end = (frame..landmarks.len()).find(|at| !is_missing(&landmarks[*at])).unwrap_or(landmarks.len());
        if end > frame {
            gaps.push(frame..end);
        }
        frame = end + 1;
    }
    gaps
}

fn along_a_line(landmarks: &mut [Frame], joint: usize, gap: &Range<usize>) {
    let before = gap.start.checked_sub(1).map(|frame| landmarks[frame][joint]);
    let after = landmarks.get(gap.end).map(|points| points[joint]);
    let (from, to) = (before.or(after).unwrap_or_default(), after.or(before).unwrap_or_default());
    for (step, points) in landmarks[gap.clone()].iter_mut().enumerate() {
        let share = (step + 1) as f32 / (gap.len() + 1) as f32;
        points[joint] = std::array::from_fn(|axis| from[axis] + share * (to[axis] - from[axis]));
    }
}

/// Where a landmark that was never seen is put. Landmarks that it hangs on come before it in the list.
fn stand_in(points: &Frame, joint: usize) -> [f32; 3] {
    let side = (joint + 1) % 2;
    match joint {
        NOSE => {
            let middle = |left: usize, axis: usize| 0.5 * (points[left][axis] + points[left + 1][axis]);
            let above = |axis: usize| middle(SHOULDER, axis) + 0.4 * (middle(SHOULDER, axis) - middle(HIP, axis));
            [above(0), above(1), above(2)]
        }
        joint if joint < EAR + 4 => points[NOSE],
        joint if joint < WRIST + 2 => points[(if joint < WRIST { SHOULDER } else { ELBOW }) + side],
        joint if joint < HIP => points[WRIST + side],
        joint if joint < ANKLE => points[HIP + side],
        joint if joint < HEEL => points[KNEE + side],
        _ => points[ANKLE + side],
    }
}

fn runs(is_lost: &[bool]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for end in 0..=is_lost.len() {
        if is_lost.get(end).copied().unwrap_or(true) {
            if end - start >= MIN_FRAMES {
                runs.push(start..end);
            }
            start = end + 1;
        }
    }
    runs
}
