//! The networks that a classifier may be made of.

use super::gate::Look;
use super::lite::{EfficientNetLite, EfficientNetLiteConfig};
use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use super::config::FoodCnnConfig;
use super::network::FoodCnn;
use super::picture::FoodPicture;
use crate::error::Result;

/// A network that names foods.
#[derive(Debug)]
#[non_exhaustive]
pub enum FoodNetwork {
    /// The small residual network, trained from the beginning.
    Cnn(FoodCnn),
    /// A network that was trained on photographs of many kinds before, with classes of its own.
    Lite(EfficientNetLite),
}

/// Sizes of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FoodNetworkConfig {
    /// Of [`FoodNetwork::Cnn`].
    Cnn(FoodCnnConfig),
    /// Of [`FoodNetwork::Lite`].
    EfficientNetLite(EfficientNetLiteConfig),
}

impl FoodNetworkConfig {
    /// Side of the pictures in pixels.
    pub fn side(&self) -> usize {
        match self {
            Self::Cnn(config) => config.side,
            Self::EfficientNetLite(config) => config.side,
        }
    }

    /// A network with parameters from a safetensors file.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`](crate::Error::InvalidParameter) for sizes that cannot be, [`Error::Network`](crate::Error::Network)
    /// if the file is damaged or of another network
    pub fn load(&self, bytes: &[u8], device: &Device) -> Result<FoodNetwork> {
        Ok(match self {
            Self::Cnn(config) => config.init_empty(device)?.load_safetensors(bytes)?.into(),
            Self::EfficientNetLite(config) => config.init_empty(device)?.load_safetensors(bytes)?.into(),
        })
    }
}

impl From<FoodCnn> for FoodNetwork {
    fn from(network: FoodCnn) -> Self {
        Self::Cnn(network)
    }
}

impl From<EfficientNetLite> for FoodNetwork {
    fn from(network: EfficientNetLite) -> Self {
        Self::Lite(network)
    }
}

impl FoodNetwork {
    /// Log-odds of the classes but for a constant, a row a picture.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) if the pictures are of different sides
    pub fn logits(&self, pictures: &[&FoodPicture]) -> Result<Vec<Vec<f64>>> {
        match self {
            Self::Cnn(network) => network.logits(pictures),
            Self::Lite(network) => network.logits(pictures),
        }
    }

    /// Log-odds and statistics of the inner layers.
    pub(super) fn looks(&self, pictures: &[&FoodPicture]) -> Result<Vec<Look>> {
        match self {
            Self::Cnn(network) => network.looks(pictures),
            Self::Lite(network) => network.looks(pictures),
        }
    }

    /// Statistics of the inner layers.
    pub(super) fn n_statistics(&self) -> usize {
        match self {
            Self::Cnn(network) => network.n_statistics(),
            Self::Lite(network) => network.n_statistics(),
        }
    }

    /// Classes that the network tells apart.
    pub fn n_classes(&self) -> usize {
        match self {
            Self::Cnn(network) => network.n_classes(),
            Self::Lite(network) => network.n_classes(),
        }
    }

    /// How many numbers the parameters are.
    pub fn n_parameters(&self) -> usize {
        match self {
            Self::Cnn(network) => network.n_parameters(),
            Self::Lite(network) => network.n_parameters(),
        }
    }

    /// The parameters as a safetensors file.
    pub fn to_safetensors(&self) -> Vec<u8> {
        match self {
            Self::Cnn(network) => network.to_safetensors(),
            Self::Lite(network) => network.to_safetensors(),
        }
    }
}
