//! One spelling: without apostrophes, fillers and disguises, with contractions written out and slips put right.

use crate::text::clean;

/// Stands for the end of a sentence or of a part of one.
pub(super) const BREAK: &str = ".";

/// Words that say nothing here.
const FILLERS: [&str; 26] = [
    "just",
    "really",
    "actually",
    "honestly",
    "literally",
    "even",
    "simply",
    "lol",
    "lmao",
    "tbh",
    "ngl",
    "haha",
    "hahaha",
    "rn",
    "fr",
    "truly",
    "totally",
    "completely",
    "basically",
    "seriously",
    "kinda",
    "sorta",
    "prolly",
    "probably",
    "maybe",
    "ever",
];

const WRITTEN_OUT: [(&str, &str); 62] = [
    ("dont", "do not"),
    ("cant", "can not"),
    ("cannot", "can not"),
    ("wont", "will not"),
    ("isnt", "is not"),
    ("wasnt", "was not"),
    ("werent", "were not"),
    ("doesnt", "does not"),
    ("didnt", "did not"),
    ("aint", "is not"),
    ("wouldnt", "would not"),
    ("couldnt", "could not"),
    ("shouldnt", "should not"),
    ("havent", "have not"),
    ("hasnt", "has not"),
    ("im", "i am"),
    ("ive", "i have"),
    ("id", "i would"),
    ("ill", "i will"),
    ("itll", "it will"),
    ("its", "it is"),
    ("itd", "it would"),
    ("theyd", "they would"),
    ("theyll", "they will"),
    ("theyre", "they are"),
    ("theres", "there is"),
    ("whats", "what is"),
    ("thats", "that is"),
    ("youd", "you would"),
    ("youll", "you will"),
    ("youre", "you are"),
    ("everyones", "everyone is"),
    ("nobodys", "nobody is"),
    ("lifes", "life is"),
    ("wanna", "want to"),
    ("wana", "want to"),
    ("gonna", "going to"),
    ("gunna", "going to"),
    ("gotta", "have to"),
    ("anymore", "any more"),
    ("tonite", "tonight"),
    ("2nite", "tonight"),
    ("2night", "tonight"),
    ("noone", "nobody"),
    ("u", "you"),
    ("ur", "your"),
    ("r", "are"),
    ("every1", "everyone"),
    ("everybody", "everyone"),
    ("evry1", "everyone"),
    ("b4", "before"),
    ("bc", "because"),
    ("cuz", "because"),
    ("coz", "because"),
    ("w", "with"),
    ("wo", "without"),
    ("w/o", "without"),
    ("n", "and"),
    ("nd", "and"),
    ("til", "until"),
    ("till", "until"),
    ("thru", "through"),
];

/// Words in which one letter may be wrong, missing, doubled or swapped.
const KEYS: [&str; 17] = [
    "suicide",
    "suicidal",
    "myself",
    "killing",
    "overdose",
    "overdosing",
    "burden",
    "goodbye",
    "goodbyes",
    "forever",
    "existing",
    "everyone",
    "anymore",
    "without",
    "hopeless",
    "hurting",
    "cutting",
];

/// The words of a text in one spelling, with [`BREAK`] between sentences.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let text = clean(text).to_lowercase();
    let mut tokens: Vec<String> = Vec::new();
    for raw in text.split_whitespace() {
        let characters: Vec<char> = raw.chars().collect();
        let mut word = String::new();
        for (at, &character) in characters.iter().enumerate() {
            let is_between = |is: fn(char) -> bool| {
                at > 0 && is(characters[at - 1]) && characters.get(at + 1).is_some_and(|next| is(*next))
            };
            match character {
                '\'' | '`' | '´' => {}
                _ if character.is_alphabetic() || matches!(character, '\u{0900}'..='\u{0DFF}') => word.push(character),
                // Digits and signs between letters stand for letters: `k1ll`, `d!e`.
                _ if is_between(char::is_alphabetic) && plain(character).is_some() => word.extend(plain(character)),
                _ if character.is_ascii_digit() => word.push(character),
                // A hyphen joins what people write as one word or as two.
                '-' | '_' | '/' => push(&mut tokens, &std::mem::take(&mut word)),
                '*' if is_between(char::is_alphabetic) => {}
                _ => {
                    push(&mut tokens, &std::mem::take(&mut word));
                    let is_end =
                        matches!(character, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '…' | '—' | '–' | '"');
                    if is_end && tokens.last().is_some_and(|last| last != BREAK) {
                        tokens.push(BREAK.to_owned());
                    }
                }
            }
        }
        push(&mut tokens, &word);
    }
    joined(tokens)
}

fn plain(character: char) -> Option<char> {
    Some(match character {
        '1' | '!' => 'i',
        '3' => 'e',
        '0' => 'o',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}

/// Adds a word as it is read.
fn push(tokens: &mut Vec<String>, word: &str) {
    if word.is_empty() {
        return;
    }
    let mut short = String::with_capacity(word.len());
    let mut characters = word.chars().peekable();
    // `dieeee` is `die`, `sooo` is `so`.
    while let Some(character) = characters.next() {
        let mut n = 1;
        while characters.next_if_eq(&character).is_some() {
            n += 1;
        }
        short.extend(std::iter::repeat_n(character, if n > 2 { 1 } else { n }));
    }
    if FILLERS.contains(&short.as_str()) {
        return;
    }
    let short = KEYS.into_iter().find(|key| is_slip(&short, key)).map_or(short, str::to_owned);
    match WRITTEN_OUT.iter().find(|(from, _)| *from == short) {
        Some((_, to)) => tokens.extend(to.split(' ').map(str::to_owned)),
        None => tokens.push(short),
    }
}

/// `k m s` and `d i e` are words that somebody hid.
fn joined(tokens: Vec<String>) -> Vec<String> {
    let is_letter = |token: &String| token.len() == 1 && token.as_bytes()[0].is_ascii_lowercase();
    let mut joined: Vec<String> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let n = tokens[at..].iter().take_while(|token| is_letter(token)).count();
        if n >= 3 {
            joined.push(tokens[at..at + n].concat());
            at += n;
        } else {
            joined.push(tokens[at].clone());
            at += 1;
        }
    }
    joined
}

/// Whether a word is another with one letter too few, too many, wrong, or two swapped. The first letter is never wrong.
fn is_slip(word: &str, key: &str) -> bool {
    let (word, key): (Vec<char>, Vec<char>) = (word.chars().collect(), key.chars().collect());
    if word == key || word.first() != key.first() || word.len().abs_diff(key.len()) > 1 || word.len() < 5 {
        return word == key;
    }
    let start = word.iter().zip(&key).take_while(|(a, b)| a == b).count();
    let (word, key) = (&word[start..], &key[start..]);
    let rest = |skip_word: usize, skip_key: usize| word.get(skip_word..) == key.get(skip_key..);
    let is_swapped = word.len() > 1 && key.len() > 1 && word[0] == key[1] && word[1] == key[0] && rest(2, 2);
    rest(1, 0) || rest(0, 1) || rest(1, 1) || is_swapped
}
