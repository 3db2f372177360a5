//! Landmarks in, an analysis out: `generate biomechanics`, `train biomechanics`, `predict pose`.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{fail, fitbalance, succeed};

const TRAIN: [&str; 4] = ["train-all", "--smoke", "--only", "biomechanics"];
const TRAINED: &str = "artifacts/smoke/biomechanics/gnn_lstm_best";
const PREDICT: [&str; 6] = ["predict", "pose", "--artifacts", "artifacts/smoke", "--landmarks", "landmarks.npy"];

/// A `.npy` file of version 1.0.
fn npy(descr: &str, fortran: &str, shape: &[usize], data: &[u8]) -> Vec<u8> {
    let shape = shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let header = format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': ({shape},), }}\n");
    let length = u16::try_from(header.len()).expect("a short header");
    [b"\x93NUMPY\x01\x00".as_slice(), &length.to_le_bytes(), header.as_bytes(), data].concat()
}

fn singles(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// The values of a file that the generator wrote.
fn generated(folder: &Path, id: usize) -> Vec<f32> {
    let path = format!("datasets/smoke/biomechanics/landmark_sequences/sequence_{id:06}.npy");
    let bytes = fs::read(folder.join(path)).expect("the generator wrote it");
    bytes[128..].chunks(4).map(|bytes| f32::from_le_bytes(bytes.try_into().expect("four bytes"))).collect()
}

fn predicted(folder: &Path, file: &[u8], more: &[&str]) -> Value {
    fs::write(folder.join("landmarks.npy"), file).expect("a writable folder");
    let ran = succeed(folder, &[&PREDICT[..], &["--json"], more].concat());
    serde_json::from_str(&ran.stdout).expect("JSON")
}

#[test]
fn trained_network_predicts_from_every_kind_of_file() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    let ran = succeed(folder, &TRAIN);
    for part in ["| GCN+LSTM ", "| geometry ", "| mean of each exercise ", "| form score, MAE (points)"] {
        assert!(ran.stdout.contains(part), "{}", ran.stdout);
    }
    for file in [
        "config.json",
        "confusion_matrix.png",
        "gnn_lstm_best.safetensors",
        "metrics.json",
        "model_card.md",
        "predicted_vs_true.png",
        "split.json",
        "training_curves.png",
        "training_history.json",
    ] {
        assert!(!fs::read(folder.join(TRAINED).join("v0001").join(file)).expect(file).is_empty());
    }
    let values = generated(folder, 0);
    let n_frames = values.len() / 99;
    let plain = predicted(folder, &npy("<f4", "False", &[n_frames, 33, 3], &singles(&values)), &[]);
    for key in ["exercise", "exercise_probabilities", "form_score", "injury_risk_score", "repetitions", "faults"] {
        assert!(!plain[key].is_null(), "`{key}` is missing");
    }
    assert_eq!(plain["joint_angles_deg"].as_object().expect("an object").len(), 6);

    let doubles: Vec<u8> = values.iter().flat_map(|value| f64::from(*value).to_be_bytes()).collect();
    assert_eq!(predicted(folder, &npy(">f8", "False", &[n_frames, 33, 3], &doubles), &[]), plain);
    // Fortran order: the frame runs fastest, then the landmark, then the axis.
    let columns = (0..3).flat_map(|axis| (0..33).map(move |joint| joint * 3 + axis));
    let columns: Vec<f32> =
        columns.flat_map(|at| (0..n_frames).map(move |frame| frame * 99 + at)).map(|at| values[at]).collect();
    assert_eq!(predicted(folder, &npy("<f4", "True", &[n_frames, 33, 3], &singles(&columns)), &[]), plain);
    let visible: Vec<f32> = values.chunks(3).flat_map(|point| [point[0], point[1], point[2], 0.9]).collect();
    assert_eq!(predicted(folder, &npy("<f4", "False", &[n_frames, 33, 4], &singles(&visible)), &[]), plain);

    let text = succeed(folder, &PREDICT).stdout;
    for part in ["form score", "fault load", "joint angles", "left knee", "to know"] {
        assert!(text.contains(part), "{text}");
    }
    check_other_formats(folder, &values, &plain);
    check_pages(folder, &plain);
    check_recognition(folder, &values);
}

/// JSON and CSV with the same numbers give the same answer.
fn check_other_formats(folder: &Path, values: &[f32], plain: &Value) {
    let frames: Vec<Vec<&[f32]>> = values.chunks(99).map(|frame| frame.chunks(3).collect()).collect();
    let json = serde_json::json!({"fps": plain["fps"], "frames": frames});
    fs::write(folder.join("film.json"), json.to_string()).expect("a writable folder");
    let header: Vec<String> = (1..=33).map(|joint| format!("x{joint},y{joint},z{joint}")).collect();
    let rows = values.chunks(99).map(|frame| frame.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    let csv: Vec<String> = [header.join(",")].into_iter().chain(rows).collect();
    fs::write(folder.join("film.csv"), csv.join("\n")).expect("a writable folder");
    for file in ["film.json", "film.csv"] {
        let ran =
            succeed(folder, &["predict", "pose", "--artifacts", "artifacts/smoke", "--landmarks", file, "--json"]);
        assert_eq!(&serde_json::from_str::<Value>(&ran.stdout).expect("JSON"), plain, "{file}");
    }
    let command = ["predict", "pose", "--artifacts", "artifacts/smoke", "--landmarks", "film.mp4"];
    fail(folder, &command, "`film.mp4` is a film");
    assert_eq!(fitbalance(folder, &command[..4]).code, 2, "landmarks or a film");
}

/// Strip, page and comparison.
fn check_pages(folder: &Path, plain: &Value) {
    fs::write(folder.join("earlier.json"), plain.to_string()).expect("a writable folder");
    let more = ["--svg", "strip.svg", "--html", "page.html", "--compare", "earlier.json"];
    let ran = succeed(folder, &[&PREDICT[..], &more].concat());
    let row = ran.stdout.lines().find(|line| line.starts_with("form score   ") && line.contains("+0.0"));
    assert!(row.is_some(), "{}", ran.stdout);
    let n_repetitions = plain["repetitions"].as_array().expect("a list").len();
    let strip = fs::read_to_string(folder.join("strip.svg")).expect("written");
    assert_eq!(strip.matches("turning point").count(), n_repetitions);
    let page = fs::read_to_string(folder.join("page.html")).expect("written");
    assert!(
        page.contains("<h1>squat</h1>") && page.contains("Compared with an earlier session") && !page.contains("{{")
    );
    let mut other = plain.clone();
    other["exercise"] = "deadlift".into();
    fs::write(folder.join("earlier.json"), other.to_string()).expect("a writable folder");
    fail(folder, &[&PREDICT[..], &more[4..]].concat(), "a session of squat cannot be compared with one of deadlift");
}

/// Whoever stands still lifts nothing, and whoever says what it is is believed.
fn check_recognition(folder: &Path, values: &[f32]) {
    let still = npy("<f4", "False", &[60, 33, 3], &singles(&values[..99].repeat(60)));
    let answer = predicted(folder, &still, &[]);
    assert!(answer["exercise"].is_null() && answer["form_score"].is_null(), "{answer}");
    assert_eq!(answer["issues"][0]["kind"], "nobody_moves");
    fs::write(folder.join("still.json"), answer.to_string()).expect("a writable folder");
    fail(folder, &["coach", "exercise", "--offline", "--from-pose", "still.json"], "none was recognized");
    let lift = npy("<f4", "False", &[values.len() / 99, 33, 3], &singles(values));
    let answer = predicted(folder, &lift, &["--exercise", "lunge"]);
    assert_eq!((&answer["exercise"], &answer["exercise_is_given"]), (&"lunge".into(), &true.into()));
    fail(folder, &[&PREDICT[..], &["--svg", "absent/strip.svg"]].concat(), "there is no folder `absent`");
}

#[test]
fn unusable_landmarks_are_refused_each_with_its_reason() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    succeed(folder, &["generate", "biomechanics", "--n", "20", "--out", "datasets/smoke/biomechanics"]);
    let values = generated(folder, 0);
    let n_frames = values.len() / 99;
    let check = |bytes: &[u8], message: &str| {
        fs::write(folder.join("landmarks.npy"), bytes).expect("a writable folder");
        fail(folder, &PREDICT, message);
        fail(folder, &PREDICT, "landmarks.npy");
    };
    let changed = |change: &dyn Fn(&mut [f32])| {
        let mut values = values.clone();
        change(&mut values);
        npy("<f4", "False", &[n_frames, 33, 3], &singles(&values))
    };
    check(&npy("<f4", "False", &[n_frames * 33, 3], &singles(&values)), "expected an array of shape [frames, 33, 3]");
    check(&npy("<f4", "False", &[n_frames, 11, 9], &singles(&values)), "expected 33 landmarks a frame");
    check(&npy("<f4", "False", &[7, 33, 3], &singles(&values[..7 * 99])), "expected at least 8 frames, got 7");
    check(&npy("<f4", "False", &[0, 33, 3], &[]), "expected at least 8 frames, got 0");
    check(&changed(&|values| values.fill(f32::NAN)), "nobody was tracked");
    check(&changed(&|values| values[5 * 99 + 46] = f32::INFINITY), "frame 5, left_wrist: coordinate y is inf");
    check(&changed(&|values| values.fill(0.5)), "shoulders and hips are not seen in 8 frames");
    check(&npy("<f4", "False", &[n_frames, 33, 3], &singles(&values[1..])), "truncated");
    check(&npy("|O", "False", &[n_frames, 33, 3], &[0; 64]), "Python objects");
    check(b"x,y,z\n1,2,3\n", "does not start like one");
    fs::remove_file(folder.join("landmarks.npy")).expect("it was there");
    fail(folder, &PREDICT, "cannot read `landmarks.npy`");
    // A short gap is filled, so what is missing next is the network.
    let gap = changed(&|values| values[10 * 99 + 75] = f32::NAN);
    check_network_is_asked_for(folder, &gap);
}

#[track_caller]
fn check_network_is_asked_for(folder: &Path, file: &[u8]) {
    fs::write(folder.join("landmarks.npy"), file).expect("a writable folder");
    fail(folder, &PREDICT, "artifacts/smoke`; train the models with `fitbalance train-all`");
}

#[test]
fn damaged_weights_are_refused() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    succeed(folder, &TRAIN);
    let values = generated(folder, 0);
    let file = npy("<f4", "False", &[values.len() / 99, 33, 3], &singles(&values));
    fs::write(folder.join("landmarks.npy"), file).expect("a writable folder");
    let path = folder.join(TRAINED).join("v0001/gnn_lstm_best.safetensors");
    let mut bytes = fs::read(&path).expect("the weights");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).expect("a writable file");
    fail(folder, &PREDICT, "gnn_lstm_best.safetensors");
}

#[test]
fn previews_show_every_exercise_and_shards_make_the_whole() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    let arguments = ["generate", "biomechanics", "--n", "12", "--out", "whole", "--preview"];
    succeed(folder, &arguments);
    for exercise in ["squat", "deadlift", "bench_press", "overhead_press", "lunge"] {
        let picture = fs::read(folder.join(format!("whole/preview_{exercise}.png"))).expect(exercise);
        assert!(picture.starts_with(b"\x89PNG") && picture.len() > 10_000, "{exercise}: {} bytes", picture.len());
    }
    for shard in ["1/2", "2/2"] {
        succeed(folder, &["generate", "biomechanics", "--n", "12", "--out", "parts", "--shard", shard]);
    }
    for id in 0..12 {
        let read = |set: &str| fs::read(folder.join(format!("{set}/landmark_sequences/sequence_{id:06}.npy")));
        assert_eq!(read("whole").expect("written"), read("parts").expect("written"), "sequence {id}");
    }
    assert_eq!(fitbalance(folder, &["generate", "biomechanics", "--format", "csv"]).code, 2, "there is one format");
}

#[test]
fn devices_that_are_not_compiled_in_are_named() {
    let folder = tempdir().expect("a temporary folder");
    if !cfg!(feature = "wgpu") {
        fail(folder.path(), &["train-all", "--device", "wgpu"], "build with the feature `wgpu`");
    }
    let ran = fitbalance(folder.path(), &["train-all", "--device", "abacus"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("the devices are flex, ndarray and wgpu, got `abacus`"), "{}", ran.stderr);
}
