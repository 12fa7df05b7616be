//! Where a value comes from: a literal key, or a list of steps into the record.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::blank::{is_nothing, single, trim};
use super::input::json;
use super::problem::{ProblemCode, Refusal};
use super::reader::{Mistakes, Reader};

/// A place in a record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq)]
enum Segment {
    /// A literal key; dots in it mean nothing.
    Key(String),
    /// A position in a list, from 0.
    Index(usize),
    /// The one element of a list whose value at the inner steps is this text.
    Where { steps: Vec<Segment>, eq: String },
    /// The text here holds JSON: go on inside it.
    Json,
}

/// What resolving gives: nothing, a value, or why it cannot be told.
pub(super) type Found<'v> = Result<Option<Cow<'v, Value>>, Refusal>;

impl Source {
    pub(super) fn read(value: Value, place: &str, mistakes: &mut Mistakes) -> Self {
        let segments = match value {
            Value::String(key) => vec![Segment::Key(key)],
            Value::Array(items) if !items.is_empty() => steps(items, place, mistakes),
            _ => {
                mistakes.add(place, "expected a key, or a list of steps like [\"answers\", 0, \"value\"]");
                Vec::new()
            }
        };
        Self { segments }
    }

    /// The value at this place of the record; none if a step leads nowhere.
    pub(super) fn resolve<'v>(&self, record: &'v Value) -> Found<'v> {
        walk(Cow::Borrowed(record), &self.segments)
    }
}

fn steps(items: Vec<Value>, place: &str, mistakes: &mut Mistakes) -> Vec<Segment> {
    items
        .into_iter()
        .enumerate()
        .filter_map(|(position, item)| segment(item, &format!("{place}.{position}"), mistakes))
        .collect()
}

fn segment(item: Value, place: &str, mistakes: &mut Mistakes) -> Option<Segment> {
    match item {
        Value::String(key) => return Some(Segment::Key(key)),
        Value::Number(number) => {
            if let Some(index) = number.as_u64().and_then(|index| usize::try_from(index).ok()) {
                return Some(Segment::Index(index));
            }
        }
        Value::Object(_) => {
            let mut reader = Reader::new(item, place, mistakes);
            let segment = if reader.has("json") {
                if reader.flag("json") == Some(false) {
                    reader.mistake("json", "write true, or leave the step out");
                }
                Some(Segment::Json)
            } else {
                read_where(&mut reader)
            };
            reader.finish();
            return segment;
        }
        _ => {}
    }
    mistakes.add(place, "a step is a key, a position from 0, {\"where\": [...], \"eq\": value} or {\"json\": true}");
    None
}

/// `where` and `eq`, as a step and as the options of `find`.
fn read_where(reader: &mut Reader<'_>) -> Option<Segment> {
    let place = reader.place("where");
    let steps = reader.list("where").map(|items| {
        let items = items.into_iter().map(|(_, item)| item).collect();
        steps(items, &place, reader.mistakes())
    });
    if steps.is_none() {
        reader.mistake("where", "a list of steps is needed, such as [\"id\"]");
    }
    let eq = reader.value("eq").and_then(|value| single(&value).ok().map(Cow::into_owned));
    if eq.is_none() {
        reader.mistake("eq", "a text, a number or a boolean to compare with is needed");
    }
    Some(Segment::Where { steps: steps?, eq: eq? })
}

/// The steps of the treatment `find`: `where`, `eq`, and `take` for what is wanted of the element.
pub(super) fn read_find(reader: &mut Reader<'_>) -> Source {
    let mut segments: Vec<Segment> = read_where(reader).into_iter().collect();
    let place = reader.place("take");
    match reader.take("take") {
        Some(take) => segments.extend(Source::read(take, &place, reader.mistakes()).segments),
        None => reader.mistake("take", "say what is wanted of the element, such as \"value\""),
    }
    Source { segments }
}

fn walk<'v>(start: Cow<'v, Value>, segments: &[Segment]) -> Found<'v> {
    let mut here = start;
    for segment in segments {
        let next = match here {
            Cow::Borrowed(value) => step(value, segment)?,
            // Inside a text that held JSON: nothing outlives this walk, so the value is copied out.
            Cow::Owned(value) => step(&value, segment)?.map(|found| Cow::Owned(found.into_owned())),
        };
        let Some(next) = next else { return Ok(None) };
        here = next;
    }
    Ok(Some(here))
}

fn step<'v>(value: &'v Value, segment: &Segment) -> Found<'v> {
    match (segment, value) {
        (Segment::Key(key), Value::Object(object)) => Ok(object.get(key).map(Cow::Borrowed)),
        (Segment::Index(index), Value::Array(list)) => Ok(list.get(*index).map(Cow::Borrowed)),
        (Segment::Where { steps, eq }, Value::Array(list)) => {
            let mut found = None;
            for element in list {
                if fits(element, steps, eq)? && found.replace(element).is_some() {
                    return Err(Refusal::new(
                        ProblemCode::Ambiguous,
                        "more than one element of the list fits, and which one is meant is not known",
                    ));
                }
            }
            Ok(found.map(Cow::Borrowed))
        }
        (Segment::Json, Value::String(text)) if trim(text).is_empty() => Ok(None),
        (Segment::Json, Value::String(text)) => Ok(Some(Cow::Owned(json::parse_inner(trim(text))?))),
        // Some senders unpack it: then there is nothing to do.
        (Segment::Json, value) => Ok(Some(Cow::Borrowed(value))),
        _ => Ok(None),
    }
}

/// Whether the element's value is this text. `7` and `"7"` are the same: forms and databases disagree about quotes.
fn fits(element: &Value, steps: &[Segment], eq: &str) -> Result<bool, Refusal> {
    let Some(value) = walk(Cow::Borrowed(element), steps)? else { return Ok(false) };
    Ok(!is_nothing(&value, &[]) && single(&value).is_ok_and(|text| text == eq))
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&self.segments, f)
    }
}

fn show(segments: &[Segment], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (position, segment) in segments.iter().enumerate() {
        if position > 0 {
            f.write_str(" > ")?;
        }
        match segment {
            Segment::Key(key) => f.write_str(key)?,
            Segment::Index(index) => write!(f, "{index}")?,
            Segment::Where { steps, eq } => {
                f.write_str("[")?;
                show(steps, f)?;
                write!(f, " = {eq}]")?;
            }
            Segment::Json => f.write_str("JSON")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn source(value: Value) -> Source {
        let mut mistakes = Mistakes::default();
        let source = Source::read(value, "from", &mut mistakes);
        mistakes.into_result().unwrap();
        source
    }

    fn mistake(value: Value) -> String {
        let mut mistakes = Mistakes::default();
        Source::read(value, "from", &mut mistakes);
        mistakes.into_result().unwrap_err().to_string()
    }

    #[test]
    fn a_text_is_a_literal_key_and_a_list_is_steps() {
        let record = json!({"a.b": 1, "a": {"b": 2, "0": 4}, "l": [{"id": 7, "v": 3}, {"id": "8"}], "__proto__": 5});
        for (from, expected) in [
            (json!("a.b"), Some(json!(1))),
            (json!(["a", "b"]), Some(json!(2))),
            (json!(["a", 0]), None),
            (json!(["a", "0"]), Some(json!(4))),
            (json!(["l", 0, "v"]), Some(json!(3))),
            (json!(["l", {"where": ["id"], "eq": "7"}, "v"]), Some(json!(3))),
            (json!(["l", {"where": ["id"], "eq": 9}, "v"]), None),
            (json!("__proto__"), Some(json!(5))),
            (json!(["a", "b", "c"]), None),
        ] {
            assert_eq!(source(from.clone()).resolve(&record).unwrap().map(Cow::into_owned), expected, "{from}");
        }
    }

    #[test]
    fn json_in_a_text_is_gone_into() {
        let from = source(json!(["answers", {"json": true}, {"where": ["q"], "eq": "mail"}, "a"]));
        let record = json!({"answers": "[{\"q\": \"mail\", \"a\": \"x@y.zz\"}]"});
        assert_eq!(from.resolve(&record).unwrap().map(Cow::into_owned), Some(json!("x@y.zz")));
        assert_eq!(from.resolve(&json!({"answers": "[{"})).unwrap_err().code, ProblemCode::JsonInvalid);
        assert_eq!(from.resolve(&json!({"answers": " "})).unwrap(), None);
        assert_eq!(from.to_string(), "answers > JSON > [q = mail] > a");
    }

    #[test]
    fn two_fitting_elements_are_not_guessed_between() {
        let from = source(json!(["l", {"where": ["k"], "eq": 1}]));
        assert_eq!(from.resolve(&json!({"l": [{"k": 1}, {"k": "1"}]})).unwrap_err().code, ProblemCode::Ambiguous);
    }

    #[test]
    fn mistakes_name_their_place() {
        assert!(mistake(json!([])).starts_with("from: "));
        assert!(mistake(json!(["a", -1])).starts_with("from.1: "));
        assert!(mistake(json!(["a", {"where": ["k"]}])).starts_with("from.1.eq: "));
        assert!(mistake(json!(["a", {"where": ["k"], "eq": 1, "x": 2}])).starts_with("from.1.x: "));
    }
}
