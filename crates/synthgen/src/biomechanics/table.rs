//! The columns and keys of the data set's tables.

use super::fault::{fault_effect, fault_visibility, risk_interactions};
use super::measure::{fault_unit, measure_fault};
use std::fmt::Write as _;
use words::{Exercise, JointAngle};

use serde_json::{Map, Value, json};

use super::params::BiomechanicsParams;
use super::sequence::Sequence;
use crate::manifest::ColumnEntry;

pub(super) const LANDMARKS: &str = "landmark_sequences";

/// The key of a sequence in the labels and the stem of its file.
pub(super) fn sequence_name(id: u32) -> String {
    format!("sequence_{id:06}")
}

/// The landmarks of a sequence within the data set's folder.
pub(super) fn landmark_file(id: u32) -> String {
    format!("{LANDMARKS}/{}.npy", sequence_name(id))
}

/// Columns of the table with one row per sequence.
pub(super) fn columns() -> Vec<ColumnEntry> {
    let mut columns = vec![
        ColumnEntry::new("sequence_id", "uint32", "", "number within the data set, from 0"),
        ColumnEntry::new("file", "string", "", "landmarks, float32 [frames, 33, 3]"),
        ColumnEntry::new("exercise", "string", "", "squat, deadlift, bench_press, overhead_press or lunge"),
        ColumnEntry::new("quality", "string", "", "excellent, good, fair or poor, by form_score_noise_free"),
        ColumnEntry::new("n_frames", "uint32", "", "frames"),
        ColumnEntry::new("fps", "float64", "1/s", "frames per second"),
        ColumnEntry::new("n_repetitions", "uint32", "", "repetitions"),
        ColumnEntry::new("sex", "string", "", "female or male"),
        ColumnEntry::new("height", "float64", "m", "standing height"),
        ColumnEntry::new("load", "float64", "1RM", "weight as a share of the one-repetition maximum"),
        ColumnEntry::new("camera_yaw", "float64", "deg", "turn of the camera from the front to the subject's left"),
        ColumnEntry::new("form_score", "float64", "points", "the rater's score, 0-100"),
        ColumnEntry::new("form_score_noise_free", "float64", "points", "the score without the rater's error"),
        ColumnEntry::new(
            "injury_risk_score",
            "float64",
            "points",
            "fault-load index, 0-100: how much the faults load the body; no risk of getting hurt",
        ),
    ];
    for name in JointAngle::NAMES {
        columns.push(ColumnEntry::new(
            name,
            "float64",
            "deg",
            "mean angle at the turning points (of deadlifts at the floor), noise-free",
        ));
    }
    for fault in Exercise::ALL.iter().flat_map(|exercise| exercise.faults()) {
        let description = format!("severity 0-1, empty for other exercises; 1 is {}", fault_effect(*fault).description);
        columns.push(ColumnEntry::new(fault.name(), "float64", "", &description));
    }
    columns
}

/// The header line with its line feed.
pub(super) fn header() -> String {
    let names: Vec<_> = columns().into_iter().map(|column| column.name).collect();
    names.join(",") + "\n"
}

/// One sequence's line; no value needs quotes.
pub(super) fn row(sequence: &Sequence) -> String {
    let labels = &sequence.labels;
    let mut line = format!(
        "{},{},{},{},{},{},{},{},{:.3},{:.3},{:.1},{:.2},{:.4},{:.4}",
        sequence.id,
        landmark_file(sequence.id),
        sequence.exercise.name(),
        sequence.quality.name(),
        sequence.n_frames(),
        sequence.fps,
        sequence.repetitions.len(),
        sequence.body.sex.name(),
        sequence.body.height_m,
        sequence.load,
        sequence.camera.yaw_deg,
        labels.form_score,
        labels.form_score_noise_free,
        labels.injury_risk_score,
    );
    for angle in labels.joint_angles_deg {
        write!(line, ",{angle:.3}").expect("writing to a string cannot fail");
    }
    for exercise in Exercise::ALL {
        for fault in exercise.faults() {
            line.push(',');
            if exercise == sequence.exercise {
                write!(line, "{:.4}", sequence.severities.get(*fault)).expect("writing to a string cannot fail");
            }
        }
    }
    line.push('\n');
    line
}

/// The labels' file up to its first sequence: written first, so that sequences can be streamed.
pub(super) fn labels_opening(params: &BiomechanicsParams, seed: u64) -> String {
    let faults = Exercise::ALL.iter().flat_map(|exercise| exercise.faults().iter().map(move |fault| (exercise, fault)));
    let faults: Map<_, _> = faults
        .map(|(exercise, fault)| {
            let value = json!({
                "exercise": exercise.name(), "form_weight": fault_effect(*fault).form_weight, "risk_weight": fault_effect(*fault).risk_weight,
                "description": fault_effect(*fault).description, "measurement_unit": fault_unit(*fault),
            });
            (fault.name().to_owned(), value)
        })
        .collect();
    let interactions = Exercise::ALL.iter().flat_map(|exercise| risk_interactions(*exercise));
    let interactions: Vec<_> = interactions.map(|(a, b, weight)| json!([a.name(), b.name(), weight])).collect();
    let head = json!({
        "schema_version": 2,
        "seed": seed,
        "rater_noise_sd": params.rater_noise_sd,
        "angle_names": JointAngle::NAMES,
        "form_score": "100 - sum(form_weight * severity) + rater noise; quality: excellent >= 90, good >= 75, fair >= 60",
        "injury_risk_score":
            "fault-load index, not a risk of getting hurt: 100 * (1 - exp(-(0.06 + sum(risk_weight * s) + sum(weight * s * s)) * (0.7 + 0.5 * load)))",
        "faults": faults,
        "risk_interactions": interactions,
    });
    let text = head.to_string();
    let without_brace = text.strip_suffix('}').expect("an object ends with a brace");
    format!("{without_brace},\"sequences\":{{\n")
}

/// One sequence's entry; the caller puts `,` and a line feed between entries.
pub(super) fn labels_entry(sequence: &Sequence) -> String {
    let labels = &sequence.labels;
    let named = |names: &[&str], values: &[f64]| -> Value {
        names
            .iter()
            .zip(values)
            .map(|(name, value)| ((*name).to_owned(), rounded(*value, 1e3)))
            .collect::<Map<_, _>>()
            .into()
    };
    let severities = |all: super::Severities| -> Value {
        all.iter().map(|(fault, s)| (fault.name().to_owned(), rounded(s, 1e4))).collect::<Map<_, _>>().into()
    };
    let measured = sequence.exercise.faults().iter().map(|fault| {
        (fault.name().to_owned(), rounded(measure_fault(*fault, &sequence.skeleton, &sequence.repetitions), 1e3))
    });
    let visibility = sequence
        .exercise
        .faults()
        .iter()
        .map(|fault| (fault.name().to_owned(), rounded(fault_visibility(*fault, sequence.camera.yaw_deg), 1e3)));
    let repetitions: Vec<_> = sequence
        .repetitions
        .iter()
        .map(|r| {
            json!({
                "start_frame": r.start_frame, "turn_frame": r.turn_frame, "end_frame": r.end_frame,
                "severities": severities(sequence.severities_at(r.turn_frame)),
            })
        })
        .collect();
    let camera = &sequence.camera;
    let frame_angles: Vec<_> =
        sequence.frame_angles_deg().map(|angles| angles.map(|angle| rounded(angle, 10.0))).collect();
    let entry = json!({
        "file": landmark_file(sequence.id),
        "exercise": sequence.exercise,
        "quality": sequence.quality,
        "n_frames": sequence.n_frames(),
        "fps": sequence.fps,
        "sex": sequence.body.sex,
        "height_m": rounded(sequence.body.height_m, 1e4),
        "load": rounded(sequence.load, 1e4),
        "has_plates": sequence.has_plates,
        "form_score": rounded(labels.form_score, 1e4),
        "form_score_noise_free": rounded(labels.form_score_noise_free, 1e4),
        "injury_risk_score": rounded(labels.injury_risk_score, 1e4),
        "joint_angles_deg": named(&JointAngle::NAMES, &labels.joint_angles_deg),
        "severities": severities(sequence.severities),
        "fault_visibility": visibility.collect::<Map<_, _>>(),
        "measurements": measured.collect::<Map<_, _>>(),
        "repetitions": repetitions,
        "camera": {
            "yaw_deg": rounded(camera.yaw_deg, 1e3), "pitch_deg": rounded(camera.pitch_deg, 1e3),
            "distance_m": rounded(camera.distance_m, 1e3), "aspect": rounded(camera.aspect, 1e4),
            "focal": rounded(camera.focal, 1e4), "depth_gain": rounded(camera.depth_gain, 1e3),
        },
        "frame_angles_deg": frame_angles,
    });
    format!("\"{}\":{entry}", sequence_name(sequence.id))
}

pub(super) const LABELS_CLOSING: &str = "\n}}\n";

fn rounded(value: f64, steps_per_unit: f64) -> Value {
    // Adding 0 turns −0 into 0.
    ((value * steps_per_unit).round() / steps_per_unit + 0.0).into()
}
