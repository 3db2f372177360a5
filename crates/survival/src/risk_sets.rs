//! Rows in the order in which a partial likelihood visits them, and the event times between them.

use std::cmp::Ordering;
use std::ops::Range;

use rayon::slice::ParallelSliceMut;

use crate::parallel::PARALLEL_ROWS;
use crate::params::Ties;
use crate::target::SurvivalTarget;

/// The rows of a target sorted once: by stratum, then latest exit first, events before censorings at the same time.
///
/// **Invariant**: within a stratum, the rows at risk at an event time are those at positions before `entered` in
/// `order` without those before `left` in `by_entry`; so one sweep from late to early visits every risk set.
#[derive(Debug)]
pub(crate) struct RiskSets {
    /// Original row of each sorted position.
    pub(crate) order: Vec<usize>,
    /// Case weight of each position.
    pub(crate) weight: Vec<f64>,
    /// Event indicator of each position.
    pub(crate) event: Vec<bool>,
    /// Positions by stratum, then latest entry first; only for start–stop data.
    pub(crate) by_entry: Option<Vec<usize>>,
    /// Strata in ascending order of their number.
    pub(crate) strata: Vec<Stratum>,
    /// Distinct event times: by stratum, latest first.
    pub(crate) groups: Vec<EventGroup>,
    /// Σ of the case weights.
    pub(crate) total_weight: f64,
}

/// One stratum.
#[derive(Debug)]
pub(crate) struct Stratum {
    /// The number given by the caller.
    pub(crate) id: u32,
    /// Its positions.
    pub(crate) positions: Range<usize>,
    /// Its event times.
    pub(crate) groups: Range<usize>,
}

/// The events of one stratum at one time.
#[derive(Debug)]
pub(crate) struct EventGroup {
    /// Event time.
    pub(crate) time: f64,
    /// First position of its stratum.
    pub(crate) stratum_start: usize,
    /// Positions from the start of the stratum up to here have exit ≥ `time`.
    pub(crate) entered: usize,
    /// Indices into `by_entry` from the start of the stratum up to here have entry ≥ `time`: not at risk yet.
    pub(crate) left: usize,
    /// Positions of the rows with the event.
    pub(crate) deaths: Range<usize>,
    /// Σ of their case weights.
    pub(crate) death_weight: f64,
}

impl EventGroup {
    /// Number of terms the group contributes under `ties`: one a death (Efron) or one in all (Breslow).
    pub(crate) fn n_terms(&self, ties: Ties) -> usize {
        match ties {
            Ties::Efron => self.deaths.len(),
            Ties::Breslow => 1,
        }
    }

    /// Case weight of each of those terms.
    pub(crate) fn term_weight(&self, ties: Ties) -> f64 {
        match ties {
            Ties::Efron => self.death_weight / self.deaths.len() as f64,
            Ties::Breslow => self.death_weight,
        }
    }

    /// Share of the deaths that has left the risk set before term `term`.
    pub(crate) fn share_gone(&self, term: usize, ties: Ties) -> f64 {
        match ties {
            Ties::Efron => term as f64 / self.deaths.len() as f64,
            Ties::Breslow => 0.0,
        }
    }
}

impl RiskSets {
    pub(crate) fn new(target: &SurvivalTarget) -> Self {
        let n = target.n_rows();
        let (stop, event) = (target.stop(), target.event());
        let mut order: Vec<usize> = (0..n).collect();
        sort_by(&mut order, |&a, &b| {
            (target.stratum(a).cmp(&target.stratum(b)))
                .then_with(|| descending(stop[a], stop[b]))
                .then_with(|| event[b].cmp(&event[a]))
                .then_with(|| a.cmp(&b))
        });
        let by_entry = target.start().map(|start| {
            let mut by_entry: Vec<usize> = (0..n).collect();
            sort_by(&mut by_entry, |&a, &b| {
                let (row_a, row_b) = (order[a], order[b]);
                (target.stratum(row_a).cmp(&target.stratum(row_b)))
                    .then_with(|| descending(start[row_a], start[row_b]))
                    .then_with(|| a.cmp(&b))
            });
            by_entry
        });
        let weight: Vec<f64> = order.iter().map(|&row| target.weight(row)).collect();
        let mut sets = Self {
            event: order.iter().map(|&row| event[row]).collect(),
            total_weight: weight.iter().sum(),
            weight,
            order,
            by_entry,
            strata: Vec::new(),
            groups: Vec::new(),
        };
        let mut begin = 0;
        while begin < n {
            let id = target.stratum(sets.order[begin]);
            let length = sets.order[begin..].partition_point(|&row| target.stratum(row) == id);
            let first_group = sets.groups.len();
            sets.push_groups(target, begin..begin + length);
            sets.strata.push(Stratum { id, positions: begin..begin + length, groups: first_group..sets.groups.len() });
            begin += length;
        }
        sets
    }

    fn push_groups(&mut self, target: &SurvivalTarget, positions: Range<usize>) {
        let stop_at = |position: usize| target.stop()[self.order[position]];
        let (mut position, mut left) = (positions.start, positions.start);
        while position < positions.end {
            let time = stop_at(position);
            let deaths_end =
                (position..positions.end).find(|&i| stop_at(i) != time || !self.event[i]).unwrap_or(positions.end);
            let entered = (deaths_end..positions.end).find(|&i| stop_at(i) != time).unwrap_or(positions.end);
            if deaths_end > position {
                if let (Some(by_entry), Some(start)) = (&self.by_entry, target.start()) {
                    while left < positions.end && start[self.order[by_entry[left]]] >= time {
                        left += 1;
                    }
                }
                self.groups.push(EventGroup {
                    time,
                    stratum_start: positions.start,
                    entered,
                    left,
                    deaths: position..deaths_end,
                    death_weight: self.weight[position..deaths_end].iter().sum(),
                });
            }
            position = entered;
        }
    }

    /// Number of rows.
    pub(crate) fn n_rows(&self) -> usize {
        self.order.len()
    }

    /// Brings values in sorted order back into the order of the rows.
    pub(crate) fn to_row_order(&self, sorted: &[f64]) -> Vec<f64> {
        let mut values = vec![0.0; sorted.len()];
        for (&row, &value) in self.order.iter().zip(sorted) {
            values[row] = value;
        }
        values
    }

    /// Brings values in the order of the rows into sorted order.
    pub(crate) fn to_sorted_order(&self, values: &[f64]) -> Vec<f64> {
        self.order.iter().map(|&row| values[row]).collect()
    }
}

/// Sorts on all cores where that is worth waking them.
fn sort_by(values: &mut [usize], compare: impl Fn(&usize, &usize) -> Ordering + Sync) {
    if values.len() < PARALLEL_ROWS {
        values.sort_unstable_by(compare);
    } else {
        values.par_sort_unstable_by(compare);
    }
}

fn descending(a: f64, b: f64) -> Ordering {
    b.total_cmp(&a)
}
