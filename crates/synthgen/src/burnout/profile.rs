//! Who somebody is: age, gender, occupation, kind of life.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use words::Sex;

use super::metric::N_METRICS;

/// What is known about a person besides the daily metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Age in years.
    pub age: u32,
    /// Gender.
    pub gender: Sex,
    /// Field of work.
    pub occupation: Occupation,
    /// Which kind of life the person was drawn from; explains the data, is never a feature.
    pub archetype: Archetype,
}

/// Field of work; shifts levels and weakens the weekend where people work shifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Occupation {
    Education,
    Engineering,
    Healthcare,
    Management,
    Manual,
    Service,
}

/// The kind of life that a person leads, in shares of 35, 25, 20, 10 and 10 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Archetype {
    /// Low stress, good sleep, time for others.
    Balanced,
    /// Long hours, poor work-life balance.
    Overworked,
    /// Coming out of a hard time: strained at first, improving over the run-in.
    Recovering,
    /// Strained in every respect, and changeable.
    HighRisk,
    /// Trains much, high HRV, recovers quickly.
    Athlete,
}

impl Occupation {
    /// All values, in alphabetical order.
    pub const ALL: [Self; 6] =
        [Self::Education, Self::Engineering, Self::Healthcare, Self::Management, Self::Manual, Self::Service];

    /// The text in the column `occupation`.
    pub fn name(self) -> &'static str {
        ["education", "engineering", "healthcare", "management", "manual", "service"][self as usize]
    }

    const SHARES: [f64; 6] = [0.15, 0.20, 0.15, 0.15, 0.15, 0.20];

    /// How much of the weekend effect is left.
    pub(crate) fn weekend_factor(self) -> f64 {
        [1.1, 1.1, 0.7, 1.0, 1.2, 0.9][self as usize]
    }

    /// Shift of a person's levels in between-person sds, one per metric.
    pub(crate) fn shifts(self) -> &'static [f64; N_METRICS] {
        &OCCUPATION_SHIFTS[self as usize]
    }
}

impl Archetype {
    /// All values, in the order of their shares.
    pub const ALL: [Self; 5] = [Self::Balanced, Self::Overworked, Self::Recovering, Self::HighRisk, Self::Athlete];

    /// The text in the column `archetype`.
    pub fn name(self) -> &'static str {
        ["balanced", "overworked", "recovering", "high_risk", "athlete"][self as usize]
    }

    /// The share of people of this kind.
    pub fn share(self) -> f64 {
        Self::SHARES[self as usize]
    }

    const SHARES: [f64; 5] = [0.35, 0.25, 0.20, 0.10, 0.10];

    pub(crate) fn shifts(self) -> &'static [f64; N_METRICS] {
        &ARCHETYPE_SHIFTS[self as usize]
    }

    /// Factor on the sd of the daily noise.
    pub(crate) fn volatility(self) -> f64 {
        [0.95, 1.0, 1.0, 1.2, 0.95][self as usize]
    }

    /// Extra strain on day 0, which fades over the run-in.
    pub(crate) fn initial_strain(self) -> f64 {
        if self == Self::Recovering { 0.6 } else { 0.0 }
    }
}

impl Profile {
    pub(crate) fn draw(rng: &mut ChaCha8Rng) -> Self {
        let archetype = Archetype::ALL[pick(&Archetype::SHARES, rng)];
        let gender = Sex::ALL[pick(&[0.5, 0.5], rng)];
        let occupation = Occupation::ALL[pick(&Occupation::SHARES, rng)];
        let mean_age = if archetype == Archetype::Athlete { 33.0 } else { 40.0 };
        let age: f64 = mean_age + 10.5 * rng.sample::<f64, _>(StandardNormal);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 19..=66")]
        let age = age.clamp(19.0, 66.0) as u32;
        Self { age, gender, occupation, archetype }
    }

    /// Shift of the person's levels in between-person sds that age and gender explain.
    pub(crate) fn demographic_shift(self, metric_index: usize) -> f64 {
        let decades = (f64::from(self.age) - 40.0) / 10.0;
        let female = if self.gender == Sex::Female { 0.5 } else { -0.5 };
        AGE_SHIFTS[metric_index] * decades + GENDER_SHIFTS[metric_index] * female
    }
}

fn pick(shares: &[f64], rng: &mut ChaCha8Rng) -> usize {
    let mut left: f64 = rng.random();
    for (index, share) in shares.iter().enumerate() {
        left -= share;
        if left < 0.0 {
            return index;
        }
    }
    shares.len() - 1 // the shares sum to 1 up to rounding
}

/// Columns: sleep, stress, workload, social support, exercise, HRV, recovery time, work-life balance, nutrition, mental
/// fatigue, performance, mood. Weighted by the shares, each column sums to about 0.
#[rustfmt::skip]
static ARCHETYPE_SHIFTS: [[f64; N_METRICS]; 5] = [
    [ 0.5, -0.6, -0.4,  0.4,  0.1,  0.2, -0.2,  0.6,  0.3, -0.6,  0.4,  0.5],
    [-0.4,  0.6,  1.0, -0.3, -0.6, -0.3,  0.3, -0.8, -0.4,  0.5, -0.1, -0.4],
    [ 0.0,  0.0, -0.4,  0.0, -0.1, -0.2,  0.4,  0.2,  0.0,  0.1, -0.3,  0.0],
    [-1.1,  1.2,  0.5, -0.9, -0.7, -0.7,  0.6, -1.0, -0.7,  1.3, -0.9, -1.1],
    [ 0.5, -0.6, -0.5,  0.2,  2.0,  1.2, -1.3,  0.3,  0.7, -0.5,  0.4,  0.4],
];

#[rustfmt::skip]
static OCCUPATION_SHIFTS: [[f64; N_METRICS]; 6] = [
    [ 0.1,  0.1,  0.0,  0.3,  0.0,  0.0,  0.0,  0.1,  0.1,  0.0,  0.0,  0.1],
    [ 0.1,  0.0,  0.1, -0.3, -0.1,  0.0,  0.0,  0.1,  0.0,  0.0,  0.1,  0.0],
    [-0.4,  0.3,  0.3,  0.1,  0.0, -0.1,  0.2, -0.3,  0.0,  0.3,  0.0, -0.1],
    [ 0.0,  0.2,  0.4,  0.0,  0.0,  0.0, -0.1, -0.3,  0.1,  0.0,  0.1,  0.0],
    [ 0.1, -0.3, -0.2,  0.0,  0.3,  0.1,  0.1,  0.2, -0.2, -0.1,  0.0,  0.0],
    [ 0.0, -0.2, -0.4,  0.1, -0.1,  0.0, -0.1,  0.1,  0.0, -0.1, -0.1,  0.0],
];

/// Per ten years above 40.
static AGE_SHIFTS: [f64; N_METRICS] = [-0.08, -0.04, 0.03, 0.04, -0.10, -0.30, 0.15, 0.05, 0.06, -0.02, 0.0, 0.04];

/// Women minus men.
static GENDER_SHIFTS: [f64; N_METRICS] = [-0.1, 0.15, 0.1, 0.2, -0.1, 0.0, 0.05, -0.1, 0.15, 0.1, 0.0, 0.0];

#[cfg(test)]
mod tests {
    use super::{ARCHETYPE_SHIFTS, Archetype, N_METRICS};

    #[test]
    fn archetype_shares_sum_to_one() {
        let sum: f64 = Archetype::ALL.iter().map(|a| a.share()).sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }

    #[test]
    fn archetype_shifts_average_to_zero() {
        for metric in 0..N_METRICS {
            let mean: f64 =
                Archetype::ALL.iter().zip(&ARCHETYPE_SHIFTS).map(|(a, shifts)| a.share() * shifts[metric]).sum();
            // A tenth of a between-person sd: the tables are rounded to one decimal.
            assert!(mean.abs() < 0.1, "metric {metric}: {mean}");
        }
    }
}
