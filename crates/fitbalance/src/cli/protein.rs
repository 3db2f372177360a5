//! `fitbalance predict protein` and `fitbalance explain protein`.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use nutrition::{Advice, Recommendation};
use predict::protein::ProteinAnswer;
use predict::{DeviceName, Models};
use words::ProteinBasis;

use crate::cli::models::load;
use crate::cli::output::{hint, print, print_json, warn};
use crate::cli::save::save;
use crate::nutrition::{PersonDiary, in_words, waterfall};

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

impl PredictProtein {
    pub(crate) fn run(self) -> Result<()> {
        let (person, answer) = self.common.advise()?;
        self.common.print(&answer, |recommendation| {
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
        let (person, answer) = self.common.advise()?;
        if let Some(path) = &self.plot {
            let Advice::Recommendation(recommendation) = &answer.advice else {
                bail!("there is no number to draw: {}", referral_text(&answer.advice));
            };
            save(path, waterfall(&person.user_id, recommendation)?, &self.common.diary)?;
            hint(format_args!("picture saved as {}", path.display()));
        }
        self.common.print(&answer, |recommendation| {
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
    fn advise(&self) -> Result<(PersonDiary, ProteinAnswer)> {
        let person = PersonDiary::read(&self.diary, self.user.as_deref())?;
        let model = load(&self.artifacts, DeviceName::Flex, Models::protein)?;
        let answer = model.recommend(&person.user_id, &person.profile, &person.diary)?;
        Ok((person, answer))
    }

    fn print(&self, answer: &ProteinAnswer, text: impl Fn(&Recommendation) -> String) -> Result<()> {
        if self.json {
            print_json(answer)?;
        } else {
            match &answer.advice {
                Advice::Recommendation(recommendation) => print(text(recommendation))?,
                Advice::Referral { .. } => print(referral_text(&answer.advice))?,
            }
        }
        warn(&answer.warnings, &[]);
        Ok(())
    }
}

fn referral_text(advice: &Advice) -> &str {
    match advice {
        Advice::Referral { advice, .. } => advice,
        Advice::Recommendation(_) => "",
    }
}

fn summary(person: &PersonDiary, recommendation: &Recommendation) -> String {
    let [low, high] = recommendation.range_g_per_day;
    let weight = person.profile.weight_kg;
    let need = recommendation.protein_g_per_day;
    let kg = recommendation.basis_kg;
    let basis = match recommendation.basis {
        ProteinBasis::BodyMass => format!("by {kg:.0} kg of body mass"),
        ProteinBasis::AdjustedBodyMass => {
            format!("by {kg:.0} kg: the mass at a body mass index of 25 and a quarter of the rest")
        }
        ProteinBasis::FatFreeMass => format!("by {kg:.0} kg of fat-free mass"),
        ProteinBasis::EstimatedFatFreeMass => format!("by about {kg:.0} kg of fat-free mass, estimated"),
    };
    format!(
        "user {}: {need:.0} g of protein a day ({:.2} g per kg)\n\
         published range for this person: {low:.0} to {high:.0} g ({basis}); baseline {:.0} g, this diary {:+.0} g",
        person.user_id,
        need / weight,
        recommendation.baseline_g_per_day,
        need - recommendation.baseline_g_per_day,
    )
}
