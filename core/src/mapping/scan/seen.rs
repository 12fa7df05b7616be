//! The keys of the objects that are open, to find one that stands twice.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::unescape;

/// Up to so many keys of one object are compared by their hashes one by one; more go into a sorted set, so that an
/// object with a hundred thousand keys costs no hundred thousand squared.
const FEW: usize = 32;

/// The keys of all open objects, outermost first. Holds offsets only, so that it can be kept from text to text.
#[derive(Debug, Default)]
pub(in crate::mapping) struct SeenKeys(Vec<Key>);

#[derive(Debug)]
struct Key {
    hash: u64,
    /// Between the quotes.
    start: usize,
    end: usize,
}

/// One open object.
#[derive(Debug)]
pub(in crate::mapping) struct Level<'s> {
    base: usize,
    many: Option<BTreeSet<Cow<'s, str>>>,
}

impl SeenKeys {
    /// Forgets everything; the memory is kept.
    pub(in crate::mapping) fn clear(&mut self) {
        self.0.clear();
    }

    /// Opens an object.
    #[inline]
    pub(in crate::mapping) fn open<'s>(&self) -> Level<'s> {
        Level { base: self.0.len(), many: None }
    }

    /// Closes the innermost object.
    #[inline]
    pub(in crate::mapping) fn close(&mut self, level: &Level<'_>) {
        self.0.truncate(level.base);
    }

    /// Whether the innermost object has this key already.
    pub(in crate::mapping) fn contains(&self, level: &Level<'_>, text: &str, key: &str) -> bool {
        if let Some(many) = &level.many {
            return many.contains(key);
        }
        let hash = hash(key.as_bytes());
        let keys = self.0.get(level.base..).unwrap_or_default();
        keys.iter().any(|seen| seen.hash == hash && seen.says(text) == key)
    }

    /// Adds the key whose text between the quotes is `start..end`; false if the innermost object has it already.
    pub(in crate::mapping) fn insert<'s>(
        &mut self,
        level: &mut Level<'s>,
        text: &'s str,
        start: usize,
        end: usize,
        escaped: bool,
    ) -> bool {
        let raw = text.get(start..end).unwrap_or_default();
        let said = if escaped { unescape(raw) } else { Cow::Borrowed(raw) };
        if let Some(many) = &mut level.many {
            return many.insert(said);
        }
        let hash = hash(said.as_bytes());
        let keys = self.0.get(level.base..).unwrap_or_default();
        if keys.iter().any(|seen| seen.hash == hash && seen.says(text) == said) {
            return false;
        }
        if keys.len() >= FEW {
            let mut many: BTreeSet<Cow<'s, str>> = keys.iter().map(|seen| seen.says(text)).collect();
            many.insert(said);
            level.many = Some(many);
        } else {
            self.0.push(Key { hash, start, end });
        }
        true
    }
}

impl Key {
    fn says<'s>(&self, text: &'s str) -> Cow<'s, str> {
        unescape(text.get(self.start..self.end).unwrap_or_default())
    }
}

/// A quick hash. Equal hashes are always compared in full, and many keys never go by hash, so nobody gains by
/// making them collide.
#[inline]
pub(in crate::mapping) fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let (blocks, rest) = bytes.as_chunks::<8>();
    let mix = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(FACTOR);
        mixed ^ (mixed >> 29)
    };
    let start = mix(FACTOR, u64::try_from(bytes.len()).unwrap_or(0));
    let hash = blocks.iter().fold(start, |hash, block| mix(hash, u64::from_le_bytes(*block)));
    let tail = rest.iter().fold(0_u64, |tail, byte| (tail << 8) | u64::from(*byte));
    mix(hash, tail)
}
