//! Tables whose columns are what somebody states.

use features::Stated;

use super::cells::Value;
use super::{Position, Table, TableError};

impl Table {
    /// The same table, read as is stated.
    ///
    /// # Errors
    ///
    /// [`TableError::UnknownColumn`]; [`TableError::StatedTwice`] where a column is stated to be two things;
    /// [`TableError::ReferenceOfNumbers`]
    pub(crate) fn with_stated(mut self, stated: Stated) -> Result<Self, TableError> {
        let others = stated.references.iter().map(|(column, _)| column).chain(&stated.ids).chain(&stated.excluded);
        for column in stated.types().into_iter().map(|(column, _)| column).chain(others.map(String::as_str)) {
            self.find(column)?;
        }
        let mut types = stated.types();
        types.sort_unstable();
        if let Some(pair) = types.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let (file, column) = (self.file().to_owned(), pair[0].0.to_owned());
            return Err(TableError::StatedTwice { file, column, first: pair[0].1, second: pair[1].1 });
        }
        self.stated = stated;
        for (column, level) in &self.stated.references {
            if !self.holds_categories(column)? {
                let (file, column, level) = (self.file().to_owned(), column.clone(), level.clone());
                return Err(TableError::ReferenceOfNumbers { file, column, level });
            }
        }
        Ok(self)
    }

    /// Which of the ordered levels a value is, from 1.
    pub(super) fn rank(
        &self,
        column: &str,
        order: &[String],
        at: Position,
        value: Value<'_>,
    ) -> Result<f64, TableError> {
        let is_level = |level: &&String| {
            let number = level.trim().parse::<f64>();
            level.trim() == value.to_string().trim() || number.is_ok_and(|number| value.is_number(number))
        };
        let rank = order.iter().zip(1_u32..).find(|(level, _)| is_level(level)).map(|(_, rank)| f64::from(rank));
        rank.ok_or_else(|| TableError::NotALevel {
            file: self.file().to_owned(),
            column: column.to_owned(),
            at,
            value: value.to_string(),
            expected: order.join(" < "),
        })
    }
}
