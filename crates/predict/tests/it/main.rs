//! Tests of loading, predicting and explaining, on small models that the tests write themselves.

mod answers;
mod models;
mod mutations;
mod refusals;
