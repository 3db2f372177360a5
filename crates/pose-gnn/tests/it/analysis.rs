//! What a recording shows, by an untrained network and by measuring.

use pose_gnn::words::{Exercise, JointAngle, Landmark};
use pose_gnn::{PoseModel, Recording, RecordingOptions};

use crate::support::{flex, recording, sequence, small};

#[test]
fn every_repetition_of_a_long_recording_is_scored() {
    let model = PoseModel::untrained(small(), 1, &flex()).expect("a valid configuration");
    let sequence = sequence(0);
    let one = model.analyze(&recording(&sequence)).expect("a valid recording");
    let values: Vec<f32> = sequence.landmarks.repeat(6);
    let options = RecordingOptions { fps: sequence.fps, ..RecordingOptions::default() };
    let long = Recording::new(&values, [values.len() / 99, 33, 3], &options).expect("as valid as the one");
    let all = model.analyze(&long).expect("a valid recording");
    assert_eq!(all.repetitions.len(), 6 * sequence.repetitions.len());
    assert_eq!(one.repetitions.len(), sequence.repetitions.len());
    assert_eq!(all.n_windows, all.repetitions.len().div_ceil(3));
    let sum: f64 = Exercise::ALL.iter().map(|exercise| all.exercise_probabilities[*exercise]).sum();
    assert!((sum - 1.0).abs() < 1e-5, "probabilities sum to {sum}");
    for angle in JointAngle::ALL {
        assert!((0.0..=180.0).contains(&all.joint_angles_deg[angle]));
    }
    assert!(all.faults.is_sorted_by(|a, b| a.severity >= b.severity));
}

#[test]
fn landmarks_that_were_hardly_visible_are_named() {
    let model = PoseModel::untrained(small(), 1, &flex()).expect("a valid configuration");
    let sequence = sequence(0);
    let n_frames = sequence.landmarks.len() / 99;
    let visible = |hidden: usize| -> Vec<f32> {
        let points = sequence.landmarks.chunks(3).enumerate();
        points.flat_map(|(at, p)| [p[0], p[1], p[2], if at % 33 == hidden { 0.3 } else { 0.9 }]).collect()
    };
    let guessed = |hidden: usize| {
        let recording = Recording::new(&visible(hidden), [n_frames, 33, 4], &RecordingOptions::default());
        model.analyze(&recording.expect("four channels")).expect("a valid recording").guessed_landmarks
    };
    assert_eq!(guessed(16), [Landmark::RightWrist]);
    // The face says nothing about a lift.
    assert!(guessed(2).is_empty());
}

#[test]
fn a_recording_without_repetitions_is_still_judged() {
    let model = PoseModel::untrained(small(), 1, &flex()).expect("a valid configuration");
    let still: Vec<f32> = sequence(0).landmarks[..99].repeat(8);
    let still = Recording::new(&still, [8, 33, 3], &RecordingOptions::default()).expect("one frame, eight times");
    let analysis = model.analyze(&still).expect("a valid recording");
    assert!(analysis.repetitions.is_empty() && analysis.faults.is_empty());
    assert!((0.0..=100.0).contains(&analysis.form_score));
}
