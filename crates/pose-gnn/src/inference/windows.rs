//! Which parts of a recording the network sees.

use std::ops::Range;

use crate::recording::MIN_FRAMES;
use crate::repetitions::Repetition;

/// Repetitions that the network sees at once, as many as it was trained on.
const REPETITIONS_PER_WINDOW: usize = 3;
/// Time before and after a repetition that belongs to its window, as a share of its duration.
const MARGIN: f64 = 0.08;

/// The frames around one repetition.
pub(super) fn of_repetition(repetition: &Repetition, n_frames: usize) -> Range<usize> {
    let margin = frames((repetition.end_frame - repetition.start_frame) as f64 * MARGIN);
    let start = repetition.start_frame.saturating_sub(margin);
    at_least(start..(repetition.end_frame + margin + 1).min(n_frames), n_frames)
}

/// Windows that together show all repetitions, up to three each and as evenly filled as possible.
pub(super) fn of_repetitions(repetitions: &[Repetition], n_frames: usize) -> Vec<Range<usize>> {
    let n_windows = repetitions.len().div_ceil(REPETITIONS_PER_WINDOW);
    (0..n_windows)
        .map(|window| {
            let bounds = [window, window + 1].map(|edge| edge * repetitions.len() / n_windows);
            let (first, last) = (&repetitions[bounds[0]], &repetitions[bounds[1] - 1]);
            of_repetition(first, n_frames).start..of_repetition(last, n_frames).end
        })
        .collect()
}

/// The window, grown to the fewest frames where it is shorter.
fn at_least(window: Range<usize>, n_frames: usize) -> Range<usize> {
    if window.len() >= MIN_FRAMES {
        return window;
    }
    let start = window.start.min(n_frames.saturating_sub(MIN_FRAMES));
    start..(start + MIN_FRAMES).min(n_frames)
}

fn frames(count: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration times a checked rate")]
    let frames = count.round().clamp(0.0, 1e9) as usize;
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repetition(start_frame: usize, end_frame: usize) -> Repetition {
        let turn_frame = usize::midpoint(start_frame, end_frame);
        Repetition { start_frame, turn_frame, end_frame, duration_s: 1.0, range_cm: 40.0 }
    }

    #[test]
    fn seven_repetitions_fill_three_windows_in_order() {
        let repetitions: Vec<_> = (0..7).map(|i| repetition(50 * i + 10, 50 * i + 40)).collect();
        let windows = of_repetitions(&repetitions, 400);
        assert_eq!(windows, [8..93, 108..193, 208..343]);
    }

    #[test]
    fn a_tiny_repetition_at_the_end_gets_the_fewest_frames() {
        assert_eq!(of_repetition(&repetition(17, 19), 20), 12..20);
    }
}
