//! What is stated of the columns of a table, in place of what their values suggest.

use serde::{Deserialize, Serialize};

/// What is stated of columns: it goes before what their values suggest, and is kept with a fit, so that new rows are read alike.
///
/// ```
/// let stated = features::Stated { categorical: vec!["grade".to_owned()], ..Default::default() };
/// assert_eq!(stated.holds_categories("grade"), Some(true));
/// assert_eq!(stated.holds_categories("age"), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stated {
    /// Groups, also where all values are numbers.
    pub categorical: Vec<String>,
    /// Numbers: another value is an error.
    pub numeric: Vec<String>,
    /// Groups in order: they count as 1, 2, 3, …
    pub ordered: Vec<Order>,
    /// Column → the level that others are compared with.
    pub references: Vec<(String, String)>,
    /// Dates: they count as days since 1970-01-01.
    pub dates: Vec<String>,
    /// What names rows.
    pub ids: Vec<String>,
    /// What is not used at all.
    pub excluded: Vec<String>,
}

/// A column of groups in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Its name.
    pub column: String,
    /// From low to high, at least two.
    pub levels: Vec<String>,
}

impl Stated {
    /// The levels of a column in order, from low to high.
    pub fn order(&self, column: &str) -> Option<&[String]> {
        self.ordered.iter().find(|order| order.column == column).map(|order| order.levels.as_slice())
    }

    /// Whether a column is stated to hold dates.
    pub fn is_date(&self, column: &str) -> bool {
        contains(&self.dates, column)
    }

    /// Whether a column holds groups, if that is stated.
    pub fn holds_categories(&self, column: &str) -> Option<bool> {
        if contains(&self.categorical, column) {
            Some(true)
        } else if contains(&self.numeric, column) || self.is_date(column) || self.order(column).is_some() {
            Some(false)
        } else {
            None
        }
    }

    /// The level that others are compared with, if it is stated.
    pub fn reference(&self, column: &str) -> Option<&str> {
        self.references.iter().find(|(name, _)| name == column).map(|(_, level)| level.as_str())
    }

    /// Every column with what is stated of its type: `categorical`, `numeric`, `ordered` or `a date`.
    pub fn types(&self) -> Vec<(&str, &'static str)> {
        let lists = [(&self.categorical, "categorical"), (&self.numeric, "numeric"), (&self.dates, "a date")];
        let named = lists.iter().flat_map(|&(columns, what)| columns.iter().map(move |column| (column.as_str(), what)));
        named.chain(self.ordered.iter().map(|order| (order.column.as_str(), "ordered"))).collect()
    }

    /// What is stated of some columns, as numbers and groups: everything else is left out.
    #[must_use]
    pub fn of(&self, columns: &[String]) -> Self {
        let kept = |names: &[String]| names.iter().filter(|name| columns.contains(name)).cloned().collect();
        Self {
            categorical: kept(&self.categorical),
            numeric: kept(&self.numeric),
            ordered: self.ordered.iter().filter(|order| columns.contains(&order.column)).cloned().collect(),
            references: Vec::new(),
            dates: kept(&self.dates),
            ids: Vec::new(),
            excluded: Vec::new(),
        }
    }
}

fn contains(columns: &[String], column: &str) -> bool {
    columns.iter().any(|name| name == column)
}
