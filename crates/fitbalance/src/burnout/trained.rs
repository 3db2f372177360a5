//! A trained burnout model with its figures, before it becomes an artifact.

use metrics::{Score, Split};
use predict::burnout::{BurnoutArtifact, BurnoutKind, BurnoutModel};
use survival::CoxPh;

use crate::burnout::classification::Classification;
use crate::burnout::cohort::Cohort;
use crate::burnout::evaluation::Compared;
use crate::burnout::options::TrainOptions;
use crate::results::{ResultRow, Target};

/// A model with everything that is known of it.
pub(crate) struct TrainedBurnout<'a> {
    pub(crate) artifact: BurnoutArtifact,
    pub(crate) cohort: &'a Cohort,
    pub(crate) options: &'a TrainOptions,
    pub(crate) split: &'a Split,
    pub(crate) figures: Classification,
    /// What only the Cox model has.
    pub(crate) cox: Option<CoxResults>,
}

/// Results of the Cox model beyond those of any classifier.
pub(crate) struct CoxResults {
    /// Unpenalised fit to the same rows, for standard errors and intervals; `None` if it has no finite solution.
    pub(crate) unpenalised: Option<CoxPh>,
    pub(crate) held_out: Compared,
    pub(crate) cross_validation: Compared,
}

impl TrainedBurnout<'_> {
    /// Rows of the table of results.
    pub(crate) fn rows(&self) -> Vec<ResultRow> {
        let kind = self.artifact.model.kind();
        let mut rows = self.cox.as_ref().map_or_else(Vec::new, |cox| concordance_rows(cox, self.figures.n_people));
        rows.extend(self.figures.result_rows(kind, least_auc(kind)));
        if let Some(score) = self.out_of_bag_accuracy() {
            rows.push(ResultRow {
                model: kind.label().to_owned(),
                metric: "accuracy, out of bag".to_owned(),
                value: score,
                ci: None,
                oracle: None,
                target: None,
            });
        }
        rows
    }

    /// The same figures by name, for `metrics.json`.
    pub(crate) fn scores(&self) -> Vec<Score> {
        let mut scores = self.cox.as_ref().map_or_else(Vec::new, |cox| {
            [("held_out", &cox.held_out), ("cross_validated", &cox.cross_validation)]
                .into_iter()
                .flat_map(|(prefix, figures)| concordance_scores(prefix, figures))
                .collect()
        });
        scores.extend(self.figures.scores());
        scores.push(Score::new("out_of_fold_log_loss_calibrated", self.artifact.config.out_of_fold_log_loss, "nat"));
        scores.extend(self.out_of_bag_accuracy().map(|score| Score::new("out_of_bag_accuracy", score, "1")));
        scores
    }

    fn out_of_bag_accuracy(&self) -> Option<f64> {
        match &self.artifact.model {
            BurnoutModel::Forest(pipeline) => pipeline.model.out_of_bag().and_then(ensembles::OutOfBag::score),
            BurnoutModel::Cox(_) | BurnoutModel::Boosting(_) => None,
        }
    }
}

fn concordance_rows(cox: &CoxResults, n_people: usize) -> Vec<ResultRow> {
    let row = |metric: &str, figures: &Compared, is_ratio: bool| {
        let interval = if is_ratio { &figures.ratio_interval } else { &figures.interval };
        ResultRow {
            model: BurnoutKind::Cox.label().to_owned(),
            metric: metric.to_owned(),
            value: if is_ratio { figures.ratio } else { figures.model },
            ci: Some([interval.low, interval.high]),
            oracle: (!is_ratio).then_some(figures.oracle),
            target: Some(Target::Above(if is_ratio { 0.98 } else { 0.70 })),
        }
    };
    vec![
        row(&format!("C-index, {n_people} held-out people"), &cox.held_out, false),
        row("C-index / oracle's, same people", &cox.held_out, true),
        row("C-index, repeated cross-validation", &cox.cross_validation, false),
        row("C-index / oracle's, cross-validation", &cox.cross_validation, true),
    ]
}

fn concordance_scores(prefix: &str, figures: &Compared) -> [Score; 3] {
    [
        Score::new(format!("{prefix}_c_index"), figures.model, "1").with_interval(&figures.interval),
        Score::new(format!("{prefix}_c_index_oracle"), figures.oracle, "1"),
        Score::new(format!("{prefix}_c_index_share_of_oracle"), figures.ratio, "1")
            .with_interval(&figures.ratio_interval),
    ]
}

/// The AUC on held-out people that is to be exceeded.
fn least_auc(kind: BurnoutKind) -> Option<f64> {
    match kind {
        BurnoutKind::Cox => None,
        BurnoutKind::Forest => Some(0.75),
        BurnoutKind::Boosting => Some(0.78),
    }
}
