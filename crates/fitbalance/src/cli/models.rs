//! Loading what was trained.

use std::path::Path;

use anyhow::{Result, anyhow};
use predict::{DeviceName, Error, Models};

/// Loads a model from a folder of artifacts; if there is none, the error says how to come by one.
pub(crate) fn load<T>(
    artifacts: &Path,
    device: DeviceName,
    load: impl FnOnce(&Models) -> predict::Result<T>,
) -> Result<T> {
    let loaded = Models::open(artifacts).and_then(|models| load(&models.on(device)));
    loaded.map_err(|error| match error {
        Error::NoModel { .. } | Error::Registry(registry::Error::MissingRegistry { .. }) => {
            anyhow!("{error}; train the models with `fitbalance train-all`, or say with `--artifacts` where they are")
        }
        error => error.into(),
    })
}
