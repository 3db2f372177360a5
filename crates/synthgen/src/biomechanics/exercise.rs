use serde::{Deserialize, Serialize};

/// One of the five lifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exercise {
    /// Squat, with a bar on the back or the hands before the chest.
    Squat,
    /// Conventional deadlift from the floor.
    Deadlift,
    /// Bench press.
    BenchPress,
    /// Standing overhead press.
    OverheadPress,
    /// Lunge in a split stance, both feet staying where they are.
    Lunge,
}

impl Exercise {
    /// All of them, in the order of their class numbers.
    pub const ALL: [Self; 5] = [Self::Squat, Self::Deadlift, Self::BenchPress, Self::OverheadPress, Self::Lunge];

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Squat => "squat",
            Self::Deadlift => "deadlift",
            Self::BenchPress => "bench_press",
            Self::OverheadPress => "overhead_press",
            Self::Lunge => "lunge",
        }
    }
}

/// How good a repetition looks, by its noise-free form score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// 90 points and more.
    Excellent,
    /// 75 to 90 points.
    Good,
    /// 60 to 75 points.
    Fair,
    /// Below 60 points.
    Poor,
}

impl Quality {
    /// All of them, best first.
    pub const ALL: [Self; 4] = [Self::Excellent, Self::Good, Self::Fair, Self::Poor];

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Excellent => "excellent",
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Poor => "poor",
        }
    }

    /// The level of a form score.
    pub fn of_score(form_score: f64) -> Self {
        if form_score >= 90.0 {
            Self::Excellent
        } else if form_score >= 75.0 {
            Self::Good
        } else if form_score >= 60.0 {
            Self::Fair
        } else {
            Self::Poor
        }
    }

    /// The noise-free scores that are drawn for this level, lowest and highest.
    pub(super) fn score_range(self) -> (f64, f64) {
        match self {
            Self::Excellent => (90.0, 100.0),
            Self::Good => (75.0, 90.0),
            Self::Fair => (60.0, 75.0),
            Self::Poor => (30.0, 60.0),
        }
    }
}
