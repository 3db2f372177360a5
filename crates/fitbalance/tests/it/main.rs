//! Integration tests of the command line.

mod burnout;
mod command;
mod cox;
mod ensemble;
mod nutrition;
mod pictures;
mod pipeline;
mod pose;
