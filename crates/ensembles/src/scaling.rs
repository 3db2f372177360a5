//! Numbers as the learner takes them best.

/// Moves numbers to mean 0 and standard deviation 1, where the learner's sums lose no digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scaling {
    mean: f64,
    sd: f64,
}

impl Scaling {
    /// Learns mean and standard deviation of numbers that are not all equal.
    pub(crate) fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        // Divided first: sums of numbers near the largest one overflow.
        let mean = values.iter().map(|value| value / n).sum::<f64>();
        let largest = values.iter().map(|value| (value - mean).abs()).fold(0.0, f64::max);
        let variance = values.iter().map(|value| ((value - mean) / largest).powi(2)).sum::<f64>() / n;
        Self { mean, sd: largest * variance.sqrt() }
    }

    pub(crate) fn forward(self, value: f64) -> f64 {
        (value - self.mean) / self.sd
    }

    pub(crate) fn back(self, value: f64) -> f64 {
        self.mean + self.sd * value
    }

    pub(crate) fn sd(self) -> f64 {
        self.sd
    }
}
