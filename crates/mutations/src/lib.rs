//! Damaged versions of files that are in order, for tests of what reads them: whatever the bytes, a reader answers or refuses, and
//! never panics.
//!
//! Each test reads as many versions as it asks for; with `FITBALANCE_FUZZ_SECONDS` set it goes on for so long, with versions that no
//! test has seen.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Names the seconds for which each test goes on.
const SECONDS: &str = "FITBALANCE_FUZZ_SECONDS";

/// Bytes and texts that readers stumble over.
const ODD: [&[u8]; 24] = [
    b"",
    b"0",
    b"-1",
    b"1e400",
    b"-0.0",
    b"NaN",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"\"\"",
    b",",
    b"\n",
    b"\r",
    b"\"",
    b"\\u0000",
    b"99999999999999999999",
    b"4294967296",
    b"-9223372036854775808",
    b"\x00",
    b"\xff\xff\xff\xff",
    b"\xef\xbb\xbf",
    b"\xc3\x28",
    b"[[[[[[[[[[[[[[[[",
];

/// Hands `n` damaged versions of the files in turn to `read`; returns how many of them it took.
///
/// # Panics
///
/// Where `read` does: the version is then written to the folder for temporary files, and its place named.
pub fn try_all(corpus: &[&[u8]], n: usize, mut read: impl FnMut(&[u8]) -> bool) -> usize {
    let seconds = std::env::var(SECONDS).ok().and_then(|text| text.parse().ok()).map(Duration::from_secs);
    let start = Instant::now();
    let mut n_taken = 0;
    for number in 0.. {
        let is_over = seconds.map_or(number >= n, |seconds| start.elapsed() > seconds);
        if is_over {
            return n_taken;
        }
        let bytes = damaged(corpus[number % corpus.len()], number as u64);
        match catch_unwind(AssertUnwindSafe(|| read(&bytes))) {
            Ok(is_taken) => n_taken += usize::from(is_taken),
            Err(panic) => {
                let path = kept(number, &bytes);
                // Shown with the panic.
                let _ = std::io::Write::write_all(
                    &mut std::io::stderr(),
                    format!("version {number} was not read: {}\n", path.display()).as_bytes(),
                );
                resume_unwind(panic);
            }
        }
    }
    n_taken
}

fn kept(number: usize, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("fitbalance-mutation-{}-{number}", std::process::id()));
    let _ = std::fs::write(&path, bytes);
    path
}

/// A version of a file with one to six things wrong with it; the same number makes the same version.
pub fn damaged(whole: &[u8], number: u64) -> Vec<u8> {
    let mut random = numbers(number);
    let mut bytes = whole.to_vec();
    for _ in 0..=random(6) {
        if bytes.is_empty() {
            return bytes;
        }
        let (at, other) = (random(bytes.len()), random(bytes.len()));
        let (low, high) = (at.min(other), at.max(other));
        match random(10) {
            0 => bytes[at] ^= 1 << random(8),
            1 => bytes[at] = [0, 0xff, 0x7f, 0x80][random(4)],
            2 => bytes.truncate(at),
            3 => drop(bytes.splice(at..at, ODD[random(ODD.len())].iter().copied())),
            4 => {
                // In place of a number, a word or whatever stands there.
                let end = (at + 1 + random(12)).min(bytes.len());
                drop(bytes.splice(at..end, ODD[random(ODD.len())].iter().copied()));
            }
            5 => drop(bytes.drain(low..(low + random(64)).min(bytes.len()))),
            6 => bytes.extend_from_within(low..(low + random(256)).min(high)),
            7 => bytes.swap(at, other),
            8 => {
                let piece = bytes[low..(low + random(64)).min(bytes.len())].to_vec();
                drop(bytes.splice(high..high, piece));
            }
            // A number of four bytes, as binary heads have them.
            _ => {
                let value = [0_u32, 1, u32::MAX, 1 << 31, 1 << 24, 70_000][random(6)].to_le_bytes();
                let end = (at + 4).min(bytes.len());
                bytes[at..end].copy_from_slice(&value[..end - at]);
            }
        }
    }
    bytes
}

/// `SplitMix64` (Steele, Lea and Flood 2014): numbers below one that is given.
fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(42);
    move |below| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below.max(1) as u64).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_differ_and_come_again() {
        let whole = b"a file with some bytes in it";
        let versions: std::collections::BTreeSet<Vec<u8>> = (0..200).map(|number| damaged(whole, number)).collect();
        assert!(versions.len() > 150, "{}", versions.len());
        assert_eq!(damaged(whole, 7), damaged(whole, 7));
        assert_eq!(try_all(&[whole], 10, |bytes| bytes.len() < 1000), 10);
    }
}
