//! What is refused, and in which words.

use std::fs;

use registry::{Artifact, Error, Registry, Result, VersionSelector, sha256_hex};

use crate::{FAMILY, MODEL, Store, info};

/// The message with the folder of this test run cut out.
#[track_caller]
fn check<T: std::fmt::Debug>(store: &Store, refused: Result<T>, expected: &str) {
    let message = refused.expect_err("a refusal").to_string();
    let folder = store.path("").display().to_string();
    assert_eq!(message.replace(folder.trim_end_matches('/'), "…"), expected);
}

/// Replaces the manifest by an edited one with a right hash, as another program could have written it.
fn forge(store: &Store, edit: impl FnOnce(&mut serde_json::Value)) -> Result<Artifact> {
    let json = fs::read(store.path("v0001/manifest.json")).expect("published");
    let mut manifest = serde_json::from_slice(&json).expect("JSON");
    edit(&mut manifest);
    let json = manifest.to_string();
    store.overwrite("v0001/manifest.sha256", format!("{}  manifest.json\n", sha256_hex(json.as_bytes())));
    store.overwrite("v0001/manifest.json", json);
    store.load()
}

#[test]
fn artifact_that_was_never_published_is_missing() {
    let store = Store::new();
    check(&store, store.load(), "`…` holds no artifact: expected at least one version, such as `v0001`");
    let exact = VersionSelector::Exact("v0001".parse().expect("a version"));
    assert!(matches!(store.registry.load(FAMILY, MODEL, exact), Err(Error::MissingArtifact { .. })));
    assert_eq!(store.versions(), [""; 0]);
}

#[test]
fn version_that_was_never_published_is_missing() {
    let store = Store::new();
    store.publish(b"one");
    store.publish(b"two");
    let exact = VersionSelector::Exact("v0007".parse().expect("a version"));
    let refused = store.registry.load(FAMILY, MODEL, exact);
    check(&store, refused, "`…` has no version v0007: expected one of `v0001`, `v0002`");
}

#[test]
fn latest_that_is_missing_or_wrong_is_refused() {
    let store = Store::new();
    store.publish(b"one");
    store.overwrite("latest", "v0009\n");
    check(&store, store.load(), "`…/latest` names v0009, which is missing: expected one of `v0001`");
    store.overwrite("latest", "../../v0001");
    check(&store, store.load(), "`…/latest` must name a version such as `v0001`, got `../../v0001`");
    fs::remove_file(store.path("latest")).expect("published");
    check(&store, store.load(), "`…/latest` is missing: expected a file that names one of `v0001`");
}

#[test]
fn file_that_is_changed_in_any_byte_is_refused() {
    let store = Store::new();
    let bytes: Vec<u8> = (0..=255).collect();
    store.publish(&bytes);
    let artifact = store.load().expect("published");
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1 << (place % 8);
        store.overwrite("v0001/weights.bin", changed);
        assert!(matches!(artifact.read("weights.bin"), Err(Error::Corrupted { .. })), "byte {place}");
    }
    store.overwrite("v0001/weights.bin", &bytes);
    assert_eq!(artifact.read("weights.bin").expect("restored"), bytes);
}

#[test]
fn file_that_is_cut_extended_or_gone_is_refused() {
    let store = Store::new();
    store.publish(b"abc");
    let artifact = store.load().expect("published");
    store.overwrite("v0001/weights.bin", b"abcd");
    check(&store, artifact.read("weights.bin"), "`…/v0001/weights.bin` must have 3 bytes, got 4");
    store.overwrite("v0001/weights.bin", b"");
    check(&store, artifact.read("weights.bin"), "`…/v0001/weights.bin` must have 3 bytes, got 0");
    fs::remove_file(store.path("v0001/weights.bin")).expect("published");
    check(&store, artifact.read("weights.bin"), "`…/v0001/weights.bin` is missing: its manifest expects 3 bytes");
}

#[test]
fn file_that_the_manifest_does_not_name_is_unknown() {
    let store = Store::new();
    store.publish(b"abc");
    store.overwrite("v0001/intruder.bin", b"abc");
    let artifact = store.load().expect("published");
    check(&store, artifact.read("intruder.bin"), "`…/v0001` has no file `intruder.bin`: expected one of `weights.bin`");
    assert!(matches!(artifact.read("../v0001/weights.bin"), Err(Error::UnknownFile { .. })));
}

#[test]
fn manifest_that_is_cut_or_changed_anywhere_is_refused() {
    let store = Store::new();
    store.publish(b"abc");
    for name in ["v0001/manifest.json", "v0001/manifest.sha256"] {
        let bytes = fs::read(store.path(name)).expect("published");
        for place in 0..bytes.len() {
            store.overwrite(name, &bytes[..place]);
            assert!(matches!(store.load(), Err(Error::CorruptManifest { .. })), "{name} cut at {place}");
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 7);
            store.overwrite(name, changed);
            assert!(matches!(store.load(), Err(Error::CorruptManifest { .. })), "{name} changed at {place}");
        }
        store.overwrite(name, bytes);
        store.load().expect("restored");
    }
}

#[test]
fn version_without_manifest_is_refused() {
    for name in ["manifest.json", "manifest.sha256"] {
        let store = Store::new();
        store.publish(b"abc");
        fs::remove_file(store.path("v0001").join(name)).expect("published");
        check(&store, store.load(), &format!("`…/v0001/{name}` is missing: expected every version to have one"));
    }
}

#[test]
fn manifest_of_another_shape_is_refused() {
    let store = Store::new();
    store.publish(b"abc");
    let refused = forge(&store, |manifest| manifest["manifest_format"] = 2.into());
    check(&store, refused, "`…/v0001/manifest.json` has manifest format 2, this program reads format 1");
    let refused = forge(&store, |manifest| *manifest = serde_json::json!([1]));
    check(&store, refused, "`…/v0001/manifest.json` is no manifest");
}

#[test]
fn manifest_of_another_model_or_version_is_refused() {
    let store = Store::new();
    store.publish(b"abc");
    let refused = forge(&store, |manifest| manifest["version"] = "v0002".into());
    let expected = "`…/v0001/manifest.json` describes `burnout/cox_ph_model/v0002`, expected \
                    `burnout/cox_ph_model/v0001`: the folder was moved or renamed";
    check(&store, refused, expected);
}

#[test]
fn name_in_a_manifest_that_leaves_the_folder_is_refused() {
    let store = Store::new();
    store.publish(b"abc");
    let artifact = forge(&store, |manifest| {
        let entry = manifest["files"]["weights.bin"].clone();
        manifest["files"]["../v0001/weights.bin"] = entry;
    });
    let refused = artifact.expect("a right hash").read("../v0001/weights.bin");
    assert!(matches!(refused, Err(Error::InvalidName { .. })));
}

#[test]
fn artifact_of_another_kind_or_schema_is_refused() {
    let store = Store::new();
    store.publish(b"abc");
    let artifact = store.load().expect("published");
    artifact.check_schema("cox_ph_model", 3).expect("what was published");
    let check = |kind, version, expected: &str| {
        check(&store, artifact.check_schema(kind, version), expected);
    };
    check("food_classifier", 3, "`…/v0001` holds a `cox_ph_model`, expected a `food_classifier`");
    check("cox_ph_model", 2, "`…/v0001` has schema version 3, newer than 2, which this program reads");
    check("cox_ph_model", 4, "`…/v0001` has schema version 3, older than 4, which this program reads");
}

#[test]
fn json_of_another_shape_is_refused() {
    let store = Store::new();
    store.publish(b"[1, 2]");
    let artifact = store.load().expect("published");
    let refused = artifact.read_json::<String>("weights.bin");
    check(&store, refused, "`…/v0001/weights.bin` is no JSON of the expected shape");
}

#[test]
fn draft_under_a_bad_name_is_refused() {
    let store = Store::new();
    for (family, model) in [("..", MODEL), (FAMILY, "a/b"), ("", MODEL), (FAMILY, ".hidden")] {
        assert!(matches!(store.registry.draft(family, model), Err(Error::InvalidName { .. })), "{family}/{model}");
    }
    let draft = store.registry.draft(FAMILY, MODEL).expect("writable");
    assert!(matches!(draft.write("../escape", b""), Err(Error::InvalidName { .. })));
    for name in ["manifest.json", "Manifest.JSON", "manifest.sha256"] {
        assert!(matches!(draft.write_json(name, &1), Err(Error::ReservedName { .. })), "{name}");
    }
}

#[test]
fn draft_without_files_or_with_folders_is_refused() {
    let store = Store::new();
    let draft = store.registry.draft(FAMILY, MODEL).expect("writable");
    check(&store, draft.publish(info()), "a draft of `…` holds no file: expected at least one");
    let draft = store.registry.draft(FAMILY, MODEL).expect("writable");
    fs::create_dir(draft.path_for("plots").expect("a valid name")).expect("writable");
    assert!(matches!(draft.publish(info()), Err(Error::NotAFile { .. })));
    assert_eq!(store.versions(), [""; 0]);
}

#[test]
fn root_that_is_a_file_is_refused() {
    let store = Store::new();
    let file = store.folder.path().join("file");
    fs::write(&file, "").expect("writable");
    assert!(matches!(Registry::open(&file), Err(Error::Io { action: "open", .. })));
    assert!(matches!(Registry::open_or_create(file), Err(Error::Io { action: "open", .. })));
}

#[test]
fn root_that_is_missing_is_refused_to_readers_and_made_for_writers() {
    let store = Store::new();
    let root = store.folder.path().join("nowhere");
    assert!(matches!(Registry::open(&root), Err(Error::MissingRegistry { path }) if path == root));
    let draft = Registry::open_or_create(&root).and_then(|own| own.draft(FAMILY, MODEL)).expect("writable");
    draft.write("weights.bin", [1]).and_then(|()| draft.publish(info()).map(drop)).expect("writable");
    Registry::open(&root).expect("the draft made it");
}

#[test]
fn highest_version_has_no_next_one() {
    let store = Store::new();
    store.publish(b"one");
    fs::create_dir(store.path("v4294967295")).expect("the folder is ours");
    let draft = store.registry.draft(FAMILY, MODEL).expect("writable");
    draft.write("weights.bin", b"two").expect("writable");
    let expected = "`…` has a version v4294967295: there is no higher number to publish under";
    check(&store, draft.publish(info()), expected);
    assert_eq!(store.load().expect("published").read("weights.bin").expect("intact"), b"one");
}

#[test]
fn latest_is_quoted_shortly_and_without_control_characters() {
    let store = Store::new();
    store.publish(b"one");
    store.overwrite("latest", format!("\u{1b}[31mv1{}", "x".repeat(800)));
    let message = store.load().expect_err("no version").to_string();
    assert!(message.contains("\\u{1b}[31mv1xx") && message.contains('…') && message.len() < 400, "{message}");
    store.overwrite("latest", "v0001\n".repeat(1000));
    assert!(matches!(store.load(), Err(Error::Io { action: "read", .. })));
}

/// As another program, or somebody else, could have left them: none is waited for, followed or read without end.
#[cfg(unix)]
#[test]
fn links_pipes_and_devices_are_refused_at_once() {
    use std::os::unix::fs::symlink;
    use std::process::Command;
    let pipe = |path: std::path::PathBuf| {
        let made = Command::new("mkfifo").arg(&path).status().expect("every Unix has mkfifo");
        assert!(made.success(), "{}", path.display());
    };
    let replace = |store: &Store, name: &str, make: &dyn Fn(std::path::PathBuf)| {
        fs::remove_file(store.path(name)).expect("published");
        make(store.path(name));
    };
    let why = |error: Error| std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    for name in ["latest", "v0001/manifest.json", "v0001/manifest.sha256", "v0001/weights.bin"] {
        for (make, expected) in [
            (&(|path| pipe(path)) as &dyn Fn(std::path::PathBuf), "it is a pipe or device, no regular file"),
            (&|path| symlink("/dev/zero", path).expect("the folder is ours"), "it is a link, no regular file"),
            (&|path| symlink("/etc/passwd", path).expect("the folder is ours"), "it is a link, no regular file"),
            (&|path| fs::create_dir(path).expect("the folder is ours"), "it is a folder, no regular file"),
        ] {
            let store = Store::new();
            store.publish(b"one");
            replace(&store, name, make);
            let read = store.load().and_then(|artifact| artifact.read("weights.bin"));
            assert_eq!(why(read.expect_err("refused")), expected, "{name}");
        }
    }
    let store = Store::new();
    store.publish(b"one");
    replace(&store, ".lock", &|path| pipe(path));
    assert_eq!(why(store.registry.draft(FAMILY, MODEL).expect_err("refused")), "it is a pipe, no regular file");
}

/// A file of two gigabytes that takes no room on the disk.
#[test]
fn length_is_compared_before_anything_is_read() {
    let store = Store::new();
    store.publish(b"one");
    let file = fs::File::options().write(true).open(store.path("v0001/weights.bin")).expect("published");
    file.set_len(2 << 30).expect("a sparse file");
    let read = store.load().and_then(|artifact| artifact.read("weights.bin"));
    check(&store, read, "`…/v0001/weights.bin` must have 3 bytes, got 2147483648");
    let forged = forge(&store, |manifest| manifest["files"]["weights.bin"]["bytes"] = (2_u64 << 30).into());
    let read = forged.and_then(|artifact| artifact.read("weights.bin"));
    check(&store, read, "`…/v0001/weights.bin` has 2147483648 bytes, at most 536870912 are read");
}
