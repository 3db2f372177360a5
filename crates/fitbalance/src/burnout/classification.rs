//! How well a model tells who will burn out, beside the oracle on the same people.

use anyhow::Result;
use ensembles::Calibrator;
use metrics::{
    Binning, ConfusionMatrix, Interval, ReliabilityBin, RepeatedStratifiedKFold, RocPoint, Score, auc, auc_interval,
    average_precision, brier_score, corrected_resampled_interval, expected_calibration_error, log_loss,
    reliability_curve, roc_curve,
};
use predict::burnout::{BurnoutKind, BurnoutModel};
use rayon::prelude::*;

use crate::burnout::cohort::Cohort;
use crate::burnout::fit::fit;
use crate::burnout::options::TrainOptions;
use crate::results::{ResultRow, Target};

/// Confidence level of every interval.
const LEVEL: f64 = 0.95;
/// Bins of calibration errors.
pub(crate) const N_BINS: usize = 10;
/// Bins of the reliability plot: 40 of 200 held-out people each.
const N_PLOT_BINS: usize = 5;
/// Probability from which a person counts as one who will burn out, in the confusion matrix.
pub(crate) const DECISION_THRESHOLD: f64 = 0.5;

/// Probabilities of held-out people before or after calibration.
pub(crate) struct Probabilistic {
    pub(crate) log_loss: f64,
    pub(crate) brier: f64,
    pub(crate) calibration_error: f64,
    pub(crate) reliability: Vec<ReliabilityBin>,
}

/// Figures of one model.
pub(crate) struct Classification {
    pub(crate) auc: f64,
    pub(crate) auc_interval: Interval,
    pub(crate) auc_oracle: f64,
    pub(crate) average_precision: f64,
    pub(crate) cross_validated_auc: f64,
    pub(crate) cross_validated_interval: Interval,
    pub(crate) cross_validated_oracle: f64,
    pub(crate) raw: Probabilistic,
    pub(crate) calibrated: Probabilistic,
    /// Of calibrated probabilities at [`DECISION_THRESHOLD`].
    pub(crate) confusion: ConfusionMatrix,
    pub(crate) roc: Vec<RocPoint>,
    pub(crate) roc_oracle: Vec<RocPoint>,
    pub(crate) n_people: usize,
}

impl Classification {
    /// Judges a fitted model on the held-out rows `test`, and its kind in cross-validation over everybody.
    pub(crate) fn measure(
        model: &BurnoutModel,
        calibrator: &Calibrator,
        cohort: &Cohort,
        test: &[usize],
        options: &TrainOptions,
    ) -> Result<Self> {
        let people = cohort.table.take(test);
        let labels: Vec<bool> = test.iter().map(|&row| cohort.events()[row]).collect();
        let oracle: Vec<f64> = test.iter().map(|&row| cohort.oracle[row]).collect();
        let inputs = model.inputs(&people)?;
        let (scores, probabilities) = (model.risk_scores(inputs.view())?, model.probabilities(inputs.view())?);
        let calibrated = calibrator.calibrate_all(&probabilities)?;
        let (cross_validated_auc, cross_validated_interval, cross_validated_oracle) =
            cross_validated(model.kind(), cohort, options)?;
        Ok(Self {
            auc: auc(&scores, &labels)?,
            auc_interval: auc_interval(&scores, &labels, LEVEL)?,
            auc_oracle: auc(&oracle, &labels)?,
            average_precision: average_precision(&scores, &labels)?,
            cross_validated_auc,
            cross_validated_interval,
            cross_validated_oracle,
            raw: Probabilistic::measure(&probabilities, &labels)?,
            confusion: ConfusionMatrix::at_threshold(&calibrated, &labels, DECISION_THRESHOLD)?,
            calibrated: Probabilistic::measure(&calibrated, &labels)?,
            roc: roc_curve(&scores, &labels)?,
            roc_oracle: roc_curve(&oracle, &labels)?,
            n_people: test.len(),
        })
    }

    /// Rows of the table of results; `least` is the AUC that must be exceeded, of the held-out people.
    pub(crate) fn result_rows(&self, kind: BurnoutKind, least: Option<f64>) -> Vec<ResultRow> {
        let ends = |interval: &Interval| Some([interval.low, interval.high]);
        let row = |metric: String, value: f64| ResultRow {
            model: kind.label().to_owned(),
            metric,
            value,
            ci: None,
            oracle: None,
            target: None,
        };
        vec![
            ResultRow {
                ci: ends(&self.auc_interval),
                oracle: Some(self.auc_oracle),
                target: least.map(Target::Above),
                ..row(format!("AUC, {} held-out people", self.n_people), self.auc)
            },
            ResultRow {
                ci: ends(&self.cross_validated_interval),
                oracle: Some(self.cross_validated_oracle),
                ..row("AUC, repeated cross-validation".to_owned(), self.cross_validated_auc)
            },
            row("Brier score, held out, as fitted".to_owned(), self.raw.brier),
            row("Brier score, held out, calibrated".to_owned(), self.calibrated.brier),
        ]
    }

    /// The figures by name, for `metrics.json`.
    pub(crate) fn scores(&self) -> Vec<Score> {
        let mut scores = vec![
            Score::new("held_out_auc", self.auc, "1").with_interval(&self.auc_interval),
            Score::new("held_out_auc_oracle", self.auc_oracle, "1"),
            Score::new("held_out_average_precision", self.average_precision, "1"),
            Score::new("cross_validated_auc", self.cross_validated_auc, "1")
                .with_interval(&self.cross_validated_interval),
            Score::new("cross_validated_auc_oracle", self.cross_validated_oracle, "1"),
            Score::new("held_out_accuracy", self.confusion.accuracy(), "1"),
            Score::new("held_out_f1", self.confusion.f1(1), "1"),
        ];
        for (name, figures) in [("as_fitted", &self.raw), ("calibrated", &self.calibrated)] {
            scores.push(Score::new(format!("held_out_log_loss_{name}"), figures.log_loss, "nat"));
            scores.push(Score::new(format!("held_out_brier_{name}"), figures.brier, "1"));
            scores.push(Score::new(format!("held_out_calibration_error_{name}"), figures.calibration_error, "1"));
        }
        scores
    }
}

impl Probabilistic {
    fn measure(probabilities: &[f64], labels: &[bool]) -> Result<Self> {
        Ok(Self {
            log_loss: log_loss(probabilities, labels)?,
            brier: brier_score(probabilities, labels)?,
            calibration_error: expected_calibration_error(probabilities, labels, N_BINS)?,
            reliability: reliability_curve(probabilities, labels, N_PLOT_BINS, Binning::Quantile, LEVEL)?,
        })
    }
}

/// AUC in repeated stratified cross-validation, its corrected interval, and the oracle's AUC on the same folds.
fn cross_validated(kind: BurnoutKind, cohort: &Cohort, options: &TrainOptions) -> Result<(f64, Interval, f64)> {
    let folds = RepeatedStratifiedKFold { folds: options.folds, repeats: options.repeats, seed: options.seed };
    let splits: Vec<_> = folds.splits(cohort.events())?.collect();
    let fold = |split: &metrics::Split| -> Result<(f64, f64)> {
        let model = fit(kind, cohort, &split.train, options)?;
        let labels: Vec<bool> = split.test.iter().map(|&row| cohort.events()[row]).collect();
        let oracle: Vec<f64> = split.test.iter().map(|&row| cohort.oracle[row]).collect();
        let inputs = model.inputs(&cohort.table.take(&split.test))?;
        Ok((auc(&model.risk_scores(inputs.view())?, &labels)?, auc(&oracle, &labels)?))
    };
    let (values, oracles): (Vec<f64>, Vec<f64>) =
        splits.par_iter().map(fold).collect::<Result<Vec<_>>>()?.into_iter().unzip();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let interval = corrected_resampled_interval(&values, 1.0 / options.folds as f64, LEVEL)?;
    Ok((mean(&values), interval, mean(&oracles)))
}
