//! A service on this machine, and what tests need beside it.

mod environment;
mod logs;
mod raw;
mod replies;

use std::sync::Arc;

use gemini::{Advice, Client, ClientConfig, ExerciseFeedback, ExerciseInput, FallbackReason, Source};
use wiremock::MockServer;

pub(crate) use environment::FakeEnvironment;
pub(crate) use logs::captured;
pub(crate) use raw::RawServer;
pub(crate) use replies::{
    BusyUntil, EXERCISE, Replies, answer, error, finish, per_day, refused_key, retry_info, truncated,
};

/// Never seen in any output.
pub(crate) const KEY: &str = "AQ.canary-key-0123456789";

/// Runs a test on one thread.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime needs nothing special").block_on(future)
}

pub(crate) fn config(url: &str) -> ClientConfig {
    ClientConfig::default().api_key(KEY).base_url(url)
}

/// A mock server, and a client of it whose clock and random numbers are those of the test.
pub(crate) struct Rig {
    pub(crate) server: MockServer,
    pub(crate) environment: Arc<FakeEnvironment>,
    pub(crate) client: Client,
}

impl Rig {
    pub(crate) async fn new(replies: Replies) -> Self {
        Self::with(replies, |config| config).await
    }

    pub(crate) async fn with(replies: Replies, change: impl FnOnce(ClientConfig) -> ClientConfig) -> Self {
        Self::of(replies.serve().await, Arc::new(FakeEnvironment::default()), change)
    }

    /// A server and an environment that belong together.
    pub(crate) fn of(
        server: MockServer,
        environment: Arc<FakeEnvironment>,
        change: impl FnOnce(ClientConfig) -> ClientConfig,
    ) -> Self {
        let client = Client::with_environment(change(config(&server.uri())), Arc::clone(&environment) as _);
        Self { client: client.expect("valid settings"), server, environment }
    }

    /// Another client of the same server, as another process would have.
    pub(crate) fn another(&self, change: impl FnOnce(ClientConfig) -> ClientConfig) -> Client {
        let environment = Arc::clone(&self.environment) as _;
        Client::with_environment(change(config(&self.server.uri())), environment).expect("valid settings")
    }

    pub(crate) async fn n_calls(&self) -> usize {
        self.server.received_requests().await.expect("requests are recorded").len()
    }

    pub(crate) async fn ask(&self) -> Advice<ExerciseFeedback> {
        ask(&self.client).await
    }
}

pub(crate) async fn ask(client: &Client) -> Advice<ExerciseFeedback> {
    client.exercise_feedback(&squat()).await.expect("a valid input")
}

pub(crate) fn squat() -> ExerciseInput {
    ExerciseInput { exercise_type: "squat".to_owned(), form_score: Some(72.0), ..ExerciseInput::default() }
}

pub(crate) fn rule_based(reason: FallbackReason) -> Source {
    Source::RuleBased { reason }
}

pub(crate) fn live() -> Source {
    Source::Live { model_version: "gemini-3.5-flash-lite".to_owned() }
}
