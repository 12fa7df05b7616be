//! The table for people and the file for programs.

use std::path::Path;

use serde_json::json;

use crate::{Measured, lines};

/// Prints the table as Markdown.
pub fn print(measured: &[Measured], sizes: (usize, usize), lines: &lines::Measured) {
    println!("25 fields; {} bytes inbound, {} bytes outbound; records per second, medians\n", sizes.0, sizes.1);
    println!("| engine | inbound | x floor | x hand | outbound | x floor | x hand |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    let (floor, hand) = (&measured[0], &measured[1]);
    for engine in measured {
        println!(
            "| {} | {:.0} k | {:.2} | {:.2} | {:.0} k | {:.2} | {:.2} |",
            engine.name,
            engine.inbound / 1e3,
            engine.inbound / floor.inbound,
            engine.inbound / hand.inbound,
            engine.outbound / 1e3,
            engine.outbound / floor.outbound,
            engine.outbound / hand.outbound,
        );
    }
    println!("\n| JSON Lines | one thread | two threads | ratio |");
    println!("|---|--:|--:|--:|");
    for (way, name) in ["inbound", "outbound"].into_iter().enumerate() {
        let (one, two) = (lines.one[way], lines.two[way]);
        println!("| {name} | {:.0} k | {:.0} k | {:.2} |", one / 1e3, two / 1e3, two / one);
    }
    println!("\nTwo threads that only count did {:.2} times the work of one meanwhile.", lines.cores);
    if let Some(work) = lines.work {
        println!("Two threads took {work:.2} times the work of one for the same lines.");
    }
    if let Some([one, two]) = lines.growth {
        let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        println!(
            "Memory for {:.0} MiB of lines above the baseline: {:.1} MiB on one thread, {:.1} MiB on two.",
            mib(lines.bytes),
            mib(one),
            mib(two)
        );
    }
}

/// Writes the same as JSON.
pub fn write(path: &Path, measured: &[Measured], sizes: (usize, usize), lines: &lines::Measured) {
    let (floor, hand) = (&measured[0], &measured[1]);
    let way = |rate: f64, floor: f64, hand: f64| json!({"recordsPerSecond": rate, "timesFloor": rate / floor, "timesHand": rate / hand});
    let engines: Vec<_> = measured
        .iter()
        .map(|engine| {
            json!({
                "name": engine.name,
                "inbound": way(engine.inbound, floor.inbound, hand.inbound),
                "outbound": way(engine.outbound, floor.outbound, hand.outbound),
            })
        })
        .collect();
    let threads =
        |way: usize| json!({"one": lines.one[way], "two": lines.two[way], "ratio": lines.two[way] / lines.one[way]});
    let report = json!({
        "bytes": {"inbound": sizes.0, "outbound": sizes.1},
        "engines": engines,
        "lines": {
            "inbound": threads(0), "outbound": threads(1), "coresToBeHad": lines.cores, "workOfTwo": lines.work,
            "streamBytes": lines.bytes, "growthBytes": lines.growth,
        },
    });
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).unwrap();
    }
    std::fs::write(path, format!("{report:#}\n")).unwrap();
}
