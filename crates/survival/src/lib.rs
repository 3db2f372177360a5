//! FitBalance: survival.
