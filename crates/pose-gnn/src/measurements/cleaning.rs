//! Taking out frames in which the tracker lost a joint.

use std::ops::Range;

use crate::joint::{Points, length, middle, minus};
use crate::quantile::median;
use words::landmark::{HIP, N_LANDMARKS, SHOULDER};

/// A joint is compared with its medians over this long before and after, in seconds.
const AROUND_S: f64 = 0.3;
/// At so many moments on either side: as good as at every one, and quicker.
const N_MOMENTS: usize = 4;
/// A joint farther from its medians than this has slipped: lengths of the trunk. What moves evenly is near them however fast it is.
const SLIP: f64 = 0.2;
/// Where it slips more often than this, there is nothing to compare with.
const MOST_SLIPS: f64 = 0.4;

/// The same frames with joints that have slipped laid where those before and after say.
pub(super) fn without_slips(frames: &[Points], parts: &[Range<usize>], fps: f64) -> Vec<Points> {
    let mut cleaned = frames.to_vec();
    for part in parts {
        let seen = &frames[part.clone()];
        let trunk = median(seen.iter().map(|p| length(minus(middle(p, SHOULDER), middle(p, HIP)))).collect());
        for joint in 0..N_LANDMARKS {
            let has_slipped = slips(seen, joint, fps, SLIP * trunk);
            let n_slipped = has_slipped.iter().filter(|has| **has).count();
            if n_slipped > 0 && n_slipped as f64 <= MOST_SLIPS * seen.len() as f64 {
                interpolate(&mut cleaned[part.clone()], joint, &has_slipped);
            }
        }
    }
    cleaned
}

fn slips(frames: &[Points], joint: usize, fps: f64, farthest: f64) -> Vec<bool> {
    let last = frames.len() - 1;
    let step = AROUND_S * fps / N_MOMENTS as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few frames")]
    let steps: [usize; N_MOMENTS] = std::array::from_fn(|i| ((step * (i + 1) as f64).round() as usize).max(i + 1));
    let has_slipped = |frame: usize| {
        // Across the picture; depth is guessed anew in every frame.
        let off = [0, 1].map(|axis| {
            let mut near = [0.0; 2 * N_MOMENTS + 1];
            near[0] = frames[frame][joint][axis];
            // At the ends, the first and the last frame stand for those that are not there: as many before as after.
            for (i, step) in steps.iter().enumerate() {
                near[2 * i + 1] = frames[frame.saturating_sub(*step)][joint][axis];
                near[2 * i + 2] = frames[(frame + step).min(last)][joint][axis];
            }
            let (_, middle, _) = near.select_nth_unstable_by(N_MOMENTS, f64::total_cmp);
            frames[frame][joint][axis] - *middle
        });
        off[0].hypot(off[1]) > farthest
    };
    (0..frames.len()).map(has_slipped).collect()
}

/// Between the nearest frames that have not slipped; at the ends, as the nearest.
fn interpolate(frames: &mut [Points], joint: usize, has_slipped: &[bool]) {
    let mut before: Option<usize> = None;
    let mut frame = 0;
    while frame < frames.len() {
        if !has_slipped[frame] {
            before = Some(frame);
            frame += 1;
            continue;
        }
        let after = (frame..frames.len()).find(|later| !has_slipped[*later]);
        let end = after.unwrap_or(frames.len());
        for at in frame..end {
            let point = match (before, after) {
                (Some(before), Some(after)) => {
                    let share = (at - before) as f64 / (after - before) as f64;
                    let (a, b) = (frames[before][joint], frames[after][joint]);
                    std::array::from_fn(|axis| a[axis] + share * (b[axis] - a[axis]))
                }
                (Some(one), None) | (None, Some(one)) => frames[one][joint],
                (None, None) => frames[at][joint],
            };
            frames[at][joint] = point;
        }
        frame = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::single_range_in_vec_init, reason = "one part")]
    const PART: [Range<usize>; 1] = [0..90];

    /// Somebody whose trunk is 50 long and whose left knee goes up and down by 30 in two seconds.
    fn frames(n: u32) -> Vec<Points> {
        (0..n)
            .map(|frame| {
                let mut points = [[0.0; 3]; N_LANDMARKS];
                for joint in [SHOULDER, SHOULDER + 1] {
                    points[joint][1] = -50.0;
                }
                points[25][1] = 40.0 + 15.0 * (f64::from(frame) * std::f64::consts::TAU / 60.0).sin();
                points
            })
            .collect()
    }

    #[test]
    fn joint_that_slips_for_three_frames_is_laid_between_its_neighbours_and_no_other_moves() {
        let exact = frames(90);
        let mut slipped = exact.clone();
        for points in &mut slipped[40..43] {
            points[25][0] += 25.0;
        }
        slipped[3][25][1] -= 30.0;
        let cleaned = without_slips(&slipped, &PART, 30.0);
        for (cleaned, exact) in cleaned.iter().zip(&exact) {
            assert!(length(minus(cleaned[25], exact[25])) < 2.0, "{:?} instead of {:?}", cleaned[25], exact[25]);
            assert_eq!(cleaned[24], exact[24]);
        }
    }

    #[test]
    fn movement_without_slips_is_left_as_it_is() {
        let exact = frames(90);
        assert_eq!(without_slips(&exact, &PART, 30.0), exact);
        // A step to another place that lasts is no slip.
        let moved: Vec<Points> = (0..90)
            .map(|frame| {
                let mut points = exact[frame];
                points[25][0] += if frame < 45 { 0.0 } else { 30.0 };
                points
            })
            .collect();
        assert_eq!(without_slips(&moved, &PART, 30.0), moved);
    }
}
