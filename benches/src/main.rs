//! `cargo xtask bench mapping`: engines side by side, in interleaved rounds, in one process.
//!
//! Absolute numbers belong to a machine; ratios within one run travel better, so those are the promise. Every engine's
//! output is compared with the expected object before anything is timed.

mod data;
mod engine;
mod lines;
mod report;

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use engine::{Engine, Map};
use serde_json::Value;

/// True while outputs are compared.
pub static CHECKING: AtomicBool = AtomicBool::new(true);

/// Different records.
const RECORDS: usize = 2_000;

/// How long a round takes at least: the system counts a thread's time in steps of a few milliseconds.
const ROUND: Duration = Duration::from_millis(100);

/// How often each engine is measured; the median counts.
const ROUNDS: usize = 15;

/// How many outputs of each engine are compared, each way.
const CHECKED: usize = 100;

/// Records per second of one engine: the median of its rounds.
pub struct Measured {
    pub name: &'static str,
    pub inbound: f64,
    pub outbound: f64,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let out = args.next().map(PathBuf::from);
    if out.as_deref().is_some_and(|out| out.as_os_str() == "profile") {
        return profile(args.next().as_deref() == Some("outbound"));
    }
    let flat = data::flat(RECORDS);
    let nested: Vec<Value> = flat.iter().map(data::nested).collect();
    let texts = |values: &[Value]| -> Vec<String> { values.iter().map(Value::to_string).collect() };
    let (flat_texts, nested_texts) = (texts(&flat), texts(&nested));
    let mut engines = engine::all();
    for engine in &mut engines {
        check(engine, &flat_texts, &nested, &flat, &nested_texts);
    }
    CHECKING.store(false, Ordering::Relaxed);

    let mut times: Vec<(Vec<f64>, Vec<f64>)> = engines.iter().map(|_| Default::default()).collect();
    for _ in 0..ROUNDS {
        for (engine, times) in engines.iter_mut().zip(&mut times) {
            times.0.push(round(&mut engine.inbound, &flat_texts));
            times.1.push(round(&mut engine.outbound, &nested_texts));
        }
    }
    let measured: Vec<Measured> = engines
        .iter()
        .zip(times)
        .map(|(engine, (inbound, outbound))| Measured {
            name: engine.name,
            inbound: median(inbound),
            outbound: median(outbound),
        })
        .collect();
    let mean = |texts: &[String]| texts.iter().map(String::len).sum::<usize>() / texts.len();
    let sizes = (mean(&flat_texts), mean(&nested_texts));
    let lines = lines::measure(&flat_texts, &nested_texts);
    report::print(&measured, sizes, &lines);
    if let Some(out) = out {
        report::write(&out, &measured, sizes, &lines);
        println!("\nwritten to {}", out.display());
    }
}

/// The outputs must be what the records say, keys in order.
fn check(engine: &mut Engine, flat_texts: &[String], nested: &[Value], flat: &[Value], nested_texts: &[String]) {
    for number in 0..CHECKED {
        let (canonical, payload) =
            if engine.identity { (&flat[number], &nested[number]) } else { (&nested[number], &flat[number]) };
        for (map, text, expected) in [
            (&mut engine.inbound, &flat_texts[number], canonical),
            (&mut engine.outbound, &nested_texts[number], payload),
        ] {
            let got: Value = serde_json::from_str(&map(text)).unwrap();
            assert_eq!(&got, expected, "{}", engine.name);
        }
    }
}

/// One round: records per second.
fn round(map: &mut Map, texts: &[String]) -> f64 {
    let (start, start_busy) = (Instant::now(), busy());
    let mut passes = 0;
    while passes == 0 || start.elapsed() < ROUND {
        for text in texts {
            black_box(map(black_box(text)));
        }
        passes += 1;
    }
    let seconds = match (start_busy, busy()) {
        (Some(before), Some(after)) if after > before => (after - before) as f64 / 1e9,
        _ => start.elapsed().as_secs_f64(),
    };
    (texts.len() * passes) as f64 / seconds
}

/// For how many nanoseconds this thread has had a core, where the system tells: other programs then disturb less.
fn busy() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Only the plan, for a profiler.
fn profile(outbound: bool) {
    let flat = data::flat(RECORDS);
    let texts: Vec<String> =
        flat.iter().map(|flat| if outbound { data::nested(flat).to_string() } else { flat.to_string() }).collect();
    let mut engine = engine::plan::engine();
    let map = if outbound { &mut engine.outbound } else { &mut engine.inbound };
    CHECKING.store(false, Ordering::Relaxed);
    for _ in 0..30 {
        black_box(round(map, &texts));
    }
}
