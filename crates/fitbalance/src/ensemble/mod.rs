//! Forest and boosting on any table: columns in, results out for people and for programs.

mod data;
mod plots;
mod report;

pub(crate) use data::{EnsembleColumns, EnsembleData, LabelKind, Labels};
pub(crate) use plots::{Judged, Unseen};
pub(crate) use report::{CrossValidated, EnsembleReport, HeldOut, Predicted, out_of_fold};
