//! `fitbalance explain …`: Shapley values of predictions.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use features::Columns;
use predict::burnout::{BurnoutExplanation, BurnoutKind, ContributionUnit};
use predict::{DeviceName, Models};
use words::{RunInFeature, USER_COLUMN};

use crate::burnout::{meaning, person_plot, readable, summary_plot};
use crate::cli::explain_food::ExplainFood;
use crate::cli::fit_explanation::ExplainRows;
use crate::cli::fits::FitArgs;
use crate::cli::models::load;
use crate::cli::output::{print, print_json, warn};
use crate::cli::pictures::{picture_file, save_picture};
use crate::cli::protein::ExplainProtein;
use crate::cli::table::FileArgs;
use crate::digits::significant;
use crate::table::Table;

/// Either the models of this workspace, or a fit of anybody's table.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, arg_required_else_help = true)]
pub(crate) struct Explain {
    #[command(subcommand)]
    model: Option<Model>,
    #[command(flatten)]
    fit: FitArgs,
    #[command(flatten)]
    rows: ExplainRows,
}

#[derive(Debug, Subcommand)]
enum Model {
    /// What each feature adds to the predicted burnout risk of people: a row each, with the columns of
    /// `burnout_aggregated_dataset.csv`
    Burnout(ExplainBurnout),
    /// What each metric of a diary adds to somebody's protein need
    Protein(ExplainProtein),
    /// Where in a picture the network sees the food
    Food(ExplainFood),
}

#[derive(Debug, Args)]
pub(crate) struct ExplainBurnout {
    #[command(flatten)]
    file: FileArgs,
    /// Explain only this person, by `user_id` (or by row from 1 if there is no such column)
    #[arg(long, value_name = "ID")]
    user: Option<String>,
    /// Which model is explained
    #[arg(long, value_enum, default_value_t = ModelArg::Boosting)]
    model: ModelArg,
    /// Also draw a picture, as PNG or SVG: a waterfall of one person, a summary of several
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
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

impl Explain {
    pub(crate) fn run(self) -> Result<()> {
        match self.model {
            Some(Model::Burnout(command)) => command.run(),
            Some(Model::Protein(command)) => command.run(),
            Some(Model::Food(command)) => command.run(),
            None => self.rows.run(&self.fit),
        }
    }
}

impl ExplainBurnout {
    fn run(self) -> Result<()> {
        let table = self.file.read()?;
        table.require(&RunInFeature::NAMES)?;
        let (people, ids) = self.selected(table)?;
        let models = load(&self.artifacts, DeviceName::Flex, Models::burnout)?;
        let kind = match self.model {
            ModelArg::Boosting => BurnoutKind::Boosting,
            ModelArg::Forest => BurnoutKind::Forest,
            ModelArg::Cox => BurnoutKind::Cox,
        };
        let (mut explanation, contributions) = models.explain_table(kind, &people)?;
        // Without a column of ids the one who was selected would be called row 1.
        explanation.people.iter_mut().zip(&ids).for_each(|(person, id)| person.user_id.clone_from(id));
        if let Some(path) = &self.plot {
            let name = kind.name();
            let picture = match ids.as_slice() {
                [id] => {
                    let probability = explanation.people[0].probability;
                    person_plot(&format!("{name}: user {id}"), &contributions, &people, 0, Some(probability))?
                }
                _ => summary_plot(&format!("{name}: {} people", ids.len()), &contributions, &people)?,
            };
            save_picture(path, &picture, self.file.path())?;
        }
        if self.json {
            print_json(&explanation)?;
        } else {
            print(text(&explanation))?;
        }
        warn(&explanation.warnings, &[]);
        Ok(())
    }

    /// The person asked for, or everybody, with their ids.
    fn selected(&self, table: Table) -> Result<(Table, Vec<String>)> {
        let ids = if table.has_column(USER_COLUMN) {
            table.strings(USER_COLUMN)?
        } else {
            (1..=table.n_rows()).map(|row| row.to_string()).collect()
        };
        let Some(wanted) = &self.user else { return Ok((table, ids)) };
        let rows: Vec<usize> = (0..ids.len()).filter(|&row| &ids[row] == wanted).collect();
        match rows.as_slice() {
            [] => bail!("`{}` has no user `{wanted}`; it has {} people, such as `{}`", table.file(), ids.len(), ids[0]),
            [_] => Ok((table.take(&rows), vec![wanted.clone()])),
            _ => bail!("`{}` has {} rows of user `{wanted}`: expected one row a person", table.file(), rows.len()),
        }
    }
}

/// More people than these are summed up.
const MOST_LISTED: usize = 20;

/// What each feature adds on average, whichever way.
fn summary(explained: &BurnoutExplanation) -> String {
    let n = explained.people.len();
    let mut sizes = BTreeMap::<&str, f64>::new();
    for feature in explained.people.iter().flat_map(|person| &person.contributions) {
        *sizes.entry(&feature.name).or_default() += feature.contribution.abs() / n as f64;
    }
    let mut sizes: Vec<(&str, f64)> = sizes.into_iter().collect();
    sizes.sort_by(|a, b| b.1.total_cmp(&a.1));
    let head = format!(
        "{n} people; `--user` explains one, `--json` each\n\n{:<24} mean size of what it adds ({})",
        "feature", explained.unit
    );
    let lines = sizes.into_iter().map(|(name, size)| format!("{:<24} {}", readable(name), significant(size)));
    std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
}

fn text(explained: &BurnoutExplanation) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    let is_odds = explained.unit == ContributionUnit::LogOdds;
    if explained.people.len() > MOST_LISTED {
        return summary(explained);
    }
    for person in &explained.people {
        let _ = writeln!(
            text,
            "user {}: {} {:+.3} = base {:+.3} and what each feature adds{}",
            person.user_id,
            explained.unit,
            person.prediction,
            explained.base_value,
            meaning(explained.unit, person.prediction, Some(person.probability))
        );
        let lengths = person.contributions.iter().map(|feature| feature.value.to_string().chars().count());
        let width = lengths.max().unwrap_or(0).max(14);
        for feature in &person.contributions {
            let name = readable(&feature.name);
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
