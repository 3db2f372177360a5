//! Which columns of a table explain something, and the rows that have them all.

use anyhow::{Result, ensure};

use super::survey::NotTaken;
use super::{LeftOut, Missing, Table};

/// Rows that lack nothing, and the columns that explain.
#[derive(Debug)]
pub(super) struct Usable {
    pub(crate) table: Table,
    /// Columns that were not named, and explain.
    pub(crate) rest: Vec<String>,
    /// Columns that are not taken, and why.
    pub(crate) left_out: NotTaken,
    pub(crate) n_dropped: usize,
}

impl Table {
    /// Takes the columns `named` and, if that is asked for, all others that can explain something beside `taken`; and applies a
    /// policy for missing values to them. The columns `not_rest` are taken only where they are named.
    ///
    /// # Errors
    ///
    /// Columns that are not there, that cannot be read, or lack a value
    pub(super) fn usable(
        &self,
        named: &[String],
        with_rest: bool,
        not_rest: &[String],
        taken: &[&str],
        missing: Missing,
    ) -> Result<Usable> {
        let with_taken = |columns: &[String]| -> Vec<String> {
            taken.iter().map(|&column| column.to_owned()).chain(columns.iter().cloned()).collect()
        };
        self.require(&with_taken(named))?;
        for column in with_taken(named) {
            let is_in = |columns: &[String]| columns.contains(&column);
            let is_named = named.contains(&column);
            ensure!(!is_in(&self.stated.excluded), "column `{column}` is given a part and to `--exclude`");
            ensure!(!(is_named && is_in(&self.stated.ids)), "column `{column}` is to explain and given to `--id`");
            ensure!(
                !is_named
                    || self.stated.holds_categories(&column).is_some()
                    || self.left_out(&column)? != Some(LeftOut::Date),
                "column `{column}` holds dates: `--date` counts their days, `--categorical` takes them for groups"
            );
        }
        if !with_rest {
            let (table, n_dropped) = self.complete_cases(&with_taken(named), missing)?;
            return Ok(Usable { table, rest: Vec::new(), left_out: Vec::new(), n_dropped });
        }
        let (mut columns, mut left_out) = self.covariates(taken)?;
        columns.retain(|column| !not_rest.contains(column));
        left_out.retain(|(column, _)| !not_rest.contains(column));
        left_out.retain(|(column, _)| !named.contains(column));
        let more = named.iter().filter(|column| !columns.contains(column)).cloned();
        let (table, n_dropped) =
            self.complete_cases(&with_taken(&columns.iter().cloned().chain(more).collect::<Vec<_>>()), missing)?;
        // What is left of a column may be one value.
        let mut kept = columns;
        if n_dropped > 0 {
            let (_, others) = table.covariates(taken)?;
            let constant =
                others.into_iter().filter(|(column, why)| kept.contains(column) && matches!(why, LeftOut::Constant(_)));
            left_out.extend(constant.collect::<Vec<_>>());
            kept.retain(|column| left_out.iter().all(|(other, _)| other != column));
        }
        let why: Vec<String> = left_out.iter().map(|(column, why)| format!("`{column}` ({why})")).collect();
        ensure!(
            !kept.is_empty() || !named.is_empty(),
            "`{}`: no column is left to explain with beside {}{}",
            self.file(),
            taken.join(", "),
            if why.is_empty() { String::new() } else { format!("; left out: {}", why.join(", ")) }
        );
        Ok(Usable { table, rest: kept, left_out, n_dropped })
    }
}
