//! FitBalance: registry.
