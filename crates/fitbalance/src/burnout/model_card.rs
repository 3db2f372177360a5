//! What a reader must know before using the burnout model.

use std::fmt::Write;

use crate::burnout::cohort::Cohort;
use crate::burnout::options::TrainOptions;
use crate::burnout::trained::Trained;
use crate::results::ResultsTable;

/// The model card as Markdown.
pub(crate) fn model_card(trained: &Trained, cohort: &Cohort, options: &TrainOptions) -> String {
    let model = &trained.pipeline.model;
    let mut card = String::from("# cox_ph_model\n\n");
    if options.smoke {
        card.push_str("**Smoke run: made to check the pipeline. Its figures mean nothing; do not use it.**\n\n");
    }
    let _ = writeln!(
        card,
        "Cox proportional hazards, Efron ties, L1 penalty {} on standardised features; {} of {} coefficients are not 0.\n\
         Predicts the relative risk of burnout after a 90-day run-in from 19 features of the run-in.\n\n\
         ## Data\n\n\
         Synthetic: {} people generated from seed {}, {} with burnout; {} train and {} held out (seed {}, stratified by\n\
         event). Nothing here was measured on people. `archetype` and all days from 90 on are never features.\n\n\
         ## Results\n\n{}\n\n\
         The oracle ranks people by the true effects on their true run-in levels, knowing neither frailty nor the future.\n\
         Held-out interval: bootstrap, {} resamples. Cross-validation: {} × {} folds, corrected resampled t interval.\n\n\
         ## Not for\n\n\
         Diagnosis, hiring, insurance or any decision about a person. The model has learnt how its generator works.\n\n\
         ## Files\n\n\
         `cox_ph_model.json` expects features one-hot encoded by `label_encoders.json`, then scaled by\n\
         `feature_scaler.json`. `cox_ph_unpenalised.json` is the same model without penalty, for standard errors and\n\
         `cox_hazard_ratios.png`. `split.json` lists the users of both sides.",
        model.penalty(),
        model.n_nonzero(),
        model.covariates().len(),
        cohort.target.n_rows(),
        cohort.data_seed,
        cohort.target.n_events(),
        trained.split.train.len(),
        trained.split.test.len(),
        options.seed,
        ResultsTable::new(trained.rows.clone()),
        options.n_resamples,
        options.repeats,
        options.folds,
    );
    if let Some(unpenalised) = &trained.unpenalised {
        let _ = writeln!(
            card,
            "\n## Fit without penalty\n\nCoefficients per standard deviation of each feature.\n\n```text\n{unpenalised}```"
        );
    }
    card
}
