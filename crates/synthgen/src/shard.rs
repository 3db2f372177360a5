//! Parts of a data set.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// One of `count` contiguous parts of a data set, counted from 1.
///
/// The parts of a data set in order hold exactly its items, so that any scheduler can spread a run over machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    index: usize,
    count: usize,
}

impl Shard {
    /// Makes shard `index` of `count`, both counted from 1.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidShard`] unless 1 ≤ `index` ≤ `count`
    pub fn new(index: usize, count: usize) -> Result<Self> {
        if index == 0 || index > count {
            return Err(Error::InvalidShard { got: format!("{index}/{count}") });
        }
        Ok(Self { index, count })
    }

    /// Reads `I/N`, such as `1/4`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidShard`] if the text has another form or not 1 ≤ I ≤ N
    pub fn parse(text: &str) -> Result<Self> {
        let invalid = || Error::InvalidShard { got: text.to_owned() };
        let (index, count) = text.split_once('/').ok_or_else(invalid)?;
        let index = index.parse().map_err(|_| invalid())?;
        let count = count.parse().map_err(|_| invalid())?;
        Self::new(index, count).map_err(|_| invalid())
    }

    /// The part's number, from 1.
    pub fn index(&self) -> usize {
        self.index
    }

    /// How many parts there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The items of this part, when there are `n_items` in all.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyShards`] if a part would be empty
    pub fn range(&self, n_items: usize) -> Result<Range<usize>> {
        if self.count > n_items {
            return Err(Error::TooManyShards { count: self.count, n_items });
        }
        // The first `longer` parts hold one item more than the rest.
        let (size, longer) = (n_items / self.count, n_items % self.count);
        let start_of = |part: usize| part * size + part.min(longer);
        Ok(start_of(self.index - 1)..start_of(self.index))
    }

    /// What is put before a file's extension, such as `.shard-1-of-4`.
    pub fn suffix(&self) -> String {
        format!(".shard-{}-of-{}", self.index, self.count)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Shard;

    #[test]
    fn shard_text_parses_and_prints_alike() {
        let shard = Shard::parse("2/4").expect("two of four is a shard");
        assert_eq!((shard.index(), shard.count()), (2, 4));
        assert_eq!(shard.to_string(), "2/4");
        assert_eq!(shard.suffix(), ".shard-2-of-4");
    }

    #[test]
    fn shard_text_of_other_form_is_quoted_in_error() {
        for text in ["", "1", "0/4", "5/4", "1/0", "-1/4", "a/b", "1/4/2", "1 / 4"] {
            let message = Shard::parse(text).expect_err("not a shard").to_string();
            assert!(message.ends_with(&format!("got `{text}`")), "{message}");
        }
    }

    #[test]
    fn shards_beyond_items_are_refused() {
        let shard = Shard::new(1, 4).expect("one of four is a shard");
        let message = shard.range(3).expect_err("a shard would be empty").to_string();
        assert_eq!(message, "4 shards need at least as many items, got 3");
    }

    proptest! {
        #[test]
        fn shards_in_order_cover_each_item_once(count in 1_usize..40, extra in 0_usize..1000) {
            let n_items = count + extra;
            let mut next = 0;
            for index in 1..=count {
                let range = Shard::new(index, count).and_then(|shard| shard.range(n_items)).expect("enough items");
                prop_assert_eq!(range.start, next);
                prop_assert!(range.len() == n_items / count || range.len() == n_items / count + 1);
                next = range.end;
            }
            prop_assert_eq!(next, n_items);
        }
    }
}
