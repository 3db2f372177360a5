//! What the training stages share.

use std::path::Path;

use anyhow::{Result, ensure};
use pose_gnn::DeviceName;
use registry::{ManifestInfo, Registry, Version, VersionSelector};

use crate::results::ResultRow;

/// Refuses a file of a data set that is not what its `dataset.json` says.
pub(crate) fn check_sha256(path: &Path, expected: &str) -> Result<()> {
    let got = registry::sha256_file(path)?;
    ensure!(
        got == expected,
        "{} does not match dataset.json: expected SHA-256 {expected}, got {got}; generate the data set again",
        path.display()
    );
    Ok(())
}

/// Serialises a device by its name.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(crate) fn device_name<S: serde::Serializer>(device: &DeviceName, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(device.name())
}

/// The results of a model's latest version, if it was made of the same inputs and parameters by the same code.
///
/// Damage is reported: it may be the disk's.
pub(crate) fn unchanged(
    registry: &Registry,
    family: &str,
    model: &str,
    info: &ManifestInfo,
    any_code: bool,
) -> Option<(Version, Vec<ResultRow>)> {
    if registry.versions(family, model).ok()?.is_empty() {
        return None;
    }
    let check = || -> Result<Option<(Version, Vec<ResultRow>)>> {
        let artifact = registry.load(family, model, VersionSelector::Latest)?;
        let mut found = artifact.manifest().info.clone();
        if any_code {
            found.code_version.clone_from(&info.code_version);
        }
        // Every file still has to be what was published.
        artifact.manifest().files.keys().try_for_each(|name| artifact.read(name).map(drop))?;
        if found != *info {
            return Ok(None);
        }
        Ok(Some((artifact.version(), artifact.read_json("results.json")?)))
    };
    check().unwrap_or_else(|error| {
        crate::cli::hint(format_args!("the latest {family} model is damaged, training anew: {error:#}"));
        None
    })
}
