//! The lifts, and how good they are called.

use crate::macros::words;

words! {
    /// One of the five lifts whose faults are known, in the order of a classifier's outputs.
    Exercise, "exercise" {
        /// Squat, with a bar on the back or the hands before the chest.
        Squat = "squat",
        /// Conventional deadlift from the floor.
        Deadlift = "deadlift",
        /// Bench press.
        BenchPress = "bench_press",
        /// Standing overhead press.
        OverheadPress = "overhead_press",
        /// Lunge in a split stance, both feet staying where they are.
        Lunge = "lunge",
    }
}

/// Form score from which form is called excellent.
pub const FORM_EXCELLENT: f64 = 90.0;
/// Form score from which form is called good.
pub const FORM_GOOD: f64 = 75.0;
/// Form score from which form is called fair; below it is poor.
pub const FORM_FAIR: f64 = 60.0;

words! {
    /// What a form score amounts to, best first.
    FormLevel, "form level" {
        /// [`FORM_EXCELLENT`] and more.
        Excellent = "excellent",
        /// [`FORM_GOOD`] and more.
        Good = "good",
        /// [`FORM_FAIR`] and more.
        Fair = "fair",
        /// Less.
        Poor = "poor",
    }
}

impl FormLevel {
    /// The level of a form score of 0 to 100.
    pub fn of_score(form_score: f64) -> Self {
        match form_score {
            score if score >= FORM_EXCELLENT => Self::Excellent,
            score if score >= FORM_GOOD => Self::Good,
            score if score >= FORM_FAIR => Self::Fair,
            _ => Self::Poor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_begin_at_their_scores() {
        use FormLevel::{Excellent, Fair, Good, Poor};

        let levels = [89.9, 90.0, 74.9, 75.0, 59.9, 60.0, 0.0].map(FormLevel::of_score);
        assert_eq!(levels, [Good, Excellent, Fair, Good, Poor, Fair, Poor]);
    }
}
