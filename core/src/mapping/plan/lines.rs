//! JSON Lines: one object a line, in constant memory.

use std::fmt;
use std::io::{self, BufRead, Write};

use super::read::Memory;
use super::{Direction, Plan, PlanOptions, Way};
use crate::error::Error;

/// How much is gathered before it is written.
pub(super) const BLOCK: usize = 64 << 10;

/// A line that could not be mapped. The others were.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LineError {
    /// Which line, from 1; blank lines count.
    pub line: u64,
    /// Where in the stream the line begins, in bytes. Offsets in [`LineError::error`] are from there.
    pub offset: u64,
    /// What is wrong with it.
    pub error: Error,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} (byte {} of the stream): {}", self.line, self.offset, self.error)
    }
}

impl std::error::Error for LineError {}

/// What became of a stream of lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lines {
    /// Lines that were mapped and written.
    pub mapped: u64,
    /// Lines that could not be mapped.
    pub failed: u64,
    /// Blank lines, which are passed over.
    pub blank: u64,
}

impl Lines {
    pub(super) fn all(self) -> u64 {
        self.mapped.saturating_add(self.failed).saturating_add(self.blank)
    }

    #[cfg(feature = "threads")]
    pub(super) fn add(&mut self, other: Self) {
        self.mapped = self.mapped.saturating_add(other.mapped);
        self.failed = self.failed.saturating_add(other.failed);
        self.blank = self.blank.saturating_add(other.blank);
    }
}

impl Plan {
    /// Maps a stream of JSON objects, one a line, to another: line by line, in the same order, in constant memory.
    ///
    /// A line that cannot be mapped is given to `wrong` and left out; the rest goes on. Blank lines are left out.
    ///
    /// # Errors
    /// Only those of `reader` and `writer`.
    pub fn lines(
        &self,
        direction: Direction,
        mut reader: impl BufRead,
        mut writer: impl Write,
        mut wrong: impl FnMut(LineError),
    ) -> io::Result<Lines> {
        let way = self.way(direction);
        way.with_memory(|memory| {
            let mut job = Job::new(way, self.options, memory);
            let (mut parts, mut out) = (Parts::new(self.options.max_line), Vec::new());
            while parts.next(&mut reader, |line| job.line(line, &mut out, &mut wrong))? {
                if out.len() >= BLOCK {
                    writer.write_all(&out)?;
                    out.clear();
                }
            }
            writer.write_all(&out)?;
            writer.flush()?;
            Ok(job.lines)
        })
    }
}

/// A line as it was read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Line<'l> {
    /// Without its line break; `taken` is with it.
    Whole { text: &'l [u8], taken: u64 },
    /// More than the limit. Nothing is kept of it.
    TooLong { taken: u64 },
}

/// Cuts a stream into lines. What the reader holds is not copied, unless a line goes beyond it.
pub(super) struct Parts {
    max: usize,
    begun: Vec<u8>,
    /// Bytes of the line that `begun` no longer holds, because there are too many.
    dropped: u64,
}

impl Parts {
    pub(super) fn new(max: usize) -> Self {
        Self { max, begun: Vec::new(), dropped: 0 }
    }

    /// Hands over every line that ends in the next block of what the reader holds. False at the end of the stream.
    pub(super) fn next(&mut self, reader: &mut impl BufRead, mut take: impl FnMut(Line<'_>)) -> io::Result<bool> {
        let held = match reader.fill_buf() {
            Ok(held) => held,
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => return Ok(true),
            Err(cause) => return Err(cause),
        };
        if held.is_empty() {
            if !self.begun.is_empty() || self.dropped > 0 {
                self.finish(&[], 0, &mut take);
            }
            return Ok(false);
        }
        // A reader may hold everything, a slice for example; memory is to stay constant, and threads to get a share.
        let held = held.get(..BLOCK).unwrap_or(held);
        let mut rest = held;
        for end in memchr::memchr_iter(b'\n', held) {
            let here = held.len().wrapping_sub(rest.len());
            let (line, after) = rest.split_at_checked(end.wrapping_sub(here)).unwrap_or((rest, &[]));
            rest = after.get(1..).unwrap_or_default();
            self.finish(line, 1, &mut take);
        }
        self.begin(rest);
        let length = held.len();
        reader.consume(length);
        Ok(true)
    }

    /// Keeps the beginning of a line.
    fn begin(&mut self, part: &[u8]) {
        if self.dropped > 0 || self.begun.len().saturating_add(part.len()) > self.max.saturating_add(1) {
            let more = self.begun.len().saturating_add(part.len());
            self.dropped = self.dropped.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
            self.begun.clear();
        } else {
            self.begun.extend_from_slice(part);
        }
    }

    fn finish(&mut self, part: &[u8], line_break: u64, take: &mut impl FnMut(Line<'_>)) {
        let direct = self.begun.is_empty() && self.dropped == 0;
        if !direct {
            self.begin(part);
        }
        let text = if direct { part } else { &self.begun };
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        let taken = length.saturating_add(self.dropped).saturating_add(line_break);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if self.dropped > 0 || text.len() > self.max {
            take(Line::TooLong { taken });
        } else {
            take(Line::Whole { text, taken });
        }
        self.begun.clear();
        self.dropped = 0;
    }
}

/// The mapping of one line after another.
pub(super) struct Job<'j> {
    way: &'j Way,
    options: PlanOptions,
    memory: &'j mut Memory,
    pub(super) lines: Lines,
    offset: u64,
}

impl<'j> Job<'j> {
    pub(super) fn new(way: &'j Way, options: PlanOptions, memory: &'j mut Memory) -> Self {
        Self { way, options, memory, lines: Lines::default(), offset: 0 }
    }

    pub(super) fn line(&mut self, line: Line<'_>, out: &mut Vec<u8>, wrong: &mut impl FnMut(LineError)) {
        let (result, taken) = match line {
            Line::Whole { text, taken } if text.trim_ascii().is_empty() => (Ok(false), taken),
            Line::Whole { text, taken } => (self.way.map(self.memory, text, out, self.options).map(|()| true), taken),
            Line::TooLong { taken } => {
                let limit = self.options.max_line;
                let detail =
                    format!("the line has more than {limit} bytes; is there no line break between the objects?");
                (Err(Error::invalid_input(self.way.source_name, detail)), taken)
            }
        };
        match result {
            Ok(true) => {
                out.push(b'\n');
                self.lines.mapped = self.lines.mapped.saturating_add(1);
            }
            Ok(false) => self.lines.blank = self.lines.blank.saturating_add(1),
            Err(error) => {
                wrong(LineError { line: self.lines.all().saturating_add(1), offset: self.offset, error });
                self.lines.failed = self.lines.failed.saturating_add(1);
            }
        }
        self.offset = self.offset.saturating_add(taken);
    }
}
