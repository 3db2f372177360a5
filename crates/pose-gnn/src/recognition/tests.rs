//! Lifts that are recognized, filmed and synthetic, and other things that are not.

use words::{Exercise, Landmark};

use super::Implausible;
use crate::measurements::ScaledRecording;
use crate::recording::{Recording, RecordingOptions};
use crate::testing::{films, from_frames, generator, recording};

const FRAME: usize = 99;

#[test]
fn synthetic_lifts_are_recognized() {
    let generator = generator(41);
    let mut n_right = [0; Exercise::N];
    let mut n_wrong_and_sure = 0;
    for id in 0..250 {
        let sequence = generator.sequence(id);
        let probabilities = ScaledRecording::of(&recording(&sequence)).recognize();
        let found = probabilities.most_probable();
        n_right[sequence.exercise.index()] += usize::from(found == Some(sequence.exercise));
        let is_wrong = found.is_some_and(|exercise| exercise != sequence.exercise && probabilities[exercise] >= 0.85);
        n_wrong_and_sure += usize::from(is_wrong);
    }
    eprintln!("right of 50 each: {n_right:?}; wrong and sure: {n_wrong_and_sure}");
    assert!(n_right.iter().all(|n| *n >= 35), "{n_right:?}");
    assert!(n_wrong_and_sure <= 5, "{n_wrong_and_sure}");
}

#[test]
fn filmed_lifts_are_recognized_and_the_curl_is_none() {
    let Some(films) = films() else { return };
    for kind in ["image", "world"] {
        let mut n_right = 0;
        for film in films.iter().filter(|film| film.kind == kind) {
            let body = ScaledRecording::of(&film.recording);
            assert_eq!(Implausible::of(&body), None, "{} {kind}", film.name);
            assert_eq!(body.orientation(), crate::measurements::Orientation::default(), "{} {kind}", film.name);
            let probabilities = body.recognize();
            let (found, expected) = (probabilities.most_probable(), Exercise::from_name(&film.exercise));
            n_right += usize::from(found == expected);
            if found != expected {
                eprintln!("{} {kind}: {} taken for {found:?}, {:?}", film.name, film.exercise, probabilities);
                assert!(found.is_none_or(|found| probabilities[found] < 0.85), "{} {kind}", film.name);
            }
        }
        eprintln!("{kind}: {n_right} of 37 right");
        assert!(n_right >= 35, "{kind}: {n_right}");
    }
}

#[track_caller]
fn check_implausible(values: &[f32], fps: f64, expected: Option<Implausible>) {
    let recording = from_frames(values, fps);
    assert_eq!(Implausible::of(&ScaledRecording::of(&recording)), expected);
}

#[test]
fn whoever_stands_still_lifts_nothing() {
    let sequence = generator(42).sequence(0);
    check_implausible(&sequence.landmarks, sequence.fps, None);
    check_implausible(&sequence.landmarks[..FRAME].repeat(60), 30.0, Some(Implausible::Still));
    // With the jitter of a tracker around one place.
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 24) as f32 - 0.5
    };
    let standing: Vec<f32> = sequence.landmarks[..FRAME].repeat(60).iter().map(|v| v + 0.01 * noise()).collect();
    check_implausible(&standing, 30.0, Some(Implausible::Still));
    let random: Vec<f32> = (0..120 * FRAME).map(|_| noise() + 0.5).collect();
    check_implausible(&random, 30.0, Some(Implausible::Jumping));
}

#[test]
fn two_people_in_turn_are_no_lift() {
    let generator = generator(43);
    let (one, other) = (generator.sequence(0), generator.sequence(5));
    for frames_each in [1, 2, 4] {
        let mut values = Vec::new();
        let n_frames = one.landmarks.len().min(other.landmarks.len()) / FRAME;
        for frame in 0..n_frames {
            let shown = if (frame / frames_each) % 2 == 0 { &one } else { &other };
            values.extend(&shown.landmarks[frame * FRAME..(frame + 1) * FRAME]);
        }
        check_implausible(&values, 30.0, Some(Implausible::Jumping));
    }
}

#[test]
fn names_of_landmarks_in_another_order_are_no_body() {
    let sequence = generator(44).sequence(0);
    // By the alphabet of their names.
    let mut order: Vec<usize> = (0..Landmark::N).collect();
    order.sort_by_key(|joint| Landmark::NAMES[*joint]);
    let mut values = Vec::new();
    for frame in sequence.landmarks.chunks_exact(FRAME) {
        values.extend(order.iter().flat_map(|joint| &frame[3 * joint..3 * joint + 3]));
    }
    let recording = Recording::new(
        &values,
        [values.len() / FRAME, Landmark::N, 3],
        &RecordingOptions { fps: sequence.fps, ..RecordingOptions::default() },
    );
    let recording = recording.expect("finite numbers");
    let body = ScaledRecording::of(&recording);
    assert!(Implausible::of(&body).is_some() || body.recognize().most_probable().is_none());
}
