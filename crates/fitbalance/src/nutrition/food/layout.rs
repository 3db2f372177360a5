//! Which pictures a folder holds, of which food, and which of them are held out.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use metrics::contiguous_train_test_split;

/// Names of the folder with the pictures that are held out.
const HELD_OUT: [&str; 4] = ["test", "val", "valid", "validation"];
/// Share of a folder without parts that is held out.
const TEST_SHARE: f64 = 0.2;

/// The pictures of a folder.
pub(crate) struct Layout {
    /// Names of the foods, in alphabetical order.
    pub(crate) classes: Vec<String>,
    pub(crate) train: Vec<Listed>,
    pub(crate) held_out: Vec<Listed>,
    /// How the folder is laid out, in words.
    pub(crate) description: &'static str,
}

/// A file with its food.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) path: PathBuf,
    /// Number among the classes.
    pub(crate) class: usize,
}

/// Files by the name of their food.
type ByClass = BTreeMap<String, Vec<PathBuf>>;

impl Layout {
    /// Lists the pictures in `folder`: Food-101's layout with `meta/`, or folders `train` and `test` (or `val`) with a folder
    /// a food, or a folder a food alone, of which a fifth is held out: files that follow each other, from where `seed` says.
    pub(crate) fn of(folder: &Path, seed: u64) -> Result<Self> {
        ensure!(folder.is_dir(), "there is no folder `{}`", folder.display());
        let layout = if folder.join("meta").join("train.txt").is_file() {
            Self::food_101(folder)?
        } else if folder.join("train").is_dir() {
            Self::parts(folder)?
        } else {
            Self::flat(folder, seed)?
        };
        ensure!(
            layout.classes.len() >= 2,
            "`{}` holds {} food; expected a folder for each of two or more",
            folder.display(),
            layout.classes.len()
        );
        Ok(layout)
    }

    fn food_101(folder: &Path) -> Result<Self> {
        let read = |name: &str| -> Result<ByClass> {
            let path = folder.join("meta").join(name);
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
            let mut files = ByClass::new();
            for (line, entry) in text.lines().map(str::trim).enumerate().filter(|(_, entry)| !entry.is_empty()) {
                let class = entry.split_once('/').map(|(class, _)| class);
                let is_inside = !entry.starts_with('/') && !entry.split('/').any(|part| part == "..");
                let Some(class) = class.filter(|class| !class.is_empty() && is_inside) else {
                    bail!("`{}`, line {}: expected `food/picture`, got `{entry}`", path.display(), line + 1);
                };
                let file = folder.join("images").join(format!("{entry}.jpg"));
                files.entry(class.to_owned()).or_default().push(file);
            }
            Ok(files)
        };
        Self::of_parts(folder, read("train.txt")?, read("test.txt")?, "Food-101, split by its `meta/` lists")
    }

    fn parts(folder: &Path) -> Result<Self> {
        let held_out = HELD_OUT.iter().map(|name| folder.join(name)).find(|path| path.is_dir());
        let Some(held_out) = held_out else {
            bail!(
                "`{}` has a folder `train` but none of {}: nothing would be held out",
                folder.display(),
                HELD_OUT.map(|name| format!("`{name}`")).join(", ")
            );
        };
        let description = "folders `train` and `test` or `val`";
        Self::of_parts(folder, by_class(&folder.join("train"))?, by_class(&held_out)?, description)
    }

    fn flat(folder: &Path, seed: u64) -> Result<Self> {
        let files = by_class(folder)?;
        ensure!(
            !files.is_empty(),
            "`{}` holds no pictures: expected a folder a food, or `train` and `test` with these, or Food-101's `meta` and `images`",
            folder.display()
        );
        let all: Vec<(&String, &PathBuf)> =
            files.iter().flat_map(|(class, files)| files.iter().map(move |file| (class, file))).collect();
        let strata: Vec<&String> = all.iter().map(|(class, _)| *class).collect();
        let split = contiguous_train_test_split(&strata, TEST_SHARE, seed)
            .with_context(|| format!("`{}` holds {} pictures", folder.display(), all.len()))?;
        let part = |rows: &[usize]| {
            let mut part = ByClass::new();
            for &row in rows {
                let (class, file) = all[row];
                part.entry(class.clone()).or_default().push(file.clone());
            }
            part
        };
        let description = "a folder a food, a fifth of each, files that follow each other, held out";
        Self::of_parts(folder, part(&split.train), part(&split.test), description)
    }

    fn of_parts(folder: &Path, train: ByClass, held_out: ByClass, description: &'static str) -> Result<Self> {
        for (class, files) in &train {
            ensure!(!files.is_empty(), "`{}`: the food `{class}` has no picture to train on", folder.display());
        }
        if let Some(class) = held_out.keys().find(|class| !train.contains_key(*class)) {
            bail!("`{}`: the food `{class}` is held out but never trained on", folder.display());
        }
        let classes: Vec<String> = train.keys().cloned().collect();
        let listed = |files: ByClass| -> Vec<Listed> {
            let of_class = |(class, files): (String, Vec<PathBuf>)| {
                let class = classes.binary_search(&class).expect("checked above");
                files.into_iter().map(move |path| Listed { path, class })
            };
            files.into_iter().flat_map(of_class).collect()
        };
        let (train, held_out) = (listed(train), listed(held_out));
        ensure!(!held_out.is_empty(), "`{}`: no picture is held out", folder.display());
        Ok(Self { classes, train, held_out, description })
    }
}

/// The files of each folder in a folder; hidden ones and what file managers leave are passed over.
fn by_class(folder: &Path) -> Result<ByClass> {
    let entries = |folder: &Path| -> Result<Vec<PathBuf>> {
        let context = || format!("cannot list `{}`", folder.display());
        let mut paths = fs::read_dir(folder)
            .with_context(context)?
            .map(|entry| Ok(entry.with_context(context)?.path()))
            .collect::<Result<Vec<_>>>()?;
        paths.retain(|path| !is_hidden(path.file_name()));
        paths.sort();
        Ok(paths)
    };
    let mut classes = ByClass::new();
    for path in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let files: Vec<PathBuf> = entries(&path)?.into_iter().filter(|path| !path.is_dir()).collect();
        ensure!(!files.is_empty(), "`{}` holds no pictures of its food", path.display());
        classes.insert(name, files);
    }
    Ok(classes)
}

fn is_hidden(name: Option<&OsStr>) -> bool {
    let name = name.unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name.eq_ignore_ascii_case("thumbs.db") || name.eq_ignore_ascii_case("desktop.ini")
}
