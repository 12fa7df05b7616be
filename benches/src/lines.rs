//! JSON Lines: one thread against two, and the memory of a gigabyte.

use std::io::{BufReader, Read, sink};
use std::num::NonZeroUsize;
use std::time::Instant;

use lexamica::mapping::{Direction, Plan};

use crate::{data, median};

/// What was measured.
pub struct Measured {
    /// Records per second, inbound and outbound, on one thread and on two.
    pub one: [f64; 2],
    pub two: [f64; 2],
    /// How much of two cores was to be had while that was measured: two threads that only count, against one.
    pub cores: f64,
    /// How much more work, in time on any core, two threads take than one for the same lines. Bounds the ratio that two
    /// idle cores can give at two divided by this. Absent where the system does not tell.
    pub work: Option<f64>,
    /// How many bytes went through in the memory measurement, and by how much the greatest memory grew, on one thread
    /// and then on two. Absent where the system does not tell.
    pub bytes: u64,
    pub growth: Option<[u64; 2]>,
}

const ROUNDS: usize = 7;
const REPEATED: usize = 50;
const GIGABYTE: u64 = 1 << 30;

pub fn measure(flat: &[String], nested: &[String]) -> Measured {
    let plan = data::mapping().compile().unwrap();
    // Memory first: the greatest use so far only ever grows.
    let blob = flat.join("\n") + "\n";
    let before = peak();
    let mut growth = [0; 2];
    for (threads, growth) in [1, 2].into_iter().zip(&mut growth) {
        let source = BufReader::new(Again { text: blob.as_bytes(), at: 0, left: GIGABYTE });
        let lines = run(&plan, Direction::Inbound, source, threads);
        assert!(lines > 500_000);
        *growth = peak().unwrap_or(0).saturating_sub(before.unwrap_or(0));
    }
    let mut measured = Measured {
        one: [0.0; 2],
        two: [0.0; 2],
        cores: 0.0,
        work: None,
        bytes: GIGABYTE,
        growth: before.map(|_| growth),
    };
    let mut worked = [0, 0];
    for (way, (direction, texts)) in [(Direction::Inbound, flat), (Direction::Outbound, nested)].into_iter().enumerate()
    {
        let blob = (texts.join("\n") + "\n").repeat(REPEATED);
        let count = (texts.len() * REPEATED) as f64;
        let (mut one, mut two, mut cores) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            for (threads, rates) in [(1, &mut one), (2, &mut two)] {
                let (start, before) = (Instant::now(), busy());
                run(&plan, direction, blob.as_bytes(), threads);
                worked[threads - 1] += busy().unwrap_or(0) - before.unwrap_or(0);
                rates.push(count / start.elapsed().as_secs_f64());
            }
            cores.push(idle_cores());
        }
        (measured.one[way], measured.two[way]) = (median(one), median(two));
        measured.cores = median(cores);
    }
    measured.work = (worked[0] > 0).then(|| worked[1] as f64 / worked[0] as f64);
    measured
}

fn run(plan: &Plan, direction: Direction, source: impl std::io::BufRead, threads: usize) -> u64 {
    let wrong = |error| panic!("{error}");
    let lines = match NonZeroUsize::new(threads).filter(|threads| threads.get() > 1) {
        None => plan.lines(direction, source, sink(), wrong).unwrap(),
        Some(threads) => plan.lines_parallel(direction, source, sink(), threads, wrong).unwrap(),
    };
    assert_eq!(lines.failed, 0);
    lines.mapped
}

/// The same text over and over, whole lines only, up to so many bytes.
struct Again<'t> {
    text: &'t [u8],
    at: usize,
    left: u64,
}

impl Read for Again<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.text.len() {
            if self.left < self.text.len() as u64 {
                return Ok(0);
            }
            self.at = 0;
        }
        let read = (&self.text[self.at..]).read(buffer)?;
        self.at += read;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

/// How long all threads of this process, also those that have ended, have had a core, in the system's own steps.
fn busy() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

/// The greatest resident memory of this process so far, in bytes; where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Two threads that only count, against one: 2.0 where both cores are idle.
fn idle_cores() -> f64 {
    fn count() -> u64 {
        (0..4_000_000_u64).fold(1, |value, step| std::hint::black_box(value.wrapping_mul(31) ^ step))
    }
    let start = Instant::now();
    std::hint::black_box(count());
    let one = start.elapsed().as_secs_f64();
    let start = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| std::hint::black_box(count()));
        std::hint::black_box(count());
    });
    2.0 * one / start.elapsed().as_secs_f64()
}
