//! Publishers that end at every point at which something may be torn.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use registry::{Registry, VersionSelector, atomic_write};

use crate::{FAMILY, MODEL, Store, info};

/// Names the folder to which the child of these tests publishes.
const FOLDER: &str = "FITBALANCE_CRASH_FOLDER";

/// Runs the test `child` of this program in a process of its own, which ends at the given point; returns whether it came through.
fn child_survives(child: &str, folder: &Path, point: usize) -> bool {
    let mut command = Command::new(env::current_exe().expect("the tests themselves"));
    command.args([&format!("crashes::{child}"), "--exact"]);
    let ran = command.env(FOLDER, folder).env("FITBALANCE_CRASH_AT", point.to_string()).output();
    ran.expect("it runs").status.success()
}

/// Publishes a second version where its parent says; on its own it does nothing.
#[test]
fn publisher() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let registry = Registry::open_or_create(folder).expect("the parent's folder");
    let draft = registry.draft(FAMILY, MODEL).expect("writable");
    draft.write("weights.bin", b"two").expect("writable");
    draft.write_json("config.json", &[1, 2, 3]).expect("writable");
    draft.publish(info()).expect("writable");
}

/// Overwrites a file where its parent says; on its own it does nothing.
#[test]
fn writer() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    atomic_write(Path::new(&folder).join("fit.json"), "two").expect("the parent's folder");
}

#[test]
fn killed_publishers_leave_the_former_version_or_the_new_one() {
    const MOST_POINTS: usize = 100;
    for point in 1..MOST_POINTS {
        let store = Store::new();
        store.publish(b"one");
        let root = store.folder.path().join("artifacts");
        let survived = child_survives("publisher", &root, point);
        let read = store.load().expect("a whole version").read("weights.bin").expect("intact");
        assert!(read == b"one" || read == b"two", "point {point}");
        // The same publisher comes again, and leaves two versions and nothing else.
        assert!(child_survives("publisher", &root, 0), "point {point}");
        let artifact = store.registry.load(FAMILY, MODEL, VersionSelector::Latest).expect("a whole version");
        assert_eq!(artifact.read("weights.bin").expect("intact"), b"two");
        // Once it is the latest, the next one is published on purpose.
        let n_versions = if read == b"two" { 3 } else { 2 };
        assert_eq!(store.versions().len(), n_versions, "point {point}: {:?}", store.versions());
        let hidden = fs::read_dir(store.path("")).expect("the folder is ours").flatten();
        let left: Vec<_> = hidden.map(|entry| entry.file_name()).filter(|name| name != ".lock").collect();
        assert_eq!(left.len(), n_versions + 1, "point {point}: {left:?}");
        if survived {
            assert!(point > 6, "{point} points only");
            return;
        }
    }
    panic!("more than {MOST_POINTS} points");
}

#[test]
fn killed_writers_of_a_file_leave_the_former_one_or_the_new_one() {
    for point in 1.. {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let path = folder.path().join("fit.json");
        atomic_write(&path, "one").expect("writable");
        let survived = child_survives("writer", folder.path(), point);
        let read = fs::read(&path).expect("never missing");
        assert!(read == b"one" || read == b"two", "point {point}");
        assert!(child_survives("writer", folder.path(), 0));
        assert_eq!(fs::read(&path).expect("never missing"), b"two");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "point {point}");
        if survived {
            assert_eq!(point, 4, "before the flush, the rename and the flush of the folder");
            return;
        }
    }
}
