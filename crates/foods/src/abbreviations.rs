//! Abbreviations of the USDA's short descriptions, and spellings of other countries, spelt out.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words after which `RED` is not the colour.
pub(crate) const REDUCED: [&str; 7] = ["fat", "sodium", "na", "cal", "calorie", "sugar", "ca"];

/// A line each: an abbreviation or spelling, a tab, and what it stands for.
///
/// # Source
///
/// Appendix A of the documentation of SR27, and what its descriptions use beside it.
const TABLE: &str = include_str!("../data/abbreviations.tsv");

static ABBREVIATIONS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| TABLE.lines().filter_map(|line| line.split_once('\t')).collect());

/// Spells an abbreviation of the USDA's short descriptions out, or gives a spelling of other countries in the USDA's.
pub(crate) fn full(token: &str) -> Option<&'static str> {
    ABBREVIATIONS.get(token).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_sorted_and_not_chained() {
        let lines: Vec<(&str, &str)> = TABLE.lines().map(|line| line.split_once('\t').expect("two fields")).collect();
        assert!(lines.is_sorted_by(|(left, _), (right, _)| left < right));
        for (short, long) in lines {
            let parts: Vec<&str> = long.split(' ').collect();
            assert!(parts.iter().all(|part| full(part).is_none()), "{short}: {long}");
        }
    }
}
