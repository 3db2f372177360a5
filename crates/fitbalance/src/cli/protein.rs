//! `fitbalance predict protein` and `fitbalance explain protein`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use nutrition::{Advice, Intake, Recommendation};
use predict::protein::{Eaten, ProteinAnswer};
use predict::{DeviceName, Models};
use serde::Serialize;
use words::{DiaryMetric, ProteinBasis};

use crate::cli::models::load;
use crate::cli::output::{hint, print, print_json, warn};
use crate::cli::pictures::{picture_file, save_picture};
use crate::nutrition::{PeopleDiaries, PersonDiary, in_words, swarm, waterfall};

/// What both commands share.
#[derive(Debug, Args)]
struct Common {
    /// CSV or Parquet file, a row a day, the latest last, with the columns of `protein_diaries.csv` but those of needs; the last 14 days
    /// count. Any metric may be missing: then the answer is less certain. Gaps of up to 3 days (whole days by the column `day` or `date`)
    /// are filled. Columns `kidney_disease` and `pregnant` (yes/no) are heeded
    #[arg(long, value_name = "FILE")]
    diary: PathBuf,
    /// Whose diary, by `user_id`; without it everybody's
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
    /// What was eaten today so far: what `foods --json` or `predict food --json` printed, a list of them or one after the other; instead of
    /// the last day's `protein_intake_g`
    #[arg(long, value_name = "FILE.json")]
    eaten: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainProtein {
    #[command(flatten)]
    common: Common,
    /// Also draw a picture: the way from the baseline to the recommendation of one person, a summary of several
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    plot: Option<PathBuf>,
}

/// Answers about several people, as JSON has them.
#[derive(Serialize)]
struct Answers<'a> {
    people: &'a [ProteinAnswer],
}

impl PredictProtein {
    pub(crate) fn run(self) -> Result<()> {
        let eaten = self.eaten.as_ref().map(|path| -> Result<Eaten> {
            let name = || format!("`{}`", path.display());
            let text = fs::read_to_string(path).with_context(name)?;
            Eaten::from_json(&text).with_context(name)
        });
        let (people, answers) = self.common.advise(eaten.transpose()?)?;
        self.common.print(&answers, || match (&people[..], &answers[..]) {
            ([person], [answer]) => match &answer.advice {
                Advice::Recommendation(recommendation) => {
                    let mut text = summary(person, recommendation);
                    for reason in &recommendation.reasons {
                        let _ = write!(text, "\n  {reason}");
                    }
                    if let Some(intake) = &answer.intake {
                        let _ = write!(text, "\n{}", intake_text(intake, recommendation));
                    }
                    text
                }
                advice @ Advice::Referral { .. } => referral_text(advice).to_owned(),
            },
            _ => table(&answers),
        })
    }
}

impl ExplainProtein {
    pub(crate) fn run(self) -> Result<()> {
        let (people, answers) = self.common.advise(None)?;
        let recommendations: Vec<&Recommendation> = answers.iter().filter_map(recommendation).collect();
        if let Some(path) = &self.plot {
            let picture = match (&answers[..], &recommendations[..]) {
                ([answer], []) => bail!("there is no number to draw: {}", referral_text(&answer.advice)),
                (_, []) => bail!("there is no number to draw: everybody is referred to somebody who may tell one"),
                ([answer], [recommendation]) => waterfall(&answer.user_id, recommendation)?,
                _ => swarm(&recommendations)?,
            };
            save_picture(path, &picture, &self.common.diary)?;
        }
        self.common.print(&answers, || match (&people[..], &answers[..], &recommendations[..]) {
            ([person], _, [recommendation]) => explained(person, recommendation),
            (_, [answer], _) => referral_text(&answer.advice).to_owned(),
            _ => explained_together(&answers),
        })
    }
}

impl Common {
    fn advise(&self, eaten: Option<Eaten>) -> Result<(Vec<PersonDiary>, Vec<ProteinAnswer>)> {
        let PeopleDiaries { mut people, remarks } = PeopleDiaries::read(&self.diary, self.user.as_deref())?;
        remarks.iter().for_each(hint);
        if let Some(eaten) = eaten {
            let [person] = &mut people[..] else {
                bail!("`{}` holds {} people: say with `--user` who ate that", self.diary.display(), people.len());
            };
            person.record.today = Some(eaten);
        }
        let model = load(&self.artifacts, DeviceName::Flex, Models::protein)?;
        let answers = people
            .iter()
            .map(|person| {
                let answer = model.recommend(&person.user_id, &person.profile, &person.diary, &person.record);
                answer.with_context(|| format!("`{}`, user {}", self.diary.display(), person.user_id))
            })
            .collect::<Result<_>>()?;
        Ok((people, answers))
    }

    fn print(&self, answers: &[ProteinAnswer], text: impl Fn() -> String) -> Result<()> {
        match answers {
            [answer] if self.json => print_json(answer)?,
            _ if self.json => print_json(&Answers { people: answers })?,
            _ => print(text())?,
        }
        if let [answer] = answers {
            warn(&answer.warnings, &[]);
            return Ok(());
        }
        let mut people: BTreeMap<&str, usize> = BTreeMap::new();
        for warning in answers.iter().flat_map(|answer| &answer.warnings) {
            *people.entry(&warning.text).or_default() += 1;
        }
        for (text, n) in people {
            hint(if n == answers.len() { text.to_owned() } else { format!("{n} of {} people: {text}", answers.len()) });
        }
        Ok(())
    }
}

fn recommendation(answer: &ProteinAnswer) -> Option<&Recommendation> {
    match &answer.advice {
        Advice::Recommendation(recommendation) => Some(recommendation),
        Advice::Referral { .. } => None,
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
    let [least, most] = recommendation.likely_g_per_day;
    let weight = person.profile.weight_kg;
    let need = recommendation.protein_g_per_day;
    let kg = recommendation.basis_kg;
    let error = recommendation.basis_error_kg.unwrap_or(0.0);
    let basis = match recommendation.basis {
        ProteinBasis::BodyMass => format!("by {kg:.0} kg of body mass"),
        ProteinBasis::AdjustedBodyMass => {
            format!("by {kg:.0} kg: the mass at a body mass index of 25 and a quarter of the rest")
        }
        ProteinBasis::FatFreeMass => format!("by {kg:.0} kg of fat-free mass"),
        ProteinBasis::EstimatedFatFreeMass => format!("by {kg:.0} ± {error:.0} kg of fat-free mass, estimated"),
    };
    format!(
        "user {}: {need:.0} g of protein a day ({:.2} g per kg), likely {least:.0} to {most:.0} g\n\
         published range for this person: {low:.0} to {high:.0} g ({basis}); baseline {:.0} g, this diary {:+.0} g",
        person.user_id,
        need / weight,
        recommendation.baseline_g_per_day,
        need - recommendation.baseline_g_per_day,
    )
}

fn intake_text(intake: &Intake, recommendation: &Recommendation) -> String {
    let Intake { eaten_today_g: eaten, left_today_g: left, n_meals_left, is_complete, .. } = *intake;
    let [low, high] = intake.per_meal_g;
    let at_least = if is_complete { "" } else { "at least " };
    let mut text = match n_meals_left {
        0 => format!("eaten today: {at_least}{eaten:.0} g, which is what is needed"),
        n => {
            let meals =
                if n == 1 { "in one meal".to_owned() } else { format!("in {n} meals of {:.0} g", left / n as f64) };
            format!(
                "eaten today: {at_least}{eaten:.0} g; left: {left:.0} g, {meals} (a meal can use {low:.0} to {high:.0} g)"
            )
        }
    };
    if let Some(usual) = intake.usual_g_per_day {
        let less = recommendation.protein_g_per_day - usual;
        let _ = write!(text, "\neaten on the days before: {usual:.0} g a day, {:.0} g ", less.abs());
        text.push_str(if less > 0.0 { "less than is needed" } else { "more than is needed" });
    }
    text
}

/// A row a person.
fn table(answers: &[ProteinAnswer]) -> String {
    let mut text = format!(
        "{:<12} {:>8} {:>12} {:>12} {:>10} {:>8} {:>8}",
        "user", "g a day", "likely", "range", "usual diet", "eaten", "left"
    );
    for answer in answers {
        let Some(recommendation) = recommendation(answer) else {
            let _ = write!(text, "\n{:<12} {}", answer.user_id, referral_text(&answer.advice));
            continue;
        };
        let ends = |[low, high]: [f64; 2]| format!("{low:.0} to {high:.0}");
        let grams = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.0}"));
        let intake = answer.intake.as_ref();
        let row = format!(
            "{:<12} {:>8.0} {:>12} {:>12} {:>10} {:>8} {:>8}",
            answer.user_id,
            recommendation.protein_g_per_day,
            ends(recommendation.likely_g_per_day),
            ends(recommendation.range_g_per_day),
            grams(intake.and_then(|intake| intake.usual_g_per_day)),
            grams(intake.map(|intake| intake.eaten_today_g)),
            grams(intake.map(|intake| intake.left_today_g)),
        );
        let _ = write!(text, "\n{}", row.trim_end());
    }
    text
}

fn explained(person: &PersonDiary, recommendation: &Recommendation) -> String {
    let mut text = summary(person, recommendation);
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
    let n_coalitions = 1 << recommendation.adjustments.len();
    let _ = write!(
        text,
        "\n\nexact Shapley values over all {n_coalitions} coalitions of the metrics that are known; usual: training users who train as much"
    );
    text
}

/// A row a person with what each metric adds, and the mean of its size.
fn explained_together(answers: &[ProteinAnswer]) -> String {
    let mut text = format!("{:<12} {:>8} {:>8}", "user", "g a day", "baseline");
    for metric in DiaryMetric::ALL {
        let _ = write!(text, " {:>13}", in_words(metric));
    }
    let mut sizes = [(0.0, 0_u32); DiaryMetric::N];
    for answer in answers {
        let Some(recommendation) = recommendation(answer) else {
            let _ = write!(text, "\n{:<12} {}", answer.user_id, referral_text(&answer.advice));
            continue;
        };
        let (need, baseline) = (recommendation.protein_g_per_day, recommendation.baseline_g_per_day);
        let _ = write!(text, "\n{:<12} {need:>8.0} {baseline:>8.0}", answer.user_id);
        for metric in DiaryMetric::ALL {
            let adjustment = recommendation.adjustments.iter().find(|adjustment| adjustment.metric == metric);
            let adds = adjustment.map_or_else(|| "unknown".to_owned(), |one| format!("{:+.1}", one.g_per_day));
            let _ = write!(text, " {adds:>13}");
            if let Some(one) = adjustment {
                let (sum, n) = &mut sizes[metric.index()];
                *sum += one.g_per_day.abs();
                *n += 1;
            }
        }
    }
    let _ = write!(text, "\n{:<30}", "mean size");
    for (sum, n) in sizes {
        let _ = write!(text, " {:>13}", if n == 0 { String::new() } else { format!("{:.1}", sum / f64::from(n)) });
    }
    text.push_str("\n\nwhat each metric adds, g a day: exact Shapley values beside training users who train as much");
    text
}
