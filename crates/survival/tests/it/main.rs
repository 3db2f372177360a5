//! Integration tests of the public interface.

mod data;
mod golden;
