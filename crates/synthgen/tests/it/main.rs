//! Integration tests of `synthgen`: bytes, files, statistics, and what a model can learn from the data.

mod biomechanics;
mod bytes;
mod files;
mod leakage;
mod nutrition;
mod recovery;
mod statistics;
mod support;
