//! What an answer costs beside the model: through a server on this machine, and from the cache.
//!
//! `wire` is the same exchange without the client: the same bytes over one open connection.

use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use criterion::{Criterion, criterion_group, criterion_main};
use gemini::{Client, ClientConfig, ExerciseInput, MeasuredFault, Source};

const TEXT: &str = r#"{\"summary\":\"Your squat scored 72 of 100, a fair base.\",\"strengths\":[\"Your heels stayed down.\"],\"corrections\":[\"Your knees tilted inwards by 12.5°. Slow the way down.\"],\"cues\":[\"Brace first.\"],\"next_session\":\"Do 3 sets of 6 slow repetitions.\"}"#;

fn input() -> ExerciseInput {
    ExerciseInput {
        exercise_type: "squat".to_owned(),
        form_score: Some(72.0),
        injury_risk_score: Some(41.0),
        joint_angles: [("left_knee".to_owned(), Some(84.0)), ("right_knee".to_owned(), Some(97.5))].into(),
        faults: vec![MeasuredFault {
            name: "squat_knee_valgus".to_owned(),
            value: Some(12.5),
            unit: Some("deg".to_owned()),
            severity: Some(0.7),
        }],
        ..ExerciseInput::default()
    }
}

/// Answers every request with the same bytes, on connections that stay open; returns its address.
fn serve() -> String {
    let body = format!(
        r#"{{"candidates":[{{"content":{{"parts":[{{"text":"{TEXT}"}}],"role":"model"}},"finishReason":"STOP","index":0}}],"usageMetadata":{{"promptTokenCount":212,"candidatesTokenCount":340,"totalTokenCount":552}},"modelVersion":"gemini-3.5-flash-lite"}}"#
    );
    let answer =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a free port");
    let address = listener.local_addr().expect("it is bound").to_string();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || answer_all(stream, &answer));
        }
    });
    address
}

fn answer_all(mut stream: TcpStream, answer: &str) {
    stream.set_nodelay(true).expect("sockets have this option");
    let mut request = Vec::new();
    let mut chunk = vec![0; 65_536];
    while let Ok(n_bytes @ 1..) = stream.read(&mut chunk) {
        request.extend_from_slice(&chunk[..n_bytes]);
        if is_complete(&request) {
            request.clear();
            if stream.write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
    }
}

/// Whether the head and as many bytes as it announces are there.
fn is_complete(message: &[u8]) -> bool {
    let Some(end) = message.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&message[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    message.len() >= end + 4 + length.unwrap_or(0)
}

fn config(address: &str) -> ClientConfig {
    let config = ClientConfig::default().api_key("bench").base_url(format!("http://{address}"));
    config.tokens_per_minute(1 << 60).tokens_per_day(1 << 60)
}

fn answers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("gemini/exercise_feedback");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let address = serve();
    let input = input();
    let ask = |client: &Client| runtime.block_on(client.exercise_feedback(black_box(&input))).expect("a valid input");

    let mut stream = TcpStream::connect(&address).expect("the server listens");
    stream.set_nodelay(true).expect("sockets have this option");
    // As many bytes as the client sends.
    let body = "x".repeat(3_600);
    let request =
        format!("POST /v1beta/models/m:generateContent HTTP/1.1\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let mut chunk = vec![0; 65_536];
    let mut exchange = || {
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut n_bytes = 0;
        while !is_complete(&chunk[..n_bytes]) {
            n_bytes += stream.read(&mut chunk[n_bytes..]).expect("the server writes");
        }
        n_bytes
    };
    assert!(exchange() > 500);
    group.bench_function("wire", |bencher| bencher.iter(&mut exchange));

    let live = Client::new(config(&address).memory_entries(0)).expect("valid settings");
    assert!(matches!(ask(&live).source, Source::Live { .. }), "{:?}", ask(&live));
    group.bench_function("live", |bencher| bencher.iter(|| ask(&live)));

    let cached = Client::new(config(&address)).expect("valid settings");
    ask(&cached);
    assert!(matches!(ask(&cached).source, Source::Cache { .. }));
    group.bench_function("cache/memory", |bencher| bencher.iter(|| ask(&cached)));

    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let on_disk = Client::new(config(&address).memory_entries(0).cache_folder(folder.path())).expect("valid settings");
    ask(&on_disk);
    assert!(matches!(ask(&on_disk).source, Source::Cache { .. }));
    group.bench_function("cache/disk", |bencher| bencher.iter(|| ask(&on_disk)));

    let offline = Client::new(ClientConfig::default()).expect("no key is no error");
    assert!(matches!(ask(&offline).source, Source::RuleBased { .. }));
    group.bench_function("rules", |bencher| bencher.iter(|| ask(&offline)));
    group.finish();
}

criterion_group!(benches, answers);
criterion_main!(benches);
