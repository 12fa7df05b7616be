//! Engines of others that can express the mapping: compiled once, then text in and text out.

mod jaq;
mod jsonata;
mod vrl;

use std::collections::BTreeMap;

use super::Engine;
use crate::data::PAIRS;

pub fn all() -> Vec<Engine> {
    vec![jsonata::engine(), vrl::engine(), jaq::engine()]
}

/// An object or the name of the field that goes there.
enum Shape {
    Field(&'static str),
    Object(Vec<&'static str>, BTreeMap<&'static str, Shape>),
}

/// The expression that makes the nested object; `field` writes the access to a field of the flat one. All three
/// languages write objects as JSON does.
fn inbound(field: fn(&str) -> String) -> String {
    let mut root = Shape::Object(Vec::new(), BTreeMap::new());
    for (yours, path) in PAIRS {
        let mut place = &mut root;
        for step in path.split('.') {
            let Shape::Object(order, below) = place else { panic!("{path} is inside a field") };
            if !below.contains_key(step) {
                order.push(step);
            }
            place = below.entry(step).or_insert_with(|| Shape::Object(Vec::new(), BTreeMap::new()));
        }
        *place = Shape::Field(yours);
    }
    root.write(field)
}

/// The expression that makes the flat object.
fn outbound(field: fn(&str) -> String) -> String {
    let entries: Vec<String> = PAIRS.iter().map(|(yours, path)| format!("\"{yours}\": {}", field(path))).collect();
    format!("{{{}}}", entries.join(", "))
}

impl Shape {
    fn write(&self, field: fn(&str) -> String) -> String {
        match self {
            Self::Field(name) => field(name),
            Self::Object(order, below) => {
                let entries: Vec<String> =
                    order.iter().map(|key| format!("\"{key}\": {}", below[key].write(field))).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }
}

fn dotted(path: &str) -> String {
    format!(".{path}")
}
