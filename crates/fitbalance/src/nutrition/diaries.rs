//! Protein diaries as the network sees them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use nutrition::{Diary, Metric, N_DAYS, N_METRICS, Profile, ProteinExample};
use serde::de::DeserializeOwned;
use synthgen::Manifest;

use crate::stage::check_sha256;
use crate::table::Table;

/// Columns of a profile.
const PROFILE: [&str; 5] = ["weight_kg", "age_years", "sex", "goal", "training_status"];

/// Every two weeks of every user of a data set.
pub(crate) struct Windows {
    pub(crate) examples: Vec<ProteinExample>,
    /// Whose they are.
    pub(crate) user: Vec<String>,
    /// Users, in the order of the file.
    pub(crate) users: Vec<String>,
    /// Need without noise: known to the generator only, read for the error floor alone.
    pub(crate) noise_free_g_per_day: Vec<f64>,
    /// File name → SHA-256 of what was read.
    pub(crate) inputs: BTreeMap<String, String>,
    /// Seed the data were generated from.
    pub(crate) data_seed: u64,
}

/// The last two weeks of one person.
pub(crate) struct PersonDiary {
    pub(crate) user_id: String,
    pub(crate) profile: Profile,
    pub(crate) diary: Diary,
}

impl Windows {
    /// Reads the diaries of a data set written by `generate nutrition`.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let manifest = Manifest::read(&folder.join(Manifest::file_name(None))).with_context(|| {
            format!("no whole data set in {}; make one with `fitbalance generate nutrition`", folder.display())
        })?;
        let Some(file) = manifest.files.iter().find(|file| file.name.starts_with("protein_diaries")) else {
            bail!("{}: dataset.json lists no protein_diaries file", folder.display());
        };
        let path = folder.join(&file.name);
        check_sha256(&path, &file.sha256)?;
        let table = Table::read(&path)?;
        let needs = table.numeric("need_g_per_day")?;
        let noise_free = table.numeric("need_noise_free_g_per_day")?;
        let metrics = Metric::ALL.iter().map(|metric| Ok(table.numeric(metric.name())?)).collect::<Result<Vec<_>>>()?;
        let ids = table.strings("user_id")?;
        let mut windows = Self {
            examples: Vec::new(),
            user: Vec::new(),
            users: Vec::new(),
            noise_free_g_per_day: Vec::new(),
            inputs: BTreeMap::from([(file.name.clone(), file.sha256.clone())]),
            data_seed: manifest.seed,
        };
        let rows: Vec<usize> = (0..ids.len()).collect();
        for rows in rows.chunk_by(|&a, &b| ids[a] == ids[b]) {
            let profile = profile(&table.take(&rows[..1]))?;
            windows.users.push(ids[rows[0]].clone());
            for days in rows.windows(N_DAYS) {
                let last = days[N_DAYS - 1];
                windows.examples.push(ProteinExample {
                    profile,
                    days: std::array::from_fn(|day| std::array::from_fn(|metric| metrics[metric][days[day]])),
                    need_g_per_day: needs[last],
                });
                windows.user.push(ids[last].clone());
                windows.noise_free_g_per_day.push(noise_free[last]);
            }
        }
        ensure!(!windows.examples.is_empty(), "{}: no user has {N_DAYS} days", path.display());
        Ok(windows)
    }

    /// Positions of the windows of some users.
    pub(crate) fn of(&self, users: &[String]) -> Vec<usize> {
        (0..self.user.len()).filter(|&window| users.contains(&self.user[window])).collect()
    }
}

impl PersonDiary {
    /// Reads the diary of one person: a row a day, the latest last, with the columns of `protein_diaries.csv`; metrics may be
    /// missing on some days. Of a file with several people, `user` says whose.
    pub(crate) fn read(path: &Path, user: Option<&str>) -> Result<Self> {
        let table = Table::read(path)?;
        let columns: Vec<&str> = PROFILE.into_iter().chain(Metric::ALL.iter().map(|metric| metric.name())).collect();
        table.require(&columns)?;
        let (table, user_id) = select(table, user)?;
        let last = table.n_rows() - 1;
        let profile = profile(&table.take(&[last]))?;
        let values = Metric::ALL
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

/// How many days before each row have none, by the column `day` if there is one: they are missing days.
fn skipped_days(table: &Table) -> Result<Vec<usize>> {
    if !table.column_names().contains(&"day") {
        return Ok(vec![0; table.n_rows()]);
    }
    let days = table.numeric("day")?;
    let mut skipped = vec![0];
    for (row, pair) in (1..).zip(days.windows(2)) {
        let step = pair[1] - pair[0];
        ensure!(
            step >= 1.0 && step.fract() == 0.0,
            "{}, column `day`: expected a whole number of days after {}, got {}; sort the rows, one a day",
            table.place(row),
            pair[0],
            pair[1]
        );
        // More than a diary holds are refused as a gap, however many they are.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
        skipped.push((step - 1.0).min(N_DAYS as f64) as usize);
    }
    Ok(skipped)
}

/// The rows of the person asked for, or of the only one there is.
fn select(table: Table, user: Option<&str>) -> Result<(Table, String)> {
    if !table.column_names().contains(&"user_id") {
        ensure!(user.is_none(), "`{}` has no column `user_id` to find user `{}` by", table.file(), user.unwrap_or(""));
        return Ok((table, "1".to_owned()));
    }
    let ids = table.strings("user_id")?;
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

/// The profile in the only row of a table.
fn profile(row: &Table) -> Result<Profile> {
    let flag = |column: &str| -> Result<bool> {
        Ok(row.column_names().contains(&column) && row.event(column)?.first() == Some(&true))
    };
    let profile = Profile {
        weight_kg: row.numeric("weight_kg")?[0],
        age_years: row.numeric("age_years")?[0],
        sex: word(row, "sex")?,
        goal: word(row, "goal")?,
        training_status: word(row, "training_status")?,
        kidney_disease: flag("kidney_disease")?,
        pregnant: flag("pregnant")?,
    };
    profile.check().with_context(|| row.place(0))?;
    Ok(profile)
}

/// A column of words of which the type knows all.
fn word<T: DeserializeOwned>(row: &Table, column: &str) -> Result<T> {
    let text = row.strings(column)?.swap_remove(0);
    serde_json::from_value(serde_json::Value::String(text))
        .with_context(|| format!("{}, column `{column}`", row.place(0)))
}
