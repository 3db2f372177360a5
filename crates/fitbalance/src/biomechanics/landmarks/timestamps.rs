//! The rate of frames from their times.

use anyhow::{Result, ensure};

/// Gaps between frames this much longer or shorter than usual are no jitter of a clock.
const UNEVEN: f64 = 0.5;
/// Share of frames that may come unevenly.
const MOST_UNEVEN: f64 = 0.1;

/// Frames per second; times in seconds.
pub(super) fn rate(timestamps_s: &[f64]) -> Result<f64> {
    ensure!(timestamps_s.len() >= 2, "one timestamp does not tell the frames per second: give them (--fps)");
    let mut steps: Vec<f64> = timestamps_s.windows(2).map(|pair| pair[1] - pair[0]).collect();
    if let Some(frame) = steps.iter().position(|step| !(step.is_finite() && *step > 0.0)) {
        let [before, after] = [timestamps_s[frame], timestamps_s[frame + 1]];
        anyhow::bail!("frame {}: timestamp {after} s follows {before} s, expected one that is later", frame + 1);
    }
    steps.sort_by(f64::total_cmp);
    let usual = steps[steps.len() / 2];
    let n_uneven = steps.iter().filter(|step| (*step / usual - 1.0).abs() > UNEVEN).count();
    ensure!(
        n_uneven as f64 <= MOST_UNEVEN * steps.len() as f64,
        "{n_uneven} of {} frames come much earlier or later than the usual {usual:.4} s after the one before: expected an even rate",
        steps.len()
    );
    Ok(1.0 / usual)
}

/// Seconds from what a column or key of this name holds.
pub(super) fn unit_s(name: &str) -> f64 {
    match name.rsplit('_').next() {
        Some("ms" | "millis" | "milliseconds") => 1e-3,
        Some("us") => 1e-6,
        Some("ns") => 1e-9,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::rate;

    #[test]
    fn rate_is_that_of_usual_steps() {
        // One frame was dropped.
        let times: Vec<f64> = (0..40).filter(|frame| *frame != 17).map(|frame| f64::from(frame) / 25.0).collect();
        assert!((rate(&times).expect("nearly even") - 25.0).abs() < 1e-9);
    }

    #[test]
    fn times_that_tell_no_rate_are_refused() {
        let check = |times: &[f64], expected: &str| {
            let error = rate(times).expect_err("no rate").to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(&[0.0], "give them (--fps)");
        check(&[0.0, 0.1, 0.1], "frame 2: timestamp 0.1 s follows 0.1 s");
        check(&[0.0, f64::NAN], "frame 1");
        check(&[0.0, 0.1, 0.2, 1.2, 1.3, 9.0, 9.1], "2 of 6 frames come much earlier or later");
    }
}
