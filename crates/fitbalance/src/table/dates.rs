//! Dates in text.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{Table, TableError};

/// Formats of a date without and with a time, the unambiguous ones first.
const ISO: [&str; 2] = ["%Y-%m-%d", "%Y/%m/%d"];
const DAY_FIRST: [&str; 3] = ["%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"];
const MONTH_FIRST: [&str; 2] = ["%m/%d/%Y", "%m-%d-%Y"];

/// Seconds of a day.
const SECONDS_PER_DAY: f64 = 86_400.0;

/// Whether a text is a date in one of the usual ways to write one.
pub(super) fn is_date(text: &str) -> bool {
    text.len() >= 8
        && text.starts_with(|first: char| first.is_ascii_digit())
        && ISO.iter().chain(&DAY_FIRST).chain(&MONTH_FIRST).any(|format| days(text, format).is_some())
}

/// Days since 1970-01-01, with the time of the day as a fraction.
fn days(text: &str, format: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('Z');
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    let date = NaiveDate::parse_from_str(date, format).ok()?;
    let time = ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|format| NaiveTime::parse_from_str(time, format).ok())?;
    let moment = NaiveDateTime::new(date, time).and_utc();
    #[expect(clippy::cast_precision_loss, reason = "seconds of some centuries are far below 2^53")]
    Some(moment.timestamp() as f64 / SECONDS_PER_DAY)
}

/// The first and the last of dates that are written alike.
pub(super) fn ends<'a>(texts: impl Iterator<Item = &'a str>) -> Option<[String; 2]> {
    let texts: Vec<&str> = texts.collect();
    let read = |format: &&str| {
        let days = |text: &&'a str| Some((days(text, format)?, *text));
        texts.iter().map(days).collect::<Option<Vec<_>>>()
    };
    let mut dated = ISO.iter().chain(&DAY_FIRST).chain(&MONTH_FIRST).find_map(read)?;
    dated.sort_by(|a, b| a.0.total_cmp(&b.0));
    Some([dated.first()?.1.to_owned(), dated.last()?.1.to_owned()])
}

impl Table {
    /// A column of dates as days since 1970-01-01.
    ///
    /// # Errors
    ///
    /// [`TableError::MissingValue`], [`TableError::NotADate`], and [`TableError::UnclearDate`] where all could have day and month
    /// the other way round
    pub(super) fn days(&self, column: &str) -> Result<Vec<f64>, TableError> {
        let texts = self.collect(column, |at, value| Ok((at, value.to_string())))?;
        let read = |format: &str| texts.iter().map(|(_, text)| days(text, format)).collect::<Option<Vec<f64>>>();
        if let Some(days) = ISO.into_iter().find_map(read) {
            return Ok(days);
        }
        match (DAY_FIRST.into_iter().find_map(read), MONTH_FIRST.into_iter().find_map(read)) {
            (Some(days), None) | (None, Some(days)) => Ok(days),
            (Some(days), Some(others)) if days == others => Ok(days),
            (Some(_), Some(_)) => {
                let (at, value) = texts[0].clone();
                let (file, column) = (self.file().to_owned(), column.to_owned());
                Err(TableError::UnclearDate { file, column, at, value })
            }
            (None, None) => {
                let other = texts.iter().find(|(_, text)| !is_date(text)).unwrap_or(&texts[0]).clone();
                let (file, column, (at, value)) = (self.file().to_owned(), column.to_owned(), other);
                Err(TableError::NotADate { file, column, at, value })
            }
        }
    }
}
