//! The network against PyTorch's answers, and its gradients.

use neural::{DeviceName, Weights};
use safetensors::SafeTensors;

use super::config::{EfficientNetLiteConfig, LiteStage};
use super::network::EfficientNetLite;
use super::training::TransferConfig;
use crate::food::config::FoodTrainingConfig;
use crate::food::picture::{FoodExample, FoodPicture};

/// A tiny network with random weights, pictures of two sides and PyTorch's answers: what `tools/efficientnet_lite0.py --golden`
/// wrote with torch 2.15.
const GOLDEN: &[u8] = include_bytes!("../../../testdata/efficientnet_lite_golden.safetensors");
/// Single precision through some layers, beside values of about 1 to 10: what is promised.
const TOLERANCE: f32 = 1e-4;

/// `TINY` of that script.
pub(super) fn tiny(side: usize) -> EfficientNetLiteConfig {
    let stage = |n_blocks, kernel, stride, expansion, n_out| LiteStage { n_blocks, kernel, stride, expansion, n_out };
    let stages = vec![stage(1, 3, 1, 1, 4), stage(2, 3, 2, 6, 6), stage(2, 5, 2, 3, 8), stage(1, 5, 1, 6, 10)];
    EfficientNetLiteConfig { n_classes: 5, side, n_stem: 8, stages, n_features: 24 }
}

/// The network of the file, for pictures of a side.
pub(super) fn golden(side: usize) -> EfficientNetLite {
    let device = DeviceName::Flex.open().expect("flex is always there");
    let file = SafeTensors::deserialize(GOLDEN).expect("whole");
    let weights = Weights::from_safetensors(&file, "network.").expect("single precision");
    weights.load_into(tiny(side).init_empty(&device).expect("valid")).expect("every parameter")
}

fn pictures(file: &SafeTensors<'_>, side: usize) -> Vec<FoodPicture> {
    let pixels = file.tensor(&format!("pixels_{side}")).expect("there");
    let of_bytes = |bytes: &[u8]| FoodPicture::new(side, bytes.to_vec()).expect("a square");
    pixels.data().chunks_exact(side * side * 3).map(of_bytes).collect()
}

fn numbers(file: &SafeTensors<'_>, name: &str) -> Vec<f32> {
    let array = file.tensor(name).expect("there");
    array.data().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

/// Features and log-odds of the pictures of a side are PyTorch's.
#[track_caller]
fn check(network: &EfficientNetLite, file: &SafeTensors<'_>, side: usize) {
    let pictures = pictures(file, side);
    let pictures: Vec<&FoodPicture> = pictures.iter().collect();
    let features = network.features(&pictures).expect("one side").concat();
    #[expect(clippy::cast_possible_truncation, reason = "it was single precision")]
    let logits: Vec<f32> = network.logits(&pictures).expect("one side").concat().iter().map(|x| *x as f32).collect();
    for (name, got) in [("features", features), ("logits", logits)] {
        let expected = numbers(file, &format!("{name}_{side}"));
        assert_eq!(got.len(), expected.len());
        let largest = expected.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        assert!(largest > 0.1, "{name}: nothing to compare");
        let worst = got.iter().zip(&expected).fold(0.0_f32, |worst, (got, expected)| worst.max((got - expected).abs()));
        assert!(worst <= TOLERANCE, "{name} of side {side}: off by {worst}");
    }
}

#[test]
fn tiny_network_answers_as_pytorch() {
    let file = SafeTensors::deserialize(GOLDEN).expect("whole");
    for side in [16, 33] {
        check(&golden(side), &file, side);
    }
}

/// The true weights, where `tools/efficientnet_lite0.py` was run and left its files.
#[test]
fn network_of_imagenet_answers_as_pytorch() {
    let Some(folder) = real_data::path("food/efficientnet_lite0") else { return };
    let read = |name: &str| std::fs::read(folder.join(name)).expect("the folder has both files");
    let (weights, answers) = (read("efficientnet_lite0.safetensors"), read("answers.safetensors"));
    let device = DeviceName::Flex.open().expect("flex is always there");
    let network = EfficientNetLiteConfig::default().init_empty(&device).expect("valid");
    let network = network.load_safetensors(&weights).expect("whole");
    let file = SafeTensors::deserialize(&answers).expect("whole");
    for side in [128, 224] {
        check(&network, &file, side);
    }
}

/// Stripes across or along, in colours of their own.
fn striped(class: usize, at: usize, side: usize) -> FoodExample {
    let pixels = (0..side * side).flat_map(|pixel| {
        let place = if class == 0 { pixel / side } else { pixel % side };
        let colour = [40 + at * 37 % 180, 40 + at * 71 % 180, 40 + at * 13 % 180];
        colour.map(|value| u8::try_from(if (place + at) % 8 < 4 { value / 4 } else { value }).expect("below 256"))
    });
    FoodExample { picture: FoodPicture::new(side, pixels.collect()).expect("a square"), class }
}

/// Random weights see enough to tell stripes: the classes learn them, alone and with the last blocks. By chance the loss is 0.69.
#[test]
fn other_classes_are_learnt_alone_and_with_the_last_blocks() {
    let examples: Vec<FoodExample> = (0..60).map(|at| striped(at % 2, at, 32)).collect();
    let unseen: Vec<FoodExample> = (0..40).map(|at| striped(at % 2, 1_001 + at * 7, 32)).collect();
    let names = ["across", "along"].map(str::to_owned).to_vec();
    let losses = [0, 3].map(|n_tuned_blocks| {
        let transfer = TransferConfig {
            n_views: 1,
            n_tuned_blocks,
            training: FoodTrainingConfig {
                n_epochs: 10,
                batch_size: 10,
                learning_rate: 3e-3,
                ..TransferConfig::default().training
            },
        };
        let train = || {
            let learnt = transfer.train(golden(32), &tiny(32), names.clone(), 3, &examples, &mut |_| {});
            learnt.expect("valid").classifier
        };
        let classifier = train();
        let pictures: Vec<&FoodPicture> = unseen.iter().map(|example| &example.picture).collect();
        let probabilities = classifier.probabilities(&pictures).expect("one side");
        assert_eq!(probabilities, train().probabilities(&pictures).expect("one side"), "repeatable");
        let loss = probabilities.iter().zip(&unseen).map(|(row, example)| -row[example.class].max(1e-9).ln());
        loss.sum::<f64>() / 40.0
    });
    assert!(losses.iter().all(|loss| *loss < 0.5), "{losses:?}");
}

#[test]
fn unusable_sizes_are_refused() {
    let refuse = |config: EfficientNetLiteConfig, message: &str| {
        let error = config.check().expect_err("refused").to_string();
        assert!(error.contains(message), "{error}");
    };
    refuse(EfficientNetLiteConfig { side: 8, ..tiny(16) }, "`side` must be within 16 and 512, got 8");
    refuse(EfficientNetLiteConfig { stages: Vec::new(), ..tiny(16) }, "`stages` must be a list of 1 to 16, got 0");
    let mut odd = tiny(16);
    odd.stages[1].kernel = 4;
    refuse(odd, "`kernel` must be 3, 5 or 7, got 4");
}
