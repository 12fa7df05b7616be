//! JSON Lines on several threads, in order and in bounded memory.

use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::lines::{Job, Line, LineError, Lines, Parts};
use super::{Direction, Plan};

/// How much a thread is given at once.
const CHUNK: usize = 256 << 10;

/// Lines to be mapped, and then what became of them. Goes to a thread and comes back, so that its memory is used again.
#[derive(Debug, Default)]
struct Chunk {
    source: Vec<u8>,
    /// Lines that were too long, by how many bytes of `source` come before them, and how long they were.
    dropped: Vec<(usize, u64)>,
    target: Vec<u8>,
    wrong: Vec<LineError>,
    lines: Lines,
    taken: u64,
}

/// A thread with what waits for it and what it has done.
struct Worker {
    todo: SyncSender<Chunk>,
    done: Receiver<Chunk>,
}

impl Plan {
    /// [`Plan::lines`] on several threads. The lines keep their order, and so do the calls of `wrong`.
    ///
    /// # Errors
    /// Those of `reader` and `writer`, and if a thread cannot be started.
    pub fn lines_parallel(
        &self,
        direction: Direction,
        mut reader: impl BufRead,
        mut writer: impl Write,
        threads: NonZeroUsize,
        mut wrong: impl FnMut(LineError),
    ) -> io::Result<Lines> {
        thread::scope(|scope| {
            let mut workers = VecDeque::new();
            for _ in 0..threads.get() {
                let (todo, work) = sync_channel::<Chunk>(2);
                let (finished, done) = sync_channel::<Chunk>(2);
                thread::Builder::new().spawn_scoped(scope, move || {
                    self.way(direction).with_memory(|memory| {
                        for mut chunk in work {
                            self.chunk(direction, memory, &mut chunk);
                            if finished.send(chunk).is_err() {
                                break;
                            }
                        }
                    });
                })?;
                workers.push_back(Worker { todo, done });
            }
            let mut queue = Queue { workers, waiting: 0, spare: Vec::new(), lines: Lines::default(), offset: 0 };
            let mut parts = Parts::new(self.options.max_line);
            let mut chunk = Chunk::default();
            let mut more = true;
            while more {
                more = parts.next(&mut reader, |line| chunk.take(line))?;
                if chunk.source.len() >= CHUNK || !more {
                    chunk = queue.put(chunk, &mut writer, &mut wrong)?;
                }
            }
            while queue.waiting > 0 {
                queue.get(&mut writer, &mut wrong)?;
            }
            writer.flush()?;
            Ok(queue.lines)
        })
    }

    fn chunk(&self, direction: Direction, memory: &mut super::read::Memory, chunk: &mut Chunk) {
        let mut job = Job::new(self.way(direction), self.options, memory);
        let Chunk { source, dropped, target, wrong, lines, .. } = chunk;
        let mut wrong = |error| wrong.push(error);
        let (mut at, mut dropped) = (0_usize, dropped.iter().copied().peekable());
        loop {
            while let Some((_, taken)) = dropped.next_if(|(before, _)| *before == at) {
                job.line(Line::TooLong { taken }, target, &mut wrong);
            }
            let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) else { break };
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let taken = end.saturating_add(1);
            let text = rest.get(..end).unwrap_or(rest);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            job.line(Line::Whole { text, taken: u64::try_from(taken).unwrap_or(u64::MAX) }, target, &mut wrong);
            at = at.saturating_add(taken);
        }
        *lines = job.lines;
    }
}

impl Chunk {
    fn take(&mut self, line: Line<'_>) {
        match line {
            Line::Whole { text, taken } => {
                self.source.extend_from_slice(text);
                // A carriage return stays, so that offsets stay right.
                let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
                if taken.saturating_sub(length) > 1 {
                    self.source.push(b'\r');
                }
                self.source.push(b'\n');
                self.taken = self.taken.saturating_add(taken);
            }
            Line::TooLong { taken } => {
                self.dropped.push((self.source.len(), taken));
                self.taken = self.taken.saturating_add(taken);
            }
        }
    }

    fn clear(&mut self) {
        self.source.clear();
        self.dropped.clear();
        self.target.clear();
        self.wrong.clear();
        self.taken = 0;
    }
}

/// The threads in turn: the next chunk goes to the one at the back, the next result comes from the one that got
/// the oldest chunk.
struct Queue {
    workers: VecDeque<Worker>,
    /// How many chunks are out.
    waiting: usize,
    spare: Vec<Chunk>,
    lines: Lines,
    offset: u64,
}

impl Queue {
    /// Hands a chunk out and gives an empty one.
    fn put(&mut self, chunk: Chunk, writer: &mut impl Write, wrong: &mut impl FnMut(LineError)) -> io::Result<Chunk> {
        // Two chunks a thread: one in work, one that waits.
        if self.waiting >= self.workers.len().saturating_mul(2) {
            self.get(writer, wrong)?;
        }
        let turn = self.waiting.checked_rem(self.workers.len()).unwrap_or(0);
        let worker = self.workers.get(turn).ok_or_else(gone)?;
        worker.todo.send(chunk).map_err(|_| gone())?;
        self.waiting = self.waiting.saturating_add(1);
        Ok(self.spare.pop().unwrap_or_default())
    }

    /// Takes the oldest result. The thread at the front has it, and goes to the back.
    fn get(&mut self, writer: &mut impl Write, wrong: &mut impl FnMut(LineError)) -> io::Result<()> {
        let worker = self.workers.front().ok_or_else(gone)?;
        let mut chunk = worker.done.recv().map_err(|_| gone())?;
        self.workers.rotate_left(1);
        self.waiting = self.waiting.saturating_sub(1);
        writer.write_all(&chunk.target)?;
        for mut error in chunk.wrong.drain(..) {
            error.line = error.line.saturating_add(self.lines.all());
            error.offset = error.offset.saturating_add(self.offset);
            wrong(error);
        }
        self.lines.add(chunk.lines);
        self.offset = self.offset.saturating_add(chunk.taken);
        chunk.clear();
        self.spare.push(chunk);
        Ok(())
    }
}

fn gone() -> io::Error {
    io::Error::other("a thread that maps lines has ended early")
}
