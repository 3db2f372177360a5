//! Errors of the protein network on held-out people, beside simple models and the floor that noise sets.

use anyhow::{Context, Result};
use metrics::{Interval, Score, bootstrap_ci, r_squared};
use nutrition::{Diary, N_METRICS, ProteinExample, Recommender};
use words::DiaryMetric;

use crate::nutrition::protein::baselines::Baselines;
use crate::nutrition::protein::windows::Windows;
use crate::results::{ResultRow, Target};

/// Confidence level of every interval.
const LEVEL: f64 = 0.95;
/// Largest error as a multiple of the noise floor.
const MOST_OF_FLOOR: f64 = 1.2;
const NETWORK: &str = "Protein GRU";

/// What is measured of each window; sums of each user.
#[derive(Debug, Clone, Copy)]
enum Part {
    Network,
    Floor,
    N,
    Table,
    Line,
    /// Whether what was told as likely holds the need.
    Covered,
    NoLoad,
    NoLoadCovered,
    SleepAlone,
    SleepAloneCovered,
}

const N_PARTS: usize = Part::SleepAloneCovered as usize + 1;

/// Figures on held-out people, and the points of the plot.
pub(crate) struct ProteinEvaluation {
    figures: Vec<Figure>,
    r_squared: f64,
    /// (observed need, recommendation), g/day.
    pub(crate) points: Vec<(f64, f64)>,
}

struct Figure {
    model: &'static str,
    metric: String,
    name: &'static str,
    unit: &'static str,
    value: f64,
    interval: Interval,
    oracle: Option<f64>,
    target: Option<Target>,
}

impl ProteinEvaluation {
    /// Intervals resample users, because the windows of one user overlap.
    pub(crate) fn measure(
        recommender: &Recommender,
        baselines: &Baselines,
        windows: &Windows,
        users: &[String],
        n_resamples: usize,
        seed: u64,
    ) -> Result<Self> {
        let mut points = Vec::new();
        let mut sums = vec![[0.0; N_PARTS]; users.len()];
        for row in windows.of(users) {
            let example = &windows.examples[row];
            let user =
                users.iter().position(|user| *user == windows.user[row]).context("a window of a held-out user")?;
            let parts = parts(recommender, baselines, example, windows.noise_free_g_per_day[row])?;
            points.push((example.need_g_per_day, parts.1));
            sums[user].iter_mut().zip(parts.0).for_each(|(sum, part)| *sum += part);
        }
        let everybody: Vec<usize> = (0..users.len()).collect();
        let total =
            |people: &[usize], part: Part| people.iter().map(|&person| sums[person][part as usize]).sum::<f64>();
        let interval = |statistic: &(dyn Fn(&[usize]) -> f64 + Sync)| {
            bootstrap_ci(users.len(), n_resamples, LEVEL, seed, |people| Some(statistic(people)))
        };
        let floor = total(&everybody, Part::Floor) / total(&everybody, Part::N);
        let mut figures = Vec::new();
        let mut push =
            |model, metric: &str, name, unit, statistic: &(dyn Fn(&[usize]) -> f64 + Sync), oracle, target| {
                let (value, interval) = (statistic(&everybody), interval(statistic)?);
                figures.push(Figure { model, metric: metric.to_owned(), name, unit, value, interval, oracle, target });
                anyhow::Ok(())
            };
        let mean = |part| move |people: &[usize]| total(people, part) / total(people, Part::N);
        let of_people = format!("protein need, MAE (g/day), {} held-out users", users.len());
        push(NETWORK, &of_people, "held_out_mae", "g/day", &mean(Part::Network), Some(floor), None)?;
        push(
            NETWORK,
            "protein need, MAE / noise floor",
            "held_out_mae_of_noise_floor",
            "1",
            &|people| total(people, Part::Network) / total(people, Part::Floor),
            Some(1.0),
            Some(Target::Below(MOST_OF_FLOOR)),
        )?;
        for (model, less, mae_name, less_name, part) in [
            ("mean of status and goal", "Protein GRU less that mean", "table_mae", "mae_less_table", Part::Table),
            ("ridge on 14-day means", "Protein GRU less ridge", "ridge_mae", "mae_less_ridge", Part::Line),
        ] {
            push(model, "protein need, MAE (g/day)", mae_name, "g/day", &mean(part), None, None)?;
            push(
                less,
                "protein need, difference of MAE (g/day)",
                less_name,
                "g/day",
                &|people| (total(people, Part::Network) - total(people, part)) / total(people, Part::N),
                None,
                None,
            )?;
        }
        for (metric, name, part) in [
            ("need within what is told as likely (0.9)", "likely_coverage", Part::Covered),
            ("the same, training load unknown", "likely_coverage_without_load", Part::NoLoadCovered),
            ("the same, nothing known but sleep hours", "likely_coverage_sleep_alone", Part::SleepAloneCovered),
        ] {
            push(NETWORK, metric, name, "1", &mean(part), None, None)?;
        }
        for (metric, name, part) in [
            ("protein need, MAE (g/day), training load unknown", "mae_without_load", Part::NoLoad),
            ("the same, nothing known but sleep hours", "mae_sleep_alone", Part::SleepAlone),
        ] {
            push(NETWORK, metric, name, "g/day", &mean(part), Some(floor), None)?;
        }
        let (observed, predicted): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        Ok(Self { figures, r_squared: r_squared(&predicted, &observed)?, points })
    }

    /// Rows of the table of results.
    pub(crate) fn rows(&self) -> Vec<ResultRow> {
        let row = |figure: &Figure| ResultRow {
            model: figure.model.to_owned(),
            metric: figure.metric.clone(),
            value: figure.value,
            ci: Some([figure.interval.low, figure.interval.high]),
            oracle: figure.oracle,
            target: figure.target,
        };
        self.figures.iter().map(row).collect()
    }

    /// The same figures by name, for `metrics.json`.
    pub(crate) fn scores(&self) -> Vec<Score> {
        let score =
            |figure: &Figure| Score::new(figure.name, figure.value, figure.unit).with_interval(&figure.interval);
        let floor = self.figures.iter().find_map(|figure| figure.oracle).unwrap_or(f64::NAN);
        let others =
            [Score::new("held_out_noise_floor", floor, "g/day"), Score::new("held_out_r_squared", self.r_squared, "1")];
        self.figures.iter().map(score).chain(others).collect()
    }
}

/// What is measured of one window, and the recommendation.
fn parts(
    recommender: &Recommender,
    baselines: &Baselines,
    example: &ProteinExample,
    noise_free_g_per_day: f64,
) -> Result<([f64; N_PARTS], f64)> {
    let observed = example.need_g_per_day;
    let told = |is_known: &dyn Fn(DiaryMetric) -> bool| -> Result<(f64, f64, f64)> {
        let days: Vec<[Option<f64>; N_METRICS]> = example
            .days
            .iter()
            .map(|day| DiaryMetric::ALL.map(|metric| is_known(metric).then_some(day[metric.index()])))
            .collect();
        let (need, [low, high]) = recommender
            .need_g_per_day(&example.profile, &Diary::new(&days)?)
            .context("nobody of the data set is referred to somebody else")?;
        Ok((need, (need - observed).abs(), f64::from(u8::from((low..=high).contains(&observed)))))
    };
    let (need, error, is_covered) = told(&|_| true)?;
    let (_, no_load, no_load_covered) = told(&|metric| metric != DiaryMetric::Activity)?;
    let (_, sleep_alone, sleep_alone_covered) = told(&|metric| metric == DiaryMetric::SleepHours)?;
    let mut parts = [0.0; N_PARTS];
    for (part, value) in [
        (Part::Network, error),
        (Part::Floor, (observed - noise_free_g_per_day).abs()),
        (Part::N, 1.0),
        (Part::Table, (baselines.by_table(example) - observed).abs()),
        (Part::Line, (baselines.by_line(example) - observed).abs()),
        (Part::Covered, is_covered),
        (Part::NoLoad, no_load),
        (Part::NoLoadCovered, no_load_covered),
        (Part::SleepAlone, sleep_alone),
        (Part::SleepAloneCovered, sleep_alone_covered),
    ] {
        parts[part as usize] = value;
    }
    Ok((parts, need))
}
