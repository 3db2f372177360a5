//! `fitbalance cox`: Cox regression on any table.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};
use metrics::RepeatedStratifiedKFold;
use survival::{CoxParams, CoxPh, CrossValidation, PathOptions, SurvivalTarget, Ties};

use crate::cli::missing::MissingArg;
use crate::cli::output::{hint, print};
use crate::cli::save::save;
use crate::cox::{CoxColumns, CoxData, CoxReport, PathReport};
use crate::table::Table;

#[derive(Debug, Args)]
pub(crate) struct Cox {
    /// CSV or Parquet file, one row a subject or interval
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// Column of the time to event or censoring; with --start, of the end of each interval
    #[arg(long, value_name = "COLUMN")]
    time: String,
    /// Column of the event indicator, 1/0 or true/false
    #[arg(long, value_name = "COLUMN")]
    event: String,
    /// Column of the start of each interval, for start–stop data
    #[arg(long, value_name = "COLUMN")]
    start: Option<String>,
    /// Column whose values are strata, each with its own baseline hazard
    #[arg(long, value_name = "COLUMN")]
    strata: Option<String>,
    /// Column whose values are clusters, for robust standard errors
    #[arg(long, value_name = "COLUMN")]
    cluster: Option<String>,
    /// Column of case weights
    #[arg(long, value_name = "COLUMN")]
    weights: Option<String>,
    /// Covariates, comma-separated; every other column if not given. Text columns are one-hot encoded, the most frequent
    /// value being the reference
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    covariates: Vec<String>,
    /// Treatment of tied event times
    #[arg(long, value_enum, default_value_t = TiesArg::Efron)]
    ties: TiesArg,
    /// Share of the L1 norm in the penalty: 1 lasso, 0 ridge
    #[arg(long, value_name = "R", allow_negative_numbers = true, default_value_t = 1.0)]
    l1_ratio: f64,
    /// Weight of the elastic-net penalty on standardised covariates
    #[arg(long, value_name = "L", allow_negative_numbers = true, conflicts_with_all = ["path", "cv"])]
    lambda: Option<f64>,
    /// Fit a path of K penalties
    #[arg(long, value_name = "K", conflicts_with = "cv")]
    path: Option<usize>,
    /// Choose the penalty by K-fold cross-validated partial likelihood
    #[arg(long, value_name = "K")]
    cv: Option<usize>,
    /// Seed of the folds of --cv
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// What to do with rows that lack a value (an empty field, NA, N/A, NaN or null)
    #[arg(long, value_enum, default_value_t = MissingArg::Error)]
    missing: MissingArg,
    /// Also test proportional hazards, a test for each coefficient and one for all, as R's cox.zph(terms = FALSE)
    #[arg(long, conflicts_with_all = ["lambda", "path", "cv"])]
    zph: bool,
    /// Write the results as JSON to this file; `-` writes JSON to stdout instead of the tables
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TiesArg {
    Efron,
    Breslow,
}

impl Cox {
    pub(crate) fn run(self) -> Result<()> {
        let table = Table::read(&self.data)?;
        let columns = CoxColumns {
            time: self.time.clone(),
            event: self.event.clone(),
            start: self.start.clone(),
            strata: self.strata.clone(),
            cluster: self.cluster.clone(),
            weights: self.weights.clone(),
            covariates: self.covariates.iter().map(|name| name.trim().to_owned()).collect(),
        };
        let data = CoxData::new(&table, &columns, self.missing.into())?;
        if data.rows_as_clusters {
            hint("weights are not whole numbers: robust standard errors, a row a cluster, as in R");
        }
        if data.n_merged_times > 0 {
            hint(format_args!(
                "{} times differ from others by rounding only: taken as tied, as in R",
                data.n_merged_times
            ));
        }
        for (column, level) in &data.reference_levels {
            hint(format_args!("{column}: one-hot encoded, reference level `{level}`"));
        }
        let params = CoxPh::params()
            .ties(match self.ties {
                TiesArg::Efron => Ties::Efron,
                TiesArg::Breslow => Ties::Breslow,
            })
            .l1_ratio(self.l1_ratio)
            .covariate_names(data.names.iter().cloned());
        let heading = data.heading(&self.data, &columns);
        if let Some(n_penalties) = self.path {
            let options = PathOptions { n_penalties, ..PathOptions::default() };
            let path = params.fit_path(data.x.view(), &data.target, &options)?;
            let report = PathReport::new(&path, self.l1_ratio, None);
            return self.write(&format!("{heading}\n{report}"), &report);
        }
        if let Some(folds) = self.cv {
            return self.cross_validate(&data, params, folds, &heading);
        }
        let model = params.penalty(self.lambda.unwrap_or(0.0)).fit(data.x.view(), &data.target)?;
        let zph = self.zph.then(|| model.proportional_hazards_test(data.x.view(), &data.target)).transpose()?;
        let report = CoxReport::new(&model, &data, &heading, zph);
        self.write(&format!("{heading}\n{report}"), &report)
    }

    /// Fits a path, scores it on held-out folds and fits the best penalty to all rows.
    fn cross_validate(&self, data: &CoxData, params: CoxParams, folds: usize, heading: &str) -> Result<()> {
        let fold_of_row = folds_by_cluster(&data.target, folds, self.seed)?;
        let options = PathOptions::default();
        let result: CrossValidation = params.cross_validate(data.x.view(), &data.target, &options, &fold_of_row)?;
        let best = result.best_penalty();
        let model = params.penalty(best).fit(data.x.view(), &data.target)?;
        let path = PathReport::new(result.path(), self.l1_ratio, Some(&result));
        let report = CoxReport::new(&model, data, heading, None).with_path(path);
        self.write(&format!("{heading}\n{report}"), &report)
    }

    fn write(&self, text: &str, report: &impl serde::Serialize) -> Result<()> {
        let Some(path) = &self.json else { return print(text.trim_end()) };
        let json = serde_json::to_string_pretty(report).context("the results hold a number JSON has no form for")?;
        if path.as_os_str() == "-" {
            return print(json);
        }
        save(path, json + "\n", &self.data)?;
        print(text.trim_end())
    }
}

/// A fold for each row, stratified by event; the rows of one cluster share a fold.
fn folds_by_cluster(target: &SurvivalTarget, folds: usize, seed: u64) -> Result<Vec<u32>> {
    ensure!(folds >= 2, "`--cv` needs at least 2 folds, got {folds}");
    let rows: Vec<u32> = (0..).take(target.n_rows()).collect();
    let unit_of_row = target.clusters().unwrap_or(&rows);
    let mut events = std::collections::BTreeMap::<u32, bool>::new();
    for (&unit, &event) in unit_of_row.iter().zip(target.event()) {
        *events.entry(unit).or_default() |= event;
    }
    let strata: Vec<bool> = events.values().copied().collect();
    if folds > strata.len() {
        bail!("`--cv` asks for {folds} folds of {} rows or clusters", strata.len());
    }
    let mut fold_of_unit = std::collections::BTreeMap::new();
    let units: Vec<u32> = events.into_keys().collect();
    let splits = RepeatedStratifiedKFold { folds, repeats: 1, seed }.splits(&strata)?;
    for (fold, split) in (0..).zip(splits) {
        fold_of_unit.extend(split.test.into_iter().map(|unit| (units[unit], fold)));
    }
    Ok(unit_of_row.iter().map(|unit| fold_of_unit[unit]).collect())
}
