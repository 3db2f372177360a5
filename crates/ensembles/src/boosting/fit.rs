//! The rounds of boosting.

use ndarray::ArrayView2;
use rand::SeedableRng;
use rand::seq::index::sample;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::loss::Loss;
use super::{BoostingParams, EarlyStopping, GradientBoosting};
use crate::checks::invalid;
use crate::error::{Error, Result};
use crate::features::{RankedFeatures, column_names};
use crate::importance::mean_shares;
use crate::learner::{GrownTree, LearnerMatrix, grow_weighted};
use crate::scaling::Scaling;
use crate::target::{Target, Values};
use crate::tree::AdditiveTrees;

impl BoostingParams {
    /// Fits a boosted model.
    ///
    /// # Shapes
    ///
    /// `x`: `[n_rows, n_features]`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`], [`Error::LengthMismatch`], [`Error::NoFeatures`], [`Error::NotFinite`],
    /// [`Error::ConstantColumn`], [`Error::ColumnMismatch`] or [`Error::RepeatedName`] for the names,
    /// [`Error::Validation`] if early stopping finds too few rows.
    pub fn fit(&self, x: ArrayView2<'_, f64>, target: &Target) -> Result<GradientBoosting> {
        self.fit_watched(x, target, &|| {})
    }

    /// Fits a boosted model as [`fit`](Self::fit), and calls `after_round` after each round.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit).
    pub fn fit_watched(
        &self,
        x: ArrayView2<'_, f64>,
        target: &Target,
        after_round: &dyn Fn(),
    ) -> Result<GradientBoosting> {
        self.check()?;
        let feature_names = column_names(self.feature_names.as_deref(), x.ncols())?;
        if x.nrows() != target.n_rows() {
            return Err(Error::LengthMismatch { n_rows: x.nrows(), n_targets: target.n_rows() });
        }
        let features = RankedFeatures::new(x, &feature_names, self.allow_constant_columns)?;
        let scaling = match &target.values {
            Values::Numbers(values) => Some((Scaling::of(values), values)),
            Values::Binary(_) | Values::Classes { .. } => None,
        };
        let scaled = scaling.map(|(scaling, values)| values.iter().map(|&value| scaling.forward(value)).collect());
        let loss = Loss::new(target, scaled.unwrap_or_default());
        let (fitted_rows, validation_rows) = match self.early_stopping {
            Some(stopping) => set_aside(target, stopping, self.seed)?,
            None => ((0..).take(features.n_rows).collect(), Vec::new()),
        };
        let mut rounds = Rounds::new(self, &features, &loss, fitted_rows, validation_rows)?;
        for round in 0..self.n_rounds {
            rounds.next(round)?;
            after_round();
            if self.early_stopping.is_some_and(|stopping| rounds.rounds_since_best() >= stopping.patience) {
                break;
            }
        }
        let mut model = rounds.finish(target, feature_names);
        if let Some((scaling, _)) = scaling {
            for output in &mut model.outputs {
                output.base = scaling.back(output.base);
                output.scale *= scaling.sd();
            }
        }
        Ok(model)
    }
}

/// What grows from round to round.
struct Rounds<'a> {
    params: &'a BoostingParams,
    features: &'a RankedFeatures,
    loss: &'a Loss,
    fitted_rows: Vec<u32>,
    validation_rows: Vec<u32>,
    /// Features of the fitted rows, if every tree sees all of them.
    matrix: Option<LearnerMatrix>,
    /// `[n_outputs][n_rows]`, of all rows.
    scores: Vec<Vec<f64>>,
    scale: f64,
    outputs: Vec<AdditiveTrees>,
    gains: Vec<Vec<f64>>,
    training_loss: Vec<f64>,
    validation_loss: Vec<f64>,
}

impl<'a> Rounds<'a> {
    fn new(
        params: &'a BoostingParams,
        features: &'a RankedFeatures,
        loss: &'a Loss,
        fitted_rows: Vec<u32>,
        validation_rows: Vec<u32>,
    ) -> Result<Self> {
        let scale = params.learning_rate * loss.damping();
        let base = loss.base(&fitted_rows);
        let mut rounds = Self {
            matrix: (params.subsample == 1.0).then(|| LearnerMatrix::select(features, &fitted_rows)).transpose()?,
            scores: base.iter().map(|&base| vec![base; features.n_rows]).collect(),
            outputs: base.into_iter().map(|base| AdditiveTrees { base, scale, trees: Vec::new() }).collect(),
            params,
            features,
            loss,
            fitted_rows,
            validation_rows,
            scale,
            gains: Vec::new(),
            training_loss: Vec::new(),
            validation_loss: Vec::new(),
        };
        rounds.note_losses();
        Ok(rounds)
    }

    /// Grows the trees of a round, all from the same scores, and moves the scores.
    fn next(&mut self, round: usize) -> Result<()> {
        let sampled = self.matrix.is_none().then(|| self.sample(round));
        let rows: &[u32] = sampled.as_deref().unwrap_or(&self.fitted_rows);
        let selected = sampled.as_ref().map(|rows| LearnerMatrix::select(self.features, rows)).transpose()?;
        let matrix = selected.as_ref().or(self.matrix.as_ref()).expect("one of them was just made");
        let grow = |output: usize| {
            let step = self.loss.step(&self.scores, output, rows);
            grow_weighted(self.features, matrix, &step.target, &step.weights, self.params.limits())
        };
        let grown: Vec<GrownTree> = (0..self.outputs.len()).into_par_iter().map(grow).collect::<Result<_>>()?;
        for ((output, scores), grown) in self.outputs.iter_mut().zip(&mut self.scores).zip(grown) {
            for (score, leaf) in scores.iter_mut().zip(&grown.leaf_of_row) {
                *score += self.scale * grown.tree.values[*leaf as usize];
            }
            output.trees.push(grown.tree);
            self.gains.push(grown.gain);
        }
        self.note_losses();
        Ok(())
    }

    /// Rows of a round, drawn without replacement, ascending.
    fn sample(&self, round: usize) -> Vec<u32> {
        let n_fitted = self.fitted_rows.len();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
        let n_drawn = ((n_fitted as f64 * self.params.subsample).round() as usize).max(1);
        let mut rng = ChaCha8Rng::seed_from_u64(self.params.seed);
        rng.set_stream(1 + round as u64);
        let mut rows: Vec<u32> =
            sample(&mut rng, n_fitted, n_drawn).into_iter().map(|index| self.fitted_rows[index]).collect();
        rows.sort_unstable();
        rows
    }

    fn note_losses(&mut self) {
        self.training_loss.push(self.loss.mean(&self.scores, &self.fitted_rows));
        if !self.validation_rows.is_empty() {
            self.validation_loss.push(self.loss.mean(&self.scores, &self.validation_rows));
        }
    }

    /// Number of rounds with the lowest validation loss; all of them without validation.
    fn best(&self) -> usize {
        let losses = self.validation_loss.iter().enumerate().skip(1);
        // The first of equals: fewer trees.
        losses.min_by(|a, b| a.1.total_cmp(b.1)).map_or(self.outputs[0].trees.len(), |(round, _)| round)
    }

    fn rounds_since_best(&self) -> usize {
        self.outputs[0].trees.len() - self.best()
    }

    fn finish(mut self, target: &Target, feature_names: Vec<String>) -> GradientBoosting {
        let best = self.best();
        self.outputs.iter_mut().for_each(|output| output.trees.truncate(best));
        self.gains.truncate(best * self.outputs.len());
        GradientBoosting {
            task: target.task(),
            params: self.params.clone(),
            importances: mean_shares(self.gains.iter(), feature_names.len()),
            feature_names,
            outputs: self.outputs,
            training_loss: self.training_loss,
            validation_loss: self.validation_loss,
        }
    }
}

/// Splits the rows into those that are fitted and those that tell when to stop; stratified by class.
fn set_aside(target: &Target, stopping: EarlyStopping, seed: u64) -> Result<(Vec<u32>, Vec<u32>)> {
    let strata: Vec<usize> = match &target.values {
        Values::Binary(labels) => labels.iter().map(|&label| usize::from(label)).collect(),
        Values::Classes { class, .. } => class.clone(),
        Values::Numbers(values) => vec![0; values.len()],
    };
    let split = metrics::train_test_split(&strata, stopping.validation_share, seed)
        .map_err(|error| Error::Validation { reason: error.to_string() })?;
    let numbers = |rows: Vec<usize>| -> Vec<u32> {
        rows.into_iter().map(|row| u32::try_from(row).expect("at most 2^24 rows were let through")).collect()
    };
    let n_classes = strata.iter().max().map_or(0, |last| last + 1);
    if (0..n_classes).any(|class| !split.train.iter().any(|&row| strata[row] == class)) {
        return Err(invalid(
            "validation_share",
            "small enough to leave rows of every class to fit",
            stopping.validation_share,
        ));
    }
    Ok((numbers(split.train), numbers(split.test)))
}
