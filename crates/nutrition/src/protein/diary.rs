//! Two weeks of somebody, gaps filled.

use serde::{Deserialize, Serialize};
use words::DiaryMetric;

use crate::error::{Error, Result};

/// Days that a recommendation looks back on.
pub const N_DAYS: usize = 14;
/// Metrics of a day.
pub const N_METRICS: usize = DiaryMetric::N;
/// Longest run of missing days that is filled.
pub const MAX_GAP_DAYS: usize = 3;

/// The last [`N_DAYS`] days of somebody, without gaps in what is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Diary {
    /// `[day][metric]`; 0 where the metric is not known.
    days: [[f64; N_METRICS]; N_DAYS],
    filled: Vec<FilledGap>,
    unknown: Vec<DiaryMetric>,
}

/// Missing days that were filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FilledGap {
    /// What was missing.
    pub metric: DiaryMetric,
    /// First missing day, from 1.
    pub first_day: usize,
    /// Number of days.
    pub n_days: usize,
}

impl Diary {
    /// Takes the last [`N_DAYS`] of these days. A day on which everything is 0 was not recorded, and no heart has a variability of 0 ms. Gaps of up
    /// to [`MAX_GAP_DAYS`] are filled on a straight line between their neighbours, or with the nearest day at either end. A metric that is missing for
    /// longer, or altogether, is not known, as long as another one is.
    ///
    /// # Shapes
    ///
    /// `days`: `[n_days][metric]`, the latest last.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDays`], [`Error::OutOfRange`] with day and metric, [`Error::Gap`] where no metric is known.
    pub fn new(days: &[[Option<f64>; N_METRICS]]) -> Result<Self> {
        let first = days.len().checked_sub(N_DAYS).ok_or(Error::TooFewDays { needed: N_DAYS, got: days.len() })?;
        let mut whole = [[0.0; N_METRICS]; N_DAYS];
        let mut filled = Vec::new();
        let mut gaps = Vec::new();
        for (column, metric) in DiaryMetric::ALL.into_iter().enumerate() {
            let values: Vec<Option<f64>> = days[first..].iter().map(|day| measured(metric, day, column)).collect();
            for (day, value) in values.iter().enumerate() {
                check(metric, day, *value)?;
            }
            if let Some(gap) = long_gap(metric, &values) {
                gaps.push(gap);
                continue;
            }
            for (day, value) in fill(metric, &values, &mut filled).into_iter().enumerate() {
                whole[day][column] = value;
            }
        }
        match gaps.first() {
            // Of a metric that nobody recorded the gap says nothing: another one is named if there is any.
            Some(first) if gaps.len() == N_METRICS => {
                let FilledGap { metric, first_day, n_days } =
                    *gaps.iter().find(|gap| gap.n_days < N_DAYS).unwrap_or(first);
                let metric = metric.name();
                Err(Error::Gap { metric, first_day, n_days, needed: N_DAYS, most: MAX_GAP_DAYS })
            }
            _ => Ok(Self { days: whole, filled, unknown: gaps.into_iter().map(|gap| gap.metric).collect() }),
        }
    }

    /// The days, the latest last, if every metric is known. `[day][metric]`
    pub fn days(&self) -> Option<&[[f64; N_METRICS]; N_DAYS]> {
        self.unknown.is_empty().then_some(&self.days)
    }

    /// What was missing and is filled.
    pub fn filled(&self) -> &[FilledGap] {
        &self.filled
    }

    /// Metrics that were not recorded, or not often enough.
    pub fn unknown(&self) -> &[DiaryMetric] {
        &self.unknown
    }

    /// The days as they are, with 0 for what is not known.
    pub(super) fn known_days(&self) -> &[[f64; N_METRICS]; N_DAYS] {
        &self.days
    }
}

/// The first run of missing days that is too long to fill.
fn long_gap(metric: DiaryMetric, values: &[Option<f64>]) -> Option<FilledGap> {
    let mut day = 0;
    for run in values.chunk_by(|a, b| a.is_none() == b.is_none()) {
        if run[0].is_none() && run.len() > MAX_GAP_DAYS {
            return Some(FilledGap { metric, first_day: day + 1, n_days: run.len() });
        }
        day += run.len();
    }
    None
}

/// A value, or none where a device that measured nothing wrote 0.
fn measured(metric: DiaryMetric, day: &[Option<f64>; N_METRICS], column: usize) -> Option<f64> {
    let is_zero = |value: &Option<f64>| value.is_none_or(|value| value == 0.0);
    let is_blank = day.iter().all(is_zero) || (metric == DiaryMetric::HrvMs && is_zero(&day[column]));
    day[column].filter(|_| !is_blank)
}

/// The unit of a metric, explained where it needs to be.
fn unit(metric: DiaryMetric) -> &'static str {
    match metric {
        DiaryMetric::Activity => "AU (session load: minutes × exertion 1–10)",
        _ => metric.unit(),
    }
}

fn check(metric: DiaryMetric, day: usize, value: Option<f64>) -> Result<()> {
    let (low, high) = metric.limits();
    match value {
        Some(value) if !(low..=high).contains(&value) => Err(Error::OutOfRange {
            what: format!("`{}` of day {} of the last {N_DAYS}", metric.name(), day + 1),
            expected: format!("within {low} and {high} {}", unit(metric)),
            got: value.to_string(),
        }),
        _ => Ok(()),
    }
}

/// The values with their gaps, all short, filled.
fn fill(metric: DiaryMetric, values: &[Option<f64>], filled: &mut Vec<FilledGap>) -> Vec<f64> {
    let mut whole = Vec::with_capacity(values.len());
    let mut day = 0;
    while day < values.len() {
        if let Some(value) = values[day] {
            whole.push(value);
            day += 1;
            continue;
        }
        let n_days = values[day..].iter().take_while(|value| value.is_none()).count();
        let (before, after) = (day.checked_sub(1).map(|last| whole[last]), values.get(day + n_days).copied().flatten());
        let (before, after) = match (before, after) {
            (Some(before), Some(after)) => (before, after),
            (Some(only), None) | (None, Some(only)) => (only, only),
            (None, None) => unreachable!("a gap is shorter than the diary"),
        };
        let share = |step: usize| step as f64 / (n_days + 1) as f64;
        whole.extend((1..=n_days).map(|step| before + share(step) * (after - before)));
        filled.push(FilledGap { metric, first_day: day + 1, n_days });
        day += n_days;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: [Option<f64>; N_METRICS] = [Some(7.0), Some(70.0), Some(40.0), Some(250.0), Some(50.0), Some(60.0)];

    #[test]
    fn short_gaps_are_filled_and_reported() {
        let mut days = vec![DAY; 16];
        days[4][0] = Some(6.0);
        for missing in &mut days[5..8] {
            missing[0] = None;
        }
        days[8][0] = Some(8.0);
        days[15][3] = None;
        let diary = Diary::new(&days).expect("gaps of three and one");
        let days = diary.days().expect("all metrics");
        let sleep: Vec<f64> = days[2..7].iter().map(|day| day[0]).collect();
        assert_eq!(sleep, [6.0, 6.5, 7.0, 7.5, 8.0]);
        assert_eq!(days[13][3], 250.0);
        let gaps: Vec<(DiaryMetric, usize, usize)> =
            diary.filled().iter().map(|gap| (gap.metric, gap.first_day, gap.n_days)).collect();
        assert_eq!(gaps, [(DiaryMetric::SleepHours, 4, 3), (DiaryMetric::Activity, 14, 1)]);
    }

    #[test]
    fn zeros_of_a_device_that_was_not_worn_are_missing() {
        let mut days = vec![DAY; 14];
        days[3] = [Some(0.0); N_METRICS];
        days[9][2] = Some(0.0);
        let diary = Diary::new(&days).expect("short gaps");
        let whole = diary.days().expect("all metrics");
        assert_eq!(whole[3], whole[2]);
        assert_eq!((diary.filled().len(), whole[9][2]), (N_METRICS + 1, 40.0));
        // Nobody trains every day.
        days[5][3] = Some(0.0);
        assert_eq!(Diary::new(&days).expect("a day of rest").known_days()[5][3], 0.0);
        days[5..11].iter_mut().for_each(|day| *day = [Some(0.0); N_METRICS]);
        let message = Diary::new(&days).expect_err("six days").to_string();
        assert!(message.contains("is missing on 6 days in a row, from day 6"), "{message}");
    }

    #[test]
    fn metrics_that_were_not_recorded_are_unknown() {
        let mut days = vec![DAY; 14];
        days.iter_mut().for_each(|day| day[1] = None);
        days[5..9].iter_mut().for_each(|day| day[5] = None);
        let diary = Diary::new(&days).expect("four metrics");
        assert_eq!(diary.unknown(), [DiaryMetric::SleepQuality, DiaryMetric::Recovery]);
        assert!(diary.days().is_none() && diary.filled().is_empty());
        days.iter_mut().for_each(|day| *day = [None, None, None, None, Some(40.0), None]);
        assert_eq!(Diary::new(&days).expect("one metric").unknown().len(), 5);
    }

    #[test]
    fn unusable_diaries_are_refused_with_day_and_metric() {
        let message = |days: &[[Option<f64>; N_METRICS]]| Diary::new(days).expect_err("refused").to_string();
        assert_eq!(message(&[DAY; 13]), "a diary needs 14 days, got 13");
        let mut days = vec![DAY; 14];
        days[2][2] = Some(4_000.0);
        assert_eq!(message(&days), "`hrv_ms` of day 3 of the last 14 must be within 0 and 400 ms, got 4000");
        let mut days = vec![[None, None, None, None, None, Some(60.0)]; 14];
        days[5..9].iter_mut().for_each(|day| day[5] = None);
        assert_eq!(
            message(&days),
            "recovery is missing on 4 days in a row, from day 6 of the last 14: at most 3 can be filled"
        );
        let mut days = vec![DAY; 14];
        days[13][1] = Some(f64::NAN);
        assert!(message(&days).contains("`sleep_quality` of day 14"), "{}", message(&days));
    }
}
