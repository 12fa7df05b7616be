//! JSONata, in Rust.

use jsonata_core::Expression;
use jsonata_core::value::JValue;

use super::{Engine, inbound, outbound};
use crate::engine::Map;

pub fn engine() -> Engine {
    Engine {
        name: "jsonata-core 2",
        identity: false,
        inbound: run(&inbound(str::to_owned)),
        outbound: run(&outbound(str::to_owned)),
    }
}

fn run(code: &str) -> Map {
    let expression = Expression::compile(code).unwrap();
    Box::new(move |text| {
        let input = JValue::from_json_str(text).unwrap();
        expression.evaluate(&input).unwrap().to_json_string().unwrap()
    })
}
