//! Cox regression on any table: columns in, results out for people and for programs.

mod data;
mod plots;
mod report;

pub(crate) use data::{CoxColumns, CoxData, codes, outcome};
pub(crate) use plots::{hazard_ratios, martingale, schoenfeld};
pub(crate) use report::{CoxReport, PathReport};
