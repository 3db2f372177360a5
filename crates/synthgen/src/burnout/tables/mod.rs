//! People and days as tables, in memory and in files; with the feature `polars`.

mod frame;
mod truth;
mod write;

use std::ops::Range;

use polars::frame::DataFrame;
use rayon::prelude::*;

use super::user::BurnoutGenerator;
use crate::Result;

pub use write::write_burnout;

impl BurnoutGenerator {
    /// The daily rows of these people, all in memory; columns as in `burnout_longitudinal_dataset.csv`.
    ///
    /// # Errors
    ///
    /// [`Error::Table`](crate::Error::Table) if the table cannot be built
    ///
    /// # Panics
    ///
    /// if `users` reaches beyond 2³² people
    pub fn longitudinal(&self, users: Range<usize>) -> Result<DataFrame> {
        let users: Vec<_> = users.into_par_iter().map(|index| self.user_at(index)).collect();
        frame::longitudinal(&users)
    }

    /// One row for each of these people; columns as in `burnout_aggregated_dataset.csv`.
    ///
    /// # Errors
    ///
    /// [`Error::Table`](crate::Error::Table) if the table cannot be built
    ///
    /// # Panics
    ///
    /// if `users` reaches beyond 2³² people
    pub fn aggregated(&self, users: Range<usize>) -> Result<DataFrame> {
        // The daily records are dropped at once: a row needs a thousandth of them.
        let rows: Vec<_> = users.into_par_iter().map(|index| frame::AggregatedRow::of(&self.user_at(index))).collect();
        frame::aggregated(&rows)
    }
}
