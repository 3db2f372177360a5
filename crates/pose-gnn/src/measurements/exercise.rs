use serde::{Deserialize, Serialize};

/// One of the five lifts whose faults are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exercise {
    /// Squat.
    Squat,
    /// Deadlift from the floor.
    Deadlift,
    /// Bench press.
    BenchPress,
    /// Standing overhead press.
    OverheadPress,
    /// Lunge, both feet staying where they are.
    Lunge,
}

impl Exercise {
    /// All of them.
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
