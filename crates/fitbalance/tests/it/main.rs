//! Integration tests of the command line.

mod burnout;
mod coach;
mod command;
mod cox;
mod ensemble;
mod nutrition;
mod pipeline;
mod pose;
