//! One file per treatment: trimmed text in, a clean value or a reason out.

mod boolean;
mod date;
mod email;
mod full_name;
mod lookup;
mod money;
mod number;
mod phone;
mod state;
mod summary;

use std::borrow::Cow;

use serde_json::Value;

use self::summary::Question;
use super::blank::{is_nothing, pruned, single, trim};
use super::input::json;
use super::problem::{Problem, ProblemCode, Refusal};
use super::reader::Reader;
use super::source::{self, Source};

/// What a treatment makes of a value: nothing is possible too, such as the rest of a name that has one word.
pub(super) type Treated = Result<Option<Value>, Refusal>;

/// How a value is treated, with its options.
#[derive(Debug, Clone)]
pub(super) enum Treatment {
    Text,
    Phone(phone::Options),
    Email,
    Date(date::Options),
    State,
    Boolean(boolean::Options),
    Number(number::Options),
    Money(money::Options),
    Lookup(lookup::Options),
    FullName(full_name::Options),
    Find(Source),
    Json,
    Join { with: String },
    Collect { each: Box<Treatment>, unique: bool },
    Summary(Vec<Question>),
}

/// The treatments' names, as `as` spells them. Constants and defaults are written as entries of a field.
pub(super) const NAMES: [&str; 15] = [
    "text",
    "phone",
    "email",
    "date",
    "state",
    "boolean",
    "number",
    "money",
    "lookup",
    "full_name",
    "find",
    "json",
    "join",
    "collect",
    "summary",
];

/// What a recipe says once for all its fields.
#[derive(Debug, Clone, Default)]
pub(super) struct Defaults {
    pub(super) blank: Vec<String>,
    pub(super) region: Option<&'static phone::Region>,
    pub(super) order: Option<date::Order>,
    pub(super) pivot: Option<u8>,
}

impl Defaults {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            blank: read_blank(reader).unwrap_or_default(),
            region: phone::read_region(reader),
            order: date::read_order(reader),
            pivot: date::read_pivot(reader),
        }
    }
}

/// The words that mean nothing, trimmed as the values are.
pub(super) fn read_blank(reader: &mut Reader<'_>) -> Option<Vec<String>> {
    Some(reader.texts("blank")?.iter().map(|word| trim(word).to_owned()).collect())
}

impl Treatment {
    /// Reads `as` and the options of the treatment that it names.
    pub(super) fn read(reader: &mut Reader<'_>, defaults: &Defaults) -> Self {
        let names: Vec<(&str, &str)> = NAMES.iter().map(|name| (*name, *name)).collect();
        match reader.one_of("as", &names).unwrap_or("text") {
            "phone" => Self::Phone(phone::Options::read(reader, defaults)),
            "email" => Self::Email,
            "date" => Self::Date(date::Options::read(reader, defaults)),
            "state" => Self::State,
            "boolean" => Self::Boolean(boolean::Options::read(reader)),
            "number" => Self::Number(number::Options::read(reader)),
            "money" => Self::Money(money::Options::read(reader)),
            "lookup" => Self::Lookup(lookup::Options::read(reader)),
            "full_name" => Self::FullName(full_name::Options::read(reader)),
            "find" => Self::Find(source::read_find(reader)),
            "json" => Self::Json,
            "join" => Self::Join { with: reader.text("with").unwrap_or_else(|| " ".to_owned()) },
            "collect" => Self::Collect {
                each: Box::new(read_each(reader, defaults)),
                unique: reader.flag("unique").unwrap_or_default(),
            },
            "summary" => Self::Summary(summary::read(reader, defaults)),
            _ => Self::Text,
        }
    }

    /// Whether it makes one value of several sources.
    pub(super) fn takes_many(&self) -> bool {
        matches!(self, Self::Join { .. } | Self::Collect { .. })
    }

    /// Whether it makes a single value of a single value.
    pub(super) fn is_single(&self) -> bool {
        !matches!(self, Self::Json | Self::Join { .. } | Self::Collect { .. } | Self::Summary(_))
    }

    /// Treats a value that is not nothing. `blank` are the words that mean nothing inside lists.
    pub(super) fn treat(&self, value: &Value, blank: &[String]) -> Treated {
        match self {
            Self::Find(inner) => {
                if !value.is_array() {
                    return Err(Refusal::new(ProblemCode::NotAList, "expected a list to find an element in"));
                }
                match inner.resolve(value)? {
                    Some(found) if !is_nothing(&found, blank) => Self::Text.treat(&found, blank),
                    _ => Ok(None),
                }
            }
            Self::Json => {
                let parsed = match value {
                    Value::String(text) => Cow::Owned(json::parse_inner(trim(text))?),
                    other => Cow::Borrowed(other),
                };
                Ok(pruned(&parsed, blank))
            }
            Self::Join { .. } | Self::Collect { .. } => self.treat_many(&[value], blank),
            Self::Summary(_) => Ok(None),
            Self::Text => Ok(Some(single(value)?.into())),
            Self::Phone(options) => text(phone::treat(&single(value)?, options)),
            Self::Email => text(email::treat(&single(value)?)),
            Self::Date(options) => text(date::treat(&single(value)?, options)),
            Self::State => text(state::treat(&single(value)?)),
            Self::Boolean(options) => boolean::treat(&single(value)?, options),
            Self::Number(options) => number::treat(&single(value)?, options),
            Self::Money(options) => money::treat(&single(value)?, options),
            Self::Lookup(options) => lookup::treat(&single(value)?, options),
            Self::FullName(options) => full_name::treat(&single(value)?, options),
        }
    }

    /// Treats several values as one. Lists among them are opened.
    pub(super) fn treat_many(&self, values: &[&Value], blank: &[String]) -> Treated {
        let items = values
            .iter()
            .flat_map(|value| match value {
                Value::Array(items) => items.iter().collect::<Vec<_>>(),
                other => vec![*other],
            })
            .filter(|item| !is_nothing(item, blank));
        match self {
            Self::Join { with } => {
                let texts = items.map(single).collect::<Result<Vec<_>, _>>()?;
                Ok((!texts.is_empty()).then(|| texts.join(with).into()))
            }
            Self::Collect { each, unique } => {
                let mut list = Vec::new();
                for item in items {
                    if let Some(value) = each.treat(item, blank)?
                        && !(*unique && list.contains(&value))
                    {
                        list.push(value);
                    }
                }
                Ok((!list.is_empty()).then_some(Value::Array(list)))
            }
            _ => match values {
                [value] => self.treat(value, blank),
                _ => Ok(None),
            },
        }
    }

    /// The text of a summary, which asks the record itself.
    pub(super) fn summarise(&self, record: &Value, path: &str, problems: &mut Vec<Problem>) -> Option<Value> {
        match self {
            Self::Summary(questions) => summary::treat(questions, record, path, problems),
            _ => None,
        }
    }
}

fn read_each(reader: &mut Reader<'_>, defaults: &Defaults) -> Treatment {
    let place = reader.place("each");
    let Some(each) = reader.take("each") else { return Treatment::Text };
    let mut inner = Reader::new(each, place, reader.mistakes());
    let each = Treatment::read(&mut inner, defaults);
    if !each.is_single() {
        inner.mistake("as", "each item becomes a single value: this treatment makes none");
    }
    inner.finish();
    each
}

fn text(treated: Result<String, Refusal>) -> Treated {
    treated.map(|text| Some(Value::String(text)))
}
