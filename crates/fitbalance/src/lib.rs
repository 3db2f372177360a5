//! FitBalance: fitbalance.
