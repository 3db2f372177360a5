//! Movements that are none of the five lifts.

use synthgen::biomechanics::{BiomechanicsParams, Landmarks, OtherFilm, OtherMovement};

use super::{ANKLE, HIP, KNEE, SHOULDER, WRIST, generator, middle};

fn films(movement: OtherMovement) -> Vec<OtherFilm> {
    let generator = generator(BiomechanicsParams::default(), 42);
    (0..20).map(|id| generator.film_other(id, movement)).collect()
}

/// Over all frames, highest less lowest.
fn range(film: &OtherFilm, height: impl Fn(&Landmarks) -> f64) -> f64 {
    let heights: Vec<f64> = film.skeleton.iter().map(height).collect();
    let heights = heights.iter().copied();
    heights.clone().fold(f64::MIN, f64::max) - heights.fold(f64::MAX, f64::min)
}

#[test]
fn each_movement_moves_what_its_name_says_and_nothing_goes_underground() {
    for movement in OtherMovement::ALL {
        for film in films(movement) {
            let lowest = film.skeleton.iter().flatten().map(|point| point.y).fold(f64::MAX, f64::min);
            assert!(lowest > -0.01, "{}: {lowest} m", movement.name());
            let hands = range(&film, |p| middle(p, WRIST).y - middle(p, SHOULDER).y);
            let hips = range(&film, |p| middle(p, HIP).y - middle(p, ANKLE).y);
            let shoulders = range(&film, |p| middle(p, SHOULDER).y);
            let is_right = match movement {
                OtherMovement::Curl | OtherMovement::LateralRaise => hands > 0.3 && shoulders < 0.05,
                OtherMovement::Row => hands > 0.2 && shoulders < 0.08,
                OtherMovement::PushUp => shoulders > 0.12 && film.skeleton.iter().all(|p| middle(p, HIP).y < 0.9),
                OtherMovement::SitUp => shoulders > 0.3 && hips < 0.02,
                OtherMovement::Jump => shoulders > 0.3 && hips > 0.1,
                OtherMovement::JumpingJack => hands > 0.5,
                OtherMovement::KettlebellSwing => hands > 0.2 && shoulders > 0.1,
                OtherMovement::Walking => range(&film, |p| p[ANKLE].z) > 0.3,
                OtherMovement::Standing => hands < 0.05 && shoulders < 0.05,
                OtherMovement::Sitting => hips < 0.02 && middle(&film.skeleton[0], KNEE).y > 0.3,
            };
            assert!(is_right, "{}: hands {hands}, hips {hips}, shoulders {shoulders}", movement.name());
        }
    }
}

#[test]
fn films_do_not_depend_on_one_another() {
    let generator = generator(BiomechanicsParams::default(), 7);
    let later = generator.film_other(5, OtherMovement::Row);
    generator.film_other(4, OtherMovement::Curl);
    assert_eq!(generator.film_other(5, OtherMovement::Row), later);
    assert_ne!(generator.film_other(6, OtherMovement::Row).landmarks, later.landmarks);
}
