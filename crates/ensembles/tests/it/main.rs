//! Tests of the public interface.

mod boosting;
mod errors;
mod forest;
mod saved;
mod support;
