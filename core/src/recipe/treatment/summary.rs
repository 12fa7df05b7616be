//! Many answers in one text that a person reads: question, colon, answer on the next line, a blank line between.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::super::field::{Pick, Sources};
use super::{Defaults, Problem, Reader, Refusal, Treatment, is_nothing, read_blank, single, trim};

/// A question of the summary.
#[derive(Debug, Clone)]
pub(in super::super) struct Question {
    label: String,
    sources: Sources,
    treatment: Treatment,
    /// Stored keys and what the form showed for them.
    choices: Map<String, Value>,
    blank: Vec<String>,
}

pub(super) fn read(reader: &mut Reader<'_>, defaults: &Defaults) -> Vec<Question> {
    let Some(items) = reader.list("questions") else {
        if !reader.has("questions") {
            reader.mistake("questions", "a summary needs questions, each with a label and a source");
        }
        return Vec::new();
    };
    items
        .into_iter()
        .map(|(place, item)| {
            let mut reader = Reader::new(item, place, reader.mistakes());
            let question = question(&mut reader, defaults);
            reader.finish();
            question
        })
        .collect()
}

fn question(reader: &mut Reader<'_>, defaults: &Defaults) -> Question {
    let label = reader.text("label").map(|label| trim(&label).to_owned()).unwrap_or_default();
    if label.is_empty() {
        reader.mistake("label", "a question needs a label");
    }
    let sources = Sources::read(reader);
    let treatment = Treatment::read(reader, defaults);
    if !treatment.is_single() {
        reader.mistake("as", "an answer is a single value: this treatment makes none");
    }
    let choices = reader.table("choices").unwrap_or_default();
    for (key, label) in &choices {
        if !label.is_string() {
            reader.mistake(&format!("choices.{key}"), "expected the label as text");
        }
    }
    Question { label, sources, treatment, choices, blank: read_blank(reader).unwrap_or_else(|| defaults.blank.clone()) }
}

pub(super) fn treat(questions: &[Question], record: &Value, path: &str, problems: &mut Vec<Problem>) -> Option<Value> {
    let mut paragraphs = Vec::new();
    for question in questions {
        match question.sources.pick(record, &question.blank) {
            Pick::Nothing => {}
            Pick::Refused { source, refusal } => problems.push(refusal.at(path, &source)),
            Pick::Found { source, values } => match question.answer(&values) {
                Ok(answers) if answers.is_empty() => {}
                Ok(answers) => {
                    let colon = if question.label.ends_with(':') { "" } else { ":" };
                    paragraphs.push(format!("{}{colon}\n{}", question.label, answers.join(", ")));
                }
                Err(refusal) => problems.push(refusal.at(path, &source)),
            },
        }
    }
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n").into())
}

impl Question {
    /// The answers in words; several if several boxes were ticked.
    fn answer(&self, values: &[Cow<'_, Value>]) -> Result<Vec<String>, Refusal> {
        let mut answers = Vec::new();
        for value in values {
            let items = match value.as_ref() {
                Value::Array(items) => items.iter().collect::<Vec<_>>(),
                other => vec![other],
            };
            for item in items.into_iter().filter(|item| !is_nothing(item, &self.blank)) {
                answers.extend(self.one(item)?);
            }
        }
        Ok(answers)
    }

    fn one(&self, item: &Value) -> Result<Option<String>, Refusal> {
        let key = single(item)?;
        if let Some(label) = self.choices.get(&*key).and_then(Value::as_str) {
            return Ok(Some(label.to_owned()));
        }
        // A boolean is a word to whoever reads it, unless the field says what else it is.
        let treated = match item {
            Value::Bool(yes) if matches!(self.treatment, Treatment::Text) => Some(Value::Bool(*yes)),
            _ => self.treatment.treat(item, &self.blank)?,
        };
        Ok(match treated {
            Some(Value::Bool(true)) => Some("Yes".to_owned()),
            Some(Value::Bool(false)) => Some("No".to_owned()),
            Some(value) => Some(single(&value)?.into_owned()),
            None => None,
        })
    }
}
