//! Covariates as an encoder keeps them, with what it has learnt of each.

use std::collections::BTreeMap;

use ndarray::{Array2, Axis, Slice};
use serde::{Deserialize, Serialize};

use crate::columns::Columns;
use crate::error::{Error, Result};
use crate::formula::Expression;
use crate::spline::Spline;

/// Texts of a column beyond which they name rows rather than group them; each level costs a column of the design.
const MOST_LEVELS: usize = 256;

/// One covariate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Term {
    Numeric {
        column: String,
    },
    Categorical {
        column: String,
        /// The level that has no column; in a product without the term of the others alone, each has one.
        reference: Option<String>,
        /// The other levels, in the order of their columns.
        levels: Vec<String>,
    },
    Function {
        expression: Expression,
    },
    Spline {
        name: String,
        of: Expression,
        spline: Spline,
    },
    /// Products of the columns of other terms, those of the first going round fastest.
    Product {
        factors: Vec<Self>,
        /// Columns that are left out, by their number: of cells that no row had, and of the first cell where all are groups with
        /// all of their levels, which the others then compare with.
        #[serde(default)]
        left_out: Vec<usize>,
    },
}

/// Rows with a category that was not there at training: number from 0 → the first of them.
pub(crate) type Unknown = BTreeMap<usize, Error>;

impl Term {
    /// How it stands in a formula.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Numeric { column } | Self::Categorical { column, .. } => column.clone(),
            Self::Function { expression } => expression.to_string(),
            Self::Spline { name, .. } => name.clone(),
            Self::Product { factors, .. } => factors.iter().map(Self::name).collect::<Vec<_>>().join(":"),
        }
    }

    /// Names of its columns of the design.
    pub(crate) fn columns(&self) -> Vec<String> {
        match self {
            Self::Numeric { column } => vec![column.clone()],
            Self::Categorical { column, levels, .. } => {
                levels.iter().map(|level| format!("{column}={level}")).collect()
            }
            Self::Function { expression } => vec![expression.to_string()],
            Self::Spline { name, spline, .. } => (1..=spline.n_columns()).map(|at| format!("{name}{at}")).collect(),
            Self::Product { factors, left_out } => {
                let product = |columns: Vec<String>, factor: &Self| {
                    let more = factor.columns();
                    more.iter().flat_map(|last| columns.iter().map(move |first| format!("{first}:{last}"))).collect()
                };
                let first = factors.first().map_or_else(Vec::new, Self::columns);
                let all = factors.iter().skip(1).fold(first, product);
                all.into_iter().enumerate().filter(|(at, _)| !left_out.contains(at)).map(|(_, name)| name).collect()
            }
        }
    }

    /// The columns of a table that it reads, each once; whether they are read as groups.
    pub(crate) fn sources(&self) -> Vec<(&str, bool)> {
        match self {
            Self::Numeric { column } => vec![(column, false)],
            Self::Categorical { column, .. } => vec![(column, true)],
            Self::Function { expression } | Self::Spline { of: expression, .. } => {
                expression.columns().into_iter().map(|column| (column, false)).collect()
            }
            Self::Product { factors, .. } => {
                let mut sources: Vec<(&str, bool)> = Vec::new();
                for source in factors.iter().flat_map(Self::sources) {
                    if !sources.contains(&source) {
                        sources.push(source);
                    }
                }
                sources
            }
        }
    }

    /// The categorical columns in it with their reference levels.
    pub(crate) fn references(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Categorical { column, reference: Some(reference), .. } => vec![(column, reference)],
            Self::Product { factors, .. } => factors.iter().flat_map(Self::references).collect(),
            _ => Vec::new(),
        }
    }

    /// Its columns of every row, and the rows with a level that is unknown, where they are NaN.
    pub(crate) fn transform(&self, table: &impl Columns, unknown: &mut Unknown) -> Result<Array2<f64>> {
        let n_rows = table.n_rows();
        let one_column = |values: Vec<f64>| ndarray::Array1::from(values).insert_axis(Axis(1));
        match self {
            Self::Numeric { column } => Ok(one_column(table.numbers(column)?)),
            Self::Function { expression } => Ok(one_column(expression.evaluate(table)?)),
            Self::Spline { of, spline, .. } => {
                let mut design = Array2::zeros((n_rows, spline.n_columns()));
                spline.write(&of.evaluate(table)?, design.columns_mut().into_iter());
                Ok(design)
            }
            Self::Categorical { column, reference, levels } => {
                let mut design = Array2::zeros((n_rows, levels.len()));
                for (row, value) in table.texts(column)?.iter().enumerate() {
                    match levels.iter().position(|level| is_same(level, value)) {
                        Some(level) => design[[row, level]] = 1.0,
                        None if reference.as_ref().is_some_and(|reference| is_same(reference, value)) => {}
                        None => {
                            design.row_mut(row).fill(f64::NAN);
                            let known = levels.iter().chain(reference);
                            unknown.entry(row).or_insert_with(|| unknown_level(table, row, column, value, known));
                        }
                    }
                }
                Ok(design)
            }
            Self::Product { factors, left_out } => {
                let mut product = Array2::ones((n_rows, 1));
                for factor in factors {
                    let columns = factor.transform(table, unknown)?;
                    let n_before = product.ncols();
                    let mut wider = Array2::zeros((n_rows, n_before * columns.ncols()));
                    for (at, column) in columns.axis_iter(Axis(1)).enumerate() {
                        let place = Slice::from(at * n_before..(at + 1) * n_before);
                        let mut block = wider.slice_axis_mut(Axis(1), place);
                        block.assign(&product);
                        block *= &column.insert_axis(Axis(1));
                    }
                    product = wider;
                }
                let kept: Vec<usize> = (0..product.ncols()).filter(|at| !left_out.contains(at)).collect();
                Ok(product.select(Axis(1), &kept))
            }
        }
    }

    /// What does not fit together in a term that was saved.
    pub(crate) fn flaw(&self) -> Option<&'static str> {
        match self {
            Self::Numeric { .. } | Self::Function { .. } => None,
            Self::Categorical { levels, .. } => levels.is_empty().then_some("a term has no levels"),
            Self::Spline { spline, .. } => spline.flaw().map(|_| "the knots of a spline are not in order"),
            Self::Product { factors, .. } if factors.len() < 2 => Some("a product has less than two factors"),
            Self::Product { .. } if self.columns().is_empty() => Some("a product has no columns"),
            Self::Product { factors, .. } => factors.iter().find_map(Self::flaw),
        }
    }
}

/// A product of terms without the columns that no row of the table has.
pub(crate) fn product(table: &impl Columns, factors: Vec<Term>) -> Result<Term> {
    let of_all_levels = |term: &Term| matches!(term, Term::Categorical { reference: None, .. });
    let whole = Term::Product { factors: factors.clone(), left_out: Vec::new() };
    let columns = whole.transform(table, &mut Unknown::new())?;
    let is_first_of_groups = |at: usize| at == 0 && factors.iter().all(of_all_levels);
    let is_empty = |at: usize| columns.column(at).iter().all(|value| *value == 0.0);
    let left_out: Vec<usize> = (0..columns.ncols()).filter(|&at| is_first_of_groups(at) || is_empty(at)).collect();
    if left_out.len() == columns.ncols() {
        return Err(Error::EmptyProduct { term: whole.name() });
    }
    Ok(Term::Product { factors, left_out })
}

/// Learns the levels of a column; of `is_full` each has a column, else all but the reference: what is stated, else the most
/// frequent one.
pub(crate) fn categorical(table: &impl Columns, column: &str, stated: Option<&str>, is_full: bool) -> Result<Term> {
    let mut counts = BTreeMap::<String, usize>::new();
    for value in table.texts(column)? {
        *counts.entry(value).or_default() += 1;
    }
    if counts.len() > MOST_LEVELS {
        return Err(Error::TooManyLevels { column: column.to_owned(), n_levels: counts.len(), most: MOST_LEVELS });
    }
    let most = counts.values().copied().max().unwrap_or(0);
    let most_frequent = || counts.iter().find(|(_, count)| **count == most).map(|(level, _)| level.clone());
    let reference = match stated.or_else(|| table.reference(column)) {
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
    let column = column.to_owned();
    let mut levels: Vec<String> = counts.into_keys().collect();
    if is_full {
        levels.insert(0, reference);
        return Ok(Term::Categorical { column, reference: None, levels });
    }
    Ok(Term::Categorical { column, reference: Some(reference), levels })
}

fn unknown_level<'a>(
    table: &impl Columns,
    row: usize,
    column: &str,
    value: &str,
    known: impl Iterator<Item = &'a String>,
) -> Error {
    let mut known: Vec<&String> = known.collect();
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
