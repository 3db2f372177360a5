//! What a reader must know before using the pose network.

use std::fmt::Write;

use crate::biomechanics::trained::TrainedPose;
use crate::results::ResultsTable;

/// The model card as Markdown.
pub(crate) fn model_card(trained: &TrainedPose<'_>) -> String {
    let TrainedPose { sequences, options, .. } = trained;
    let (best_epoch, network) = (trained.artifact.config.best_epoch, trained.artifact.model.network());
    let mut card = String::from("# gnn_lstm_best\n\n");
    if options.smoke {
        card.push_str("**Smoke run: made to check the pipeline. Its figures mean nothing; do not use it.**\n\n");
    }
    let parts = &trained.parts;
    let _ = writeln!(
        card,
        "Two graph convolutions over MediaPipe's 33 landmarks, two LSTM layers over time, joined by what geometry\n\
         measures of the lift; heads: form score (0-100, higher is better), six joint angles at the turning point (degrees: the measured\n\
         ones with a bounded correction), exercise (five), severities of 23 faults, fault-load index (`injury_risk_score`, 0-100: how much\n\
         the faults load the body; no evidence makes it a risk of getting hurt). {} parameters; epoch {best_epoch} of {}, the best by form score and exercises on validation sequences.\n\n\
         ## Data\n\n\
         Synthetic: {} sequences of five lifts generated from seed {}, with known faults: {} whose means are the baseline\n\
         below, {} to choose the learning rate and the epoch, {} held out for the figures below (seed {}, stratified by\n\
         exercise and quality). The weights are learnt from lifts of other people made by the same generator: {} by their\n\
         measurements alone, then {} in each epoch, others in every one.\n\
         Nothing here was measured on people.\n\n\
         ## Results\n\n{}\n\n\
         The floor is the error of a model that knows the noise-free labels: the rater's error in the form score. A camera does not\n\
         show all of what the score is made of, so it cannot be reached. The ridge regression has learnt from as many measured lifts as the\n\
         network. Intervals: bootstrap over sequences, {} resamples.\n\n\
         ## Not for\n\n\
         Diagnosis, or any decision about a person. The network has learnt how its generator's figures move.\n\n\
         ## Files\n\n\
         `gnn_lstm_best.safetensors` holds the weights, all float32; `config.json` the sizes they belong to; `split.json`\n\
         which sequence was used for what.\n",
        network.n_parameters(),
        trained.history.len(),
        sequences.examples.len(),
        sequences.data_seed,
        parts.train.len(),
        parts.validation.len(),
        parts.test.len(),
        options.seed,
        options.n_measured_lifts,
        options.n_fresh_lifts,
        ResultsTable::new(trained.evaluation.rows()),
        options.n_resamples,
    );
    card.push_str("| tensor | shape |\n|---|---|\n");
    for (name, shape) in network.parameter_shapes() {
        let _ = writeln!(card, "| `{name}` | {shape:?} |");
    }
    card.push_str(
        "\nGates of the LSTM stand in the order input, forget, cell, output; weights are stored `[inputs, outputs]`.\n",
    );
    card
}
