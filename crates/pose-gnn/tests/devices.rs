//! The same weights on every device that is compiled in.
//!
//! `cargo test --release --package fitbalance-pose-gnn --features ndarray,wgpu --test devices` compiles them all in.

use pose_gnn::words::{Exercise, Fault};
use pose_gnn::{
    Clip, DeviceName, Error, Example, PoseGnn, PoseGnnConfig, Prediction, Targets, Trainer, TrainingConfig, predict,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Single precision, summed in another order.
const TOLERANCE: f32 = 1e-4;

/// Clips of three lengths: two are padded.
fn clips() -> Vec<Clip> {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    [20, 8, 13]
        .into_iter()
        .map(|n_frames| {
            let landmarks: Vec<f32> = (0..n_frames * 99).map(|_| rng.random_range(0.0..1.0)).collect();
            Clip::new(&landmarks, 48).expect("long enough and finite")
        })
        .collect()
}

fn network(device: DeviceName) -> Result<PoseGnn, Error> {
    PoseGnnConfig::default().init(7, &device.open()?)
}

/// Outputs on a scale of 0 to 1.
fn shares(prediction: &Prediction) -> Vec<f32> {
    let angles = prediction.joint_angles_deg.map(|angle| angle / 180.0);
    let scores = [prediction.form_score / 100.0, prediction.injury_risk_score / 100.0];
    [&scores[..], &angles, &prediction.exercise_probabilities].concat()
}

/// Whether a device cannot be had: it is not compiled in, or no adapter is there. What is compiled in must not say it is not.
fn is_absent(device: DeviceName, error: &Error) -> bool {
    let is_compiled = match device {
        DeviceName::Flex => true,
        DeviceName::NdArray => cfg!(feature = "ndarray"),
        DeviceName::Wgpu => cfg!(feature = "wgpu"),
    };
    match error {
        Error::Network(neural::Error::DeviceNotCompiled { .. }) => !is_compiled,
        Error::Network(neural::Error::NoAdapter) => device == DeviceName::Wgpu,
        _ => false,
    }
}

/// What was asked of a device, or none if it cannot be had, which is counted.
#[track_caller]
fn unless_absent<T>(device: DeviceName, result: Result<T, Error>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) if is_absent(device, &error) => {
            real_data::skip(&error.to_string());
            None
        }
        Err(error) => panic!("{device}: {error}"),
    }
}

#[track_caller]
fn check(device: DeviceName) {
    let Some(network) = unless_absent(device, network(device)) else { return };
    let reference = self::network(DeviceName::Flex).expect("flex is always there");
    assert_eq!(network.to_safetensors(), reference.to_safetensors(), "the weights differ");
    let clips = clips();
    let clips: Vec<&Clip> = clips.iter().collect();
    let (got, expected) = (predict(&network, &clips, 3), predict(&reference, &clips, 3));
    for (got, expected) in got.iter().zip(&expected) {
        for (got, expected) in shares(got).into_iter().zip(shares(expected)) {
            assert!((got - expected).abs() < TOLERANCE, "{got} on {device}, {expected} on flex");
        }
    }
}

/// Losses of three steps of Adam: the second and third depend on the gradients before them.
fn losses(device: DeviceName) -> Result<[f64; 3], Error> {
    let targets = Targets {
        form_score: 60.0,
        joint_angles_deg: [90.0, 95.0, 100.0, 105.0, 20.0, 25.0],
        exercise: Exercise::Deadlift,
        injury_risk_score: 50.0,
        fault_severities: [0.0; Fault::N],
    };
    let examples: Vec<Example> = clips().into_iter().map(|clip| Example { clip, targets }).collect();
    let config = PoseGnnConfig { n_graph_features: 8, n_hidden: 8, n_trunk: 8, ..PoseGnnConfig::default() };
    let options = TrainingConfig::default();
    let mut trainer = Trainer::new(config, options, 7, &examples, &examples, &device.open()?)?;
    Ok([0, 1, 2].map(|seed| trainer.step(&[0, 1, 2], seed)))
}

#[track_caller]
fn check_training(device: DeviceName) {
    let Some(got) = unless_absent(device, losses(device)) else { return };
    let expected = losses(DeviceName::Flex).expect("flex is always there");
    for (got, expected) in got.into_iter().zip(expected) {
        assert!((got / expected - 1.0).abs() < 1e-3, "{got} on {device}, {expected} on flex");
    }
}

#[test]
fn ndarray_trains_as_flex_does() {
    check_training(DeviceName::NdArray);
}

#[test]
fn wgpu_trains_as_flex_does() {
    check_training(DeviceName::Wgpu);
}

#[test]
fn ndarray_gives_the_outputs_of_flex() {
    check(DeviceName::NdArray);
}

#[test]
fn wgpu_gives_the_outputs_of_flex() {
    check(DeviceName::Wgpu);
}
