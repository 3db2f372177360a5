#![doc = include_str!("../README.md")]

mod data;
mod kkt;
pub mod pose;

pub use data::{RightCensored, Shape, StartStop, right_censored, start_stop};
pub use kkt::kkt_violation;
