//! Repetitions of synthetic lifts, of stillness and of noise.

use synthgen::biomechanics::{BiomechanicsGenerator, BiomechanicsParams};

use super::{Repetition, Repetitions};
use crate::measurements::ScaledRecording;
use crate::recording::Recording;
use crate::testing::{films, from_frames, generator, read_npy, real, recording, spread, world_recording};
use words::Exercise;

const FRAME: usize = 99;

fn find_repetitions(recording: &Recording) -> Vec<Repetition> {
    ScaledRecording::of(recording).find_repetitions()
}

/// Frames of a filmed sequence with one repetition.
fn single_repetition() -> (Vec<f32>, f64) {
    let generator = generator(21);
    let sequence =
        (0..100).map(|id| generator.sequence(id)).find(|s| s.repetitions.len() == 1).expect("two in five are");
    (sequence.landmarks, sequence.fps)
}

/// A frame that stands still for a time but for a tracker's jitter.
#[expect(clippy::cast_possible_truncation, reason = "recordings are in single precision")]
fn still(frame: &[f32], n_frames: usize) -> Vec<f32> {
    let jitter = |index: usize| (0.004 * (spread(u32::try_from(index).expect("a short recording"), 17) - 0.5)) as f32;
    (0..n_frames * FRAME).map(|index| frame[index % FRAME] + jitter(index)).collect()
}

#[track_caller]
fn check_counts(film: fn(&synthgen::biomechanics::Sequence) -> Recording) {
    let generator = generator(11);
    let (mut n_exact, mut errors_s) = ([0; 5], Vec::new());
    let n = 400;
    for id in 0..n {
        let sequence = generator.sequence(id);
        let found = find_repetitions(&film(&sequence));
        if found.len() == sequence.repetitions.len() {
            n_exact[id as usize % 5] += 1;
            let error = |(a, b): (&Repetition, &synthgen::biomechanics::Repetition)| {
                a.turn_frame.abs_diff(b.turn_frame) as f64 / sequence.fps
            };
            errors_s.extend(found.iter().zip(&sequence.repetitions).map(error));
        }
    }
    errors_s.sort_by(f64::total_cmp);
    let at = |percent: usize| errors_s[percent * (errors_s.len() - 1) / 100];
    eprintln!("exact counts of {} an exercise: {n_exact:?}", n / 5);
    eprintln!("turn error: median {:.3}, 90 % {:.3}, 99 % {:.3} s", at(50), at(90), at(99));
    assert!(n_exact.iter().all(|exact| *exact >= 68), "{n_exact:?}");
    // A frame of the slowest films lasts 0.1 s.
    assert!(at(50) < 0.1 && at(90) < 0.35);
}

#[test]
fn repetitions_of_filmed_sequences_are_counted() {
    check_counts(recording);
}

#[test]
fn repetitions_of_world_coordinates_are_counted() {
    check_counts(world_recording);
}

#[test]
fn repetitions_between_stillness_are_counted_where_they_are() {
    let (movement, fps) = single_repetition();
    let n_frames = movement.len() / FRAME;
    let pause = still(&movement[..FRAME], 200);
    let mut values = pause.clone();
    for _ in 0..6 {
        values.extend(&movement);
        values.extend(&pause);
    }
    let found = find_repetitions(&from_frames(&values, fps));
    assert_eq!(found.len(), 6);
    for (number, repetition) in found.iter().enumerate() {
        let begin = 200 + number * (200 + n_frames);
        assert!(repetition.start_frame + 5 >= begin && repetition.end_frame <= begin + n_frames + 5, "{repetition:?}");
    }
}

#[test]
fn sets_of_all_exercises_with_stillness_are_counted() {
    let generator = generator(23);
    let n = 60;
    // Longer sets may begin or end in the middle of a repetition.
    let ids = (0..400).filter(|id| generator.sequence(*id).repetitions.len() <= 2).take(n);
    let is_exact = |id: &u32| {
        let sequence = generator.sequence(*id);
        let frames = &sequence.landmarks;
        let mut values = still(&frames[..FRAME], 90);
        for n_frames in [40, 150, 80] {
            values.extend(frames);
            values.extend(still(&frames[frames.len() - FRAME..], n_frames));
        }
        find_repetitions(&from_frames(&values, sequence.fps)).len() == 3 * sequence.repetitions.len()
    };
    let n_exact = ids.filter(is_exact).count();
    eprintln!("exact counts in {n_exact} of {n} sets with stillness");
    assert!(n_exact >= 50);
}

#[test]
#[expect(clippy::cast_possible_truncation, reason = "recordings are in single precision")]
fn arms_raised_beforehand_are_not_counted_with_squats_and_lunges() {
    let generator = generator(31);
    let mut n_exact = [0; 5];
    for id in 0..100 {
        let sequence = generator.sequence(id);
        let first = &sequence.landmarks[..FRAME];
        let mut values = still(first, 60);
        for step in 0..60 {
            let share = (std::f64::consts::PI * f64::from(step) / 60.0).sin().powi(2) as f32;
            let mut frame = first.to_vec();
            // Elbows, then hands; y of the left shoulder and of the left hip give the length of the trunk.
            let trunk = (first[34] - first[70]).abs();
            (13..=14).for_each(|joint| frame[joint * 3 + 1] -= 0.5 * share * trunk);
            (15..=22).for_each(|joint| frame[joint * 3 + 1] -= 1.2 * share * trunk);
            values.extend(frame);
        }
        values.extend(still(first, 60));
        values.extend(&sequence.landmarks);
        let found = find_repetitions(&from_frames(&values, sequence.fps));
        n_exact[id as usize % 5] += usize::from(found.len() == sequence.repetitions.len());
    }
    eprintln!("exact counts of 20 after a gesture, by exercise: {n_exact:?}");
    // Arms are what a press is found by: theirs cannot be told from one more.
    assert!([0, 1, 4].iter().all(|exercise| n_exact[*exercise] >= 18), "{n_exact:?}");
}

#[test]
fn repetitions_of_poor_tracking_from_anywhere_are_counted() {
    let params = BiomechanicsParams {
        landmark_noise: 3.0,
        dropout_rate: 0.5,
        max_yaw_deg: 180.0,
        ..BiomechanicsParams::default()
    };
    let generator = BiomechanicsGenerator::new(params, 24).expect("within the ranges");
    let sequences = (0..200).map(|id| generator.sequence(id));
    let n_exact = sequences.filter(|s| find_repetitions(&recording(s)).len() == s.repetitions.len()).count();
    eprintln!("exact counts in {n_exact} of 200 badly tracked sequences");
    assert!(n_exact >= 168);
}

#[test]
fn slow_repetition_is_counted() {
    let (movement, fps) = single_repetition();
    // The same frames four times as slow: about ten seconds.
    let found = find_repetitions(&from_frames(&movement, fps / 4.0));
    assert_eq!(found.len(), 1);
    assert!(found[0].duration_s > 6.0, "{found:?}");
}

#[test]
fn standing_still_has_no_repetitions() {
    let (movement, fps) = single_repetition();
    assert_eq!(find_repetitions(&from_frames(&still(&movement[..FRAME], 300), fps)), []);
}

#[test]
fn half_repetition_is_not_counted() {
    let (movement, fps) = single_repetition();
    let whole = find_repetitions(&from_frames(&movement, fps))[0];
    let there = &movement[..whole.turn_frame * FRAME];
    let mut values = still(&movement[..FRAME], 60);
    values.extend(there);
    values.extend(still(&there[there.len() - FRAME..], 60));
    assert_eq!(find_repetitions(&from_frames(&values, fps)), []);
}

#[test]
fn small_movements_beside_large_ones_are_not_counted() {
    let (movement, fps) = single_repetition();
    // A fifth of the movement, as somebody shifting between two repetitions.
    let first = &movement[..FRAME];
    let small: Vec<f32> =
        movement.iter().enumerate().map(|(i, v)| first[i % FRAME] + 0.2 * (v - first[i % FRAME])).collect();
    let values = [movement.clone(), small, movement].concat();
    assert_eq!(find_repetitions(&from_frames(&values, fps)).len(), 2);
}

#[test]
fn repetitions_of_changing_scene_are_ordered_and_apart() {
    let generator = generator(12);
    // Cut from one camera to another: nothing is promised but order.
    let values = [generator.sequence(0).landmarks, generator.sequence(5).landmarks].concat();
    let found = find_repetitions(&from_frames(&values, 30.0));
    assert!(found.windows(2).all(|pair| pair[0].end_frame <= pair[1].start_frame), "{found:?}");
    assert!(found.iter().all(|r| r.start_frame < r.turn_frame && r.turn_frame < r.end_frame), "{found:?}");
}

#[test]
fn filmed_squat_has_one_repetition() {
    for kind in ["landmarks", "world"] {
        let Some(path) = real(&format!("fitbalance_output_sample_{kind}.npy")) else { return };
        let values = read_npy(&path);
        let found = find_repetitions(&from_frames(&values, 29.0));
        eprintln!("{kind}: {found:?}");
        assert_eq!(found.len(), 1);
        // The hips are lowest from frame 325 to 365.
        assert!((325..=365).contains(&found[0].turn_frame));
        assert!(found[0].start_frame < 266 && found[0].end_frame > 448);
        assert_eq!(find_repetitions(&from_frames(&values.repeat(3), 29.0)).len(), 3);
        assert_eq!(find_repetitions(&from_frames(&values[..345 * FRAME], 29.0)), []);
    }
}

#[test]
fn recording_that_starts_at_the_bottom_turns_at_the_bottom() {
    let generator = generator(61);
    for id in [0, 4] {
        let sequence = (0..100).map(|n| generator.sequence(id + 5 * n)).find(|one| one.repetitions.len() >= 3);
        let sequence = sequence.expect("some have three");
        let whole = ScaledRecording::of(&recording(&sequence)).find_repetitions_of(sequence.exercise);
        assert_eq!((whole.begins_open, whole.ends_open), (false, false), "{}", sequence.exercise);
        let first_turn = whole.complete[0].turn_frame;
        let cut = from_frames(&sequence.landmarks[first_turn * FRAME..], sequence.fps);
        let found = ScaledRecording::of(&cut).find_repetitions_of(sequence.exercise);
        let turns = |found: &Repetitions, less: usize| -> Vec<usize> {
            found.complete.iter().map(|repetition| repetition.turn_frame - less).collect()
        };
        let expected = turns(&Repetitions { complete: whole.complete[1..].to_vec(), ..whole.clone() }, first_turn);
        let near = turns(&found, 0).iter().zip(&expected).all(|(a, b)| a.abs_diff(*b) <= 3);
        assert!(near && found.complete.len() == expected.len(), "{}: {found:?}, {expected:?}", sequence.exercise);
        assert!(found.begins_open && !found.ends_open, "{}", sequence.exercise);
    }
}

#[test]
fn press_that_is_not_lowered_again_is_said_to_be_open() {
    let generator = generator(62);
    let sequence = generator.sequence(3);
    assert_eq!(sequence.exercise, Exercise::OverheadPress);
    let whole = ScaledRecording::of(&recording(&sequence)).find_repetitions_of(sequence.exercise);
    let last = whole.complete.last().expect("at least one");
    let cut = from_frames(&sequence.landmarks[..(last.turn_frame + 3) * FRAME], sequence.fps);
    let found = ScaledRecording::of(&cut).find_repetitions_of(sequence.exercise);
    assert_eq!(found.complete.len() + 1, whole.complete.len());
    assert!(found.ends_open);
}

#[test]
fn parts_of_a_recording_are_counted_by_frames_of_the_whole() {
    let sequence = generator(63).sequence(0);
    let n_frames = sequence.landmarks.len() / FRAME;
    let lost = vec![f32::NAN; 30 * FRAME];
    let values = [&sequence.landmarks[..], &lost, &sequence.landmarks].concat();
    let recording = from_frames(&values, sequence.fps);
    let found = ScaledRecording::of(&recording).find_repetitions_of(sequence.exercise).complete;
    assert_eq!(found.len(), 2 * sequence.repetitions.len());
    let (first, second) = found.split_at(sequence.repetitions.len());
    assert!(first.iter().zip(second).all(|(a, b)| (a.turn_frame + n_frames + 30).abs_diff(b.turn_frame) <= 3));
}

#[test]
fn filmed_repetitions_are_counted() {
    let Some(films) = films() else { return };
    for kind in ["image", "world"] {
        let mut n_exact = 0;
        for film in films.iter().filter(|film| film.kind == kind) {
            let Some(exercise) = Exercise::from_name(&film.exercise) else { continue };
            let found = ScaledRecording::of(&film.recording).find_repetitions_of(exercise).complete.len();
            let is_exact = (film.n_full_cycles..=film.n_repetitions).contains(&found);
            n_exact += usize::from(is_exact);
            if !is_exact {
                eprintln!("{} {kind}: {found}, expected {} to {}", film.name, film.n_full_cycles, film.n_repetitions);
            }
        }
        eprintln!("{kind}: {n_exact} of 36 exact");
        assert!(n_exact >= 34, "{kind}: {n_exact}");
    }
}

#[test]
fn deadlift_that_is_not_lowered_again_is_one() {
    let from_floor = |sequence: &synthgen::biomechanics::Sequence| {
        let shoulders = |frame: usize| sequence.skeleton[frame][11].y;
        let first = sequence.repetitions[0];
        shoulders(first.start_frame) < shoulders(first.turn_frame)
    };
    let sequence = (1..100).step_by(5).map(|id| generator(64).sequence(id)).find(from_floor).expect("most of them");
    assert_eq!(sequence.exercise, Exercise::Deadlift);
    let whole = ScaledRecording::of(&recording(&sequence)).find_repetitions_of(Exercise::Deadlift);
    let first = whole.complete[0];
    let way_up = from_frames(&sequence.landmarks[..(first.turn_frame + 3) * FRAME], sequence.fps);
    let found = ScaledRecording::of(&way_up).find_repetitions_of(Exercise::Deadlift);
    assert_eq!(found.complete.len(), 1);
    // The pause at the top is cut in its middle: its first half has a middle of its own.
    let early = (first.turn_frame - found.complete[0].turn_frame) as f64 / sequence.fps;
    assert!((0.0..0.5).contains(&early), "{found:?}, {first:?}");
    // It is counted, so nothing is said to be left out.
    assert_eq!((found.begins_open, found.ends_open), (false, false));
}
