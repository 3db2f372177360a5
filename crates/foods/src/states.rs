//! Whether a food is raw, dry, cooked, canned, and whether that agrees with what was asked.

use crate::food::Food;
use crate::tokens::Word;

/// What was done to a food.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Raw,
    Dry,
    Cooked,
    Canned,
    Frozen,
    Smoked,
    Powder,
}

/// Words of states, as names and descriptions use them.
const STATES: [(&str, State); 43] = [
    ("baked", State::Cooked),
    ("boiled", State::Cooked),
    ("braised", State::Cooked),
    ("broiled", State::Cooked),
    ("canned", State::Canned),
    ("cooked", State::Cooked),
    ("dehydrated", State::Dry),
    ("dried", State::Dry),
    ("drained", State::Canned),
    ("dry", State::Dry),
    ("freeze", State::Dry),
    ("fried", State::Cooked),
    ("frozen", State::Frozen),
    ("grilled", State::Cooked),
    ("heated", State::Cooked),
    ("microwaved", State::Cooked),
    ("pan", State::Cooked),
    ("poached", State::Cooked),
    ("powder", State::Powder),
    ("powdered", State::Powder),
    ("prepared", State::Cooked),
    ("raw", State::Raw),
    ("reheated", State::Cooked),
    ("roast", State::Cooked),
    ("roasted", State::Cooked),
    ("saute", State::Cooked),
    ("sauteed", State::Cooked),
    ("scrambled", State::Cooked),
    ("seared", State::Cooked),
    ("simmered", State::Cooked),
    ("smoked", State::Smoked),
    ("steamed", State::Cooked),
    ("stewed", State::Cooked),
    ("stir", State::Cooked),
    ("tinned", State::Canned),
    ("toasted", State::Cooked),
    ("uncooked", State::Raw),
    ("unheated", State::Raw),
    ("unprepared", State::Raw),
    ("barbecued", State::Cooked),
    ("charred", State::Cooked),
    ("blanched", State::Cooked),
    ("undrained", State::Canned),
];

/// The most water that 100 g of something dry have, in grams: raisins 15, dried apricots 31.
const DRY_WATER_G: f64 = 35.0;

/// The most water that 100 g of a powder have, in grams: onion powder has 5, cocoa 3.
const POWDER_WATER_G: f64 = 15.0;

/// The state that a word names.
pub(crate) fn state(stem: &str) -> Option<State> {
    STATES.iter().find(|(word, _)| *word == stem).map(|(_, state)| *state)
}

/// The states that a description names: cooking by dry heat does not make dry, what is drained is cooked or canned.
pub(crate) fn states(words: &[Word]) -> Vec<State> {
    let has = |stem: &str| words.iter().any(|word| word.stem == stem);
    let is_said = |word: &&Word| match word.stem.as_str() {
        "dry" => !has("heat") && !has("roasted"),
        // The USDA dries nuts and seeds in the shade: these are raw.
        "dried" => !has("kernel"),
        "drained" => has("canned"),
        _ => true,
    };
    words.iter().filter(is_said).filter_map(|word| state(&word.stem)).collect()
}

/// Whether a food whose description names these states is what was asked for.
pub(crate) fn agrees(asked: State, named: &[State], food: &Food) -> bool {
    let has = |state: State| named.contains(&state);
    let water_g = food.per_100_g.water_g;
    match asked {
        State::Raw => has(State::Raw) || !has(State::Cooked) && !has(State::Canned),
        State::Dry => water_g.is_some_and(|water| water < DRY_WATER_G) && !has(State::Cooked),
        State::Cooked => !has(State::Raw) && !has(State::Dry) && !has(State::Powder) || has(State::Cooked),
        State::Canned => has(State::Canned),
        State::Frozen => true,
        State::Smoked => has(State::Smoked),
        State::Powder => has(State::Powder) || water_g.is_some_and(|water| water < POWDER_WATER_G),
    }
}
