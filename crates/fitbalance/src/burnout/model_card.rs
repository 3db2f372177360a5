//! What a reader must know before using a burnout model.

use std::fmt::Write;

use predict::burnout::BurnoutModel;

use crate::burnout::classification::N_BINS;
use crate::burnout::trained::TrainedBurnout;
use crate::results::ResultsTable;

/// The model card as Markdown.
pub(crate) fn model_card(trained: &TrainedBurnout<'_>) -> String {
    let TrainedBurnout { cohort, options, .. } = trained;
    let mut card = format!("# {}\n\n", trained.artifact.model.kind().name());
    if options.smoke {
        card.push_str("**Smoke run: made to check the pipeline. Its figures mean nothing; do not use it.**\n\n");
    }
    let (about, files) = description(trained);
    let _ = writeln!(
        card,
        "{about}\n\n\
         ## Data\n\n\
         Synthetic: {} people generated from seed {}, {} with burnout; {} train and {} held out (seed {}, stratified by\n\
         event). Nothing here was measured on people. `archetype` and all days from 90 on are never features.\n\n\
         ## Results\n\n{}\n\n\
         The oracle ranks people by the true effects on their true run-in levels, knowing neither frailty nor the future.\n\
         Held-out intervals: DeLong for AUC, bootstrap with {} resamples for the C-index. Cross-validation: {} × {} folds,\n\
         corrected resampled t interval. The same split serves all three models.\n\n\
         ## Calibration\n\n\
         `calibrator.json` (Platt) is fitted to the log-odds of out-of-fold predictions of the training people. People who\n\
         dropped out count as not burnt out, so probabilities are of burnout *while observed*, at most {} days. Held-out\n\
         calibration error ({N_BINS} bins): {:.3} as fitted, {:.3} calibrated; by chance alone up to about {:.2} is to be expected.\n\n\
         ## Not for\n\n\
         Diagnosis, hiring, insurance or any decision about a person. The model has learnt how its generator works.\n\n\
         ## Files\n\n{files} `split.json` lists the users of both sides.",
        cohort.target.n_rows(),
        cohort.data_seed,
        cohort.target.n_events(),
        trained.split.train.len(),
        trained.split.test.len(),
        options.seed,
        ResultsTable::new(trained.rows()),
        options.n_resamples,
        options.repeats,
        options.folds,
        trained.artifact.config.horizon_days,
        trained.figures.raw.calibration_error,
        trained.figures.calibrated.calibration_error,
        // Mean absolute deviation of shares around 1/2, the largest there is.
        0.4 * (N_BINS as f64 / trained.split.test.len() as f64).sqrt(),
    );
    if let Some(unpenalised) = trained.cox.as_ref().and_then(|cox| cox.unpenalised.as_ref()) {
        let _ = writeln!(
            card,
            "\n## Fit without penalty\n\nCoefficients per standard deviation of each feature.\n\n```text\n{unpenalised}```"
        );
    }
    card
}

/// What the model is, and how its files go together.
fn description(trained: &TrainedBurnout<'_>) -> (String, String) {
    const TASK: &str = "from 19 features of a 90-day run-in";
    match &trained.artifact.model {
        BurnoutModel::Cox(pipeline) => (
            format!(
                "Cox proportional hazards, Efron ties, L1 penalty {} on standardised features; {} of {} coefficients are \
                 not 0.\nPredicts the relative risk of burnout after the run-in {TASK}.",
                pipeline.model.penalty(),
                pipeline.model.n_nonzero(),
                pipeline.model.covariates().len()
            ),
            "`cox_ph_model.json` expects features one-hot encoded by `label_encoders.json`, then scaled by\n\
             `feature_scaler.json`. `cox_ph_unpenalised.json` is the same model without penalty, for standard errors and\n\
             `cox_hazard_ratios.png`."
                .to_owned(),
        ),
        BurnoutModel::Forest(pipeline) => (
            format!(
                "Random forest of {} probability trees, √p features tried at a split; `config.json` has all parameters.\n\
                 Predicts the probability of burnout {TASK}.",
                pipeline.model.trees(0).map_or(0, <[_]>::len)
            ),
            "`random_forest_model.json` expects features one-hot encoded by `label_encoders.json`, not scaled.".to_owned(),
        ),
        BurnoutModel::Boosting(pipeline) => (
            format!(
                "Gradient boosting with Newton steps on the log-loss: {} rounds; `config.json` has all parameters.\n\
                 Predicts the probability of burnout {TASK}.",
                pipeline.model.n_rounds()
            ),
            "`gradient_boosting_model.json` expects features one-hot encoded by `label_encoders.json`, not scaled.".to_owned(),
        ),
    }
}
