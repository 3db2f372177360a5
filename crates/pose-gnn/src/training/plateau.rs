//! A learning rate that falls when errors stop falling.

use serde::{Deserialize, Serialize};

/// A learning rate that falls when a validation error stops falling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plateau {
    learning_rate: f64,
    factor: f64,
    patience: usize,
    best_error: Option<f64>,
    epochs_since_best: usize,
    epochs_since_change: usize,
}

impl Plateau {
    /// Starts with `learning_rate`, which is multiplied with `factor` after `patience` epochs without improvement.
    pub fn new(learning_rate: f64, factor: f64, patience: usize) -> Self {
        Self { learning_rate, factor, patience, best_error: None, epochs_since_best: 0, epochs_since_change: 0 }
    }

    /// The rate for the next epoch.
    pub fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    /// Epochs since the smallest error.
    pub fn epochs_since_best(&self) -> usize {
        self.epochs_since_best
    }

    /// Takes an epoch's validation error; true if it is the smallest so far.
    pub fn observe(&mut self, error: f64) -> bool {
        if self.best_error.is_none_or(|best| error < best) {
            self.best_error = Some(error);
            (self.epochs_since_best, self.epochs_since_change) = (0, 0);
            return true;
        }
        self.epochs_since_best += 1;
        self.epochs_since_change += 1;
        if self.epochs_since_change >= self.patience {
            self.learning_rate *= self.factor;
            self.epochs_since_change = 0;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::Plateau;

    #[test]
    fn rate_halves_after_two_epochs_without_improvement_and_not_before() {
        let mut plateau = Plateau::new(0.8, 0.5, 2);
        let rates: Vec<f64> = [3.0, 2.0, 2.5, 2.0, 2.1, 1.9, 2.0, 2.0, 2.0, 2.0]
            .into_iter()
            .map(|error| {
                plateau.observe(error);
                plateau.learning_rate()
            })
            .collect();
        assert_eq!(rates, [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 0.2, 0.2, 0.1]);
        assert_eq!(plateau.epochs_since_best(), 4);
    }
}
