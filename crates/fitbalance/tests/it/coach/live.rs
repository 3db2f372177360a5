//! Through a service of the test's own, on this machine.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tempfile::tempdir;

use super::{KEY, coach_with, write};
use crate::command::Ran;

const SQUAT: &str = r#"{"summary":"Your squat scored 72 of 100, a fair base.","strengths":["Your heels stayed down."],"corrections":["Slow the way down."],"cues":["Brace first."],"next_session":"Do 3 sets of 6 slow repetitions."}"#;
const BURNOUT: &str = r#"{"summary":"Your estimated risk is low.","this_week":["Keep one evening free."],"work":["Plan the busy phase."],"recovery":["Walk in daylight."],"protect":"Keep your sleep."}"#;

/// A service that always gives one answer, and counts.
struct Service {
    address: String,
    n_calls: Arc<AtomicUsize>,
}

impl Service {
    fn start(answer: &str) -> Self {
        let body = json!({
            "candidates": [{"content": {"parts": [{"text": answer}], "role": "model"}, "finishReason": "STOP"}],
            "usageMetadata": {"promptTokenCount": 212, "candidatesTokenCount": 340, "totalTokenCount": 552},
            "modelVersion": "gemini-3.5-flash-lite",
        })
        .to_string();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let n_calls = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&n_calls);
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counter.fetch_add(1, Ordering::SeqCst);
                reply(stream, &body);
            }
        });
        Self { address, n_calls }
    }

    fn n_calls(&self) -> usize {
        self.n_calls.load(Ordering::SeqCst)
    }

    fn coach(&self, folder: &Path, arguments: &[&str]) -> Ran {
        let ran = coach_with(folder, arguments, &[("GEMINI_API_KEY", KEY), ("GEMINI_BASE_URL", &self.address)], "");
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran
    }
}

/// Reads a request to its end and answers it.
fn reply(mut stream: TcpStream, body: &str) {
    let (mut request, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(n @ 1..) = stream.read(&mut buffer) {
        request.extend_from_slice(&buffer[..n]);
        let text = String::from_utf8_lossy(&request).to_lowercase();
        let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
        assert!(head.contains(&format!("x-goog-api-key: {}", KEY.to_lowercase())), "{head}");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if length.is_some_and(|length| length.parse().is_ok_and(|length: usize| rest.len() >= length)) {
            break;
        }
    }
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
    let _ = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
}

fn n_files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { n_files(&entry.path()) } else { 1 }).sum()
}

#[test]
fn answers_of_a_model_are_shown_kept_and_forgotten() {
    let folder = tempdir().expect("a temporary folder");
    let folder = folder.path();
    let service = Service::start(SQUAT);
    write(folder, "input.json", &json!({"exercise_type": "squat", "form_score": 72}));
    let ask = ["exercise", "--input", "input.json"];
    let first = service.coach(folder, &ask);
    assert!(first.stdout.contains("Written by gemini-3.5-flash-lite, 552 tokens"), "{}", first.stdout);
    assert!(first.stdout.contains("Slow the way down.") && first.stderr.is_empty(), "{}", first.stderr);
    let second = service.coach(folder, &ask);
    assert!(second.stdout.contains("Written by a model") && second.stdout.contains("ago"), "{}", second.stdout);
    assert_eq!((service.n_calls(), n_files(&folder.join(".cache/fitbalance/coach"))), (1, 1));
    service.coach(folder, &[&ask[..], &["--no-cache"]].concat());
    service.coach(folder, &[&ask[..], &["--offline"]].concat());
    assert_eq!(service.n_calls(), 2);
    let purged = service.coach(folder, &["purge-cache"]);
    assert!(purged.stdout.starts_with("no answers are kept in `"), "{}", purged.stdout);
    assert_eq!(n_files(&folder.join(".cache")), 0);
    service.coach(folder, &ask);
    assert_eq!(service.n_calls(), 3);
}

#[test]
fn answers_about_burnout_stay_off_the_disk() {
    let folder = tempdir().expect("a temporary folder");
    let service = Service::start(BURNOUT);
    write(folder.path(), "input.json", &json!({"risk_level": "low"}));
    for n_calls in 1..=2 {
        let ran = service.coach(folder.path(), &["burnout", "--input", "input.json"]);
        assert!(ran.stdout.contains("Walk in daylight.") && service.n_calls() == n_calls, "{}", ran.stdout);
    }
    assert_eq!(n_files(folder.path()), 1, "only the input");
}

#[test]
fn answers_that_break_a_rule_are_replaced_and_reported() {
    let folder = tempdir().expect("a temporary folder");
    let service = Service::start(&SQUAT.replace("72 of 100", "95 of 100"));
    write(folder.path(), "input.json", &json!({"exercise_type": "squat", "form_score": 72}));
    let ran = service.coach(folder.path(), &["exercise", "--input", "input.json"]);
    assert!(ran.stdout.contains("Written by rules: the answer broke a safety rule."), "{}", ran.stdout);
    assert!(ran.stdout.contains("scored 72 of 100") && !ran.stdout.contains("95"), "{}", ran.stdout);
    assert!(ran.stderr.contains("`summary` broke the rule on numbers"), "{}", ran.stderr);
    assert_eq!(service.n_calls(), 2);
}

#[test]
fn check_says_what_answers_and_what_it_costs() {
    let folder = tempdir().expect("a temporary folder");
    let service = Service::start("ready");
    let ran = service.coach(folder.path(), &["check"]);
    for line in [
        "Key                   works",
        "Model that answered   gemini-3.5-flash-lite",
        "212 tokens asked, 340 answered: 0.000914 US dollars",
    ] {
        assert!(ran.stdout.contains(line), "{line}\n{}", ran.stdout);
    }
    let ran = service.coach(folder.path(), &["check", "--json"]);
    let check: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON alone on stdout");
    assert_eq!((&check["works"], &check["problem"]), (&json!(true), &serde_json::Value::Null));
    assert_eq!((service.n_calls(), n_files(folder.path())), (2, 0));
    let nobody = [("GEMINI_API_KEY", KEY), ("GEMINI_BASE_URL", "http://127.0.0.1:9")];
    let ran = coach_with(folder.path(), &["check"], &nobody, "");
    assert!(ran.code == 1 && ran.stderr.contains("the service could not be reached"), "{}", ran.stderr);
}

#[test]
fn people_who_must_not_be_sent_are_not() {
    let folder = tempdir().expect("a temporary folder");
    let service = Service::start(SQUAT);
    write(folder.path(), "input.json", &json!({"exercise_type": "squat", "age_years": 15}));
    let ran = service.coach(folder.path(), &["exercise", "--input", "input.json"]);
    assert!(ran.stdout.contains("You are still growing") && ran.stderr.is_empty(), "{}", ran.stdout);
    assert_eq!(service.n_calls(), 0);
}
