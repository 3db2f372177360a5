//! The diary of one person, from a table.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use chrono::{Datelike, NaiveDate};
use features::Columns;
use nutrition::{Diary, N_DAYS, N_METRICS, Profile};
use words::{DiaryMetric, USER_COLUMN};

use crate::nutrition::protein::profile::{PROFILE_COLUMNS, check_safety_columns, read_profile};
use crate::table::Table;

/// The last two weeks of one person.
pub(crate) struct PersonDiary {
    pub(crate) user_id: String,
    pub(crate) profile: Profile,
    pub(crate) diary: Diary,
}

impl PersonDiary {
    /// Reads the diary of one person: a row a day, the latest last, with the columns of `protein_diaries.csv`; metrics may be
    /// missing on some days. Of a file with several people, `user` says whose.
    pub(crate) fn read(path: &Path, user: Option<&str>) -> Result<Self> {
        let table = Table::read(path)?.with_lowercase_names()?;
        check_safety_columns(&table)?;
        let columns: Vec<&str> =
            PROFILE_COLUMNS.into_iter().chain(DiaryMetric::ALL.iter().map(|metric| metric.name())).collect();
        table.require(&columns)?;
        let (table, user_id) = select(table, user)?;
        let last = table.n_rows() - 1;
        let profile = read_profile(&table.take(&[last]))?;
        let values = DiaryMetric::ALL
            .iter()
            .map(|metric| Ok(table.numeric_or_missing(metric.name())?))
            .collect::<Result<Vec<_>>>()?;
        let mut days: Vec<[Option<f64>; N_METRICS]> = Vec::new();
        for (row, n_skipped) in skipped_days(&table)?.into_iter().enumerate() {
            days.extend(std::iter::repeat_n([None; N_METRICS], n_skipped));
            days.push(std::array::from_fn(|metric| values[metric][row]));
        }
        let diary = Diary::new(&days).with_context(|| format!("`{}`, user {user_id}", path.display()))?;
        Ok(Self { user_id, profile, diary })
    }
}

/// How many days before each row have none, by the column `day` or `date` if there is one: they are missing days.
fn skipped_days(table: &Table) -> Result<Vec<usize>> {
    let (column, days) = if table.has_column("day") {
        ("day", table.numeric("day")?)
    } else if table.has_column("date") {
        ("date", dates(table)?)
    } else {
        return Ok(vec![0; table.n_rows()]);
    };
    let texts = table.strings(column)?;
    let mut skipped = vec![0];
    for (row, pair) in (1..).zip(days.windows(2)) {
        let step = pair[1] - pair[0];
        ensure!(
            step >= 1.0 && step.fract() == 0.0,
            "{}, column `{column}`: expected a whole number of days after {}, got {}; sort the rows, one a day",
            table.row_name(row),
            texts[row - 1],
            texts[row]
        );
        // More than a diary holds are refused as a gap, however many they are.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
        skipped.push((step - 1.0).min(N_DAYS as f64) as usize);
    }
    Ok(skipped)
}

/// The column `date` as numbers of days.
fn dates(table: &Table) -> Result<Vec<f64>> {
    let number = |(row, text): (usize, String)| {
        // Of a moment, the date counts.
        let day = text.trim().get(..10).unwrap_or(text.trim());
        let date = NaiveDate::parse_from_str(day, "%Y-%m-%d").with_context(|| {
            format!("{}, column `date`: expected a date such as 2026-11-27, got `{text}`", table.row_name(row))
        })?;
        Ok(f64::from(date.num_days_from_ce()))
    };
    table.strings("date")?.into_iter().enumerate().map(number).collect()
}

/// The rows of the person asked for, or of the only one there is.
fn select(table: Table, user: Option<&str>) -> Result<(Table, String)> {
    if !table.has_column(USER_COLUMN) {
        ensure!(
            user.is_none(),
            "`{}` has no column `{USER_COLUMN}` to find user `{}` by",
            table.file(),
            user.unwrap_or("")
        );
        return Ok((table, "1".to_owned()));
    }
    let ids = table.strings(USER_COLUMN)?;
    let mut known = ids.clone();
    known.dedup();
    let wanted = match (user, known.as_slice()) {
        (Some(user), _) => user.to_owned(),
        (None, [only]) => only.clone(),
        (None, _) => {
            bail!("`{}` holds {} people, such as `{}`: say whose with `--user`", table.file(), known.len(), known[0])
        }
    };
    let rows: Vec<usize> = (0..ids.len()).filter(|&row| ids[row] == wanted).collect();
    if rows.is_empty() {
        bail!("`{}` has no user `{wanted}`; it has {} people, such as `{}`", table.file(), known.len(), known[0]);
    }
    Ok((table.take(&rows), wanted))
}
