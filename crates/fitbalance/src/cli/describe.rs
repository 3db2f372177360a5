//! `fitbalance describe`: what the columns of a table hold.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use features::Columns;
use serde::Serialize;

use crate::cli::output::{hint, print, print_json};
use crate::cli::pictures::{picture_file, save_picture};
use crate::cli::table::TableArgs;
use crate::digits::significant;
use crate::plot::{ColumnPanel, Picture, columns_plot};
use crate::table::{ColumnSummary, Table};

#[derive(Debug, Args)]
pub(crate) struct Describe {
    #[command(flatten)]
    table: TableArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Draw how the values of each column are spread, as PNG or SVG
    #[arg(long, value_name = "FILE", value_parser = picture_file)]
    plot: Option<PathBuf>,
}

#[derive(Serialize)]
struct Description<'a> {
    file: &'a str,
    n_rows: usize,
    columns: Vec<ColumnSummary>,
}

impl Describe {
    pub(crate) fn run(self) -> Result<()> {
        let table = self.table.read()?;
        let columns: Vec<ColumnSummary> = table.column_names().into_iter().map(|name| table.summary(name)).collect();
        if let Some(path) = &self.plot {
            save_picture(path, &plot(&table, &columns)?, self.table.file.path())?;
        }
        if self.json {
            return print_json(&Description { file: table.file(), n_rows: table.n_rows(), columns });
        }
        print(text(&table, &columns))
    }
}

/// A line a column, then what to look at.
fn text(table: &Table, columns: &[ColumnSummary]) -> String {
    let rows: Vec<[String; 5]> = columns
        .iter()
        .map(|column| {
            [
                column.name.clone(),
                column.kind.clone(),
                column.n_missing.to_string(),
                column.n_distinct.to_string(),
                values(column),
            ]
        })
        .collect();
    let heads = ["column", "type", "missing", "distinct", "values"];
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).chain([heads[at].len()]).max().unwrap_or(0);
    let widths: Vec<usize> = (0..4).map(width).collect();
    let mut lines =
        vec![format!("{}: {} rows, {} columns", table.file(), table.n_rows(), columns.len()), String::new()];
    let line = |cells: [&str; 5]| {
        let [name, kind, missing, distinct, values] = cells;
        format!(
            "{name:<0$}  {kind:<1$}  {missing:>2$}  {distinct:>3$}  {values}",
            widths[0], widths[1], widths[2], widths[3]
        )
    };
    lines.push(line(heads));
    lines.extend(rows.iter().map(|row| line(row.each_ref().map(String::as_str))));
    let left_out: Vec<String> = columns
        .iter()
        .filter_map(|column| Some(format!("`{}` ({})", column.name, column.left_out.as_ref()?)))
        .collect();
    if !left_out.is_empty() {
        lines.push(format!("\nno covariates unless they are named: {}", left_out.join(", ")));
    }
    for column in columns {
        lines.extend(column.warnings.iter().map(|warning| format!("`{}`: {warning}", column.name)));
    }
    lines.join("\n")
}

/// Range and mean of numbers, the most frequent values of others.
fn values(column: &ColumnSummary) -> String {
    match (&column.range, column.mean) {
        (Some(ends), Some(mean)) => {
            let [low, high] = ends.each_ref().map(|end| match end.parse::<f64>() {
                Ok(number) if number.fract() != 0.0 => significant(number),
                _ => end.clone(),
            });
            format!("{low} to {high}, mean {}", significant(mean))
        }
        (Some([first, last]), None) => format!("{first} to {last}"),
        (None, _) => {
            let listed: Vec<String> =
                column.most_frequent.iter().map(|(value, count)| format!("{value} {count}")).collect();
            let more = if column.n_distinct > listed.len() && !listed.is_empty() { ", …" } else { "" };
            format!("{}{more}", listed.join(", "))
        }
    }
}

fn plot(table: &Table, columns: &[ColumnSummary]) -> Result<Picture> {
    let mut panels = Vec::new();
    for column in columns {
        let counts = if column.kind == "cannot be read" { Vec::new() } else { table.counts(column)? };
        if counts.is_empty() {
            continue;
        }
        let caption = match &column.range {
            Some([low, high]) => format!("{low} to {high}"),
            None => column.most_frequent.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(", "),
        };
        panels.push(ColumnPanel { title: shortened(&column.name, 26), caption: shortened(&caption, 34), counts });
    }
    if panels.len() > MOST_PANELS {
        hint(format_args!("the picture shows the first {MOST_PANELS} of {} columns", panels.len()));
        panels.truncate(MOST_PANELS);
    }
    anyhow::ensure!(!panels.is_empty(), "`{}` has no column of numbers or groups to draw", table.file());
    columns_plot(&format!("{} rows of {}", table.n_rows(), shortened(table.file(), 60)), &panels)
}

/// Columns that a picture shows: more would be a picture that no program opens.
const MOST_PANELS: usize = 120;

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
