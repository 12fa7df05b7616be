//! Keys that have been met at one place of the source, in the order in which they came.
//!
//! Records of one export have the same keys in the same order. So the table remembers which key followed which: the
//! guess is one comparison, needs no hash, and as every key has one entry, a bit per entry finds a key that stands twice.

use crate::mapping::scan;

/// Beyond so many keys of one object, new ones are no longer remembered: a bit for each must fit into a word.
const MOST: usize = 64;

/// Longer keys are not remembered: a source of ever new keys must not fill the memory.
const LONGEST: usize = 128;

/// Twice as many as keys, so that a free one is near.
const BUCKETS: usize = 128;

/// The table of one place.
#[derive(Debug)]
pub(super) struct Keys {
    entries: Vec<Entry>,
    /// The entry that an object began with the last time.
    first: usize,
    /// Entries by hash; zero is free, otherwise the entry after.
    buckets: [u8; BUCKETS],
}

/// One key.
#[derive(Debug)]
struct Entry {
    /// As it stands in the source, without escapes, between its quotes and with them.
    quoted: Box<[u8]>,
    /// The node below, if this key is wanted.
    node: Option<usize>,
    /// The entry that followed the last time.
    next: usize,
}

impl Default for Keys {
    fn default() -> Self {
        Self { entries: Vec::new(), first: 0, buckets: [0; BUCKETS] }
    }
}

impl Keys {
    /// The entry that an object is likely to begin with.
    #[inline]
    pub(super) fn first(&self) -> usize {
        self.first
    }

    /// If this entry's key is what stands at `at`: the offset after it, its node, and the likely next entry.
    #[inline(always)]
    pub(super) fn guess(&self, entry: usize, bytes: &[u8], at: usize) -> Option<(usize, Option<usize>, usize)> {
        let entry = self.entries.get(entry)?;
        let rest = bytes.get(at..)?;
        same(&entry.quoted, rest).then(|| (at.wrapping_add(entry.quoted.len()), entry.node, entry.next))
    }

    /// The entry of a key.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        let mut bucket = first_bucket(key);
        loop {
            let entry = usize::from(*self.buckets.get(bucket)?).checked_sub(1)?;
            if self.entries.get(entry).is_some_and(|entry| entry.key() == key.as_bytes()) {
                return Some(entry);
            }
            bucket = bucket.wrapping_add(1) % BUCKETS;
        }
    }

    /// Remembers a key that is not here yet, if there is room for it. The key must hold no escape, so that what stands
    /// in the source and what it says are the same.
    pub(super) fn add(&mut self, key: &str, node: Option<usize>) -> Option<usize> {
        let new = self.entries.len();
        if new >= MOST || key.len() > LONGEST {
            return None;
        }
        let mut bucket = first_bucket(key);
        while self.buckets.get(bucket).is_some_and(|taken| *taken != 0) {
            bucket = bucket.wrapping_add(1) % BUCKETS;
        }
        *self.buckets.get_mut(bucket)? = u8::try_from(new.wrapping_add(1)).ok()?;
        let quoted = [b"\"", key.as_bytes(), b"\""].concat().into_boxed_slice();
        self.entries.push(Entry { quoted, node, next: new.wrapping_add(1) });
        Some(new)
    }

    /// Learns that `entry` came after `before`, or first.
    pub(super) fn learn(&mut self, before: Option<usize>, entry: usize) {
        match before {
            None => self.first = entry,
            Some(before) => {
                if let Some(before) = self.entries.get_mut(before) {
                    before.next = entry;
                }
            }
        }
    }

    /// What a found entry leads to: its node and the likely next entry.
    pub(super) fn get(&self, entry: usize) -> (Option<usize>, usize) {
        self.entries.get(entry).map_or((None, 0), |entry| (entry.node, entry.next))
    }
}

impl Entry {
    fn key(&self) -> &[u8] {
        self.quoted.get(1..self.quoted.len().wrapping_sub(1)).unwrap_or_default()
    }
}

/// Whether `text` begins with `key`. Word by word: keys are too short for a call to pay.
#[inline(always)]
fn same(key: &[u8], text: &[u8]) -> bool {
    let Some(text) = text.get(..key.len()) else { return false };
    let (words, _) = key.as_chunks::<8>();
    let (others, _) = text.as_chunks::<8>();
    if words.is_empty() {
        let word = |bytes: &[u8]| bytes.iter().fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
        return word(key) == word(text);
    }
    // The last word may overlap the one before it, which saves a loop over the rest.
    let word = |chunk: &[u8; 8]| u64::from_le_bytes(*chunk);
    words.iter().zip(others).all(|(one, two)| word(one) == word(two))
        && key.last_chunk().map(word) == text.last_chunk().map(word)
}

fn first_bucket(key: &str) -> usize {
    usize::try_from(scan::hash(key.as_bytes()) >> 48).unwrap_or(0) % BUCKETS
}
