//! What is refused, and in which words.

use std::fs;

use predict::burnout::{BurnoutArtifact, BurnoutKind};
use predict::ensembles::Calibrator;
use predict::food::FoodOptions;
use predict::pose::{PoseArtifact, PoseRequest};
use predict::protein::{DiaryDay, ProteinRequest};
use predict::registry::Registry;
use predict::{Error, Models, serde_json};

use crate::models::{burnout, folder, person, publish};

/// An error with its causes.
fn in_full(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[track_caller]
fn refuse<T: std::fmt::Debug>(result: Result<T, Error>, message: &str) {
    let text = in_full(&result.expect_err("it cannot be used"));
    assert!(text.contains(message), "expected {message}\ngot {text}");
}

#[test]
fn missing_folders_and_models_are_named_with_the_whole_path() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let nowhere = folder.path().join("nowhere");
    refuse(Models::open(&nowhere), &format!("there is no folder of artifacts `{}`", nowhere.display()));
    let models = Models::open(folder.path()).expect("an empty folder");
    let missing = folder.path().join("biomechanics/gnn_lstm_best");
    refuse(models.pose(), &format!("no pose network: `{}` holds no version", missing.display()));
    assert!(matches!(models.burnout(), Err(Error::NoModel { model: "Cox model of burnout", .. })));
    let relative = Models::open(".").expect("the folder of the tests");
    assert!(relative.root().is_absolute());
}

#[test]
fn damaged_and_foreign_artifacts_are_refused() {
    let made = folder();
    let weights = made.folder.path().join("biomechanics/gnn_lstm_best/v0001/gnn_lstm_best.safetensors");
    let mut bytes = fs::read(&weights).expect("written");
    *bytes.last_mut().expect("weights") ^= 1;
    fs::write(&weights, bytes).expect("writable");
    refuse(made.models.pose(), "gnn_lstm_best.safetensors` is corrupted");
    // A forest where the Cox model should be.
    let registry = Registry::open(made.folder.path()).expect("written");
    let cox = BurnoutKind::Cox.spec();
    publish(&registry, &cox, |draft| burnout(BurnoutKind::Forest).write(draft));
    refuse(made.models.burnout(), "config.json`: it is the configuration of another model");
    let of_another_kind = predict::ArtifactSpec { kind: "burnout-forest", ..cox };
    publish(&registry, &of_another_kind, |draft| burnout(BurnoutKind::Cox).write(draft));
    refuse(made.models.burnout(), "holds a `burnout-forest`, expected a `burnout-cox`");
}

#[test]
fn calibrator_of_scores_is_refused_where_probabilities_come() {
    let made = folder();
    let sound = burnout(BurnoutKind::Boosting);
    let calibrator = Calibrator::platt(&[-1.0, 2.0, 0.5, -0.2], &[false, true, false, true]).expect("both classes");
    let registry = Registry::open(made.folder.path()).expect("written");
    let wrong = BurnoutArtifact { calibrator, ..sound };
    publish(&registry, &BurnoutKind::Boosting.spec(), |draft| wrong.write(draft));
    refuse(made.models.burnout(), "calibrator.json`: it takes scores, but models of burnout give probabilities");
}

#[test]
fn thresholds_that_do_not_ascend_are_refused() {
    let made = folder();
    let mut wrong = burnout(BurnoutKind::Cox);
    wrong.config.level_thresholds.high = 0.9;
    let registry = Registry::open(made.folder.path()).expect("written");
    publish(&registry, &BurnoutKind::Cox.spec(), |draft| wrong.write(draft));
    refuse(made.models.burnout(), "config.json`: its levels do not ascend");
}

#[test]
fn unusable_people_are_named_with_field_and_value() {
    let burnout = folder().models.burnout().expect("written");
    refuse(burnout.predict(&[]), "`people` must be a list of at least one person, got none");
    let mut people = vec![person(0), person(1)];
    people[1].stress_level_mean = f64::NAN;
    refuse(burnout.predict(&people), "`people[1].stress_level_mean` must be a finite number, got NaN");
    people[1].stress_level_mean = -1e30;
    refuse(burnout.predict(&people), "`people[1]`, column `stress_level_mean`` must be near what the models have seen");
    refuse(burnout.explain(BurnoutKind::Forest, &people), "must be near what the models have seen");
    people[1] = person(1);
    people[0].occupation = "juggler".to_owned();
    let message =
        "`people[0]`, column `occupation`: unknown level `juggler`, expected one of `chef`, `nurse`, `teacher`";
    refuse(burnout.predict(&people), message);
    refuse(burnout.explain(BurnoutKind::Cox, &people), message);
    let error = serde_json::from_str::<predict::burnout::PersonFeatures>("{\"age\": 3}").expect_err("all the rest");
    assert!(error.to_string().contains("missing field `gender`"), "{error}");
}

#[test]
fn unusable_films_are_named_with_frame_and_landmark() {
    let pose = folder().models.pose().expect("written");
    let sound: PoseRequest =
        serde_json::from_str(include_str!("../../examples/requests/pose.json")).expect("a request");
    let changed = |change: &dyn Fn(&mut PoseRequest)| {
        let mut request = sound.clone();
        change(&mut request);
        pose.predict(&request)
    };
    refuse(changed(&|film| film.landmarks.truncate(3)), "expected at least 8 frames, got 3");
    refuse(changed(&|film| film.landmarks.clear()), "33");
    refuse(
        changed(&|film| {
            film.landmarks[4].pop();
        }),
        "`landmarks[4]` must be 33 landmarks as in the first frame, got 32",
    );
    refuse(
        changed(&|film| {
            film.landmarks[4][7].pop();
        }),
        "`landmarks[4][7]` must be 3 numbers as in the first frame, got 2",
    );
    refuse(changed(&|film| film.landmarks[5][15][1] = f32::INFINITY), "frame 5, left_wrist: coordinate y is inf");
    refuse(changed(&|film| film.fps = Some(0.0)), "frames per second must be a finite number above 0");
}

#[test]
fn unusable_diaries_pictures_and_options_are_refused() {
    let made = folder();
    let protein = made.models.protein().expect("written");
    let sound: ProteinRequest =
        serde_json::from_str(include_str!("../../examples/requests/protein.json")).expect("a request");
    let mut request = sound.clone();
    request.profile.weight_kg = 3.0;
    refuse(protein.predict(&request), "`weight_kg` must be within 30 and 300 kg, got 3");
    let mut request = sound.clone();
    request.days[2].sleep_hours = Some(30.0);
    refuse(protein.predict(&request), "sleep_hours");
    let request = ProteinRequest { days: vec![DiaryDay::default(); 3], ..sound };
    refuse(protein.predict(&request), "14");
    let food = made.models.food().expect("written");
    refuse(food.predict(b"", &FoodOptions::default()), "the file is empty");
    refuse(food.predict(b"GIF89a\x01\0\x01\0", &FoodOptions::default()), "expected a JPEG or PNG file, got a GIF file");
    refuse(food.predict(b"", &FoodOptions { top: 0, ..FoodOptions::default() }), "`top` must be at least 1, got 0");
    let options = FoodOptions { threshold: Some(1.5), ..FoodOptions::default() };
    refuse(food.predict(b"", &options), "`threshold` must be within 0 and 1, got 1.5");
    let options = FoodOptions { grams: Some(f64::NAN), ..FoodOptions::default() };
    refuse(food.predict(b"", &options), "`grams` must be above 0 and at most 10000, got NaN");
}

#[test]
fn artifacts_of_other_sizes_than_their_weights_are_refused() {
    let made = folder();
    let registry = Registry::open(made.folder.path()).expect("written");
    publish(&registry, &PoseArtifact::SPEC, |draft| {
        let version = made.folder.path().join("biomechanics/gnn_lstm_best/v0001");
        draft.write(
            "gnn_lstm_best.safetensors",
            fs::read(version.join("gnn_lstm_best.safetensors")).expect("written"),
        )?;
        let config = fs::read_to_string(version.join("config.json")).expect("written");
        draft.write("config.json", config.replace("\"n_hidden\": 16", "\"n_hidden\": 24"))?;
        Ok(())
    });
    refuse(made.models.pose(), "gnn_lstm_best.safetensors`: ");
}
