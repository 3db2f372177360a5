//! Which parts of a recording the network sees.

use std::ops::Range;

use crate::recording::{MIN_FRAMES, Recording};
use crate::repetitions::Repetition;

/// Repetitions that the network sees at once, as many as it was trained on.
const REPETITIONS_PER_WINDOW: usize = 3;
/// Time before and after a repetition that belongs to its window, as a share of its duration.
const MARGIN: f64 = 0.08;
/// Length and step of the windows of a recording without repetitions, in seconds.
const WINDOW_S: f64 = 4.0;
const STEP_S: f64 = 2.0;

/// The frames around one repetition.
pub(super) fn of_repetition(repetition: &Repetition, n_frames: usize) -> Range<usize> {
    let margin = frames((repetition.end_frame - repetition.start_frame) as f64 * MARGIN);
    let start = repetition.start_frame.saturating_sub(margin);
    at_least(start..(repetition.end_frame + margin + 1).min(n_frames), n_frames)
}

/// Windows that together show all repetitions, up to three each and as evenly filled as possible; without repetitions,
/// windows of four seconds that overlap by half.
pub(super) fn of_recording(recording: &Recording, repetitions: &[Repetition]) -> Vec<Range<usize>> {
    let n_frames = recording.n_frames();
    if repetitions.is_empty() {
        let length = frames(WINDOW_S * recording.fps()).max(MIN_FRAMES);
        let step = frames(STEP_S * recording.fps()).max(1);
        if n_frames <= length {
            return std::iter::once(0..n_frames).collect();
        }
        let mut windows: Vec<_> = (0..=n_frames - length).step_by(step).map(|start| start..start + length).collect();
        if windows.last().is_some_and(|window| window.end < n_frames) {
            windows.push(n_frames - length..n_frames);
        }
        return windows;
    }
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

    fn recording(n_frames: usize) -> Recording {
        let mut values = Vec::new();
        for _ in 0..n_frames * 33 {
            values.extend([0.5, 0.5, 0.0]);
        }
        // Shoulders above the hips.
        for frame in values.chunks_exact_mut(99) {
            (frame[11 * 3 + 1], frame[12 * 3 + 1]) = (0.2, 0.2);
        }
        Recording::new(&values, [n_frames, 33, 3], &crate::RecordingOptions::default()).expect("a valid recording")
    }

    #[test]
    fn every_frame_of_a_recording_without_repetitions_is_in_a_window() {
        for n_frames in [8, 119, 120, 121, 500, 541] {
            let windows = of_recording(&recording(n_frames), &[]);
            assert!((0..n_frames).all(|frame| windows.iter().any(|window| window.contains(&frame))), "{n_frames}");
            assert!(windows.iter().all(|window| window.len() >= MIN_FRAMES && window.end <= n_frames));
        }
    }

    #[test]
    fn seven_repetitions_fill_three_windows_in_order() {
        let repetitions: Vec<_> = (0..7).map(|i| repetition(50 * i + 10, 50 * i + 40)).collect();
        let windows = of_recording(&recording(400), &repetitions);
        assert_eq!(windows, [8..93, 108..193, 208..343]);
    }

    #[test]
    fn a_tiny_repetition_at_the_end_gets_the_fewest_frames() {
        assert_eq!(of_repetition(&repetition(17, 19), 20), 12..20);
    }
}
