//! Which parts of a recording the network sees.

use std::ops::Range;

use crate::data::{Clip, FRAME_VALUES};
use crate::error::Result;
use crate::measurements::ScaledRecording;
use crate::recording::MIN_FRAMES;
use crate::repetitions::Repetition;
use words::Exercise;

/// Repetitions that the network sees at once, as many as it was trained on.
const REPETITIONS_PER_WINDOW: usize = 3;
/// Time before and after a repetition that belongs to its window, as a share of its duration.
const MARGIN: f64 = 0.08;

impl ScaledRecording<'_> {
    /// What the network sees of a recording: clips of up to three repetitions each, that together show all, with what is measured of them; the
    /// whole recording where there are none.
    ///
    /// # Errors
    ///
    /// if a window cannot be a clip, which a checked recording rules out
    pub fn clips(&self, exercise: Exercise, repetitions: &[Repetition], max_frames: usize) -> Result<Vec<Clip>> {
        let landmarks = self.body_landmarks();
        if repetitions.is_empty() {
            return Ok(vec![Clip::new(&landmarks, max_frames)?]);
        }
        self.windows(repetitions)
            .into_iter()
            .map(|window| window.clip(self, &landmarks, exercise, max_frames))
            .collect()
    }

    /// A window is not laid across frames that show nobody.
    pub(super) fn windows(&self, repetitions: &[Repetition]) -> Vec<Window> {
        let of_part = |part: &Range<usize>| {
            let within: Vec<Repetition> =
                repetitions.iter().filter(|one| part.contains(&one.turn_frame)).copied().collect();
            of_repetitions(&within, self.frames().len())
        };
        self.recording().parts().iter().flat_map(of_part).collect()
    }
}

/// Frames with the repetitions that they show.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Window {
    pub(super) frames: Range<usize>,
    pub(super) repetitions: Vec<Repetition>,
}

impl Window {
    /// `landmarks` are the [`body_landmarks`](ScaledRecording::body_landmarks) of the recording.
    pub(super) fn clip(
        &self,
        body: &ScaledRecording<'_>,
        landmarks: &[f32],
        exercise: Exercise,
        max_frames: usize,
    ) -> Result<Clip> {
        let seen = &landmarks[self.frames.start * FRAME_VALUES..self.frames.end * FRAME_VALUES];
        Ok(Clip::new(seen, max_frames)?.with_summary(body.summarize(exercise, &self.repetitions)))
    }
}

/// The frames around one repetition.
pub(super) fn of_repetition(repetition: &Repetition, n_frames: usize) -> Window {
    Window { frames: around(repetition, n_frames), repetitions: vec![*repetition] }
}

fn around(repetition: &Repetition, n_frames: usize) -> Range<usize> {
    let margin = frames((repetition.end_frame - repetition.start_frame) as f64 * MARGIN);
    let start = repetition.start_frame.saturating_sub(margin);
    at_least(start..(repetition.end_frame + margin + 1).min(n_frames), n_frames)
}

/// Windows that together show all repetitions, up to three each and as evenly filled as possible.
fn of_repetitions(repetitions: &[Repetition], n_frames: usize) -> Vec<Window> {
    let n_windows = repetitions.len().div_ceil(REPETITIONS_PER_WINDOW);
    (0..n_windows)
        .map(|window| {
            let bounds = [window, window + 1].map(|edge| edge * repetitions.len() / n_windows);
            let shown = &repetitions[bounds[0]..bounds[1]];
            let frames = around(&shown[0], n_frames).start..around(&shown[shown.len() - 1], n_frames).end;
            Window { frames, repetitions: shown.to_vec() }
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
        assert_eq!(windows.iter().map(|window| window.frames.clone()).collect::<Vec<_>>(), [8..93, 108..193, 208..343]);
        assert_eq!(windows.iter().map(|window| window.repetitions.len()).collect::<Vec<_>>(), [2, 2, 3]);
    }

    #[test]
    fn a_tiny_repetition_at_the_end_gets_the_fewest_frames() {
        assert_eq!(of_repetition(&repetition(17, 19), 20).frames, 12..20);
    }
}
