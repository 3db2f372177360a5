//! The diaries of people, from a table.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use chrono::{Datelike, NaiveDate};
use features::Columns;
use nutrition::{Diary, MOST_INTAKE_G, N_DAYS, N_METRICS, Profile};
use predict::protein::IntakeRecord;
use words::{DiaryMetric, USER_COLUMN};

use crate::nutrition::protein::profile::{PROFILE_COLUMNS, check_safety_columns, read_profile};
use crate::table::Table;

/// The column with the protein eaten on a day, g.
const INTAKE_COLUMN: &str = "protein_intake_g";

/// The last two weeks of one person.
pub(crate) struct PersonDiary {
    pub(crate) user_id: String,
    pub(crate) profile: Profile,
    pub(crate) diary: Diary,
    pub(crate) record: IntakeRecord,
}

/// The diaries of a file.
pub(crate) struct PeopleDiaries {
    pub(crate) people: Vec<PersonDiary>,
    /// Columns that look like a metric and are not read.
    pub(crate) remarks: Vec<String>,
}

impl PeopleDiaries {
    /// Reads diaries: a row a day, the latest last, with the columns of `protein_diaries.csv`; metrics may be missing on some days, or altogether as
    /// long as there is one. Of a file with several people, `user` says whose, or everybody's are read.
    pub(crate) fn read(path: &Path, user: Option<&str>) -> Result<Self> {
        let table = Table::read(path)?.with_lowercase_names()?;
        check_safety_columns(&table)?;
        table.require(&PROFILE_COLUMNS)?;
        ensure!(
            DiaryMetric::ALL.iter().any(|metric| table.has_column(metric.name())),
            "`{}` has no metric of a diary: expected at least one of the columns {}",
            table.file(),
            DiaryMetric::NAMES.map(|name| format!("`{name}`")).join(", ")
        );
        let remarks = unread_metrics(&table);
        let people = select(&table, user)?
            .into_iter()
            .map(|(user_id, rows)| {
                PersonDiary::of(&table.take(&rows), user_id.clone())
                    .with_context(|| format!("`{}`, user {user_id}", path.display()))
            })
            .collect::<Result<_>>()?;
        Ok(Self { people, remarks })
    }
}

impl PersonDiary {
    fn of(table: &Table, user_id: String) -> Result<Self> {
        let last = table.n_rows() - 1;
        let profile = read_profile(&table.take(&[last]))?;
        let values_of = |column: &str| -> Result<Vec<Option<f64>>> {
            Ok(if table.has_column(column) { table.numeric_or_missing(column)? } else { vec![None; table.n_rows()] })
        };
        let values = DiaryMetric::ALL.iter().map(|metric| values_of(metric.name())).collect::<Result<Vec<_>>>()?;
        let eaten = values_of(INTAKE_COLUMN)?;
        for (row, grams) in eaten.iter().enumerate() {
            ensure!(
                grams.is_none_or(|grams| (0.0..=MOST_INTAKE_G).contains(&grams)),
                "{}, column `{INTAKE_COLUMN}`: expected within 0 and {MOST_INTAKE_G} g, got {}",
                table.row_name(row),
                grams.unwrap_or(f64::NAN)
            );
        }
        let (mut days, mut intakes) = (Vec::new(), Vec::new());
        for (row, n_skipped) in skipped_days(table)?.into_iter().enumerate() {
            days.extend(std::iter::repeat_n([None; N_METRICS], n_skipped));
            intakes.extend(std::iter::repeat_n(None, n_skipped));
            days.push(std::array::from_fn(|metric| values[metric][row]));
            intakes.push(eaten[row]);
        }
        let diary = Diary::new(&days)?;
        Ok(Self { user_id, profile, diary, record: IntakeRecord::of_days(&intakes) })
    }
}

/// What to say of columns whose names begin as that of a metric that is not there.
fn unread_metrics(table: &Table) -> Vec<String> {
    let begin = |name: &str| name.split('_').next().unwrap_or(name).to_owned();
    let is_missing = |metric: &&DiaryMetric| !table.has_column(metric.name());
    let of_metric = |metric: &DiaryMetric| {
        let mut others = table.column_names().into_iter().filter(|column| DiaryMetric::from_name(column).is_none());
        let similar = others.find(|column| begin(column) == begin(metric.name()));
        similar.map(|column| {
            format!("column `{column}` is not read: call it `{}` if that is what it holds", metric.name())
        })
    };
    DiaryMetric::ALL.iter().filter(is_missing).filter_map(of_metric).collect()
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

/// The rows of the person asked for, or of everybody.
fn select(table: &Table, user: Option<&str>) -> Result<Vec<(String, Vec<usize>)>> {
    if !table.has_column(USER_COLUMN) {
        ensure!(
            user.is_none(),
            "`{}` has no column `{USER_COLUMN}` to find user `{}` by",
            table.file(),
            user.unwrap_or("")
        );
        return Ok(vec![("1".to_owned(), (0..table.n_rows()).collect())]);
    }
    let mut people: Vec<(String, Vec<usize>)> = Vec::new();
    let mut place: BTreeMap<String, usize> = BTreeMap::new();
    for (row, id) in table.strings(USER_COLUMN)?.into_iter().enumerate() {
        let at = *place.entry(id.clone()).or_insert(people.len());
        if at == people.len() {
            people.push((id, Vec::new()));
        }
        people[at].1.push(row);
    }
    let Some(wanted) = user else { return Ok(people) };
    match place.get(wanted) {
        Some(&at) => Ok(vec![people.swap_remove(at)]),
        None => {
            bail!(
                "`{}` has no user `{wanted}`; it has {} people, such as `{}`",
                table.file(),
                people.len(),
                people[0].0
            )
        }
    }
}
