//! What the training stages share: models of unchanged inputs are kept, new ones published whole.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use predict::ArtifactSpec;
use registry::{Draft, ManifestInfo, Registry, Version, VersionSelector};

use crate::code_version::code_version;
use crate::reporter::Reporter;
use crate::results::ResultRow;

/// The rows of the table of results, kept with the model.
const RESULTS: &str = "results.json";

/// How a stage runs: whatever does not change what it makes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// Where it says what it does.
    pub(crate) reporter: Reporter,
    /// Train even if nothing changed.
    pub(crate) force: bool,
    /// Keep or continue what another build of the program made.
    pub(crate) accept_other_builds: bool,
}

/// A model that is to be there: where, and what it depends on.
#[derive(Debug)]
pub(crate) struct Stage<'a> {
    /// Folder of the artifacts.
    pub(crate) artifacts: &'a Path,
    pub(crate) spec: ArtifactSpec,
    pub(crate) seed: u64,
    pub(crate) parameters: serde_json::Value,
    /// File name → SHA-256 of what it is trained on.
    pub(crate) inputs: &'a BTreeMap<String, String>,
}

/// What a stage has made, before it is published.
pub(crate) trait Trained {
    /// Rows of the table of results.
    fn rows(&self) -> Vec<ResultRow>;

    /// Writes every file of the version but the rows.
    fn write(&self, draft: &Draft) -> Result<()>;
}

impl Stage<'_> {
    /// What the manifest says of a version.
    pub(crate) fn manifest_info(&self) -> Result<ManifestInfo> {
        Ok(ManifestInfo {
            kind: self.spec.kind.to_owned(),
            schema_version: self.spec.schema_version,
            code_version: code_version()?,
            seed: self.seed,
            parameters: self.parameters.clone(),
            inputs: self.inputs.clone(),
        })
    }
}

/// Publishes what `train` makes; if the latest version was made of the same by the same code, keeps that and trains nothing.
///
/// Returns the rows of the table of results.
pub(crate) fn publish_stage<T: Trained>(
    stage: &Stage<'_>,
    run: Run,
    train: impl FnOnce() -> Result<T>,
) -> Result<Vec<ResultRow>> {
    let ArtifactSpec { family, model, label, .. } = stage.spec;
    let registry = Registry::open_or_create(stage.artifacts)?;
    let info = stage.manifest_info()?;
    if !run.force
        && let Some((version, rows)) = unchanged(&registry, stage, run, &info)
    {
        run.reporter.say(format_args!("{label}: unchanged, kept {family}/{model}/{version}"));
        return Ok(rows);
    }
    let trained = train()?;
    let draft = registry.draft(family, model)?;
    trained.write(&draft)?;
    let rows = trained.rows();
    draft.write_json(RESULTS, &rows)?;
    let version = draft.publish(info)?;
    run.reporter.say(format_args!("{label}: published {family}/{model}/{version}"));
    Ok(rows)
}

/// The results of the latest version, if it was made of the same inputs and parameters by the same code.
///
/// Damage is reported: it may be the disk's.
fn unchanged(
    registry: &Registry,
    stage: &Stage<'_>,
    run: Run,
    info: &ManifestInfo,
) -> Option<(Version, Vec<ResultRow>)> {
    let ArtifactSpec { family, model, label, .. } = stage.spec;
    if registry.versions(family, model).ok()?.is_empty() {
        return None;
    }
    let check = || -> Result<Option<(Version, Vec<ResultRow>)>> {
        let artifact = registry.load(family, model, VersionSelector::Latest)?;
        let mut found = artifact.manifest().info.clone();
        if run.accept_other_builds {
            found.code_version.clone_from(&info.code_version);
        }
        // Every file still has to be what was published.
        artifact.manifest().files.keys().try_for_each(|name| artifact.read(name).map(drop))?;
        if found != *info {
            return Ok(None);
        }
        Ok(Some((artifact.version(), artifact.read_json(RESULTS)?)))
    };
    check().unwrap_or_else(|error| {
        run.reporter.say(format_args!("the latest {label} is damaged, training anew: {error:#}"));
        None
    })
}
