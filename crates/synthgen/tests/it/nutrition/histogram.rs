//! Forests on colour histograms: how far colours alone go.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use synthgen::nutrition::{FoodImage, Split};
use words::FoodClass;

use super::default_generator;

/// Eight levels a channel.
const N_BINS: usize = 512;
const N_IMAGES: usize = 6_000;
const N_TREES: u64 = 60;
/// Colours tried at a node: the square root of their number, as is usual.
const N_TRIED: usize = 23;
const MIN_LEAF: usize = 3;

type Histogram = Vec<u16>;

/// How many pixels have each colour.
fn histogram(image: &FoodImage) -> Histogram {
    let mut counts = vec![0; N_BINS];
    for pixel in image.pixels.chunks_exact(3) {
        let level = |channel: usize| usize::from(pixel[channel] >> 5);
        counts[64 * level(0) + 8 * level(1) + level(2)] += 1;
    }
    counts
}

/// A node of an extremely randomised tree (Geurts et al. 2006).
enum Node {
    Leaf([f32; FoodClass::N]),
    Split { bin: usize, above: u16, low: Box<Node>, high: Box<Node> },
}

impl Node {
    fn grow(samples: &[(Histogram, usize)], members: &[usize], rng: &mut ChaCha8Rng) -> Self {
        let counts = |members: &[usize]| {
            let mut counts = [0.0_f32; FoodClass::N];
            members.iter().for_each(|i| counts[samples[*i].1] += 1.0);
            counts
        };
        let own = counts(members);
        let total = members.len() as f32;
        if members.len() < 2 * MIN_LEAF || own.contains(&total) {
            return Self::Leaf(own.map(|count| count / total));
        }
        let mut best: Option<(f32, usize, u16)> = None;
        for _ in 0..N_TRIED {
            let bin = rng.random_range(0..N_BINS);
            let values = || members.iter().map(|i| samples[*i].0[bin]);
            let (low, high) = (values().min().unwrap_or(0), values().max().unwrap_or(0));
            if low == high {
                continue;
            }
            let above = rng.random_range(low..high);
            // Maximising Σ n_k² / n over both sides minimises Gini's impurity.
            let mut sides = [[0.0_f32; FoodClass::N]; 2];
            for i in members {
                sides[usize::from(samples[*i].0[bin] > above)][samples[*i].1] += 1.0;
            }
            let purity = |side: &[f32]| side.iter().map(|n| n * n).sum::<f32>() / side.iter().sum::<f32>();
            let score = purity(&sides[0]) + purity(&sides[1]);
            if best.is_none_or(|(other, ..)| score > other) {
                best = Some((score, bin, above));
            }
        }
        let Some((_, bin, above)) = best else { return Self::Leaf(own.map(|count| count / total)) };
        let (high, low): (Vec<_>, Vec<_>) = members.iter().copied().partition(|i| samples[*i].0[bin] > above);
        let [low, high] = [low, high].map(|side| Box::new(Self::grow(samples, &side, rng)));
        Self::Split { bin, above, low, high }
    }

    fn shares(&self, x: &Histogram) -> &[f32; FoodClass::N] {
        match self {
            Self::Leaf(shares) => shares,
            Self::Split { bin, above, low, high } => if x[*bin] > *above { high } else { low }.shares(x),
        }
    }
}

#[test]
fn colours_alone_do_not_tell_foods_apart() {
    let generator = default_generator();
    let all: Vec<_> = (0..N_IMAGES)
        .into_par_iter()
        .map(|index| {
            let image = generator.image(index);
            (image.split, (histogram(&image), image.class.index()))
        })
        .collect();
    let of = |split| -> Vec<_> { all.iter().filter(|(s, _)| *s == split).map(|(_, sample)| sample.clone()).collect() };
    let (train, val) = (of(Split::Train), of(Split::Val));
    let members: Vec<_> = (0..train.len()).collect();
    let forest: Vec<_> = (0..N_TREES)
        .into_par_iter()
        .map(|tree| Node::grow(&train, &members, &mut ChaCha8Rng::seed_from_u64(tree)))
        .collect();
    let is_right = |(x, class): &&(Histogram, usize)| {
        let mut votes = [0.0; FoodClass::N];
        forest.iter().for_each(|tree| votes.iter_mut().zip(tree.shares(x)).for_each(|(vote, share)| *vote += share));
        votes.iter().all(|vote| *vote <= votes[*class])
    };
    let accuracy = val.iter().filter(is_right).count() as f64 / val.len() as f64;
    eprintln!("colour histograms: {:.1} % right", 100.0 * accuracy);
    // 60 % is the ceiling; 5 % leave room for classifiers that learn from all 8,000 images.
    assert!(accuracy < 0.55, "{accuracy}");
    // The forest works: chance is 5 %.
    assert!(accuracy > 0.25, "{accuracy}");
}
