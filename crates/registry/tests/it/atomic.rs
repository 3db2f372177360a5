//! Files that are written whole or not at all.

use std::fs;

use registry::{Error, atomic_write, sha256_file, sha256_hex};

#[test]
fn atomic_write_creates_folders_and_replaces_files() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let path = folder.path().join("report/scores.json");
    atomic_write(&path, "one").expect("writable");
    atomic_write(&path, "two").expect("writable");
    assert_eq!(fs::read(&path).expect("written"), b"two");
    let n_entries = fs::read_dir(folder.path().join("report")).expect("readable").count();
    assert_eq!(n_entries, 1, "no temporary file stays behind");
}

#[test]
fn atomic_write_over_a_folder_names_the_path() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let refused = atomic_write(folder.path(), "one").expect_err("a folder is in the way");
    assert_eq!(refused.to_string(), format!("cannot replace `{}`", folder.path().display()));
    assert!(std::error::Error::source(&refused).is_some());
}

#[test]
fn hash_of_a_file_equals_the_hash_of_its_bytes() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let path = folder.path().join("data.csv");
    let bytes = vec![7; 300_000];
    fs::write(&path, &bytes).expect("writable");
    assert_eq!(sha256_file(&path).expect("readable"), sha256_hex(&bytes));
    assert!(matches!(sha256_file(folder.path().join("none")), Err(Error::Io { action: "open", .. })));
}
