//! EfficientNet-Lite: a network that was trained on photographs of a thousand kinds, and what it sees in foods.

mod config;
mod network;
#[cfg(test)]
mod tests;
mod training;
mod tuning;
mod views;

pub use config::{EfficientNetLiteConfig, LiteStage};
pub use network::EfficientNetLite;
pub use training::{TransferConfig, Transferred};
