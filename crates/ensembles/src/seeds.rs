//! Seeds of the parts of a fit.

/// The seed of part `stream` of what `seed` stands for: `SplitMix64` (Steele et al. 2014), so that
/// neighbours share nothing.
pub(crate) fn stream_seed(seed: u64, stream: u64) -> u64 {
    let mut z = mix(seed).wrapping_add(stream.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mix(z)
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
