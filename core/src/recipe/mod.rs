//! From a form, a CSV row or a CRM record to values worth sending: the clean-up that everyone writes by hand.
//!
//! A recipe is one JSON file, the same in every language; `core/recipe.schema.json` describes it. It names, for each
//! canonical path, the source it comes from and how its value is treated. Unusable values are reported, all of a record
//! at once, and never guessed. Sources that are missing, null, blank or empty are left out; `false` and `0` are values.
//!
//! ```
//! use lexamica::recipe::Recipe;
//! use serde_json::json;
//!
//! let recipe = Recipe::from_json(r#"{
//!     "fields": [
//!         {"to": "client.phone", "from": "Phone", "as": "phone"},
//!         {"to": "client.email", "first_of": ["Email", ["contact", "email"]], "as": "email"},
//!         {"to": "incident.date", "from": "Date", "as": "date"},
//!         {"to": "caseType", "from": ["answers", {"where": ["id"], "eq": "matter"}, "value"]},
//!         {"to": "source", "constant": "Website"}
//!     ],
//!     "required": ["client.phone"],
//!     "vocabularies": {"caseType": ["Dog Bite Injuries", "Motor Vehicle Accident"]}
//! }"#)?;
//! let applied = recipe.apply(&json!({
//!     "Phone": "(210) 555-0123",
//!     "Email": " ",
//!     "Date": "02/30/2026",
//!     "answers": [{"id": "matter", "value": "dog bites"}]
//! }));
//! assert_eq!(applied.result, json!({"client": {"phone": "+12105550123"}, "source": "Website"}));
//! assert_eq!(applied.problems[0].path, "incident.date");
//! assert_eq!(applied.problems[1].reason, "not an entry of the vocabulary; the nearest are `Dog Bite Injuries`");
//! # Ok::<(), lexamica::Error>(())
//! ```
//!
//! # Fields
//!
//! A field has `to`, then one of `from`, `first_of`, `all_of` (for `join` and `collect`) and `constant`, and any of
//! `as`, `blank` (the form's own words for nothing, such as `["N/A"]`) and `default` (if nothing is there; never in
//! place of what is wrong). A source is a literal key, or a list of steps: a key, a position from 0,
//! `{"where": [...], "eq": value}` for the one element of a list that fits, `{"json": true}` to go on inside a text that
//! holds JSON.
//!
//! | `as` | makes | its options |
//! |---|---|---|
//! | `text` | trimmed text | |
//! | `phone` | `+12105550123` | `region` |
//! | `email` | one address, as it is | |
//! | `date` | `2026-02-03` | `order`, `pivot`, `epoch`, `serial`, `utc` |
//! | `state` | `TX` | |
//! | `boolean` | `true`, or `"Yes"` | `yes`, `no`, `write` |
//! | `number` | `1234.5` | `decimal` |
//! | `money` | `"1234.50"` | `currency`, `decimal`, `write` |
//! | `lookup` | what the table says | `table`, `ignore_case` |
//! | `full_name` | the first word, or the rest | `part`, `written` |
//! | `find` | text of the list's one element that fits | `where`, `eq`, `take` |
//! | `json` | what the text holds | |
//! | `join` | one text | `with` |
//! | `collect` | a list | `each`, `unique` |
//! | `summary` | questions and answers to read | `questions` |
//!
//! Records come from [`input`]: JSON, JSON Lines, CSV or a form's body.

mod blank;
mod field;
pub mod input;
pub(crate) mod nearest;
mod problem;
mod reader;
mod source;
mod treatment;
mod vocabulary;

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use self::blank::is_null_or_blank;
pub use self::blank::{is_blank, trim};
use self::field::Field;
use self::problem::Refusal;
pub use self::problem::{Problem, ProblemCode};
use self::reader::{Mistakes, Reader};
use self::treatment::Defaults;
pub use self::vocabulary::{Vocabulary, VocabularyMode};
use crate::error::Error;
use crate::mapping::Path;

/// What is said of a record that is a text, a number or a list.
const NOT_AN_OBJECT: &str = "a record is an object of keys and values";

/// A recipe: what goes where, how it is treated, and what must be there in the end. Read and checked once, then applied
/// to any number of records.
#[derive(Debug, Clone)]
pub struct Recipe {
    fields: Vec<Field>,
    required: Vec<String>,
    vocabularies: Vec<(String, Vocabulary)>,
}

/// What a recipe made of one record.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Applied {
    /// The canonical object. Fields with a problem are not in it.
    pub result: Value,
    /// Everything that is wrong with the record, in the order of the recipe. None: it may be sent.
    pub problems: Vec<Problem>,
    /// What a person should see but that stops nothing: values outside a vocabulary whose mode is `warn`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Problem>,
}

impl Applied {
    /// Whether nothing is wrong with the record.
    pub fn is_good(&self) -> bool {
        self.problems.is_empty()
    }
}

impl From<Problem> for Applied {
    /// A record that could not be read at all: no result, and this one problem.
    fn from(problem: Problem) -> Self {
        Self { result: Value::Object(Map::new()), problems: vec![problem], warnings: Vec::new() }
    }
}

impl fmt::Debug for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The result is client data.
        f.debug_struct("Applied").field("problems", &self.problems).finish_non_exhaustive()
    }
}

impl Recipe {
    /// Reads a recipe from JSON and checks it.
    ///
    /// # Errors
    /// `invalid_input`: with line and column if it is not JSON; else with the place of the first mistake as its path, and
    /// with every mistake in its detail.
    ///
    /// ```
    /// use lexamica::recipe::Recipe;
    ///
    /// let error = Recipe::from_json(r#"{"fields": [{"to": "dob", "from": "DOB", "as": "date", "ordre": "dmy"}]}"#);
    /// assert_eq!(error.unwrap_err().to_string(), "fields.0.ordre: unknown here; did you mean `order`?");
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let value = input::json::parse(text.as_bytes())
            .map_err(|cause| Error::invalid_input("recipe", format!("the recipe cannot be read: {cause}")))?;
        let mut mistakes = Mistakes::default();
        let recipe = Self::read(value, &mut mistakes);
        mistakes.into_result()?;
        Ok(recipe)
    }

    fn read(value: Value, mistakes: &mut Mistakes) -> Self {
        let mut reader = Reader::new(value, "", mistakes);
        // Where editors find the schema.
        reader.text("$schema");
        let place = reader.place("defaults");
        let defaults = match reader.take("defaults") {
            Some(defaults) => {
                let mut inner = Reader::new(defaults, place, reader.mistakes());
                let defaults = Defaults::read(&mut inner);
                inner.finish();
                defaults
            }
            None => Defaults::default(),
        };
        if !reader.has("fields") {
            reader.mistake("fields", "a recipe needs fields");
        }
        let fields: Vec<Field> = reader
            .list("fields")
            .unwrap_or_default()
            .into_iter()
            .map(|(place, item)| Field::read(item, &place, &defaults, &mut reader))
            .collect();
        check_targets(&fields, &mut reader);
        let required = reader.texts("required").unwrap_or_default();
        for (position, path) in required.iter().enumerate() {
            check_target(path, &format!("required.{position}"), &fields, &mut reader);
        }
        let vocabularies = reader.table("vocabularies").unwrap_or_default();
        let vocabularies = vocabularies
            .into_iter()
            .map(|(path, value)| {
                let place = format!("vocabularies.{path}");
                check_target(&path, &place, &fields, &mut reader);
                let vocabulary = Vocabulary::read(value, &place, reader.mistakes());
                (path, vocabulary)
            })
            .collect();
        reader.finish();
        Self { fields, required, vocabularies }
    }

    /// The same with a firm's list for a path, in place of the recipe's own if it has one.
    ///
    /// ```
    /// use lexamica::recipe::{ProblemCode, Recipe, Vocabulary, VocabularyMode};
    /// use serde_json::json;
    ///
    /// let recipe = Recipe::from_json(r#"{"fields": [{"to": "caseType", "from": "Matter"}]}"#)?;
    /// let list = Vocabulary::new(["Dog Bite Injuries"]);
    /// let record = json!({"Matter": "dog bites"});
    ///
    /// let strict = recipe.clone().with_vocabulary("caseType", list.clone()).apply(&record);
    /// assert_eq!(strict.problems[0].code, ProblemCode::NotInVocabulary);
    /// assert_eq!(strict.result, json!({}));
    ///
    /// let warned = recipe.with_vocabulary("caseType", list.with_mode(VocabularyMode::Warn)).apply(&record);
    /// assert!(warned.is_good());
    /// assert_eq!(warned.result, json!({"caseType": "dog bites"}));
    /// assert_eq!(warned.warnings[0].path, "caseType");
    /// # Ok::<(), lexamica::Error>(())
    /// ```
    #[must_use]
    pub fn with_vocabulary(mut self, path: impl Into<String>, vocabulary: Vocabulary) -> Self {
        let path = path.into();
        self.vocabularies.retain(|(known, _)| *known != path);
        self.vocabularies.push((path, vocabulary));
        self
    }

    /// The canonical paths that this recipe writes, in its order.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.to.as_str())
    }

    /// Applies the recipe to one record, an object of source keys.
    ///
    /// Never fails: whatever is wrong is among the problems.
    pub fn apply(&self, record: &Value) -> Applied {
        let mut applied = Applied { result: Value::Object(Map::new()), problems: Vec::new(), warnings: Vec::new() };
        if !record.is_object() {
            let refusal = Refusal::new(ProblemCode::NotAnObject, NOT_AN_OBJECT);
            applied.problems.push(refusal.at("", ""));
            return applied;
        }
        for field in &self.fields {
            let Some(value) = field.value(record, &mut applied.problems) else { continue };
            if self.is_outside_vocabulary(field, &value, &mut applied) {
                continue;
            }
            let written =
                Path::parse(&field.to, || field.to.clone()).is_ok_and(|path| path.set(&mut applied.result, value));
            if !written {
                let refusal = Refusal::new(ProblemCode::PathConflict, "this path stands inside that of another field");
                applied.problems.push(refusal.at(&field.to, &field.shown_sources()));
            }
        }
        self.check_required(&mut applied);
        // Positions that nothing was written to.
        without_gaps(&mut applied.result);
        applied
    }

    /// Whether the value must not be written because its vocabulary does not hold it.
    fn is_outside_vocabulary(&self, field: &Field, value: &Value, applied: &mut Applied) -> bool {
        let Some((_, vocabulary)) = self.vocabularies.iter().find(|(path, _)| *path == field.to) else { return false };
        let Some(refusal) = vocabulary.refusal(value) else { return false };
        let problem = refusal.at(&field.to, &field.shown_sources());
        let strict = vocabulary.mode() == VocabularyMode::Strict;
        if strict { &mut applied.problems } else { &mut applied.warnings }.push(problem);
        strict
    }

    fn check_required(&self, applied: &mut Applied) {
        for path in &self.required {
            let there = Path::parse(path, || path.clone()).is_ok_and(|parsed| parsed.get(&applied.result).is_some());
            // What is wrong is not missing too.
            if there || applied.problems.iter().any(|problem| is_within(&problem.path, path)) {
                continue;
            }
            let sources: Vec<String> = self
                .fields
                .iter()
                .filter(|field| is_within(&field.to, path))
                .map(Field::shown_sources)
                .filter(|shown| !shown.is_empty())
                .collect();
            let refusal = Refusal::new(ProblemCode::Missing, "required, but missing or blank");
            applied.problems.push(refusal.at(path, &sources.join(", ")));
        }
    }
}

/// Whether the path is the other one, or begins with it.
fn is_within(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Targets are paths, and none stands inside another.
fn check_targets(fields: &[Field], reader: &mut Reader<'_>) {
    let mut known: Vec<(usize, Path<'_>)> = Vec::new();
    for (position, field) in fields.iter().enumerate() {
        let place = format!("fields.{position}.to");
        // That it is missing was said before.
        if field.to.is_empty() {
            continue;
        }
        match Path::parse(&field.to, || place.clone()) {
            Err(error) => reader.mistake(&place, error.detail()),
            Ok(path) => {
                if let Some((other, _)) = known.iter().find(|(_, known)| known.overlaps(&path)) {
                    reader.mistake(&place, format!("writes to the same place as fields.{other}"));
                }
                known.push((position, path));
            }
        }
    }
}

/// What is required, or has a vocabulary, is written by a field.
fn check_target(path: &str, place: &str, fields: &[Field], reader: &mut Reader<'_>) {
    if !fields.iter().any(|field| is_within(&field.to, path)) {
        let near = nearest::nearest(path, fields.iter().map(|field| field.to.as_str()));
        let hint = near.first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        reader.mistake(place, format!("no field writes `{path}`{hint}"));
    }
}

/// Takes out of lists what no field has written.
fn without_gaps(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.retain(|item| !item.is_null());
            items.iter_mut().for_each(without_gaps);
        }
        Value::Object(members) => members.values_mut().for_each(without_gaps),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeSet;

    /// The published schema.
    const SCHEMA: &str = include_str!("../../recipe.schema.json");

    fn names(value: Option<&Value>) -> BTreeSet<&str> {
        value.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str()).collect()
    }

    /// What the reader asks for in a field of this treatment.
    fn known(treatment: &str) -> BTreeSet<&'static str> {
        let mut mistakes = Mistakes::default();
        let several = json!({"to": "a", "as": treatment, "all_of": ["A"]});
        let mut reader = Reader::new(several, "", &mut mistakes);
        Field::read_entries(&mut reader, &Defaults::default());
        reader.finish().into_iter().collect()
    }

    #[test]
    fn the_schema_names_the_options_that_the_reader_knows() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let treatment = &schema["$defs"]["treatment"];
        let listed: Vec<&str> =
            treatment["properties"]["as"]["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(listed, treatment::NAMES);
        let field = &schema["$defs"]["field"];
        let mut base = names(field.get("properties"));
        base.extend(names(field["else"].get("properties")));
        base.insert("as");
        let with_source = names(field["else"]["else"].get("properties"));
        for name in treatment::NAMES {
            let branches = treatment["allOf"].as_array().unwrap();
            let branch = branches.iter().find(|branch| branch["if"]["properties"]["as"]["const"] == name);
            let mut expected = base.clone();
            expected.extend(branch.map(|branch| names(branch["then"].get("properties"))).unwrap_or_default());
            if name != "summary" {
                expected.extend(&with_source);
                expected.insert("all_of");
            }
            let mut found = known(name);
            // A reader that has `all_of` does not ask for the other two.
            if name != "summary" {
                found.extend(["from", "first_of", "all_of"]);
            }
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn the_schema_names_the_entries_of_a_recipe_and_of_its_defaults() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let mut mistakes = Mistakes::default();
        Recipe::read(json!({"defaults": {"x": 1}, "y": 1}), &mut mistakes);
        let error = mistakes.into_result().unwrap_err().to_string();
        assert!(error.contains("defaults.x: unknown") && error.contains("; y: unknown"), "{error}");
        for name in names(schema.get("properties")) {
            let mut mistakes = Mistakes::default();
            Recipe::read(json!({ name: null }), &mut mistakes);
            let error = mistakes.into_result().unwrap_err().to_string();
            assert!(!error.contains(&format!("{name}: unknown")), "{error}");
        }
        for name in names(schema["properties"]["defaults"].get("properties")) {
            let mut mistakes = Mistakes::default();
            Recipe::read(json!({"defaults": { name: null }}), &mut mistakes);
            let error = mistakes.into_result().unwrap_err().to_string();
            assert!(!error.contains(&format!("defaults.{name}: unknown")), "{error}");
        }
    }

    #[test]
    fn every_mistake_of_a_recipe_is_named_with_its_place() {
        let error = Recipe::from_json(
            r#"{"fields": [{"to": "a", "from": "A", "as": "dat"}, {"to": "b", "from": 3, "blank": "x"}], "requird": []}"#,
        )
        .unwrap_err();
        assert_eq!(error.path(), Some("fields.0.as"));
        for part in
            ["fields.1.from: ", "fields.1.blank: expected a list", "requird: unknown here; did you mean `required`?"]
        {
            assert!(error.detail().contains(part), "{error}");
        }
        let error = Recipe::from_json("{\"fields\": [\n}").unwrap_err();
        assert!(error.detail().contains("line 2, column 1"), "{error}");
        let error = Recipe::from_json(r#"{"fields": [], "fields": []}"#).unwrap_err();
        assert!(error.detail().contains("a key stands twice"), "{error}");
    }

    #[test]
    fn reasons_never_repeat_the_value() {
        let recipe = Recipe::from_json(include_str!("../../fuzz/everything.recipe.json")).unwrap();
        for value in [json!("Zebra-4711"), json!(["Zebra-4711"]), json!({"Zebra-4711": "Zebra-4711"})] {
            let shown = format!("{:?}", recipe.apply(&json!({ "v": value })));
            assert!(!shown.contains("Zebra") && !shown.contains("4711"), "{shown}");
        }
    }
}
