//! Where a network runs: chosen when the program runs, from what was compiled in.

use std::fmt;
use std::str::FromStr;

use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A kind of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceName {
    /// The processor, by burn's `flex` backend.
    Flex,
    /// The processor, by burn's older `ndarray` backend; needs the feature `ndarray`.
    NdArray,
    /// A graphics card, by WebGPU; needs the feature `wgpu`.
    Wgpu,
}

impl DeviceName {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Flex, Self::NdArray, Self::Wgpu];

    /// The name, as in `"flex"`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flex => "flex",
            Self::NdArray => "ndarray",
            Self::Wgpu => "wgpu",
        }
    }

    /// The device.
    ///
    /// # Errors
    ///
    /// [`Error::DeviceNotCompiled`] without the feature of that name, [`Error::NoAdapter`] where this machine has no
    /// graphics adapter
    pub fn open(self) -> Result<Device> {
        match self {
            Self::Flex => Ok(Device::flex()),
            Self::NdArray => ndarray(),
            Self::Wgpu => wgpu(),
        }
    }
}

#[cfg(feature = "ndarray")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature it fails")]
fn ndarray() -> Result<Device> {
    #[expect(deprecated, reason = "offered for comparison beside its successor `flex`")]
    Ok(Device::ndarray())
}

#[cfg(not(feature = "ndarray"))]
fn ndarray() -> Result<Device> {
    Err(Error::DeviceNotCompiled { name: "ndarray" })
}

#[cfg(feature = "wgpu")]
fn wgpu() -> Result<Device> {
    use burn::tensor::DeviceType;
    Device::enumerate(DeviceType::Wgpu).into_iter().next().ok_or(Error::NoAdapter)
}

#[cfg(not(feature = "wgpu"))]
fn wgpu() -> Result<Device> {
    Err(Error::DeviceNotCompiled { name: "wgpu" })
}

impl fmt::Display for DeviceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for DeviceName {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|device| device.name() == name);
        found.ok_or_else(|| Error::UnknownDevice { name: name.to_owned() })
    }
}
