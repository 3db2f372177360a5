//! The biomechanics generator: physics, faults, labels, film and files.

mod faults;
mod files;
mod film;
mod labels;
mod other;
mod physics;

use std::sync::LazyLock;

use rayon::prelude::*;
use synthgen::biomechanics::{BiomechanicsGenerator, BiomechanicsParams, Landmarks, Sequence, Vec3};

/// The default data set of seed 42.
static SEQUENCES: LazyLock<Vec<Sequence>> = LazyLock::new(|| {
    let generator = generator(BiomechanicsParams::default(), 42);
    (0..1_000_u32).into_par_iter().map(|id| generator.sequence(id)).collect()
});

fn generator(params: BiomechanicsParams, seed: u64) -> BiomechanicsGenerator {
    BiomechanicsGenerator::new(params, seed).expect("parameters within their ranges")
}

const SHOULDER: usize = 11;
const ELBOW: usize = 13;
const WRIST: usize = 15;
const HIP: usize = 23;
const KNEE: usize = 25;
const ANKLE: usize = 27;
const HEEL: usize = 29;
const TOE: usize = 31;

fn middle(points: &Landmarks, left: usize) -> Vec3 {
    points[left].midpoint(points[left + 1])
}
