//! Pictures of foods, read from a folder.

use std::path::Path;

use anyhow::{Result, ensure};
use nutrition::FoodExample;
use predict::food::read_picture;
use rayon::prelude::*;
use serde::Serialize;

use crate::nutrition::food::layout::{Layout, Listed};
use crate::progress::Progress;
use crate::reporter::Reporter;

/// Files that a message names before it says how many more there are.
const MAX_NAMED: usize = 10;
/// Files between two moves of the progress bar.
const BLOCK: usize = 256;

/// The pictures of a folder, ready for a network.
pub(crate) struct ImageFolder {
    pub(crate) train: Vec<FoodExample>,
    pub(crate) held_out: Vec<FoodExample>,
    pub(crate) skipped: Vec<SkippedFile>,
}

/// A file that is no readable picture.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SkippedFile {
    /// What it should have shown.
    pub(crate) food: String,
    /// Below the folder.
    pub(crate) file: String,
    pub(crate) reason: String,
}

impl ImageFolder {
    /// Reads all pictures, scaled to `side`. Files that cannot be read are named and left out; a food without a readable
    /// picture to train on is an error.
    pub(crate) fn read(folder: &Path, layout: &Layout, side: usize, reporter: Reporter) -> Result<Self> {
        let n_files = layout.train.len() + layout.held_out.len();
        let mut progress = Progress::new(reporter, "read pictures", n_files as u64);
        let mut skipped = Vec::new();
        let mut read = |files| read_all(folder, files, &layout.classes, side, &mut skipped, &mut progress);
        let (train, held_out) = (read(&layout.train), read(&layout.held_out));
        progress.finish();
        for (class, name) in layout.classes.iter().enumerate() {
            let reason = skipped.iter().find(|file| file.food == *name);
            ensure!(
                train.iter().any(|example| example.class == class),
                "`{}`: the food `{name}` has no readable picture to train on{}",
                folder.display(),
                reason.map_or_else(String::new, |file| format!(" (`{}`: {})", file.file, file.reason))
            );
        }
        ensure!(!held_out.is_empty(), "`{}`: no readable picture is held out", folder.display());
        Ok(Self { train, held_out, skipped })
    }

    /// Says which files were left out.
    pub(crate) fn warn_of_skipped(&self, reporter: Reporter) {
        let n = self.skipped.len();
        if n == 0 {
            return;
        }
        reporter.say(format_args!("{n} unreadable file{} left out:", if n == 1 { " was" } else { "s were" }));
        for SkippedFile { file, reason, .. } in self.skipped.iter().take(MAX_NAMED) {
            reporter.say(format_args!("  {file}: {reason}"));
        }
        if n > MAX_NAMED {
            reporter.say(format_args!("  and {} more, listed in `skipped_files.json` of the artifact", n - MAX_NAMED));
        }
    }
}

fn read_all(
    folder: &Path,
    files: &[Listed],
    classes: &[String],
    side: usize,
    skipped: &mut Vec<SkippedFile>,
    progress: &mut Progress,
) -> Vec<FoodExample> {
    let mut examples = Vec::with_capacity(files.len());
    for block in files.chunks(BLOCK) {
        let read =
            |file: &Listed| read_picture(&file.path, side).map_err(|error| format!("{:#}", anyhow::Error::new(error)));
        let pictures: Vec<_> = block.par_iter().map(read).collect();
        for (picture, file) in pictures.into_iter().zip(block) {
            match picture {
                Ok(picture) => examples.push(FoodExample { picture, class: file.class }),
                Err(reason) => {
                    let name = file.path.strip_prefix(folder).unwrap_or(&file.path).display().to_string();
                    skipped.push(SkippedFile { food: classes[file.class].clone(), file: name, reason });
                }
            }
        }
        progress.advance_by(block.len() as u64);
    }
    examples
}

/// SHA-256 of names, foods and contents of all files: two folders with the same one hold the same pictures.
pub(crate) fn digest(folder: &Path, layout: &Layout) -> String {
    let line = |part: &str, file: &Listed| {
        let name = file.path.strip_prefix(folder).unwrap_or(&file.path).display();
        let sha256 = registry::sha256_file(&file.path).unwrap_or_else(|_| "unreadable".to_owned());
        format!("{part}\t{}\t{name}\t{sha256}\n", layout.classes[file.class])
    };
    let train: Vec<String> = layout.train.par_iter().map(|file| line("train", file)).collect();
    let held_out: Vec<String> = layout.held_out.par_iter().map(|file| line("held out", file)).collect();
    registry::sha256_hex((train.concat() + &held_out.concat()).as_bytes())
}
