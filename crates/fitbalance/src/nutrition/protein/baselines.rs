//! Simple models of the protein need, which the network has to beat.

use std::collections::BTreeMap;

use anyhow::Result;
use ndarray::Array2;
use nutrition::{N_DAYS, N_METRICS, Profile, ProteinExample};
use words::{Goal, Sex, TrainingStatus};

use crate::linear::LinearModel;

/// Penalty on the squares of the coefficients of standardized inputs.
const PENALTY: f64 = 1.0;

/// Means of who is alike, and a linear model; both of the place within the person's range.
pub(crate) struct Baselines {
    table: BTreeMap<(usize, usize), f64>,
    /// Of groups that nobody to learn from is in.
    mean: f64,
    linear: LinearModel,
}

impl Baselines {
    pub(crate) fn fit(examples: &[ProteinExample]) -> Result<Self> {
        let mut sums: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
        for example in examples {
            let (sum, n) = sums.entry(group(&example.profile)).or_default();
            *sum += share(example);
            *n += 1.0;
        }
        let (sum, n) = sums.values().fold((0.0, 0.0), |(sum, n), of_group| (sum + of_group.0, n + of_group.1));
        let rows: Vec<Vec<f64>> = examples.iter().map(inputs).collect();
        let n_inputs = rows.first().map_or(0, Vec::len);
        let x = Array2::from_shape_vec((rows.len(), n_inputs), rows.concat())?;
        let y = Array2::from_shape_fn((examples.len(), 1), |(row, _)| share(&examples[row]));
        let table = sums.into_iter().map(|(group, (sum, n))| (group, sum / n)).collect();
        Ok(Self { table, mean: sum / n, linear: LinearModel::fit(x, y, PENALTY)? })
    }

    /// By training status and goal alone, g/day.
    pub(crate) fn by_table(&self, example: &ProteinExample) -> f64 {
        grams(&example.profile, self.table.get(&group(&example.profile)).copied().unwrap_or(self.mean))
    }

    /// By a line in the metrics' means and the profile, g/day.
    pub(crate) fn by_line(&self, example: &ProteinExample) -> f64 {
        grams(&example.profile, self.linear.predict(inputs(example))[0])
    }
}

fn group(profile: &Profile) -> (usize, usize) {
    (profile.training_status.index(), profile.goal.index())
}

/// Where the observed need lies within the person's range.
fn share(example: &ProteinExample) -> f64 {
    let (low, high) = example.profile.range_g_per_day();
    (example.need_g_per_day - low) / (high - low)
}

fn grams(profile: &Profile, share: f64) -> f64 {
    let (low, high) = profile.range_g_per_day();
    low + (high - low) * share.clamp(0.0, 1.0)
}

/// Means of the metrics over the two weeks, age, decades beyond 60, sex, goal and training status.
fn inputs(example: &ProteinExample) -> Vec<f64> {
    let ProteinExample { profile, days, .. } = example;
    let flag = |is: bool| f64::from(u8::from(is));
    let mut inputs: Vec<f64> = (0..N_METRICS)
        .map(|metric| days.iter().map(|day| day[metric]).sum::<f64>() / N_DAYS as f64)
        .chain([profile.age_years, (profile.age_years - 60.0).max(0.0) / 10.0, flag(profile.sex == Sex::Male)])
        .collect();
    inputs.extend(Goal::ALL.map(|goal| flag(profile.goal == goal)));
    inputs.extend(TrainingStatus::ALL.map(|status| flag(profile.training_status == status)));
    inputs
}
