//! Parameters of the generator.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::error::within;

/// Parameters of the biomechanics generator.
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `n_sequences` | 1,000 | 1–10⁶ | filmed sequences; exercises and quality levels take turns |
/// | `rater_noise_sd` | 2.5 | 0–20 | sd of the rater's error in `form_score`, points |
/// | `coordination_noise` | 1 | 0–3 | multiplies the unsteadiness of the movement itself |
/// | `landmark_noise` | 1 | 0–5 | multiplies jitter, wander and bias of the landmarks |
/// | `max_yaw_deg` | 60 | 0–180 | largest turn of the camera from the front, either way |
/// | `side_view_share` | 0.5 | 0–1 | share of sequences filmed from a side instead: 60–110° from the front |
/// | `dropout_rate` | 0.05 | 0–2 | stretches per second in which the tracker stands still |
/// | `slip_rate` | 0.35 | 0–2 | stretches per second in which the tracker puts a limb elsewhere or swaps the legs, in the middle of all films |
///
/// # Source
///
/// The rater's error and the turn of the camera are choices; noise is fitted to a filmed squat, see the README.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BiomechanicsParams {
    /// Filmed sequences.
    pub n_sequences: usize,
    /// Standard deviation of the rater's error in `form_score`, points.
    pub rater_noise_sd: f64,
    /// Multiplies the unsteadiness of the movement itself.
    pub coordination_noise: f64,
    /// Multiplies jitter, wander and bias of the landmarks.
    pub landmark_noise: f64,
    /// Largest turn of the camera from the front, degrees.
    pub max_yaw_deg: f64,
    /// Share of sequences filmed from a side.
    pub side_view_share: f64,
    /// Stretches per second in which the tracker stands still.
    pub dropout_rate: f64,
    /// Stretches per second in which the tracker puts a limb elsewhere or swaps the legs.
    pub slip_rate: f64,
}

impl Default for BiomechanicsParams {
    fn default() -> Self {
        Self {
            n_sequences: 1_000,
            rater_noise_sd: 2.5,
            coordination_noise: 1.0,
            landmark_noise: 1.0,
            max_yaw_deg: 60.0,
            side_view_share: 0.5,
            dropout_rate: 0.05,
            slip_rate: 0.35,
        }
    }
}

impl BiomechanicsParams {
    /// Checks every parameter.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParam`](crate::Error::InvalidParam) if one lies outside its range or is not a number
    pub fn check(&self) -> Result<()> {
        within("n_sequences", self.n_sequences as f64, 1.0, 1e6, "[1, 1000000]")?;
        within("rater_noise_sd", self.rater_noise_sd, 0.0, 20.0, "[0, 20]")?;
        within("coordination_noise", self.coordination_noise, 0.0, 3.0, "[0, 3]")?;
        within("landmark_noise", self.landmark_noise, 0.0, 5.0, "[0, 5]")?;
        within("max_yaw_deg", self.max_yaw_deg, 0.0, 180.0, "[0, 180]")?;
        within("side_view_share", self.side_view_share, 0.0, 1.0, "[0, 1]")?;
        within("dropout_rate", self.dropout_rate, 0.0, 2.0, "[0, 2]")?;
        within("slip_rate", self.slip_rate, 0.0, 2.0, "[0, 2]")
    }
}

#[cfg(test)]
mod tests {
    use super::BiomechanicsParams;

    #[track_caller]
    fn check(params: &BiomechanicsParams, expected: &str) {
        assert_eq!(params.check().expect_err("outside the range").to_string(), expected);
    }

    #[test]
    fn params_by_default_pass_check() {
        assert!(BiomechanicsParams::default().check().is_ok());
    }

    #[test]
    fn params_outside_range_are_named_and_quoted() {
        let d = BiomechanicsParams::default;
        check(&BiomechanicsParams { n_sequences: 0, ..d() }, "`n_sequences` must be within [1, 1000000], got 0");
        check(&BiomechanicsParams { rater_noise_sd: -1.0, ..d() }, "`rater_noise_sd` must be within [0, 20], got -1");
        check(
            &BiomechanicsParams { coordination_noise: 4.0, ..d() },
            "`coordination_noise` must be within [0, 3], got 4",
        );
        check(
            &BiomechanicsParams { landmark_noise: f64::NAN, ..d() },
            "`landmark_noise` must be within [0, 5], got NaN",
        );
        check(&BiomechanicsParams { max_yaw_deg: 181.0, ..d() }, "`max_yaw_deg` must be within [0, 180], got 181");
        check(&BiomechanicsParams { side_view_share: 1.5, ..d() }, "`side_view_share` must be within [0, 1], got 1.5");
        check(&BiomechanicsParams { dropout_rate: 3.0, ..d() }, "`dropout_rate` must be within [0, 2], got 3");
        check(&BiomechanicsParams { slip_rate: -1.0, ..d() }, "`slip_rate` must be within [0, 2], got -1");
    }
}
