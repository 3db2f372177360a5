//! HTTP over TLS: the only file that names a network.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use rustls_platform_verifier::BuilderVerifierExt;
use secrecy::ExposeSecret;

use crate::config::ClientConfig;
use crate::environment::BoxFuture;
use crate::error::ConfigError;
use crate::transport::{MAX_BODY_BYTES, Request, Response, Transport, TransportError};

/// HTTP over TLS, with the certificates of the operating system.
#[derive(Debug)]
pub(crate) struct LiveTransport {
    client: reqwest::Client,
}

impl LiveTransport {
    pub(crate) fn new(config: &ClientConfig) -> Result<Self, ConfigError> {
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(config.connect_timeout)
            .pool_idle_timeout(Duration::from_mins(1))
            .user_agent(concat!("fitbalance/", env!("CARGO_PKG_VERSION")))
            // A proxy would be handed the key of unencrypted requests; those go to this machine only.
            .no_proxy();
        if config.base_url.starts_with("https://") {
            builder = builder.https_only(true).tls_backend_preconfigured(tls()?);
        } else {
            // Nothing is encrypted on this machine, yet reqwest insists on a configuration.
            builder = builder.tls_backend_preconfigured(without_roots()?);
        }
        let client = builder.build().map_err(|error| tls_error(error.without_url()))?;
        Ok(Self { client })
    }
}

fn tls() -> Result<rustls::ClientConfig, ConfigError> {
    let builder = tls_builder()?.with_platform_verifier().map_err(tls_error)?;
    Ok(builder.with_no_client_auth())
}

fn without_roots() -> Result<rustls::ClientConfig, ConfigError> {
    Ok(tls_builder()?.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth())
}

fn tls_builder() -> Result<rustls::ConfigBuilder<rustls::ClientConfig, rustls::WantsVerifier>, ConfigError> {
    // Handed over, not installed: the provider of the process is the program's to choose.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(tls_error)
}

fn tls_error(error: impl std::fmt::Display) -> ConfigError {
    ConfigError::Tls { reason: error.to_string() }
}

impl Transport for LiveTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let mut key =
                HeaderValue::from_str(request.api_key.expose_secret()).map_err(|_| TransportError::Connect)?;
            key.set_sensitive(true);
            // Below 10 s, the service answers 500 instead of stopping in time.
            let server_timeout = request.timeout.as_secs_f64().ceil().max(10.0);
            let mut response = self
                .client
                .post(&request.url)
                .header("x-goog-api-key", key)
                .header("x-server-timeout", server_timeout.to_string())
                .header(CONTENT_TYPE, "application/json")
                .timeout(request.timeout)
                .body(request.body)
                .send()
                .await
                .map_err(|error| transport_error(&error))?;
            let status = response.status().as_u16();
            let retry_after =
                response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::to_owned);
            if response.content_length().is_some_and(|length| length > MAX_BODY_BYTES as u64) {
                return Err(TransportError::TooLarge);
            }
            let mut body = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| transport_error(&error))? {
                if body.len() + chunk.len() > MAX_BODY_BYTES {
                    return Err(TransportError::TooLarge);
                }
                body.extend_from_slice(&chunk);
            }
            Ok(Response { status, retry_after, body })
        })
    }
}

fn transport_error(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() {
        TransportError::Timeout
    } else if error.is_connect() || error.is_builder() {
        TransportError::Connect
    } else {
        TransportError::Interrupted
    }
}
