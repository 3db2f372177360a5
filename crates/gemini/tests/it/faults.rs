//! One table of everything that can go wrong: what happens, how many requests are made, and what the caller gets.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use gemini::{Advice, Client, ExerciseFeedback, Source};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{
    BusyUntil, EXERCISE, FakeEnvironment, KEY, RawServer, Replies, Rig, answer, ask, captured, config, error, finish,
    per_day, refused_key, retry_info, truncated,
};

enum Fault {
    /// Replies of a mock server, in order.
    Replies(Vec<ResponseTemplate>),
    /// A server that is overloaded for a while.
    Spell(Duration),
    /// A server that breaks the protocol.
    Raw(fn(&mut TcpStream)),
    /// A server that takes longer than the deadline: in real time.
    Stall(fn(&mut TcpStream)),
    /// An address where nobody listens.
    Address(&'static str),
}

use Fault::{Address, Raw, Replies as Mock, Spell, Stall};

fn status(status: u16) -> ResponseTemplate {
    error(status, "SOME_STATUS", &json!([]))
}

fn then_good(first: ResponseTemplate) -> Fault {
    Mock(vec![first, answer(EXERCISE)])
}

fn always(reply: ResponseTemplate) -> Fault {
    Mock(vec![reply])
}

fn text(text: &str) -> Fault {
    always(answer(text))
}

/// A good answer with one field replaced.
fn with(field: &str, value: serde_json::Value) -> Fault {
    let mut answer: serde_json::Value = serde_json::from_str(EXERCISE).expect("it is JSON");
    answer[field] = value;
    text(&answer.to_string())
}

fn head(stream: &mut TcpStream, headers: &str) {
    let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{headers}\r\n\r\n");
}

fn oversize(stream: &mut TcpStream) {
    head(stream, "transfer-encoding: chunked");
    let chunk = vec![b' '; 65_536];
    for _ in 0..40 {
        if write!(stream, "10000\r\n")
            .and_then(|()| stream.write_all(&chunk))
            .and_then(|()| write!(stream, "\r\n"))
            .is_err()
        {
            return;
        }
    }
    let _ = write!(stream, "0\r\n\r\n");
}

fn slow_drip(stream: &mut TcpStream) {
    head(stream, "content-length: 100");
    for _ in 0..40 {
        if stream.write_all(b" ").is_err() {
            return;
        }
        sleep(Duration::from_millis(100));
    }
}

fn faults() -> Vec<(&'static str, Fault)> {
    let thought =
        json!({"candidates": [{"finishReason": "STOP", "content": {"parts": [{"text": "hm", "thought": true}]}}]});
    let blocked = json!({"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 7}});
    vec![
        ("none", always(answer(EXERCISE))),
        ("408, then an answer", then_good(status(408))),
        ("429 with `retryDelay` 5 s, then an answer", then_good(retry_info("5s"))),
        ("429 with `retryDelay` 0 s, then an answer", then_good(retry_info("0s"))),
        ("429 with a `retryDelay` that is none, then an answer", then_good(retry_info("-1s"))),
        ("429 with `retryDelay` 45.8 s, longer than the deadline", always(retry_info("45.837906927s"))),
        ("429 with `Retry-After` 3, then an answer", then_good(status(429).insert_header("retry-after", "3"))),
        ("429, the quota of the day", always(per_day())),
        ("499, then an answer", then_good(status(499))),
        ("500, then an answer", then_good(status(500))),
        (
            "502 with HTML, then an answer",
            then_good(ResponseTemplate::new(502).set_body_string("<html>bad gateway</html>")),
        ),
        ("503, then an answer", then_good(status(503))),
        ("504, then an answer", then_good(status(504))),
        ("503 for 3 s, then answers", Spell(Duration::from_secs(3))),
        ("503 again and again", always(status(503))),
        ("400, the key is refused", always(refused_key(KEY))),
        ("400, billing", always(error(400, "FAILED_PRECONDITION", &json!([])))),
        ("400, another reason", always(status(400))),
        ("401", always(status(401))),
        ("403", always(status(403))),
        ("404, no such model", always(error(404, "NOT_FOUND", &json!([])))),
        ("413", always(status(413))),
        (
            "307 to another host",
            always(ResponseTemplate::new(307).insert_header("location", "http://127.0.0.1:9/elsewhere")),
        ),
        ("nobody listens", Address("http://127.0.0.1:9")),
        ("the connection is closed without an answer", Raw(|_| ())),
        (
            "the body is shorter than announced",
            Raw(|stream| {
                head(stream, "content-length: 1000");
                let _ = stream.write_all(b"{\"candidates\":");
            }),
        ),
        ("the body has more than 1 MiB", Raw(oversize)),
        ("a larger length than 1 MiB is announced", Raw(|stream| head(stream, "content-length: 2000000"))),
        (
            "no HTTP at all",
            Raw(|stream| {
                let _ = stream.write_all(b"220 smtp ready\r\n");
            }),
        ),
        ("nothing within the deadline", Stall(|_| sleep(Duration::from_secs(3)))),
        ("the body drips in slowly", Stall(slow_drip)),
        ("200 with half a body, then an answer", then_good(truncated())),
        ("200 without a body", always(ResponseTemplate::new(200))),
        ("200 with bytes that are no UTF-8", always(ResponseTemplate::new(200).set_body_bytes(vec![0xff, 0xfe, 0x00]))),
        ("200 with `{}`", always(ResponseTemplate::new(200).set_body_string("{}"))),
        ("the prompt is blocked", always(ResponseTemplate::new(200).set_body_json(blocked))),
        ("finish reason `SAFETY`", always(finish("SAFETY"))),
        ("finish reason `PROHIBITED_CONTENT`", always(finish("PROHIBITED_CONTENT"))),
        ("finish reason `BLOCKLIST`", always(finish("BLOCKLIST"))),
        ("finish reason `SPII`", always(finish("SPII"))),
        ("finish reason `MAX_TOKENS`, then an answer", then_good(finish("MAX_TOKENS"))),
        ("finish reason `MAX_TOKENS` twice", always(finish("MAX_TOKENS"))),
        ("finish reason `RECITATION`, then an answer", then_good(finish("RECITATION"))),
        ("finish reason `OTHER` twice", always(finish("OTHER"))),
        ("a finish reason that is not known, twice", always(finish("NEW_IN_2031"))),
        ("only thoughts, twice", always(ResponseTemplate::new(200).set_body_json(thought))),
        ("text that is no JSON, then an answer", then_good(answer("Sure! Keep it up."))),
        ("JSON in a code fence, twice", text(&format!("```json\n{EXERCISE}\n```"))),
        ("prose before the JSON, twice", text(&format!("Here you are: {EXERCISE}"))),
        ("JSON that was cut off, twice", text(&EXERCISE[..80])),
        ("a field twice", text(&EXERCISE.replacen('{', "{\"summary\":\"x\",", 1))),
        ("a field too few", text(&EXERCISE.replacen("\"cues\":[\"Brace first.\"],", "", 1))),
        ("a field too many", with("diagnosis", json!("none"))),
        ("a number where a text should be", with("summary", json!(1e308))),
        ("a list of 10,000 texts", with("cues", json!(vec!["Brace."; 10_000]))),
        ("a text of 100,000 characters", with("summary", json!("a".repeat(100_000)))),
        ("200 brackets in one another", text(&format!("{{\"summary\":{}{}}}", "[".repeat(200), "]".repeat(200)))),
        ("a blank text", with("summary", json!(" \u{200B} "))),
        ("invisible characters in a good text", with("summary", json!("Your squat\u{200B} scored \u{202E}72 of 100."))),
        ("a score that was not computed", with("summary", json!("Your squat scored 95 of 100."))),
        ("a bad text, then an answer", Mock(vec![answer(&EXERCISE.replace("72 of", "95 of")), answer(EXERCISE)])),
        ("a diagnosis", with("summary", json!("This looks like tendinitis."))),
        ("a drug", with("next_session", json!("Take ibuprofen first."))),
        ("a link", with("next_session", json!("See https://example.org."))),
        ("HTML", with("summary", json!("<img src=x onerror=alert(1)>"))),
        ("training through pain", with("next_session", json!("Push through the pain."))),
        ("the instructions are given away", with("summary", json!("My system instructions say so."))),
    ]
}

/// The calls made and the answer; everything that was logged is searched for the key.
#[track_caller]
fn outcome(name: &str, fault: Fault) -> (usize, Advice<ExerciseFeedback>) {
    let real_time = |url: &str| Client::new(config(url).deadline(Duration::from_secs(1))).expect("valid settings");
    let virtual_time = |url: &str| {
        Client::with_environment(config(url), Arc::new(FakeEnvironment::default())).expect("valid settings")
    };
    let (result, log) = captured(async {
        match fault {
            Mock(replies) => {
                let rig = Rig::new(Replies::new(replies)).await;
                let advice = rig.ask().await;
                (rig.n_calls().await, advice)
            }
            Spell(spell) => {
                let environment = Arc::new(FakeEnvironment::default());
                let rig = Rig::of(BusyUntil::serve(&environment, spell).await, environment, |config| config);
                let advice = rig.ask().await;
                (rig.n_calls().await, advice)
            }
            Raw(handle) => {
                let server = RawServer::new(handle);
                let advice = ask(&virtual_time(&server.url)).await;
                (server.n_calls(), advice)
            }
            Stall(handle) => {
                let server = RawServer::new(handle);
                let advice = ask(&real_time(&server.url)).await;
                (server.n_calls(), advice)
            }
            Address(url) => (0, ask(&virtual_time(url)).await),
        }
    });
    assert!(!log.contains(KEY), "{name}: the key is in the log");
    assert!(!log.contains("Brace") && !log.contains("You write short coaching"), "{name}: texts are in the log");
    assert!(!serde_json::to_string(&result.1).expect("it is JSON").contains(KEY), "{name}: the key is in the answer");
    assert!(log.contains("gemini.advice") && log.contains("source="), "{name}: the call is traced");
    result
}

fn describe(advice: &Advice<ExerciseFeedback>) -> String {
    let source = match &advice.source {
        Source::Live { .. } => "live".to_owned(),
        Source::RuleBased { reason } => format!("rule-based: {reason}"),
        other => format!("{other:?}"),
    };
    if advice.actions.is_empty() { source } else { format!("{source}; {}", actions(advice)) }
}

fn actions(advice: &Advice<ExerciseFeedback>) -> String {
    let action = |action| {
        let value = serde_json::to_value(action).expect("an action is JSON");
        let field = value["field"].as_str().map(|field| format!(" `{field}`")).unwrap_or_default();
        let rule = value["rule"].as_str().map(|rule| format!(" ({rule})")).unwrap_or_default();
        format!("{}{field}{rule}", value["action"].as_str().unwrap_or_default())
    };
    advice.actions.iter().map(action).collect::<Vec<_>>().join(", ")
}

#[test]
fn fault_table_is_that_of_the_readme() {
    let mut table = "| Fault | Calls | Result |\n|---|---|---|\n".to_owned();
    for (name, fault) in faults() {
        let (n_calls, advice) = outcome(name, fault);
        let n_requests = advice.usage.map_or(0, |usage| usage.n_requests as usize);
        assert!(n_calls == n_requests || n_calls == 0, "{name}: {n_calls} calls, {n_requests} counted");
        writeln!(table, "| {name} | {n_calls} | {} |", describe(&advice)).expect("strings take everything");
    }
    std::io::stdout().write_all(table.as_bytes()).expect("the test runner reads its output");
    crate::readme::check_section("faults", &table);
}

/// Nobody is told apart: with a host that cannot be resolved, the answer is as complete as with any other fault.
#[test]
fn unknown_host_is_answered_by_rules() {
    let config = config("https://no-such-host.invalid").deadline(Duration::from_secs(1));
    let (advice, log) = captured(async { ask(&Client::new(config).expect("valid settings")).await });
    assert_eq!(describe(&advice), "rule-based: the service could not be reached");
    assert!(!log.contains(KEY) && !advice.value.text.corrections.is_empty());
}
