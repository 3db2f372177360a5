//! Physics of the filmed lifts: what a body can and cannot do.

use std::collections::BTreeMap;

use rayon::ThreadPoolBuilder;
use synthgen::biomechanics::{
    BONES, BiomechanicsGenerator, BiomechanicsParams, Exercise, N_LANDMARKS, Quality, Sequence, joint_angles_deg,
    write_biomechanics,
};
use synthgen::{Manifest, Shard};

fn generator() -> BiomechanicsGenerator {
    BiomechanicsGenerator::new(BiomechanicsParams { n_sequences: 60, ..BiomechanicsParams::default() }, 42)
        .expect("valid")
}

fn each_sequence(check: impl Fn(&Sequence)) {
    generator().sequences().for_each(|sequence| check(&sequence));
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

fn point(sequence: &Sequence, frame: usize, landmark: usize) -> [f64; 3] {
    let point = sequence.skeleton[frame][landmark];
    [point.x, point.y, point.z]
}

#[test]
fn limbs_keep_their_length() {
    // Elbow–wrist, shoulder–elbow, hip–knee, knee–ankle, hip–hip; left and right.
    let limbs = [(11, 13), (12, 14), (13, 15), (14, 16), (23, 25), (24, 26), (25, 27), (26, 28), (23, 24)];
    each_sequence(|sequence| {
        for (a, b) in limbs {
            let length = |frame| distance(point(sequence, frame, a), point(sequence, frame, b));
            for frame in 1..sequence.n_frames() {
                assert!((length(frame) - length(0)).abs() < 1e-6, "{:?} {a}-{b}: {}", sequence.exercise, length(frame));
            }
        }
    });
}

#[test]
fn labelled_angles_are_those_of_the_noise_free_skeleton() {
    each_sequence(|sequence| {
        // Means over turning points lie within what the angles reach over the sequence.
        for angle in 0..6 {
            let reached: Vec<f64> = sequence.skeleton.iter().map(|points| joint_angles_deg(points)[angle]).collect();
            let (low, high) =
                (reached.iter().copied().fold(f64::MAX, f64::min), reached.iter().copied().fold(0.0, f64::max));
            let label = sequence.labels.joint_angles_deg[angle];
            assert!((low..=high).contains(&label), "{:?}: {label} outside {low} to {high}", sequence.exercise);
        }
    });
}

#[test]
fn quality_follows_the_noise_free_score() {
    each_sequence(|sequence| {
        let score = sequence.labels.form_score_noise_free;
        let expected = if score >= 90.0 {
            0
        } else if score >= 75.0 {
            1
        } else if score >= 60.0 {
            2
        } else {
            3
        };
        let levels = [Quality::Excellent, Quality::Good, Quality::Fair, Quality::Poor];
        assert_eq!(sequence.quality, levels[expected], "{score}");
        assert!((0.0..=100.0).contains(&sequence.labels.injury_risk_score));
    });
}

#[test]
fn exercises_and_levels_are_balanced() {
    let mut counts = BTreeMap::new();
    generator().sequences().for_each(|sequence| {
        *counts.entry(format!("{:?} {:?}", sequence.exercise, sequence.quality)).or_insert(0) += 1;
    });
    assert_eq!(counts.len(), Exercise::ALL.len() * Quality::ALL.len());
    assert!(counts.values().all(|&count| count == 3), "{counts:?}");
}

#[test]
fn landmarks_are_finite_and_as_long_as_the_recording() {
    each_sequence(|sequence| {
        assert_eq!(sequence.landmarks.len(), sequence.n_frames() * N_LANDMARKS * 3);
        assert!((45..=150).contains(&sequence.n_frames()), "{}", sequence.n_frames());
        assert!(sequence.landmarks.iter().all(|value| value.is_finite()));
    });
    assert!(BONES.iter().all(|&(a, b)| a < N_LANDMARKS && b < N_LANDMARKS));
}

#[test]
fn bytes_depend_neither_on_threads_nor_on_shards() {
    let params = BiomechanicsParams { n_sequences: 40, ..BiomechanicsParams::default() };
    let run = |threads: usize, shard: Option<Shard>| -> BTreeMap<String, String> {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("a small pool");
        let write = || write_biomechanics(&params, 42, dir.path(), shard, &mut |_, _| ()).expect("a writable folder");
        let manifest: Manifest = pool.install(write);
        manifest.verify(dir.path()).expect("just written");
        manifest.files.into_iter().map(|file| (file.name, file.sha256)).collect()
    };
    let whole = run(1, None);
    assert_eq!(whole, run(2, None));
    let recordings = |files: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        files
            .iter()
            .filter(|(name, _)| name.ends_with(".npy"))
            .map(|(name, hash)| (name.clone(), hash.clone()))
            .collect()
    };
    let mut parts = BTreeMap::new();
    for index in 1..=3 {
        parts.extend(recordings(&run(2, Some(Shard::new(index, 3).expect("one of three")))));
    }
    assert_eq!(parts.len(), 40);
    assert_eq!(parts, recordings(&whole));
}
