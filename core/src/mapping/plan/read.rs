//! One pass over the source: checks every byte, remembers where the wanted values stand, copies nothing.

use super::keys::Keys;
use super::source::{Node, ROOT, Source};
use crate::mapping::scan::{self, Fault, Level, SeenKeys, What, byte, space};

/// Where a value stands in the source. Nothing starts at zero but the source itself, so zero means absent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    /// Whether there is a value.
    #[inline(always)]
    pub(super) fn present(self) -> bool {
        self.start != 0
    }
}

/// What is kept from text to text: memory, and the keys that have been met.
#[derive(Debug)]
pub(super) struct Memory {
    /// One for each node of the source.
    pub(super) spans: Vec<Span>,
    keys: Vec<Keys>,
    seen: SeenKeys,
}

impl Memory {
    pub(super) fn new(source: &Source) -> Self {
        let count = source.nodes().len();
        Self {
            spans: vec![Span::default(); count],
            keys: std::iter::repeat_with(Keys::default).take(count).collect(),
            seen: SeenKeys::default(),
        }
    }
}

/// What the text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    /// An object: the spans are filled.
    Object,
    /// Valid JSON that is no object.
    Other,
}

/// Reads a whole text.
pub(super) fn read(source: &Source, memory: &mut Memory, text: &str, max_depth: usize) -> Result<Root, Fault> {
    memory.seen.clear();
    memory.spans.fill(Span::default());
    let bytes = text.as_bytes();
    let mut reader = Reader {
        text,
        bytes,
        nodes: source.nodes(),
        spans: &mut memory.spans,
        keys: &mut memory.keys,
        seen: &mut memory.seen,
        max_depth,
    };
    let at = space(bytes, 0);
    if byte(bytes, at) == b'{' {
        let at = reader.object(ROOT, at, 1)?;
        scan::end(bytes, at)?;
        Ok(Root::Object)
    } else {
        let at = reader.skip(at, 0)?;
        scan::end(bytes, at)?;
        Ok(Root::Other)
    }
}

struct Reader<'s, 'm> {
    text: &'s str,
    bytes: &'s [u8],
    nodes: &'m [Node],
    spans: &'m mut [Span],
    keys: &'m mut [Keys],
    seen: &'m mut SeenKeys,
    max_depth: usize,
}

/// How far an object has been read.
struct Progress<'s> {
    level: Level<'s>,
    /// Whether keys beside the table have been met, which `level` holds.
    strangers: bool,
    /// A bit for each entry of the table that has been met.
    met: u64,
    before: Option<usize>,
}

impl<'s> Reader<'s, '_> {
    /// An object of which some values are wanted. `depth` counts it already.
    fn object(&mut self, node: usize, at: usize, depth: usize) -> Result<usize, Fault> {
        let bytes = self.bytes;
        self.check_depth(at, depth)?;
        let mut at = space(bytes, at.wrapping_add(1));
        if byte(bytes, at) == b'}' {
            return Ok(at.wrapping_add(1));
        }
        let mut progress = Progress { level: self.seen.open(), strangers: false, met: 0, before: None };
        let mut likely = self.keys.get(node).map_or(0, Keys::first);
        loop {
            let guessed = self.keys.get(node).and_then(|keys| keys.guess(likely, bytes, at));
            let below;
            match guessed {
                Some((after, found, next)) if progress.met & (1 << (likely & 63)) == 0 => {
                    progress.met |= 1 << (likely & 63);
                    progress.before = Some(likely);
                    (at, below, likely) = (after, found, next);
                }
                _ => (at, below, likely) = self.key(node, at, &mut progress)?,
            }
            at = self.colon(at)?;
            let start = at;
            at = match below {
                Some(below) => {
                    let end = self.value(below, start, depth)?;
                    if let Some(span) = self.spans.get_mut(below) {
                        *span = Span { start, end };
                    }
                    end
                }
                None => self.skip(start, depth)?,
            };
            at = space(bytes, at);
            match byte(bytes, at) {
                b',' => at = space(bytes, at.wrapping_add(1)),
                b'}' => break,
                _ => return Err(Fault::at(bytes, at, What::InObject)),
            }
        }
        self.seen.close(&progress.level);
        Ok(at.wrapping_add(1))
    }

    /// A key that is not the expected one: the offset after it, its node, and the likely next entry.
    #[inline(never)]
    fn key(
        &mut self,
        node: usize,
        at: usize,
        progress: &mut Progress<'s>,
    ) -> Result<(usize, Option<usize>, usize), Fault> {
        let (start, end, escaped) = self.quoted(at)?;
        let raw = self.text.get(start..end).unwrap_or_default();
        let said = if escaped { scan::unescape(raw) } else { raw.into() };
        let below = self.nodes.get(node).and_then(|node| node.key(&said));
        let Some(keys) = self.keys.get_mut(node) else { return Ok((end.wrapping_add(1), below, 0)) };
        let mut entry = keys.find(&said);
        if entry.is_none() && !escaped && !(progress.strangers && self.seen.contains(&progress.level, self.text, &said))
        {
            entry = keys.add(&said, below);
        }
        let Some(entry) = entry else {
            progress.strangers = true;
            if !self.seen.insert(&mut progress.level, self.text, start, end, escaped) {
                return Err(Fault::at(self.bytes, at, What::Duplicate));
            }
            let next = progress.before.map_or_else(|| keys.first(), |before| keys.get(before).1);
            return Ok((end.wrapping_add(1), below, next));
        };
        if progress.met & (1 << (entry & 63)) != 0 {
            return Err(Fault::at(self.bytes, at, What::Duplicate));
        }
        progress.met |= 1 << (entry & 63);
        keys.learn(progress.before, entry);
        progress.before = Some(entry);
        let (below, next) = keys.get(entry);
        Ok((end.wrapping_add(1), below, next))
    }

    /// A wanted value, or one with wanted values in it. `depth` is that of what it stands in.
    #[inline(always)]
    fn value(&mut self, node: usize, at: usize, depth: usize) -> Result<usize, Fault> {
        match byte(self.bytes, at) {
            b'"' => Ok(scan::string(self.bytes, at)?.0),
            b'{' if self.nodes.get(node).is_some_and(Node::has_keys) => self.object(node, at, depth.wrapping_add(1)),
            b'[' if self.nodes.get(node).is_some_and(Node::has_positions) => self.list(node, at, depth.wrapping_add(1)),
            _ => self.skip(at, depth),
        }
    }

    /// A list of which some values are wanted.
    fn list(&mut self, node: usize, at: usize, depth: usize) -> Result<usize, Fault> {
        self.check_depth(at, depth)?;
        let mut at = space(self.bytes, at.wrapping_add(1));
        if byte(self.bytes, at) == b']' {
            return Ok(at.wrapping_add(1));
        }
        for position in 0_usize.. {
            let start = at;
            at = match self.nodes.get(node).and_then(|node| node.position(position)) {
                Some(below) => {
                    let end = self.value(below, start, depth)?;
                    if let Some(span) = self.spans.get_mut(below) {
                        *span = Span { start, end };
                    }
                    end
                }
                None => self.skip(start, depth)?,
            };
            match self.after_element(at)? {
                (next, false) => at = next,
                (next, true) => return Ok(next),
            }
        }
        Ok(at)
    }

    /// A value of which nothing is wanted, or all of it.
    #[inline]
    fn skip(&mut self, at: usize, depth: usize) -> Result<usize, Fault> {
        match byte(self.bytes, at) {
            b'"' => Ok(scan::string(self.bytes, at)?.0),
            b'-' | b'0'..=b'9' => scan::number(self.bytes, at),
            b'{' => self.skip_object(at, depth.wrapping_add(1)),
            b'[' => self.skip_list(at, depth.wrapping_add(1)),
            _ => scan::word(self.bytes, at),
        }
    }

    fn skip_object(&mut self, at: usize, depth: usize) -> Result<usize, Fault> {
        self.check_depth(at, depth)?;
        let mut at = space(self.bytes, at.wrapping_add(1));
        if byte(self.bytes, at) == b'}' {
            return Ok(at.wrapping_add(1));
        }
        let mut level = self.seen.open();
        loop {
            let (start, end, escaped) = self.quoted(at)?;
            if !self.seen.insert(&mut level, self.text, start, end, escaped) {
                return Err(Fault::at(self.bytes, at, What::Duplicate));
            }
            at = self.colon(end.wrapping_add(1))?;
            at = space(self.bytes, self.skip(at, depth)?);
            match byte(self.bytes, at) {
                b',' => at = space(self.bytes, at.wrapping_add(1)),
                b'}' => break,
                _ => return Err(Fault::at(self.bytes, at, What::InObject)),
            }
        }
        self.seen.close(&level);
        Ok(at.wrapping_add(1))
    }

    fn skip_list(&mut self, at: usize, depth: usize) -> Result<usize, Fault> {
        self.check_depth(at, depth)?;
        let mut at = space(self.bytes, at.wrapping_add(1));
        if byte(self.bytes, at) == b']' {
            return Ok(at.wrapping_add(1));
        }
        loop {
            match self.skip(at, depth).and_then(|at| self.after_element(at))? {
                (next, false) => at = next,
                (next, true) => return Ok(next),
            }
        }
    }

    /// After an element of a list: where to go on, and whether that is behind the list.
    #[inline]
    fn after_element(&self, at: usize) -> Result<(usize, bool), Fault> {
        let at = space(self.bytes, at);
        match byte(self.bytes, at) {
            b',' => Ok((space(self.bytes, at.wrapping_add(1)), false)),
            b']' => Ok((at.wrapping_add(1), true)),
            _ => Err(Fault::at(self.bytes, at, What::InList)),
        }
    }

    /// The text of a key between its quotes, and whether there are escapes in it.
    #[inline]
    fn quoted(&self, at: usize) -> Result<(usize, usize, bool), Fault> {
        if byte(self.bytes, at) != b'"' {
            return Err(Fault::at(self.bytes, at, What::Key));
        }
        let (end, escaped) = scan::string(self.bytes, at)?;
        Ok((at.wrapping_add(1), end.wrapping_sub(1), escaped))
    }

    /// From the end of a key to its value.
    #[inline(always)]
    fn colon(&self, at: usize) -> Result<usize, Fault> {
        let at = space(self.bytes, at);
        if byte(self.bytes, at) == b':' {
            Ok(space(self.bytes, at.wrapping_add(1)))
        } else {
            Err(Fault::at(self.bytes, at, What::Colon))
        }
    }

    #[inline]
    fn check_depth(&self, at: usize, depth: usize) -> Result<(), Fault> {
        if depth <= self.max_depth { Ok(()) } else { Err(Fault::at(self.bytes, at, What::Depth)) }
    }
}
