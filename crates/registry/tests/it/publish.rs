//! Publishing versions and reading them.

use std::thread;

use proptest::prelude::*;
use registry::{Registry, VersionSelector, sha256_hex};

use crate::{FAMILY, MODEL, Store, info};

#[test]
fn published_artifact_reads_back_what_was_written() {
    let store = Store::new();
    let draft = store.registry.draft(FAMILY, MODEL).expect("writable");
    let beta = [0.1 + 0.2, -1.0 / 3.0, f64::MIN_POSITIVE, 1e300];
    draft.write_json("model.json", &beta).expect("writable");
    std::fs::write(draft.path_for("plot.png").expect("a valid name"), b"\x89PNG").expect("writable");
    let version = draft.publish(info()).expect("complete");

    let artifact = store.load().expect("published");
    assert_eq!((artifact.version(), version.to_string().as_str()), (version, "v0001"));
    assert_eq!(artifact.manifest().info, info());
    assert_eq!((artifact.manifest().family.as_str(), artifact.manifest().model.as_str()), (FAMILY, MODEL));
    let back: [f64; 4] = artifact.read_json("model.json").expect("intact");
    assert_eq!(back.map(f64::to_bits), beta.map(f64::to_bits));
    assert_eq!(artifact.read("plot.png").expect("intact"), b"\x89PNG");
    let plot = &artifact.manifest().files["plot.png"];
    assert_eq!((plot.bytes, plot.sha256.as_str()), (4, sha256_hex(b"\x89PNG").as_str()));
    assert_eq!(artifact.path(), store.path("v0001"));
}

#[test]
fn versions_count_up_and_old_ones_still_load() {
    let store = Store::new();
    let first = store.publish(b"one");
    store.publish(b"two");
    store.publish(b"three");
    assert_eq!(store.versions(), ["v0001", "v0002", "v0003"]);
    assert_eq!(store.load().expect("published").read("weights.bin").expect("intact"), b"three");
    let old = store.registry.load(FAMILY, MODEL, VersionSelector::Exact(first)).expect("published");
    assert_eq!(old.read("weights.bin").expect("intact"), b"one");
    assert_eq!(store.registry.latest(FAMILY, MODEL).expect("published").number(), 3);
}

#[test]
fn models_of_one_registry_do_not_share_versions() {
    let store = Store::new();
    store.publish(b"one");
    let draft = store.registry.draft(FAMILY, "feature_scaler").expect("writable");
    draft.write("scaler.json", b"{}").expect("writable");
    assert_eq!(draft.publish(info()).expect("complete").to_string(), "v0001");
    assert_eq!(store.versions(), ["v0001"]);
}

/// Each publisher has a registry of its own, as two processes would.
#[test]
fn publishers_at_the_same_time_get_one_version_each() {
    const N_PUBLISHERS: u8 = 8;
    let store = Store::new();
    let numbers: Vec<(u8, u32)> = thread::scope(|scope| {
        let publishers: Vec<_> = (0..N_PUBLISHERS)
            .map(|publisher| {
                let root = store.registry.root();
                scope.spawn(move || {
                    let draft =
                        Registry::open_or_create(root).and_then(|own| own.draft(FAMILY, MODEL)).expect("writable");
                    draft.write("weights.bin", [publisher; 100]).expect("writable");
                    (publisher, draft.publish(info()).expect("complete").number())
                })
            })
            .collect();
        publishers.into_iter().map(|publisher| publisher.join().expect("no panic")).collect()
    });
    assert_eq!(store.versions().len(), usize::from(N_PUBLISHERS));
    for (publisher, number) in numbers {
        let version = format!("v{number:04}").parse().expect("a version");
        let artifact = store.registry.load(FAMILY, MODEL, VersionSelector::Exact(version)).expect("published");
        assert_eq!(artifact.read("weights.bin").expect("intact"), [publisher; 100]);
    }
    assert_eq!(store.registry.latest(FAMILY, MODEL).expect("published").number(), u32::from(N_PUBLISHERS));
}

/// Tools outside of Rust can check an artifact too.
#[test]
fn manifest_hash_has_the_form_of_sha256sum() {
    let store = Store::new();
    store.publish(b"one");
    let manifest = std::fs::read(store.path("v0001/manifest.json")).expect("published");
    let line = std::fs::read_to_string(store.path("v0001/manifest.sha256")).expect("published");
    assert_eq!(line, format!("{}  manifest.json\n", sha256_hex(&manifest)));
    assert_eq!(std::fs::read_to_string(store.path("latest")).expect("published"), "v0001\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_bytes_read_back_bit_identically(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let store = Store::new();
        store.publish(&bytes);
        prop_assert_eq!(store.load()?.read("weights.bin")?, bytes);
    }
}
