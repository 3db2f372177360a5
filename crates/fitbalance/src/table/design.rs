//! From a table to a design matrix.

use anyhow::Result;
use features::{Columns, DesignEncoder, Formula};
use ndarray::Array2;

use super::usable::Usable;
use super::{Missing, NotTaken, Table};

/// Which columns explain, and how.
#[derive(Debug, Clone)]
pub(crate) enum Covariates {
    /// These as they are; none: all that can explain something.
    Columns(Vec<String>),
    /// What a formula makes of them.
    Formula(Formula),
}

/// Rows that lack nothing, with their covariates.
#[derive(Debug)]
pub(crate) struct Design {
    pub(crate) table: Table,
    pub(crate) encoder: DesignEncoder,
    /// `[n_rows, n_columns]`, columns as the encoder names them.
    pub(crate) x: Array2<f64>,
    /// Columns that could have been covariates and are none, with the reason.
    pub(crate) left_out: NotTaken,
    pub(crate) n_dropped: usize,
}

impl Default for Covariates {
    fn default() -> Self {
        Self::Columns(Vec::new())
    }
}

impl Covariates {
    /// Columns that are named.
    pub(crate) fn named(&self) -> Vec<String> {
        match self {
            Self::Columns(columns) => columns.clone(),
            Self::Formula(formula) => formula.columns().into_iter().map(str::to_owned).collect(),
        }
    }

    /// Whether columns that are not named explain as well.
    fn has_rest(&self) -> bool {
        match self {
            Self::Columns(columns) => columns.is_empty(),
            Self::Formula(formula) => formula.has_rest(),
        }
    }
}

impl Table {
    /// Makes the design matrix of covariates; `taken` are columns with another part, which need a value in each row as well.
    ///
    /// # Errors
    ///
    /// Columns that are not there, cannot be read, lack a value or explain nothing; what a formula cannot make of them
    pub(crate) fn design(&self, covariates: &Covariates, taken: &[&str], missing: Missing) -> Result<Design> {
        let named = covariates.named();
        let not_rest = match covariates {
            Covariates::Columns(_) => Vec::new(),
            Covariates::Formula(formula) => formula.taken_away(),
        };
        not_rest.iter().try_for_each(|column| self.find(column))?;
        let Usable { table, rest, left_out, n_dropped } =
            self.usable(&named, covariates.has_rest(), &not_rest, taken, missing)?;
        let encoder = match covariates {
            Covariates::Columns(_) => DesignEncoder::fit(&table, if named.is_empty() { &rest } else { &named })?,
            Covariates::Formula(formula) => DesignEncoder::fit_formula(&table, &formula.with_rest(&rest)?)?,
        };
        let x = encoder.transform(&table)?;
        debug_assert_eq!(x.nrows(), table.n_rows(), "a row of the design for each of the table");
        Ok(Design { table, encoder, x, left_out, n_dropped })
    }
}
