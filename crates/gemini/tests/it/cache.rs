//! What is kept, for how long, and that nothing that is wrong with a file is ever an error.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gemini::{BurnoutInput, FallbackReason, Source};
use serde_json::json;

use crate::support::{EXERCISE, KEY, Replies, Rig, answer, ask, error, live, rule_based, run};

const DAY: Duration = Duration::from_hours(24);

fn cached(seconds: u64) -> Source {
    Source::Cache { age: Duration::from_secs(seconds) }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

#[test]
fn memory_answers_until_it_is_stale() {
    run(async {
        let rig = Rig::new(Replies::good()).await;
        assert_eq!(rig.ask().await.source, live());
        rig.environment.advance(Duration::from_mins(1));
        let hit = rig.ask().await;
        assert_eq!((hit.source, hit.usage), (cached(60), None));
        rig.environment.advance(DAY);
        assert_eq!(rig.ask().await.source, live());
        assert_eq!(rig.n_calls().await, 2);
    });
}

#[test]
fn stale_answer_is_better_than_none() {
    run(async {
        let busy = || error(503, "UNAVAILABLE", &json!([]));
        let rig = Rig::new(Replies::new([answer(EXERCISE), busy()])).await;
        rig.ask().await;
        rig.environment.advance(2 * DAY);
        let advice = rig.ask().await;
        // The waits between the requests are part of the day.
        assert!(matches!(advice.source, Source::StaleCache { age } if age == 2 * DAY), "{:?}", advice.source);
        assert_eq!(advice.value.text.cues, ["Brace first."]);
        rig.environment.advance(40 * DAY);
        assert!(matches!(rig.ask().await.source, Source::RuleBased { .. }), "older than `max_stale`");
    });
}

#[test]
fn answers_outlive_the_process_and_are_private() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let path = folder.path().join("answers");
    run(async {
        let rig = Rig::with(Replies::good(), |config| config.cache_folder(&path)).await;
        assert_eq!(rig.ask().await.source, live());
        let another = rig.another(|config| config.cache_folder(&path));
        rig.environment.advance(Duration::from_secs(9));
        assert_eq!((ask(&another).await.source, rig.n_calls().await), (cached(9), 1));
        let files = files(&path);
        assert_eq!(files.len(), 1);
        let content = fs::read_to_string(&files[0]).expect("readable");
        assert!(!content.contains(KEY) && !files[0].to_string_lossy().contains("squat"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).expect("it exists").permissions().mode() & 0o777;
            assert_eq!(
                (mode(&files[0]), mode(files[0].parent().expect("a folder")), mode(&path)),
                (0o600, 0o700, 0o700)
            );
        }
        rig.client.purge_cache().expect("the folder is ours");
        assert_eq!(crate::cache::files(&path).len(), 0);
        assert_eq!((rig.ask().await.source, rig.n_calls().await), (live(), 2));
    });
}

/// Every byte of a file, turned over one at a time: a miss, never an error and never another text.
#[test]
fn corrupted_file_is_a_miss() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    run(async {
        let rig = Rig::with(Replies::good(), |config| {
            config.cache_folder(folder.path()).memory_entries(0).tokens_per_minute(1 << 40).tokens_per_day(1 << 40)
        })
        .await;
        let first = rig.ask().await;
        let path = files(folder.path()).remove(0);
        let bytes = fs::read(&path).expect("readable");
        // Other clients would be slow to make for each byte: this one keeps nothing in memory.
        for (index, mask) in (0..bytes.len()).flat_map(|index| [(index, 0x01), (index, 0x80)]) {
            let mut changed = bytes.clone();
            changed[index] ^= mask;
            fs::write(&path, changed).expect("writable");
            let advice = rig.ask().await;
            assert_eq!((advice.source, advice.value.text), (live(), first.value.text.clone()), "byte {index} ^ {mask}");
            if index % 16 != 0 {
                continue;
            }
            fs::write(&path, &bytes[..index]).expect("writable");
            assert_eq!(rig.ask().await.source, live(), "cut off at {index}");
        }
        for content in ["", "{}", "null", "[]", "{\"version\":2}"] {
            fs::write(&path, content).expect("writable");
            assert_eq!(rig.ask().await.source, live(), "{content}");
        }
        assert_eq!(fs::read(&path).expect("written anew"), bytes);
        assert_eq!(rig.ask().await.source, cached(0), "an intact file is a hit");
    });
}

/// An entry with a sound hash whose text breaks today's rules: written by an older program, or by somebody.
#[test]
fn forged_entry_is_checked_like_an_answer() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    run(async {
        let rig = Rig::with(Replies::good(), |config| config.cache_folder(folder.path()).memory_entries(0)).await;
        rig.ask().await;
        let path = files(folder.path()).remove(0);
        let mut sealed: serde_json::Value = serde_json::from_slice(&fs::read(&path).expect("readable")).expect("JSON");
        let entry = sealed["entry"].as_str().expect("a text").replace("Brace first.", "Take ibuprofen.");
        sealed["sha256"] = json!(sha256(entry.as_bytes()));
        sealed["entry"] = json!(entry);
        fs::write(&path, sealed.to_string()).expect("writable");
        assert_eq!(rig.ask().await.source, live());
    });
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    let number = |bytes: &[u8]| bytes.iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    let digest = sha2::Sha256::digest(bytes);
    format!("{:032x}{:032x}", number(&digest[..16]), number(&digest[16..]))
}

#[test]
fn folder_that_cannot_be_written_costs_nothing() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let file = folder.path().join("file");
    fs::write(&file, "in the way").expect("writable");
    run(async {
        let rig = Rig::with(Replies::good(), |config| config.cache_folder(&file)).await;
        assert_eq!(rig.ask().await.source, live());
        assert_eq!(rig.ask().await.source, cached(0), "memory is there still");
        rig.client.purge_cache().expect("there is nothing to delete");
    });
}

#[test]
fn folder_stays_below_its_size_and_keeps_foreign_files() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    run(async {
        let rig = Rig::with(Replies::good(), |config| {
            config.cache_folder(folder.path()).cache_bytes(65_536).tokens_per_minute(1 << 40)
        })
        .await;
        let foreign = folder.path().join("v1").join("ab");
        fs::create_dir_all(&foreign).expect("the folder is ours");
        fs::write(foreign.join("notes.txt"), vec![0; 100_000]).expect("writable");
        for index in 0..150 {
            let mut input = crate::support::squat();
            input.n_repetitions = Some(index);
            rig.client.exercise_feedback(&input).await.expect("valid");
        }
        let sizes = files(folder.path()).into_iter().filter(|path| path.extension().is_some_and(|end| end == "json"));
        let bytes: u64 = sizes.map(|path| fs::metadata(path).expect("it exists").len()).sum();
        assert!((30_000..=65_536).contains(&bytes), "{bytes}");
        rig.client.purge_cache().expect("the folder is ours");
        assert!(foreign.join("notes.txt").exists());
    });
}

#[test]
fn key_depends_on_whatever_the_answer_depends_on() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    run(async {
        let rig = Rig::with(Replies::good(), |config| config.cache_folder(folder.path())).await;
        rig.ask().await;
        let other_model = rig.another(|config| config.cache_folder(folder.path()).model("gemini-3.8-flash"));
        ask(&other_model).await;
        let mut input = crate::support::squat();
        input.notes = Some("slow today".to_owned());
        rig.client.exercise_feedback(&input).await.expect("valid");
        assert_eq!((rig.n_calls().await, files(folder.path()).len()), (3, 3));
        // Who asks is no part of it, nor are characters that nobody sees.
        input.notes = Some("slow\u{200B}  today ".to_owned());
        input.person.country = Some("IN".to_owned());
        let advice = rig.client.exercise_feedback(&input).await.expect("valid");
        assert_eq!((advice.source, rig.n_calls().await), (cached(0), 3));
    });
}

#[test]
fn only_answers_are_kept_and_those_about_burnout_on_no_disk() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    run(async {
        let text = json!({
            "summary": "The risk is low.", "this_week": ["Sleep."], "work": ["Say no."], "recovery": ["Walk."], "protect": "Your friends.",
        });
        let replies = Replies::new([crate::support::finish("SAFETY"), answer(&text.to_string())]);
        let rig = Rig::with(replies, |config| config.cache_folder(folder.path())).await;
        let input = BurnoutInput::default();
        let advice = rig.client.burnout_guidance(&input).await.expect("valid");
        assert_eq!(advice.source, rule_based(FallbackReason::Blocked));
        assert_eq!(rig.client.burnout_guidance(&input).await.expect("valid").source, live(), "a refusal is not kept");
        assert_eq!(rig.client.burnout_guidance(&input).await.expect("valid").source, cached(0));
        assert_eq!(files(folder.path()).len(), 0);
    });
}

#[test]
fn clock_that_goes_back_makes_no_answer_younger() {
    run(async {
        let rig = Rig::new(Replies::good()).await;
        rig.ask().await;
        rig.environment.set_back(Duration::from_hours(1));
        assert_eq!((rig.ask().await.source, rig.n_calls().await), (live(), 2));
    });
}
