//! Amounts in words.

use crate::portion::Amount;
use crate::text::Piece;
use crate::units::{Unit, part, unit};

/// An amount as a text has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AmountText {
    /// `None` for `some`: it is not known.
    pub(crate) amount: Option<Amount>,
    /// How many pieces of the text it is.
    pub(crate) n_pieces: usize,
    /// Whether it is only an article, which may be part of a name.
    pub(crate) is_article: bool,
}

const ABOUT: [&str; 10] =
    ["about", "around", "approximately", "approx", "roughly", "nearly", "almost", "maybe", "exactly", "another"];

const SIZES: [(&str, &str); 10] = [
    ("small", "small"),
    ("little", "small"),
    ("mini", "small"),
    ("medium", "medium"),
    ("average", "medium"),
    ("regular", "medium"),
    ("large", "large"),
    ("big", "large"),
    ("jumbo", "large"),
    ("generous", "large"),
];

/// What is said of an amount and changes nothing: `two heaped tablespoons`, `a nice bowl`.
const BESIDE: [&str; 25] = [
    "tall",
    "short",
    "grande",
    "warm",
    "hot",
    "cold",
    "chilled",
    "refreshing",
    "sized",
    "size",
    "heaped",
    "heaping",
    "level",
    "rounded",
    "full",
    "whole",
    "good",
    "nice",
    "thick",
    "thin",
    "more",
    "extra",
    "single",
    "standard",
    "scant",
];

const NUMBERS: [(&str, f64); 28] = [
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
];

/// How many: the likeliest number, the least and the most; `None` where it is not known.
type Quantity = Option<(f64, f64, f64)>;

/// Reads the amount that a text begins with.
pub(crate) fn amount(pieces: &[Piece]) -> Option<AmountText> {
    let word = |place: usize| pieces.get(place).and_then(Piece::word).unwrap_or_default();
    let mut place = 0;
    while ABOUT.contains(&word(place)) {
        place += 1;
    }
    let Some((quantity, n_pieces, is_article)) = quantity(&pieces[place..]) else {
        return bare_unit(pieces, place);
    };
    place += n_pieces;
    let Some((mut number, mut low, mut high)) = quantity else {
        let is_of = usize::from(word(place) == "of");
        return Some(AmountText { amount: None, n_pieces: place + is_of, is_article: false });
    };
    let (size, mut after) = sizes(pieces, place);
    let mut found = unit(word(after));
    // `2 x 150 g`, `two 12-ounce cans`.
    let is_times = usize::from(word(after) == "x");
    if let Some(&Piece::Number(each, ..)) = pieces.get(after + is_times) {
        let each_unit = unit(word(after + is_times + 1));
        if let Some(each_unit @ (Unit::Mass(_) | Unit::Volume(..))) = each_unit {
            (number, low, high) = (number * each, low * each, high * each);
            found = Some(each_unit);
            after += is_times + 1;
            if matches!(unit(word(after + 1)), Some(Unit::Portion(_))) {
                after += 1;
            }
        } else if is_times == 1 {
            (number, low, high) = (number * each, low * each, high * each);
            after += 2;
        }
    } else if is_times == 1 {
        after += 1;
    }
    if found.is_none() && part(word(after)).is_some() && word(after + 1) == "of" {
        found = part(word(after));
    }
    // `2 rolls of` is a unit, but so is `half`, and `6-inch` says nothing of a weight.
    if matches!(word(after), "inch" | "inches") {
        (number, low, high) = if is_article { (number, low, high) } else { (1.0, 1.0, 1.0) };
        after += 1;
    }
    if found.is_some() {
        after += 1;
        // `a cup and a half`
        if word(after) == "and" && word(after + 1) == "a" && word(after + 2) == "half" {
            (number, low, high) = (number + 0.5, low + 0.5, high + 0.5);
            after += 3;
        }
    }
    place = after;
    if found.is_some() && word(place) == "each" {
        place += 1;
    }
    if word(place) == "of" {
        place += 1;
        while matches!(word(place), "the" | "a" | "my") {
            place += 1;
        }
    }
    let is_article = is_article && found.is_none() && size.is_none();
    Some(AmountText { amount: Some(Amount { number, low, high, unit: found, size }), n_pieces: place, is_article })
}

/// `glass of milk`: one.
fn bare_unit(pieces: &[Piece], from: usize) -> Option<AmountText> {
    let (size, place) = sizes(pieces, from);
    let found = unit(pieces.get(place)?.word()?).filter(|unit| !matches!(unit, Unit::Mass(_)))?;
    let is_of = pieces.get(place + 1).is_some_and(|next| next.is("of"));
    is_of.then(|| AmountText {
        amount: Some(Amount { size, ..Amount::exactly(1.0, Some(found)) }),
        n_pieces: place + 2,
        is_article: false,
    })
}

/// The size at a place, and the place after it and what is beside it.
fn sizes(pieces: &[Piece], from: usize) -> (Option<&'static str>, usize) {
    let (mut size, mut place) = (None, from);
    while let Some(word) = pieces.get(place).and_then(Piece::word) {
        match SIZES.iter().find(|(name, _)| *name == word) {
            Some((_, found)) => size = size.or(Some(*found)),
            None if BESIDE.contains(&word) && (size.is_some() || word != "whole" && word != "extra") => {}
            None => break,
        }
        place += 1;
    }
    (size, place)
}

/// Reads how many, how many pieces of the text say so, and whether it is only an article.
fn quantity(pieces: &[Piece]) -> Option<(Quantity, usize, bool)> {
    let word = |place: usize| pieces.get(place).and_then(Piece::word).unwrap_or_default();
    let exactly = |number: f64| Some((number, number, number));
    if let Some(&Piece::Number(number, low, high)) = pieces.first() {
        let has_half = word(1) == "and" && (word(2) == "half" || word(2) == "a" && word(3) == "half");
        return Some(if has_half {
            (exactly(number + 0.5), if word(2) == "half" { 3 } else { 4 }, false)
        } else {
            (Some((number, low, high)), 1, false)
        });
    }
    let article = usize::from(matches!(word(0), "a" | "an" | "one" | "the"));
    let after = |place: usize| if word(place) == "of" { place + 1 } else { place };
    let skipped = |place: usize| {
        let place = after(place);
        if matches!(word(place), "a" | "an" | "the") { place + 1 } else { place }
    };
    match word(article) {
        "couple" | "pair" => return Some((exactly(2.0), after(article + 1), false)),
        "few" => return Some((Some((3.0, 2.0, 4.0)), after(article + 1), false)),
        "several" => return Some((Some((4.0, 3.0, 6.0)), after(article + 1), false)),
        "dozen" => return Some((exactly(12.0), after(article + 1), false)),
        "half" if word(article + 1) == "dozen" => return Some((exactly(6.0), after(article + 2), false)),
        "half" if word(article + 1) == "a" && word(article + 2) == "dozen" => {
            return Some((exactly(6.0), after(article + 3), false));
        }
        "half" if word(article + 1) != "and" => return Some((exactly(0.5), skipped(article + 1), false)),
        "quarter" => return Some((exactly(0.25), skipped(article + 1), false)),
        "third" => return Some((exactly(1.0 / 3.0), skipped(article + 1), false)),
        "little" | "bit" | "lot" | "touch" | "hint" if article == 1 => return Some((None, article + 1, false)),
        "some" | "lots" | "plenty" | "loads" if article == 0 => return Some((None, 1, false)),
        _ => {}
    }
    if word(0) == "the" {
        return None;
    }
    if let Some((mut number, mut place)) = cardinal(pieces) {
        match word(place) {
            "quarter" | "quarters" => return Some((exactly(number / 4.0), skipped(place + 1), false)),
            "third" | "thirds" => return Some((exactly(number / 3.0), skipped(place + 1), false)),
            "and" if word(place + 1) == "a" && word(place + 2) == "half" => (number, place) = (number + 0.5, place + 3),
            "and" if word(place + 1) == "half" => (number, place) = (number + 0.5, place + 2),
            "dozen" => (number, place) = (number * 12.0, place + 1),
            _ => {}
        }
        return Some((exactly(number), place, false));
    }
    (article == 1).then(|| (exactly(1.0), 1, true))
}

/// `twenty five`, `two hundred and fifty`, `a hundred`.
fn cardinal(pieces: &[Piece]) -> Option<(f64, usize)> {
    let value = |place: usize| {
        let word = pieces.get(place)?.word()?;
        NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
    };
    let is_hundred = |place: usize| pieces.get(place).is_some_and(|piece| piece.is("hundred"));
    let (mut number, mut place) = match value(0) {
        Some(value) => (value, 1),
        None if pieces.first().is_some_and(|piece| piece.is("a")) && is_hundred(1) => (1.0, 1),
        None => return None,
    };
    if number < 100.0 && is_hundred(place) {
        (number, place) = (number * 100.0, place + 1);
        let and = usize::from(pieces.get(place).is_some_and(|piece| piece.is("and")));
        if let Some(more) = value(place + and).filter(|more| *more < 100.0) {
            (number, place) = (number + more, place + and + 1);
        }
    }
    if let Some(ones) = value(place).filter(|ones| *ones < 10.0 && number % 10.0 == 0.0 && number % 100.0 >= 20.0) {
        (number, place) = (number + ones, place + 1);
    }
    Some((number, place))
}
