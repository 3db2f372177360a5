//! The table of results: what each model must reach and what it reached.

use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// One figure of one model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ResultRow {
    /// Model, e.g. `Cox PH`.
    pub(crate) model: String,
    /// What was measured, on which data.
    pub(crate) metric: String,
    /// The figure.
    pub(crate) value: f64,
    /// Its 95 % interval.
    pub(crate) ci: Option<[f64; 2]>,
    /// The same figure of the oracle, which knows the true effects, or the floor that noise in the labels sets, on the
    /// same data.
    pub(crate) oracle: Option<f64>,
    /// What the figure must reach.
    pub(crate) target: Option<Target>,
}

/// A bound that a figure must be above or below.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// The figure must be larger.
    Above(f64),
    /// The figure must be smaller.
    Below(f64),
}

impl Target {
    /// Whether a figure reaches it.
    pub(crate) fn is_met_by(self, value: f64) -> bool {
        match self {
            Self::Above(bound) => value > bound,
            Self::Below(bound) => value < bound,
        }
    }
}

impl Display for Target {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Above(bound) => write!(f, "> {bound}"),
            Self::Below(bound) => write!(f, "< {bound}"),
        }
    }
}

impl ResultRow {
    /// Whether the target is met; `None` without a target.
    pub(crate) fn is_met(&self) -> Option<bool> {
        self.target.map(|target| target.is_met_by(self.value))
    }

    fn cells(&self) -> [String; 6] {
        let number = |value: f64| format!("{value:.3}");
        [
            self.model.clone(),
            self.metric.clone(),
            number(self.value),
            self.ci.map_or_else(String::new, |[low, high]| format!("{low:.3} to {high:.3}")),
            self.oracle.map_or_else(String::new, number),
            match (self.target, self.is_met()) {
                (Some(target), Some(false)) => format!("{target} MISSED"),
                // The figure is an estimate: the target is met for certain where the whole interval is beyond it.
                (Some(target), Some(true)) => {
                    let is_certain = self.ci.is_none_or(|ends| ends.into_iter().all(|end| target.is_met_by(end)));
                    format!("{target} {}", if is_certain { "met" } else { "likely met" })
                }
                _ => String::new(),
            },
        ]
    }
}

/// The results of a run; displays as a Markdown table with aligned columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ResultsTable {
    rows: Vec<ResultRow>,
}

const HEADERS: [&str; 6] = ["model", "metric", "value", "95 % interval", "oracle or floor", "target"];

impl ResultsTable {
    /// A table of these rows.
    pub(crate) fn new(rows: Vec<ResultRow>) -> Self {
        Self { rows }
    }

    /// Writes `report/results.json` and `report/results.md` below `artifacts` and returns that folder.
    ///
    /// # Errors
    ///
    /// If a file cannot be written.
    pub(crate) fn save(&self, artifacts: &Path) -> Result<PathBuf> {
        let folder = artifacts.join("report");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let json = serde_json::to_string_pretty(self).context("results hold finite numbers only")?;
        registry::atomic_write(folder.join("results.json"), json + "\n")?;
        registry::atomic_write(folder.join("results.md"), format!("{self}\n"))?;
        Ok(folder)
    }
}

impl Display for ResultsTable {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let rows: Vec<[String; 6]> = self.rows.iter().map(ResultRow::cells).collect();
        let width = |column: usize| {
            rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(HEADERS[column].chars().count())
        };
        let line = |f: &mut Formatter<'_>, cells: &[String; 6]| {
            for (column, cell) in cells.iter().enumerate() {
                let width = width(column);
                write!(f, "{}{cell:<width$}", if column == 0 { "| " } else { " | " })?;
            }
            f.write_str(" |")
        };
        line(f, &HEADERS.map(str::to_owned))?;
        f.write_str("\n|")?;
        (0..HEADERS.len()).try_for_each(|column| write!(f, "{}|", "-".repeat(width(column) + 2)))?;
        rows.iter().try_for_each(|row| f.write_str("\n").and_then(|()| line(f, row)))
    }
}
