//! How a client reaches the service, and how much it may use.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use crate::error::ConfigError;
use crate::price::Price;
use crate::text::excerpt;

const MODEL: &str = "gemini-3.5-flash-lite";
const BASE_URL: &str = "https://generativelanguage.googleapis.com";

/// How a client reaches the service, and how much it may use.
///
/// | Name | Default | Range | Meaning |
/// |---|---|---|---|
/// | `api_key` | none | visible ASCII | without it, every answer is rule-based |
/// | `model` | `gemini-3.5-flash-lite` | a name | asked first |
/// | `alternate_model` | none | a name | asked once where `model` is unknown |
/// | `base_url` | the service | https, or loopback | up to the version: `/v1beta` is added |
/// | `offline` | false | | never send anything |
/// | `deadline` | 20 s | 1 s to 10 min | for one answer, repeated requests and waits included |
/// | `connect_timeout` | 5 s | 100 ms to 1 min | for one connection |
/// | `max_attempts` | 5 | 1 to 10 | requests for one answer that fail for passing reasons; the last one 4 s after the first or later |
/// | `max_output_tokens` | 2048 | 256 to 65,536 | reasoning and answer together; doubled once if it is too little |
/// | `thinking_level` | by model | a word | `MINIMAL` for lite models, else `LOW` |
/// | `max_concurrent` | 4 | 1 to 64 | requests under way at a time |
/// | `tokens_per_minute` | 200,000 | | of all requests of this client |
/// | `tokens_per_day` | 2,000,000 | | as above; days begin at midnight in Los Angeles, as the service's quotas do |
/// | `usd_per_day` | none | ≥ 0 | as above, by `price` |
/// | `price` | by model | ≥ 0 | US dollars per million tokens |
/// | `cache_folder` | none | a folder | where answers outlive the process |
/// | `cache_bytes` | 16 MiB | ≥ 64 KiB | of the folder |
/// | `memory_entries` | 256 | 0 to 100,000 | answers in memory |
/// | `max_stale` | 30 d | | how old an answer may be when no other can be had |
///
/// Each but the key is a field to read, and a method of the same name to set.
#[derive(Clone)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct ClientConfig {
    pub(crate) api_key: Option<SecretString>,
    pub model: String,
    pub alternate_model: Option<String>,
    pub base_url: String,
    pub offline: bool,
    pub deadline: Duration,
    pub connect_timeout: Duration,
    pub max_attempts: u32,
    pub max_output_tokens: u32,
    pub thinking_level: Option<String>,
    pub max_concurrent: usize,
    pub tokens_per_minute: u64,
    pub tokens_per_day: u64,
    pub usd_per_day: Option<f64>,
    pub price: Option<Price>,
    pub cache_folder: Option<PathBuf>,
    pub cache_bytes: u64,
    pub memory_entries: usize,
    pub max_stale: Duration,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self {
            api_key: None,
            model: MODEL.to_owned(),
            alternate_model: None,
            base_url: BASE_URL.to_owned(),
            offline: false,
            deadline: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(5),
            max_attempts: 5,
            max_output_tokens: 2048,
            thinking_level: None,
            max_concurrent: 4,
            tokens_per_minute: 200_000,
            tokens_per_day: 2_000_000,
            usd_per_day: None,
            price: None,
            cache_folder: None,
            cache_bytes: 16 << 20,
            memory_entries: 256,
            max_stale: Duration::from_hours(30 * 24),
        }
    }
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $kind:ty => $value:expr;)*) => {
        $($(#[$doc])* #[must_use] pub fn $name(mut self, $name: $kind) -> Self { self.$name = $value; self })*
    };
}

impl ClientConfig {
    /// The defaults, and `GEMINI_API_KEY`, `GEMINI_MODEL`, `GEMINI_BASE_URL`, `GEMINI_DEADLINE_SECONDS`,
    /// `GEMINI_TOKENS_PER_DAY` and `GEMINI_USD_PER_DAY` where they are set and not blank.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] as [`ClientConfig::check`].
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_variables(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// As [`ClientConfig::from_env`], from another source of variables.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] as [`ClientConfig::check`].
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        if let Some(key) = variable("GEMINI_API_KEY") {
            config = config.api_key(key);
        }
        let set = |name| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        if let Some(model) = set("GEMINI_MODEL") {
            config.model = model;
        }
        if let Some(base_url) = set("GEMINI_BASE_URL") {
            config.base_url = base_url;
        }
        if let Some(seconds) = set("GEMINI_DEADLINE_SECONDS") {
            config.deadline = Duration::from_secs(read("GEMINI_DEADLINE_SECONDS", "1 to 600", &seconds)?);
        }
        if let Some(tokens) = set("GEMINI_TOKENS_PER_DAY") {
            config.tokens_per_day = read("GEMINI_TOKENS_PER_DAY", "a whole number", &tokens)?;
        }
        if let Some(usd) = set("GEMINI_USD_PER_DAY") {
            config.usd_per_day = Some(read("GEMINI_USD_PER_DAY", "a number", &usd)?);
        }
        config.check()?;
        Ok(config)
    }

    /// The key, without the white space around it; a blank one is none.
    #[must_use]
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        // Only spaces and the line break of a file are trimmed; a break inside is a mistake that `check` reports.
        let key: String = key.into();
        let key = key.trim();
        self.api_key = (!key.is_empty()).then(|| SecretString::from(key.to_owned()));
        self
    }

    setters! {
        /// The model that is asked first.
        model: impl Into<String> => model.into();
        /// The model that is asked where the first is unknown.
        alternate_model: impl Into<String> => Some(alternate_model.into());
        /// Where the service is.
        base_url: impl Into<String> => base_url.into();
        /// Whether nothing is ever sent.
        offline: bool => offline;
        /// Time for one answer.
        deadline: Duration => deadline;
        /// Time for one connection.
        connect_timeout: Duration => connect_timeout;
        /// Requests for one answer.
        max_attempts: u32 => max_attempts;
        /// Tokens of reasoning and answer.
        max_output_tokens: u32 => max_output_tokens;
        /// How long the model reasons, in the words of the service.
        thinking_level: impl Into<String> => Some(thinking_level.into());
        /// Requests under way at a time.
        max_concurrent: usize => max_concurrent;
        /// Tokens of one minute.
        tokens_per_minute: u64 => tokens_per_minute;
        /// Tokens of one day.
        tokens_per_day: u64 => tokens_per_day;
        /// US dollars of one day.
        usd_per_day: f64 => Some(usd_per_day);
        /// What tokens cost.
        price: Price => Some(price);
        /// Where answers outlive the process.
        cache_folder: impl Into<PathBuf> => Some(cache_folder.into());
        /// Bytes of that folder.
        cache_bytes: u64 => cache_bytes;
        /// Answers in memory.
        memory_entries: usize => memory_entries;
        /// How old an answer may be when no other can be had.
        max_stale: Duration => max_stale;
    }

    /// Whether there is a key.
    pub fn has_key(&self) -> bool {
        self.api_key.is_some()
    }

    /// Checks every setting.
    ///
    /// # Errors
    ///
    /// [`ConfigError`]; none quotes the key.
    pub fn check(&self) -> Result<(), ConfigError> {
        if let Some(key) = &self.api_key {
            let problem = key.expose_secret().chars().position(|c| !c.is_ascii_graphic());
            if let Some(position) = problem {
                let character = key.expose_secret().chars().nth(position).expect("`position` found it");
                let problem = match character {
                    '\n' | '\r' => "a line break",
                    ' ' | '\t' => "white space",
                    c if c.is_control() => "a control character",
                    _ => "a character beyond ASCII",
                };
                return Err(ConfigError::InvalidKey { problem, position });
            }
        }
        for model in std::iter::once(&self.model).chain(&self.alternate_model) {
            let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
            if model.is_empty() || model.len() > 100 || !model.bytes().all(is_valid) || model.starts_with('.') {
                return Err(ConfigError::InvalidModel { got: excerpt(model) });
            }
        }
        check_base_url(&self.base_url)?;
        let setting = |name, holds, expected, got: String| {
            if holds { Ok(()) } else { Err(ConfigError::InvalidSetting { name, expected, got }) }
        };
        let within = |value: Duration, low: u64, high: u64| {
            (low..=high).contains(&(value.as_secs() * 1000 + u64::from(value.subsec_millis())))
        };
        setting("deadline", within(self.deadline, 1_000, 600_000), "1 s to 10 min", format!("{:?}", self.deadline))?;
        let connect_timeout = self.connect_timeout;
        setting(
            "connect_timeout",
            within(connect_timeout, 100, 60_000),
            "100 ms to 1 min",
            format!("{connect_timeout:?}"),
        )?;
        setting("max_attempts", (1..=10).contains(&self.max_attempts), "1 to 10", self.max_attempts.to_string())?;
        let tokens = self.max_output_tokens;
        setting("max_output_tokens", (256..=65_536).contains(&tokens), "256 to 65,536", tokens.to_string())?;
        setting("max_concurrent", (1..=64).contains(&self.max_concurrent), "1 to 64", self.max_concurrent.to_string())?;
        let entries = self.memory_entries;
        setting("memory_entries", entries <= 100_000, "0 to 100,000", entries.to_string())?;
        setting("cache_bytes", self.cache_bytes >= 65_536, "at least 65,536", self.cache_bytes.to_string())?;
        let usd = self.usd_per_day.unwrap_or_default();
        setting("usd_per_day", usd >= 0.0 && usd.is_finite(), "a finite number, at least 0", usd.to_string())?;
        let level = self.thinking_level.as_deref().unwrap_or("LOW");
        let is_word = !level.is_empty() && level.len() <= 20 && level.bytes().all(|byte| byte.is_ascii_alphabetic());
        setting("thinking_level", is_word, "a word such as `LOW`", excerpt(level))
    }

    /// `MINIMAL` is an error for the larger models.
    pub(crate) fn thinking_level_of(&self, model: &str) -> &str {
        self.thinking_level.as_deref().unwrap_or(if model.contains("lite") { "MINIMAL" } else { "LOW" })
    }
}

/// By hand: the key is not shown, nor are parts of it.
impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientConfig")
            .field("api_key", &self.api_key.as_ref().map_or("none", |_| "***"))
            .field("model", &self.model)
            .field("alternate_model", &self.alternate_model)
            .field("base_url", &self.base_url)
            .field("offline", &self.offline)
            .field("deadline", &self.deadline)
            .field("max_attempts", &self.max_attempts)
            .field("cache_folder", &self.cache_folder)
            .finish_non_exhaustive()
    }
}

fn read<T: FromStr>(name: &'static str, expected: &'static str, text: &str) -> Result<T, ConfigError> {
    text.parse().map_err(|_| ConfigError::InvalidSetting { name, expected, got: excerpt(text) })
}

/// Accepts `https://host[:port][/path]`, and `http://` for this machine. No user, query or fragment: they could carry
/// secrets into logs, or send the key elsewhere.
fn check_base_url(url: &str) -> Result<(), ConfigError> {
    let refused = |got: String| Err(ConfigError::InvalidBaseUrl { got });
    let (encrypted, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return refused("another scheme".to_owned()),
    };
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:/[]~".contains(&byte);
    if !rest.bytes().all(is_valid) || rest.contains("..") {
        return refused("a user, a query, or characters that no address has".to_owned());
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => (address, port),
        None => authority.find(':').map_or((authority, ""), |colon| authority.split_at(colon)),
    };
    let port_is_valid = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    if host.is_empty() || !port_is_valid {
        return refused("no host, or a port that is none".to_owned());
    }
    let is_loopback =
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    if encrypted || is_loopback { Ok(()) } else { refused(format!("`http://{host}`")) }
}
