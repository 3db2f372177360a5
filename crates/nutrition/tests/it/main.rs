//! Tests of the public interface.

mod protein;
