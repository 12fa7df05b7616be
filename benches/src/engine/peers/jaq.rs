//! jq's language, in Rust.

use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};

use super::{Engine, dotted, inbound, outbound};
use crate::engine::Map;

pub fn engine() -> Engine {
    Engine { name: "jaq 3", identity: false, inbound: run(inbound(dotted)), outbound: run(outbound(dotted)) }
}

fn run(code: String) -> Map {
    let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let funs = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let modules = Loader::new(defs).load(&arena, File { code: code.as_str(), path: () }).unwrap();
    let filter = Compiler::default().with_funs(funs).compile(modules).unwrap();
    Box::new(move |text| {
        let input = read::parse_single(text.as_bytes()).unwrap();
        let ctx = Ctx::<data::JustLut<Val>>::new(&filter.lut, Vars::new([]));
        let mut out = filter.id.run((ctx, input)).map(unwrap_valr);
        out.next().unwrap().unwrap().to_string()
    })
}
