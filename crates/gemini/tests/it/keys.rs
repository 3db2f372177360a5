//! The key is in the header of the request, and nowhere else.

use std::error::Error;
use std::fmt::Debug;

use gemini::{Client, ClientConfig, ConfigError, FallbackReason, TransportError};

use crate::support::{KEY, Replies, Rig, ask, captured, config, refused_key, rule_based, run};

fn everything(error: &(dyn Error + 'static)) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text} {cause} {cause:?}");
        source = cause.source();
    }
    text
}

#[track_caller]
fn check_clean(text: &str) {
    // Parts of it count as well.
    assert!(!text.contains("canary") && !text.contains("0123456789"), "{text}");
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[test]
fn debug_and_errors_do_not_show_it() {
    let config = config("https://example.invalid");
    check_clean(&debug(&config));
    let client = Client::new(config.clone()).expect("valid");
    check_clean(&debug(&client));
    check_clean(&debug(&gemini::BlockingClient::from_client(client).expect("a runtime")));
    let broken = [
        ClientConfig::default().api_key("AQ.canary\n0123456789"),
        ClientConfig::default().api_key("AQ.canary 0123456789"),
        ClientConfig::default().api_key("AQ.canaré0123456789"),
        ClientConfig::default().api_key("AQ.canary\u{0}0123456789"),
        config.clone().base_url("http://example.com"),
        config.clone().model("../../x"),
        config.clone().deadline(std::time::Duration::ZERO),
        config.clone().max_attempts(0),
        config.clone().usd_per_day(f64::NAN),
        config.thinking_level("a b"),
    ];
    for config in broken {
        check_clean(&debug(&config));
        check_clean(&everything(&Client::new(config).expect_err("each has one mistake")));
    }
    for error in
        [TransportError::Connect, TransportError::Timeout, TransportError::Interrupted, TransportError::TooLarge]
    {
        check_clean(&everything(&error));
    }
}

#[test]
fn echo_of_the_service_shows_it_nowhere() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let escape = |text: String, c: char| format!("{text}\\u{:04x}", u32::from(c));
    let escaped = KEY.chars().fold(String::new(), escape);
    let model = serde_json::json!({
        "candidates": [{"finishReason": KEY, "content": {"parts": [{"text": KEY}]}}], "modelVersion": KEY,
        "modelStatus": {"retirementTime": KEY},
    });
    let echo = crate::support::EXERCISE.replace("Brace first.", KEY);
    let escaped_body = format!("{{\"error\":{{\"status\":\"{escaped}\",\"message\":\"{escaped}\"}}}}");
    let replies = [
        vec![refused_key(KEY)],
        vec![wiremock::ResponseTemplate::new(403).set_body_string(escaped_body)],
        vec![wiremock::ResponseTemplate::new(400).set_body_string(format!("<html>{KEY}</html>"))],
        vec![wiremock::ResponseTemplate::new(200).set_body_json(model)],
        vec![crate::support::answer(&echo)],
        vec![
            wiremock::ResponseTemplate::new(302)
                .insert_header("location", format!("http://127.0.0.1:9/{KEY}").as_str()),
        ],
    ];
    for templates in replies {
        let (advice, log) = captured(async {
            let rig = Rig::with(Replies::new(templates), |config| config.cache_folder(folder.path())).await;
            rig.ask().await
        });
        check_clean(&log);
        check_clean(&debug(&advice));
        check_clean(&serde_json::to_string(&advice).expect("JSON"));
    }
    let mut folders = vec![folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("readable").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                check_clean(&std::fs::read_to_string(entry.path()).expect("readable"));
            }
        }
    }
}

/// A transport that panics with all that it can show of what it was given.
#[derive(Debug)]
struct Panicking;

impl gemini::Transport for Panicking {
    fn send(&self, request: gemini::Request) -> gemini::BoxFuture<'_, Result<gemini::Response, TransportError>> {
        panic!("{request:?}")
    }
}

#[test]
fn panics_do_not_show_it() {
    let environment = std::sync::Arc::new(gemini::SystemEnvironment::default());
    let client = Client::with_transport(config("https://example.invalid"), std::sync::Arc::new(Panicking), environment);
    let client = client.expect("valid");
    let panic = run(async { tokio::spawn(async move { ask(&client).await }).await }).expect_err("the transport panics");
    let message = panic.into_panic().downcast::<String>().expect("a text");
    assert!(message.contains("Request"));
    check_clean(&message);
}

#[test]
fn absent_and_blank_keys_mean_rules() {
    for key in [None, Some(""), Some("  "), Some("\n")] {
        run(async {
            let rig = Rig::new(Replies::good()).await;
            let url = rig.server.uri();
            let variable = |name: &str| match name {
                "GEMINI_API_KEY" => key.map(str::to_owned),
                "GEMINI_BASE_URL" => Some(url.clone()),
                _ => None,
            };
            let client =
                Client::new(ClientConfig::from_variables(variable).expect("no key is no error")).expect("valid");
            let advice = ask(&client).await;
            assert_eq!((advice.source, rig.n_calls().await), (rule_based(FallbackReason::NoKey), 0));
        });
    }
    let broken = ClientConfig::from_variables(|name| (name == "GEMINI_API_KEY").then(|| "AQ.a\nb".to_owned()));
    assert!(matches!(broken, Err(ConfigError::InvalidKey { problem: "a line break", position: 4 })));
    let trimmed = ClientConfig::from_variables(|name| (name == "GEMINI_API_KEY").then(|| " AQ.ab\n".to_owned()));
    assert!(trimmed.expect("the break of a file's last line is no part of the key").has_key());
}

#[test]
fn deadline_and_budgets_come_from_the_environment() {
    let read = |name: &'static str, value: &'static str| {
        ClientConfig::from_variables(move |asked| (asked == name).then(|| value.to_owned()))
            .map(|config| debug(&config))
    };
    assert!(read("GEMINI_DEADLINE_SECONDS", " 90 ").expect("valid").contains("deadline: 90s"));
    assert!(read("GEMINI_TOKENS_PER_DAY", "5000").is_ok() && read("GEMINI_USD_PER_DAY", "0.25").is_ok());
    for (name, value) in [
        ("GEMINI_DEADLINE_SECONDS", "0"),
        ("GEMINI_DEADLINE_SECONDS", "soon"),
        ("GEMINI_TOKENS_PER_DAY", "-1"),
        ("GEMINI_USD_PER_DAY", "NaN"),
    ] {
        assert!(matches!(read(name, value), Err(ConfigError::InvalidSetting { .. })), "{name}={value}");
    }
}

#[test]
fn address_is_encrypted_or_on_this_machine() {
    let check = |url: &str| ClientConfig::default().base_url(url).check();
    for url in [
        "https://example.com",
        "https://example.com:8443/proxy",
        "http://127.0.0.1:80",
        "http://localhost",
        "http://[::1]:8080/x",
    ] {
        assert!(check(url).is_ok(), "{url}");
    }
    for url in [
        "http://example.com",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://0.0.0.0",
        "ftp://localhost",
        "https://",
        "https://user:secret@example.com",
        "https://example.com?key=x",
        "https://example.com/#x",
        "localhost",
        "",
        "https://exämple.com",
        "http://localhost:99999",
        "https://a/../b",
        "http://[::2]",
    ] {
        let error = check(url).expect_err(url);
        assert!(
            matches!(error, ConfigError::InvalidBaseUrl { .. }) && !error.to_string().contains("secret"),
            "{error}"
        );
    }
}
