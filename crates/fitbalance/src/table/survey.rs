//! What the columns of a table hold, and which of them can explain something.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::fmt;

use features::Columns;
use polars::prelude::DataType;
use serde::Serialize;

use super::cells::Value;
use super::dates::{ends, is_date};
use super::{Refusal, Refused, Table, TableError};

/// A text column of fewer rows may well have all values different without naming its rows.
const FEWEST_NAMES: usize = 20;

/// Whole numbers that count the rows: from this many on they are no coincidence.
const FEWEST_COUNTED: usize = 10;

/// A column with so many numbers at its start is not looked at for names of rows.
const ENOUGH_NUMBERS: usize = 100;

/// Levels that a summary lists.
const N_LISTED: usize = 5;

/// Parts of a range in which numbers are counted.
const N_BARS: usize = 12;

/// Names of columns that number or name rows, in lower case.
const ROW_NAMES: [&str; 18] = [
    "pid",
    "patid",
    "nr",
    "id_code",
    "id",
    "ids",
    "uid",
    "uuid",
    "guid",
    "index",
    "row",
    "rowid",
    "rowname",
    "rownames",
    "row.names",
    "subject",
    "patient",
    "email",
];

/// Endings of such names.
const ROW_NAME_ENDINGS: [&str; 6] = ["_id", ".id", "-id", " id", "_no", "_nr"];

/// Why a column is not taken for a covariate unless it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LeftOut {
    Excluded,
    /// It names rows.
    Id,
    /// It has no name in the file, or pandas wrote its index there.
    RowNames,
    Date,
    Empty,
    Constant(String),
    /// Its type is none that is read.
    Type(String),
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Excluded => f.write_str("excluded"),
            Self::Id => f.write_str("names rows"),
            Self::RowNames => f.write_str("without a name, or the index of pandas"),
            Self::Date => f.write_str("dates"),
            Self::Empty => f.write_str("empty"),
            Self::Constant(value) => write!(f, "`{value}` in all rows"),
            Self::Type(found) => write!(f, "type {found} is not read"),
        }
    }
}

/// Columns that are not taken, each with the reason.
pub(crate) type NotTaken = Vec<(String, LeftOut)>;

/// The same in words.
pub(crate) fn reasons(not_taken: &[(String, LeftOut)]) -> Vec<(String, String)> {
    not_taken.iter().map(|(column, why)| (column.clone(), why.to_string())).collect()
}

/// What a column holds.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ColumnSummary {
    pub(crate) name: String,
    /// `number`, `whole number`, `category`, `ordered`, `date`, `empty`, or why it cannot be read.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) n_missing: usize,
    pub(crate) n_distinct: usize,
    /// Of numbers and dates.
    pub(crate) range: Option<[String; 2]>,
    /// The mean of numbers.
    pub(crate) mean: Option<f64>,
    /// The most frequent values of categories, with their counts.
    pub(crate) most_frequent: Vec<(String, usize)>,
    /// Why it is no covariate unless it is named.
    pub(crate) left_out: Option<String>,
    pub(crate) warnings: Vec<String>,
}

impl Table {
    /// The columns that can explain something, without `taken`; and the others with the reason.
    ///
    /// # Errors
    ///
    /// A column that cannot be read
    pub(super) fn covariates(&self, taken: &[&str]) -> Result<(Vec<String>, NotTaken), TableError> {
        let (mut covariates, mut left_out) = (Vec::new(), Vec::new());
        for column in self.column_names().into_iter().filter(|column| !taken.contains(column)) {
            match self.left_out(column)? {
                None => covariates.push(column.to_owned()),
                Some(reason) => left_out.push((column.to_owned(), reason)),
            }
        }
        Ok((covariates, left_out))
    }

    /// Why a column is no covariate unless it is named.
    pub(super) fn left_out(&self, column: &str) -> Result<Option<LeftOut>, TableError> {
        let is_in = |columns: &[String]| columns.iter().any(|name| name == column);
        if is_in(&self.stated.excluded) {
            return Ok(Some(LeftOut::Excluded));
        }
        if is_in(&self.stated.ids) {
            return Ok(Some(LeftOut::Id));
        }
        if is_in(&self.row_names) {
            return Ok(Some(LeftOut::RowNames));
        }
        if self.stated.is_date(column) || self.holds_moments(column) {
            return Ok(Some(LeftOut::Date));
        }
        if let Some(Refused { why: Refusal::Type { found, .. }, .. }) =
            self.refused.iter().find(|refused| refused.column == column)
        {
            return Ok(Some(LeftOut::Type(found.clone())));
        }
        let mut look = Look::default();
        self.visit(column, |_, value| {
            value.into_iter().for_each(|value| look.at(value));
            Ok(())
        })?;
        Ok(look.reason(column, self.stated.holds_categories(column).is_some()))
    }

    /// Whether the file itself says that a column holds dates or times.
    fn holds_moments(&self, column: &str) -> bool {
        let is_moment = |found: &str| {
            ["Timestamp", "Duration", "Interval", "Time32", "Time64"].iter().any(|name| found.starts_with(name))
        };
        match self.refused.iter().find(|refused| refused.column == column).map(|refused| &refused.why) {
            Some(Refusal::Type { found, .. }) => is_moment(found),
            Some(Refusal::Comma { .. }) => false,
            None => self
                .column(column)
                .is_ok_and(|column| matches!(column.dtype(), DataType::Date | DataType::Datetime(..))),
        }
    }

    /// How often which values are in a column: equal parts of the range of numbers, the most frequent of other values.
    pub(crate) fn counts(&self, summary: &ColumnSummary) -> Result<Vec<usize>, TableError> {
        let Some(range) = summary.range.as_ref().filter(|_| summary.mean.is_some()) else {
            return Ok(summary.most_frequent.iter().map(|(_, count)| *count).collect());
        };
        let ends: Vec<f64> = range.iter().filter_map(|end| end.parse().ok()).collect();
        let mut counts = vec![0; N_BARS];
        self.visit(&summary.name, |_, value| {
            if let Some(number) = value.and_then(|value| value.as_number()).filter(|number| number.is_finite()) {
                let share = (number - ends[0]) / (ends[1] - ends[0]).max(f64::MIN_POSITIVE);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a share of the bars, from 0 on"
                )]
                let bar = (share * N_BARS as f64) as usize;
                counts[bar.min(N_BARS - 1)] += 1;
            }
            Ok(())
        })?;
        Ok(counts)
    }

    /// What a column holds, for people.
    pub(crate) fn summary(&self, column: &str) -> ColumnSummary {
        let mut summary = ColumnSummary {
            name: column.to_owned(),
            kind: String::new(),
            n_missing: 0,
            n_distinct: 0,
            range: None,
            mean: None,
            most_frequent: Vec::new(),
            left_out: None,
            warnings: Vec::new(),
        };
        match self.fill(column, &mut summary) {
            Ok(()) => {}
            Err(error) => {
                "cannot be read".clone_into(&mut summary.kind);
                summary.warnings.push(error.to_string());
            }
        }
        if self.holds_moments(column) {
            summary.left_out = Some(LeftOut::Date.to_string());
        }
        summary
    }

    fn fill(&self, column: &str, summary: &mut ColumnSummary) -> Result<(), TableError> {
        let mut counts = BTreeMap::<String, usize>::new();
        let mut numbers = Vec::new();
        let mut is_whole = true;
        // With all digits, which a number of 64 bits with decimals does not have.
        let mut integers: Option<(i128, i128)> = Some((i128::MAX, i128::MIN));
        self.visit(column, |_, value| {
            let Some(value) = value else {
                summary.n_missing += 1;
                return Ok(());
            };
            if let Some(number) = value.as_number().filter(|number| number.is_finite()) {
                is_whole &= number.fract() == 0.0;
                numbers.push(number);
                let integer = value.to_string().trim().parse::<i128>().ok();
                integers = integers.zip(integer).map(|((low, high), this)| (low.min(this), high.max(this)));
            }
            *counts.entry(value.to_string()).or_default() += 1;
            Ok(())
        })?;
        summary.n_distinct = counts.len();
        summary.left_out = self.left_out(column)?.map(|reason| reason.to_string());
        let n_known = self.n_rows() - summary.n_missing;
        let is_date =
            self.stated.is_date(column) || self.holds_moments(column) || summary.left_out.as_deref() == Some("dates");
        if n_known == 0 {
            "empty".clone_into(&mut summary.kind);
        } else if let Some(order) = self.stated.order(column) {
            summary.kind = format!("ordered: {}", order.join(" < "));
        } else if is_date {
            "date".clone_into(&mut summary.kind);
            summary.range = ends(counts.keys().map(String::as_str));
        } else if self.holds_categories(column)? {
            "category".clone_into(&mut summary.kind);
            let names: Vec<String> = counts.keys().cloned().collect();
            let mut most: Vec<(String, usize)> = counts.into_iter().collect();
            most.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            most.truncate(N_LISTED);
            summary.most_frequent = most;
            let trimmed: HashSet<&str> = names.iter().map(|name| name.trim()).collect();
            let lower: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            if lower.len() < names.len() {
                summary.warnings.push("some values differ by capitals only: they are different groups".to_owned());
            }
            if trimmed.len() < names.len() {
                summary.warnings.push("some values differ by spaces at their ends only".to_owned());
            }
            if !numbers.is_empty() {
                let text = format!(
                    "{} of {n_known} values are numbers: `--numeric` names the first that is none",
                    numbers.len()
                );
                summary.warnings.push(text);
            }
        } else {
            if is_whole { "whole number" } else { "number" }.clone_into(&mut summary.kind);
            let (low, high) =
                numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &v| (a.min(v), b.max(v)));
            summary.range = Some(match integers {
                Some((low, high)) if low <= high => [low.to_string(), high.to_string()],
                _ => [low.to_string(), high.to_string()],
            });
            summary.mean = Some(numbers.iter().sum::<f64>() / numbers.len() as f64);
            if is_whole && summary.n_distinct == n_known && n_known >= FEWEST_NAMES && summary.left_out.is_none() {
                summary.warnings.push("all values differ: does it name rows? (`--id`)".to_owned());
            }
            if numbers.len() < n_known {
                summary.warnings.extend(self.numeric_or_missing(column).err().map(|error| error.to_string()));
            }
            if is_whole && (3..=N_LISTED).contains(&summary.n_distinct) && n_known > 2 * FEWEST_NAMES {
                let text = format!("only {} values: groups? (`--categorical`, `--ordered`)", summary.n_distinct);
                summary.warnings.push(text);
            }
        }
        Ok(())
    }
}

/// What is seen of a column's values, one after the other.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a column may still be")]
struct Look {
    first: Option<String>,
    n: usize,
    n_numbers: usize,
    is_constant: bool,
    are_dates: bool,
    are_whole: bool,
    /// Whole numbers that go up by one, from 0 or 1.
    counts_rows: bool,
    /// Texts so far, while all differ.
    names: Option<HashSet<String>>,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            first: None,
            n: 0,
            n_numbers: 0,
            is_constant: true,
            are_dates: true,
            are_whole: true,
            counts_rows: true,
            names: Some(HashSet::new()),
        }
    }
}

impl Look {
    fn at(&mut self, value: Value<'_>) {
        self.n += 1;
        if self.n > ENOUGH_NUMBERS
            && !self.is_constant
            && !self.are_dates
            && !self.counts_rows
            && self.names.is_none()
            && !self.are_whole
        {
            return;
        }
        let number = value.as_number();
        self.n_numbers += usize::from(number.is_some());
        self.are_whole &= number.is_some_and(|number| number.fract() == 0.0);
        match &self.first {
            None => {
                self.counts_rows = value.is_number(0.0) || value.is_number(1.0);
                self.first = Some(value.to_string());
            }
            Some(first) => {
                self.is_constant = self.is_constant && value.to_string() == *first;
                let start = first.trim().parse::<f64>();
                self.counts_rows =
                    self.counts_rows && start.is_ok_and(|start| value.is_number(start + (self.n - 1) as f64));
            }
        }
        self.are_dates = self.are_dates && matches!(value, Value::Text(text) if is_date(text.trim()));
        if number.is_some() && self.n_numbers >= ENOUGH_NUMBERS && self.n_numbers == self.n {
            self.names = None;
        }
        if self.names.as_mut().is_some_and(|names| !names.insert(value.to_string())) {
            self.names = None;
        }
    }

    fn reason(self, column: &str, is_stated: bool) -> Option<LeftOut> {
        let Some(first) = self.first else { return Some(LeftOut::Empty) };
        let is_text = 2 * self.n_numbers <= self.n;
        let are_names = is_text && self.n >= FEWEST_NAMES && self.names.is_some();
        let is_numbered = self.counts_rows && self.n >= FEWEST_COUNTED;
        if self.is_constant && self.n > 1 {
            Some(LeftOut::Constant(first))
        } else if is_stated {
            None
        } else if self.are_dates {
            Some(LeftOut::Date)
        } else if are_names || is_numbered || (names_rows(column) && (is_text || self.are_whole)) {
            Some(LeftOut::Id)
        } else {
            None
        }
    }
}

/// Whether a column's name says that it names or numbers rows: `id`, `user_id`, `patientId`, what pandas calls an unnamed one.
fn names_rows(column: &str) -> bool {
    let lower = column.trim().to_lowercase();
    let stem = column.strip_suffix("Id").or_else(|| column.strip_suffix("ID"));
    ROW_NAMES.contains(&lower.as_str())
        || ROW_NAME_ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || stem.is_some_and(|stem| stem.ends_with(|last: char| last.is_lowercase()))
        || lower.strip_prefix("unnamed: ").is_some_and(|number| number.parse::<u32>().is_ok())
}
