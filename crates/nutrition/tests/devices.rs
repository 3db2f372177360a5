//! The same weights on every device that is compiled in.
//!
//! `cargo test --release --package fitbalance-nutrition --features ndarray,wgpu --test devices` compiles them all in.

use nutrition::words::{Goal, Sex, TrainingStatus};
use nutrition::{
    DeviceName, Error, FoodCnnConfig, FoodExample, FoodPicture, FoodTrainer, FoodTrainingConfig, N_DAYS, Profile,
    ProteinGruConfig,
};

/// Small enough for a graphics card that is none.
fn config() -> FoodCnnConfig {
    FoodCnnConfig { n_classes: 2, side: 16, n_stem: 4, n_channels: vec![8] }
}

fn examples() -> Vec<FoodExample> {
    (0..6)
        .map(|at| {
            let pixels = (0..16 * 16 * 3).map(|value| u8::try_from((value * 7 + at * 31) % 251).expect("below 251"));
            FoodExample { picture: FoodPicture::new(16, pixels.collect()).expect("a square"), class: at % 2 }
        })
        .collect()
}

/// Losses of three steps, of which the second and third depend on the gradients before them, and what the finished network says
/// of a picture.
fn food(device: DeviceName) -> Result<Vec<f64>, Error> {
    let examples = examples();
    let training = FoodTrainingConfig { n_epochs: 2, batch_size: 3, ..FoodTrainingConfig::default() };
    let mut trainer = FoodTrainer::new(&config(), training, 7, &examples, &examples, &device.open()?)?;
    let mut figures: Vec<f64> = [0, 1, 2].map(|seed| trainer.step(&[0, 1, 2, 3], seed)).to_vec();
    trainer.run_epoch(&mut |_| {})?;
    let (network, _, _) = trainer.finish()?;
    figures.extend(network.logits(&[&examples[5].picture])?.remove(0));
    Ok(figures)
}

/// Where in the range of a person the need lies, by an untrained network: in (0, 1).
fn protein(device: DeviceName) -> Result<Vec<f64>, Error> {
    let profile = Profile {
        weight_kg: 72.0,
        age_years: 34.0,
        sex: Sex::Female,
        goal: Goal::MuscleGain,
        training_status: TrainingStatus::Recreational,
        height_cm: None,
        body_fat_percent: None,
        kidney_disease: false,
        pregnant: false,
    };
    let days = std::array::from_fn::<_, N_DAYS, _>(|day| [6.5, 70.0, 48.0, 20.0 * day as f64, 40.0, 55.0]);
    Ok(ProteinGruConfig::default().init(7, &device.open()?)?.range_shares(std::iter::once((&profile, &days))))
}

/// Steps of an optimizer make steps of one size of the smallest gradients: a wrong operation is off by tenths.
const AFTER_TRAINING: f64 = 2e-2;
/// Single precision, summed in another order.
const SINGLE: f64 = 1e-4;

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

#[track_caller]
fn check(device: DeviceName, figures: impl Fn(DeviceName) -> Result<Vec<f64>, Error>, tolerance: f64) {
    let got = match figures(device) {
        Ok(got) => got,
        Err(error) if is_absent(device, &error) => return real_data::skip(&error.to_string()),
        Err(error) => panic!("{device}: {error}"),
    };
    let expected = figures(DeviceName::Flex).expect("flex is always there");
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.into_iter().zip(expected) {
        assert!((got - expected).abs() < tolerance * (1.0 + expected.abs()), "{got} on {device}, {expected} on flex");
    }
}

#[test]
fn ndarray_learns_foods_as_flex_does() {
    check(DeviceName::NdArray, food, AFTER_TRAINING);
}

#[test]
fn wgpu_learns_foods_as_flex_does() {
    check(DeviceName::Wgpu, food, AFTER_TRAINING);
}

#[test]
fn ndarray_places_the_protein_need_as_flex_does() {
    check(DeviceName::NdArray, protein, SINGLE);
}

#[test]
fn wgpu_places_the_protein_need_as_flex_does() {
    check(DeviceName::Wgpu, protein, SINGLE);
}
