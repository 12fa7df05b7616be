//! Vector Remap Language.

use std::collections::BTreeMap;

use vrl::compiler::state::RuntimeState;
use vrl::compiler::{Context, TargetValue, TimeZone, compile};
use vrl::value::{Secrets, Value};

use super::{Engine, dotted, inbound, outbound};
use crate::engine::Map;

pub fn engine() -> Engine {
    Engine { name: "VRL 0.38", identity: false, inbound: run(&inbound(dotted)), outbound: run(&outbound(dotted)) }
}

fn run(code: &str) -> Map {
    let program = compile(code, &[]).unwrap().program;
    let (mut state, timezone) = (RuntimeState::default(), TimeZone::default());
    Box::new(move |text| {
        let mut target = TargetValue {
            value: serde_json::from_str(text).unwrap(),
            metadata: Value::Object(BTreeMap::new()),
            secrets: Secrets::default(),
        };
        state.clear();
        let value = program.resolve(&mut Context::new(&mut target, &mut state, &timezone)).unwrap();
        serde_json::to_string(&value).unwrap()
    })
}
