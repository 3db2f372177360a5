//! The product-limit estimate of a survival curve.

use crate::target::SurvivalTarget;

/// A Kaplan–Meier curve: a step function that falls at each event time.
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    times: Vec<f64>,
    at_risk: Vec<f64>,
    events: Vec<f64>,
    survival: Vec<f64>,
    standard_error: Vec<f64>,
}

impl KaplanMeier {
    /// Estimates the curve of all rows of `target`, ignoring its strata.
    ///
    /// S(t) = Π (1 − d/n) over event times ≤ t; the standard error is Greenwood's.
    ///
    /// # Source
    ///
    /// Kaplan & Meier (1958), JASA 53; Greenwood (1926)
    pub fn fit(target: &SurvivalTarget) -> Self {
        let n = target.n_rows();
        let mut exits: Vec<usize> = (0..n).collect();
        exits.sort_unstable_by(|&a, &b| target.stop()[a].total_cmp(&target.stop()[b]));
        let mut entries: Vec<usize> = Vec::new();
        let mut at_risk = 0.0;
        match target.start() {
            Some(start) => {
                entries = (0..n).collect();
                entries.sort_unstable_by(|&a, &b| start[a].total_cmp(&start[b]));
            }
            None => at_risk = (0..n).map(|row| target.weight(row)).sum(),
        }
        let mut curve = Self {
            times: Vec::new(),
            at_risk: Vec::new(),
            events: Vec::new(),
            survival: Vec::new(),
            standard_error: Vec::new(),
        };
        let (mut survival, mut greenwood, mut entered, mut begin) = (1.0, 0.0, 0, 0);
        while begin < n {
            let time = target.stop()[exits[begin]];
            let length = exits[begin..].partition_point(|&row| target.stop()[row] == time);
            let leaving = &exits[begin..begin + length];
            if let Some(start) = target.start() {
                while entered < n && start[entries[entered]] < time {
                    at_risk += target.weight(entries[entered]);
                    entered += 1;
                }
            }
            let events: f64 = leaving.iter().filter(|&&row| target.event()[row]).map(|&row| target.weight(row)).sum();
            if events > 0.0 {
                survival *= ((at_risk - events) / at_risk).max(0.0);
                greenwood += events / (at_risk * (at_risk - events));
                curve.times.push(time);
                curve.at_risk.push(at_risk);
                curve.events.push(events);
                curve.survival.push(survival);
                curve.standard_error.push(if survival > 0.0 { survival * greenwood.sqrt() } else { 0.0 });
            }
            at_risk -= leaving.iter().map(|&row| target.weight(row)).sum::<f64>();
            begin += length;
        }
        curve
    }

    /// Distinct event times, ascending.
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    /// Weight of the rows at risk at each event time.
    pub fn at_risk(&self) -> &[f64] {
        &self.at_risk
    }

    /// Weight of the events at each event time.
    pub fn events(&self) -> &[f64] {
        &self.events
    }

    /// S at and after each event time.
    pub fn survival(&self) -> &[f64] {
        &self.survival
    }

    /// Greenwood's standard error of S at each event time.
    pub fn standard_error(&self) -> &[f64] {
        &self.standard_error
    }

    /// S just before `time`: 1 before the first event.
    pub fn survival_before(&self, time: f64) -> f64 {
        let earlier = self.times.partition_point(|&event_time| event_time < time);
        if earlier == 0 { 1.0 } else { self.survival[earlier - 1] }
    }

    /// Pointwise 95 % interval of S at each event time, on the log(−log S) scale, which stays within [0, 1].
    ///
    /// # Source
    ///
    /// Kalbfleisch & Prentice (2002), §1.4
    pub fn confidence_interval(&self) -> Vec<(f64, f64)> {
        let bounds = |(&survival, &error): (&f64, &f64)| {
            if survival <= 0.0 {
                return (0.0, 0.0);
            }
            let spread = (crate::inference::NORMAL_975 * error / (survival * survival.ln())).exp();
            (survival.powf(spread.recip().max(spread)), survival.powf(spread.min(spread.recip())))
        };
        self.survival.iter().zip(&self.standard_error).map(bounds).collect()
    }
}
