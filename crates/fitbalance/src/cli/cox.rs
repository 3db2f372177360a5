//! `fitbalance cox`: Cox regression on any table.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};
use features::Formula;
use metrics::RepeatedStratifiedKFold;
use predict::fitted::FittedModel;
use survival::{CoxParams, CoxPh, CrossValidation, PathOptions, SurvivalTarget, Ties};

use crate::cli::fits::save_fit;
use crate::cli::output::{hint, hint_left_out, print};
use crate::cli::outputs::check_distinct;
use crate::cli::pictures::{PictureFile, of_kind, save_picture};
use crate::cli::save::save;
use crate::cli::table::{TableArgs, column_list};
use crate::cox::{CoxColumns, CoxData, CoxReport, PathReport, hazard_ratios, martingale, schoenfeld};
use crate::table::Covariates;

#[derive(Debug, Args)]
pub(crate) struct Cox {
    #[command(flatten)]
    table: TableArgs,
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
    /// Covariates, comma-separated; if not given, every other column but those that name rows, hold dates or one value. Columns
    /// of groups are one-hot encoded, the most frequent value being the reference
    #[arg(long, value_name = "A,B")]
    covariates: Vec<String>,
    /// Covariates as a formula, such as 'age + ns(bmi, 3) + stress * workload + log(crp) + C(site, ref=2) + strata(centre)'
    #[arg(long, value_name = "FORMULA", allow_hyphen_values = true, conflicts_with = "covariates")]
    formula: Option<Formula>,
    /// Treatment of tied event times
    #[arg(long, value_enum, default_value_t = TiesArg::Efron)]
    ties: TiesArg,
    /// Share of the L1 norm in the penalty: 1 lasso, 0 ridge
    #[arg(long, value_name = "R", allow_negative_numbers = true, default_value_t = 1.0, requires = "penalty")]
    l1_ratio: f64,
    /// Weight of the elastic-net penalty on standardised covariates
    #[arg(long, value_name = "L", allow_negative_numbers = true, conflicts_with_all = ["path", "cv"], group = "penalty")]
    lambda: Option<f64>,
    /// Fit a path of K penalties
    #[arg(long, value_name = "K", conflicts_with = "cv", group = "penalty")]
    path: Option<usize>,
    /// Choose the penalty by K-fold cross-validated partial likelihood
    #[arg(long, value_name = "K", group = "penalty")]
    cv: Option<usize>,
    /// Seed of the folds of --cv
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Also test proportional hazards, a test for each coefficient and one for all, as R's cox.zph(terms = FALSE)
    #[arg(long, conflicts_with_all = ["lambda", "path", "cv"])]
    zph: bool,
    /// Write the results as JSON to this file; `-` writes JSON to stdout instead of the tables
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Draw a fit without penalty, as PNG or SVG: `ratios=` (or nothing) hazard ratios, `schoenfeld=` coefficients over time,
    /// `martingale=` what each number leaves unexplained; may be repeated
    #[arg(long, value_name = "[KIND=]FILE", value_parser = of_kind::<CoxPlot>, conflicts_with_all = ["lambda", "path", "cv"])]
    plot: Vec<PictureFile<CoxPlot>>,
    /// Save the fit to this file, for `predict`, `explain` and `evaluate --model`; not with --path, which fits many
    #[arg(long, value_name = "FILE", conflicts_with = "path")]
    save: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TiesArg {
    Efron,
    Breslow,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CoxPlot {
    Ratios,
    Schoenfeld,
    Martingale,
}

impl Cox {
    pub(crate) fn run(self) -> Result<()> {
        let mut outputs = vec![("--json", self.json.as_deref()), ("--save", self.save.as_deref())];
        outputs.extend(self.plot.iter().map(|plot| ("--plot", Some(plot.path.as_path()))));
        check_distinct(&outputs)?;
        let table = self.table.read()?;
        let columns = CoxColumns {
            time: self.time.clone(),
            event: self.event.clone(),
            start: self.start.clone(),
            strata: self.strata.clone(),
            cluster: self.cluster.clone(),
            weights: self.weights.clone(),
            covariates: Covariates::Columns(column_list("--covariates", &self.covariates, &table)?),
        };
        let columns = match &self.formula {
            Some(formula) => columns.with_formula(formula.clone())?,
            None => columns,
        };
        let data = CoxData::new(&table, &columns, self.table.missing.into())?;
        hint_left_out(&data.left_out);
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
        let heading = data.heading(self.table.file.path(), &columns);
        if let Some(n_penalties) = self.path {
            let options = PathOptions { n_penalties, ..PathOptions::default() };
            let path = params.fit_path(data.x.view(), &data.target, &options)?;
            let report = PathReport::new(&path, self.l1_ratio, None);
            return self.write(&format!("{heading}\n{report}"), &report);
        }
        if let Some(folds) = self.cv {
            return self.cross_validate(&data, &columns, params, folds, &heading);
        }
        let model = params.penalty(self.lambda.unwrap_or(0.0)).fit(data.x.view(), &data.target)?;
        let zph = self.zph.then(|| model.proportional_hazards_test(data.x.view(), &data.target)).transpose()?;
        let report = CoxReport::new(&model, &data, &heading, zph);
        for PictureFile { kind, path } in &self.plot {
            let picture = match kind {
                CoxPlot::Ratios => hazard_ratios(&model, &columns.event)?,
                CoxPlot::Schoenfeld => schoenfeld(&model, &data, &columns.time)?,
                CoxPlot::Martingale => martingale(&model, &data)?,
            };
            save_picture(path, &picture, self.table.file.path())?;
        }
        self.save(model, &data, &columns)?;
        self.write(&format!("{heading}\n{report}"), &report)
    }

    /// Fits a path, scores it on held-out folds and fits the best penalty to all rows.
    fn cross_validate(
        &self,
        data: &CoxData,
        columns: &CoxColumns,
        params: CoxParams,
        folds: usize,
        heading: &str,
    ) -> Result<()> {
        let fold_of_row = folds_by_cluster(&data.target, folds, self.seed)?;
        let options = PathOptions::default();
        let result: CrossValidation = params.cross_validate(data.x.view(), &data.target, &options, &fold_of_row)?;
        let best = result.best_penalty();
        let model = params.penalty(best).fit(data.x.view(), &data.target)?;
        let path = PathReport::new(result.path(), self.l1_ratio, Some(&result));
        let report = CoxReport::new(&model, data, heading, None).with_path(path);
        self.save(model, data, columns)?;
        self.write(&format!("{heading}\n{report}"), &report)
    }

    /// Saves the fit, if that is asked for.
    fn save(&self, model: CoxPh, data: &CoxData, columns: &CoxColumns) -> Result<()> {
        let Some(path) = &self.save else { return Ok(()) };
        let (encoder, outcome) = (data.encoder.clone(), data.outcome(columns));
        save_fit(path, FittedModel::Cox(model), outcome, encoder, &data.table, self.table.file.path())
    }

    fn write(&self, text: &str, report: &impl serde::Serialize) -> Result<()> {
        let Some(path) = &self.json else { return print(text.trim_end()) };
        let json = serde_json::to_string_pretty(report).context("the results hold a number JSON has no form for")?;
        if path.as_os_str() == "-" {
            return print(json);
        }
        save(path, json + "\n", self.table.file.path())?;
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
    let n_events = strata.iter().filter(|&&event| event).count();
    let n_censored = strata.len() - n_events;
    if n_events < folds || (1..folds).contains(&n_censored) {
        bail!(
            "`--cv {folds}` needs {folds} rows or clusters with the event, and as many or none without: {n_events} have it, {n_censored} are censored"
        );
    }
    let mut fold_of_unit = std::collections::BTreeMap::new();
    let units: Vec<u32> = events.into_keys().collect();
    let splits = RepeatedStratifiedKFold { folds, repeats: 1, seed }.splits(&strata)?;
    for (fold, split) in (0..).zip(splits) {
        fold_of_unit.extend(split.test.into_iter().map(|unit| (units[unit], fold)));
    }
    Ok(unit_of_row.iter().map(|unit| fold_of_unit[unit]).collect())
}
