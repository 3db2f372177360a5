//! From columns to a design matrix.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::{Array2, Axis, Slice};
use serde::{Deserialize, Serialize};

use crate::SCHEMA_VERSION;
use crate::columns::Columns;
use crate::error::{Error, Result};
use crate::formula::{Factor, Formula, FormulaError};
use crate::spline::Spline;
use crate::term::{Term, categorical, product};

/// Turns columns of a table into a design matrix: numbers as they are, categories as one column a level but one, and what a
/// [`Formula`] makes of them.
///
/// The level left out is the reference, with which the coefficients of the others compare: what the table states, else the most
/// frequent one in the training data, the first in alphabetical order among equals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Saved", into = "Saved")]
pub struct DesignEncoder {
    terms: Vec<Term>,
    columns: Vec<String>,
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
                categorical(table, column, None, false)
            } else {
                Ok(Term::Numeric { column: column.to_owned() })
            }
        };
        Ok(Self::from_terms(covariates.into_iter().map(term).collect::<Result<_>>()?))
    }

    /// Learns what a formula needs: levels of groups, knots of splines.
    ///
    /// Groups within a product have a column for each level where the term of the other factors is none of its own, else for all
    /// but the reference, as in R; of groups alone the first cell is left out, with which the others compare, and so are cells that no
    /// row has (R has NA for such).
    ///
    /// # Errors
    ///
    /// [`Error::Formula`] if `.` still stands for columns, [`Error::OneLevel`], [`Error::UnknownReference`], [`Error::Knots`],
    /// [`Error::NotCalculated`], or what reading a column says.
    pub fn fit_formula(table: &impl Columns, formula: &Formula) -> Result<Self> {
        if formula.has_rest() {
            let why = "`.` stands for columns that are not named: give them by `with_rest`".to_owned();
            return Err(FormulaError { formula: formula.to_string(), at: 1, why }.into());
        }
        let terms = formula.terms();
        let learn = |term: &Vec<Factor>| {
            let factor = |factor: &Factor| {
                let others: Vec<&Factor> = term.iter().filter(|other| *other != factor).collect();
                let is_term = |other: &Vec<Factor>| {
                    other.len() == others.len() && others.iter().all(|factor| other.contains(factor))
                };
                let is_full = !others.is_empty() && !terms.iter().any(is_term);
                learnt(table, factor, is_full)
            };
            let mut factors = term.iter().map(factor).collect::<Result<Vec<_>>>()?;
            if factors.len() == 1 { Ok(factors.remove(0)) } else { product(table, factors) }
        };
        let encoder = Self::from_terms(terms.iter().map(learn).collect::<Result<_>>()?);
        match first_repeated(encoder.columns.iter().map(String::as_str)) {
            Some(column) => Err(Error::Repeated { column: column.to_owned() }),
            None => Ok(encoder),
        }
    }

    fn from_terms(terms: Vec<Term>) -> Self {
        let columns = terms.iter().flat_map(Term::columns).collect();
        Self { terms, columns }
    }

    /// Names of the design's columns, such as `age` and `occupation=nurse`.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Names of the terms, such as `age` and `log(crp)`: of a plain encoder the columns that it reads.
    pub fn terms(&self) -> Vec<String> {
        self.terms.iter().map(Term::name).collect()
    }

    /// Names of the columns of a table that it reads, each once.
    pub fn sources(&self) -> Vec<&str> {
        let mut sources = Vec::new();
        for (column, _) in self.terms.iter().flat_map(Term::sources) {
            if !sources.contains(&column) {
                sources.push(column);
            }
        }
        sources
    }

    /// Names of those that it reads as numbers, each once.
    pub fn number_sources(&self) -> Vec<&str> {
        let mut sources = Vec::new();
        for (column, is_group) in self.terms.iter().flat_map(Term::sources) {
            if !is_group && !sources.contains(&column) {
                sources.push(column);
            }
        }
        sources
    }

    /// The columns of a table that each term reads, in the order of the terms.
    pub fn sources_of_terms(&self) -> Vec<Vec<&str>> {
        self.terms.iter().map(|term| term.sources().into_iter().map(|(column, _)| column).collect()).collect()
    }

    /// Numbers of the design's columns of each term: one of a number, all of a category.
    pub fn columns_of_terms(&self) -> Vec<Vec<usize>> {
        let mut next = 0;
        let columns = |term: &Term| {
            let first = next;
            next += term.columns().len();
            (first..next).collect()
        };
        self.terms.iter().map(columns).collect()
    }

    /// Categorical columns with their reference levels, each once.
    pub fn reference_levels(&self) -> Vec<(String, String)> {
        let mut levels: Vec<(String, String)> = Vec::new();
        for (column, level) in self.terms.iter().flat_map(Term::references) {
            if !levels.iter().any(|(known, _)| known == column) {
                levels.push((column.to_owned(), level.to_owned()));
            }
        }
        levels
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
            let columns = term.transform(table, &mut unknown)?;
            let place = Slice::from(next..next + columns.ncols());
            next += columns.ncols();
            design.slice_axis_mut(Axis(1), place).assign(&columns);
        }
        Ok((design, unknown))
    }
}

/// What an encoder needs to know of a factor.
fn learnt(table: &impl Columns, factor: &Factor, is_full: bool) -> Result<Term> {
    match factor {
        Factor::Column(column) if table.is_categorical(column)? => categorical(table, column, None, is_full),
        Factor::Column(column) | Factor::Strata(column) | Factor::Cluster(column) => {
            Ok(Term::Numeric { column: column.clone() })
        }
        Factor::Groups { column, reference } => categorical(table, column, reference.as_deref(), is_full),
        Factor::Function(expression) => Ok(Term::Function { expression: expression.clone() }),
        Factor::Spline { of, kind, knots, boundary } => {
            let name = factor.to_string();
            let spline = Spline::new(&name, *kind, knots, *boundary, &of.evaluate(table)?)?;
            Ok(Term::Spline { name, of: of.clone(), spline })
        }
    }
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
        let no_terms = saved.terms.is_empty().then_some("it has no terms");
        if let Some(reason) = no_terms.or_else(|| saved.terms.iter().find_map(Term::flaw)) {
            return Err(Error::Malformed { what: WHAT, reason });
        }
        let encoder = Self::from_terms(saved.terms);
        if first_repeated(encoder.columns.iter().map(String::as_str)).is_some() {
            return Err(Error::Malformed { what: WHAT, reason: "a column comes twice" });
        }
        Ok(encoder)
    }
}
