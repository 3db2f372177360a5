//! The same weights on every device that is compiled in.
//!
//! `cargo test --release --workspace --features nutrition/ndarray,nutrition/wgpu --test devices` compiles them all in.

use nutrition::{
    DeviceName, Error, FoodCnnConfig, FoodExample, FoodPicture, FoodTrainer, FoodTrainingConfig, Goal, N_DAYS, Profile,
    ProteinGruConfig, Sex, TrainingStatus,
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

/// Place of the need within the range of a person with an untrained network.
fn protein(device: DeviceName) -> Result<Vec<f64>, Error> {
    let profile = Profile {
        weight_kg: 72.0,
        age_years: 34.0,
        sex: Sex::Female,
        goal: Goal::MuscleGain,
        training_status: TrainingStatus::Recreational,
        kidney_disease: false,
        pregnant: false,
    };
    let days = std::array::from_fn::<_, N_DAYS, _>(|day| [6.5, 70.0, 48.0, 20.0 * day as f64, 40.0, 55.0]);
    Ok(ProteinGruConfig::default().init(7, &device.open()?)?.places(std::iter::once((&profile, &days))))
}

#[track_caller]
fn check(device: DeviceName, figures: impl Fn(DeviceName) -> Result<Vec<f64>, Error>) {
    let got = match figures(device) {
        Ok(got) => got,
        Err(error @ Error::Network(neural::Error::DeviceNotCompiled { .. } | neural::Error::NoAdapter)) => {
            eprintln!("skipped: {error}");
            return;
        }
        Err(error) => panic!("{error}"),
    };
    let expected = figures(DeviceName::Flex).expect("flex is always there");
    assert_eq!(got.len(), expected.len());
    // Single precision, summed in another order, through steps of an optimizer that makes steps of one size of the smallest
    // gradients: a wrong operation is off by tenths.
    for (got, expected) in got.into_iter().zip(expected) {
        assert!((got - expected).abs() < 2e-2 * (1.0 + expected.abs()), "{got} on {device}, {expected} on flex");
    }
}

#[test]
fn ndarray_learns_foods_as_flex_does() {
    check(DeviceName::NdArray, food);
}

#[test]
fn wgpu_learns_foods_as_flex_does() {
    check(DeviceName::Wgpu, food);
}

#[test]
fn ndarray_places_the_protein_need_as_flex_does() {
    check(DeviceName::NdArray, protein);
}

#[test]
fn wgpu_places_the_protein_need_as_flex_does() {
    check(DeviceName::Wgpu, protein);
}
