//! Generating the burnout data set, and telling whether it is there already.

use std::path::Path;

use anyhow::{Context, Result};
use synthgen::burnout::{Archetype, BurnoutGenerator, BurnoutParams, write_burnout};
use synthgen::{Format, Manifest, Shard};
use words::DailyMetric;

use crate::dataset;
use crate::plot::{PreviewPanel, PreviewPerson, sample_preview_plot};
use crate::progress::Progress;
use crate::reporter::Reporter;

/// Metrics drawn by a preview.
const PREVIEW_METRICS: [DailyMetric; 3] = [DailyMetric::SleepQuality, DailyMetric::StressLevel, DailyMetric::HrvScore];

/// Writes the data set, or one shard of it, with a progress bar.
pub(crate) fn generate_dataset(
    params: &BurnoutParams,
    seed: u64,
    folder: &Path,
    format: Format,
    shard: Option<Shard>,
    reporter: Reporter,
) -> Result<Manifest> {
    params.check()?;
    let n_users = shard.map_or(Ok(0..params.n_users), |shard| shard.range(params.n_users))?.len();
    let mut progress = Progress::new(reporter, "generate burnout", n_users as u64);
    let manifest = write_burnout(params, seed, folder, format, shard, &mut |done, _| progress.advance_to(done as u64))?;
    progress.finish();
    Ok(manifest)
}

/// Whether `folder` holds this very data set, written by this version of the generator, with every byte in place.
pub(crate) fn dataset_is_current(params: &BurnoutParams, seed: u64, folder: &Path, format: Format) -> bool {
    let extension = format.extension();
    dataset::current(params, seed, folder).is_some_and(|manifest| {
        manifest.files.iter().any(|file| Path::new(&file.name).extension().is_some_and(|got| got == extension))
    })
}

/// Draws a few metrics of the first person of each archetype as PNG, with the day of burnout if there was one.
pub(crate) fn preview(params: &BurnoutParams, seed: u64) -> Result<Vec<u8>> {
    let generator = BurnoutGenerator::new(params.clone(), seed)?;
    let first = |archetype: &Archetype| generator.users().find(|user| user.profile.archetype == *archetype);
    let people: Vec<PreviewPerson> = Archetype::ALL
        .iter()
        .filter_map(first)
        .map(|user| PreviewPerson {
            label: format!("user {} ({})", user.user_id, user.profile.archetype.name()),
            event_day: user.outcome.burnout_day().map(f64::from),
            panels: PREVIEW_METRICS
                .iter()
                .map(|&metric| PreviewPanel {
                    label: format!("{} ({})", metric.name().replace('_', " "), metric.unit()),
                    values: user.daily.series(metric).to_vec(),
                })
                .collect(),
        })
        .collect();
    sample_preview_plot("Synthetic daily metrics", &people)
        .and_then(|plot| plot.png())
        .context("cannot draw the preview")
}
