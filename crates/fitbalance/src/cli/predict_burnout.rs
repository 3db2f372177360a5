//! `fitbalance predict burnout`.

use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use predict::burnout::BurnoutAnswer;
use predict::{DeviceName, Models};
use words::RunInFeature;

use crate::burnout::readable;
use crate::cli::models::load;
use crate::cli::output::{print, print_json, warn};
use crate::cli::table::FileArgs;

#[derive(Debug, Args)]
pub(crate) struct PredictBurnout {
    #[command(flatten)]
    file: FileArgs,
    /// Folder of the artifacts
    #[arg(long, value_name = "DIR", default_value = "artifacts")]
    artifacts: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl PredictBurnout {
    pub(crate) fn run(self) -> Result<()> {
        let people = self.file.read()?;
        people.require(&RunInFeature::NAMES)?;
        let answer = load(&self.artifacts, DeviceName::Flex, Models::burnout)?.predict_table(&people)?;
        if self.json {
            print_json(&answer)?;
        } else {
            print(Text(&answer))?;
        }
        warn(&answer.warnings, &[]);
        Ok(())
    }
}

/// An answer as a table for people.
struct Text<'a>(&'a BurnoutAnswer);

/// Factors that the table names for each person; JSON has more.
const N_SHOWN: usize = 3;

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(answer) = self;
        let width = answer.people.iter().map(|person| person.user_id.chars().count()).max().unwrap_or(0).max(4);
        writeln!(
            f,
            "{:<width$}  {:<8} {:>5}  {:>6} {:>6}  {:>6}  {:>6} {:>6} {:>6}  what moves it most (+ raises the risk)",
            "user", "level", "risk", "forest", "boost", "Cox HR", "S(30)", "S(90)", "S(180)"
        )?;
        for person in &answer.people {
            let percent = |share: f64| format!("{:.0} %", 100.0 * share);
            let factors: Vec<String> = person
                .top_factors
                .iter()
                .take(N_SHOWN)
                .map(|factor| {
                    let sign = if factor.contribution > 0.0 { '+' } else { '-' };
                    format!("{sign} {} {}", readable(&factor.name), factor.value)
                })
                .collect();
            write!(
                f,
                "{:<width$}  {:<8} {:>5}  {:>6} {:>6}  {:>6.2} ",
                person.user_id,
                person.risk_level.name(),
                percent(person.risk_probability),
                percent(person.forest_probability),
                percent(person.boosting_probability),
                person.cox_risk_score.exp(),
            )?;
            for time in ["30", "90", "180"] {
                write!(f, " {:>6}", person.survival.get(time).map_or_else(String::new, |&share| percent(share)))?;
            }
            writeln!(f, "  {}", factors.join(", "))?;
        }
        let thresholds = answer.level_thresholds.ascending();
        let thresholds: Vec<String> =
            thresholds.into_iter().map(|(level, lowest)| format!("{level} from {:.0} %", 100.0 * lowest)).collect();
        write!(
            f,
            "\nrisk: calibrated probability of burnout within {} days after the run-in, of {} (best out of fold);\n\
             levels: {}; forest, boost: the same of those models; Cox HR: hazard against the average person;\n\
             S(t): probability of no burnout until day t (Cox); what moves it most: in gradient boosting, by Shapley values",
            answer.horizon_days,
            answer.level_model.name(),
            thresholds.join(", "),
        )
    }
}
