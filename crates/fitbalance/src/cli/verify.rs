//! `fitbalance verify`: whether what was saved is what is there.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use predict::Models;
use registry::{Registry, VersionSelector};
use serde::Serialize;
use synthgen::Manifest;

use crate::cli::fits::aligned;
use crate::cli::output::{print, print_json};

/// Families of data sets.
const FAMILIES: [&str; 3] = ["biomechanics", "burnout", "nutrition"];

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Folder of the artifacts
    #[arg(long, value_name = "DIR", default_value = "artifacts")]
    artifacts: PathBuf,
    /// Folder of the data sets
    #[arg(long, value_name = "DIR", default_value = "datasets")]
    data: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What was looked at, and what is wrong with it.
#[derive(Debug, Serialize)]
struct Checked {
    what: String,
    /// In words, if it is in order.
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Checked {
    fn new(what: String, found: Result<String>) -> Self {
        match found {
            Ok(state) => Self { what, state, error: None },
            Err(error) => Self { what, state: "damaged".to_owned(), error: Some(format!("{error:#}")) },
        }
    }
}

impl Verify {
    pub(crate) fn run(self) -> Result<()> {
        let mut checked = Vec::new();
        if self.artifacts.exists() {
            artifacts(&self.artifacts, &mut checked)?;
        }
        for family in FAMILIES {
            let folder = self.data.join(family);
            if folder.join(Manifest::file_name(None)).exists() {
                checked.push(Checked::new(format!("data set {}", folder.display()), data_set(&folder)));
            }
        }
        if self.artifacts.exists() {
            models(&self.artifacts, &mut checked);
        }
        if self.json {
            print_json(&checked)?;
        } else {
            print(text(&checked))?;
        }
        match checked.iter().filter(|one| one.error.is_some()).count() {
            0 => Ok(()),
            n => bail!("{n} of {} are not what was written", checked.len()),
        }
    }
}

/// Every file of every version.
fn artifacts(root: &Path, checked: &mut Vec<Checked>) -> Result<()> {
    let registry = Registry::open(root)?;
    for (family, model) in registry.models()? {
        let name = format!("{family}/{model}");
        let versions = registry.versions(&family, &model)?;
        if versions.is_empty() {
            continue;
        }
        let latest = registry.latest(&family, &model);
        for &version in &versions {
            let whole = || -> Result<String> {
                let artifact = registry.load(&family, &model, VersionSelector::Exact(version))?;
                let n_files = artifact.manifest().files.len();
                let n_bytes = artifact.verify()?;
                let mark = if latest.as_ref().is_ok_and(|latest| *latest == version) { ", latest" } else { "" };
                Ok(format!("{n_files} files, {n_bytes} bytes{mark}"))
            };
            checked.push(Checked::new(format!("{name} {version}"), whole()));
        }
        if let Err(error) = latest {
            checked.push(Checked::new(format!("{name} latest"), Err(error.into())));
        }
    }
    Ok(())
}

fn data_set(folder: &Path) -> Result<String> {
    let manifest = Manifest::read(&folder.join(Manifest::file_name(None)))?;
    manifest.verify(folder)?;
    if manifest.dataset == "nutrition" {
        synthgen::nutrition::verify_images(folder, manifest.shard)?;
    }
    Ok(format!("{} files, seed {}", manifest.files.len(), manifest.seed))
}

/// Whether each family can be loaded to predict.
fn models(root: &Path, checked: &mut Vec<Checked>) {
    let mut load = |what: &str, load: &dyn Fn(&Models) -> predict::Result<()>| {
        let found = Models::open(root).and_then(|models| load(&models));
        let found = match found {
            Err(error @ predict::Error::NoModel { .. }) => Ok(format!("not trained: {error}")),
            found => found.map(|()| "ready".to_owned()).map_err(Into::into),
        };
        checked.push(Checked::new(format!("predict {what}"), found));
    };
    load("pose", &|models| models.pose().map(drop));
    load("burnout", &|models| models.burnout().map(drop));
    load("protein", &|models| models.protein().map(drop));
    load("food", &|models| models.food().map(drop));
}

fn text(checked: &[Checked]) -> String {
    let row = |one: &Checked| vec![one.what.clone(), one.error.clone().unwrap_or_else(|| one.state.clone())];
    let mut lines = aligned_left(checked.iter().map(row).collect());
    let n_errors = checked.iter().filter(|one| one.error.is_some()).count();
    if n_errors == 0 {
        lines.push_str("\nall is as it was written");
    }
    lines
}

/// Two columns, both to the left.
fn aligned_left(rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return "nothing is there".to_owned();
    }
    let width = rows.iter().map(|row| row[1].chars().count()).max().unwrap_or(0);
    let padded: Vec<Vec<String>> =
        rows.into_iter().map(|row| vec![row[0].clone(), format!("{:<width$}", row[1])]).collect();
    aligned(&padded).lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
