//! What the README says of settings and limits.

use std::fmt::Write;

use gemini::{CONTRAINDICATIONS, LIMITS, Who};

/// Compares a part of the README, between two comments, with what it should be.
#[track_caller]
pub(crate) fn check_section(name: &str, expected: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).expect("the crate has a README");
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let from = readme.find(&start).expect("the section starts") + start.len();
    let to = readme.find(&end).expect("the section ends");
    if readme[from..to] == *expected {
        return;
    }
    // As `insta` does: the new text is written where it can be reviewed, and accepted by a variable.
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        let updated = format!("{}{expected}{}", &readme[..from], &readme[to..]);
        return std::fs::write(path, updated).expect("the README is writable");
    }
    panic!(
        "the section `{name}` of the README is not what this run gave: set INSTA_UPDATE=always to accept\n{expected}"
    );
}

#[test]
fn limits_table_is_that_of_the_code() {
    let mut table = "| Limit | Value | Source |\n|---|---|---|\n".to_owned();
    for limit in LIMITS {
        let (name, value, unit, source) = (limit.name, limit.value, limit.unit, limit.source);
        let space = if unit == "%" || unit == "°" { "" } else { " " };
        writeln!(table, "| {name} | {value}{space}{unit} | {source} |").expect("strings take everything");
    }
    check_section("limits", &table);
}

#[test]
fn contraindications_table_is_that_of_the_code() {
    let mut table = "| Who | What is left out | Source |\n|---|---|---|\n".to_owned();
    let in_words = |name: String| {
        let mut words = String::new();
        for character in name.chars() {
            if character.is_uppercase() && !words.is_empty() {
                words.push(' ');
            }
            words.extend(character.to_lowercase());
        }
        words
    };
    for row in CONTRAINDICATIONS {
        let who = match row.who {
            Who::Condition(condition) => in_words(format!("{condition:?}")),
            Who::Area(area) => format!("{} that needs care", in_words(format!("{area:?}"))),
            other => format!("{other:?}"),
        };
        let what: Vec<String> = row.demands.iter().map(|demand| in_words(format!("{demand:?}"))).collect();
        writeln!(table, "| {who} | {} | {} |", what.join(", "), row.source).expect("strings take everything");
    }
    check_section("contraindications", &table);
}
