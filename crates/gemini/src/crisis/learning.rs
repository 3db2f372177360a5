//! Learns the weights of [`score`](super::score): `LEARN_CRISIS_WEIGHTS=1 cargo test -p fitbalance-gemini weights` writes them.

use std::collections::HashSet;

use super::score::{N_WEIGHTS, features, score};
use super::tokens;

const CRISIS: &str = include_str!("../../testdata/crisis_notes.txt");
const HARMLESS: &str = include_str!("../../testdata/harmless_notes.txt");
const OWN: &str = include_str!("../../testdata/crisis_own.csv");

/// Weight of the loss against the squares of the weights.
const C: f64 = 10.0;

/// Passes over the notes: the weights no longer change in their first three digits.
const N_PASSES: usize = 40;

/// Parts of a cross-validation.
const N_FOLDS: usize = 5;

struct Note {
    features: Vec<u16>,
    is_crisis: bool,
}

/// All notes but those that happen to be a text of the list that measures.
fn notes() -> Vec<Note> {
    let measured: HashSet<Vec<String>> =
        super::tests::rows(super::tests::LIST).iter().map(|(text, _)| tokens(text)).collect();
    let note = |text: &str, is_crisis| {
        let tokens = tokens(text);
        Note { features: if measured.contains(&tokens) { Vec::new() } else { features(&tokens) }, is_crisis }
    };
    let of = |texts: &'static str, is_crisis| texts.lines().map(move |text| note(text, is_crisis));
    let own = super::tests::rows(OWN).into_iter().map(|(text, is_crisis)| note(&text, is_crisis));
    of(CRISIS, true).chain(of(HARMLESS, false)).chain(own).filter(|note| !note.features.is_empty()).collect()
}

/// Weights, with the constant behind them.
fn learn(notes: &[&Note]) -> Vec<f64> {
    let n_crisis = notes.iter().filter(|note| note.is_crisis).count() as f64;
    let n = notes.len() as f64;
    let mut weights = vec![0.0; N_WEIGHTS + 1];
    let mut duals = vec![0.0; notes.len()];
    // A stride that shares no factor with their number visits all of them, the kinds mixed.
    let stride = [7919, 7907, 7901].into_iter().find(|stride| !notes.len().is_multiple_of(*stride)).expect("a prime");
    for pass in 0..N_PASSES {
        for step in 0..notes.len() {
            let at = (step + pass) * stride % notes.len();
            let note = notes[at];
            let (sign, share) = if note.is_crisis { (1.0, n_crisis / n) } else { (-1.0, 1.0 - n_crisis / n) };
            // Both kinds weigh the same.
            let most = C * 0.5 / share;
            let value = 1.0 / (note.features.len() as f64).sqrt();
            let margin = sign * (weights[N_WEIGHTS] + value * sum(&weights, note));
            let new = best_dual(margin, duals[at], most);
            let change = sign * (new - duals[at]);
            duals[at] = new;
            weights[N_WEIGHTS] += change;
            note.features.iter().for_each(|&feature| weights[usize::from(feature)] += change * value);
        }
    }
    weights
}

fn sum(weights: &[f64], note: &Note) -> f64 {
    note.features.iter().map(|&feature| weights[usize::from(feature)]).sum()
}

/// One coordinate of the dual of logistic regression at its minimum, between 0 and `most` (Yu, Huang and Lin 2011, Machine
/// Learning 85): the root of an increasing function of the logarithm of odds.
fn best_dual(margin: f64, old: f64, most: f64) -> f64 {
    /// The square of the length of a note's features, the constant's among them.
    const SQUARE: f64 = 2.0;
    let dual = |odds: f64| most / (1.0 + (-odds).exp());
    let (mut low, mut high) = (-30.0, 30.0);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if SQUARE * (dual(middle) - old) + margin + middle > 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    dual(low)
}

/// Weights as they are saved.
fn saved(weights: &[f64]) -> Vec<u8> {
    let largest = weights[..N_WEIGHTS].iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    let step = largest / 127.0;
    #[expect(clippy::cast_possible_truncation, reason = "weights are at most 127 steps")]
    let steps = weights[..N_WEIGHTS].iter().map(|weight| (weight / step).round() as i8).map(i8::cast_unsigned);
    #[expect(clippy::cast_possible_truncation, reason = "single precision is plenty")]
    let head = [step as f32, weights[N_WEIGHTS] as f32];
    head.into_iter().flat_map(f32::to_le_bytes).chain(steps).collect()
}

#[test]
fn weights_are_what_the_notes_teach() {
    let notes = notes();
    let learnt = saved(&learn(&notes.iter().collect::<Vec<_>>()));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/crisis/weights.bin");
    if std::env::var_os("LEARN_CRISIS_WEIGHTS").is_some() {
        std::fs::write(path, &learnt).expect("the source is writable");
        return;
    }
    let kept = include_bytes!("weights.bin");
    let is_near = |(new, old): (&u8, &u8)| new.cast_signed().abs_diff(old.cast_signed()) <= 1;
    assert!(learnt[8..].iter().zip(&kept[8..]).all(is_near), "learn them again: see the head of this file");
}

/// What the README states, and where the thresholds come from: of notes that were not learnt from, by score.
#[test]
fn thresholds_hold_among_notes_that_were_not_learnt_from() {
    let notes = notes();
    let mut scored = Vec::new();
    for fold in 0..N_FOLDS {
        let is_out = |at: &usize| at % N_FOLDS == fold;
        let training: Vec<&Note> = (0..notes.len()).filter(|at| !is_out(at)).map(|at| &notes[at]).collect();
        let weights = learn(&training);
        scored.extend((0..notes.len()).filter(is_out).map(|at| {
            let note = &notes[at];
            let value = 1.0 / (note.features.len() as f64).sqrt();
            (weights[N_WEIGHTS] + value * sum(&weights, note), note.is_crisis)
        }));
    }
    let share = |lowest: f64, kind: bool| {
        let of_kind = scored.iter().filter(|(_, is_crisis)| *is_crisis == kind);
        of_kind.clone().filter(|(score, _)| *score > lowest).count() as f64 / of_kind.count() as f64
    };
    for (lowest, recall, alarms) in [(super::CERTAIN, 0.73, 0.06), (super::QUESTIONABLE, 0.86, 0.13)] {
        let (found, false_alarms) = (share(lowest, true), share(lowest, false));
        assert!(found > recall && false_alarms < alarms, "score > {lowest}: {found} found, {false_alarms} false");
    }
    assert!(
        score(&tokens("they would all be better off if i was not around any more")).is_some_and(|score| score > 0.0)
    );
}
