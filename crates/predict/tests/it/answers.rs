//! What the models answer.

use predict::burnout::{BurnoutKind, BurnoutPredictor};
use predict::food::{FoodArtifact, FoodOptions, FoodPredictor, NotNamed};
use predict::nutrition::{Advice, FoodPicture};
use predict::pose::{PoseArtifact, PosePredictor, PoseRequest};
use predict::protein::{ProteinArtifact, ProteinPredictor, ProteinRequest};
use predict::registry::{ManifestInfo, Registry, VersionSelector};
use predict::serde_json;
use predict::{ArtifactSpec, Models, Warning, WarningCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::models::{Folder, PICTURE, burnout, columns, folder, person};

const FILM: &str = include_str!("../../examples/requests/pose.json");
const DIARY: &str = include_str!("../../examples/requests/protein.json");

/// Through JSON and back.
fn again<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let json = serde_json::to_string(value).expect("finite numbers");
    serde_json::from_str(&json).expect("what it wrote itself")
}

fn codes(warnings: &[Warning]) -> Vec<WarningCode> {
    warnings.iter().map(|warning| warning.code).collect()
}

#[test]
fn predictors_are_shared_between_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Models>();
    check::<PosePredictor>();
    check::<BurnoutPredictor>();
    check::<ProteinPredictor>();
    check::<FoodPredictor>();
    check::<predict::Error>();
}

#[test]
fn film_is_answered_and_read_back() {
    let pose = folder().models.pose().expect("written");
    let mut request: PoseRequest = serde_json::from_str(FILM).expect("a request");
    let answer = pose.predict(&request).expect("a recording of a squat");
    assert_eq!(answer.analysis.n_frames, request.landmarks.len());
    assert!(!answer.analysis.repetitions.is_empty());
    assert_eq!(again(&answer), answer);
    let codes_before = codes(&answer.warnings);
    assert_eq!(codes_before.first(), Some(&WarningCode::SmokeModel));
    assert_eq!(codes_before.last(), Some(&WarningCode::SyntheticData));
    assert!(!codes_before.contains(&WarningCode::GapsFilled));

    // What was not tracked is null in JSON, and filled.
    request.landmarks[10][25] = vec![f32::NAN; 3];
    let text = serde_json::to_string(&request).expect("NaN becomes null");
    assert!(text.contains("[null,null,null]"));
    let answer = pose.predict(&serde_json::from_str(&text).expect("and back")).expect("a short gap");
    assert!(codes(&answer.warnings).contains(&WarningCode::GapsFilled), "{:?}", answer.warnings);
    assert_eq!(answer.analysis.n_interpolated, 1);
}

#[test]
fn people_are_answered_alike_as_list_and_as_table() {
    let burnout = folder().models.burnout().expect("written");
    let people: Vec<_> = (0..40).map(person).collect();
    let answer = burnout.predict(&again(&people)).expect("people like those of the training");
    assert_eq!(answer, burnout.predict_table(&columns(&people)).expect("the same people"));
    assert_eq!(again(&answer), answer);
    assert_eq!((answer.level_model, answer.horizon_days), (BurnoutKind::Forest, 200.0));
    assert_eq!(codes(&answer.warnings), [WarningCode::SmokeModel, WarningCode::SyntheticData]);
    let levels: std::collections::BTreeSet<_> = answer.people.iter().map(|person| person.risk_level).collect();
    assert!(levels.len() > 1, "{levels:?}");
    for (number, person) in answer.people.iter().enumerate() {
        assert_eq!(
            (person.user_id.clone(), person.risk_probability),
            (format!("p{number}"), person.forest_probability)
        );
        assert_eq!(person.risk_level, answer.level_thresholds.level_of(person.risk_probability));
        assert!(person.survival["30"] >= person.survival["180"] && person.top_factors.len() == 5);
    }
    let mean = |worked_long: bool| {
        let risks = people.iter().zip(&answer.people).filter(|(one, _)| (one.workload_mean > 7.5) == worked_long);
        let risks: Vec<f64> = risks.map(|(_, person)| person.risk_probability).collect();
        risks.iter().sum::<f64>() / risks.len() as f64
    };
    assert!(mean(true) > mean(false) + 0.2, "{} and {}", mean(true), mean(false));
}

#[test]
fn people_outside_of_what_was_seen_are_warned_of() {
    let burnout = folder().models.burnout().expect("written");
    let mut people = vec![person(1), person(2)];
    people[1].user_id = None;
    people[1].age = 99.0;
    let answer = burnout.predict(&people).expect("an answer, with a warning");
    assert_eq!(answer.people[1].user_id, "2");
    assert_eq!(answer.warnings[0].code, WarningCode::OutOfRange);
    let text = &answer.warnings[0].text;
    assert!(
        text.starts_with("`people[1]`, column `age`: 99 is outside of what the models have seen, 20 to "),
        "{text}"
    );
}

/// A run that was stopped between two models leaves a new one beside old ones.
#[test]
fn models_of_different_runs_are_warned_of() {
    let made = folder();
    let answer = made.models.burnout().expect("written").predict(&[person(1)]).expect("an answer");
    assert!(!codes(&answer.warnings).contains(&WarningCode::MixedRuns));
    let registry = Registry::open(made.folder.path()).expect("written");
    let draft = registry.draft("burnout", BurnoutKind::Forest.spec().model).expect("writable");
    burnout(BurnoutKind::Forest).write(&draft).expect("a complete model");
    let spec = BurnoutKind::Forest.spec();
    let info = ManifestInfo {
        kind: spec.kind.to_owned(),
        schema_version: spec.schema_version,
        code_version: "test".to_owned(),
        seed: 2,
        parameters: serde_json::Value::Null,
        inputs: std::collections::BTreeMap::new(),
    };
    draft.publish(info).expect("writable");
    let answer = made.models.burnout().expect("written").predict(&[person(1)]).expect("an answer");
    assert!(codes(&answer.warnings).contains(&WarningCode::MixedRuns));
}

/// Publishes a model once more with every weight of 3e38, and hashes in order.
fn with_huge_weights(made: &Folder, spec: &ArtifactSpec) {
    let registry = Registry::open(made.folder.path()).expect("written");
    let artifact = registry.load(spec.family, spec.model, VersionSelector::Latest).expect("written");
    let draft = registry.draft(spec.family, spec.model).expect("writable");
    for name in artifact.manifest().files.keys() {
        let mut bytes = artifact.read(name).expect("intact");
        if name.ends_with(".safetensors") {
            // A length of eight bytes, a header of that length, then the weights.
            let header = u64::from_le_bytes(*bytes.first_chunk().expect("a header"));
            let start = 8 + usize::try_from(header).expect("a short header");
            let (weights, _) = bytes[start..].as_chunks_mut::<4>();
            weights.iter_mut().for_each(|weight| *weight = 3e38_f32.to_le_bytes());
        }
        draft.write(name, bytes).expect("writable");
    }
    draft.publish(artifact.manifest().info.clone()).expect("writable");
}

#[test]
fn weights_that_make_no_numbers_give_no_answer() {
    let made = folder();
    for spec in [PoseArtifact::SPEC, ProteinArtifact::SPEC, FoodArtifact::SPEC] {
        with_huge_weights(&made, &spec);
    }
    let no_answer = |error: predict::Error| assert!(error.to_string().ends_with("gave no answer"), "{error}");
    let film: PoseRequest = serde_json::from_str(FILM).expect("a request");
    no_answer(made.models.pose().and_then(|pose| pose.predict(&film)).expect_err("no score"));
    let picture = made.models.food().and_then(|food| food.predict(PICTURE, &FoodOptions::default()));
    no_answer(picture.expect_err("no probability"));
    let diary: ProteinRequest = serde_json::from_str(DIARY).expect("a request");
    match made.models.protein().and_then(|protein| protein.predict(&diary)) {
        Err(error) => no_answer(error),
        // A share of the range saturates instead.
        Ok(answer) => {
            let Advice::Recommendation(recommendation) = answer.advice else { panic!("nobody to refer") };
            let [low, high] = recommendation.range_g_per_day;
            assert!((low..=high).contains(&recommendation.protein_g_per_day));
        }
    }
}

#[test]
fn contributions_add_up_to_the_prediction() {
    let burnout = folder().models.burnout().expect("written");
    let people: Vec<_> = (0..6).map(person).collect();
    for kind in BurnoutKind::ALL {
        let explanation = burnout.explain(kind, &people).expect("people like those of the training");
        assert_eq!(again(&explanation), explanation);
        for person in &explanation.people {
            let sum: f64 = person.contributions.iter().map(|feature| feature.contribution).sum();
            assert!((explanation.base_value + sum - person.prediction).abs() < 1e-9, "{}", person.user_id);
            let sizes: Vec<f64> = person.contributions.iter().map(|feature| feature.contribution.abs()).collect();
            assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]) && sizes[0] > 0.0);
        }
    }
}

#[test]
fn diary_is_answered_within_the_range_and_its_gap_is_reported() {
    let protein = folder().models.protein().expect("written");
    let request: ProteinRequest = serde_json::from_str(DIARY).expect("a request");
    assert_eq!(again(&request), request);
    let answer = protein.predict(&request).expect("a whole diary");
    assert_eq!(again(&answer), answer);
    let Advice::Recommendation(recommendation) = &answer.advice else { panic!("nothing forbids a number") };
    let [low, high] = recommendation.range_g_per_day;
    assert!((low..=high).contains(&recommendation.protein_g_per_day) && low > 0.0);
    let expected = [WarningCode::SmokeModel, WarningCode::GapsFilled, WarningCode::SyntheticData];
    assert_eq!(codes(&answer.warnings), expected);
    assert_eq!(answer.warnings[1].text, "hrv ms: 1 day was missing from day 6 of 14 on, and filled");
}

#[test]
fn picture_of_which_the_network_is_unsure_is_not_named() {
    let food = folder().models.food().expect("written");
    // A network without weights finds all foods equally probable.
    let answer = food.predict(PICTURE, &FoodOptions::default()).expect("a PNG");
    assert_eq!(again(&answer), answer);
    assert!(!answer.is_sure && answer.food.is_none() && answer.portion.is_none());
    assert_eq!(answer.reason, Some(NotNamed::Unsure));
    assert_eq!(answer.guesses.len(), 2);
    assert!(codes(&answer.warnings).contains(&WarningCode::Unsure));
    let options = FoodOptions { threshold: Some(0.4), grams: Some(200.0), ..FoodOptions::default() };
    let answer = food.predict(PICTURE, &options).expect("a PNG");
    let portion = answer.portion.expect("the table has both foods");
    assert_eq!((answer.food.as_deref(), portion.grams), (Some("banana"), 200.0));
    assert!(!codes(&answer.warnings).contains(&WarningCode::Unsure));
}

#[test]
fn picture_without_food_has_neither_name_nor_portion_whatever_the_threshold() {
    let food = folder().models.food().expect("written");
    for value in [0, 255] {
        let picture = FoodPicture::new(food.side(), vec![value; food.side() * food.side() * 3]).expect("a square");
        let options = FoodOptions { threshold: Some(0.0), ..FoodOptions::default() };
        let answer = food.recognize(&picture, &options).expect("an answer");
        assert_eq!((answer.reason, &answer.food, &answer.portion), (Some(NotNamed::NoFood), &None, &None));
        assert!(!answer.is_sure && codes(&answer.warnings).contains(&WarningCode::NotRecognized));
        let json = serde_json::to_value(&answer).expect("finite numbers");
        assert_eq!((json["food"].is_null(), json["reason"].as_str()), (true, Some("no food")));
        assert!(answer.seen.contains("paintings of 2 foods only"), "{}", answer.seen);
    }
}
