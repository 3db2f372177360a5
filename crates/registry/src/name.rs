//! Names of families, models and files.

use crate::error::{Error, Result};

/// The longest name; well below the 255 bytes that file systems allow, so that suffixes fit.
const MAX_LENGTH: usize = 100;

/// Refuses names that could leave their folder, hide in it, or mean something else on another system.
pub(crate) fn check_name(name: &str) -> Result<()> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let valid = (1..=MAX_LENGTH).contains(&name.len())
        && name.bytes().all(allowed)
        && !name.starts_with('.')
        && !name.ends_with('.');
    if valid { Ok(()) } else { Err(Error::InvalidName { name: name.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_of_allowed_characters_is_accepted() {
        for name in ["a", "cox_ph_model.json", "gnn-lstm_best.v2.safetensors"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn name_that_could_leave_its_folder_is_refused() {
        let long = "a".repeat(MAX_LENGTH + 1);
        let names = ["", ".", "..", "../a", "a/b", "a\\b", "/a", "C:a", ".hidden", "a.", "a b", "a\0", "ä", &long];
        for name in names {
            assert!(matches!(check_name(name), Err(Error::InvalidName { .. })), "{name}");
        }
    }
}
