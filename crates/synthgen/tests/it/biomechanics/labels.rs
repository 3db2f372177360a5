//! Scores and what they are made of.

use std::collections::BTreeMap;

use synthgen::biomechanics::{
    BiomechanicsParams, FRAME_LIMITS, Severities, fault_effect, form_score, injury_risk_score, joint_angles_deg,
    risk_interactions,
};
use words::{Exercise, Fault, FormLevel};

use super::{HIP, SEQUENCES, SHOULDER, WRIST, generator, middle};

#[test]
fn exercises_and_quality_levels_are_balanced() {
    let mut counts = BTreeMap::new();
    for sequence in SEQUENCES.iter() {
        *counts.entry((sequence.exercise.name(), sequence.quality.name())).or_insert(0) += 1;
        assert_eq!(sequence.quality, FormLevel::of_score(sequence.labels.form_score_noise_free));
    }
    assert_eq!(counts.len(), 20);
    assert!(counts.values().all(|count| *count == 50), "{counts:?}");
}

#[test]
fn label_angles_are_means_of_skeleton_at_turning_points() {
    for sequence in SEQUENCES.iter() {
        for (index, label) in sequence.labels.joint_angles_deg.into_iter().enumerate() {
            let frame = |r: &synthgen::biomechanics::Repetition| match sequence.exercise {
                Exercise::Deadlift => {
                    let height = |frame: &usize| middle(&sequence.skeleton[*frame], SHOULDER).y;
                    [r.start_frame, r.turn_frame]
                        .into_iter()
                        .min_by(|a, b| height(a).total_cmp(&height(b)))
                        .expect("two")
                }
                _ => r.turn_frame,
            };
            let angles = sequence.repetitions.iter().map(|r| joint_angles_deg(&sequence.skeleton[frame(r)])[index]);
            let mean = angles.sum::<f64>() / sequence.repetitions.len() as f64;
            assert!((label - mean).abs() < 1e-9, "{}: {label}, skeleton {mean}", sequence.id);
        }
    }
}

#[test]
fn joint_angles_of_right_angled_figure_are_right_angles() {
    let mut points = SEQUENCES[0].skeleton[0];
    let at = |x: f64, y: f64, z: f64| synthgen::biomechanics::Vec3 { x, y, z };
    // Sitting upright, left arm stretched out forwards; the right leg and arm hang straight.
    (points[11], points[13], points[23], points[25], points[27]) =
        (at(0.2, 1.5, 0.0), at(0.2, 1.5, 0.3), at(0.2, 1.0, 0.0), at(0.2, 1.0, 0.4), at(0.2, 0.6, 0.4));
    (points[12], points[14], points[24], points[26], points[28]) =
        (at(-0.2, 1.5, 0.0), at(-0.2, 1.2, 0.0), at(-0.2, 1.0, 0.0), at(-0.2, 0.6, 0.0), at(-0.2, 0.2, 0.0));
    let expected = [90.0, 180.0, 90.0, 180.0, 90.0, 0.0];
    for (got, expected) in joint_angles_deg(&points).into_iter().zip(expected) {
        assert!((got - expected).abs() < 1e-9, "{got}, expected {expected}");
    }
}

#[test]
fn turning_points_are_extremes_of_the_movement() {
    for sequence in SEQUENCES.iter() {
        let height = |frame: usize| {
            let points = &sequence.skeleton[frame];
            match sequence.exercise {
                Exercise::Squat | Exercise::Lunge => -middle(points, HIP).y,
                Exercise::BenchPress => -middle(points, WRIST).y,
                Exercise::Deadlift | Exercise::OverheadPress => middle(points, WRIST).y,
            }
        };
        for repetition in &sequence.repetitions {
            // Some deadlifts begin standing.
            let is_upside_down = sequence.exercise == Exercise::Deadlift
                && height(repetition.start_frame) > height(repetition.turn_frame);
            let height = |frame: usize| if is_upside_down { -height(frame) } else { height(frame) };
            let highest = (repetition.start_frame..=repetition.end_frame).map(height).fold(f64::MIN, f64::max);
            // Sway and uneven hands move it by 2 cm; leaning back at the top of a deadlift lowers the bar by 4 cm.
            assert!(highest - height(repetition.turn_frame) < 0.05, "{} {:?}", sequence.id, sequence.exercise);
            assert!(repetition.start_frame < repetition.turn_frame && repetition.turn_frame < repetition.end_frame);
        }
    }
}

#[test]
fn rater_noise_has_its_standard_deviation() {
    // Scores of 100 and more are cut: only those far from it count. 3 standard errors of an sd at n = 750.
    let errors: Vec<_> = SEQUENCES
        .iter()
        .filter(|s| s.quality != FormLevel::Excellent)
        .map(|s| s.labels.form_score - s.labels.form_score_noise_free)
        .collect();
    let sd = (errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64).sqrt();
    assert!((sd - 2.5).abs() < 3.0 * 2.5 / (2.0 * 750.0_f64).sqrt(), "{sd}");
    assert!(SEQUENCES.iter().all(|s| (0.0..=100.0).contains(&s.labels.form_score)));
}

#[test]
fn sequences_without_rater_noise_have_noise_free_scores() {
    let generator = generator(BiomechanicsParams { rater_noise_sd: 0.0, ..BiomechanicsParams::default() }, 7);
    for id in 0..40 {
        let sequence = generator.sequence(id);
        assert_eq!(sequence.labels.form_score, sequence.labels.form_score_noise_free);
        assert_eq!(sequence.labels.form_score, form_score(&sequence.severities));
    }
}

#[test]
fn form_score_of_one_fault_is_100_minus_its_weight() {
    for exercise in Exercise::ALL {
        assert_eq!(form_score(&Severities::none(exercise)), 100.0);
        for fault in exercise.faults() {
            assert_eq!(
                form_score(&Severities::none(exercise).with(*fault, 1.0)),
                100.0 - fault_effect(*fault).form_weight
            );
        }
    }
}

#[test]
fn risk_grows_with_each_fault_and_with_load() {
    for exercise in Exercise::ALL {
        let none = Severities::none(exercise);
        for fault in exercise.faults() {
            let risks = [0.0, 0.5, 1.0].map(|severity| injury_risk_score(&none.with(*fault, severity), 0.7));
            assert!(risks[0] < risks[1] && risks[1] < risks[2] && risks[2] < 100.0, "{}: {risks:?}", fault.name());
        }
        for (a, b, _) in risk_interactions(exercise) {
            // Together, the exponents add up to more than their sum.
            let exponent = |s: &Severities| -(1.0 - injury_risk_score(s, 0.7) / 100.0).ln();
            let (only_a, only_b) = (exponent(&none.with(*a, 0.8)), exponent(&none.with(*b, 0.8)));
            assert!(exponent(&none.with(*a, 0.8).with(*b, 0.8)) > only_a + only_b - exponent(&none) + 0.01);
        }
        let bad = none.with(exercise.faults()[0], 0.8);
        assert!(injury_risk_score(&bad, 0.3) < injury_risk_score(&bad, 0.9));
    }
    // 100 · (1 − exp(−0.06 · (0.7 + 0.5 · 0.5))) by hand.
    assert!((injury_risk_score(&Severities::none(Exercise::Squat), 0.5) - 5.540_588).abs() < 1e-5);
}

#[test]
fn frames_and_repetitions_stay_within_limits() {
    for sequence in SEQUENCES.iter() {
        assert!((FRAME_LIMITS.0..=FRAME_LIMITS.1).contains(&sequence.n_frames()), "{}", sequence.id);
        assert!((10.0..=60.0).contains(&sequence.fps));
        assert!((1..=8).contains(&sequence.repetitions.len()));
        assert!(sequence.repetitions.iter().all(|r| r.end_frame < sequence.n_frames()));
    }
    for count in 1..=7 {
        assert!(SEQUENCES.iter().any(|s| s.repetitions.len() == count), "{count} repetitions");
    }
}

#[test]
fn squats_that_are_not_shallow_bend_the_knees_to_a_right_angle() {
    for sequence in SEQUENCES.iter().filter(|s| s.exercise == Exercise::Squat) {
        let severity = |fault| sequence.severities.get(fault);
        let turn = &sequence.skeleton[sequence.repetitions[0].turn_frame];
        let knees = joint_angles_deg(turn)[..2].iter().sum::<f64>() / 2.0;
        // Sideways by 8 degrees less; sway and fatigue.
        let deepest = 90.0 + 45.0 * severity(Fault::SquatShallow) + 8.0 * severity(Fault::SquatLateralShift) + 6.0;
        assert!(knees < deepest, "{}: knees at {knees} degrees, expected below {deepest}", sequence.id);
        assert!(severity(Fault::SquatShallow) == 0.0 || knees > 85.0, "{}: {knees}", sequence.id);
    }
}

#[test]
fn faults_are_few_and_do_not_come_together() {
    let mut counts = [0; 4];
    for sequence in SEQUENCES.iter() {
        counts[sequence.severities.iter().filter(|(_, severity)| *severity > 0.0).count()] += 1;
    }
    // Poor form takes two or three.
    assert!(counts[3] < 330 && counts[..3].iter().all(|count| *count > 130), "{counts:?}");
    // Of the same exercise and level: what one fault says of another beside that their sum is bounded.
    for exercise in Exercise::ALL {
        for pair in exercise.faults().windows(2) {
            let both = |s: &&synthgen::biomechanics::Sequence| {
                s.exercise == exercise && pair.iter().all(|fault| s.severities.get(*fault) > 0.0)
            };
            let n_both = SEQUENCES.iter().filter(both).count();
            assert!(n_both < 60, "{} and {} together in {n_both} of 200", pair[0], pair[1]);
        }
    }
}
