//! Texts of models, kept in memory and in a folder.

mod disk;

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::config::ClientConfig;
use crate::schema::{Field, Kind};
use disk::Disk;

/// Part of every key: raised when older entries must not be read any more.
const CACHE_VERSION: u32 = 1;

/// The hash of everything that an answer depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key([u8; 32]);

impl Key {
    /// Objects of `serde_json` are sorted by name, so that equal facts have equal texts.
    pub(crate) fn of(settings: &[&str], fields: &[Field], facts: &Value) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(CACHE_VERSION.to_le_bytes());
        // With their lengths, so that no two lists of texts run together into one.
        let names = fields.iter().flat_map(|field| [field.name, field.description]);
        for text in settings.iter().copied().chain(names) {
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text);
        }
        for field in fields {
            let numbers = match field.kind {
                Kind::Text { max_chars } => [0, 0, max_chars],
                Kind::List { min, max, max_chars } => [min, max, max_chars],
            };
            numbers.into_iter().for_each(|number| hasher.update((number as u64).to_le_bytes()));
        }
        serde_json::to_writer(Writer(&mut hasher), facts).expect("a JSON value can be written");
        Self(hasher.finalize().into())
    }

    pub(crate) fn hex(self) -> String {
        hex(&self.0)
    }
}

struct Writer<'a>(&'a mut Sha256);

impl std::io::Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("strings take everything");
        text
    })
}

/// A text that passed all checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) text: Value,
    pub(crate) model_version: String,
    /// Seconds since 1970.
    pub(crate) created: u64,
}

impl Entry {
    /// None where it is from the future: the clock was set back, and how old the entry is cannot be told.
    pub(crate) fn age(&self, wall_clock: Duration) -> Option<Duration> {
        wall_clock.as_secs().checked_sub(self.created).map(Duration::from_secs)
    }
}

/// Whether an entry may be written to disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    Memory,
    Disk,
}

/// An entry and whether it was in memory, so that it was checked by this process.
#[derive(Debug)]
pub(crate) struct Hit {
    pub(crate) entry: Entry,
    pub(crate) is_checked: bool,
}

#[derive(Debug)]
pub(crate) struct Cache {
    memory: Mutex<Memory>,
    disk: Option<Disk>,
}

#[derive(Debug, Default)]
struct Memory {
    entries: HashMap<Key, (u64, Entry)>,
    max_entries: usize,
    /// Counts uses, so that the entry that was not used for longest is known.
    clock: u64,
}

impl Cache {
    pub(crate) fn new(config: &ClientConfig) -> Self {
        let memory = Memory { max_entries: config.memory_entries, ..Memory::default() };
        let disk = config.cache_folder.clone().map(|folder| Disk::new(folder, config.cache_bytes, config.max_stale));
        Self { memory: Mutex::new(memory), disk }
    }

    pub(crate) fn get(&self, key: Key, keep: Keep) -> Option<Hit> {
        if let Some(entry) = self.memory().get(key) {
            return Some(Hit { entry, is_checked: true });
        }
        let disk = self.disk.as_ref().filter(|_| keep == Keep::Disk)?;
        disk.get(key).map(|entry| Hit { entry, is_checked: false })
    }

    /// Takes over an entry that was found on disk and checked.
    pub(crate) fn promote(&self, key: Key, entry: Entry) {
        self.memory().put(key, entry);
    }

    pub(crate) fn put(&self, key: Key, entry: Entry, keep: Keep, wall_clock: Duration) {
        if let Some(disk) = self.disk.as_ref().filter(|_| keep == Keep::Disk) {
            disk.put(key, &entry, wall_clock);
        }
        self.memory().put(key, entry);
    }

    pub(crate) fn remove(&self, key: Key) {
        self.memory().entries.remove(&key);
        if let Some(disk) = &self.disk {
            disk.remove(key);
        }
    }

    /// Forgets everything, on disk too.
    ///
    /// # Errors
    ///
    /// The first file that cannot be deleted; all others are.
    pub(crate) fn purge(&self) -> std::io::Result<()> {
        self.memory().entries.clear();
        self.disk.as_ref().map_or(Ok(()), Disk::purge)
    }

    pub(crate) fn is_on_disk(&self) -> bool {
        self.disk.is_some()
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn get(&mut self, key: Key) -> Option<Entry> {
        self.clock += 1;
        let (used, entry) = self.entries.get_mut(&key)?;
        *used = self.clock;
        Some(entry.clone())
    }

    fn put(&mut self, key: Key, entry: Entry) {
        if self.max_entries == 0 {
            return;
        }
        if self.entries.len() >= self.max_entries && !self.entries.contains_key(&key) {
            let oldest = self.entries.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| *key);
            oldest.and_then(|oldest| self.entries.remove(&oldest));
        }
        self.clock += 1;
        self.entries.insert(key, (self.clock, entry));
    }
}
