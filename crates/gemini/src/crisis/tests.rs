//! Recall and false alarms on a list that somebody else wrote.

use super::{Reading, read};

pub(super) const LIST: &str = include_str!("../../testdata/crisis.csv");
const OWN: &str = include_str!("../../testdata/crisis_own.csv");

/// Found at least, and false alarms at most, of 50 each.
const HELD_OUT: (usize, usize) = (41, 1);

/// The same with those that are asked back.
const HELD_OUT_ASKED: (usize, usize) = (47, 2);

/// Texts with their kinds, in the order of the list.
pub(super) fn rows(list: &str) -> Vec<(String, bool)> {
    let row = |line: &str| {
        let (text, kind) = line.rsplit_once(',').expect("two columns");
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text).replace("\"\"", "\"");
        (text, kind == "crisis")
    };
    list.lines().skip(1).map(row).collect()
}

/// Of half a list: those of despair that are found, and the harmless ones that are taken for such.
fn score(rows: &[(String, bool)]) -> (usize, usize) {
    let found =
        |of: bool| rows.iter().filter(|(text, is_crisis)| *is_crisis == of && read(text) == Reading::Crisis).count();
    (found(true), found(false))
}

/// Of half a list: as [`score`], those that are asked back counted as well.
fn asked(rows: &[(String, bool)]) -> (usize, usize) {
    let found =
        |of: bool| rows.iter().filter(|(text, is_crisis)| *is_crisis == of && read(text) != Reading::Clear).count();
    (found(true), found(false))
}

/// What the README states. The held-out half is scored and never read.
#[test]
fn recall_and_false_alarms_are_those_of_the_readme() {
    let rows = rows(LIST);
    assert_eq!(rows.len(), 200);
    assert_eq!(score(&rows[..100]), (50, 0), "of 50 and 50 to develop with");
    let (found, alarms) = score(&rows[100..]);
    assert!(found >= HELD_OUT.0 && alarms <= HELD_OUT.1, "of 50 and 50 held out: {found} found, {alarms} false alarms");
    let (found, alarms) = asked(&rows[100..]);
    assert!(
        found >= HELD_OUT_ASKED.0 && alarms <= HELD_OUT_ASKED.1,
        "of 50 and 50 held out: {found} found or asked back, {alarms} falsely"
    );
}

#[test]
fn what_worked_once_still_does() {
    let rows = rows(OWN);
    let missed: Vec<&String> = rows
        .iter()
        .filter(|(text, is_crisis)| *is_crisis && read(text) != Reading::Crisis)
        .map(|(text, _)| text)
        .collect();
    assert!(missed.len() <= 20, "{missed:#?}");
    let alarms: Vec<&String> = rows
        .iter()
        .filter(|(text, is_crisis)| !is_crisis && read(text) == Reading::Crisis)
        .map(|(text, _)| text)
        .collect();
    assert!(alarms.is_empty(), "{alarms:#?}");
}

#[test]
fn disguises_are_seen_through() {
    for text in [
        "sui\u{200B}cide",
        "k1ll myself",
        "SUICIDE",
        "su!c1de",
        "k m s tonight",
        "I want to dieeee",
        "sucidal",
        "k\u{2019}ill myself",
        "self-harm",
        "self harm",
    ] {
        assert_eq!(read(text), Reading::Crisis, "{text}");
    }
    for text in
        ["suicide sprints", "ran 12 kms", "die hard fan of squats", "killing it in the gym", "dead bug, 3 sets", ""]
    {
        assert_eq!(read(text), Reading::Clear, "{text}");
    }
    for text in ["I can't do this anymore", "I can't go on", "I feel worthless"] {
        assert_eq!(read(text), Reading::Unclear, "{text}");
    }
    assert_eq!(read("I can't do this press any more, my wrist hurts"), Reading::Clear);
}
