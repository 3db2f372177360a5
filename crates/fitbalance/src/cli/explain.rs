//! `fitbalance explain …`: Shapley values of predictions.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::burnout::{BurnoutModels, Contributions, feature_values, person_plot, readable, summary_plot, user_ids};
use crate::cli::predict_burnout::warn_of_smoke;
use crate::cli::protein::ExplainProtein;
use crate::cli::save::save;
use crate::cli::{hint, print};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Explain {
    /// What each feature adds to the predicted burnout risk of people
    Burnout(ExplainBurnout),
    /// What each metric of a diary adds to somebody's protein need
    Protein(ExplainProtein),
}

#[derive(Debug, Args)]
pub(crate) struct ExplainBurnout {
    /// CSV or Parquet file, one row a person, with the features of `burnout_aggregated_dataset.csv`
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// Explain only this person, by `user_id` (or by row from 1 if there is no such column)
    #[arg(long, value_name = "ID")]
    user: Option<String>,
    /// Which model is explained
    #[arg(long, value_enum, default_value_t = ModelArg::Boosting)]
    model: ModelArg,
    /// Also draw a picture: a waterfall of one person, a summary of several
    #[arg(long, value_name = "FILE.png")]
    plot: Option<PathBuf>,
    /// Folder of the artifacts
    #[arg(long, value_name = "DIR", default_value = "artifacts")]
    artifacts: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ModelArg {
    /// Gradient boosting; contributions are log-odds
    Boosting,
    /// Random forest; contributions are probabilities
    Forest,
    /// Cox regression; contributions are probabilities, of a metric's mean, spread and trend together, against the average
    /// training person
    Cox,
}

#[derive(Serialize)]
struct Explained<'a> {
    model: &'static str,
    /// What base value, contributions and predictions are in.
    unit: &'static str,
    base_value: f64,
    people: Vec<ExplainedPerson<'a>>,
}

#[derive(Serialize)]
struct ExplainedPerson<'a> {
    user_id: &'a str,
    /// Base value plus all contributions.
    prediction: f64,
    contributions: Vec<ExplainedFeature<'a>>,
}

#[derive(Serialize)]
struct ExplainedFeature<'a> {
    name: &'a str,
    value: crate::burnout::FeatureValue,
    contribution: f64,
}

impl Explain {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Burnout(command) => command.run(),
            Self::Protein(command) => command.run(),
        }
    }
}

impl ExplainBurnout {
    fn run(self) -> Result<()> {
        let table = Table::read(&self.data)?;
        table.require(&synthgen::burnout::FEATURES)?;
        let (people, ids) = self.selected(table)?;
        let models = BurnoutModels::load(&self.artifacts)?;
        let (name, loaded) = match self.model {
            ModelArg::Boosting => ("gradient_boosting_model", &models.boosting),
            ModelArg::Forest => ("random_forest_model", &models.forest),
            ModelArg::Cox => ("cox_ph_model", &models.cox),
        };
        let contributions = Contributions::of(&loaded.model, &people)?;
        let explained = explain(name, &contributions, &people, &ids)?;
        if let Some(path) = &self.plot {
            let picture = match ids.as_slice() {
                [id] => person_plot(&format!("{name}: user {id}"), &contributions, &people, 0)?,
                _ => summary_plot(&format!("{name}: {} people", ids.len()), &contributions, &people)?,
            };
            save(path, &picture, &self.data)?;
            hint(format_args!("picture saved as {}", path.display()));
        }
        if self.json {
            print(serde_json::to_string_pretty(&explained).context("explanations hold finite numbers only")?)?;
        } else {
            print(text(&explained))?;
        }
        for note in models.out_of_range(&people)? {
            hint(note);
        }
        warn_of_smoke(&models);
        Ok(())
    }

    /// The person asked for, or everybody, with their ids.
    fn selected(&self, table: Table) -> Result<(Table, Vec<String>)> {
        let ids = user_ids(&table)?;
        let Some(wanted) = &self.user else { return Ok((table, ids)) };
        let rows: Vec<usize> = (0..ids.len()).filter(|&row| &ids[row] == wanted).collect();
        match rows.as_slice() {
            [] => bail!("`{}` has no user `{wanted}`; it has {} people, such as `{}`", table.file(), ids.len(), ids[0]),
            [_] => Ok((table.take(&rows), vec![wanted.clone()])),
            _ => bail!("`{}` has {} rows of user `{wanted}`: expected one row a person", table.file(), rows.len()),
        }
    }
}

fn explain<'a>(
    model: &'static str,
    contributions: &'a Contributions,
    people: &Table,
    ids: &'a [String],
) -> Result<Explained<'a>> {
    let values = feature_values(people, &contributions.features)?;
    let person = |(row, user_id): (usize, &'a String)| ExplainedPerson {
        user_id,
        prediction: contributions.predictions[row],
        contributions: contributions
            .ranked(row)
            .into_iter()
            .map(|feature| ExplainedFeature {
                name: &contributions.features[feature],
                value: values[feature][row].clone(),
                contribution: contributions.values[[row, feature]],
            })
            .collect(),
    };
    Ok(Explained {
        model,
        unit: contributions.unit,
        base_value: contributions.base_value,
        people: ids.iter().enumerate().map(person).collect(),
    })
}

fn text(explained: &Explained<'_>) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    let is_odds = explained.unit == "log-odds";
    for person in &explained.people {
        let _ = writeln!(
            text,
            "user {}: {} {:+.3} = base {:+.3} and what each feature adds",
            person.user_id, explained.unit, person.prediction, explained.base_value
        );
        let lengths = person.contributions.iter().map(|feature| feature.value.to_string().chars().count());
        let width = lengths.max().unwrap_or(0).max(14);
        for feature in &person.contributions {
            let name = readable(feature.name);
            let value = feature.value.to_string();
            let _ = write!(text, "  {name:<24} {value:>width$}  {:>+8.3}", feature.contribution);
            if is_odds {
                let _ = write!(text, "  odds × {:.2}", feature.contribution.exp());
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}
