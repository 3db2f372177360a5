//! The food network: what it learns, what it keeps, what it refuses.

use nutrition::words::FoodClass;
use nutrition::{
    DeviceName, Error, FoodClassifier, FoodCnn, FoodCnnConfig, FoodExample, FoodPicture, FoodTrainer,
    FoodTrainingConfig,
};
use synthgen::nutrition::{NutritionGenerator, NutritionParams};

const SIDE: usize = 16;

/// Small enough for seconds.
fn config(n_classes: usize) -> FoodCnnConfig {
    FoodCnnConfig { n_classes, side: SIDE, n_stem: 8, n_channels: vec![16, 16] }
}

fn training(n_epochs: usize) -> FoodTrainingConfig {
    FoodTrainingConfig { n_epochs, batch_size: 8, ..FoodTrainingConfig::default() }
}

/// Stripes: across, along, or none. One colour each, so that only their direction tells them apart.
fn striped(class: usize, at: usize) -> FoodExample {
    let colour = [40 + (at * 37 % 180), 40 + (at * 71 % 180), 40 + (at * 13 % 180)];
    let pixels = (0..SIDE * SIDE)
        .flat_map(|pixel| {
            let (row, column) = (pixel / SIDE, pixel % SIDE);
            let is_dark = match class {
                0 => (row + at) % 4 < 2,
                1 => (column + at) % 4 < 2,
                _ => false,
            };
            colour.map(|value| u8::try_from(if is_dark { value / 4 } else { value }).expect("below 256"))
        })
        .collect();
    FoodExample { picture: FoodPicture::new(SIDE, pixels).expect("a square"), class }
}

fn stripes(n: usize) -> Vec<FoodExample> {
    (0..n).map(|at| striped(at % 3, at)).collect()
}

fn trained(n_epochs: usize) -> (FoodCnn, f64) {
    let device = DeviceName::Flex.open().expect("flex is always there");
    let (examples, validation) = (stripes(48), stripes(15));
    let mut trainer =
        FoodTrainer::new(&config(3), training(n_epochs), 1, &examples, &validation, &device).expect("valid");
    for _ in 0..n_epochs {
        trainer.run_epoch(&mut |_| {}).expect("does not diverge");
    }
    let (network, temperature, history) = trainer.finish().expect("epochs are done");
    assert_eq!(history.len(), n_epochs);
    (network, temperature)
}

fn classifier((network, temperature): (FoodCnn, f64)) -> FoodClassifier {
    let names = ["across", "along", "plain"].map(str::to_owned).to_vec();
    FoodClassifier::new(network, names, temperature).expect("three names for three classes")
}

#[test]
fn trained_network_names_patterns_of_any_colour() {
    let classifier = classifier(trained(14));
    let unseen: Vec<FoodExample> = (0..30).map(|at| striped(at % 3, 1_000 + at * 7)).collect();
    let right = unseen.iter().filter(|example| {
        let guesses = classifier.guesses(&example.picture, 2).expect("one side");
        assert!(guesses[0].probability >= guesses[1].probability);
        guesses[0].class == example.class
    });
    let right = right.count();
    assert!(right >= 27, "{right} of 30");
    let sum: f64 = classifier.probabilities(&[&unseen[0].picture]).expect("one side")[0].iter().sum();
    assert!((sum - 1.0).abs() < 1e-12);
}

#[test]
fn trainer_overfits_one_batch_without_augmentation() {
    let device = DeviceName::Flex.open().expect("flex is always there");
    let examples = stripes(8);
    let config_training = FoodTrainingConfig {
        min_crop_share: 1.0,
        max_rotation_deg: 0.0,
        colour_jitter: 0.0,
        label_smoothing: 0.0,
        ..training(1)
    };
    let mut trainer = FoodTrainer::new(&config(3), config_training, 2, &examples, &examples, &device).expect("valid");
    let indices: Vec<usize> = (0..8).collect();
    let first = trainer.step(&indices, 0);
    let last = (1..60).map(|step| trainer.step(&indices, step)).last().expect("steps");
    assert!(last < 0.05 && first > 0.5, "{first} to {last}");
}

#[test]
fn equal_seeds_give_equal_weights_for_any_number_of_threads() {
    let run = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads can be started");
        pool.install(|| trained(2).0.to_safetensors())
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn saved_network_gives_the_same_bits() {
    let (network, _) = trained(2);
    let device = DeviceName::Flex.open().expect("flex is always there");
    let bytes = network.to_safetensors();
    let loaded = config(3).init_empty(&device).expect("valid").load_safetensors(&bytes).expect("whole");
    let picture = striped(1, 5).picture;
    assert_eq!(loaded.logits(&[&picture]).expect("one"), network.logits(&[&picture]).expect("one"));
    let other = config(4).init_empty(&device).expect("valid");
    assert!(matches!(other.load_safetensors(&bytes), Err(Error::Network(neural::Error::TensorShape { .. }))));
    let empty = config(3).init_empty(&device).expect("valid");
    assert!(matches!(empty.load_safetensors(&bytes[..100]), Err(Error::Network(_))));
}

#[test]
fn predictions_do_not_depend_on_their_batch() {
    let (network, _) = trained(2);
    let pictures: Vec<FoodPicture> = (0..70).map(|at| striped(at % 3, at).picture).collect();
    let all: Vec<&FoodPicture> = pictures.iter().collect();
    let together = network.logits(&all).expect("one side");
    for (picture, together) in pictures.iter().zip(&together) {
        assert_eq!(&network.logits(&[picture]).expect("one")[0], together);
    }
    assert!(network.logits(&[]).expect("none").is_empty());
}

#[test]
fn unusable_input_is_refused_with_what_was_expected() {
    let device = DeviceName::Flex.open().expect("flex is always there");
    let check = |error: Error, message: &str| assert!(error.to_string().contains(message), "{error}");
    let new =
        |config: &FoodCnnConfig, training: &[FoodExample], validation: &[FoodExample], options: FoodTrainingConfig| {
            FoodTrainer::new(config, options, 1, training, validation, &device).err().expect("refused")
        };
    check(FoodPicture::new(8, vec![0; 192]).expect_err("small"), "side of a picture must be 16 to 512 pixels, got 8");
    check(FoodPicture::new(16, vec![0; 5]).expect_err("short"), "must be 768, got 5");
    let two = [striped(0, 0), striped(1, 1)];
    check(new(&config(3), &two, &two, training(1)), "pictures of every class to train on");
    check(new(&config(2), &stripes(3), &two, training(1)), "class of a picture must be below 2, got 2");
    check(new(&config(2), &two, &[], training(1)), "pictures to validate on");
    let larger = FoodCnnConfig { side: 32, ..config(2) };
    check(new(&larger, &two, &two, training(1)), "side of a picture must be 32 pixels, got 16");
    let bad = FoodTrainingConfig { min_crop_share: 0.0, ..training(1) };
    check(new(&config(2), &two, &two, bad), "`min_crop_share` must be within (0, 1], got 0");
    let wide = FoodCnnConfig { n_channels: vec![5_000], ..config(2) };
    check(new(&wide, &two, &two, training(1)), "`n_channels` must be within 1 and 4096, got 5000");
    let names = vec!["a".to_owned()];
    let network = config(3).init_empty(&device).expect("valid");
    check(FoodClassifier::new(network, names, 1.0).expect_err("one name"), "names of the classes must be 3, got 1");
}

/// Shape and texture are learnt, not colour alone: a few generated foods of like colours, told apart far above chance.
#[test]
fn generated_foods_of_like_colours_are_told_apart() {
    let foods = [FoodClass::Bread, FoodClass::Doughnut, FoodClass::Cheese, FoodClass::Spaghetti];
    let params = NutritionParams { n_images: 2_400, ..NutritionParams::default() };
    let generator = NutritionGenerator::new(params, 42).expect("valid");
    let examples: Vec<FoodExample> = (0..2_400)
        .filter_map(|index| {
            let class = foods.iter().position(|food| food.index() == index % FoodClass::ALL.len())?;
            let image = generator.image(index);
            assert_eq!(image.class, foods[class]);
            Some(FoodExample { picture: FoodPicture::new(64, image.pixels).expect("64 pixels"), class })
        })
        .collect();
    let (training, held_out) = examples.split_at(400);
    let device = DeviceName::Flex.open().expect("flex is always there");
    let config =
        FoodCnnConfig { n_classes: foods.len(), n_channels: vec![16, 32, 32], n_stem: 8, ..FoodCnnConfig::default() };
    let options = FoodTrainingConfig { n_epochs: 25, batch_size: 32, ..FoodTrainingConfig::default() };
    let mut trainer = FoodTrainer::new(&config, options, 3, training, held_out, &device).expect("valid");
    let best = (0..25).map(|_| trainer.run_epoch(&mut |_| {}).expect("does not diverge").validation_accuracy);
    let best = best.fold(0.0, f64::max);
    assert!(best > 0.7, "{best}");
}
