//! Errors of the protein network on held-out people, beside the floor that noise sets.

use anyhow::Result;
use metrics::{Interval, Score, bootstrap_ci, r_squared};
use nutrition::ProteinGru;

use crate::nutrition::protein::windows::Windows;
use crate::results::{ResultRow, Target};

/// Confidence level of every interval.
const LEVEL: f64 = 0.95;
/// Largest error as a multiple of the noise floor.
const MOST_OF_FLOOR: f64 = 1.2;

/// Figures on held-out people, and the points of the plot.
pub(crate) struct ProteinEvaluation {
    mae: f64,
    mae_interval: Interval,
    floor: f64,
    of_floor_interval: Interval,
    r_squared: f64,
    n_users: usize,
    /// (observed need, recommendation), g/day.
    pub(crate) points: Vec<(f64, f64)>,
}

impl ProteinEvaluation {
    /// Intervals resample users, because the windows of one user overlap.
    pub(crate) fn measure(
        model: &ProteinGru,
        windows: &Windows,
        users: &[String],
        n_resamples: usize,
        seed: u64,
    ) -> Result<Self> {
        let rows = windows.of(users);
        let shares =
            model.range_shares(rows.iter().map(|&row| (&windows.examples[row].profile, &windows.examples[row].days)));
        let points: Vec<(f64, f64)> = rows
            .iter()
            .zip(shares)
            .map(|(&row, share)| {
                let example = &windows.examples[row];
                let (low, high) = example.profile.range_g_per_day();
                (example.need_g_per_day, low + (high - low) * share)
            })
            .collect();
        let noise: Vec<f64> = rows
            .iter()
            .map(|&row| (windows.examples[row].need_g_per_day - windows.noise_free_g_per_day[row]).abs())
            .collect();
        // Sums of errors, noise and windows of each user.
        let of_user = |user: &String| {
            let own = (0..rows.len()).filter(|&at| windows.user[rows[at]] == *user);
            own.fold([0.0; 3], |[error, floor, n], at| {
                [error + (points[at].0 - points[at].1).abs(), floor + noise[at], n + 1.0]
            })
        };
        let sums: Vec<[f64; 3]> = users.iter().map(of_user).collect();
        let total = |people: &[usize], part: usize| people.iter().map(|&person| sums[person][part]).sum::<f64>();
        let everybody: Vec<usize> = (0..users.len()).collect();
        let interval = |parts: [usize; 2]| {
            bootstrap_ci(users.len(), n_resamples, LEVEL, seed, |people| {
                Some(total(people, parts[0]) / total(people, parts[1]))
            })
        };
        let (observed, predicted): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        Ok(Self {
            mae: total(&everybody, 0) / total(&everybody, 2),
            mae_interval: interval([0, 2])?,
            floor: total(&everybody, 1) / total(&everybody, 2),
            of_floor_interval: interval([0, 1])?,
            r_squared: r_squared(&predicted, &observed)?,
            n_users: users.len(),
            points,
        })
    }

    /// Rows of the table of results.
    pub(crate) fn rows(&self) -> Vec<ResultRow> {
        let row = |metric: String, value, interval: &Interval, oracle, target| ResultRow {
            model: "Protein GRU".to_owned(),
            metric,
            value,
            ci: Some([interval.low, interval.high]),
            oracle,
            target,
        };
        let most = Target::Below(MOST_OF_FLOOR);
        vec![
            row(
                format!("protein need, MAE (g/day), {} held-out users", self.n_users),
                self.mae,
                &self.mae_interval,
                Some(self.floor),
                None,
            ),
            row(
                "protein need, MAE / noise floor".to_owned(),
                self.mae / self.floor,
                &self.of_floor_interval,
                Some(1.0),
                Some(most),
            ),
        ]
    }

    /// The same figures by name, for `metrics.json`.
    pub(crate) fn scores(&self) -> Vec<Score> {
        vec![
            Score::new("held_out_mae", self.mae, "g/day").with_interval(&self.mae_interval),
            Score::new("held_out_noise_floor", self.floor, "g/day"),
            Score::new("held_out_mae_of_noise_floor", self.mae / self.floor, "1")
                .with_interval(&self.of_floor_interval),
            Score::new("held_out_r_squared", self.r_squared, "1"),
        ]
    }
}
