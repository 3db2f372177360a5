//! Pictures as PNG or SVG, drawn with an embedded font: the same on every machine.

mod axis;
mod canvas;
mod columns;
mod confusion;
mod hazard_ratios;
mod importances;
mod panels;
mod picture;
mod preview;
mod residuals;
mod roc;
mod shapley;
mod stick_figures;
mod style;
mod survival_curves;
#[cfg(test)]
mod tests;

pub(crate) use columns::{ColumnPanel, columns_plot};
pub(crate) use confusion::confusion_matrix_plot;
pub(crate) use hazard_ratios::{HazardRatioRow, hazard_ratio_plot};
pub(crate) use importances::{ImportanceRow, importances_plot};
pub(crate) use panels::{CurvePanel, ScatterPanel, curve_panels_plot, scatter_panels_plot};
pub(crate) use picture::Picture;
pub(crate) use preview::{PreviewPanel, PreviewPerson, sample_preview_plot};
pub(crate) use residuals::{ResidualPanel, residuals_plot};
pub(crate) use roc::{ShareCurve, share_curves_plot};
pub(crate) use shapley::{Swarm, WaterfallStep, swarm_plot, waterfall_plot};
pub(crate) use stick_figures::{Ink, StickFigure, StickFigureRow, stick_figures_plot};
pub(crate) use survival_curves::{AtRisk, Curve, survival_curves_plot};
