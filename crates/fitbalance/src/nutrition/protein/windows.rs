//! The diaries of a data set, as the network learns from them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, ensure};
use nutrition::{N_DAYS, ProteinExample};
use words::{DiaryMetric, USER_COLUMN};

use crate::dataset::{check_sha256, find_file, read_manifest};
use crate::nutrition::protein::profile::read_profile;
use crate::table::Table;

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

impl Windows {
    /// Reads the diaries of a data set written by `generate nutrition`.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let manifest = read_manifest(folder, "nutrition")?;
        let file = find_file(&manifest, folder, "protein_diaries")?;
        let path = folder.join(&file.name);
        check_sha256(&path, &file.sha256)?;
        let table = Table::read(&path)?;
        let needs = table.numeric("need_g_per_day")?;
        let noise_free = table.numeric("need_noise_free_g_per_day")?;
        let metrics =
            DiaryMetric::ALL.iter().map(|metric| Ok(table.numeric(metric.name())?)).collect::<Result<Vec<_>>>()?;
        let ids = table.strings(USER_COLUMN)?;
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
            let profile = read_profile(&table.take(&rows[..1]))?;
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

    /// Numbers of the windows of some users.
    pub(crate) fn of(&self, users: &[String]) -> Vec<usize> {
        (0..self.user.len()).filter(|&window| users.contains(&self.user[window])).collect()
    }
}
