//! Publishers that are killed.

use std::fs;

use crate::{FAMILY, MODEL, Store};

/// Names in the model's folder that are not ours to keep: drafts and temporary files.
fn leftovers(store: &Store) -> Vec<String> {
    let entries = fs::read_dir(store.path("")).expect("the folder is ours");
    let names = entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".draft-") || name.ends_with(".partial")).collect()
}

#[test]
fn draft_that_is_dropped_leaves_the_latest_version() {
    let store = Store::new();
    store.publish(b"one");
    let draft = store.registry.draft(FAMILY, MODEL).expect("writable");
    draft.write("weights.bin", b"two").expect("writable");
    drop(draft);
    assert_eq!(store.load().expect("published").read("weights.bin").expect("intact"), b"one");
    assert_eq!(store.versions(), ["v0001"]);
    assert_eq!(leftovers(&store), [""; 0]);
}

/// A killed process runs no destructor, so its draft stays on disk.
#[test]
fn draft_of_a_killed_process_never_shows_up_as_a_version() {
    let store = Store::new();
    store.publish(b"one");
    let draft = store.registry.draft(FAMILY, MODEL).expect("writable");
    draft.write("weights.bin", b"two").expect("writable");
    std::mem::forget(draft);
    assert_eq!(leftovers(&store).len(), 1);
    assert_eq!(store.versions(), ["v0001"]);
    assert_eq!(store.load().expect("published").read("weights.bin").expect("intact"), b"one");
    assert_eq!(store.publish(b"three").to_string(), "v0002");
}

#[cfg(unix)]
#[test]
fn next_draft_sweeps_what_the_dead_left_and_spares_the_living() {
    let store = Store::new();
    store.publish(b"one");
    let dead = store.path(".draft-dead00");
    fs::create_dir(&dead).expect("the folder is ours");
    fs::write(dead.join("weights.bin"), b"half").expect("writable");
    let living = store.registry.draft(FAMILY, MODEL).expect("writable");
    living.write("weights.bin", b"two").expect("writable");
    assert!(!dead.exists());
    drop(store.registry.draft(FAMILY, MODEL).expect("writable"));
    assert_eq!(leftovers(&store).len(), 1, "the living draft");
    assert_eq!(fs::read(living.path_for("weights.bin").expect("a valid name")).expect("still there"), b"two");
}

/// The moment between the two renames: the folder is in place, `latest` still names the version before.
#[test]
fn publisher_killed_before_latest_leaves_the_previous_version() {
    let store = Store::new();
    store.publish(b"one");
    store.publish(b"two");
    store.overwrite("latest", "v0001\n");
    assert_eq!(store.load().expect("published").read("weights.bin").expect("intact"), b"one");
    assert_eq!(store.publish(b"three").to_string(), "v0003");
    assert_eq!(store.load().expect("published").read("weights.bin").expect("intact"), b"three");
}

/// A publisher on a file system without locks may take the number between listing and renaming.
#[test]
fn version_that_holds_files_is_never_overwritten() {
    let store = Store::new();
    store.publish(b"one");
    // Not a folder, so it is no version in the listing, and still in the way of the rename.
    store.overwrite("v0002", "someone else's");
    assert_eq!(store.publish(b"two").to_string(), "v0003");
    assert_eq!(fs::read(store.path("v0002")).expect("untouched"), b"someone else's");
    assert_eq!(leftovers(&store), [""; 0]);
}

#[test]
fn published_files_are_readable_by_others_as_the_umask_says() {
    let store = Store::new();
    let plain = store.folder.path().join("plain");
    fs::write(&plain, "").expect("writable");
    store.publish(b"one");
    let permissions = |path| fs::metadata(path).expect("exists").permissions();
    for name in ["latest", "v0001/manifest.json", "v0001/weights.bin"] {
        assert_eq!(permissions(store.path(name)), permissions(plain.clone()), "{name}");
    }
}

/// The moment between the two renames, and the same files published once more: they are not kept twice.
#[test]
fn version_that_nobody_named_is_adopted_by_its_like() {
    let store = Store::new();
    store.publish(b"one");
    store.publish(b"two");
    store.overwrite("latest", "v0001\n");
    assert_eq!(store.publish(b"two").to_string(), "v0002");
    assert_eq!(store.versions(), ["v0001", "v0002"]);
    assert_eq!(store.load().expect("published").read("weights.bin").expect("intact"), b"two");
    // Published on purpose, it is a version of its own.
    assert_eq!(store.publish(b"two").to_string(), "v0003");
    assert_eq!(leftovers(&store), [""; 0]);
}

#[test]
fn next_writer_of_a_file_sweeps_what_the_dead_left() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let path = |name: &str| folder.path().join(name);
    for leftover in [".fit.json.a1b2c3.partial", ".fit.json.bak.a1b2c3.partial", ".other.json.a1b2c3.partial"] {
        fs::write(path(leftover), "half").expect("writable");
    }
    let living = fs::File::create(path(".fit.json.living.partial")).expect("writable");
    living.try_lock().expect("nobody else has it");
    registry::atomic_write(path("fit.json"), "whole").expect("writable");
    assert!(!path(".fit.json.a1b2c3.partial").exists());
    assert!(path(".fit.json.living.partial").exists() && path(".other.json.a1b2c3.partial").exists());
    assert_eq!(fs::read(path("fit.json")).expect("written"), b"whole");
}
