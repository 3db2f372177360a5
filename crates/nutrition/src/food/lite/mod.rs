//! EfficientNet-Lite: a network that was trained on photographs of a thousand kinds, and what it sees in foods.

mod config;
mod network;
#[cfg(test)]
mod tests;

pub use config::{EfficientNetLiteConfig, LiteStage};
pub use network::EfficientNetLite;
