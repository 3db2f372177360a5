//! Filmed sequences, real frames and small statistics for tests.

use std::path::PathBuf;

use synthgen::biomechanics::{BiomechanicsGenerator, BiomechanicsParams, Sequence, Severities};
use words::Fault;

use crate::recording::{Recording, RecordingOptions};
use words::Landmark;
use words::landmark::N_LANDMARKS;

pub(crate) fn generator(seed: u64) -> BiomechanicsGenerator {
    BiomechanicsGenerator::new(BiomechanicsParams::default(), seed).expect("default parameters")
}

/// As many people filmed from the front as obliquely and from the side.
pub(crate) fn even_generator(seed: u64) -> BiomechanicsGenerator {
    let params = BiomechanicsParams { side_view_share: 1.0 / 3.0, ..BiomechanicsParams::default() };
    BiomechanicsGenerator::new(params, seed).expect("a share")
}

pub(crate) fn from_frames(values: &[f32], fps: f64) -> Recording {
    let shape = [values.len() / (3 * N_LANDMARKS), N_LANDMARKS, 3];
    Recording::new(values, shape, &RecordingOptions { fps, ..RecordingOptions::default() })
        .expect("somebody was filmed")
}

pub(crate) fn recording(sequence: &Sequence) -> Recording {
    from_frames(&sequence.landmarks, sequence.fps)
}

/// The skeleton without a tracker's errors in MediaPipe's world coordinates, along the axes of the sequence's camera.
#[expect(clippy::cast_possible_truncation, reason = "recordings are in single precision")]
pub(crate) fn world_recording(sequence: &Sequence) -> Recording {
    let (sin, cos) = sequence.camera.yaw_deg.to_radians().sin_cos();
    let (sin_pitch, cos_pitch) = sequence.camera.pitch_deg.to_radians().sin_cos();
    let mut values = Vec::new();
    for points in &sequence.skeleton {
        let hips = points[23].midpoint(points[24]);
        for point in points {
            let p = *point - hips;
            let level = -p.x * sin - p.z * cos;
            let (down, away) = (-p.y * cos_pitch - level * sin_pitch, level * cos_pitch - p.y * sin_pitch);
            values.extend([p.x * cos - p.z * sin, down, away].map(|value| value as f32));
        }
    }
    from_frames(&values, sequence.fps)
}

/// A number in [0, 1) that depends on both, evenly spread.
pub(crate) fn spread(item: u32, stream: u32) -> f64 {
    let mut x = ((u64::from(item) << 32) | u64::from(stream)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// A sequence whose `fault` is anything from 0 to 1, all others up to 0.35.
pub(crate) fn performed(generator: &BiomechanicsGenerator, id: u32, fault: Fault) -> Sequence {
    let exercise = fault.exercise();
    let others = exercise.faults().iter().zip(1..);
    let severities = others.fold(Severities::none(exercise), |all, (other, stream)| {
        all.with(*other, if *other == fault { spread(id, 0) } else { 0.35 * spread(id, stream) })
    });
    generator.perform(id, severities)
}

/// Spearman's rank correlation.
pub(crate) fn spearman(pairs: &[(f64, f64)]) -> f64 {
    let (a, b) = (ranks(pairs.iter().map(|p| p.0)), ranks(pairs.iter().map(|p| p.1)));
    let mean = 0.5 * pairs.len() as f64;
    let sum = |u: &[f64], v: &[f64]| u.iter().zip(v).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
    sum(&a, &b) / (sum(&a, &a) * sum(&b, &b)).sqrt()
}

/// The chance that a value with the label is larger than one without.
pub(crate) fn auc(values: &[(f64, bool)]) -> f64 {
    let n_positive = values.iter().filter(|v| v.1).count() as f64;
    let ranks = ranks(values.iter().map(|v| v.0));
    let sum: f64 = ranks.iter().zip(values).filter(|(_, v)| v.1).map(|(rank, _)| rank).sum();
    (sum - 0.5 * n_positive * n_positive) / (n_positive * (values.len() as f64 - n_positive))
}

/// How many values lie below each, equal ones by half.
fn ranks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let rank =
        |value: &f64| 0.5 * (sorted.partition_point(|o| o < value) + sorted.partition_point(|o| o <= value)) as f64;
    values.iter().map(rank).collect()
}

/// The path of a real recording, or none, which is counted.
pub(crate) fn real(file: &str) -> Option<PathBuf> {
    real_data::path(PathBuf::from("pose").join(file))
}

/// Values of a three-dimensional array in `numpy.save`'s format: version 1, little-endian `f32`, C order.
pub(crate) fn read_npy(path: &std::path::Path) -> Vec<f32> {
    let bytes = std::fs::read(path).expect("a readable file");
    let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    assert!(String::from_utf8_lossy(&bytes[10..10 + header]).contains("'<f4'"));
    bytes[10 + header..].chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

/// Labels and landmarks of single frames; landmarks without a column lie where the nearest one with a column does.
pub(crate) fn read_frames(path: &std::path::Path) -> (Vec<String>, Recording) {
    let text = std::fs::read_to_string(path).expect("a readable file");
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let column = |name: &str| columns.iter().position(|c| *c == format!("{name}_x"));
    let stand_in = |joint: usize| match joint {
        0..=10 => 0,
        13..=22 => 12 - joint % 2,
        _ => 28 - joint % 2,
    };
    let at: Vec<usize> = (0..N_LANDMARKS)
        .map(|joint| {
            column(Landmark::NAMES[joint])
                .or_else(|| column(Landmark::NAMES[stand_in(joint)]))
                .expect("a trunk and legs")
        })
        .collect();
    let (mut labels, mut values) = (Vec::new(), Vec::new());
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        labels.push(fields[0].to_owned());
        values
            .extend(at.iter().flat_map(|at| &fields[*at..at + 3]).map(|field| field.parse::<f32>().expect("a number")));
    }
    (labels, from_frames(&values, 30.0))
}

/// A filmed lift with its truth.
pub(crate) struct Film {
    pub(crate) name: String,
    /// `image` or `world`.
    pub(crate) kind: &'static str,
    /// Its name, also where it is none of the five.
    pub(crate) exercise: String,
    pub(crate) n_full_cycles: usize,
    pub(crate) n_repetitions: usize,
    pub(crate) recording: Recording,
}

/// All filmed lifts by image and by world coordinates, or none, which is counted.
pub(crate) fn films() -> Option<Vec<Film>> {
    let truth = std::fs::read_to_string(real("film/truth.csv")?).expect("a readable file");
    let mut films = Vec::new();
    for line in truth.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |field: usize| fields[field].parse().expect("a count");
        for kind in ["image", "world"] {
            let values = read_npy(&real(&format!("film/{}_{kind}.npy", fields[0]))?);
            let options = RecordingOptions { fps: fields[5].parse().expect("a rate"), ..RecordingOptions::default() };
            let recording = Recording::new(&values, [values.len() / (4 * N_LANDMARKS), N_LANDMARKS, 4], &options);
            films.push(Film {
                name: fields[0].to_owned(),
                kind,
                exercise: fields[1].to_owned(),
                n_full_cycles: number(3),
                n_repetitions: number(2),
                recording: recording.expect("a film of somebody"),
            });
        }
    }
    Some(films)
}
