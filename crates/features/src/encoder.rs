//! One-hot encoding with a recorded reference level.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::SCHEMA_VERSION;
use crate::columns::Columns;
use crate::error::{Error, Result};

/// Texts of a column beyond which they name rows rather than group them; each level costs a column of the design.
const MOST_LEVELS: usize = 256;

/// Turns columns of a table into a design matrix: numbers as they are, categories as one column a level but one.
///
/// The level left out is the reference, with which the coefficients of the others compare: what the table states, else the most
/// frequent one in the training data, the first in alphabetical order among equals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Saved", into = "Saved")]
pub struct DesignEncoder {
    terms: Vec<Term>,
    columns: Vec<String>,
}

/// One covariate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Term {
    Numeric {
        column: String,
    },
    Categorical {
        column: String,
        reference: String,
        /// The other levels, in the order of their columns.
        levels: Vec<String>,
    },
}

#[derive(Clone, Serialize, Deserialize)]
struct Saved {
    schema_version: u32,
    terms: Vec<Term>,
}

impl DesignEncoder {
    /// Learns the levels of the categorical ones among `covariates`.
    ///
    /// # Errors
    ///
    /// [`Error::Repeated`], [`Error::OneLevel`], [`Error::UnknownReference`], or what reading a column says.
    pub fn fit(table: &impl Columns, covariates: &[impl AsRef<str>]) -> Result<Self> {
        let covariates: Vec<&str> = covariates.iter().map(AsRef::as_ref).collect();
        if let Some(column) = first_repeated(covariates.iter().copied()) {
            return Err(Error::Repeated { column: column.to_owned() });
        }
        let term = |column: &str| {
            if table.is_categorical(column)? {
                categorical(table, column)
            } else {
                Ok(Term::Numeric { column: column.to_owned() })
            }
        };
        Ok(Self::from_terms(covariates.into_iter().map(term).collect::<Result<_>>()?))
    }

    fn from_terms(terms: Vec<Term>) -> Self {
        let columns = terms.iter().flat_map(Term::columns).collect();
        Self { terms, columns }
    }

    /// Names of the design's columns, such as `age` and `occupation=nurse`.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Names of the covariates, before encoding.
    pub fn covariates(&self) -> Vec<&str> {
        self.terms.iter().map(Term::covariate).collect()
    }

    /// Whether each covariate is one of numbers, in their order.
    pub fn are_numbers(&self) -> Vec<bool> {
        self.terms.iter().map(|term| matches!(term, Term::Numeric { .. })).collect()
    }

    /// Numbers of the design's columns of each covariate: one of a number, all of a category.
    pub fn columns_of_covariates(&self) -> Vec<Vec<usize>> {
        let mut next = 0;
        let columns = |term: &Term| {
            let first = next;
            next += term.columns().len();
            (first..next).collect()
        };
        self.terms.iter().map(columns).collect()
    }

    /// Categorical columns with their reference levels.
    pub fn reference_levels(&self) -> Vec<(String, String)> {
        let reference = |term: &Term| match term {
            Term::Numeric { .. } => None,
            Term::Categorical { column, reference, .. } => Some((column.clone(), reference.clone())),
        };
        self.terms.iter().filter_map(reference).collect()
    }

    /// Makes the design matrix of a table.
    ///
    /// # Shapes
    ///
    /// Returns `[n_rows, n_columns]`, columns as in [`columns`](Self::columns).
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLevel`] for a category that was not there at training, or what reading a column says.
    pub fn transform(&self, table: &impl Columns) -> Result<Array2<f64>> {
        let (design, unknown) = self.transform_known(table)?;
        match unknown.into_values().next() {
            Some(error) => Err(error),
            None => Ok(design),
        }
    }

    /// Makes the design matrix of a table in which rows may have categories that were not there at training: such a row is NaN
    /// in their columns, and comes with its first [`Error::UnknownLevel`].
    ///
    /// # Shapes
    ///
    /// As [`transform`](Self::transform); rows of errors are numbered from 0
    ///
    /// # Errors
    ///
    /// What reading a column says
    pub fn transform_known(&self, table: &impl Columns) -> Result<(Array2<f64>, BTreeMap<usize, Error>)> {
        let mut design = Array2::zeros((table.n_rows(), self.columns.len()));
        let mut unknown = BTreeMap::new();
        let mut next = 0;
        for term in &self.terms {
            match term {
                Term::Numeric { column } => {
                    design.column_mut(next).assign(&ndarray::Array1::from(table.numbers(column)?));
                }
                Term::Categorical { column, reference, levels } => {
                    for (row, value) in table.texts(column)?.iter().enumerate() {
                        match levels.iter().position(|level| is_same(level, value)) {
                            Some(level) => design[[row, next + level]] = 1.0,
                            None if is_same(reference, value) => {}
                            None => {
                                (next..next + levels.len()).for_each(|column| design[[row, column]] = f64::NAN);
                                let error = unknown_level(table, row, column, value, reference, levels);
                                unknown.entry(row).or_insert(error);
                            }
                        }
                    }
                }
            }
            next += term.columns().len();
        }
        Ok((design, unknown))
    }
}

impl Term {
    fn covariate(&self) -> &str {
        match self {
            Self::Numeric { column } | Self::Categorical { column, .. } => column,
        }
    }

    fn columns(&self) -> Vec<String> {
        match self {
            Self::Numeric { column } => vec![column.clone()],
            Self::Categorical { column, levels, .. } => {
                levels.iter().map(|level| format!("{column}={level}")).collect()
            }
        }
    }
}

fn categorical(table: &impl Columns, column: &str) -> Result<Term> {
    let mut counts = BTreeMap::<String, usize>::new();
    for value in table.texts(column)? {
        *counts.entry(value).or_default() += 1;
    }
    if counts.len() > MOST_LEVELS {
        return Err(Error::TooManyLevels { column: column.to_owned(), n_levels: counts.len(), most: MOST_LEVELS });
    }
    let most = counts.values().copied().max().unwrap_or(0);
    let most_frequent = || counts.iter().find(|(_, count)| **count == most).map(|(level, _)| level.clone());
    let reference = match table.reference(column) {
        Some(level) if counts.contains_key(level) => level.to_owned(),
        Some(level) => {
            let (column, level, known) = (column.to_owned(), level.to_owned(), listed(counts.keys()));
            return Err(Error::UnknownReference { column, level, known });
        }
        None => most_frequent().unwrap_or_default(),
    };
    counts.remove(&reference);
    if counts.is_empty() {
        return Err(Error::OneLevel { column: column.to_owned(), level: reference });
    }
    Ok(Term::Categorical { column: column.to_owned(), reference, levels: counts.into_keys().collect() })
}

fn unknown_level(
    table: &impl Columns,
    row: usize,
    column: &str,
    value: &str,
    reference: &String,
    levels: &[String],
) -> Error {
    let mut known: Vec<&String> = levels.iter().chain([reference]).collect();
    known.sort();
    let known = listed(known.into_iter());
    Error::UnknownLevel { row: table.row_name(row), column: column.to_owned(), value: value.to_owned(), known }
}

/// Whether a value is a level: Parquet has `true` where a text file of Python has `True`.
fn is_same(level: &str, value: &str) -> bool {
    let is_boolean = |text: &str| text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    level == value || (is_boolean(level) && level.eq_ignore_ascii_case(value))
}

fn listed<'a>(levels: impl Iterator<Item = &'a String>) -> String {
    levels.map(|level| format!("`{level}`")).collect::<Vec<_>>().join(", ")
}

/// The first name that occurs twice, if any.
fn first_repeated<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

impl From<DesignEncoder> for Saved {
    fn from(encoder: DesignEncoder) -> Self {
        Self { schema_version: SCHEMA_VERSION, terms: encoder.terms }
    }
}

impl TryFrom<Saved> for DesignEncoder {
    type Error = Error;

    fn try_from(saved: Saved) -> Result<Self> {
        const WHAT: &str = "encoder";
        if saved.schema_version != SCHEMA_VERSION {
            let got = saved.schema_version;
            return Err(Error::SchemaVersion { what: WHAT, expected: SCHEMA_VERSION, got });
        }
        let empty = |term: &Term| matches!(term, Term::Categorical { levels, .. } if levels.is_empty());
        if saved.terms.is_empty() || saved.terms.iter().any(empty) {
            return Err(Error::Malformed { what: WHAT, reason: "it has no terms, or a term has no levels" });
        }
        let encoder = Self::from_terms(saved.terms);
        if first_repeated(encoder.columns.iter().map(String::as_str)).is_some() {
            return Err(Error::Malformed { what: WHAT, reason: "a column comes twice" });
        }
        Ok(encoder)
    }
}
