//! What each fault does to a lift.

use synthgen::biomechanics::{
    BiomechanicsParams, Severities, fault_effect, fault_unit, measure_fault, preview_figures,
};
use words::{Exercise, Fault};

use super::generator;

/// Smallest change of the measurement from no fault to severity 1 that a coach sees: 10° or 6 cm, 5 % of a length.
fn visible(fault: Fault) -> f64 {
    match fault_unit(fault) {
        "deg" => 10.0,
        "cm" => 6.0,
        _ => 5.0,
    }
}

#[test]
fn each_fault_moves_its_measurement_in_everybody() {
    let generator = generator(BiomechanicsParams::default(), 42);
    for fault in Exercise::ALL.iter().flat_map(|exercise| exercise.faults()) {
        let exercise = *Exercise::ALL.iter().find(|e| e.faults().contains(fault)).expect("a fault of an exercise");
        for id in 0..40 {
            let values: Vec<f64> = [0.0, 0.25, 0.5, 0.75, 1.0]
                .into_iter()
                .map(|severity| {
                    let sequence = generator.perform(id, Severities::none(exercise).with(*fault, severity));
                    measure_fault(*fault, &sequence.skeleton, &sequence.repetitions)
                })
                .collect();
            // Below 0.25 the unsteadiness that everybody has may hide an extreme (heels, hips, hands, wobble).
            assert!(values[1..].windows(2).all(|pair| pair[0] < pair[1]), "{} of {id}: {values:?}", fault.name());
            assert!(values[4] - values[0] > visible(*fault), "{} of {id}: {values:?}", fault.name());
        }
    }
}

#[test]
fn fault_names_are_unique_and_start_with_a_word_of_their_exercise() {
    for exercise in Exercise::ALL {
        for fault in exercise.faults() {
            let (first_word, _) = fault.name().split_once('_').expect("an exercise and a fault");
            assert!(exercise.name().split('_').any(|word| word == first_word), "{}", fault.name());
        }
    }
    let mut names: Vec<_> = Exercise::ALL.iter().flat_map(|e| e.faults()).map(|fault| fault.name()).collect();
    assert_eq!(names.len(), 23);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 23);
}

#[test]
fn worst_score_of_each_exercise_is_reachable() {
    for exercise in Exercise::ALL {
        let weights: f64 = exercise.faults().iter().map(|fault| fault_effect(*fault).form_weight).sum();
        assert!(weights > 75.0, "{}: weights of {weights} cannot take 70 points", exercise.name());
    }
}

#[test]
fn preview_shows_good_form_and_then_each_fault() {
    for exercise in Exercise::ALL {
        let figures = preview_figures(exercise);
        let faults: Vec<_> = figures.iter().map(|figure| figure.fault).collect();
        let expected: Vec<_> = std::iter::once(None).chain(exercise.faults().iter().copied().map(Some)).collect();
        assert_eq!(faults, expected);
        for figure in &figures[1..] {
            let pairs = figure.phases.iter().flatten().zip(figures[0].phases.iter().flatten());
            let furthest = pairs.map(|(bad, good)| bad.distance(*good)).fold(0.0, f64::max);
            // 5 cm: what a glance at a picture tells apart.
            assert!(furthest > 0.05, "{:?}: {furthest} m", figure.fault);
        }
    }
}
