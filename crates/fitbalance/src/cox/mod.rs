//! Cox regression on any table: columns in, results out for people and for programs.

mod data;
mod report;

pub(crate) use data::{CoxColumns, CoxData, outcome};
pub(crate) use report::{CoxReport, PathReport};
