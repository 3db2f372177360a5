//! What carries requests, and how it fails.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;

use crate::environment::BoxFuture;

/// Bytes of an answer beyond which it is not read: a hundred times what an answer has.
pub(crate) const MAX_BODY_BYTES: usize = 1 << 20;

/// What carries a request to the service.
///
/// An implementation must not follow redirects, which would take the key to another host, and must not show the key.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends one request and reads the answer, whatever its status.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if there is no complete answer within [`Request::timeout`].
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>>;
}

/// One request: `POST`, `content-type: application/json`, the key in the header `x-goog-api-key`.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// Where to. It holds no secrets.
    pub url: String,
    /// The key.
    pub api_key: SecretString,
    /// The JSON.
    pub body: Vec<u8>,
    /// How long the whole exchange may take.
    pub timeout: Duration,
}

/// By hand: neither key nor body are shown.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, body, timeout, .. } = self;
        f.debug_struct("Request")
            .field("url", url)
            .field("n_bytes", &body.len())
            .field("timeout", timeout)
            .finish_non_exhaustive()
    }
}

/// A complete answer.
#[derive(Clone, Default)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The body, at most 1 MiB.
    pub body: Vec<u8>,
}

/// By hand: a body can echo the key.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("n_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why there is no complete answer. Causes are not kept: their texts may quote what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// The host is unknown, unreachable or refuses.
    #[error("cannot connect to the service")]
    Connect,
    /// The time is over.
    #[error("the service did not answer in time")]
    Timeout,
    /// The connection broke in the middle.
    #[error("the answer of the service broke off")]
    Interrupted,
    /// The answer is larger than any answer is.
    #[error("the answer of the service has more than {MAX_BODY_BYTES} bytes")]
    TooLarge,
}
