//! SHA-256 of bytes and files.

use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::regular;

/// Computes the SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// Computes the SHA-256 of a file of any size in constant memory, as 64 lower-case hexadecimal digits.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be read or is no regular one.
pub fn sha256_file(path: impl AsRef<Path>) -> Result<String> {
    length_and_sha256(path.as_ref()).map(|(_, sha256)| sha256)
}

pub(crate) fn length_and_sha256(path: &Path) -> Result<(u64, String)> {
    let (mut file, _) = regular::open(path).map_err(Error::io("open", path))?;
    let mut hasher = Sha256::new();
    let length = io::copy(&mut file, &mut hasher).map_err(Error::io("read", path))?;
    Ok((length, format!("{:x}", hasher.finalize())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4 examples, as published by NIST.
    #[test]
    fn sha256_of_published_examples_matches() {
        assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
