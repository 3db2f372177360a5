//! Pictures of a Cox fit.

use anyhow::{Result, ensure};
use features::Columns;
use survival::CoxPh;

use super::CoxData;
use crate::plot::{HazardRatioRow, Picture, ResidualPanel, hazard_ratio_plot, residuals_plot};

/// Panels that a picture shows.
const MOST_PANELS: usize = 12;

/// The hazard ratio of each coefficient with its interval.
pub(crate) fn hazard_ratios(model: &CoxPh, event: &str) -> Result<Picture> {
    let row = |row: survival::CoefficientRow| {
        Some(HazardRatioRow {
            name: row.name,
            hazard_ratio: row.hazard_ratio,
            ci_low: row.ci_low?,
            ci_high: row.ci_high?,
            p: row.p?,
        })
    };
    let rows: Vec<HazardRatioRow> = model.coefficient_table().into_iter().filter_map(row).collect();
    hazard_ratio_plot(&format!("{event}: hazard ratios with 95 % intervals"), &rows)
}

/// Each coefficient over time: scaled Schoenfeld residuals around it.
pub(crate) fn schoenfeld(model: &CoxPh, data: &CoxData, time: &str) -> Result<Picture> {
    let residuals = model.scaled_schoenfeld_residuals(data.x.view(), &data.target)?;
    let Some(residuals) = residuals else { anyhow::bail!("a penalised fit has no Schoenfeld residuals") };
    let panel = |(column, name): (usize, &String)| ResidualPanel {
        title: name.clone(),
        x_label: time.to_owned(),
        points: residuals.times.iter().copied().zip(residuals.scaled.column(column).iter().copied()).collect(),
        level: model.coefficients()[column],
    };
    let panels: Vec<ResidualPanel> = data.names.iter().enumerate().take(MOST_PANELS).map(panel).collect();
    let title = "Coefficients over time: scaled Schoenfeld residuals, and the coefficient";
    residuals_plot(&format!("{title}{}", first_of(data.names.len())), &panels)
}

/// What each number leaves unexplained: martingale residuals by its value.
pub(crate) fn martingale(model: &CoxPh, data: &CoxData) -> Result<Picture> {
    let residuals = model.martingale_residuals(data.x.view(), &data.target)?;
    let numbers = data.encoder.number_sources();
    ensure!(
        !numbers.is_empty(),
        "martingale residuals are drawn by the values of numbers, and all covariates are groups"
    );
    let panel = |column: &&str| -> Result<ResidualPanel> {
        Ok(ResidualPanel {
            title: (*column).to_owned(),
            x_label: (*column).to_owned(),
            points: data.table.numeric(column)?.into_iter().zip(residuals.iter().copied()).collect(),
            level: 0.0,
        })
    };
    let panels = numbers.iter().take(MOST_PANELS).map(panel).collect::<Result<Vec<_>>>()?;
    let (n_rows, first) = (data.table.n_rows(), first_of(numbers.len()));
    residuals_plot(&format!("Martingale residuals of {n_rows} rows by covariate{first}"), &panels)
}

/// Says in a title that not all are shown.
fn first_of(n: usize) -> String {
    if n > MOST_PANELS { format!(" (the first {MOST_PANELS} of {n})") } else { String::new() }
}
