//! FitBalance: synthgen.
