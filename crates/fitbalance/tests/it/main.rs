//! Integration tests of the command line.

mod command;
mod cox;
mod pipeline;
mod pose;
