//! What the target looks like, and writing it: keys and brackets from the plan, values copied from the source.

use std::collections::{HashMap, HashSet};

use super::read::Span;
use super::tree;
use crate::error::Error;

/// One value of the target, in the order of the pairs.
#[derive(Debug)]
pub(super) struct Entry {
    /// Where it goes: keys and positions from the outside in.
    pub(super) path: Vec<String>,
    /// The nodes of the source that may hold it; the first that does gives it.
    pub(super) from: Vec<usize>,
    /// Earlier entries with the same path: if one of them has a value, this one is left out.
    pub(super) instead_of: Vec<usize>,
}

/// How to write the target.
#[derive(Debug)]
pub(super) struct Target {
    entries: Vec<Entry>,
    /// Absent if the target cannot be written in an order that is known in advance: lists, which have gaps, and pairs
    /// that may conflict.
    quick: Option<Quick>,
    names: Vec<String>,
}

/// The target as a list of keys to write and values to copy.
#[derive(Debug)]
struct Quick {
    leaves: Vec<Leaf>,
    /// Objects stand where their first value puts them. For these, whose pairs are not side by side, the order below
    /// is right only if the entry that is first in the mapping has a value.
    anchors: Vec<usize>,
}

#[derive(Debug)]
struct Leaf {
    first: usize,
    more: Vec<usize>,
    instead_of: Vec<usize>,
    /// Everything from the outermost object to the value: `"client":{"firstName":`.
    opening: Box<[u8]>,
    /// Where each level of `opening` begins.
    levels: Box<[usize]>,
    /// What stands between the value of the leaf before and this value.
    joint: Box<[u8]>,
    /// How many objects it shares with the leaf before.
    shared: usize,
    /// How many objects it stands in, beside the outermost.
    depth: usize,
}

impl Target {
    /// `names` are the paths as the mapping spells them, for errors.
    pub(super) fn new(entries: Vec<Entry>, names: Vec<String>, keys_only: bool) -> Self {
        let quick = Quick::new(&entries, keys_only);
        Self { entries, quick, names }
    }

    /// Writes the target behind what `out` holds.
    pub(super) fn write(&self, spans: &[Span], source: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        match &self.quick {
            Some(quick) if quick.anchors.iter().all(|entry| self.value(*entry, spans).is_some()) => {
                quick.write(spans, source, out);
                Ok(())
            }
            _ => {
                let present: Vec<Option<Span>> =
                    (0..self.entries.len()).map(|entry| self.value(entry, spans)).collect();
                tree::write(&self.entries, &self.names, &present, source, out)
            }
        }
    }

    fn value(&self, entry: usize, spans: &[Span]) -> Option<Span> {
        let from = &self.entries.get(entry)?.from;
        from.iter().filter_map(|node| spans.get(*node)).copied().find(|span| span.present())
    }
}

impl Quick {
    fn new(entries: &[Entry], keys_only: bool) -> Option<Self> {
        let lists = |entry: &Entry| entry.path.iter().any(|step| crate::mapping::path::index(step).is_some());
        if !keys_only && entries.iter().any(lists) {
            return None;
        }
        // For each object, by its path: the first and the last entry in it, and how many.
        let mut objects: HashMap<&[String], (usize, usize, usize)> = HashMap::new();
        for (position, entry) in entries.iter().enumerate() {
            for length in 1..entry.path.len() {
                let object = objects.entry(entry.path.get(..length)?).or_insert((position, position, 0));
                object.1 = position;
                object.2 = object.2.wrapping_add(1);
            }
        }
        let leaves: HashSet<&[String]> = entries.iter().map(|entry| entry.path.as_slice()).collect();
        if objects.keys().any(|object| leaves.contains(object)) {
            return None;
        }
        let mut anchors: Vec<usize> = objects
            .values()
            .filter(|(first, last, count)| last.wrapping_sub(*first).wrapping_add(1) != *count)
            .map(|(first, _, _)| *first)
            .collect();
        anchors.sort_unstable();
        anchors.dedup();
        // Sorting by the first entry of each object on the way keeps the values of one object together.
        let mut order: Vec<(Vec<usize>, usize)> = entries
            .iter()
            .enumerate()
            .map(|(position, entry)| {
                let above = (1..entry.path.len()).filter_map(|length| entry.path.get(..length));
                let firsts = above.filter_map(|object| objects.get(object)).map(|object| object.0);
                (firsts.chain([position]).collect(), position)
            })
            .collect();
        order.sort();
        let mut made: Vec<Leaf> = Vec::with_capacity(entries.len());
        let mut before: &[String] = &[];
        for (_, position) in order {
            let entry = entries.get(position)?;
            let instead_of = entry.instead_of.iter().filter_map(|other| entries.get(*other));
            let instead_of = instead_of.flat_map(|other| other.from.iter().copied()).collect();
            made.push(Leaf::new(entry, instead_of, before)?);
            before = &entry.path;
        }
        Some(Self { leaves: made, anchors })
    }

    fn write(&self, spans: &[Span], source: &[u8], out: &mut Vec<u8>) {
        let at = |node: &usize| spans.get(*node).copied().unwrap_or_default();
        // How many objects are open, how many of them the next leaf shares, and whether the leaf before was written.
        let (mut open, mut shared, mut joined) = (0_usize, 0_usize, false);
        let mut any = false;
        out.push(b'{');
        for leaf in &self.leaves {
            shared = shared.min(leaf.shared);
            let mut span = at(&leaf.first);
            if !span.present() {
                span = leaf.more.iter().map(at).find(|span| span.present()).unwrap_or_default();
            }
            if !span.present() || leaf.instead_of.iter().any(|node| at(node).present()) {
                joined = false;
                continue;
            }
            if joined {
                out.extend_from_slice(&leaf.joint);
            } else {
                close(out, open.wrapping_sub(shared));
                if any {
                    out.push(b',');
                }
                let from = leaf.levels.get(shared).copied().unwrap_or(0);
                out.extend_from_slice(leaf.opening.get(from..).unwrap_or_default());
            }
            out.extend_from_slice(source.get(span.start..span.end).unwrap_or_default());
            (open, shared, joined, any) = (leaf.depth, leaf.depth, true, true);
        }
        close(out, open.wrapping_add(1));
    }
}

impl Leaf {
    fn new(entry: &Entry, instead_of: Vec<usize>, before: &[String]) -> Option<Self> {
        let (_, above) = entry.path.split_last()?;
        let above_before = before.split_last().map_or(&[][..], |(_, above)| above);
        let shared = above.iter().zip(above_before).take_while(|(one, two)| one == two).count();
        let (mut opening, mut levels) = (Vec::new(), Vec::new());
        for (depth, key) in entry.path.iter().enumerate() {
            if depth > 0 {
                opening.push(b'{');
            }
            levels.push(opening.len());
            write_key(key, &mut opening);
        }
        let mut joint = Vec::new();
        close(&mut joint, above_before.len().wrapping_sub(shared));
        if !before.is_empty() {
            joint.push(b',');
        }
        joint.extend_from_slice(opening.get(*levels.get(shared)?..)?);
        let (first, more) = entry.from.split_first()?;
        Some(Self {
            first: *first,
            more: more.to_vec(),
            instead_of,
            opening: opening.into(),
            levels: levels.into(),
            joint: joint.into(),
            shared,
            depth: above.len(),
        })
    }
}

fn close(out: &mut Vec<u8>, count: usize) {
    out.extend(std::iter::repeat_n(b'}', count));
}

/// A key with its quotes, escapes and colon.
pub(super) fn write_key(key: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(serde_json::Value::from(key).to_string().as_bytes());
    out.push(b':');
}
