//! Sums over a changing risk set.

/// A running sum that also loses rows: compensated where rows leave, plain where they only enter.
#[derive(Clone, Copy, Default)]
pub(crate) struct RunningSum {
    pub(crate) sum: f64,
    lost: f64,
}

impl RunningSum {
    pub(crate) fn add(&mut self, value: f64) {
        let next = self.sum + value;
        self.lost += if self.sum.abs() >= value.abs() { (self.sum - next) + value } else { (value - next) + self.sum };
        self.sum = next;
    }

    pub(crate) fn value(self) -> f64 {
        self.sum + self.lost
    }
}
