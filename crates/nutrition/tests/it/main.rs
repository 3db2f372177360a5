//! Tests of the public interface.

mod food;
mod protein;
