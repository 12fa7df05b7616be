//! A mapping, compiled: text in, text out, without a tree.
//!
//! [`Mapping::compile`] finds once what [`Mapping::inbound`] finds in every call. A [`Plan`] then reads a text in one
//! pass, remembers where the wanted values stand, and copies them as they are into the target: numbers keep their
//! digits, however many, and texts their escapes. The order of the target is that of the other path.
//!
//! ```
//! use lexamica::mapping::{Mapping, Pair};
//! use lexamica::model::Model;
//!
//! let mapping = Mapping::new("website", Model::Case, vec![
//!     Pair::new("LeadId", "_id"),
//!     Pair::new("FirstName", "client.firstName"),
//! ]);
//! let plan = mapping.compile()?;
//! assert_eq!(plan.inbound_text(r#"{"FirstName": "Ana", "utm": 1}"#)?, r#"{"client":{"firstName":"Ana"}}"#);
//! # Ok::<(), lexamica::Error>(())
//! ```

mod keys;
mod lines;
#[cfg(feature = "threads")]
mod parallel;
mod read;
mod source;
mod target;
mod tree;

use std::fmt;
use std::sync::Mutex;

use self::read::{Memory, Root};
use self::source::Source;
use self::target::{Entry, Target};
use super::{Mapping, apply, scan};
use crate::error::Error;

pub use lines::{LineError, Lines};

/// Which way to map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Your names to Lexamica's canonical form.
    Inbound,
    /// The canonical form to your names.
    Outbound,
}

/// Limits of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlanOptions {
    /// How deep objects and lists may be nested; 128 unless set, and never more than 512.
    pub max_depth: usize,
    /// How many bytes a line of JSON Lines may have; 16 MiB unless set.
    pub max_line: usize,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self { max_depth: scan::DEFAULT_DEPTH, max_line: 16 << 20 }
    }
}

/// A compiled mapping. Can be shared between threads.
pub struct Plan {
    inbound: Way,
    outbound: Way,
    options: PlanOptions,
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The memory holds keys of the sources.
        f.debug_struct("Plan").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Plan {
    /// Compiles a mapping with other limits than the usual ones.
    ///
    /// # Errors
    /// As [`Mapping::compile`].
    pub fn new(mapping: &Mapping, options: PlanOptions) -> Result<Self, Error> {
        let paths = apply::paths(mapping)?;
        let (mut payload, mut canonical) = (Source::new(), Source::new());
        let (mut inbound, mut outbound): (Vec<Entry>, Vec<Entry>) = (Vec::new(), Vec::new());
        for (pair, path) in mapping.fields.iter().zip(&paths) {
            let mut from = vec![payload.want([pair.yours.as_str()])];
            if pair.yours.contains('.') {
                from.push(payload.want(pair.yours.split('.')));
            }
            let steps = || path.segments().iter().copied();
            push(&mut inbound, steps().map(str::to_owned).collect(), from);
            push(&mut outbound, vec![pair.yours.clone()], vec![canonical.want(steps())]);
        }
        let names = |of: fn(&super::Pair) -> &String| mapping.fields.iter().map(of).cloned().collect();
        let inbound = Target::new(inbound, names(|pair| &pair.lexamica), false);
        let outbound = Target::new(outbound, names(|pair| &pair.yours), true);
        let mut options = options;
        options.max_depth = options.max_depth.min(scan::GREATEST_DEPTH);
        Ok(Self {
            inbound: Way::new("payload", payload, inbound),
            outbound: Way::new("canonical", canonical, outbound),
            options,
        })
    }

    /// As [`Mapping::inbound`], on JSON text.
    ///
    /// # Errors
    /// As [`Mapping::inbound`]; also for text that is not JSON, has a key twice in one object or is nested too deeply,
    /// with the offset of the byte.
    pub fn inbound_text(&self, payload: &str) -> Result<String, Error> {
        self.inbound.map_text(payload, self.options)
    }

    /// As [`Mapping::outbound`], on JSON text.
    ///
    /// # Errors
    /// As [`Mapping::outbound`]; also for text as in [`Plan::inbound_text`].
    pub fn outbound_text(&self, canonical: &str) -> Result<String, Error> {
        self.outbound.map_text(canonical, self.options)
    }

    /// Maps JSON bytes and writes the result behind what `out` holds, so that its memory can be used again. After an
    /// error `out` is as before.
    ///
    /// # Errors
    /// As [`Plan::inbound_text`] and [`Plan::outbound_text`]; also for bytes that are not UTF-8.
    pub fn map_into(&self, direction: Direction, source: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let way = self.way(direction);
        way.with_memory(|memory| way.map(memory, source, out, self.options))
    }

    /// [`Plan::map_into`] inbound.
    ///
    /// # Errors
    /// As [`Plan::map_into`].
    pub fn inbound_into(&self, payload: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        self.map_into(Direction::Inbound, payload, out)
    }

    /// [`Plan::map_into`] outbound.
    ///
    /// # Errors
    /// As [`Plan::map_into`].
    pub fn outbound_into(&self, canonical: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        self.map_into(Direction::Outbound, canonical, out)
    }

    fn way(&self, direction: Direction) -> &Way {
        match direction {
            Direction::Inbound => &self.inbound,
            Direction::Outbound => &self.outbound,
        }
    }
}

/// Adds an entry, with those before it that go to the same place.
fn push(entries: &mut Vec<Entry>, path: Vec<String>, from: Vec<usize>) {
    let instead_of =
        entries.iter().enumerate().filter(|(_, other)| other.path == path).map(|(other, _)| other).collect();
    entries.push(Entry { path, from, instead_of });
}

/// One direction of a plan.
struct Way {
    /// What the source is called in errors.
    source_name: &'static str,
    source: Source,
    target: Target,
    /// Memory that is not in use. Taken out for a call, so that calls on several threads do not wait for each other.
    idle: Mutex<Vec<Memory>>,
}

impl Way {
    fn new(source_name: &'static str, source: Source, target: Target) -> Self {
        Self { source_name, source, target, idle: Mutex::new(Vec::new()) }
    }

    fn with_memory<T>(&self, work: impl FnOnce(&mut Memory) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut memory = idle().pop().unwrap_or_else(|| Memory::new(&self.source));
        let result = work(&mut memory);
        idle().push(memory);
        result
    }

    fn map_text(&self, source: &str, options: PlanOptions) -> Result<String, Error> {
        // The target repeats the wanted values and adds keys; there is seldom need to grow.
        let mut out = Vec::with_capacity(source.len().saturating_add(source.len() / 2));
        self.with_memory(|memory| self.map_str(memory, source, &mut out, options))?;
        // Pieces of a text and keys make a text; the check costs less than leaving it out would need to be argued.
        String::from_utf8(out).map_err(|_| Error::invalid_input(self.source_name, "the text is not UTF-8"))
    }

    fn map(&self, memory: &mut Memory, source: &[u8], out: &mut Vec<u8>, options: PlanOptions) -> Result<(), Error> {
        let text = scan::text(source).map_err(|fault| fault.into_error(self.source_name))?;
        self.map_str(memory, text, out, options)
    }

    fn map_str(&self, memory: &mut Memory, text: &str, out: &mut Vec<u8>, options: PlanOptions) -> Result<(), Error> {
        let root = read::read(&self.source, memory, text, options.max_depth);
        match root.map_err(|fault| fault.into_error(self.source_name))? {
            Root::Object => self.target.write(&memory.spans, text.as_bytes(), out),
            Root::Other => Err(apply::no_object(text.trim_ascii_start().bytes().next(), self.source_name)),
        }
    }
}
