//! Integration tests of the public interface.

mod bad_input;
mod data;
mod golden;
mod laws;
mod saved;
mod summary;
