//! Integration tests of `metrics`: hand calculations, laws and refusals.

mod auc;
mod bootstrap;
mod resampled;
mod score;
mod split;
