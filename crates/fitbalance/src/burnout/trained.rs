//! A trained burnout model with its figures, before it becomes an artifact.

use std::collections::BTreeMap;

use anyhow::Result;
use metrics::{Score, Split};
use survival::CoxPh;

use crate::burnout::cohort::Cohort;
use crate::burnout::evaluation::{Compared, HeldOut};
use crate::burnout::pipeline::Pipeline;
use crate::results::{ResultRow, Target};

/// Everything the artifact is made of.
pub(crate) struct Trained {
    pub(crate) pipeline: Pipeline,
    /// Unpenalised fit to the same rows, for standard errors and intervals; `None` if it has no finite solution.
    pub(crate) unpenalised: Option<CoxPh>,
    pub(crate) split: Split,
    pub(crate) scores: Vec<Score>,
    pub(crate) rows: Vec<ResultRow>,
}

/// Rows of the table of results.
pub(crate) fn result_rows(held_out: &HeldOut, cross_validation: &Compared) -> Vec<ResultRow> {
    let row = |metric: String, value: f64, ci: [f64; 2], oracle: Option<f64>, target: Option<f64>| ResultRow {
        model: "Cox PH (L1)".to_owned(),
        metric,
        value,
        ci: Some(ci),
        oracle,
        target: target.map(Target::Above),
    };
    let concordance = &held_out.concordance;
    let people = format!("{} held-out people", held_out.n_people);
    let ends = |interval: &metrics::Interval| [interval.low, interval.high];
    vec![
        row(
            format!("C-index, {people}"),
            concordance.model,
            ends(&concordance.interval),
            Some(concordance.oracle),
            Some(0.70),
        ),
        row(
            "C-index / oracle's, same people".to_owned(),
            concordance.ratio,
            ends(&concordance.ratio_interval),
            None,
            Some(0.98),
        ),
        row(
            "C-index, repeated cross-validation".to_owned(),
            cross_validation.model,
            ends(&cross_validation.interval),
            Some(cross_validation.oracle),
            Some(0.70),
        ),
        row(
            "C-index / oracle's, cross-validation".to_owned(),
            cross_validation.ratio,
            ends(&cross_validation.ratio_interval),
            None,
            Some(0.98),
        ),
        row(format!("AUC, {people}"), held_out.auc, ends(&held_out.auc_interval), Some(held_out.auc_oracle), None),
    ]
}

/// The same figures by name, for `metrics.json`.
pub(crate) fn scores(held_out: &HeldOut, cross_validation: &Compared) -> Vec<Score> {
    let compared = |prefix: &str, compared: &Compared| {
        [
            Score::new(format!("{prefix}_c_index"), compared.model, "1").with_interval(&compared.interval),
            Score::new(format!("{prefix}_c_index_oracle"), compared.oracle, "1"),
            Score::new(format!("{prefix}_c_index_share_of_oracle"), compared.ratio, "1")
                .with_interval(&compared.ratio_interval),
        ]
    };
    let mut scores: Vec<Score> = compared("held_out", &held_out.concordance).into();
    scores.push(Score::new("held_out_auc", held_out.auc, "1").with_interval(&held_out.auc_interval));
    scores.push(Score::new("held_out_auc_oracle", held_out.auc_oracle, "1"));
    scores.extend(compared("cross_validated", cross_validation));
    scores
}

/// The data and how they were split, by user id.
pub(crate) fn split_by_user(cohort: &Cohort, split: &Split) -> Result<BTreeMap<&'static str, Vec<String>>> {
    let users = cohort.table.strings("user_id")?;
    let ids = |rows: &[usize]| rows.iter().map(|&row| users[row].clone()).collect();
    Ok(BTreeMap::from([("train", ids(&split.train)), ("test", ids(&split.test))]))
}
