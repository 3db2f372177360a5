//! Which column may have been meant.

/// Most columns that a message lists when nothing is similar.
const MAX_LISTED: usize = 20;

/// Says which column may have been meant, or which there are.
pub(super) fn suggestion(wanted: &str, known: &[String]) -> String {
    let near = near_matches(wanted, known);
    if !near.is_empty() {
        return format!("did you mean {}?", quoted(&near, " or "));
    }
    let listed = &known[..known.len().min(MAX_LISTED)];
    let more =
        if known.len() > listed.len() { format!(" and {} more", known.len() - listed.len()) } else { String::new() };
    format!("expected one of {}{more}", quoted(listed, ", "))
}

/// Up to three names that differ by a few letters, nearest first.
fn near_matches<'a>(wanted: &str, known: &'a [String]) -> Vec<&'a str> {
    let wanted = normalised(wanted);
    let limit = (wanted.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &str)> = known
        .iter()
        .map(|name| (edit_distance(&wanted, &normalised(name)), name.as_str()))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, name)| name).take(3).collect()
}

fn normalised(name: &str) -> String {
    name.trim()
        .chars()
        .map(|c| if matches!(c, '.' | '-' | ' ') { '_' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Levenshtein's distance, with one row of its table.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in right.iter().enumerate() {
            let substitution = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = substitution.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

fn quoted(names: &[impl AsRef<str>], separator: &str) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edit_distance_known_pairs_matches() {
        for (left, right, expected) in [("", "abc", 3), ("kitten", "sitting", 3), ("time", "time", 0)] {
            assert_eq!(edit_distance(left, right), expected, "{left} {right}");
        }
    }

    #[test]
    fn suggestion_similar_name_asks_whether_it_was_meant() {
        let known = ["time", "status", "ph.ecog"].map(str::to_owned);
        assert_eq!(suggestion("Time", &known), "did you mean `time`?");
        assert_eq!(suggestion("statsu", &known), "did you mean `status`?");
        assert_eq!(suggestion("ph_ecog", &known), "did you mean `ph.ecog`?");
        assert_eq!(suggestion("zzz", &known), "expected one of `time`, `status`, `ph.ecog`");
    }
}
