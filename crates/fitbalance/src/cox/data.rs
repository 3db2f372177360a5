//! From a table to what a Cox fit needs, with errors that name file, row and column.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail, ensure};
use features::{Columns, DesignEncoder, Formula};
use ndarray::Array2;
use predict::fitted::Outcome;
use survival::SurvivalTarget;

use crate::table::{Covariates, Design, Missing, NotTaken, Table};

/// Which columns play which part.
#[derive(Debug, Clone, Default)]
pub(crate) struct CoxColumns {
    pub(crate) time: String,
    pub(crate) event: String,
    pub(crate) start: Option<String>,
    pub(crate) strata: Option<String>,
    pub(crate) cluster: Option<String>,
    pub(crate) weights: Option<String>,
    pub(crate) covariates: Covariates,
}

/// Covariates and target of a table.
#[derive(Debug)]
pub(crate) struct CoxData {
    pub(crate) x: Array2<f64>,
    pub(crate) names: Vec<String>,
    /// The rows that are used.
    pub(crate) table: Table,
    pub(crate) encoder: DesignEncoder,
    pub(crate) target: SurvivalTarget,
    /// Categorical column → the level its coefficients compare with.
    pub(crate) reference_levels: Vec<(String, String)>,
    /// The column of the strata, and its values by number.
    pub(crate) strata: Option<(String, Vec<String>)>,
    pub(crate) n_dropped: usize,
    /// Columns that could have been covariates and are none, with the reason.
    pub(crate) left_out: NotTaken,
    /// Times moved onto others that differed by rounding only.
    pub(crate) n_merged_times: usize,
    /// Weights that are no counts make every row a cluster, so that standard errors do not take them for counts.
    pub(crate) rows_as_clusters: bool,
}

impl CoxColumns {
    /// Takes covariates, strata and clusters from a formula.
    ///
    /// # Errors
    ///
    /// Strata or clusters that are given twice
    pub(crate) fn with_formula(mut self, formula: Formula) -> Result<Self> {
        let parts =
            [(&mut self.strata, formula.strata(), "strata"), (&mut self.cluster, formula.clusters(), "cluster")];
        for (part, columns, name) in parts {
            for column in columns {
                if let Some(other) = part.replace(column.clone()) {
                    bail!(
                        "`{name}` is given `{other}` and `{column}`: one column is expected; of two, make one that holds both"
                    );
                }
            }
        }
        self.covariates = Covariates::Formula(formula);
        Ok(self)
    }

    /// The columns with a part of their own.
    pub(crate) fn reserved(&self) -> Vec<&str> {
        let optional = [&self.start, &self.strata, &self.cluster, &self.weights];
        let optional = optional.into_iter().flatten().map(String::as_str);
        [self.time.as_str(), self.event.as_str()].into_iter().chain(optional).collect()
    }
}

impl CoxData {
    /// Takes the columns out of the table.
    ///
    /// # Errors
    ///
    /// Unknown columns, values that do not fit, intervals and times out of order: each with file, row and line.
    pub(crate) fn new(table: &Table, columns: &CoxColumns, missing: Missing) -> Result<Self> {
        let covariates = columns.covariates.named();
        let reserved = columns.reserved();
        let outcome_columns = [Some(&columns.time), Some(&columns.event), columns.start.as_ref()];
        if let Some(twice) = covariates.iter().find(|name| outcome_columns.contains(&Some(name))) {
            bail!("column `{twice}` is part of the outcome and a covariate: the outcome cannot explain itself");
        }
        if let Some(twice) = reserved.iter().find(|name| reserved.iter().filter(|other| other == name).count() > 1) {
            bail!(
                "column `{twice}` is given two parts: time, event, start, strata, cluster and weights each need their own"
            );
        }
        let Design { table, encoder, x, left_out, n_dropped } =
            table.design(&columns.covariates, &reserved, missing)?;
        let (mut target, n_merged_times) = outcome(&table, columns)?;
        let mut strata = None;
        if let Some(column) = &columns.strata {
            let (codes, labels) = codes(&table.strings(column)?);
            target = target.with_strata(codes)?;
            strata = Some((column.clone(), labels));
        }
        if let Some(column) = &columns.cluster {
            let (codes, labels) = codes(&table.strings(column)?);
            ensure!(
                labels.len() > 1,
                "column `{column}` has the one cluster `{}`: robust errors need several",
                labels[0]
            );
            target = target.with_clusters(codes)?;
        }
        let mut rows_as_clusters = false;
        if let Some(column) = &columns.weights {
            let weights = table.positive(column, "case weights")?;
            rows_as_clusters = columns.cluster.is_none() && weights.iter().any(|weight| weight.fract() != 0.0);
            target = target.with_weights(weights)?;
        }
        if rows_as_clusters {
            target = target.with_clusters((0..).take(table.n_rows()).collect())?;
        }
        Ok(Self {
            x,
            names: encoder.columns().to_vec(),
            target,
            reference_levels: encoder.reference_levels(),
            table,
            encoder,
            strata,
            n_dropped,
            left_out,
            n_merged_times,
            rows_as_clusters,
        })
    }

    /// What the fit predicts.
    pub(crate) fn outcome(&self, columns: &CoxColumns) -> Outcome {
        Outcome::Survival {
            time: columns.time.clone(),
            event: columns.event.clone(),
            start: columns.start.clone(),
            strata: self.strata.clone(),
        }
    }

    /// The line above the results: what was fitted to what, and how many rows were left out.
    pub(crate) fn heading(&self, file: &Path, columns: &CoxColumns) -> String {
        let outcome = match &columns.start {
            Some(start) => format!("Surv({start}, {}, {})", columns.time, columns.event),
            None => format!("Surv({}, {})", columns.time, columns.event),
        };
        let mut terms = self.names.clone();
        terms.extend(columns.strata.iter().map(|column| format!("strata({column})")));
        terms.extend(columns.cluster.iter().map(|column| format!("cluster({column})")));
        terms.extend(columns.weights.iter().map(|column| format!("weights({column})")));
        let mut heading = format!("{outcome} ~ {}, data = {}\n", terms.join(" + "), file.display());
        if self.n_dropped > 0 {
            let rows = if self.n_dropped == 1 { "row" } else { "rows" };
            let left_out = format!("({} {rows} left out because a value is missing)\n", self.n_dropped);
            heading.push_str(&left_out);
        }
        heading
    }
}

/// The target, and how many times were moved onto others that differed by rounding only.
pub(crate) fn outcome(table: &Table, columns: &CoxColumns) -> Result<(SurvivalTarget, usize)> {
    let event = table.event(&columns.event)?;
    let Some(start_column) = &columns.start else {
        let mut time = table.positive(&columns.time, "times")?;
        let n_merged = merge_rounding(&mut [&mut time]);
        return Ok((SurvivalTarget::right_censored(time, event)?, n_merged));
    };
    let (mut start, mut stop) = (table.numeric(start_column)?, table.numeric(&columns.time)?);
    // First, because an interval no longer than a rounding error is none.
    let n_merged = merge_rounding(&mut [&mut start, &mut stop]);
    if let Some(row) = (0..stop.len()).find(|&row| start[row] >= stop[row]) {
        bail!(
            "{}: start must be before stop, got {start_column} {} and {} {}",
            table.row_name(row),
            start[row],
            columns.time,
            stop[row]
        );
    }
    Ok((SurvivalTarget::start_stop(start, stop, event)?, n_merged))
}

/// Makes times equal that differ by rounding only, such as 0.1 + 0.2 and 0.3; returns how many were changed.
///
/// Times closer than 1.5e-8 × the mean |time| count as one, as in R (`timefix`).
fn merge_rounding(columns: &mut [&mut Vec<f64>]) -> usize {
    let mut distinct: Vec<f64> = columns.iter().flat_map(|times| times.iter().copied()).collect();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let tolerance = f64::EPSILON.sqrt() * distinct.iter().map(|time| time.abs()).sum::<f64>() / distinct.len() as f64;
    let mut merged = BTreeMap::new();
    let mut kept = f64::NEG_INFINITY;
    for (index, &time) in distinct.iter().enumerate() {
        if index > 0 && time - distinct[index - 1] <= tolerance {
            merged.insert(time.to_bits(), kept);
        } else {
            kept = time;
        }
    }
    let mut n_changed = 0;
    for time in columns.iter_mut().flat_map(|times| times.iter_mut()) {
        if let Some(&first) = merged.get(&time.to_bits()) {
            *time = first;
            n_changed += 1;
        }
    }
    n_changed
}

/// Numbers equal texts equally, in the order of the texts.
pub(crate) fn codes(texts: &[String]) -> (Vec<u32>, Vec<String>) {
    let mut numbers: BTreeMap<&String, u32> = texts.iter().map(|text| (text, 0)).collect();
    numbers.values_mut().zip(0..).for_each(|(number, next)| *number = next);
    (texts.iter().map(|text| numbers[text]).collect(), numbers.into_keys().cloned().collect())
}
