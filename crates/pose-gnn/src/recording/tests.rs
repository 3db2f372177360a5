//! Recordings that are read, filled and refused.

use proptest::prelude::*;

use super::{Coordinates, Recording, RecordingOptions};
use crate::measurements::ScaledRecording;
use crate::testing::generator;
use words::{Exercise, Landmark};

const FRAME: usize = 99;
const SHAPE: [usize; 3] = [40, 33, 3];

/// 40 frames of somebody filmed at 30 frames per second.
fn values() -> Vec<f32> {
    generator(1).sequence(0).landmarks[..40 * FRAME].to_vec()
}

fn at(frame: usize, joint: usize, axis: usize) -> usize {
    frame * FRAME + joint * 3 + axis
}

fn read(values: &[f32]) -> Recording {
    Recording::new(values, SHAPE, &RecordingOptions::default()).expect("a recording")
}

/// First and one after the last frame of each part.
fn bounds(recording: &Recording) -> Vec<(usize, usize)> {
    recording.parts().iter().map(|part| (part.start, part.end)).collect()
}

#[track_caller]
fn check(values: &[f32], shape: [usize; 3], options: &RecordingOptions, expected: &str) {
    assert_eq!(Recording::new(values, shape, options).expect_err("refused").to_string(), expected);
}

#[track_caller]
fn check_changed(change: impl Fn(&mut Vec<f32>), expected: &str) {
    let mut values = values();
    change(&mut values);
    check(&values, SHAPE, &RecordingOptions::default(), expected);
}

#[test]
fn shapes_other_than_mediapipe_are_refused() {
    let d = RecordingOptions::default();
    check(&[0.0; 68], [1, 17, 4], &d, "expected 33 landmarks a frame (MediaPipe Pose), got 17");
    check(&[0.0; 66], [1, 33, 2], &d, "expected 3 channels a landmark (x, y, z) or 4 (x, y, z, visibility), got 2");
    check(&[0.0; 5], [2, 33, 3], &d, "shape [2, 33, 3] does not hold 5 values");
    check(&[0.0; 5], [usize::MAX, 33, 3], &d, &format!("shape [{}, 33, 3] does not hold 5 values", usize::MAX));
    check(&[0.0; 7 * FRAME], [7, 33, 3], &d, "expected at least 8 frames, got 7");
    check(&[], [0, 33, 3], &d, "expected at least 8 frames, got 0");
}

#[test]
fn options_outside_range_are_quoted() {
    let d = RecordingOptions::default;
    let fps = "frames per second must be a finite number above 0 and at most 1000, got";
    check(&values(), SHAPE, &RecordingOptions { fps: 0.0, ..d() }, &format!("{fps} 0"));
    check(&values(), SHAPE, &RecordingOptions { fps: f64::NAN, ..d() }, &format!("{fps} NaN"));
    check(&values(), SHAPE, &RecordingOptions { fps: f64::INFINITY, ..d() }, &format!("{fps} inf"));
    check(
        &values(),
        SHAPE,
        &RecordingOptions { aspect_ratio: Some(-1.0), ..d() },
        "aspect ratio (image width by height) must be within [0.2, 5], got -1",
    );
}

#[test]
fn values_that_are_no_coordinates_are_named() {
    check_changed(
        |v| v[at(3, 25, 1)] = f32::INFINITY,
        "frame 3, left_knee: coordinate y is inf, expected a finite number",
    );
    check_changed(
        |v| v[at(9, 0, 0)] = 640.0,
        "frame 9, nose: coordinate x is 640, expected a share of the image's size (within ±20), not pixels",
    );
    check_changed(|v| v.fill(f32::NAN), "all 40 frames are NaN or zero: nobody was tracked");
    check_changed(|v| v.fill(0.0), "all 40 frames are NaN or zero: nobody was tracked");
    check_changed(
        |v| v.fill(0.5),
        "shoulders and hips are not seen in 8 frames one after the other, of 40: there is no body to measure",
    );
}

#[test]
fn units_other_than_metres_and_shares_are_named() {
    check_changed(
        |v| {
            for frame in v.chunks_exact_mut(FRAME) {
                let hips = [0, 1, 2].map(|axis| 0.5 * (frame[23 * 3 + axis] + frame[24 * 3 + axis]));
                frame.iter_mut().enumerate().for_each(|(i, value)| *value = 1000.0 * (*value - hips[i % 3]));
            }
        },
        &{
            let values = values();
            let hips = 0.5 * (values[23 * 3] + values[24 * 3]);
            let nose = 1000.0 * (values[0] - hips);
            format!(
                "frame 0, nose: coordinate x is {nose}, expected metres from the hips (within ±5), not millimetres or centimetres"
            )
        },
    );
}

#[test]
fn limb_that_is_lost_for_long_is_guessed_and_not_seen() {
    let mut values = values();
    (10..20).for_each(|frame| values[at(frame, 15, 2)] = f32::NAN);
    (0..40).for_each(|frame| values[at(frame, 32, 0)] = f32::NAN);
    let recording = read(&values);
    let missing: Vec<_> = recording.missing_landmarks().iter().map(|one| (one.landmark, one.n_frames)).collect();
    assert_eq!(missing, [(Landmark::LeftWrist, 10), (Landmark::RightFootIndex, 40)]);
    assert_eq!((bounds(&recording), recording.n_interpolated()), (vec![(0, 40)], 0));
    let seen = recording.visibility().expect("made for what is missing");
    assert_eq!((seen[9][15], seen[10][15], seen[19][15], seen[20][15], seen[5][32]), (1.0, 0.0, 0.0, 1.0, 0.0));
    // A foot that was never seen is where its ankle is.
    assert_eq!(recording.landmarks()[7][32], recording.landmarks()[7][28]);
}

#[test]
fn missing_face_does_not_matter() {
    let mut values = values();
    (0..40).for_each(|frame| values[at(frame, 0, 0)..at(frame, 11, 0)].fill(f32::NAN));
    let (recording, whole) = (read(&values), read(&self::values()));
    assert_eq!(recording.missing_landmarks().len(), 11);
    let angles = |recording| ScaledRecording::of(recording).joint_angles_deg();
    assert_eq!(angles(&recording), angles(&whole));
}

#[test]
fn frames_without_a_trunk_cut_a_recording_into_parts() {
    let mut values = values();
    values[..10 * FRAME].fill(f32::NAN);
    (20..30).for_each(|frame| values[at(frame, 23, 1)] = f32::NAN);
    assert_eq!(bounds(&read(&values)), [(10, 20), (30, 40)]);
    // Shorter than a movement.
    (20..35).for_each(|frame| values[at(frame, 23, 1)] = f32::NAN);
    assert_eq!(bounds(&read(&values)), [(10, 20)]);
    // A moment is filled instead.
    let mut values = self::values();
    values[..9 * FRAME].fill(f32::NAN);
    assert_eq!((bounds(&read(&values)), read(&values).n_interpolated()), (vec![(0, 40)], 9 * 33));
}

#[test]
fn zeros_are_missing() {
    let mut values = values();
    values[10 * FRAME..13 * FRAME].fill(0.0);
    values[at(20, 25, 0)..at(20, 26, 0)].fill(0.0);
    let recording = read(&values);
    assert_eq!((recording.n_zero_frames(), recording.n_interpolated()), (3, 3 * 33 + 1));
    assert!((recording.landmarks()[11][25][1] - read(&self::values()).landmarks()[11][25][1]).abs() < 0.05);
}

#[test]
fn short_gap_is_filled_along_a_line() {
    let whole = values();
    let mut values = whole.clone();
    (10..19).for_each(|frame| values[at(frame, 15, 2)] = f32::NAN);
    let recording = read(&values);
    assert_eq!(recording.n_interpolated(), 9);
    let (from, to) = (whole[at(9, 15, 1)], whole[at(19, 15, 1)]);
    assert!((recording.landmarks()[14][15][1] - 0.5 * (from + to)).abs() < 1e-6);
    assert_eq!(recording.landmarks()[9], read(&whole).landmarks()[9]);
}

#[test]
fn gap_at_either_end_holds_nearest() {
    let whole = values();
    let mut values = whole.clone();
    for frame in [0, 1, 2, 38, 39] {
        values[at(frame, 27, 0)] = f32::NAN;
    }
    let recording = read(&values);
    assert_eq!(recording.n_interpolated(), 5);
    assert_eq!(recording.landmarks()[0][27], read(&whole).landmarks()[3][27]);
    assert_eq!(recording.landmarks()[39][27], read(&whole).landmarks()[37][27]);
}

#[test]
fn fourth_channel_is_visibility() {
    let with = |seen: f32| -> Vec<f32> { values().chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], seen]).collect() };
    let shape = [40, 33, 4];
    let recording = Recording::new(&with(0.9), shape, &RecordingOptions::default()).expect("a recording");
    assert_eq!(recording.landmarks(), read(&values()).landmarks());
    assert_eq!(recording.visibility().expect("four channels")[39][32], 0.9);
    assert_eq!(read(&values()).visibility(), None);
    check(
        &with(1.5),
        shape,
        &RecordingOptions::default(),
        "frame 0, nose: visibility is 1.5, expected a number within [0, 1]",
    );
    let mut missing = with(0.9);
    missing[..4].fill(f32::NAN);
    let recording = Recording::new(&missing, shape, &RecordingOptions::default()).expect("a recording");
    assert_eq!((recording.n_interpolated(), recording.visibility().expect("four channels")[0][0]), (1, 0.0));
}

#[test]
fn coordinates_around_hips_are_world() {
    let mut values = values();
    for frame in values.chunks_exact_mut(FRAME) {
        for axis in 0..3 {
            let hips = 0.5 * (frame[23 * 3 + axis] + frame[24 * 3 + axis]);
            frame.iter_mut().skip(axis).step_by(3).for_each(|value| *value -= hips);
        }
    }
    assert_eq!(read(&values).coordinates(), Coordinates::World);
    assert_eq!(read(&self::values()).coordinates(), Coordinates::Image);
    let given = RecordingOptions { coordinates: Some(Coordinates::Image), ..RecordingOptions::default() };
    assert_eq!(Recording::new(&values, SHAPE, &given).expect("a recording").coordinates(), Coordinates::Image);
}

fn any_value() -> impl Strategy<Value = f32> {
    prop_oneof![8 => -2.0_f32..2.0, 1 => Just(0.0_f32), 1 => Just(f32::NAN), 1 => any::<f32>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_shapes_and_values_never_panic(
        shape in prop_oneof![
            (0usize..20, 0usize..40, 0usize..6).prop_map(|(a, b, c)| [a, b, c]),
            (0usize..20, Just(33usize), 3usize..5).prop_map(|(a, b, c)| [a, b, c]),
            any::<[usize; 3]>(),
        ],
        pool in prop::collection::vec(any_value(), 1..200),
        extra in 0usize..2,
        fps in prop_oneof![any::<f64>(), 1.0..60.0],
        aspect_ratio in prop::option::of(prop_oneof![any::<f64>(), 0.5..2.0]),
    ) {
        let n = shape.iter().try_fold(1usize, |n, d| n.checked_mul(*d)).filter(|n| *n < 10_000).unwrap_or(50) + extra;
        let values: Vec<f32> = pool.iter().copied().cycle().take(n).collect();
        let _ = Recording::new(&values, shape, &RecordingOptions { fps, coordinates: None, aspect_ratio });
    }

    #[test]
    fn accepted_recordings_never_break_what_follows(
        pool in prop::collection::vec(-3.0_f32..3.0, 50..400),
        n_frames in 8usize..60,
        world in any::<bool>(),
        fps in prop_oneof![1e-300..1e-3, 1.0..1000.0],
    ) {
        let values: Vec<f32> = pool.iter().copied().cycle().take(n_frames * FRAME).collect();
        let coordinates = Some(if world { Coordinates::World } else { Coordinates::Image });
        let options = RecordingOptions { fps, coordinates, aspect_ratio: None };
        if let Ok(recording) = Recording::new(&values, [n_frames, 33, 3], &options) {
            let body = ScaledRecording::of(&recording);
            let repetitions = body.find_repetitions();
            prop_assert!(repetitions.iter().all(|r| r.start_frame <= r.turn_frame && r.turn_frame <= r.end_frame));
            prop_assert!(body.view().yaw_deg.is_finite());
            prop_assert!(body.joint_angles_deg().iter().flatten().all(|angle| angle.is_finite()));
            for exercise in Exercise::ALL {
                for fault in body.measure_faults(exercise, &repetitions) {
                    prop_assert!(fault.value.is_finite() && (0.0..=1.0).contains(&fault.severity), "{fault:?}");
                }
            }
        }
    }
}
