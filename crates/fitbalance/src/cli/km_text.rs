//! Curves of groups as tables for people.

use std::fmt::Write;

use crate::cli::fits::aligned;
use crate::cli::km::{At, Curves, Group};
use crate::digits::significant;

/// A line a group, then survival at times, then the test.
pub(crate) fn text(curves: &Curves) -> String {
    let percent = format!("{}", 100.0 * curves.level);
    let short = |number: f64| if number.fract() == 0.0 { number.to_string() } else { significant(number) };
    let known = |number: Option<f64>| number.map_or_else(|| "NA".to_owned(), short);
    let mut head: Vec<String> = ["group", "n", "events", "median"].map(str::to_owned).to_vec();
    head.extend([
        format!("{percent} % from"),
        "to".to_owned(),
        format!("mean to {}", short(curves.horizon)),
        "se".to_owned(),
    ]);
    let row = |group: &Group| {
        let [low, high] = group.median_interval.map(known);
        let [mean, error] = [group.restricted_mean, group.restricted_mean_se].map(significant);
        vec![
            group.name.clone(),
            group.n.to_string(),
            group.n_events.to_string(),
            known(group.median),
            low,
            high,
            mean,
            error,
        ]
    };
    let mut text = aligned(&std::iter::once(head).chain(curves.groups.iter().map(row)).collect::<Vec<_>>());
    let mut cells = vec![["group", "time", "at risk", "survival", "from", "to"].map(str::to_owned).to_vec()];
    for group in &curves.groups {
        for At { time, survival, interval: [low, high], remaining } in &group.at {
            let mut row = vec![group.name.clone(), short(*time), short(*remaining)];
            row.extend([*survival, *low, *high].map(significant));
            cells.push(row);
        }
    }
    text.push_str("\n\n");
    text.push_str(&aligned(&cells));
    if let Some(test) = &curves.test {
        let mut cells = vec![["group", "observed", "expected"].map(str::to_owned).to_vec()];
        for ((group, observed), expected) in curves.groups.iter().zip(&test.observed).zip(&test.expected) {
            cells.push(vec![group.name.clone(), significant(*observed), significant(*expected)]);
        }
        let tail = &test.test;
        text.push_str("\n\n");
        text.push_str(&aligned(&cells));
        let _ = write!(
            text,
            "\nchi-square {} on {} degree{} of freedom, p = {}",
            significant(tail.statistic),
            tail.degrees_of_freedom,
            if tail.degrees_of_freedom == 1 { "" } else { "s" },
            significant(tail.p)
        );
    }
    text
}
