//! Benchmark data.
