//! Generating the nutrition data set, and telling whether it is there already.

use std::path::Path;

use anyhow::{Context, Result};
use synthgen::nutrition::{
    NutritionGenerator, NutritionParams, contact_sheet, png_bytes, verify_images, write_nutrition,
};
use synthgen::{Manifest, Shard};

use crate::dataset;
use crate::progress::Progress;
use crate::reporter::Reporter;

/// Writes the data set, or one shard of it, with a progress bar.
pub(crate) fn generate_dataset(
    params: &NutritionParams,
    seed: u64,
    folder: &Path,
    shard: Option<Shard>,
    reporter: Reporter,
) -> Result<Manifest> {
    params.check()?;
    let n = shard.map_or(Ok(0..params.n_images), |shard| shard.range(params.n_images))?.len();
    let mut progress = Progress::new(reporter, "generate nutrition", n as u64);
    let manifest = write_nutrition(params, seed, folder, shard, &mut |done, _| progress.advance_to(done as u64))?;
    progress.finish();
    Ok(manifest)
}

/// Whether `folder` holds this very data set, written by this version of the generator, with every byte in place.
pub(crate) fn dataset_is_current(params: &NutritionParams, seed: u64, folder: &Path) -> bool {
    dataset::current(params, seed, folder).is_some() && verify_images(folder, None).is_ok()
}

/// A contact sheet as PNG: a row a class, eight images each.
pub(crate) fn preview(params: &NutritionParams, seed: u64) -> Result<Vec<u8>> {
    Ok(png_bytes(&contact_sheet(&NutritionGenerator::new(params.clone(), seed)?)))
}

/// Refuses a data set of which a file or an image is not what was published with it.
pub(crate) fn check_whole(folder: &Path) -> Result<()> {
    let manifest = dataset::read_manifest(folder, "nutrition")?;
    let again = || format!("{}: generate the data set again", folder.display());
    manifest.verify(folder).with_context(again)?;
    verify_images(folder, manifest.shard).with_context(again)
}
