//! How hard the texts of the rules are to read: Flesch–Kincaid grades.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::inputs;
use crate::schema::texts;
use crate::use_case::UseCase;

/// The grade that is promised.
const GRADE: f64 = 9.0;
const N_INPUTS: usize = 300;

/// Words, sentences and syllables.
#[derive(Debug, Default)]
struct Counts {
    words: f64,
    sentences: f64,
    syllables: f64,
}

impl Counts {
    fn add(&mut self, text: &str) {
        for sentence in text.split_inclusive(['.', '!', '?']).map(str::trim) {
            // `1.4` ends no sentence.
            let is_end = sentence.ends_with(['!', '?'])
                || sentence.strip_suffix('.').is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_digit()));
            self.sentences += f64::from(u8::from(is_end));
        }
        if !text.trim_end().ends_with(['.', '!', '?'])
            || text.trim_end().trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit())
        {
            self.sentences += 1.0;
        }
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|word| !word.is_empty()) {
            self.words += 1.0;
            self.syllables += f64::from(syllables(word));
        }
    }

    /// Kincaid et al. (1975).
    fn grade(&self) -> f64 {
        0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
    }
}

/// Groups of vowels, without a silent `e` at the end; a number is read as one.
fn syllables(word: &str) -> u32 {
    let word = word.to_lowercase();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut n = 0;
    let mut before = false;
    for character in word.chars() {
        let vowel = is_vowel(character);
        n += u32::from(vowel && !before);
        before = vowel;
    }
    let is_silent = word.ends_with('e') && !word.ends_with("le") && !word.ends_with("ee")
        || word.ends_with("es")
            && !["ses", "zes", "ches", "shes", "xes", "ces", "ges", "les"].iter().any(|end| word.ends_with(end))
        || word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded");
    if is_silent && n > 1 { n - 1 } else { n.max(1) }
}

/// The grade of everything that the rules write for many inputs, and the share of answers above what is promised.
fn grade<U: UseCase + std::fmt::Debug>(strategy: impl Strategy<Value = U>) -> (f64, f64) {
    let mut runner = TestRunner::deterministic();
    let (mut all, mut n, mut n_hard) = (Counts::default(), 0.0, 0.0);
    for _ in 0..N_INPUTS {
        let input = strategy.new_tree(&mut runner).expect("inputs can be made").current();
        if input.person().check().is_err() || input.check().is_err() {
            continue;
        }
        let text = serde_json::to_value(input.rules(&input.numbers())).expect("a text is a value");
        let mut own = Counts::default();
        for (_, sentence) in texts(U::FIELDS, &text).expect("it has the shape") {
            own.add(sentence);
            all.add(sentence);
        }
        n += 1.0;
        n_hard += f64::from(u8::from(own.grade() > GRADE));
    }
    (all.grade(), n_hard / n)
}

#[test]
fn texts_are_easy_to_read() {
    let grades = [
        ("exercise", grade(inputs::exercise())),
        ("nutrition", grade(inputs::nutrition())),
        ("burnout", grade(inputs::burnout())),
        ("workout", grade(inputs::workout())),
        ("progress", grade(inputs::progress())),
        ("week", grade(inputs::week())),
    ];
    for (name, (grade, share)) in grades {
        eprintln!("{name}: grade {grade:.1}, {:.0} % of answers above {GRADE}", 100.0 * share);
    }
    assert!(grades.iter().all(|(_, (grade, _))| *grade <= GRADE), "{grades:?}");
}

#[test]
fn syllables_are_counted_as_people_do() {
    for (word, expected) in [
        ("press", 1),
        ("shoulder", 2),
        ("table", 2),
        ("make", 1),
        ("repetition", 4),
        ("72", 1),
        ("walked", 1),
        ("added", 2),
        ("muscles", 2),
    ] {
        assert_eq!(syllables(word), expected, "{word}");
    }
    let mut counts = Counts::default();
    counts.add("Eat 1.4 g per kg. Rest well!");
    assert_eq!((counts.sentences, counts.words), (2.0, 8.0));
}
