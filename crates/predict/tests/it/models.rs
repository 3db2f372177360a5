//! A folder of small models: networks with random weights, and burnout models of forty made-up people.

use std::collections::BTreeMap;
use std::io::Cursor;

use predict::Models;
use predict::burnout::{
    BurnoutArtifact, BurnoutConfig, BurnoutKind, BurnoutModel, CoxPipeline, PersonFeatures, RiskThresholds,
    TreePipeline,
};
use predict::ensembles::{Calibrator, GradientBoosting, RandomForest, Target};
use predict::features::{Columns, DesignEncoder, PlainColumns, StandardScaler};
use predict::food::{FoodArtifact, FoodConfig, FoodFacts, decode_picture};
use predict::nutrition::{
    BackgroundDiary, FoodClassifier, FoodCnnConfig, FoodNetworkConfig, FoodTrainingConfig, N_DAYS, ProteinGruConfig,
    ProteinTrainingConfig, Recommender,
};
use predict::pose::{PoseArtifact, PoseConfig};
use predict::pose_gnn::burn::tensor::Device;
use predict::pose_gnn::{PoseGnnConfig, PoseModel, TrainingConfig};
use predict::protein::{ProteinArtifact, ProteinConfig};
use predict::registry::{Draft, ManifestInfo, Registry};
use predict::survival::{CoxPh, SurvivalTarget};
use predict::words::{Exercise, JointAngle, RunInFeature, TrainingStatus};
use predict::{ArtifactSpec, DeviceName};
use tempfile::TempDir;

/// A painted food.
pub(crate) const PICTURE: &[u8] = include_bytes!("../../examples/requests/food.png");

/// A folder of artifacts and what is loaded from it.
pub(crate) struct Folder {
    pub(crate) folder: TempDir,
    pub(crate) models: Models,
}

/// One model of each kind; all say that they come from a smoke run.
pub(crate) fn folder() -> Folder {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let device = DeviceName::Flex.open().expect("always there");
    let registry = Registry::open_or_create(folder.path()).expect("a folder");
    publish(&registry, &PoseArtifact::SPEC, |draft| pose(&device).write(draft));
    publish(&registry, &ProteinArtifact::SPEC, |draft| protein(&device).write(draft));
    publish(&registry, &FoodArtifact::SPEC, |draft| food(&device).write(draft));
    for kind in BurnoutKind::ALL {
        publish(&registry, &kind.spec(), |draft| burnout(kind).write(draft));
    }
    let models = Models::open(folder.path()).expect("written just now");
    Folder { folder, models }
}

/// Publishes one version of a model.
pub(crate) fn publish(registry: &Registry, spec: &ArtifactSpec, write: impl FnOnce(&Draft) -> predict::Result<()>) {
    let draft = registry.draft(spec.family, spec.model).expect("writable");
    write(&draft).expect("a complete model");
    let info = ManifestInfo {
        kind: spec.kind.to_owned(),
        schema_version: spec.schema_version,
        code_version: "test".to_owned(),
        seed: 1,
        parameters: predict::serde_json::Value::Null,
        inputs: BTreeMap::new(),
    };
    draft.publish(info).expect("writable");
}

fn pose(device: &Device) -> PoseArtifact {
    let network = PoseGnnConfig { n_graph_features: 16, n_hidden: 16, n_trunk: 16, ..PoseGnnConfig::default() };
    let model = PoseModel::untrained(network.clone(), 3, device).expect("valid sizes");
    let config = PoseConfig {
        model: "gnn_lstm".to_owned(),
        network,
        training: TrainingConfig::default(),
        seed: 3,
        device: "flex".to_owned(),
        smoke: true,
        best_epoch: 1,
        exercises: Exercise::ALL,
        joint_angles: JointAngle::ALL,
        form_score_error: 8.0,
        data_seed: 1,
    };
    PoseArtifact { config, model }
}

fn protein(device: &Device) -> ProteinArtifact {
    let network = ProteinGruConfig { n_hidden: 8, n_trunk: 8 };
    let gru = network.init(3, device).expect("valid sizes");
    let recommender = {
        let days = [[7.0, 70.0, 50.0, 300.0, 40.0, 60.0]; N_DAYS];
        let other = BackgroundDiary { training_status: TrainingStatus::Recreational, days };
        Recommender::new(gru, vec![other], 0.2).expect("a diary")
    };
    let training = ProteinTrainingConfig::default();
    let config = ProteinConfig {
        model: "protein_gru".to_owned(),
        network,
        training,
        seed: 3,
        smoke: true,
        data_seed: 1,
        error_share: 0.2,
    };
    ProteinArtifact { config, recommender }
}

fn food(device: &Device) -> FoodArtifact {
    let names = ["banana", "pizza"].map(str::to_owned).to_vec();
    let network = FoodCnnConfig { n_classes: 2, side: 16, n_stem: 8, n_channels: vec![16] };
    let cnn = network.init_empty(device).expect("valid sizes");
    let config = FoodConfig {
        model: "food_cnn".to_owned(),
        network: FoodNetworkConfig::Cnn(network),
        training: FoodTrainingConfig::default(),
        transfer: None,
        classes: names.clone(),
        temperature: 1.0,
        threshold: 0.6,
        seed: 3,
        smoke: true,
        data: "generated".to_owned(),
        generated: true,
    };
    let classifier = FoodClassifier::new(cnn, names.clone(), 1.0).expect("two names of two classes");
    let picture = decode_picture(Cursor::new(PICTURE), 16).expect("a PNG");
    let gate = classifier.fit_gate(&[&picture; 50], &[&picture], 3).expect("pictures of one side");
    let classifier = classifier.with_gate(gate).expect("of this network");
    FoodArtifact { config, classifier, facts: FoodFacts::of_all(&names) }
}

/// Somebody; the longer their work, the worse.
pub(crate) fn person(number: usize) -> PersonFeatures {
    let spread = |step: usize, modulus: usize| (number * step % modulus) as f64;
    let workload = 5.0 + spread(7, 11) / 2.0;
    PersonFeatures {
        user_id: Some(format!("p{number}")),
        age: 20.0 + spread(3, 40),
        gender: ["female", "male"][number % 2].to_owned(),
        occupation: ["nurse", "teacher", "chef"][number % 3].to_owned(),
        sleep_quality_mean: 60.0 + spread(5, 13),
        stress_level_mean: 20.0 + spread(9, 17),
        workload_mean: workload,
        social_support_mean: 50.0 + spread(4, 19),
        exercise_frequency_mean: 1.0 + spread(2, 5),
        hrv_score_mean: 30.0 + spread(6, 23),
        recovery_time_mean: 20.0 + spread(8, 15),
        work_life_balance_mean: 40.0 + spread(11, 29),
        nutrition_quality_mean: 60.0 + spread(10, 21),
        mental_fatigue_mean: 30.0 + spread(12, 31),
        sleep_quality_sd: 8.0 + spread(3, 7) / 2.0,
        stress_level_sd: 4.0 + spread(5, 9) / 2.0,
        mental_fatigue_sd: 6.0 + spread(7, 8) / 2.0,
        sleep_quality_trend: spread(4, 9) - 4.0,
        stress_level_trend: spread(6, 7) - 3.0,
        mental_fatigue_trend: spread(9, 10) - 5.0,
    }
}

/// People as the columns of a table.
pub(crate) fn columns(people: &[PersonFeatures]) -> PlainColumns {
    let rows: Vec<_> =
        people.iter().map(|person| predict::serde_json::to_value(person).expect("plain numbers and texts")).collect();
    let text = |name: &str| rows.iter().map(|row| row[name].as_str().expect("a text").to_owned()).collect::<Vec<_>>();
    RunInFeature::NAMES
        .into_iter()
        .fold(PlainColumns::new(people.len()).with_texts("user_id", text("user_id")), |columns, name| {
            if rows[0][name].is_string() {
                return columns?.with_texts(name, text(name));
            }
            columns?.with_numbers(name, rows.iter().map(|row| row[name].as_f64().expect("a number")).collect())
        })
        .expect("columns of equal length")
}

/// A model of forty people.
pub(crate) fn burnout(kind: BurnoutKind) -> BurnoutArtifact {
    let people: Vec<PersonFeatures> = (0..40).map(person).collect();
    let table = columns(&people);
    let event: Vec<bool> = people.iter().enumerate().map(|(at, one)| one.workload_mean > 7.5 || at % 7 == 0).collect();
    let time = people.iter().enumerate().map(|(at, one)| 260.0 - 20.0 * one.workload_mean + at as f64).collect();
    let encoder = DesignEncoder::fit(&table, &RunInFeature::NAMES).expect("two genders, three occupations");
    let x = encoder.transform(&table).expect("the same people");
    let names = encoder.columns().to_vec();
    let labels = Target::binary(event.clone()).expect("both happen");
    let model = match kind {
        BurnoutKind::Cox => {
            let scaler = StandardScaler::fit(x.view(), encoder.columns()).expect("no column is constant");
            let scaled = scaler.transform(x.view()).expect("the same columns");
            let target = SurvivalTarget::right_censored(time, event.clone()).expect("times above 0");
            let cox = CoxPh::params().l1(0.05).covariate_names(names).fit(scaled.view(), &target).expect("penalised");
            BurnoutModel::Cox(CoxPipeline { encoder, scaler, model: cox })
        }
        BurnoutKind::Forest => {
            let params = RandomForest::params().n_trees(10).feature_names(names);
            let model = params.fit(x.view(), &labels).expect("both classes");
            BurnoutModel::Forest(TreePipeline { encoder, model })
        }
        BurnoutKind::Boosting => {
            let params = GradientBoosting::params().n_rounds(10).max_depth(2).feature_names(names);
            let model = params.fit(x.view(), &labels).expect("both classes");
            BurnoutModel::Boosting(TreePipeline { encoder, model })
        }
    };
    let inputs = model.inputs(&table).expect("the same people");
    let probabilities = model.probabilities(inputs.view()).expect("the same columns");
    let calibrator = Calibrator::platt_of_probabilities(&probabilities, &event).expect("both classes");
    let range = |feature: RunInFeature| {
        let values = table.numbers(feature.name()).ok()?;
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        Some((feature, [low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max)]))
    };
    let config = BurnoutConfig {
        model: kind,
        parameters: predict::serde_json::Value::Null,
        features: RunInFeature::ALL.to_vec(),
        time: "time_days".to_owned(),
        event: "burnout_occurred".to_owned(),
        horizon_days: 200.0,
        level_thresholds: RiskThresholds::USUAL,
        data_seed: 1,
        smoke: true,
        // The forest is the best.
        out_of_fold_log_loss: if kind == BurnoutKind::Forest { 0.3 } else { 0.4 },
        feature_ranges: RunInFeature::ALL.into_iter().filter_map(range).collect(),
    };
    BurnoutArtifact { config, model, calibrator }
}
