//! From which size on work is split across threads: below, waking them costs more than it saves.

/// Rows above which a pass over one vector is split.
pub(crate) const PARALLEL_ROWS: usize = 8_192;
/// Entries of Z above which a pass over it is split.
pub(crate) const PARALLEL_ENTRIES: usize = 100_000;
