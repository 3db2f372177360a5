//! Landmarks that were lost for a moment.

use super::RecordingError;
use words::Landmark;
use words::landmark::N_LANDMARKS;

/// The longest gap that is interpolated, in seconds: a limb in a lift moves on smoothly for that long.
const LONGEST_GAP_S: f64 = 0.3;

/// Fills landmarks with a NaN coordinate along straight lines, holding the nearest at both ends; returns how many
/// were filled.
pub(super) fn fill(landmarks: &mut [[[f32; 3]; N_LANDMARKS]], fps: f64) -> Result<usize, RecordingError> {
    let n_frames = landmarks.len();
    let mut n_filled = 0;
    for joint in 0..N_LANDMARKS {
        let missing = |points: &[[f32; 3]; N_LANDMARKS]| points[joint].iter().any(|value| value.is_nan());
        let mut frame = 0;
        while frame < n_frames {
            if !missing(&landmarks[frame]) {
                frame += 1;
                continue;
            }
            let end = (frame..n_frames).find(|f| !missing(&landmarks[*f])).unwrap_or(n_frames);
            let length_s = (end - frame) as f64 / fps;
            // A gap as long as the recording has no neighbour to hold, however short the recording is.
            if length_s > LONGEST_GAP_S + 1e-9 || end - frame == n_frames {
                return Err(RecordingError::Gap {
                    landmark: Landmark::NAMES[joint],
                    first_frame: frame,
                    last_frame: end - 1,
                    length_s,
                    longest_s: LONGEST_GAP_S,
                });
            }
            let before = frame.checked_sub(1).map(|f| landmarks[f][joint]);
            let after = landmarks.get(end).map(|points| points[joint]);
            let (from, to) = (before.or(after).unwrap_or_default(), after.or(before).unwrap_or_default());
            for (step, points) in landmarks[frame..end].iter_mut().enumerate() {
                let share = (step + 1) as f32 / (end - frame + 1) as f32;
                points[joint] = std::array::from_fn(|axis| from[axis] + share * (to[axis] - from[axis]));
            }
            n_filled += end - frame;
            frame = end;
        }
    }
    Ok(n_filled)
}
