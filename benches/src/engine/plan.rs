//! This library, text to text.

use lexamica::mapping::{Direction, Plan};

use super::{Engine, Map};
use crate::data;

fn plan() -> Plan {
    data::mapping().compile().unwrap()
}

/// A text for each call.
pub fn engine() -> Engine {
    let (one, two) = (plan(), plan());
    Engine {
        name: "lexamica, Plan",
        identity: false,
        inbound: Box::new(move |text| one.inbound_text(text).unwrap()),
        outbound: Box::new(move |text| two.outbound_text(text).unwrap()),
    }
}

/// Bytes to bytes, the memory of the result used again. The harness wants a text, so it gets one when it looks.
pub fn reusing() -> Engine {
    let run = |direction| -> Map {
        let (plan, mut out) = (plan(), Vec::new());
        Box::new(move |text| {
            out.clear();
            plan.map_into(direction, text.as_bytes(), &mut out).unwrap();
            std::hint::black_box(&out);
            if crate::CHECKING.load(std::sync::atomic::Ordering::Relaxed) {
                return String::from_utf8(out.clone()).unwrap();
            }
            String::new()
        })
    };
    Engine {
        name: "lexamica, Plan, bytes into reused memory",
        identity: false,
        inbound: run(Direction::Inbound),
        outbound: run(Direction::Outbound),
    }
}
