//! False alarms and misses on a list that somebody else wrote.

use super::Guard;

const LIST: &str = include_str!("../../testdata/coach_texts.csv");

/// Texts, and whether each may be said, in the order of the list.
fn rows() -> Vec<(String, bool)> {
    let row = |line: &str| {
        let (text, kind) = line.rsplit_once(',').expect("two columns");
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text).replace("\"\"", "\"");
        (text, kind == "good")
    };
    LIST.lines().skip(1).map(row).collect()
}

/// Good texts refused and bad ones passed, each of how many.
fn score(rows: &[(String, bool)]) -> [(usize, usize); 2] {
    let guard = Guard::default();
    let of = |is_good: bool| rows.iter().filter(move |row| row.1 == is_good);
    let is_wrong = |(text, is_good): &&(String, bool)| guard.check_text(text, None).is_ok() != *is_good;
    [true, false].map(|kind| (of(kind).filter(is_wrong).count(), of(kind).count()))
}

#[test]
fn show() {
    let rows = rows();
    let guard = Guard::default();
    for (text, is_good) in &rows[..150] {
        let result = guard.check_text(text, None);
        if result.is_ok() != *is_good {
            eprintln!("{is_good} {result:?}: {text}");
        }
    }
    eprintln!("dev {:?} held out {:?}", score(&rows[..150]), score(&rows[150..]));
}
