//! A payload of arbitrary text through the fast path and through the tree: the same texts are refused, at the same
//! byte, and the results are equal.
#![no_main]

use std::sync::OnceLock;

use lexamica::mapping::{Mapping, Plan, strict};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Literal names, nested paths, places in lists, and two names for one target.
const MAPPING: &str = r#"{"name": "fuzz", "model": "Case", "fields": [
    {"yours": "id", "lexamica": "_id"},
    {"yours": "a.b", "lexamica": "client.firstName"},
    {"yours": "c", "lexamica": "client.address.city"},
    {"yours": "d", "lexamica": "client.address.city"},
    {"yours": "__proto__", "lexamica": "parties.1.name"},
    {"yours": "\u00e9\ud83d\ude42", "lexamica": "summary"}
]}"#;

fn mapping() -> &'static (Mapping, Plan) {
    static MADE: OnceLock<(Mapping, Plan)> = OnceLock::new();
    MADE.get_or_init(|| {
        let mapping = Mapping::from_json(MAPPING).expect("the mapping of the fuzzer is good");
        let plan = mapping.compile().expect("the mapping of the fuzzer compiles");
        (mapping, plan)
    })
}

fuzz_target!(|text: &str| {
    let (mapping, plan) = mapping();
    let tree = strict::parse(text);
    for (fast, slow) in [
        (plan.inbound_text(text), tree.clone().and_then(|value| mapping.inbound(&value))),
        (plan.outbound_text(text), tree.clone().and_then(|value| mapping.outbound(&value))),
    ] {
        match (fast, slow) {
            // A tree cannot hold a number beyond a double; text is copied and read on.
            (_, Err(slow)) if slow.detail().contains("too large to be held") => {}
            (Ok(fast), Ok(slow)) => {
                let fast: Value = serde_json::from_str(&fast).expect("the fast path writes JSON");
                assert_eq!(fast, slow);
            }
            // Only the names of the two inputs differ.
            (Err(fast), Err(slow)) => assert_eq!(fast.detail(), slow.detail()),
            (Ok(_), Err(slow)) => panic!("only the tree refuses: {slow}"),
            (Err(fast), Ok(_)) => panic!("only the fast path refuses: {fast}"),
        }
    }
});
