//! Training, stopping and resuming.

use pose_gnn::{Example, PoseGnnConfig, PoseModel, Trainer, TrainingConfig};

use crate::support::{examples, flex, small};

fn options(n_epochs: usize) -> TrainingConfig {
    TrainingConfig { n_epochs, batch_size: 4, ..TrainingConfig::default() }
}

fn trainer(examples: &[Example], n_epochs: usize, seed: u64) -> Trainer<'_> {
    let (training, validation) = examples.split_at(8);
    Trainer::new(small(), options(n_epochs), seed, training, validation, &flex()).expect("a valid configuration")
}

fn finish(mut trainer: Trainer<'_>) -> PoseModel {
    while !trainer.is_finished() {
        trainer.run_epoch(&mut |_| ()).expect("the loss stays finite");
    }
    trainer.best_model()
}

#[test]
fn network_learns_one_batch_by_heart() {
    let examples = examples(8, 20);
    let config = PoseGnnConfig { dropout: 0.0, ..small() };
    let options = TrainingConfig { augment: false, ..options(1) };
    let mut trainer = Trainer::new(config, options, 1, &examples, &examples, &flex()).expect("valid");
    let all: Vec<usize> = (0..examples.len()).collect();
    let first = trainer.step(&all, 0);
    let last = (0..400).map(|step| trainer.step(&all, step)).last().expect("steps were made");
    assert!(last < 0.01 * first, "the loss fell from {first} to {last} only");
}

#[test]
fn same_seed_gives_the_same_weights_bit_for_bit() {
    let examples = examples(12, 20);
    let weights = |seed| finish(trainer(&examples, 2, seed)).network().to_safetensors();
    assert_eq!(weights(5), weights(5));
    assert_ne!(weights(5), weights(6));
}

#[test]
fn resumed_training_ends_with_the_weights_of_an_uninterrupted_one() {
    let examples = examples(12, 20);
    let uninterrupted = finish(trainer(&examples, 4, 5));
    for n_before in 1..4 {
        let mut killed = trainer(&examples, 4, 5);
        (0..n_before).for_each(|_| drop(killed.run_epoch(&mut |_| ()).expect("finite").clone()));
        let state = killed.state().expect("the state can be written");
        drop(killed);
        let resumed = trainer(&examples, 4, 5).resume(&state).expect("a state of the same training");
        assert_eq!(resumed.history().len(), n_before);
        assert_eq!(
            finish(resumed).network().to_safetensors(),
            uninterrupted.network().to_safetensors(),
            "after {n_before} epochs"
        );
    }
}

#[test]
fn states_of_another_training_and_damaged_ones_are_refused() {
    let examples = examples(12, 20);
    let mut done = trainer(&examples, 4, 5);
    done.run_epoch(&mut |_| ()).expect("finite");
    let state = done.state().expect("the state can be written");
    let refused = |trainer: Trainer<'_>, state: &[u8]| trainer.resume(state).err().expect("refused").to_string();
    assert!(refused(trainer(&examples, 4, 6), &state).contains("another seed"));
    assert!(refused(trainer(&examples, 3, 5), &state).contains("other parameters"));
    assert!(refused(trainer(&examples, 4, 5), &state[..state.len() / 2]).contains("safetensors"));
    let weights = done.best_model().network().to_safetensors();
    assert!(refused(trainer(&examples, 4, 5), &weights).contains("no description of a training"));
}

#[test]
fn training_without_examples_or_with_senseless_parameters_is_refused() {
    let examples = examples(1, 20);
    let refused = |training: &[Example], options: TrainingConfig| {
        let error = Trainer::new(small(), options, 1, training, &examples, &flex()).err();
        error.expect("refused").to_string()
    };
    assert_eq!(refused(&[], options(1)), "training needs at least 1 examples, got 0");
    assert_eq!(refused(&examples, options(0)), "`n_epochs` must be at least 1, got 0");
    let negative = TrainingConfig { learning_rate: -1.0, ..options(1) };
    assert_eq!(refused(&examples, negative), "`learning_rate` must be finite and above 0, got -1");
}

#[test]
fn exploding_loss_is_an_error_that_names_the_epoch() {
    let examples = examples(12, 20);
    let (training, validation) = examples.split_at(8);
    let options = TrainingConfig { learning_rate: 1e30, gradient_norm: 1e30, ..options(9) };
    let mut trainer = Trainer::new(small(), options, 1, training, validation, &flex()).expect("valid");
    let error = (0..9).find_map(|_| trainer.run_epoch(&mut |_| ()).err()).expect("it cannot stay finite");
    assert!(error.to_string().contains("lower the learning rate"), "{error}");
}
