//! Integration tests of `registry`: publishing, refusals, and what an interruption leaves behind.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use registry::{Artifact, ManifestInfo, Registry, Result, Version, VersionSelector};
use tempfile::TempDir;

mod atomic;
mod crashes;
mod interruption;
mod mutations;
mod publish;
mod refusal;

const FAMILY: &str = "burnout";
const MODEL: &str = "cox_ph_model";

/// A registry in a folder of its own, which lives as long as the value.
struct Store {
    folder: TempDir,
    registry: Registry,
}

impl Store {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let registry = Registry::open_or_create(folder.path().join("artifacts")).expect("a missing root is fine");
        Self { folder, registry }
    }

    /// Publishes one file `weights.bin`.
    fn publish(&self, bytes: &[u8]) -> Version {
        let draft = self.registry.draft(FAMILY, MODEL).expect("the folder is ours");
        draft.write("weights.bin", bytes).expect("the draft is ours");
        draft.publish(info()).expect("the draft is complete")
    }

    fn load(&self) -> Result<Artifact> {
        self.registry.load(FAMILY, MODEL, VersionSelector::Latest)
    }

    fn versions(&self) -> Vec<String> {
        let versions = self.registry.versions(FAMILY, MODEL).expect("the folder is ours");
        versions.iter().map(Version::to_string).collect()
    }

    /// A path below the model's folder.
    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join("artifacts").join(FAMILY).join(MODEL).join(below)
    }

    fn overwrite(&self, below: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(below), bytes).expect("the folder is ours");
    }
}

fn info() -> ManifestInfo {
    ManifestInfo {
        kind: "cox_ph_model".to_owned(),
        schema_version: 3,
        code_version: "0.1.0".to_owned(),
        seed: u64::MAX,
        parameters: serde_json::json!({ "ties": "efron", "lambda": 0.1 }),
        inputs: BTreeMap::from([("burnout.csv".to_owned(), registry::sha256_hex(b"rows"))]),
    }
}
