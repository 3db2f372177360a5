//! Decimal commas and thousands in text.

use polars::prelude::{ChunkedArray, DataFrame, IntoColumn, NamedFrom, Series, StringType};

use super::options::{DecimalMark, ReadOptions};
use super::{Refusal, Refused, cells};

/// Brings numbers with commas to the point, in columns where all values are numbers; returns the columns whose commas
/// may mean two things, and those that were converted.
pub(super) fn read_decimals(
    frame: &mut DataFrame,
    separator: u8,
    options: &ReadOptions,
) -> (Vec<Refused>, Vec<String>) {
    let (mut refused, mut converted) = (Vec::new(), Vec::new());
    let names: Vec<String> = frame.get_column_names().into_iter().map(ToString::to_string).collect();
    for (at, name) in names.into_iter().enumerate() {
        let series = frame.columns()[at].as_materialized_series();
        let Ok(texts) = series.str() else { continue };
        match meaning(texts, separator, options) {
            Meaning::AsWritten => {}
            Meaning::Number(mark) => {
                let numbers: Vec<Option<String>> =
                    texts.iter().map(|text| text.map(|text| with_point(text, mark))).collect();
                let series = Series::new(name.as_str().into(), numbers);
                frame.replace_column(at, series.into_column()).expect("as many rows as before");
                let what = if mark == DecimalMark::Comma { "before decimals" } else { "between thousands" };
                converted.push(format!("`{name}` ({what})"));
            }
            Meaning::Unclear { row } => {
                let value = texts.get(row).unwrap_or_default().trim().to_owned();
                refused.push(Refused { column: name, why: Refusal::Comma { row, value } });
            }
        }
    }
    (refused, converted)
}

enum Meaning {
    /// Text, or numbers with a point.
    AsWritten,
    /// Numbers, with this decimal mark; the other one stands between thousands.
    Number(DecimalMark),
    /// The comma of this row may stand before decimals or between thousands.
    Unclear { row: usize },
}

fn meaning(texts: &ChunkedArray<StringType>, separator: u8, options: &ReadOptions) -> Meaning {
    let known = || {
        let texts = texts.iter().enumerate().filter_map(|(row, text)| Some((row, text?.trim())));
        texts.filter(|(_, text)| !cells::is_missing(text, &options.missing))
    };
    if let Some(mark) = options.decimal {
        let is_plain =
            known().all(|(_, text)| !text.contains(',') && (mark == DecimalMark::Point || !text.contains('.')));
        let can_be_read = !is_plain && known().all(|(_, text)| is_number(text, mark));
        return if can_be_read { Meaning::Number(mark) } else { Meaning::AsWritten };
    }
    let mut first_unclear = None;
    let (mut has_comma, mut is_decimal, mut is_thousands) = (false, false, false);
    for (row, text) in known() {
        if !text.contains(',') {
            if text.parse::<f64>().is_err() {
                return Meaning::AsWritten;
            }
            // A point beside commas elsewhere: those stand between thousands.
            is_thousands |= text.contains('.');
            continue;
        }
        has_comma = true;
        match (is_number(text, DecimalMark::Comma), is_number(text, DecimalMark::Point)) {
            (false, false) => return Meaning::AsWritten,
            (true, true) => first_unclear = first_unclear.or(Some(row)),
            (true, false) => is_decimal = true,
            (false, true) => is_thousands = true,
        }
    }
    match (is_decimal, is_thousands, first_unclear) {
        _ if !has_comma => Meaning::AsWritten,
        (true, false, _) => Meaning::Number(DecimalMark::Comma),
        (false, true, _) => Meaning::Number(DecimalMark::Point),
        // What separates fields is not the comma: this one is a number's.
        (false, false, Some(_)) if separator == b';' => Meaning::Number(DecimalMark::Comma),
        (false, false, Some(row)) => Meaning::Unclear { row },
        _ => Meaning::AsWritten,
    }
}

/// Whether a text is a number with this decimal mark, the other one only between groups of three digits.
fn is_number(text: &str, mark: DecimalMark) -> bool {
    let (point, thousands) = characters(mark);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, decimals) = unsigned.split_once(point).unwrap_or((unsigned, ""));
    let mut groups = whole.split(thousands);
    let first = groups.next().unwrap_or_default();
    let groups: Vec<&str> = groups.collect();
    let is_grouped = groups.is_empty() || (1..=3).contains(&first.len()) && groups.iter().all(|group| group.len() == 3);
    is_grouped
        && !decimals.contains(thousands)
        && with_point(text, mark).parse::<f64>().is_ok_and(f64::is_finite)
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A number with a point before its decimals and nothing between its thousands.
fn with_point(text: &str, mark: DecimalMark) -> String {
    let (point, thousands) = characters(mark);
    text.trim().replace(thousands, "").replace(point, ".")
}

/// The decimal mark, and what stands between thousands then.
fn characters(mark: DecimalMark) -> (char, char) {
    match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    }
}
