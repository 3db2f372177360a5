//! Damaged manifests and names of versions: refused or read, and nothing else.

use std::fs;

use registry::sha256_hex;

use crate::{FAMILY, MODEL, Store};

#[test]
fn damaged_manifests_with_right_hashes_are_read_or_refused() {
    let store = Store::new();
    store.publish(b"one");
    let whole = fs::read(store.path("v0001/manifest.json")).expect("published");
    mutations::try_all(&[&whole], 2_000, |bytes| {
        store.overwrite("v0001/manifest.sha256", format!("{}  manifest.json\n", sha256_hex(bytes)));
        store.overwrite("v0001/manifest.json", bytes);
        let Ok(artifact) = store.load() else { return false };
        let _ = (artifact.check_schema("cox_ph_model", 3), artifact.verify());
        for name in artifact.manifest().files.keys() {
            let _ = artifact.read(name);
        }
        true
    });
}

#[test]
fn damaged_names_of_the_latest_version_are_read_or_refused() {
    let store = Store::new();
    store.publish(b"one");
    mutations::try_all(&[b"v0001\n"], 2_000, |bytes| {
        store.overwrite("latest", bytes);
        store.registry.latest(FAMILY, MODEL).is_ok()
    });
}
