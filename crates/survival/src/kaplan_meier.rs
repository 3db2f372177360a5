//! The product-limit estimate of a survival curve.

use statrs::distribution::{ContinuousCDF, Normal};

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

    /// Pointwise interval of S at each event time (R: `survfit(conf.type = …)`).
    ///
    /// # Units
    ///
    /// `level` in (0, 1), such as 0.95; bounds in [0, 1]
    ///
    /// # Source
    ///
    /// Kalbfleisch & Prentice (2002), §1.4
    pub fn band(&self, level: f64, scale: BandScale) -> Vec<(f64, f64)> {
        let z = Normal::standard().inverse_cdf(f64::midpoint(1.0, level));
        let bounds = |(&survival, &error): (&f64, &f64)| {
            if survival <= 0.0 {
                return (0.0, 0.0);
            }
            around(survival, z * error / survival, scale)
        };
        self.survival.iter().zip(&self.standard_error).map(bounds).collect()
    }

    /// Band that holds the whole curve between the first and the last event time with probability `level`
    /// (Hall & Wellner 1980, Biometrika 67; on other scales than the plain one as Borgan & Liestøl 1990, Scandinavian Journal of
    /// Statistics 17): wider than the pointwise intervals of [`band`](Self::band).
    ///
    /// # Units
    ///
    /// `n_rows`: how many were observed; `level` in (0, 1), such as 0.95; bounds in [0, 1]
    pub fn simultaneous_band(&self, n_rows: usize, level: f64, scale: BandScale) -> Vec<(f64, f64)> {
        let n = n_rows as f64;
        // n σ², σ the relative standard error.
        let variance: Vec<f64> = self
            .survival
            .iter()
            .zip(&self.standard_error)
            .map(|(s, error)| if *s > 0.0 { n * (error / s).powi(2) } else { f64::INFINITY })
            .collect();
        let last = variance.iter().copied().filter(|v| v.is_finite()).fold(0.0, f64::max);
        let critical = hall_wellner_quantile(level, last / (1.0 + last));
        let bounds = |(&survival, &variance): (&f64, &f64)| {
            if survival <= 0.0 {
                return (0.0, 0.0);
            }
            let spread = critical * (1.0 + variance) / n.sqrt();
            around(survival, spread, scale)
        };
        self.survival.iter().zip(&variance).map(bounds).collect()
    }

    /// The time by which a share of the rows has had the event, with its interval: where curve and band pass 1 − share
    /// (R: `quantile(survfit)`). `None` where they stay above.
    ///
    /// # Units
    ///
    /// `share` in (0, 1): 0.5 is the median; `level` in (0, 1)
    ///
    /// # Source
    ///
    /// Brookmeyer & Crowley (1982), Biometrics 38
    pub fn quantile(&self, share: f64, level: f64, scale: BandScale) -> (Option<f64>, [Option<f64>; 2]) {
        let (low, high): (Vec<f64>, Vec<f64>) = self.band(level, scale).into_iter().unzip();
        let passes = |curve: &[f64]| self.passes(curve, 1.0 - share);
        (passes(&self.survival), [passes(&low), passes(&high)])
    }

    /// When a curve at the event times comes down to a value; the middle of a step that lies on it.
    fn passes(&self, curve: &[f64], value: f64) -> Option<f64> {
        let tolerance = f64::EPSILON.sqrt();
        let first = curve.iter().position(|&survival| survival <= value + tolerance)?;
        let below = curve.iter().position(|&survival| survival < value - tolerance);
        Some(match below {
            Some(below) if below > first => f64::midpoint(self.times[first], self.times[below]),
            _ => self.times[first],
        })
    }

    /// The mean time without the event up to `horizon`, the area under the curve, and its standard error
    /// (R: `print(survfit, rmean = horizon)`).
    ///
    /// # Units
    ///
    /// `horizon` and the result in the unit of the times
    ///
    /// # Source
    ///
    /// Klein & Moeschberger (2003), §4.5
    pub fn restricted_mean(&self, horizon: f64) -> (f64, f64) {
        let n = self.times.partition_point(|&time| time < horizon);
        let (mut area, mut variance) = (0.0, 0.0);
        for step in (0..n).rev() {
            let end = if step + 1 < n { self.times[step + 1] } else { horizon };
            area += self.survival[step] * (end - self.times[step]);
            let (at_risk, events) = (self.at_risk[step], self.events[step]);
            if at_risk > events {
                variance += area * area * events / (at_risk * (at_risk - events));
            }
        }
        let first = self.times.first().copied().unwrap_or(horizon).min(horizon);
        (area + first, variance.sqrt())
    }
}

/// Bounds of a survival probability with a relative spread, symmetric on a scale.
fn around(survival: f64, spread: f64, scale: BandScale) -> (f64, f64) {
    match scale {
        BandScale::Plain => ((survival - spread * survival).max(0.0), (survival + spread * survival).min(1.0)),
        BandScale::Log => {
            let factor = spread.exp();
            (survival / factor, (survival * factor).min(1.0))
        }
        BandScale::LogLog => {
            let power = (spread / survival.ln()).exp();
            (survival.powf(power.recip().max(power)), survival.powf(power.min(power.recip())))
        }
    }
}

/// Probability that a Brownian bridge stays within ±λ on [0, a] (Hall & Wellner 1980, (2.7)).
fn bridge_within(lambda: f64, a: f64) -> f64 {
    const TERMS: i32 = 50;
    let normal = Normal::standard();
    if a <= 0.0 {
        return 1.0;
    }
    if a >= 1.0 {
        return 1.0
            - 2.0
                * (1..TERMS).map(|k| alternating(k) * (-2.0 * f64::from(k * k) * lambda * lambda).exp()).sum::<f64>();
    }
    let (r, d) = (lambda * ((1.0 - a) / a).sqrt(), (1.0 - a).recip());
    let sum: f64 = (1..TERMS)
        .map(|k| {
            let k2 = 2.0 * f64::from(k);
            -alternating(k)
                * (-k2 * k2 * lambda * lambda / 2.0).exp()
                * (normal.cdf(r * (k2 + d)) - normal.cdf(r * (k2 - d)))
        })
        .sum();
    1.0 - 2.0 * normal.sf(lambda / (a * (1.0 - a)).sqrt()) + 2.0 * sum
}

/// 1, −1, 1, … for k = 1, 2, 3, …
fn alternating(k: i32) -> f64 {
    if k % 2 == 1 { 1.0 } else { -1.0 }
}

/// The λ within which a Brownian bridge stays on [0, a] with a probability.
fn hall_wellner_quantile(level: f64, a: f64) -> f64 {
    let (mut low, mut high) = (0.0, 5.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if bridge_within(middle, a) < level { low = middle } else { high = middle }
    }
    high
}

/// The scale on which an interval of a survival curve is symmetric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BandScale {
    /// S itself, cut to [0, 1].
    Plain,
    /// log S, R's default.
    Log,
    /// log(−log S), which stays within [0, 1].
    #[default]
    LogLog,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hall & Wellner (1980), table 1, at 95 %.
    #[test]
    fn critical_values_are_those_of_the_table() {
        for (a, expected) in [(0.25, 1.014), (0.4, 1.198), (0.5, 1.273), (0.6, 1.321), (0.75, 1.354), (1.0, 1.358)] {
            let got = hall_wellner_quantile(0.95, a);
            assert!((got - expected).abs() < 6e-4, "{a}: {got}, expected {expected}");
        }
    }
}
