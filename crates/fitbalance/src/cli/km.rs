//! `fitbalance km`: Kaplan–Meier curves of groups, and whether they differ.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use clap::{Args, ValueEnum};
use serde::Serialize;
use survival::{BandScale, KaplanMeier, LogRankTest, SurvivalTarget, log_rank_test};

use crate::cli::km_text::text;
use crate::cli::missing::MissingArg;
use crate::cli::output::{hint, print, print_json};
use crate::cli::pictures::{picture_file, save_picture};
use crate::cli::table::FileArgs;
use crate::cox::{CoxColumns, outcome};
use crate::digits::significant;
use crate::plot::{AtRisk, Curve, Picture, survival_curves_plot};
use crate::table::Table;

/// More groups than this are no groups.
const MOST_GROUPS: usize = 20;

/// About so many times stand under the plot at which the rows at risk are counted.
const N_COUNTS: u32 = 6;

#[derive(Debug, Args)]
pub(crate) struct Km {
    #[command(flatten)]
    file: FileArgs,
    /// Column of the time to event or censoring; with --start, of the end of each interval
    #[arg(long, value_name = "COLUMN")]
    time: String,
    /// Column of the event indicator, 1/0 or true/false
    #[arg(long, value_name = "COLUMN")]
    event: String,
    /// Column of the start of each interval, for rows that come under observation later
    #[arg(long, value_name = "COLUMN")]
    start: Option<String>,
    /// Column whose values are groups, each with a curve of its own
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// Column whose values are strata, within which the test compares groups
    #[arg(long, value_name = "COLUMN", requires = "group")]
    strata: Option<String>,
    /// Column of case weights
    #[arg(long, value_name = "COLUMN")]
    weights: Option<String>,
    /// Scale on which intervals are symmetric
    #[arg(long, value_enum, default_value_t = ScaleArg::Log)]
    conf_type: ScaleArg,
    /// What the bands of the curves hold with the level's probability; medians have pointwise intervals
    #[arg(long, value_enum, default_value_t = BandArg::Pointwise)]
    band: BandArg,
    /// Level of the intervals
    #[arg(long, value_name = "LEVEL", default_value_t = 0.95)]
    level: f64,
    /// Times at which survival is told [default: the quarters of the follow-up]
    #[arg(long, value_name = "T,T", value_delimiter = ',')]
    times: Vec<f64>,
    /// Until when the mean is taken [default: the last time of the group that is followed shortest]
    #[arg(long, value_name = "T")]
    horizon: Option<f64>,
    /// Weight of early differences in the test: 0 log-rank, 1 Peto and Peto
    #[arg(long, value_name = "RHO", default_value_t = 0.0, requires = "group")]
    rho: f64,
    /// What to do with rows that lack a value
    #[arg(long, value_enum, default_value_t = MissingArg::Error)]
    missing: MissingArg,
    /// Draw the curves with their bands and the rows at risk, as PNG or SVG
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    plot: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum BandArg {
    /// The survival at each time
    Pointwise,
    /// The whole curve (Hall and Wellner)
    HallWellner,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScaleArg {
    /// log S, as R does
    Log,
    /// log(−log S), which stays within 0 and 1
    LogLog,
    /// S itself
    Plain,
}

/// One group.
#[derive(Debug, Serialize)]
pub(crate) struct Group {
    #[serde(rename = "group")]
    pub(crate) name: String,
    pub(crate) n: usize,
    pub(crate) n_events: usize,
    pub(crate) median: Option<f64>,
    pub(crate) median_interval: [Option<f64>; 2],
    pub(crate) restricted_mean: f64,
    pub(crate) restricted_mean_se: f64,
    /// Time, survival, interval, rows (or their weight) at risk.
    pub(crate) at: Vec<At>,
    pub(crate) times: Vec<f64>,
    pub(crate) survival: Vec<f64>,
    pub(crate) low: Vec<f64>,
    pub(crate) high: Vec<f64>,
}

#[derive(Debug, Serialize)]
pub(crate) struct At {
    pub(crate) time: f64,
    pub(crate) survival: f64,
    pub(crate) interval: [f64; 2],
    #[serde(rename = "at_risk")]
    pub(crate) remaining: f64,
}

#[derive(Debug, Serialize)]
pub(crate) struct Curves {
    pub(crate) level: f64,
    pub(crate) horizon: f64,
    pub(crate) groups: Vec<Group>,
    pub(crate) test: Option<LogRankTest>,
    /// Rows left out because a value is missing.
    pub(crate) n_dropped: usize,
    /// What has to be said beside the figures.
    pub(crate) warnings: Vec<String>,
}

impl Km {
    pub(crate) fn run(self) -> Result<()> {
        for (option, column) in [("--group", &self.group), ("--strata", &self.strata), ("--weights", &self.weights)] {
            let outcome = [Some(&self.time), Some(&self.event), self.start.as_ref()];
            if let Some(column) = column.as_ref().filter(|column| outcome.contains(&Some(column))) {
                bail!("column `{column}` is part of the outcome and given to `{option}`");
            }
        }
        ensure!(self.level > 0.0 && self.level < 1.0, "`--level` must be above 0 and below 1, got {}", self.level);
        ensure!(self.rho >= 0.0 && self.rho.is_finite(), "`--rho` must be at least 0, got {}", self.rho);
        let columns = CoxColumns {
            time: self.time.clone(),
            event: self.event.clone(),
            start: self.start.clone(),
            strata: self.strata.clone(),
            weights: self.weights.clone(),
            ..CoxColumns::default()
        };
        let table = self.file.read()?;
        let needed: Vec<&str> = columns.reserved().into_iter().chain(self.group.as_deref()).collect();
        table.require(&needed)?;
        let (table, n_dropped) = table.complete_cases(&needed, self.missing.into())?;
        if n_dropped > 0 {
            hint(format_args!("{n_dropped} rows left out because a value is missing"));
        }
        let mut warnings = Vec::new();
        let (mut target, _) = outcome(&table, &columns)?;
        if let Some(column) = &self.weights {
            let weights = table.numeric(column)?;
            if weights.iter().any(|weight| weight.fract() != 0.0) {
                warnings.push(
                    "weights are not whole numbers: intervals take them for counts all the same (R: `robust = FALSE`)"
                        .to_owned(),
                );
            }
            target = target.with_weights(weights)?;
        }
        let (codes, labels) = self.groups(&table)?;
        let horizon = self.horizon.unwrap_or_else(|| shortest(&target, &codes, labels.len()));
        let last = target.stop().iter().copied().fold(0.0, f64::max);
        ensure!(
            horizon > 0.0 && horizon <= last,
            "`--horizon` must be above 0 and at most {last}, the last time, got {horizon}"
        );
        if let Some(time) = self.times.iter().find(|&&time| !(0.0..=last).contains(&time)) {
            bail!("`--times` must be from 0 to {last}, the last time, got {time}");
        }
        let times = if self.times.is_empty() {
            // Whole numbers where that is fine enough.
            let rounded =
                |time: f64| if last >= 20.0 { time.round() } else { significant(time).parse().unwrap_or(time) };
            (1..4).map(|quarter| rounded(f64::from(quarter) * last / 4.0)).collect()
        } else {
            self.times.clone()
        };
        let rows_of = |group: u32| -> Vec<usize> { (0..codes.len()).filter(|&row| codes[row] == group).collect() };
        let groups: Vec<Group> = (0..)
            .zip(&labels)
            .map(|(group, label)| self.fit(label, &target, &rows_of(group), horizon, &times))
            .collect::<Result<_>>()?;
        let test = match (labels.len() > 1).then(|| self.test(&table, target.clone(), &codes)).transpose()? {
            Some(Err(reason)) => {
                warnings.push(format!("no test: {reason}"));
                None
            }
            Some(Ok(test)) => Some(test),
            None => None,
        };
        if let Some(path) = &self.plot {
            save_picture(path, &self.picture(&groups, &target, &codes, last)?, self.file.path())?;
        }
        ensure!(
            matches!(self.band, BandArg::Pointwise) || (self.weights.is_none() && self.start.is_none()),
            "`--band hall-wellner` is for right-censored rows without weights"
        );
        let curves = Curves { level: self.level, horizon, groups, test, n_dropped, warnings };
        curves.warnings.iter().for_each(hint);
        if self.json { print_json(&curves) } else { print(text(&curves)) }
    }

    /// The group of each row, and their names.
    fn groups(&self, table: &Table) -> Result<(Vec<u32>, Vec<String>)> {
        let Some(column) = &self.group else {
            return Ok((vec![0; features::Columns::n_rows(table)], vec!["all".to_owned()]));
        };
        let texts = table.strings(column)?;
        let mut codes: BTreeMap<&String, u32> = texts.iter().map(|text| (text, 0)).collect();
        codes.values_mut().zip(0..).for_each(|(code, next)| *code = next);
        ensure!(
            codes.len() <= MOST_GROUPS,
            "`{}`, column `{column}` has {} values: at most {MOST_GROUPS} can be groups",
            table.file(),
            codes.len()
        );
        let labels = codes.keys().map(|label| format!("{column}={label}")).collect();
        Ok((texts.iter().map(|text| codes[text]).collect(), labels))
    }

    fn scale(&self) -> BandScale {
        match self.conf_type {
            ScaleArg::Log => BandScale::Log,
            ScaleArg::LogLog => BandScale::LogLog,
            ScaleArg::Plain => BandScale::Plain,
        }
    }

    fn band(&self, curve: &KaplanMeier, n_rows: usize) -> Vec<(f64, f64)> {
        match self.band {
            BandArg::Pointwise => curve.band(self.level, self.scale()),
            BandArg::HallWellner => curve.simultaneous_band(n_rows, self.level, self.scale()),
        }
    }

    fn fit(&self, label: &str, target: &SurvivalTarget, rows: &[usize], horizon: f64, times: &[f64]) -> Result<Group> {
        let at_risk = |time: f64| {
            let weight = |row: &&usize| target.weights().map_or(1.0, |weights| weights[**row]);
            let is_at_risk =
                |row: &&usize| target.stop()[**row] >= time && target.start().is_none_or(|start| start[**row] < time);
            rows.iter().filter(is_at_risk).map(|row| weight(&row)).fold(0.0, |sum, weight| sum + weight)
        };
        let n_events = rows.iter().filter(|&&row| target.event()[row]).count();
        // Without an event the curve stays at 1.
        let curve = (n_events > 0).then(|| target.select(rows)).transpose()?.map(|part| KaplanMeier::fit(&part));
        let (low, high): (Vec<f64>, Vec<f64>) = curve.iter().flat_map(|curve| self.band(curve, rows.len())).unzip();
        let (steps, survival) = curve.as_ref().map_or((&[][..], &[][..]), |curve| (curve.times(), curve.survival()));
        let at = |&time: &f64| {
            let step = steps.partition_point(|&step| step <= time).checked_sub(1);
            At {
                time,
                survival: step.map_or(1.0, |step| survival[step]),
                interval: step.map_or([1.0; 2], |step| [low[step], high[step]]),
                remaining: at_risk(time),
            }
        };
        let (median, median_interval) =
            curve.as_ref().map_or((None, [None; 2]), |curve| curve.quantile(0.5, self.level, self.scale()));
        let (restricted_mean, restricted_mean_se) =
            curve.as_ref().map_or((horizon, 0.0), |curve| curve.restricted_mean(horizon));
        Ok(Group {
            name: label.to_owned(),
            n: rows.len(),
            n_events,
            median,
            median_interval,
            restricted_mean,
            restricted_mean_se,
            at: times.iter().map(at).collect(),
            times: steps.to_vec(),
            survival: survival.to_vec(),
            low,
            high,
        })
    }

    /// Whether the groups differ, or why no test can tell.
    fn test(&self, table: &Table, mut target: SurvivalTarget, codes: &[u32]) -> Result<Result<LogRankTest, String>> {
        if let Some(column) = &self.strata {
            let texts = table.strings(column)?;
            let mut numbers: BTreeMap<&String, u32> = texts.iter().map(|text| (text, 0)).collect();
            numbers.values_mut().zip(0..).for_each(|(number, next)| *number = next);
            target = target.with_strata(texts.iter().map(|text| numbers[text]).collect())?;
        }
        match log_rank_test(&target, codes, self.rho) {
            Ok(test) => Ok(Ok(test)),
            Err(error @ survival::Error::GroupsNotComparable { .. }) => Ok(Err(error.to_string())),
            Err(error) => Err(error.into()),
        }
    }

    fn picture(&self, groups: &[Group], target: &SurvivalTarget, codes: &[u32], last: f64) -> Result<Picture> {
        let curves: Vec<Curve> = (0..)
            .zip(groups)
            .map(|(code, group): (u32, &Group)| {
                // From 1 to the end of the follow-up, where the last step still holds.
                let end = (0..codes.len()).filter(|&row| codes[row] == code).map(|row| target.stop()[row]);
                let end = end.fold(0.0, f64::max);
                let from_one = |values: &[f64]| {
                    let held = values.last().copied().unwrap_or(1.0);
                    [1.0].into_iter().chain(values.iter().copied()).chain([held]).collect::<Vec<_>>()
                };
                Curve {
                    label: format!("{}: {} rows, {} events", group.name, group.n, group.n_events),
                    times: [0.0].into_iter().chain(group.times.iter().copied()).chain([end]).collect(),
                    survival: from_one(&group.survival),
                    lower: Some(from_one(&group.low)),
                    upper: Some(from_one(&group.high)),
                }
            })
            .collect();
        let step = round_step(last / f64::from(N_COUNTS));
        let times: Vec<f64> =
            (0..=2 * N_COUNTS).map(|part| step * f64::from(part)).take_while(|&time| time <= last).collect();
        let count = |group: u32, time: f64| {
            let is_at_risk = |row: &usize| {
                codes[*row] == group
                    && target.stop()[*row] >= time
                    && target.start().is_none_or(|start| start[*row] < time || (time == 0.0 && start[*row] <= 0.0))
            };
            (0..codes.len()).filter(is_at_risk).count()
        };
        let counts =
            (0..).zip(groups).map(|(group, _)| times.iter().map(|&time| count(group, time)).collect()).collect();
        let by = self.group.as_ref().map_or_else(String::new, |group| format!(" by {group}"));
        let title = format!("{} until {}{by}", self.time, self.event);
        survival_curves_plot(&title, &curves, &self.time, Some(&AtRisk { times, counts }))
    }
}

/// The next number up that people count in: 1, 2 or 5 times a power of ten.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power);
    steps.into_iter().find(|&rounded| rounded >= step).unwrap_or(10.0 * power)
}

/// The last time of the group that is followed shortest.
fn shortest(target: &SurvivalTarget, codes: &[u32], n_groups: usize) -> f64 {
    let mut last = vec![0.0_f64; n_groups];
    codes.iter().zip(target.stop()).for_each(|(&group, &stop)| last[group as usize] = last[group as usize].max(stop));
    last.into_iter().fold(f64::INFINITY, f64::min)
}
