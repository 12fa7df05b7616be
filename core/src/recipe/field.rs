//! One field of a recipe: where its value comes from, how it is treated, and what happens if there is none.

use std::borrow::Cow;

use serde_json::Value;

use super::blank::is_nothing;
use super::problem::{Problem, Refusal};
use super::reader::Reader;
use super::source::Source;
use super::treatment::{Defaults, Treatment, read_blank};

/// A field of a recipe.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// The canonical path to write.
    pub(super) to: String,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    /// Always this value.
    Constant(Value),
    /// Text made of answers.
    Summary { treatment: Treatment, default: Option<Value> },
    /// A treated source.
    Treated { sources: Sources, treatment: Treatment, blank: Vec<String>, default: Option<Value> },
}

/// Where values come from.
#[derive(Debug, Clone)]
pub(super) enum Sources {
    /// The first that holds something; often there is only one.
    First(Vec<Source>),
    /// All that hold something.
    All(Vec<Source>),
}

/// What was found at the sources.
pub(super) enum Pick<'v> {
    Nothing,
    Found { source: String, values: Vec<Cow<'v, Value>> },
    Refused { source: String, refusal: Refusal },
}

impl Sources {
    /// Reads `from` or `first_of`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        if reader.has("from") && reader.has("first_of") {
            reader.mistake("first_of", "either `from` or `first_of`, not both");
        }
        let place = reader.place("from");
        if let Some(from) = reader.take("from") {
            // Known either way, so that a misspelling near it is understood.
            reader.take("first_of");
            return Self::First(vec![Source::read(from, &place, reader.mistakes())]);
        }
        let had = reader.has("first_of");
        let Some(list) = reader.list("first_of") else {
            if !had {
                reader.mistake("from", "say where the value comes from: a key, or a list of steps");
            }
            return Self::First(Vec::new());
        };
        Self::First(Self::each(list, reader))
    }

    fn read_all(reader: &mut Reader<'_>) -> Option<Self> {
        let list = reader.list("all_of")?;
        Some(Self::All(Self::each(list, reader)))
    }

    fn each(list: Vec<(String, Value)>, reader: &mut Reader<'_>) -> Vec<Source> {
        list.into_iter().map(|(place, item)| Source::read(item, &place, reader.mistakes())).collect()
    }

    /// What the record holds at the sources, without what is nothing.
    pub(super) fn pick<'v>(&self, record: &'v Value, blank: &[String]) -> Pick<'v> {
        let (sources, all) = match self {
            Self::First(sources) => (sources, false),
            Self::All(sources) => (sources, true),
        };
        let mut values = Vec::new();
        for source in sources {
            match source.resolve(record) {
                Ok(Some(value)) if !is_nothing(&value, blank) => {
                    values.push(value);
                    if !all {
                        return Pick::Found { source: source.to_string(), values };
                    }
                }
                Ok(_) => {}
                Err(refusal) => return Pick::Refused { source: source.to_string(), refusal },
            }
        }
        if values.is_empty() { Pick::Nothing } else { Pick::Found { source: self.shown(), values } }
    }

    fn shown(&self) -> String {
        let (Self::First(sources) | Self::All(sources)) = self;
        sources.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl Field {
    pub(super) fn read(value: Value, place: &str, defaults: &Defaults, reader: &mut Reader<'_>) -> Self {
        let mut reader = Reader::new(value, place, reader.mistakes());
        let field = Self::read_entries(&mut reader, defaults);
        reader.finish();
        field
    }

    pub(super) fn read_entries(reader: &mut Reader<'_>, defaults: &Defaults) -> Self {
        if !reader.has("to") {
            reader.mistake("to", "a field needs the path to write, such as `client.firstName`");
        }
        let to = reader.text("to").unwrap_or_default();
        if reader.has("constant") {
            let kind = Kind::Constant(reader.value("constant").unwrap_or(Value::Null));
            return Self { to, kind };
        }
        let treatment = Treatment::read(reader, defaults);
        let default = reader.value("default");
        if matches!(treatment, Treatment::Summary(_)) {
            return Self { to, kind: Kind::Summary { treatment, default } };
        }
        let sources = if treatment.takes_many() && reader.has("all_of") {
            if reader.has("from") || reader.has("first_of") {
                reader.mistake("all_of", "one of `from`, `first_of` and `all_of`, not several");
            }
            Sources::read_all(reader)
        } else {
            if reader.has("all_of") {
                reader.mistake("as", "several sources become one value by `join` or `collect`");
                reader.take("all_of");
            }
            None
        };
        let sources = sources.unwrap_or_else(|| Sources::read(reader));
        let blank = read_blank(reader).unwrap_or_else(|| defaults.blank.clone());
        Self { to, kind: Kind::Treated { sources, treatment, blank, default } }
    }

    /// The value for this record. What is wrong joins the problems, and there is none then.
    pub(super) fn value(&self, record: &Value, problems: &mut Vec<Problem>) -> Option<Value> {
        let before = problems.len();
        let (value, default) = match &self.kind {
            Kind::Constant(value) => return Some(value.clone()),
            Kind::Summary { treatment, default } => (treatment.summarise(record, &self.to, problems), default),
            Kind::Treated { sources, treatment, blank, default } => match sources.pick(record, blank) {
                Pick::Nothing => (None, default),
                Pick::Refused { source, refusal } => {
                    problems.push(refusal.at(&self.to, &source));
                    (None, default)
                }
                Pick::Found { source, values } => {
                    let values: Vec<&Value> = values.iter().map(AsRef::as_ref).collect();
                    match treatment.treat_many(&values, blank) {
                        Ok(value) => (value, default),
                        Err(refusal) => {
                            problems.push(refusal.at(&self.to, &source));
                            (None, default)
                        }
                    }
                }
            },
        };
        // A default stands for an answer that is missing, not for one that is wrong.
        let wrong = problems.len() > before;
        if wrong { None } else { value.or_else(|| default.clone()) }
    }

    /// Its sources, as the problems name them.
    pub(super) fn shown_sources(&self) -> String {
        match &self.kind {
            Kind::Treated { sources, .. } => sources.shown(),
            _ => String::new(),
        }
    }
}
