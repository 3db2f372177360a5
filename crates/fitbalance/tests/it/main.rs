//! Integration tests of the command line.

mod burnout;
mod command;
mod cox;
mod ensemble;
mod foods;
mod nutrition;
mod pipeline;
mod pose;
