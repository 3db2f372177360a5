//! The food that an everyday name means: its name, its state, and what of it is not accounted for.

use crate::doubt::Doubt;
use crate::everyday::Everyday;
use crate::index::similarity;
use crate::search::{FoodMatch, MatchKind, Respelling};
use crate::states::{State, agrees, state, states};
use crate::table::FoodTable;
use crate::tokens::{Word, words};

/// Words that leave a food what it is.
#[rustfmt::skip]
pub(crate) const NEUTRAL: [&str; 77] = [
    "an", "assorted", "average", "big", "bite", "boneless", "bought", "chilled", "chopped", "chunk", "cold", "cooky", "creamy", "crispy",
    "crumbled", "crunchy", "crushed", "cube", "cubed", "cut", "deli", "delicious", "diced", "extra", "farm", "fine", "finely",
    "firm", "fluid", "fresh", "freshly", "fried-free", "good", "grated", "hearty", "homemade", "hot", "juicy", "jumbo", "large", "lean",
    "leftover", "lightly", "little", "local", "medium", "medium-sized", "mini", "my", "natural", "nice", "no-bone", "no-skin", "organic", "own",
    "peeled", "pitted", "plain", "quality", "regular", "ripe", "seedless", "shop", "shredded", "side", "simple", "size", "sized",
    "skinless", "sliced", "small", "soft", "store", "tasty", "tender", "typical", "warm",
];

/// Words of seasoning, which change little.
#[rustfmt::skip]
const SEASONED: [&str; 13] = [
    "crusty", "herbed", "low-sodium", "marinated", "mashed", "no-salt", "salt", "salted", "seasoned", "spiced", "spicy", "unsalted",
    "unseasoned",
];

/// Words that only say what kind of food something is: `tuna fish`, `kale vegetable`.
const KINDS: [&str; 10] = ["cereal", "cheese", "dish", "filet", "fish", "food", "fruit", "leaf", "meat", "vegetable"];

/// The least similarity with which a misspelt word is read as another without asking.
pub(crate) const SURE: f64 = 0.72;

/// A name in the forms that are tried.
struct Name {
    words: Vec<Word>,
    read_as: Vec<Respelling>,
    doubts: Vec<Doubt>,
}

/// What an everyday name was found to mean.
struct Found<'a> {
    place: usize,
    /// Words that the name of the food has.
    used: Vec<&'a Word>,
    /// States that were asked for beside its name.
    states: Vec<(&'a Word, State)>,
    /// Words of seasoning.
    seasoned: Vec<&'a Word>,
    /// Words that it does not have.
    left: Vec<&'a Word>,
}

impl FoodTable {
    /// The food that an everyday name means, if the table has such names and one is in it.
    pub(crate) fn everyday_match(&self, name: &str) -> Option<FoodMatch<'_>> {
        let everyday = self.everyday.as_ref()?;
        let asked = words(name);
        let plain = Name { words: asked.clone(), read_as: Vec::new(), doubts: Vec::new() };
        let whole = |name: &Name| whole(everyday, &name.words).map(|found| self.everyday_found(everyday, name, &found));
        let part = |name: &Name| part(everyday, &name.words).map(|found| self.everyday_found(everyday, name, &found));
        if let Some(found) = whole(&plain) {
            return Some(found);
        }
        let joined = Name { words: self.index.joined(asked.clone()), read_as: Vec::new(), doubts: Vec::new() };
        let names = [self.corrected(asked, everyday), joined, plain];
        names.iter().rev().find_map(whole).or_else(|| names.iter().find_map(part))
    }

    /// A name with its misspelt words read as those of foods.
    fn corrected(&self, asked: Vec<Word>, everyday: &Everyday) -> Name {
        let (mut read_as, mut doubts) = (Vec::new(), Vec::new());
        let mut correct = |word: Word| {
            let is_known =
                |stem: &str| everyday.knows(stem) || self.index.vocabulary.contains_key(stem) || state(stem).is_some();
            if is_known(&word.stem)
                || NEUTRAL.contains(&word.stem.as_str())
                || word.stem.starts_with(|c: char| c.is_ascii_digit())
            {
                return word;
            }
            let of_names = everyday.vocabulary().filter_map(|stem| Some((similarity(&word.stem, stem)?, stem)));
            let best = of_names.max_by(|left, right| left.0.total_cmp(&right.0).then_with(|| right.1.cmp(left.1)));
            let Some((similarity, stem)) = best.filter(|(similarity, _)| *similarity > 0.55) else { return word };
            let asked = word.surface.clone();
            if similarity < SURE {
                doubts.push(Doubt::Spelling { asked, read_as: stem.to_owned() });
            } else {
                read_as.push(Respelling { asked, read_as: stem.to_owned() });
            }
            Word { stem: stem.to_owned(), surface: stem.to_owned(), ..word }
        };
        let words = self.index.joined(asked).into_iter().map(&mut correct).collect();
        Name { words, read_as, doubts }
    }

    fn everyday_found(&self, everyday: &Everyday, name: &Name, found: &Found<'_>) -> FoodMatch<'_> {
        let mut doubts = name.doubts.clone();
        let is_of_name = |remark: &&str| !remark.starts_with('`') || is_about(remark, &found.used);
        let remark = everyday.remark(found.place).filter(is_of_name).filter(|_| found.left.is_empty());
        let mut remarks: Vec<String> = remark.map(str::to_owned).into_iter().collect();
        let mut place = found.place;
        for &(word, asked) in &found.states {
            match self.in_state(place, asked, &word.stem, &found.used) {
                Some(other) => place = other,
                None => doubts.push(Doubt::State { asked: word.surface.clone() }),
            }
        }
        let description = words(&self.food_at(place).description);
        for &(word, asked) in &found.states {
            let is_said = description.iter().any(|said| said.stem == word.stem);
            if !is_said && !doubts.iter().any(|doubt| matches!(doubt, Doubt::State { .. })) && asked != State::Raw {
                remarks.push(format!("`{}` is not in the description", word.surface));
            }
        }
        remarks.extend(found.seasoned.iter().map(|word| format!("`{}` is not accounted for", word.surface)));
        doubts.extend(found.left.iter().map(|word| Doubt::MissingWord { word: word.surface.clone() }));
        let not_found: Vec<String> = found.left.iter().map(|word| word.surface.clone()).collect();
        let n_words = (found.used.len() + found.left.len()) as f64;
        let score = found.used.len() as f64 / n_words * if found.states.is_empty() { 1.0 } else { 0.95 };
        let kind = if name.read_as.is_empty() && name.doubts.is_empty() && not_found.is_empty() {
            MatchKind::Words
        } else {
            MatchKind::Fuzzy
        };
        FoodMatch { food: self.food_at(place), score, kind, read_as: name.read_as.clone(), not_found, remarks, doubts }
    }

    /// The food itself if it is in a state, or the one of the same name that is.
    fn in_state(&self, place: usize, asked: State, word: &str, used: &[&Word]) -> Option<usize> {
        let described = |place: usize| words(&self.food_at(place).description);
        let is_in = |place: usize, words: &[Word]| agrees(asked, &states(words), self.food_at(place));
        let own = described(place);
        let has_word = own.iter().any(|own| own.stem == word);
        let is_agreed = is_in(place, &own);
        if is_agreed && (has_word || asked != State::Cooked) {
            return Some(place);
        }
        let group = self.details(place).group;
        let head = self.index.entries[place].head;
        let heads: Vec<&str> = own
            .iter()
            .filter(|word| word.segment <= head && state(&word.stem).is_none())
            .map(|word| word.stem.as_str())
            .collect();
        // What was asked for and is in the one must be in the other.
        let named = used.iter().map(|word| word.stem.as_str()).filter(|stem| own.iter().any(|word| word.stem == *stem));
        let heads: Vec<&str> = heads.into_iter().chain(named).collect();
        let rarest = heads
            .iter()
            .filter_map(|stem| self.index.vocabulary.get(*stem))
            .min_by_key(|&&stem| self.index.foods_with[stem].len());
        let likeness = |other: usize| {
            let theirs = described(other);
            let has = |words: &[Word], stem: &str| words.iter().any(|word| word.stem == stem);
            let is_alike = is_in(other, &theirs) && heads.iter().all(|stem| has(&theirs, stem));
            let is_plain = |word: &&Word| {
                state(&word.stem).is_none() && !matches!(word.stem.as_str(), "heat" | "moist" | "dry" | "drained")
            };
            let beside = theirs.iter().filter(is_plain).filter(|word| !has(&own, &word.stem)).count();
            let without = own.iter().filter(is_plain).filter(|word| !has(&theirs, &word.stem)).count();
            let as_asked = if has(&theirs, word) { 3.0 } else { 0.0 };
            // The number breaks ties: the older food is the plainer one.
            is_alike.then(|| as_asked - (beside + 2 * without) as f64)
        };
        let others =
            self.index.foods_with[*rarest?].iter().copied().filter(|&other| self.details(other).group == group);
        let alike = others.filter_map(|other| Some((likeness(other)?, other)));
        let best = alike.max_by(|left, right| left.0.total_cmp(&right.0).then_with(|| right.1.cmp(&left.1)));
        match best {
            // Another way of cooking is not worth another cut.
            Some((likeness, other)) if !is_agreed || likeness >= 1.0 => Some(other),
            _ => is_agreed.then_some(place),
        }
    }
}

impl Everyday {
    /// Whether a name is one of a food but for states and words that change little.
    pub(crate) fn means(&self, name: &str) -> bool {
        let words = words(name);
        let is_plain = |word: &&Word| state(&word.stem).is_none() && !NEUTRAL.contains(&word.stem.as_str());
        self.is_name(name) || self.is_named(words.iter().filter(is_plain))
    }
}

/// Whether a remark about a bare name in backquotes is about this one: that on `milk` is not about whole milk.
fn is_about(remark: &str, used: &[&Word]) -> bool {
    let bare = words(remark.split('`').nth(1).unwrap_or_default());
    bare.iter().map(|word| &word.stem).eq(used.iter().map(|word| &word.stem))
}

/// The food whose name has all words but neutral ones and states.
fn whole<'a>(everyday: &Everyday, words: &'a [Word]) -> Option<Found<'a>> {
    let all: Vec<&Word> = words.iter().collect();
    let found = |place: usize, used: Vec<&'a Word>| Found {
        place,
        used,
        states: Vec::new(),
        seasoned: Vec::new(),
        left: Vec::new(),
    };
    if let Some(place) = everyday.find(&all) {
        return Some(found(place, all));
    }
    let is_neutral = |word: &Word| NEUTRAL.contains(&word.stem.as_str());
    let bare: Vec<&Word> = all.iter().copied().filter(|word| !is_neutral(word)).collect();
    if let Some(place) = everyday.find(&bare) {
        return Some(found(place, bare));
    }
    // `tuna fish`, but not `fish soup`.
    let is_kind = |word: &Word| words.last() == Some(word) && KINDS.contains(&word.stem.as_str());
    let is_seasoned = |word: &Word| SEASONED.contains(&word.stem.as_str()) || is_kind(word);
    let stated: Vec<(&Word, State)> = bare.iter().filter_map(|word| Some((*word, state(&word.stem)?))).collect();
    let base: Vec<&Word> = bare.iter().copied().filter(|word| state(&word.stem).is_none()).collect();
    if let Some(place) = everyday.find(&base) {
        return Some(Found { states: stated, ..found(place, base) });
    }
    let plain = |words: &[&'a Word]| words.iter().copied().filter(|word| !is_seasoned(word)).collect::<Vec<_>>();
    let seasoned = base.iter().copied().filter(|word| SEASONED.contains(&word.stem.as_str())).collect();
    if let Some(place) = everyday.find(&plain(&bare)) {
        return Some(Found { seasoned, ..found(place, plain(&bare)) });
    }
    let place = everyday.find(&plain(&base))?;
    Some(Found { states: stated, seasoned, ..found(place, plain(&base)) })
}

/// The food whose name is the most of a name: at its end before elsewhere.
fn part<'a>(everyday: &Everyday, words: &'a [Word]) -> Option<Found<'a>> {
    let n = words.len();
    let windows = (1..n).rev().flat_map(|length| (0..=n - length).rev().map(move |from| from..from + length));
    for window in windows {
        let Some(found) = whole(everyday, &words[window.clone()]).filter(|found| !found.used.is_empty()) else {
            continue;
        };
        let is_plain = |word: &&Word| !NEUTRAL.contains(&word.stem.as_str());
        let outside = words
            .iter()
            .enumerate()
            .filter(|(place, _)| !window.contains(place))
            .map(|(_, word)| word)
            .filter(is_plain);
        let (stated, left): (Vec<&Word>, Vec<&Word>) = outside.partition(|word| state(&word.stem).is_some());
        let mut states = found.states.clone();
        states.extend(stated.into_iter().filter_map(|word| Some((word, state(&word.stem)?))));
        return Some(Found { states, left, ..found });
    }
    None
}
