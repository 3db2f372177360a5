//! What of a text belongs together: an amount and the name of a food.

use crate::everyday::Everyday;
use crate::portion::Amount;
use crate::recognise::NEUTRAL;
use crate::states::state;
use crate::text::amounts::AmountText;
use crate::text::{Piece, amount};
use crate::tokens::words;
use crate::units::Unit;

/// An amount and a name.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Phrase {
    /// `None` where none is said, or `some`.
    pub(crate) amount: Option<Amount>,
    pub(crate) name: String,
    /// Whether what follows is what it is made of, or comes with it: `a sandwich with …`, `dinner: …`.
    pub(crate) is_opened: bool,
    /// Whether its sentence ends after it.
    pub(crate) is_last: bool,
}

/// Words between foods.
#[rustfmt::skip]
const JOINTS: [&str; 45] = [
    "accompanied", "afterwards", "alongside", "along", "and", "atop", "by", "combined", "containing", "covered", "dipped", "dressed", "drizzled",
    "followed", "garnished", "in", "including", "into", "mixed", "n", "on", "onto", "over", "paired", "plus", "served", "prepared", "filled", "loaded", "layered",
    "smothered", "spread", "sprinkled", "then", "together", "topped", "under", "washed", "well", "with", "finally", "also", "down", "featuring", "alternated",
];

/// Words that say when, where and by whom something was eaten.
#[rustfmt::skip]
const FILLERS: [&str; 100] = [
    "a", "after", "afternoon", "ahead", "am", "as", "at", "ate", "before", "beverage", "big", "breakfast", "brunch", "consisted", "consisting", "consists",
    "consume", "consumed", "consuming", "day", "decided", "delicious", "dessert", "dinner", "drank", "drinking", "during", "each", "earlier", "early", "eat",
    "eaten", "eating", "end", "enjoy", "enjoyed", "enjoying", "ended", "evening", "finished", "for", "from", "gave", "got", "grabbed", "had", "have",
    "having", "he", "her", "him", "his", "home", "i", "id", "im", "included", "includes", "is", "it", "its", "ive", "just", "late",
    "later", "lovely", "lunch", "made", "main", "me", "meal", "midday", "midmorning", "morning", "my", "myself", "night", "of", "off", "our",
    "pm", "quick", "she", "side", "snack", "snacked", "snacking", "started", "supper", "that", "the", "they", "this", "today", "tonight",
    "treated", "up", "was", "we", "to",
];

/// More of them, which are seldom at the end of a name.
#[rustfmt::skip]
const VERBS: [&str; 36] = [
    "are", "be", "been", "being", "both", "course", "dish", "downed", "drink", "followed", "has", "munched", "only", "out", "picked", "recently", "sipped",
    "so", "there", "took", "tried", "too", "us", "were", "will", "wolfed", "work", "yesterday", "noon", "opted", "went", "preworkout", "postworkout", "post", "pre", "workout",
];

/// Splits a text into amounts and names; names of foods that hold `and` or `with` stay whole.
pub(crate) fn phrases(pieces: &[Piece], everyday: Option<&Everyday>) -> Vec<Phrase> {
    let mut splitter = Splitter {
        everyday,
        phrases: Vec::new(),
        amount: None,
        is_some: false,
        name: Vec::new(),
        before: Vec::new(),
        is_after_comma: false,
        is_trailing: false,
        is_origin: false,
    };
    let mut place = 0;
    while place < pieces.len() {
        place += splitter.step(&pieces[place..]);
    }
    splitter.finish(false);
    splitter.phrases
}

#[expect(clippy::struct_excessive_bools, reason = "what was read so far is four yes or no")]
struct Splitter<'a> {
    everyday: Option<&'a Everyday>,
    phrases: Vec<Phrase>,
    amount: Option<Amount>,
    /// Whether `some` was said.
    is_some: bool,
    name: Vec<String>,
    /// A state that was said before the amount of its food: `a cooked 3 oz patty`.
    before: Vec<String>,
    /// Whether the last mark was a comma: `yogurt, low fat, 150 g` is one food.
    is_after_comma: bool,
    /// Whether the amount came after the name.
    is_trailing: bool,
    /// Whether what follows says what the food before is made from.
    is_origin: bool,
}

impl Splitter<'_> {
    /// Takes the first pieces; gives how many.
    fn step(&mut self, pieces: &[Piece]) -> usize {
        let word = pieces[0].word().unwrap_or_default();
        if self.name.is_empty()
            && let Some(n_pieces) = self.whole_name(pieces)
        {
            return n_pieces;
        }
        if pieces[0] == Piece::Mark('(') {
            return self.brackets(pieces);
        }
        if matches!(pieces[0], Piece::Mark(_)) {
            // `milk: 250 ml`, `rice, 150 g`.
            if let Some(found) = self.trailing(&pieces[1..]) {
                return 1 + found;
            }
            self.finish(pieces[0] == Piece::Mark(':'));
            self.is_after_comma = pieces[0] == Piece::Mark(',');
            if matches!(pieces[0], Piece::Mark('.' | ';' | '\n' | '!')) {
                self.phrases.last_mut().into_iter().for_each(|phrase| phrase.is_last = true);
            }
            return 1;
        }
        if let Some(AmountText { amount, n_pieces, is_article }) = amount(pieces) {
            if self.name.is_empty() {
                if let Some(n_pieces) = self.after_comma(amount.as_ref(), n_pieces, pieces) {
                    return n_pieces;
                }
                // A weight says more than the vessel before it.
                if self.amount.is_none()
                    || amount.as_ref().is_some_and(|amount| matches!(amount.unit, Some(Unit::Mass(_))))
                {
                    self.is_some |= amount.is_none();
                    self.amount = amount.or_else(|| self.amount.take());
                }
                return n_pieces;
            }
            if !is_article && let Some(n_pieces) = self.trailing(pieces) {
                return n_pieces;
            }
            let is_opened = self.name.last().is_some_and(|word| word == "of");
            self.finish(is_opened);
            (self.is_some, self.amount) = (amount.is_none(), amount);
            return n_pieces;
        }
        if word == "x"
            && self.amount.is_none()
            && let Some(&Piece::Number(number, low, high)) = pieces.get(1)
        {
            self.amount = Some(Amount { low, high, ..Amount::exactly(number, None) });
            return 2;
        }
        if matches!(word, "weighing" | "weighs" | "totaling" | "totalling" | "measuring") {
            return 1 + self.trailing(&pieces[1..]).unwrap_or(0);
        }
        if word == "made" && pieces.get(1).is_some_and(|next| next.is("from") || next.is("of")) {
            self.finish(false);
            self.is_origin = true;
            return 2;
        }
        if matches!(word, "without" | "no") {
            self.name.push(word.to_owned());
            return 1;
        }
        let is_filler = FILLERS.contains(&word) || VERBS.contains(&word);
        // `mixed nuts`, `vegetable spread`, but `mixed with`.
        let is_part = |piece: &Piece| ["with", "on", "in", "into", "over"].iter().any(|word| piece.is(word));
        let is_joint = !matches!(word, "mixed" | "spread") || pieces.get(1).is_some_and(is_part);
        if is_joint && JOINTS.contains(&word) {
            if self.name.is_empty() {
                return 1;
            }
            if let Some(n_pieces) = self.joined(pieces) {
                return n_pieces;
            }
            self.finish(matches!(word, "with" | "on" | "containing" | "topped" | "filled" | "loaded"));
            return 1;
        }
        if self.name.is_empty() && is_filler {
            return 1;
        }
        self.name.push(word.to_owned());
        1
    }

    /// A name of several words that would be read as an amount: `half and half`, `7 up`.
    fn whole_name(&mut self, pieces: &[Piece]) -> Option<usize> {
        if !matches!(pieces[0].word()?, "half" | "seven" | "three" | "dr" | "cup" | "pot" | "well") {
            return None;
        }
        let words: Vec<&str> = pieces.iter().take(4).map_while(Piece::word).collect();
        let n = (2..=words.len())
            .rev()
            .find(|&n| self.everyday.is_some_and(|everyday| everyday.is_name(&words[..n].join(" "))))?;
        self.name = words[..n].iter().map(|word| (*word).to_owned()).collect();
        Some(n)
    }

    /// `yogurt, low fat, 150 g`: the weight is of what is before the comma.
    fn after_comma(&mut self, amount: Option<&Amount>, n_pieces: usize, pieces: &[Piece]) -> Option<usize> {
        let is_end = pieces.get(n_pieces).is_none_or(|next| matches!(next, Piece::Mark(_)));
        let is_weight = amount.is_some_and(|amount| amount.unit.is_some());
        let last = self
            .phrases
            .last_mut()
            .filter(|last| last.amount.is_none() && self.is_after_comma && is_end && is_weight)?;
        last.amount = amount.cloned();
        Some(n_pieces)
    }

    /// Puts words after a comma to the food before it, if they are of it: `yogurt, low fat`.
    fn is_merged(&mut self, name: &[String]) -> bool {
        let (Some(everyday), Some(last)) = (self.everyday, self.phrases.last_mut()) else { return false };
        let is_free = self.amount.is_none() || self.is_trailing && last.amount.is_none();
        if !self.is_after_comma || !is_free || self.is_some || last.is_last {
            return false;
        }
        let words = name.join(" ");
        let whole = format!("{words} {}", last.name);
        // `milk, skim` is one food, `coffee, milk` are two.
        let is_of_it = everyday.is_name(&whole) && !everyday.means(&words)
            || name.iter().all(|word| state(word).is_some() || NEUTRAL.contains(&word.as_str()));
        if is_of_it {
            last.name = whole;
            last.amount = last.amount.take().or_else(|| self.amount.take());
        }
        is_of_it
    }

    /// The amount after a name, if it ends there; a weight says more than the measure before.
    fn trailing(&mut self, pieces: &[Piece]) -> Option<usize> {
        if self.name.is_empty() || self.is_some {
            return None;
        }
        let AmountText { amount, mut n_pieces, is_article } = amount(pieces)?;
        let amount = amount.filter(|amount| amount.unit.is_some() || !is_article)?;
        let is_weight = matches!(amount.unit, Some(Unit::Mass(_) | Unit::Volume("ml", _)));
        if self.amount.is_some() && !is_weight {
            return None;
        }
        let is_total = |piece: &Piece| ["in", "total", "altogether", "all"].iter().any(|word| piece.is(word));
        n_pieces += pieces[n_pieces..].iter().take_while(|piece| is_total(piece)).count();
        let next = pieces.get(n_pieces);
        let ends = next.is_none_or(|next| {
            matches!(next, Piece::Mark(_)) || next.word().is_some_and(|word| JOINTS.contains(&word))
        });
        ends.then(|| self.amount = Some(amount))?;
        self.is_trailing = true;
        Some(n_pieces)
    }

    /// `(240 ml)` after a measure or a name says how much it is; other brackets are part of the name.
    fn brackets(&mut self, pieces: &[Piece]) -> usize {
        let end = pieces.iter().position(|piece| *piece == Piece::Mark(')'));
        let inner = &pieces[1..end.unwrap_or(1).max(1)];
        if let Some(AmountText { amount: Some(amount), n_pieces, .. }) = amount(inner) {
            let is_each = inner.iter().any(|piece| piece.is("each"));
            if n_pieces + usize::from(is_each) >= inner.len() && amount.unit.is_some() {
                let times = self.amount.as_ref().filter(|_| is_each).map_or(1.0, |amount| amount.number);
                let Amount { number, low, high, .. } = amount;
                self.amount = Some(Amount { number: times * number, low: times * low, high: times * high, ..amount });
                return inner.len() + 2;
            }
        }
        1
    }

    /// The pieces after a joint that make one name with what is before it.
    fn joined(&mut self, pieces: &[Piece]) -> Option<usize> {
        let everyday = self.everyday?;
        // `milk and honey`, but `bread and a cup of milk`.
        if amount(&pieces[1..]).is_some() {
            return None;
        }
        let after: Vec<&str> = pieces[1..].iter().take(5).map_while(Piece::word).collect();
        let name = self.name.join(" ");
        let is_name = |n: &usize| {
            everyday.means(&format!("{name} {} {}", pieces[0].word().unwrap_or_default(), after[..*n].join(" ")))
        };
        let is_word = |n: &usize| {
            words(after[*n - 1])
                .iter()
                .any(|word| state(&word.stem).is_none() && !NEUTRAL.contains(&word.stem.as_str()))
        };
        let n = (1..=after.len()).rev().filter(is_word).find(is_name)?;
        let joint = pieces[0].word()?.to_owned();
        self.name.push(joint);
        self.name.extend(after[..n].iter().map(|word| (*word).to_owned()));
        Some(1 + n)
    }

    fn finish(&mut self, is_opened: bool) {
        let is_end = |word: &String| {
            FILLERS.contains(&word.as_str()) || VERBS.contains(&word.as_str()) || JOINTS.contains(&word.as_str())
        };
        while self.name.last().is_some_and(is_end) {
            self.name.pop();
        }
        let mut name = std::mem::take(&mut self.name);
        let is_origin = std::mem::take(&mut self.is_origin);
        let is_merged = self.is_merged(&name);
        self.is_trailing = false;
        if is_merged || is_origin && self.amount.is_none() {
            return;
        }
        let is_state = |word: &String| state(word).is_some() || NEUTRAL.contains(&word.as_str());
        if name.is_empty() {
            // An amount without a name goes with the next name: `150 g, chicken`.
            return;
        }
        if name.iter().all(is_state) {
            // `a cooked 3 oz patty` is cooked, but `I cooked 90 g of dry pasta` is not.
            if self.amount.is_some() {
                self.before.append(&mut name);
                self.amount = None;
            }
            return;
        }
        let mut words = std::mem::take(&mut self.before);
        words.append(&mut name);
        self.phrases.push(Phrase { amount: self.amount.take(), name: words.join(" "), is_opened, is_last: false });
        self.is_some = false;
    }
}
