//! Numbers beside the true ones.

use anyhow::Result;
use metrics::{mean_absolute_error, r_squared, root_mean_squared_error};
use predict::fitted::Prediction;

use super::{Evaluation, Figure, PictureKind, interval_of_mean};
use crate::plot::{ScatterPanel, scatter_panels_plot};
use crate::table::Table;

/// Judges predicted numbers.
///
/// # Errors
///
/// A label that is no number
pub(crate) fn of_numbers(table: &Table, label: &str, predictions: &[&Prediction], seed: u64) -> Result<Evaluation> {
    let truth = table.numeric(label)?;
    let predicted: Vec<f64> = predictions
        .iter()
        .map(|prediction| if let Prediction::Number { value } = prediction { *value } else { f64::NAN })
        .collect();
    let errors: Vec<f64> = truth.iter().zip(&predicted).map(|(a, b)| (a - b).abs()).collect();
    let mean = truth.iter().sum::<f64>() / truth.len() as f64;
    let alike = vec![mean; truth.len()];
    let mut figures = vec![
        Figure {
            of_all_alike: Some(mean_absolute_error(&alike, &truth)?),
            ..Figure::new("MAE", mean_absolute_error(&predicted, &truth)?, Some(&interval_of_mean(&errors, seed)?))
        },
        Figure {
            of_all_alike: Some(root_mean_squared_error(&alike, &truth)?),
            ..Figure::new("RMSE", root_mean_squared_error(&predicted, &truth)?, None)
        },
    ];
    let mut remarks = Vec::new();
    match r_squared(&predicted, &truth) {
        Ok(share) => figures.push(Figure::new("R²", share, None)),
        Err(error) => remarks.push(format!("there is no R²: {error}")),
    }
    let ends =
        truth.iter().chain(&predicted).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &v| (a.min(v), b.max(v)));
    let margin = (0.03 * (ends.1 - ends.0)).max(1e-9);
    let panel = ScatterPanel {
        title: label.to_owned(),
        range: (ends.0 - margin, ends.1 + margin),
        points: truth.iter().copied().zip(predicted.iter().copied()).collect(),
    };
    let picture = scatter_panels_plot(&format!("{label} of {} rows", truth.len()), &[panel])?;
    let pictures = vec![(PictureKind::Calibration, picture)];
    Ok(Evaluation { figures, calibration: Vec::new(), remarks, pictures })
}
