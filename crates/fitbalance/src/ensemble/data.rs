//! From a table to what a forest or boosting fits, with errors that name file, row and column.

use anyhow::{Result, bail, ensure};
use ensembles::Target;
use features::DesignEncoder;
use metrics::RepeatedStratifiedKFold;
use ndarray::Array2;
use predict::fitted::Outcome;

use crate::digits::significant;
use crate::table::{Covariates, Design, Missing, NotTaken, Table};

/// Numeric labels with more distinct values than this are numbers to predict, not classes.
const MOST_CLASSES: usize = 10;

/// What the label column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LabelKind {
    /// Decided by the column: text and a few whole numbers are classes.
    Auto,
    Classes,
    Numbers,
}

/// Which columns play which part.
#[derive(Debug, Clone)]
pub(crate) struct EnsembleColumns {
    pub(crate) label: String,
    pub(crate) kind: LabelKind,
    pub(crate) features: Covariates,
    pub(crate) weight: Option<String>,
    /// Whether all classes weigh as much.
    pub(crate) is_balanced: bool,
}

/// Features and labels of a table.
#[derive(Debug)]
pub(crate) struct EnsembleData {
    pub(crate) x: Array2<f64>,
    /// Names of the features before encoding or terms of the formula, and the columns of `x` of each.
    pub(crate) features: Vec<String>,
    pub(crate) columns: Vec<Vec<usize>>,
    /// Names of the columns of `x`.
    pub(crate) names: Vec<String>,
    pub(crate) labels: Labels,
    /// Weight of each row.
    case_weights: Option<Vec<f64>>,
    /// Whether all classes weigh as much.
    is_balanced: bool,
    /// The rows that are used.
    pub(crate) table: Table,
    pub(crate) encoder: DesignEncoder,
    pub(crate) n_dropped: usize,
    /// Columns that could have been features and are none, with the reason.
    pub(crate) left_out: NotTaken,
    pub(crate) reference_levels: Vec<(String, String)>,
}

/// Labels of the rows.
#[derive(Debug, Clone)]
pub(crate) enum Labels {
    /// Names of the classes in order, and the class of each row; of two classes the second is predicted.
    Classes {
        names: Vec<String>,
        class: Vec<usize>,
    },
    Numbers(Vec<f64>),
}

impl EnsembleData {
    /// Takes the columns out of the table.
    ///
    /// # Errors
    ///
    /// Unknown columns, values that do not fit, a label among the features.
    pub(crate) fn new(table: &Table, columns: &EnsembleColumns, missing: Missing) -> Result<Self> {
        if columns.features.named().contains(&columns.label) {
            bail!("column `{}` is the label and a feature: the label cannot predict itself", columns.label);
        }
        if let Covariates::Formula(formula) = &columns.features {
            ensure!(
                formula.strata().is_empty() && formula.clusters().is_empty(),
                "`strata()` and `cluster()` are parts of a Cox regression: trees have none"
            );
        }
        let mut taken = vec![columns.label.as_str()];
        if let Some(weight) = &columns.weight {
            ensure!(
                *weight != columns.label && !columns.features.named().contains(weight),
                "column `{weight}` holds the weights: it can be neither label nor feature"
            );
            taken.push(weight);
        }
        let Design { table, encoder, x, left_out, n_dropped } = table.design(&columns.features, &taken, missing)?;
        let labels = Labels::new(&table, columns)?;
        ensure!(
            !columns.is_balanced || matches!(labels, Labels::Classes { .. }),
            "`--class-weight balanced` is for classes, and column `{}` holds numbers",
            columns.label
        );
        let case_weights = columns.weight.as_ref().map(|column| table.positive(column, "weights")).transpose()?;
        Ok(Self {
            x,
            features: encoder.terms(),
            columns: encoder.columns_of_terms(),
            names: encoder.columns().to_vec(),
            labels,
            case_weights,
            is_balanced: columns.is_balanced,
            n_dropped,
            left_out,
            reference_levels: encoder.reference_levels(),
            table,
            encoder,
        })
    }
}

impl EnsembleData {
    /// How rows are weighed, in words after the labels: probabilities are those of the weighted rows.
    pub(crate) fn weighing(&self) -> &'static str {
        match (self.case_weights.is_some(), self.is_balanced) {
            (false, false) => "",
            (true, false) => "; rows are weighed",
            (false, true) => "; classes weigh as much",
            (true, true) => "; rows are weighed, classes weigh as much",
        }
    }

    /// The target of some rows, with their weights.
    ///
    /// # Errors
    ///
    /// Rows of one class, or a class of none
    pub(crate) fn target(&self, rows: &[usize]) -> ensembles::Result<Target> {
        let target = self.labels.target(rows)?;
        if self.case_weights.is_none() && !self.is_balanced {
            return Ok(target);
        }
        let mut weights: Vec<f64> = match &self.case_weights {
            Some(weights) => rows.iter().map(|&row| weights[row]).collect(),
            None => vec![1.0; rows.len()],
        };
        if let (true, Labels::Classes { names, class }) = (self.is_balanced, &self.labels) {
            let mut counts = vec![0_usize; names.len()];
            rows.iter().for_each(|&row| counts[class[row]] += 1);
            weights.iter_mut().zip(rows).for_each(|(weight, &row)| *weight /= counts[class[row]] as f64);
        }
        target.with_weights(weights)
    }
}

impl Labels {
    fn new(table: &Table, columns: &EnsembleColumns) -> Result<Self> {
        let label = &columns.label;
        let is_text = table.holds_categories(label)?;
        if columns.kind == LabelKind::Numbers || (columns.kind == LabelKind::Auto && !is_text) {
            let values = table.numeric(label)?;
            let mut distinct = values.clone();
            distinct.sort_by(f64::total_cmp);
            distinct.dedup();
            let few = distinct.len() <= MOST_CLASSES && distinct.iter().all(|value| value.fract() == 0.0);
            if columns.kind == LabelKind::Numbers || !few {
                return Ok(Self::Numbers(values));
            }
            // In numeric order: "10" comes after "9".
            let class = |value: &f64| distinct.partition_point(|other| other < value);
            let names: Vec<String> = distinct.iter().map(f64::to_string).collect();
            if let [only] = names.as_slice() {
                bail!(
                    "`{}`, column `{label}`: all {} rows are `{only}`: expected at least two classes",
                    table.file(),
                    values.len()
                );
            }
            return Ok(Self::Classes { names, class: values.iter().map(class).collect() });
        }
        let texts = table.strings(label)?;
        let mut names = texts.clone();
        names.sort();
        names.dedup();
        if let [only] = names.as_slice() {
            bail!(
                "`{}`, column `{label}`: all {} rows are `{only}`: expected at least two classes",
                table.file(),
                texts.len()
            );
        }
        let class = |text: &String| names.partition_point(|other| other < text);
        Ok(Self::Classes { class: texts.iter().map(class).collect(), names })
    }

    /// What a fit to them predicts.
    pub(crate) fn outcome(&self, label: &str) -> Outcome {
        let label = label.to_owned();
        match self {
            Self::Classes { names, .. } => Outcome::Classes { label, names: names.clone() },
            Self::Numbers(_) => Outcome::Numbers { label },
        }
    }

    /// What the labels are, in words.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Classes { names, class } => {
                let count = |wanted: usize| class.iter().filter(|&&class| class == wanted).count();
                let parts: Vec<String> =
                    names.iter().enumerate().map(|(index, name)| format!("{name} {}", count(index))).collect();
                let predicted = if let [_, positive] = names.as_slice() {
                    format!("; scores are of `{positive}`")
                } else {
                    String::new()
                };
                format!("{} classes: {}{predicted}", names.len(), parts.join(", "))
            }
            Self::Numbers(values) => {
                let mean = values.iter().sum::<f64>() / values.len() as f64;
                let (low, high) =
                    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &v| (a.min(v), b.max(v)));
                format!("numbers from {low} to {high}, mean {}", significant(mean))
            }
        }
    }

    /// Outputs of a model of them: one, or one a class of several.
    pub(crate) fn n_outputs(&self) -> usize {
        match self {
            Self::Classes { names, .. } if names.len() > 2 => names.len(),
            Self::Classes { .. } | Self::Numbers(_) => 1,
        }
    }

    /// The target of some rows, without weights.
    fn target(&self, rows: &[usize]) -> ensembles::Result<Target> {
        match self {
            Self::Classes { names, class } if names.len() == 2 => {
                Target::binary(rows.iter().map(|&row| class[row] == 1).collect())
            }
            Self::Classes { names, class } => {
                Target::classes(rows.iter().map(|&row| class[row]).collect(), names.len())
            }
            Self::Numbers(values) => Target::numbers(rows.iter().map(|&row| values[row]).collect()),
        }
    }

    /// A share of the rows to set aside, stratified by class; `None` if they are too few.
    pub(crate) fn held_out(&self, share: f64, seed: u64) -> Option<metrics::Split> {
        let strata = match self {
            Self::Classes { class, .. } => class.clone(),
            Self::Numbers(values) => vec![0; values.len()],
        };
        metrics::train_test_split(&strata, share, seed).ok()
    }

    /// What stands in the table for a row's label.
    pub(crate) fn text(&self, row: usize) -> String {
        match self {
            Self::Classes { names, class } => names[class[row]].clone(),
            Self::Numbers(values) => values[row].to_string(),
        }
    }

    /// Folds of a cross-validation, stratified by class.
    ///
    /// # Errors
    ///
    /// A class, or all rows, of fewer than `folds` rows
    pub(crate) fn folds(&self, folds: usize, seed: u64) -> Result<Vec<metrics::Split>> {
        let strata: Vec<usize> = match self {
            Self::Classes { names, class } => {
                for (index, name) in names.iter().enumerate() {
                    let n_rows = class.iter().filter(|&&class| class == index).count();
                    if n_rows < folds {
                        bail!("`--cv {folds}` needs {folds} rows of each class, and class `{name}` has {n_rows}");
                    }
                }
                class.clone()
            }
            Self::Numbers(values) => vec![0; values.len()],
        };
        Ok(RepeatedStratifiedKFold { folds, repeats: 1, seed }.splits(&strata)?.collect())
    }
}
