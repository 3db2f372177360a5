//! `fitbalance coach …`: what somebody could do, in words; live or by rules.

mod check;
mod document;
mod layout;
mod page;
mod page_plan;
mod page_week;
mod settings;
mod topic;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use gemini::{
    BurnoutInput, ExerciseInput, FallbackReason, GuardAction, NutritionInput, ProgressInput, Source, WeekInput,
    WorkoutInput,
};

use crate::cli::coach::check::Check;
use crate::cli::coach::document::{Document, Output};
use crate::cli::coach::settings::{PurgeCache, Settings};
use crate::cli::coach::topic::Topic;
use crate::cli::output::{hint, print};

#[derive(Debug, Subcommand)]
pub(crate) enum Coach {
    /// Feedback on how an exercise was done
    Exercise(Exercise),
    /// What to eat: targets, foods, a day's meals
    Nutrition(Nutrition),
    /// What helps somebody whose burnout risk was estimated
    Burnout(Burnout),
    /// A week of training
    Workout(Workout),
    /// What has changed over time, and whether that is more than chance
    Progress(Progress),
    /// One answer over all of them: film, burnout, food, training and progress, with what contradicts what
    Week(Week),
    /// Whether the key works, which model answers and what a call costs
    Check(Check),
    /// Delete all answers that are kept on disk
    PurgeCache(PurgeCache),
}

#[derive(Debug, Args)]
pub(crate) struct Exercise {
    #[command(flatten)]
    file: ExerciseFile,
    #[command(flatten)]
    about: About,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct ExerciseFile {
    /// JSON file with `exercise_type` and what is known of `form_score`, `injury_risk_score`, `joint_angles`,
    /// `risk_factors`, `faults`, `n_repetitions`, `notes` and the person; `-` reads stdin
    #[arg(long, value_name = "FILE.json")]
    input: Option<PathBuf>,
    /// What `predict pose --json` printed; `-` reads stdin
    #[arg(long, value_name = "RESULT.json")]
    from_pose: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Nutrition {
    #[command(flatten)]
    file: NutritionFile,
    #[command(flatten)]
    about: About,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct NutritionFile {
    /// JSON file with what is known of `weight_kg`, `height_cm`, `age_years`, `sex`, `goal`, `training_status`,
    /// `restrictions`, `dislikes`, `meals_per_day`, `conditions`, `notes`; `-` reads stdin
    #[arg(long, value_name = "FILE.json")]
    input: Option<PathBuf>,
    /// What `predict protein --json` printed, also where that is a referral; `-` reads stdin
    #[arg(long, value_name = "RESULT.json")]
    from_protein: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Burnout {
    #[command(flatten)]
    file: BurnoutFile,
    /// Whose prediction, by `user_id`, if the file holds several
    #[arg(long, value_name = "ID", conflicts_with = "input")]
    user: Option<String>,
    #[command(flatten)]
    about: About,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct BurnoutFile {
    /// JSON file with what is known of `risk_level`, `weeks_at_level`, `survival`, `top_factors`, `notes` and the person;
    /// `-` reads stdin
    #[arg(long, value_name = "FILE.json")]
    input: Option<PathBuf>,
    /// What `predict burnout --json` printed; `-` reads stdin
    #[arg(long, value_name = "RESULT.json")]
    from_prediction: Option<PathBuf>,
}

/// What no prediction knows.
#[derive(Debug, Args)]
struct About {
    /// JSON file with what else is known of the person, by the keys of `--input`, such as `conditions`, `restrictions` or
    /// `notes`; its values go before those of the result
    #[arg(long, value_name = "FILE.json", conflicts_with = "input")]
    about: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Workout {
    /// JSON file with what is known of `goal`, `experience`, `days_per_week`, `minutes_per_session`, `equipment`,
    /// `sensitive_areas`, `notes` and the person; `-` reads stdin
    #[arg(long, value_name = "FILE.json")]
    input: PathBuf,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Args)]
pub(crate) struct Progress {
    /// JSON file with `metrics`: for each a `name`, `points` of `date` and `value`, and what is known of `unit`, `better`
    /// (`higher` or `lower`) and `target`; `-` reads stdin
    #[arg(long, value_name = "FILE.json")]
    input: PathBuf,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Args)]
pub(crate) struct Week {
    /// JSON file with any of `exercise`, `burnout`, `nutrition`, `training` and `progress`, each with the keys of its own
    /// command, and what is known of `protein_eaten_g_per_day`, `notes` and the person; `-` reads stdin
    #[arg(long, value_name = "FILE.json")]
    input: PathBuf,
    #[command(flatten)]
    settings: Settings,
}

impl Coach {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Exercise(Exercise { file, about, settings }) => {
                let result = Output::Pose.result(file.from_pose);
                start::<ExerciseInput>(file.input, result, about, &settings, |document| {
                    Ok(ExerciseInput::from_pose_json(&document.text)?)
                })
            }
            Self::Nutrition(Nutrition { file, about, settings }) => {
                let result = Output::Protein.result(file.from_protein);
                start::<NutritionInput>(file.input, result, about, &settings, |document| {
                    Ok(NutritionInput::from_protein_json(&document.text)?)
                })
            }
            Self::Burnout(Burnout { file, user, about, settings }) => {
                let result = Output::Burnout.result(file.from_prediction);
                start::<BurnoutInput>(file.input, result, about, &settings, |document| {
                    Ok(BurnoutInput::from_prediction_json(&document.prediction_of(user.as_deref())?.to_string())?)
                })
            }
            Self::Workout(Workout { input, settings }) => answer::<WorkoutInput>(&input, &settings),
            Self::Progress(Progress { input, settings }) => answer::<ProgressInput>(&input, &settings),
            Self::Week(Week { input, settings }) => answer::<WeekInput>(&input, &settings),
            Self::Check(command) => command.run(),
            Self::PurgeCache(command) => command.run(),
        }
    }
}

/// Answers an input file, or the result of another command, completed by what else is known.
fn start<T: Topic>(
    input: Option<PathBuf>,
    result: Option<(PathBuf, Output)>,
    about: About,
    settings: &Settings,
    read: impl FnOnce(&Document) -> Result<T>,
) -> Result<()> {
    let Some((path, output)) = result else {
        let input = input.context("one of the files is required")?;
        return answer::<T>(&input, settings);
    };
    let document = Document::read(&path)?;
    document.expect(output)?;
    let mut topic = read(&document).with_context(|| document.name.clone())?;
    let mut name = document.name;
    if let Some(path) = about.about {
        let about = Document::read(&path)?;
        about.expect_input::<T>()?;
        topic = topic.completed(&about.value).with_context(|| about.name.clone())?;
        name = format!("{name} with {}", about.name);
    }
    say(&topic, &name, settings)
}

fn answer<T: Topic>(input: &Path, settings: &Settings) -> Result<()> {
    let document = Document::read(input)?;
    document.expect_input::<T>()?;
    let topic = T::read(&document.text).with_context(|| document.name.clone())?;
    say(&topic, &document.name, settings)
}

fn say<T: Topic>(topic: &T, name: &str, settings: &Settings) -> Result<()> {
    let client = settings.client()?;
    let advice = topic.advice(&client).with_context(|| name.to_owned())?;
    if settings.json {
        print(serde_json::to_string_pretty(&advice).context("advice holds finite numbers only")?)?;
    } else {
        print(topic.page(&advice))?;
    }
    tell_origin(&advice.source, &advice.actions);
    Ok(())
}

/// Says on stderr why no model wrote an answer, where somebody could change that.
fn tell_origin(source: &Source, actions: &[GuardAction]) {
    for action in actions {
        match action {
            GuardAction::Refused { field, rule } => {
                let rule = serde_json::to_value(rule).ok().and_then(|rule| rule.as_str().map(str::to_owned));
                hint(format_args!(
                    "an answer of the model was thrown away: `{field}` broke the rule on {}",
                    rule.unwrap_or_default()
                ));
            }
            GuardAction::Malformed => {
                hint("an answer of the model was thrown away: it did not have the shape asked for");
            }
            _ => {}
        }
    }
    let Source::RuleBased { reason } = source else { return };
    match reason {
        FallbackReason::Offline | FallbackReason::Gate(_) => {}
        FallbackReason::NoKey => hint("GEMINI_API_KEY is not set: rules wrote this, and nothing was sent"),
        FallbackReason::Disabled => {
            hint(format_args!("rules wrote this: {reason}; check GEMINI_API_KEY, GEMINI_MODEL and GEMINI_BASE_URL"));
        }
        reason => hint(format_args!("rules wrote this: {reason}")),
    }
}
