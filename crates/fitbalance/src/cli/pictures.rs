//! Which pictures are asked for, and where they go.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;

use crate::cli::output::hint;
use crate::cli::save::save;
use crate::plot::Picture;

/// A picture of a kind, and its file.
#[derive(Debug, Clone)]
pub(crate) struct PictureFile<K> {
    pub(crate) kind: K,
    pub(crate) path: PathBuf,
}

/// Reads `FILE` or `KIND=FILE`; without a kind it is the first one.
pub(crate) fn of_kind<K: ValueEnum>(text: &str) -> Result<PictureFile<K>, String> {
    let name = |kind: &K| kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let Some((wanted, path)) = text.split_once('=') else {
        return Ok(PictureFile { kind: K::value_variants()[0].clone(), path: picture_file(text)? });
    };
    let Some(kind) = K::value_variants().iter().find(|kind| name(kind) == wanted) else {
        let known: Vec<String> = K::value_variants().iter().map(|kind| format!("`{}`", name(kind))).collect();
        return Err(format!("`{wanted}` is no picture of this command, expected one of {}", known.join(", ")));
    };
    Ok(PictureFile { kind: kind.clone(), path: picture_file(path)? })
}

/// Reads the name of a picture.
pub(crate) fn picture_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("png" | "svg") => Ok(path),
        _ => Err("expected a name that ends in .png or .svg".to_owned()),
    }
}

/// Writes a picture, as PNG or SVG by its ending, and says so.
pub(crate) fn save_picture(path: &Path, picture: &Picture, input: &Path) -> Result<()> {
    save(path, picture.for_file(path)?, input)?;
    hint(format_args!("picture saved as {}", path.display()));
    Ok(())
}
