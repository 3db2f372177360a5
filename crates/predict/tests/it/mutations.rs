//! Damaged files and requests: an answer or an error, and no panic.

use std::io::Cursor;

use predict::burnout::PersonFeatures;
use predict::ensembles::{GradientBoosting, RandomForest, Target};
use predict::features::{DesignEncoder, Formula, PlainColumns, Stated};
use predict::fitted::{FittedModel, Outcome, SavedFit};
use predict::food::decode_picture;
use predict::pose::PoseRequest;
use predict::protein::ProteinRequest;
use predict::registry::{Registry, VersionSelector};
use predict::serde_json;
use predict::survival::{CoxPh, SurvivalTarget};

use crate::models::{PICTURE, folder};

fn table() -> PlainColumns {
    let ages = (0..40).map(|row| f64::from(20 + row * 37 % 41)).collect();
    let sexes = (0..40).map(|row| if row % 3 == 0 { "f" } else { "m" });
    PlainColumns::new(40).with_numbers("age", ages).expect("40").with_texts("sex", sexes).expect("40")
}

/// A fit of each kind, of a formula with everything that an encoder keeps.
fn fits() -> Vec<String> {
    let table = table();
    let formula: Formula = "ns(age, 3) + sex * log(age) + rcs(age, 4)".parse().expect("a formula");
    let curved = DesignEncoder::fit_formula(&table, &formula).expect("columns of the table");
    let plain = DesignEncoder::fit(&table, &["age", "sex"]).expect("columns of the table");
    let time = (0..40).map(|row| f64::from(1 + row * 29 % 31)).collect();
    let target = SurvivalTarget::right_censored(time, (0..40).map(|row| row % 4 != 0).collect()).expect("some events");
    let x = plain.transform(&table).expect("its own rows");
    let y = Target::binary((0..40).map(|row| row * 13 % 7 > 3).collect()).expect("two classes");
    let cox = CoxPh::params().covariate_names(plain.columns().to_vec()).fit(x.view(), &target).expect("a solution");
    let survival = Outcome::Survival { time: "t".into(), event: "e".into(), start: None, strata: None };
    let classes = || Outcome::Classes { label: "y".into(), names: vec!["no".into(), "yes".into()] };
    let x_curved = curved.transform(&table).expect("its own rows");
    let names = curved.columns().to_vec();
    let forest = RandomForest::params().n_trees(3).max_depth(3).feature_names(names.clone()).fit(x_curved.view(), &y);
    let boosting = GradientBoosting::params().n_rounds(3).max_depth(2).feature_names(names).fit(x_curved.view(), &y);
    let fits = [
        (FittedModel::Cox(cox), survival, plain),
        (FittedModel::Forest(forest.expect("valid")), classes(), curved.clone()),
        (FittedModel::Boosting(boosting.expect("valid")), classes(), curved),
    ];
    let json = |(model, outcome, encoder): (FittedModel, Outcome, DesignEncoder)| {
        let fit = SavedFit::new(model, outcome, encoder, Stated::default(), &table).expect("it belongs together");
        fit.to_json().expect("numbers")
    };
    fits.into_iter().map(json).collect()
}

#[test]
fn damaged_fits_predict_and_explain_or_are_refused() {
    let (fits, table) = (fits(), table());
    let corpus: Vec<&[u8]> = fits.iter().map(String::as_bytes).collect();
    mutations::try_all(&corpus, 3_000, |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        let Ok(fit) = SavedFit::from_json(text) else { return false };
        let _ = (fit.predict(&table, &[3.0, 9.0]), fit.explain(&table, None), fit.to_json());
        true
    });
}

#[test]
fn damaged_pictures_are_decoded_or_refused() {
    let photo = image(24, 16);
    mutations::try_all(&[PICTURE, &photo], 2_000, |bytes| decode_picture(Cursor::new(bytes), 32).is_ok());
}

/// A picture of another size than any network takes, as PNG.
fn image(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let pixels = image::RgbaImage::from_fn(width, height, |x, y| {
        image::Rgba([x * 9, y * 11, x * y, 255 - x].map(|value| u8::try_from(value % 256).unwrap_or_default()))
    });
    pixels.write_to(&mut bytes, image::ImageFormat::Png).expect("memory takes all");
    bytes.into_inner()
}

#[test]
fn damaged_weights_are_read_or_refused() {
    let made = folder();
    let registry = Registry::open(made.folder.path()).expect("written");
    let artifact = registry.load("biomechanics", "gnn_lstm_best", VersionSelector::Latest).expect("written");
    let name = artifact.manifest().files.keys().find(|name| name.ends_with(".safetensors")).expect("weights").clone();
    let whole = artifact.read(&name).expect("intact");
    let n_taken = mutations::try_all(&[&whole], 1_000, |bytes| neural::Weights::from_bytes(bytes).is_ok());
    assert!(n_taken > 0, "a weight of another value is a weight");
}

#[test]
fn damaged_requests_are_answered_or_refused() {
    let made = folder();
    let (pose, protein) = (made.models.pose().expect("written"), made.models.protein().expect("written"));
    let burnout = made.models.burnout().expect("written");
    let requests: [&[u8]; 3] = [
        include_bytes!("../../examples/requests/pose.json"),
        include_bytes!("../../examples/requests/protein.json"),
        include_bytes!("../../examples/requests/burnout.json"),
    ];
    mutations::try_all(&requests[1..], 1_500, |bytes| {
        let diary = serde_json::from_slice::<ProteinRequest>(bytes).is_ok_and(|diary| protein.predict(&diary).is_ok());
        let people = serde_json::from_slice::<Vec<PersonFeatures>>(bytes);
        diary || people.is_ok_and(|people| burnout.predict(&people).is_ok())
    });
    mutations::try_all(&requests[..1], 100, |bytes| {
        serde_json::from_slice::<PoseRequest>(bytes).is_ok_and(|film| pose.predict(&film).is_ok())
    });
}
