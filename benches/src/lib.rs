#![doc = include_str!("../README.md")]

mod data;
mod kkt;
pub mod nutrition;
pub mod pose;
mod timing;

pub use data::{Labelled, RightCensored, Shape, StartStop, labelled, right_censored, start_stop};
pub use kkt::kkt_violation;
pub use timing::median_ms;
