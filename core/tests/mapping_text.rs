//! The mapping of text and the mapping of trees agree, on any text.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

use std::io::BufReader;
use std::num::NonZeroUsize;

use lexamica::mapping::{Direction, LineError, Mapping, Pair, Plan, PlanOptions, strict};
use lexamica::model::Model;
use lexamica::{Error, ErrorCode};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Names that meet each other: as keys, as paths, with escapes, dangerous elsewhere.
const NAMES: [&str; 16] = [
    "a",
    "b",
    "a.b",
    "a.0",
    "a.b.c",
    "c.1.a",
    "c",
    "0",
    "1",
    "",
    ".",
    "__proto__",
    "\u{0}",
    "\u{2028}",
    "q\"\\",
    "é🙂",
];

/// Targets that stand beside each other, inside each other and in each other's way.
const TARGETS: [&str; 14] =
    ["a", "b", "a.b", "a.c", "a.b.c", "l.0", "l.2", "l.1.x", "l.1.y", "l.k", "m.n.o", "m.p", "m.n.q", "quote\"d"];

fn mapping() -> impl Strategy<Value = Mapping> {
    let pair = (prop::sample::select(&NAMES[..]), prop::sample::select(&TARGETS[..]));
    let any = prop::collection::vec(pair, 0..8);
    any.prop_map(|pairs| Mapping::new("m", Model::Case, pairs.into_iter().map(|(y, l)| Pair::new(y, l)).collect()))
}

fn space() -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => Just(""), 1 => Just(" "), 1 => Just("\n\t"), 1 => Just("\r\n  ")]
}

/// A text between quotes, some of its characters as escapes though they need not be.
fn quoted(plain: &str, escape: &[bool]) -> String {
    let mut text = String::from('"');
    for (position, char) in plain.chars().enumerate() {
        let must = char < ' ' || char == '"' || char == '\\';
        if must || escape.get(position % escape.len().max(1)).copied().unwrap_or(false) {
            for unit in char.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(char);
        }
    }
    text.push('"');
    text
}

fn key() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        4 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned),
        1 => prop::sample::select(&["l", "m", "n", "o", "p", "x", "k", "2"][..]).prop_map(str::to_owned),
        3 => "[a-z]{1,9}",
        1 => ".{0,40}",
    ];
    let escape = prop_oneof![4 => Just(vec![false]), 1 => prop::collection::vec(any::<bool>(), 1..4)];
    (name, escape).prop_map(|(name, escape)| quoted(&name, &escape))
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => prop::sample::select(&["null", "true", "false"][..]).prop_map(str::to_owned),
        9 => "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?",
        9 => (".{0,40}", prop::collection::vec(any::<bool>(), 1..4)).prop_map(|(text, escape)| quoted(&text, &escape)),
        9 => "\"[ -!#-\\[\\]-~]{0,80}\"",
        // Mostly wrong, in ways that a random byte seldom hits.
        1 => prop::sample::select(
            &[
                r#""\ud83d""#, r#""\ud83d\u0041""#, r#""\ude00""#, r#""\ud83d\ude42""#, r#""\x""#, r#""\u12G4""#, "01", "1.",
                "-", "+1", ".5", "1e", "nul", "True", "'a'", "\"\u{0}\"", "\"\n\"", "\"\u{7f}\u{2028}\"", "", "NaN", r#""\/\b\f""#,
            ][..]
        )
        .prop_map(str::to_owned),
    ]
}

/// JSON text, or nearly: white space, escapes, keys that stand twice, and faults.
fn text() -> impl Strategy<Value = String> {
    let value = leaf().prop_recursive(4, 40, 5, |inner| {
        let entry = (space(), key(), space(), inner.clone(), space())
            .prop_map(|(one, key, two, value, three)| format!("{one}{key}{two}:{two}{value}{three}"));
        let element = (space(), inner, space()).prop_map(|(one, value, two)| format!("{one}{value}{two}"));
        prop_oneof![
            3 => prop::collection::vec(entry, 0..6).prop_map(|entries| format!("{{{}}}", entries.join(","))),
            1 => prop::collection::vec(element, 0..4).prop_map(|elements| format!("[{}]", elements.join(","))),
        ]
    });
    let entry = (key(), space(), value.clone()).prop_map(|(key, space, value)| format!("{key}:{space}{value}"));
    let object = prop::collection::vec(entry, 0..9).prop_map(|entries| format!("{{{}}}", entries.join(",")));
    prop_oneof![6 => object, 1 => value]
}

/// The same with some bytes changed, left out or doubled.
fn corrupted() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![prop::sample::select(&b"\"\\{}[],:0.eE- \n\0tu"[..]), any::<u8>()];
    let change = (any::<prop::sample::Index>(), byte, 0..3_u8);
    (text(), prop::collection::vec(change, 1..3)).prop_map(|(text, changes)| {
        let mut bytes = text.into_bytes();
        for (place, byte, how) in changes {
            let at = place.index(bytes.len() + 1);
            match how {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => drop(bytes.remove(at)),
                _ if at < bytes.len() => bytes[at] = byte,
                _ => {}
            }
        }
        bytes
    })
}

fn on_trees(mapping: &Mapping, direction: Direction, text: &str) -> Result<Value, Error> {
    let value = strict::parse(text)?;
    match direction {
        Direction::Inbound => mapping.inbound(&value),
        Direction::Outbound => mapping.outbound(&value),
    }
}

/// Both accept and give the same, or both refuse for the same reason at the same byte.
fn agree(mapping: &Mapping, plan: &Plan, direction: Direction, text: &str) -> Result<(), TestCaseError> {
    let mut target = b"before".to_vec();
    let done = plan.map_into(direction, text.as_bytes(), &mut target);
    match (on_trees(mapping, direction, text), done) {
        (Ok(tree), Ok(())) => {
            let text =
                std::str::from_utf8(&target).ok().and_then(|text| text.strip_prefix("before")).unwrap_or_default();
            let read = strict::parse(text).map_err(|error| TestCaseError::fail(error.to_string()))?;
            // As text: the order of keys is part of the result.
            prop_assert_eq!(tree.to_string(), read.to_string());
        }
        (Err(tree), done) if tree.detail().contains("too large to be held") => {
            // A tree cannot hold the number; a text can, and its digits are none of our business.
            prop_assert!(done.is_ok() || done.is_err());
        }
        (Err(tree), Err(text)) => {
            prop_assert_eq!(tree.detail(), text.detail());
            prop_assert_eq!(&target, b"before");
        }
        (tree, text) => prop_assert!(false, "trees {:?}, text {:?}", tree, text),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn text_and_trees_agree(mapping in mapping(), texts in prop::collection::vec(text(), 1..6)) {
        let plan = mapping.compile().map_err(|error| TestCaseError::fail(error.to_string()))?;
        // Several texts and some again, because a plan remembers keys.
        for text in texts.iter().chain(&texts) {
            agree(&mapping, &plan, Direction::Inbound, text)?;
            agree(&mapping, &plan, Direction::Outbound, text)?;
        }
    }

    #[test]
    fn text_and_trees_agree_on_what_is_broken(mapping in mapping(), sources in prop::collection::vec(corrupted(), 1..4)) {
        let plan = mapping.compile().map_err(|error| TestCaseError::fail(error.to_string()))?;
        for source in &sources {
            match std::str::from_utf8(source) {
                Ok(text) => {
                    agree(&mapping, &plan, Direction::Inbound, text)?;
                    agree(&mapping, &plan, Direction::Outbound, text)?;
                }
                Err(cause) => {
                    let offset = format!("(byte {})", cause.valid_up_to());
                    let error = plan.inbound_into(source, &mut Vec::new()).err();
                    prop_assert!(error.is_some_and(|error| error.detail().ends_with(&offset)));
                }
            }
        }
    }

    #[test]
    fn strict_reads_what_serde_reads_except_what_is_said_twice(text in text()) {
        match (strict::parse(&text), serde_json::from_str::<Value>(&text)) {
            (Ok(ours), Ok(theirs)) => prop_assert_eq!(ours.to_string(), theirs.to_string()),
            (Err(ours), Ok(_)) => prop_assert!(ours.detail().contains("twice"), "{}", ours),
            (Ok(_), Err(theirs)) => prop_assert!(false, "serde_json refuses: {}", theirs),
            (Err(_), Err(_)) => {}
        }
    }

    #[test]
    fn one_thread_and_many_give_the_same(
        mapping in mapping(), texts in prop::collection::vec(text(), 0..12), threads in 1_usize..4, capacity in 1_usize..200,
        broken in prop::sample::select(&["\n", "\r\n"][..]),
    ) {
        let mut options = PlanOptions::default();
        options.max_line = 60;
        let plan = Plan::new(&mapping, options).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let source = texts.join(broken);
        let (mut one, mut many) = (Vec::new(), Vec::new());
        let (mut wrong_one, mut wrong_many): (Vec<LineError>, Vec<LineError>) = (Vec::new(), Vec::new());
        let done = plan.lines(Direction::Inbound, source.as_bytes(), &mut one, |error| wrong_one.push(error))?;
        // Every line alone, to compare with.
        let mut expected = Vec::new();
        for line in source.split('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.len() <= 60 && plan.inbound_into(line.as_bytes(), &mut expected).is_ok() {
                expected.push(b'\n');
            }
        }
        prop_assert_eq!(&one, &expected);
        let reader = BufReader::with_capacity(capacity, source.as_bytes());
        many_threads(&plan, reader, &mut many, threads, |error| wrong_many.push(error), done)?;
        prop_assert_eq!(one, many);
        for error in &wrong_one {
            let before = source.as_bytes().get(..usize::try_from(error.offset).unwrap_or(0)).unwrap_or_default();
            prop_assert_eq!(before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1, error.line);
        }
        prop_assert_eq!(wrong_one, wrong_many);
    }
}

#[cfg(feature = "threads")]
fn many_threads(
    plan: &Plan,
    reader: impl std::io::BufRead,
    out: &mut Vec<u8>,
    threads: usize,
    wrong: impl FnMut(LineError),
    expected: lexamica::mapping::Lines,
) -> Result<(), TestCaseError> {
    let threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
    let done = plan.lines_parallel(Direction::Inbound, reader, out, threads, wrong)?;
    prop_assert_eq!(done, expected);
    Ok(())
}

/// Without threads, at least in small pieces.
#[cfg(not(feature = "threads"))]
fn many_threads(
    plan: &Plan,
    reader: impl std::io::BufRead,
    out: &mut Vec<u8>,
    threads: usize,
    wrong: impl FnMut(LineError),
    expected: lexamica::mapping::Lines,
) -> Result<(), TestCaseError> {
    let _ = NonZeroUsize::new(threads);
    prop_assert_eq!(plan.lines(Direction::Inbound, reader, out, wrong)?, expected);
    Ok(())
}

fn plan(pairs: &[(&str, &str)]) -> Plan {
    let pairs = pairs.iter().map(|(yours, path)| Pair::new(*yours, *path)).collect();
    Mapping::new("m", Model::Case, pairs).compile().unwrap()
}

#[test]
fn every_byte_that_is_broken_is_named() {
    let plan = plan(&[("a", "x.a"), ("b.c", "x.b"), ("l.1", "l")]);
    let text =
        r#"{"a": "text \"\u0041\n", "b": {"c": [1, -2.5e+3, true]}, "l": [null, false, {}], "skip": {"k": ["v"]}}"#;
    assert!(plan.inbound_text(text).is_ok());
    for at in 0..text.len() {
        let mut broken = text.as_bytes().to_vec();
        broken[at] = 0;
        let error = plan.inbound_into(&broken, &mut Vec::new()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidInput);
        assert!(error.detail().ends_with(&format!("(byte {at})")), "{at}: {error}");
        let error = plan.inbound_text(&text[..at]).unwrap_err();
        assert!(error.detail().ends_with(&format!("(byte {at})")), "{at}: {error}");
    }
}

#[test]
fn a_key_twice_is_an_error_wherever_it_stands() {
    let plan = plan(&[("a", "a"), ("b.c", "b")]);
    let many: String = (0..200).map(|number| format!(r#""k{number}":0,"#)).collect();
    let texts = [
        r#"{"a":1,"a":1}"#.to_owned(),
        r#"{"a":1,"\u0061":1}"#.to_owned(),
        r#"{"\u0061":1,"a":1}"#.to_owned(),
        r#"{"z":1,"z":1}"#.to_owned(),
        r#"{"\u007a":1,"z":1}"#.to_owned(),
        r#"{"q\"":1,"q\u0022":1}"#.to_owned(),
        r#"{"b":{"c":1,"d":2,"c":3}}"#.to_owned(),
        r#"{"a":{"x":1,"x":1}}"#.to_owned(),
        r#"{"skip":[{"x":1,"y":2,"\u0078":1}]}"#.to_owned(),
        format!(r#"{{{many}"k7":1}}"#),
        format!(r#"{{{many}"k150":1}}"#),
        format!(r#"{{"skip":{{{many}"k199":1}}}}"#),
    ];
    for text in &texts {
        // Twice, because the second time the keys are known.
        for _ in 0..2 {
            let error = plan.inbound_text(text).unwrap_err();
            assert!(error.detail().contains("twice"), "{text}: {error}");
        }
    }
    for _ in 0..2 {
        assert!(plan.inbound_text(&format!(r#"{{{many}"a":1,"skip":{{{many}"a":1}}}}"#)).is_ok());
    }
}

#[test]
fn numbers_keep_their_digits_and_texts_their_escapes() {
    let plan = plan(&[("a", "x.a"), ("b", "x.b")]);
    let source = r#"{"b": "\u0041\/", "a": -123456789012345678901234567890.000000000000000000010E+4000}"#;
    let canonical = r#"{"x":{"a":-123456789012345678901234567890.000000000000000000010E+4000,"b":"\u0041\/"}}"#;
    assert_eq!(plan.inbound_text(source).unwrap(), canonical);
    assert_eq!(plan.outbound_text(canonical).unwrap(), canonical[5..canonical.len() - 1]);
}

#[test]
fn depth_has_a_limit_that_can_be_set() {
    let mapping = Mapping::new("m", Model::Case, vec![Pair::new("a.a.a", "x"), Pair::new("b", "y")]);
    let deep = |key: &str, depth: usize| format!(r#"{{"{key}":{}{}}}"#, "[".repeat(depth - 1), "]".repeat(depth - 1));
    let deeper = |depth: usize| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    for limit in [3, 128, 512] {
        let mut options = PlanOptions::default();
        options.max_depth = limit;
        let plan = Plan::new(&mapping, options).unwrap();
        for text in [deep("b", limit), deep("skip", limit), deeper(limit)] {
            assert!(plan.inbound_text(&text).is_ok());
            assert!(strict::parse_with_depth(&text, limit).is_ok());
        }
        for text in [deep("b", limit + 1), deep("skip", limit + 1), deeper(limit + 1)] {
            assert!(plan.inbound_text(&text).unwrap_err().detail().contains("nested"));
            assert!(strict::parse_with_depth(&text, limit).is_err());
        }
    }
    let mut options = PlanOptions::default();
    options.max_depth = usize::MAX;
    assert!(Plan::new(&mapping, options).unwrap().inbound_text(&deep("b", 1_000_000)).is_err());
}

#[test]
fn a_bad_path_is_found_when_the_mapping_is_compiled() {
    let mapping = Mapping::new("m", Model::Case, vec![Pair::new("a", "ok"), Pair::new("b", "a..b")]);
    assert_eq!(mapping.compile().unwrap_err(), mapping.inbound(&json!({})).unwrap_err());
    assert_eq!(mapping.compile().unwrap_err().path(), Some("fields.1.lexamica"));
}

#[test]
fn a_wrong_line_is_named_and_the_others_go_on() {
    let mut options = PlanOptions::default();
    options.max_line = 20;
    let mapping = Mapping::new("m", Model::Case, vec![Pair::new("a", "x.a")]);
    let plan = Plan::new(&mapping, options).unwrap();
    let source = "{\"a\":1}\r\n\n{\"a\":}\n{\"a\":\"far too long for a line\"}\n[]\n  \n{\"a\":2}";
    for capacity in [1, 7, 1000] {
        let (mut out, mut wrong) = (Vec::new(), Vec::new());
        let reader = BufReader::with_capacity(capacity, source.as_bytes());
        let done = plan.lines(Direction::Inbound, reader, &mut out, |error| wrong.push(error)).unwrap();
        assert_eq!((done.mapped, done.failed, done.blank), (2, 3, 2));
        assert_eq!(out, b"{\"x\":{\"a\":1}}\n{\"x\":{\"a\":2}}\n");
        let places: Vec<(u64, u64)> = wrong.iter().map(|error| (error.line, error.offset)).collect();
        assert_eq!(places, [(3, 10), (4, 17), (5, 49)]);
        assert!(wrong[0].to_string().starts_with("line 3 (byte 10 of the stream): payload: a value is expected"));
    }
}
