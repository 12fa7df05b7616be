//! This library on a tree: serde_json reads, `Mapping` maps, serde_json writes.

use lexamica::mapping::Mapping;
use serde_json::Value;

use super::Engine;
use crate::data;

pub fn engine() -> Engine {
    let run = |apply: fn(&Mapping, &Value) -> Result<Value, lexamica::Error>| {
        let mapping = data::mapping();
        move |text: &str| apply(&mapping, &serde_json::from_str(text).unwrap()).unwrap().to_string()
    };
    Engine {
        name: "lexamica, Mapping on Value",
        identity: false,
        inbound: Box::new(run(Mapping::inbound)),
        outbound: Box::new(run(Mapping::outbound)),
    }
}
