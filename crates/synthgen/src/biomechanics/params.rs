use serde::{Deserialize, Serialize};

use crate::{Error, Result};

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
/// # Source  the rater's error and the turn of the camera are choices; noise is fitted to a filmed squat, see the README
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
        }
    }
}

impl BiomechanicsParams {
    /// Checks every parameter.
    /// # Errors
    /// [`Error::InvalidParam`] if one lies outside its range or is not a number
    pub fn check(&self) -> Result<()> {
        within("n_sequences", "[1, 1000000]", self.n_sequences as f64, 1.0, 1e6)?;
        within("rater_noise_sd", "[0, 20]", self.rater_noise_sd, 0.0, 20.0)?;
        within("coordination_noise", "[0, 3]", self.coordination_noise, 0.0, 3.0)?;
        within("landmark_noise", "[0, 5]", self.landmark_noise, 0.0, 5.0)?;
        within("max_yaw_deg", "[0, 180]", self.max_yaw_deg, 0.0, 180.0)?;
        within("side_view_share", "[0, 1]", self.side_view_share, 0.0, 1.0)?;
        within("dropout_rate", "[0, 2]", self.dropout_rate, 0.0, 2.0)
    }
}

fn within(name: &'static str, range: &'static str, got: f64, low: f64, high: f64) -> Result<()> {
    // Not `got < low || got > high`: NaN must be refused as well.
    if (low..=high).contains(&got) { Ok(()) } else { Err(Error::InvalidParam { name, range, got }) }
}
