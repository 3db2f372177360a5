//! The device of the networks.

use pose_gnn::DeviceName;

/// A device by its name.
pub(crate) fn parse_device(name: &str) -> Result<DeviceName, String> {
    name.parse().map_err(|error: <DeviceName as std::str::FromStr>::Err| error.to_string())
}
