//! `coach check`: whether the key works, which model answers, what a call costs.

use anyhow::{Context, Result, bail};
use clap::Args;
use gemini::{BlockingClient, ClientConfig, KeyCheck};

use crate::cli::output::print;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(self) -> Result<()> {
        let config = ClientConfig::from_env().context("cannot use the GEMINI_… variables of the environment")?;
        let has_key = config.has_key();
        let check = BlockingClient::new(config)?.check();
        if self.json {
            print(serde_json::to_string_pretty(&check).context("a check holds finite numbers only")?)?;
        } else if check.works {
            print(page(&check))?;
        }
        match check.problem {
            None => Ok(()),
            Some(_) if !has_key => {
                bail!(
                    "GEMINI_API_KEY is not set: nothing was sent, and rules write every answer; `{}` would be asked",
                    check.model
                )
            }
            Some(problem) => bail!("the key does not work with `{}`: {problem}", check.model),
        }
    }
}

fn page(check: &KeyCheck) -> String {
    let mut rows = vec![("Key", "works".to_owned()), ("Model asked", check.model.clone())];
    rows.push(("Model that answered", check.model_version.clone().unwrap_or_else(|| "not said".to_owned())));
    if let (Some(usage), Some(usd)) = (check.usage, check.usd) {
        let answer = usage.answer_tokens + usage.thought_tokens;
        let tokens = format!("{} tokens asked, {answer} answered", usage.prompt_tokens);
        rows.push(("This call", format!("{tokens}: {usd:.6} US dollars")));
    }
    rows.push(("An answer of a coach", format!("about {:.4} US dollars by the list price", check.usd_per_answer)));
    let lines: Vec<String> = rows.into_iter().map(|(name, value)| format!("{name:<22}{value}")).collect();
    lines.join("\n")
}
