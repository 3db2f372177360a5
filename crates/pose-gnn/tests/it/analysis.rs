//! What a recording shows, by an untrained network and by measuring.

use pose_gnn::words::{Exercise, JointAngle, Landmark};
use pose_gnn::{PoseModel, Recording, RecordingIssue, RecordingOptions};

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
    assert_eq!((all.exercise, all.exercise_is_given), (Some(sequence.exercise), false));
    let lifts: f64 = Exercise::ALL.iter().map(|exercise| all.exercise_probabilities[*exercise]).sum();
    let sum = lifts + all.exercise_probabilities.none;
    assert!((sum - 1.0).abs() < 1e-9, "probabilities sum to {sum}");
    let angles = all.joint_angles_deg.expect("there are repetitions");
    let errors = all.joint_angle_errors_deg.expect("there are repetitions");
    for angle in JointAngle::ALL {
        assert_eq!(angles[angle].is_some(), errors[angle].is_some());
        assert!(angles[angle].is_none_or(|angle| (0.0..=180.0).contains(&angle)));
    }
    assert!(all.form_score.is_some_and(|score| (0.0..=100.0).contains(&score)));
    assert!(all.repetitions.iter().all(|one| one.form_score.is_some() && one.injury_risk_score.is_some()));
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
fn nothing_is_scored_where_nobody_moves() {
    let model = PoseModel::untrained(small(), 1, &flex()).expect("a valid configuration");
    let still: Vec<f32> = sequence(0).landmarks[..99].repeat(8);
    let still = Recording::new(&still, [8, 33, 3], &RecordingOptions::default()).expect("one frame, eight times");
    // Not even where somebody says what it is.
    for exercise in [None, Some(Exercise::Squat)] {
        let analysis = model.analyze_as(&still, exercise).expect("a valid recording");
        assert!(analysis.repetitions.is_empty() && analysis.faults.is_empty());
        assert_eq!((analysis.exercise, analysis.confidence, analysis.form_score), (None, 1.0, None));
        assert_eq!(analysis.issues, [RecordingIssue::NobodyMoves]);
    }
}

#[test]
fn half_a_repetition_is_recognized_and_not_scored() {
    let model = PoseModel::untrained(small(), 1, &flex()).expect("a valid configuration");
    let sequence = sequence(0);
    let whole = model.analyze(&recording(&sequence)).expect("a valid recording");
    let turn = whole.repetitions[0].repetition.turn_frame;
    let options = RecordingOptions { fps: sequence.fps, ..RecordingOptions::default() };
    let half = Recording::new(&sequence.landmarks[..(turn + 3) * 99], [turn + 3, 33, 3], &options);
    let half = model.analyze(&half.expect("as valid as the whole")).expect("a valid recording");
    assert_eq!((half.exercise, half.form_score, half.joint_angles_deg), (Some(sequence.exercise), None, None));
    // It may be a slow one.
    let issues: Vec<_> = half.issues.into_iter().filter(|issue| *issue != RecordingIssue::Slow).collect();
    assert_eq!(issues, [RecordingIssue::NoRepetition, RecordingIssue::EndsOpen]);
}

#[test]
fn exercise_that_is_given_is_taken() {
    let model = PoseModel::untrained(small(), 1, &flex()).expect("a valid configuration");
    let squat = recording(&sequence(0));
    let analysis = model.analyze_as(&squat, Some(Exercise::Lunge)).expect("a valid recording");
    assert_eq!((analysis.exercise, analysis.exercise_is_given), (Some(Exercise::Lunge), true));
    assert_eq!(analysis.confidence, 1.0);
    assert!(analysis.faults.iter().all(|fault| fault.name.exercise() == Exercise::Lunge));
}
