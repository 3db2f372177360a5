//! Integration tests of the command line.

mod burnout;
mod coach;
mod command;
mod cox;
mod crashes;
mod end_to_end;
mod ensemble;
mod fits;
mod foods;
mod formulas;
mod nutrition;
mod pictures;
mod pipeline;
mod pose;
mod tables;
