//! Rows that lack a value: refused or left out.

use features::Columns;

use super::{Table, TableError};

/// What to do with rows that lack a value in a column that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Missing {
    /// Refuse them: the first one is an error.
    #[default]
    Error,
    /// Leave them out, and say how many.
    Drop,
}

impl Table {
    /// Applies a policy for missing values in `columns`; returns the table and the number of rows left out.
    ///
    /// # Errors
    ///
    /// With [`Missing::Error`], [`TableError::MissingValue`] for the first missing value in the order of `columns`;
    /// with [`Missing::Drop`] as [`Table::drop_incomplete`].
    pub(crate) fn complete_cases(
        &self,
        columns: &[impl AsRef<str>],
        missing: Missing,
    ) -> Result<(Self, usize), TableError> {
        if missing == Missing::Error {
            for column in columns {
                self.collect(column.as_ref(), |_, _| Ok(()))?;
            }
            return Ok((self.clone(), 0));
        }
        self.drop_incomplete(columns)
    }

    /// Leaves out the rows in which one of `columns` is missing; returns the rest and the number left out.
    ///
    /// # Errors
    ///
    /// [`TableError::UnknownColumn`], and [`TableError::NoCompleteRow`] if nothing would be left.
    pub(crate) fn drop_incomplete(&self, columns: &[impl AsRef<str>]) -> Result<(Self, usize), TableError> {
        let mut is_complete = vec![true; self.n_rows()];
        for column in columns {
            self.visit(column.as_ref(), |row, value| {
                is_complete[row] &= value.is_some();
                Ok(())
            })?;
        }
        let rows: Vec<usize> = (0..self.n_rows()).filter(|&row| is_complete[row]).collect();
        let n_dropped = self.n_rows() - rows.len();
        if n_dropped == 0 {
            return Ok((self.clone(), 0));
        }
        if rows.is_empty() {
            let names: Vec<String> = columns.iter().map(|column| format!("`{}`", column.as_ref())).collect();
            return Err(TableError::NoCompleteRow { file: self.origin.file.clone(), columns: names.join(", ") });
        }
        Ok((self.take(&rows), n_dropped))
    }
}
