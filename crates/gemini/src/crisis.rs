//! Words of somebody who may harm themselves.

const CRISIS: [&str; 31] = [
    "suicid",
    "kill myself",
    "killing myself",
    "end my life",
    "ending my life",
    "end it all",
    "ending it all",
    "take my life",
    "take my own life",
    "self harm",
    "selfharm",
    "harm myself",
    "harming myself",
    "hurt myself on purpose",
    "hurting myself",
    "want to hurt myself",
    "cutting myself",
    "cut myself on purpose",
    "want to die",
    "wanna die",
    "wish i was dead",
    "wish i were dead",
    "better off dead",
    "dont want to live",
    "do not want to live",
    "no reason to live",
    "not worth living",
    "khudkushi",
    "atmahatya",
    "aatmahatya",
    "आत्महत्या",
];

/// Whether words, as [`words`](crate::text::words) makes them, are those of somebody who may harm themselves.
pub(crate) fn is_crisis(words: &str) -> bool {
    // Phrases start at a word, but may end within one: `suicid` is `suicide` and `suicidal`.
    CRISIS.iter().any(|phrase| starts(words, phrase).next().is_some())
}

/// Where a phrase begins together with a word.
pub(crate) fn starts<'a>(words: &'a str, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    words.match_indices(phrase).map(|(start, _)| start).filter(|start| words[..*start].ends_with(' '))
}
