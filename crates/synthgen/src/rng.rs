//! Random streams of single items.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Opens the random stream of one item, independent of all other items, domains and seeds.
///
/// The key is the seed and the domain, the stream number is the item: no item's numbers depend on how many items
/// there are or on the order in which threads reach them.
pub(crate) fn item_rng(seed: u64, domain: [u8; 8], item: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&domain);
    let mut rng = ChaCha8Rng::from_seed(key);
    rng.set_stream(item);
    rng
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::item_rng;

    #[test]
    fn item_rng_differs_by_seed_domain_and_item() {
        let draw = |seed, domain, item| item_rng(seed, domain, item).random::<u64>();
        let reference = draw(42, *b"metrics ", 7);
        assert_eq!(reference, draw(42, *b"metrics ", 7));
        assert_ne!(reference, draw(43, *b"metrics ", 7));
        assert_ne!(reference, draw(42, *b"outcome ", 7));
        assert_ne!(reference, draw(42, *b"metrics ", 8));
    }
}
