//! Data that the benchmarks share.

use std::fmt;

use ndarray::{Array1, Array2, ArrayViewMut1};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Correlation of neighbouring covariates, and in start–stop data of a covariate with itself a day later.
const CORRELATION: f64 = 0.4;
/// One covariate in this many has an effect.
const EFFECT_EVERY: usize = 5;
/// Linear predictors have about this standard deviation, whatever the number of covariates.
const RISK_SD: f64 = 1.0;
/// Shape and scale (days) of the Weibull baseline.
const WEIBULL_SHAPE: f64 = 1.5;
const WEIBULL_SCALE_DAYS: f64 = 200.0;
/// Mean of the exponential drop-out, and the end of the study for those who remain.
const DROP_OUT_MEAN_DAYS: f64 = 300.0;
const STUDY_END_DAYS: f64 = 180.0;
/// Follow-up of a subject and its baseline risk a day in start–stop data: about a third have the event.
const FOLLOW_UP_DAYS: u32 = 365;
const DAILY_RISK: f64 = 7e-4;

/// Rows and covariates; prints as `n=20_000,p=50`, the form of a benchmark id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Number of rows.
    pub n: usize,
    /// Number of covariates.
    pub p: usize,
}

impl Shape {
    /// A table of a small study: 1,000 × 19.
    pub const SMALL: Self = Self { n: 1_000, p: 19 };
    /// The training people of the burnout data set: 800 × 19.
    pub const PEOPLE: Self = Self { n: 800, p: 19 };
    /// Many people with the same features: 20,000 × 19.
    pub const MANY_PEOPLE: Self = Self { n: 20_000, p: 19 };
    /// A table of a large study: 20,000 × 50.
    pub const LARGE: Self = Self { n: 20_000, p: 50 };
    /// A year of days of 1,000 or more subjects: 365,000 × 10.
    pub const DAILY: Self = Self { n: 365_000, p: 10 };
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.n.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
        write!(f, "n={},p={}", groups.join("_"), self.p)
    }
}

/// Right-censored data with a known truth.
#[derive(Debug, Clone)]
pub struct RightCensored {
    /// Covariates, `[n, p]`.
    pub x: Array2<f64>,
    /// Days until the event or until censoring.
    pub time: Vec<f64>,
    /// Whether `time` is that of the event.
    pub event: Vec<bool>,
    /// True log hazard ratios, `[p]`.
    pub beta: Array1<f64>,
}

/// Two classes with a known truth.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// Features, `[n, p]`.
    pub x: Array2<f64>,
    /// Whether a row belongs to the class that is predicted.
    pub label: Vec<bool>,
    /// True log-odds of each row: the best ranking there is.
    pub log_odds: Vec<f64>,
}

/// Start–stop data with a known truth: a row a day.
#[derive(Debug, Clone)]
pub struct StartStop {
    /// Covariates of the day, `[n, p]`.
    pub x: Array2<f64>,
    /// Day at whose start the row begins.
    pub start: Vec<f64>,
    /// Day at whose end the row ends.
    pub stop: Vec<f64>,
    /// Whether the row ends with the event.
    pub event: Vec<bool>,
    /// True log hazard ratios, `[p]`.
    pub beta: Array1<f64>,
}

impl RightCensored {
    /// The true linear predictor of each row.
    pub fn risk_scores(&self) -> Vec<f64> {
        self.x.dot(&self.beta).to_vec()
    }
}

/// Makes two classes, about half of the rows each.
///
/// Features are standard normal, neighbours correlated by 0.4; every fifth has an effect, and the first two of those act
/// together as well, so that trees have something that lines have not.
pub fn labelled(Shape { n, p }: Shape, seed: u64) -> Labelled {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let beta = effects(p);
    let mut x = Array2::zeros((n, p));
    for row in x.rows_mut() {
        fill_correlated(row, &mut rng);
    }
    let together = EFFECT_EVERY.min(p - 1);
    let log_odds: Vec<f64> =
        x.dot(&beta).iter().zip(x.rows()).map(|(sum, row)| 2.0 * sum + row[0] * row[together]).collect();
    let label = log_odds.iter().map(|odds| rng.random::<f64>() < 1.0 / (1.0 + (-odds).exp())).collect();
    Labelled { x, label, log_odds }
}

/// Makes right-censored data by proportional hazards on a Weibull baseline.
///
/// Covariates are standard normal, neighbours correlated by 0.4; every fifth has an effect, signs alternating.
/// Subjects drop out at exponential times, and the study ends for all on one day; 30–50 % have the event.
/// Events are recorded to a tenth of a day, so many tie. Censorings fall between two tenths: how a tie of an event with
/// a censoring is broken differs between the peers, and nothing else should.
pub fn right_censored(Shape { n, p }: Shape, seed: u64) -> RightCensored {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let beta = effects(p);
    let mut x = Array2::zeros((n, p));
    for row in x.rows_mut() {
        fill_correlated(row, &mut rng);
    }
    let (time, event) = x
        .dot(&beta)
        .iter()
        .map(|risk_score| {
            let event_time = WEIBULL_SCALE_DAYS * (exponential(&mut rng) / risk_score.exp()).powf(1.0 / WEIBULL_SHAPE);
            let censoring_time = (DROP_OUT_MEAN_DAYS * exponential(&mut rng)).min(STUDY_END_DAYS);
            if event_time <= censoring_time {
                ((event_time * 10.0).ceil().max(1.0) / 10.0, true)
            } else {
                (((censoring_time * 10.0).floor() * 2.0 + 1.0) / 20.0, false)
            }
        })
        .unzip();
    RightCensored { x, time, event, beta }
}

/// Makes start–stop data: subjects followed daily for a year or until the event, covariates changing every day.
///
/// Covariates are standard normal, correlated by 0.4 with their neighbours and with the day before. The last subject's
/// rows are cut where `n` is reached.
pub fn start_stop(Shape { n, p }: Shape, seed: u64) -> StartStop {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let beta = effects(p);
    let mut data = StartStop { x: Array2::zeros((n, p)), start: Vec::new(), stop: Vec::new(), event: Vec::new(), beta };
    let mut day = 0;
    let mut today = Array1::zeros(p);
    let mut news = Array1::zeros(p);
    for mut row in data.x.rows_mut() {
        fill_correlated(news.view_mut(), &mut rng);
        if day == 0 {
            today.assign(&news);
        } else {
            today = &today * CORRELATION + &news * (1.0 - CORRELATION * CORRELATION).sqrt();
        }
        row.assign(&today);
        let event = exponential(&mut rng) < DAILY_RISK * today.dot(&data.beta).exp();
        data.start.push(f64::from(day));
        data.stop.push(f64::from(day + 1));
        data.event.push(event);
        day = if event || day + 1 == FOLLOW_UP_DAYS { 0 } else { day + 1 };
    }
    data
}

fn effects(p: usize) -> Array1<f64> {
    let n_effects = p.div_ceil(EFFECT_EVERY) as f64;
    let sign = |column: usize| if (column / EFFECT_EVERY).is_multiple_of(2) { 1.0 } else { -1.0 };
    Array1::from_shape_fn(p, |column| {
        if column.is_multiple_of(EFFECT_EVERY) { sign(column) * RISK_SD / n_effects.sqrt() } else { 0.0 }
    })
}

/// A stationary first-order autoregression along the columns.
fn fill_correlated(mut row: ArrayViewMut1<'_, f64>, rng: &mut ChaCha8Rng) {
    let mut previous: Option<f64> = None;
    for value in &mut row {
        let innovation: f64 = StandardNormal.sample(rng);
        *value = previous.map_or(innovation, |previous| {
            CORRELATION * previous + (1.0 - CORRELATION * CORRELATION).sqrt() * innovation
        });
        previous = Some(*value);
    }
}

/// A draw from the exponential distribution of mean 1.
fn exponential(rng: &mut ChaCha8Rng) -> f64 {
    -(1.0 - rng.random::<f64>()).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_prints_as_a_benchmark_id() {
        assert_eq!(Shape::SMALL.to_string(), "n=1_000,p=19");
        assert_eq!(Shape::DAILY.to_string(), "n=365_000,p=10");
        assert_eq!(Shape { n: 7, p: 1 }.to_string(), "n=7,p=1");
    }

    #[test]
    fn right_censored_data_have_the_stated_events_and_ties() {
        for shape in [Shape::SMALL, Shape::LARGE] {
            let RightCensored { time, event, .. } = right_censored(shape, 42);
            let share = event.iter().filter(|event| **event).count() as f64 / shape.n as f64;
            assert!((0.3..0.5).contains(&share), "{shape}: {share}");
            let mut event_times: Vec<f64> =
                time.iter().zip(&event).filter(|(_, event)| **event).map(|(t, _)| *t).collect();
            event_times.sort_by(f64::total_cmp);
            let n_events = event_times.len();
            event_times.dedup();
            assert!(event_times.len() < n_events, "{shape}: no ties");
            assert!(time.iter().all(|time| *time > 0.0));
            let meets = |time: &f64| event_times.binary_search_by(|event_time| event_time.total_cmp(time)).is_ok();
            assert!(!time.iter().zip(&event).any(|(time, event)| !event && meets(time)), "{shape}: mixed ties");
        }
    }

    #[test]
    fn covariates_have_the_stated_correlation() {
        let x = right_censored(Shape::LARGE, 42).x;
        let n = x.nrows() as f64;
        let moment = |a: usize, b: usize| x.column(a).dot(&x.column(b)) / n;
        // The standard error of each is about 1/√20,000 = 0.007.
        assert!((moment(3, 4) - CORRELATION).abs() < 0.03);
        assert!((moment(3, 5) - CORRELATION * CORRELATION).abs() < 0.03);
        assert!((moment(49, 49) - 1.0).abs() < 0.04);
    }

    #[test]
    fn start_stop_data_have_the_stated_rows_and_events() {
        let StartStop { x, start, stop, event, .. } = start_stop(Shape::DAILY, 42);
        assert_eq!((x.dim(), start.len(), stop.len(), event.len()), ((365_000, 10), 365_000, 365_000, 365_000));
        assert!(start.iter().zip(&stop).all(|(start, stop)| start < stop));
        let n_subjects = start.iter().filter(|start| **start == 0.0).count();
        let share = event.iter().filter(|event| **event).count() as f64 / n_subjects as f64;
        assert!((0.2..0.5).contains(&share), "{share}");
    }

    #[test]
    fn same_seed_makes_the_same_data() {
        let (one, other) = (right_censored(Shape::SMALL, 7), right_censored(Shape::SMALL, 7));
        assert_eq!((one.x, one.time, one.event), (other.x, other.time, other.event));
        assert_ne!(right_censored(Shape::SMALL, 8).time, right_censored(Shape::SMALL, 7).time);
    }
}
