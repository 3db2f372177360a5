//! Survival targets: who was at risk when, and who had the event.

use crate::error::{Error, Result};

/// Observed follow-up of each row: interval at risk, event indicator, and optionally stratum, case weight and cluster.
///
/// Checked once when built, so that every function taking a target can rely on it.
///
/// # Units
///
/// Times are in any one unit; results come back in the same unit.
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalTarget {
    start: Option<Vec<f64>>,
    stop: Vec<f64>,
    event: Vec<bool>,
    strata: Option<Vec<u32>>,
    weights: Option<Vec<f64>>,
    clusters: Option<Vec<u32>>,
}

impl SurvivalTarget {
    /// Builds a right-censored target: row `i` was at risk on `(0, time[i]]` and had the event at `time[i]` if `event[i]`.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::InvalidTime`] (not finite, zero or negative) or [`Error::NoEvents`].
    pub fn right_censored(time: Vec<f64>, event: Vec<bool>) -> Result<Self> {
        if let Some((row, &value)) = time.iter().enumerate().find(|(_, t)| !(t.is_finite() && **t > 0.0)) {
            return Err(Error::InvalidTime { row, value });
        }
        Self::checked(None, time, event)
    }

    /// Builds a start–stop (left-truncated, possibly time-varying) target: row `i` was at risk on `(start[i], stop[i]]`.
    ///
    /// Several rows may describe one subject. Start may be negative; only the order of times matters.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::InvalidTime`] (stop not finite),
    /// [`Error::StartNotBeforeStop`] or [`Error::NoEvents`].
    pub fn start_stop(start: Vec<f64>, stop: Vec<f64>, event: Vec<bool>) -> Result<Self> {
        same_length("start", stop.len(), start.len())?;
        for (row, (&start, &stop)) in start.iter().zip(&stop).enumerate() {
            if !stop.is_finite() {
                return Err(Error::InvalidTime { row, value: stop });
            }
            if !(start.is_finite() && start < stop) {
                return Err(Error::StartNotBeforeStop { row, start, stop });
            }
        }
        Self::checked(Some(start), stop, event)
    }

    fn checked(start: Option<Vec<f64>>, stop: Vec<f64>, event: Vec<bool>) -> Result<Self> {
        if stop.is_empty() {
            return Err(Error::Empty);
        }
        same_length("event", stop.len(), event.len())?;
        if !event.contains(&true) {
            return Err(Error::NoEvents { n_rows: event.len() });
        }
        Ok(Self { start, stop, event, strata: None, weights: None, clusters: None })
    }

    /// Gives each row a stratum; risk sets never cross strata, and each stratum has its own baseline hazard.
    ///
    /// # Errors
    ///
    /// [`Error::LengthMismatch`].
    pub fn with_strata(mut self, strata: Vec<u32>) -> Result<Self> {
        same_length("strata", self.n_rows(), strata.len())?;
        self.strata = Some(strata);
        Ok(self)
    }

    /// Gives each row a case weight > 0; a weight of 2 counts like the row written twice (exactly so with Breslow ties).
    ///
    /// # Errors
    ///
    /// [`Error::LengthMismatch`] or [`Error::InvalidWeight`].
    pub fn with_weights(mut self, weights: Vec<f64>) -> Result<Self> {
        same_length("weights", self.n_rows(), weights.len())?;
        if let Some((row, &value)) = weights.iter().enumerate().find(|(_, w)| !(w.is_finite() && **w > 0.0)) {
            return Err(Error::InvalidWeight { row, value });
        }
        self.weights = Some(weights);
        Ok(self)
    }

    /// The same target with every case weight 1.
    pub(crate) fn without_weights(mut self) -> Self {
        self.weights = None;
        self
    }

    /// Gives each row a cluster (a subject, a family, a clinic); a fit then reports cluster-robust standard errors.
    ///
    /// # Errors
    ///
    /// [`Error::LengthMismatch`].
    pub fn with_clusters(mut self, clusters: Vec<u32>) -> Result<Self> {
        same_length("clusters", self.n_rows(), clusters.len())?;
        self.clusters = Some(clusters);
        Ok(self)
    }

    /// Returns the rows at `indices`, in that order; a row may be taken several times.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without rows, [`Error::NoEvents`] if none of them has the event.
    ///
    /// # Panics
    ///
    /// If an index is out of range.
    pub fn select(&self, indices: &[usize]) -> Result<Self> {
        let mut target = Self::checked(
            self.start.as_deref().map(|values| pick(values, indices)),
            pick(&self.stop, indices),
            pick(&self.event, indices),
        )?;
        target.strata = self.strata.as_deref().map(|values| pick(values, indices));
        target.weights = self.weights.as_deref().map(|values| pick(values, indices));
        target.clusters = self.clusters.as_deref().map(|values| pick(values, indices));
        Ok(target)
    }

    /// Number of rows (for right-censored data: subjects).
    pub fn n_rows(&self) -> usize {
        self.stop.len()
    }

    /// Number of rows that end with the event.
    pub fn n_events(&self) -> usize {
        self.event.iter().filter(|&&event| event).count()
    }

    /// Entry times, if the target is start–stop.
    pub fn start(&self) -> Option<&[f64]> {
        self.start.as_deref()
    }

    /// Exit times: of the event or of censoring.
    pub fn stop(&self) -> &[f64] {
        &self.stop
    }

    /// Whether each row ends with the event.
    pub fn event(&self) -> &[bool] {
        &self.event
    }

    /// Strata, if given.
    pub fn strata(&self) -> Option<&[u32]> {
        self.strata.as_deref()
    }

    /// Case weights, if given.
    pub fn weights(&self) -> Option<&[f64]> {
        self.weights.as_deref()
    }

    /// Clusters, if given.
    pub fn clusters(&self) -> Option<&[u32]> {
        self.clusters.as_deref()
    }

    /// Case weight of a row, 1 if none were given.
    pub(crate) fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// Stratum of a row, 0 if none were given.
    pub(crate) fn stratum(&self, row: usize) -> u32 {
        self.strata.as_ref().map_or(0, |strata| strata[row])
    }
}

fn pick<T: Copy>(values: &[T], indices: &[usize]) -> Vec<T> {
    indices.iter().map(|&index| values[index]).collect()
}

pub(crate) fn same_length(name: &'static str, expected: usize, got: usize) -> Result<()> {
    if expected == got { Ok(()) } else { Err(Error::LengthMismatch { name, expected, got }) }
}
