//! FitBalance: metrics.
