//! The client of the command line: settings from the environment, answers kept in the user's cache folder.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use gemini::{BlockingClient, ClientConfig};

use crate::cli::output::print;

/// What all coaches share.
#[derive(Debug, Args)]
pub(super) struct Settings {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Send nothing and let rules write, whatever the environment says
    #[arg(long)]
    offline: bool,
    /// Neither read nor keep answers on disk; those about burnout are never kept there
    #[arg(long)]
    no_cache: bool,
}

/// The command that forgets.
#[derive(Debug, Args)]
pub(crate) struct PurgeCache {}

impl Settings {
    pub(super) fn client(&self) -> Result<BlockingClient> {
        let config = if self.offline {
            // A key or an address that is wrong does not matter then.
            ClientConfig::default().offline(true)
        } else {
            let config = ClientConfig::from_env().context("cannot use the GEMINI_… variables of the environment")?;
            match cache_folder().filter(|_| !self.no_cache) {
                Some(folder) => config.cache_folder(folder),
                None => config,
            }
        };
        Ok(BlockingClient::new(config)?)
    }
}

impl PurgeCache {
    #[expect(clippy::unused_self, reason = "as the other commands")]
    pub(super) fn run(self) -> Result<()> {
        let folder = cache_folder().context("there is no cache folder: HOME is not set")?;
        let client = BlockingClient::new(ClientConfig::default().offline(true).cache_folder(&folder))?;
        let name = format!("`{}`", folder.display());
        client.client().purge_cache().with_context(|| format!("cannot delete every answer in {name}"))?;
        print(format_args!("no answers are kept in {name}"))
    }
}

/// Where programs of this user keep what they can do without.
fn cache_folder() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let caches = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join("Library/Caches")))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    caches.map(|caches| caches.join("fitbalance").join("coach"))
}
