//! How probable each lift is, and that it is none of them.

use std::ops::Index;

use serde::{Deserialize, Serialize};
use words::Exercise;

/// How probable each of the five lifts is, and that a recording shows none of them; they sum to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct LiftProbabilities {
    pub bench_press: f64,
    pub deadlift: f64,
    pub lunge: f64,
    pub none: f64,
    pub overhead_press: f64,
    pub squat: f64,
}

impl LiftProbabilities {
    /// From numbers of which only the ratios count; the lifts in the order of [`Exercise::ALL`].
    pub(crate) fn from_weights(lifts: [f64; Exercise::N], none: f64) -> Self {
        let sum = lifts.iter().sum::<f64>() + none;
        let [squat, deadlift, bench_press, overhead_press, lunge] = lifts.map(|weight| weight / sum);
        Self { bench_press, deadlift, lunge, none: none / sum, overhead_press, squat }
    }

    /// Certain of one of them, or of none.
    pub(crate) fn certain(exercise: Option<Exercise>) -> Self {
        let is = |one: Exercise| f64::from(u8::from(exercise == Some(one)));
        Self::from_weights(Exercise::ALL.map(is), f64::from(u8::from(exercise.is_none())))
    }

    /// The most probable lift; none where that is more probable.
    pub fn most_probable(&self) -> Option<Exercise> {
        let best = Exercise::ALL.into_iter().max_by(|a, b| self[*a].total_cmp(&self[*b]));
        best.filter(|exercise| self[*exercise] > self.none)
    }
}

impl Index<Exercise> for LiftProbabilities {
    type Output = f64;

    fn index(&self, exercise: Exercise) -> &f64 {
        match exercise {
            Exercise::Squat => &self.squat,
            Exercise::Deadlift => &self.deadlift,
            Exercise::BenchPress => &self.bench_press,
            Exercise::OverheadPress => &self.overhead_press,
            Exercise::Lunge => &self.lunge,
        }
    }
}
