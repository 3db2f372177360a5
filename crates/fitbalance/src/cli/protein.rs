//! `fitbalance predict protein` and `fitbalance explain protein`.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use nutrition::{Advice, FilledGap, Recommendation};
use serde::Serialize;

use crate::cli::save::save;
use crate::cli::{hint, print};
use crate::nutrition::{PersonDiary, TrainedRecommender, in_words, waterfall};

/// What both commands share.
#[derive(Debug, Args)]
struct Common {
    /// CSV or Parquet file, a row a day, the latest last, with the columns of `protein_diaries.csv` but those of needs and
    /// intake; the last 14 days count, metrics or whole days (by the column `day`) may be missing for up to 3 in a row. Columns `kidney_disease` and `pregnant`
    /// (0/1) are heeded
    #[arg(long, value_name = "FILE")]
    diary: PathBuf,
    /// Whose diary, by `user_id`, if the file holds several
    #[arg(long, value_name = "ID")]
    user: Option<String>,
    /// Folder of the artifacts
    #[arg(long, value_name = "DIR", default_value = "artifacts")]
    artifacts: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PredictProtein {
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainProtein {
    #[command(flatten)]
    common: Common,
    /// Also draw the way from the baseline to the recommendation
    #[arg(long, value_name = "FILE.png")]
    plot: Option<PathBuf>,
}

/// The JSON of both commands.
#[derive(Serialize)]
struct Answer<'a> {
    user_id: &'a str,
    #[serde(flatten)]
    advice: &'a Advice,
}

impl PredictProtein {
    pub(crate) fn run(self) -> Result<()> {
        let (person, advice) = self.common.advise()?;
        self.common.answer(&person, &advice, |recommendation| {
            let mut text = summary(&person, recommendation);
            for reason in &recommendation.reasons {
                let _ = write!(text, "\n  {reason}");
            }
            text
        })
    }
}

impl ExplainProtein {
    pub(crate) fn run(self) -> Result<()> {
        let (person, advice) = self.common.advise()?;
        if let Some(path) = &self.plot {
            let Advice::Recommendation(recommendation) = &advice else {
                bail!("there is no number to draw: {}", referral_text(&advice));
            };
            save(path, waterfall(&person.user_id, recommendation)?, &self.common.diary)?;
            hint(format_args!("picture saved as {}", path.display()));
        }
        self.common.answer(&person, &advice, |recommendation| {
            let mut text = summary(&person, recommendation);
            let _ = write!(text, "\n\n  {:<16} {:>10} {:>10} {:>12}", "metric", "mean", "usual", "adds");
            for adjustment in &recommendation.adjustments {
                let _ = write!(
                    text,
                    "\n  {:<16} {:>10.1} {:>10.1} {:>+8.1} g/d",
                    in_words(adjustment.metric),
                    adjustment.mean,
                    adjustment.usual,
                    adjustment.g_per_day
                );
            }
            text.push_str("\n\nexact Shapley values over all 64 coalitions of the six metrics; usual: training users");
            text
        })
    }
}

impl Common {
    fn advise(&self) -> Result<(PersonDiary, Advice)> {
        let person = PersonDiary::read(&self.diary, self.user.as_deref())?;
        let recommender = TrainedRecommender::load(&self.artifacts)?;
        let advice = recommender.recommend(&person.profile, &person.diary)?;
        if recommender.is_smoke {
            hint("the protein network is from a smoke run: its recommendations mean nothing");
        }
        Ok((person, advice))
    }

    fn answer(&self, person: &PersonDiary, advice: &Advice, text: impl Fn(&Recommendation) -> String) -> Result<()> {
        if self.json {
            let answer = Answer { user_id: &person.user_id, advice };
            print(serde_json::to_string_pretty(&answer).context("advice holds finite numbers only")?)?;
        } else {
            match advice {
                Advice::Recommendation(recommendation) => print(text(recommendation))?,
                Advice::Referral { .. } => print(referral_text(advice))?,
            }
        }
        for FilledGap { metric, first_day, n_days } in person.diary.filled() {
            let days = if *n_days == 1 { "day was" } else { "days were" };
            hint(format_args!(
                "{}: {n_days} {days} missing from day {first_day} of 14 on, and filled",
                in_words(*metric)
            ));
        }
        hint("learnt from synthetic diaries; no medical advice");
        Ok(())
    }
}

fn referral_text(advice: &Advice) -> &'static str {
    match advice {
        Advice::Referral { advice, .. } => advice,
        Advice::Recommendation(_) => "",
    }
}

fn summary(person: &PersonDiary, recommendation: &Recommendation) -> String {
    let [low, high] = recommendation.range_g_per_day;
    let weight = person.profile.weight_kg;
    let need = recommendation.protein_g_per_day;
    format!(
        "user {}: {need:.0} g of protein a day ({:.2} g per kg)\n\
         published range for this person: {low:.0} to {high:.0} g; baseline {:.0} g, this diary {:+.0} g",
        person.user_id,
        need / weight,
        recommendation.baseline_g_per_day,
        need - recommendation.baseline_g_per_day,
    )
}
