//! Harrell's concordance index with its infinitesimal-jackknife standard error, in O(n log n).

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::risk_sets::RiskSets;
use crate::target::{SurvivalTarget, same_length};

/// How well risk scores order the times of the events.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Concordance {
    value: f64,
    standard_error: f64,
    concordant: f64,
    discordant: f64,
    tied_risk: f64,
}

impl Concordance {
    /// Share of comparable pairs in which the earlier event had the higher score; pairs tied in score count one half.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Standard error by the infinitesimal jackknife, as R's `concordance`.
    pub fn standard_error(&self) -> f64 {
        self.standard_error
    }

    /// Weight of the pairs in the right order.
    pub fn concordant(&self) -> f64 {
        self.concordant
    }

    /// Weight of the pairs in the wrong order.
    pub fn discordant(&self) -> f64 {
        self.discordant
    }

    /// Weight of the pairs whose scores are equal.
    pub fn tied_risk(&self) -> f64 {
        self.tied_risk
    }
}

/// Computes Harrell's concordance of `risk_scores` (higher = earlier event) with the observed times.
///
/// A pair is comparable if one had the event while the other, of the same stratum, was at risk and not having the
/// event at that very time. Rows of one cluster are taken together in the standard error.
///
/// # Errors
///
/// [`Error::LengthMismatch`], [`Error::RiskScoreNotANumber`] or [`Error::NoComparablePairs`].
///
/// # Source
///
/// Harrell et al. (1996), Statistics in Medicine 15; Therneau & Watson (2015), survival vignette "concordance"
pub fn concordance_index(target: &SurvivalTarget, risk_scores: &[f64]) -> Result<Concordance> {
    same_length("risk_scores", target.n_rows(), risk_scores.len())?;
    if let Some(row) = risk_scores.iter().position(|score| score.is_nan()) {
        return Err(Error::RiskScoreNotANumber { row });
    }
    let sets = RiskSets::new(target);
    of_sorted(&sets, &sets.to_sorted_order(risk_scores), target.clusters())
}

/// As [`concordance_index`], of scores in the order of `sets`.
pub(crate) fn of_sorted(sets: &RiskSets, scores: &[f64], clusters: Option<&[u32]>) -> Result<Concordance> {
    let (ranks, n_ranks) = dense_ranks(scores);
    let mut pairs = vec![Pairs::default(); scores.len()];
    let mut total = Pairs::default();
    for stratum in &sets.strata {
        let mut sweep = Sweep {
            sets,
            ranks: &ranks,
            at_risk: WeightTree::new(n_ranks),
            events: WeightTree::new(n_ranks),
            any_event: false,
            pairs: &mut pairs,
        };
        let (mut next, mut next_left) = (stratum.positions.start, stratum.positions.start);
        for group in &sets.groups[stratum.groups.clone()] {
            (next..group.deaths.start).chain(group.deaths.end..group.entered).for_each(|i| sweep.enter(i));
            if let Some(by_entry) = &sets.by_entry {
                by_entry[next_left..group.left].iter().for_each(|&i| sweep.leave(i));
                next_left = group.left;
            }
            next = group.entered;
            group.deaths.clone().for_each(|i| total.add(sweep.compare(i), sets.weight[i]));
            group.deaths.clone().for_each(|i| sweep.record_event(i));
            group.deaths.clone().for_each(|i| sweep.enter(i));
        }
        match &sets.by_entry {
            Some(by_entry) => {
                // A row that never entered a risk set, or left before, is in no tree; it must not leave twice.
                let entered: Vec<_> =
                    by_entry[next_left..stratum.positions.end].iter().copied().filter(|&i| i < next).collect();
                entered.into_iter().for_each(|i| sweep.leave(i));
            }
            None => (stratum.positions.start..next).for_each(|i| sweep.leave(i)),
        }
    }
    let comparable = total.comparable();
    if comparable == 0.0 {
        return Err(Error::NoComparablePairs);
    }
    let value = (total.concordant + 0.5 * total.tied) / comparable;
    let influence = |i: usize| {
        let own = pairs[i];
        sets.weight[i] * (own.concordant + 0.5 * own.tied - value * own.comparable()) / comparable
    };
    let variance: f64 = match clusters {
        None => (0..scores.len()).map(|i| influence(i).powi(2)).sum(),
        Some(clusters) => {
            let mut by_cluster = BTreeMap::<u32, f64>::new();
            (0..scores.len()).for_each(|i| *by_cluster.entry(clusters[sets.order[i]]).or_default() += influence(i));
            by_cluster.values().map(|sum| sum * sum).sum()
        }
    };
    Ok(Concordance {
        value,
        standard_error: variance.sqrt(),
        concordant: total.concordant,
        discordant: total.discordant,
        tied_risk: total.tied,
    })
}

/// Weight of the pairs of one row, or of all.
#[derive(Debug, Clone, Copy, Default)]
struct Pairs {
    concordant: f64,
    discordant: f64,
    tied: f64,
}

impl Pairs {
    fn add(&mut self, other: Self, factor: f64) {
        self.concordant += factor * other.concordant;
        self.discordant += factor * other.discordant;
        self.tied += factor * other.tied;
    }

    fn comparable(self) -> f64 {
        self.concordant + self.discordant + self.tied
    }
}

/// The sweep over one stratum, from the latest event to the earliest.
struct Sweep<'a> {
    sets: &'a RiskSets,
    ranks: &'a [usize],
    at_risk: WeightTree,
    events: WeightTree,
    any_event: bool,
    pairs: &'a mut [Pairs],
}

impl Sweep<'_> {
    /// Row `i` comes under observation: the events so far are none of its pairs.
    fn enter(&mut self, i: usize) {
        self.at_risk.add(self.ranks[i], self.sets.weight[i]);
        self.count_events(i, -1.0);
    }

    /// Row `i` goes: the events since it entered are its pairs.
    fn leave(&mut self, i: usize) {
        self.at_risk.add(self.ranks[i], -self.sets.weight[i]);
        self.count_events(i, 1.0);
    }

    fn count_events(&mut self, i: usize, sign: f64) {
        if self.any_event {
            let (below, equal, above) = self.events.split(self.ranks[i]);
            self.pairs[i].add(Pairs { concordant: above, discordant: below, tied: equal }, sign);
        }
    }

    /// The pairs of the event of row `i` with everyone at risk.
    fn compare(&mut self, i: usize) -> Pairs {
        let (below, equal, above) = self.at_risk.split(self.ranks[i]);
        let pairs = Pairs { concordant: below, discordant: above, tied: equal };
        self.pairs[i].add(pairs, 1.0);
        pairs
    }

    fn record_event(&mut self, i: usize) {
        self.events.add(self.ranks[i], self.sets.weight[i]);
        self.any_event = true;
    }
}

/// Fenwick (1994) tree of weights by rank.
struct WeightTree {
    nodes: Vec<f64>,
    total: f64,
}

impl WeightTree {
    fn new(n_ranks: usize) -> Self {
        Self { nodes: vec![0.0; n_ranks + 1], total: 0.0 }
    }

    fn add(&mut self, rank: usize, weight: f64) {
        self.total += weight;
        let mut node = rank + 1;
        while node < self.nodes.len() {
            self.nodes[node] += weight;
            node += node & node.wrapping_neg();
        }
    }

    /// Weight of the ranks below `end`.
    fn below(&self, end: usize) -> f64 {
        let (mut node, mut sum) = (end, 0.0);
        while node > 0 {
            sum += self.nodes[node];
            node &= node - 1;
        }
        sum
    }

    /// Weights below, at and above `rank`.
    fn split(&self, rank: usize) -> (f64, f64, f64) {
        let below = self.below(rank);
        let up_to = self.below(rank + 1);
        (below, up_to - below, self.total - up_to)
    }
}

/// Ranks equal scores equally, from 0.
fn dense_ranks(scores: &[f64]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_unstable_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let mut ranks = vec![0; scores.len()];
    let mut rank = 0;
    for pair in order.windows(2) {
        // `!=` rather than the order above, so that −0 and 0 tie.
        rank += usize::from(scores[pair[0]] != scores[pair[1]]);
        ranks[pair[1]] = rank;
    }
    (ranks, rank + 1)
}
