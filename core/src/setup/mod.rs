//! A whole setup and what would become of leads under it, before anything is sent.
//!
//! A recipe, a mapping and a firm's list of case types can each be right and still lose leads together: a path that
//! no pair carries, a case type spelled a little differently. So they are checked together, with real records.
//!
//! ```
//! use lexamica::mapping::{Mapping, Pair};
//! use lexamica::model::Model;
//! use lexamica::recipe::Vocabulary;
//! use lexamica::setup::Setup;
//! use serde_json::json;
//!
//! let setup = Setup::from_json(r#"{
//!     "fields": [{"to": "caseType", "from": "Matter"}, {"to": "client.phone", "from": "Phone", "as": "phone"}],
//!     "required": ["client.phone"]
//! }"#)?
//! .with_mapping(Mapping::new("website", Model::Case, vec![
//!     Pair::new("MatterNo", "_id"),
//!     Pair::new("PracticeArea", "caseType"),
//! ]))
//! .with_case_types(Vocabulary::new(["Dog Bite Injuries"]));
//!
//! let report = setup.lint([
//!     json!({"Matter": "Dog Bite Injuries", "Phone": "(210) 555-0123", "Source": "web"}),
//!     json!({"Matter": "Dog Bite Injury", "Phone": ""}),
//! ]);
//! assert_eq!(report.incomplete[0].row, 2);
//! assert_eq!(report.other_case_types[0].nearest, ["Dog Bite Injuries"]);
//! assert_eq!(report.unused_columns[0].name, "Source");
//! assert_eq!(report.dropped_targets, ["client.phone"]);
//! println!("{report}");
//! # Ok::<(), lexamica::Error>(())
//! ```

mod report;
mod sources;

use std::borrow::{Borrow, Cow};
use std::collections::HashMap;

use serde_json::Value;

use self::sources::{Sources, meets};
use crate::contract::Contract;
use crate::error::Error;
use crate::mapping::lint::covers;
use crate::mapping::{ID_PATH, Mapping, Path};
use crate::model::CASE_TYPE_PATH;
use crate::recipe::input::Record;
use crate::recipe::{Problem, ProblemCode, Recipe, Vocabulary, VocabularyMode, is_null_or_blank};

pub use report::{IncompleteLead, OtherCaseType, Report, UnfilledPair, UnknownLookupValue, UnusedColumn};

/// A recipe with whatever else decides what becomes of a lead.
#[derive(Debug, Clone)]
pub struct Setup {
    recipe: Recipe,
    sources: Sources,
    mapping: Option<Mapping>,
    case_types: Option<Vocabulary>,
    required: Vec<String>,
    contract: Cow<'static, Contract>,
}

impl Setup {
    /// A setup of a recipe alone.
    ///
    /// # Errors
    /// As [`Recipe::from_json`].
    pub fn from_json(recipe: &str) -> Result<Self, Error> {
        let parsed = Recipe::from_json(recipe)?;
        let file: Value =
            serde_json::from_str(recipe).map_err(|cause| Error::unreadable_json("the recipe", "recipe", &cause))?;
        let sources = Sources::read(&file);
        let required = file.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let required = required.map(str::to_owned).collect();
        let case_types = sources.vocabulary(CASE_TYPE_PATH).cloned();
        let contract = Cow::Borrowed(Contract::builtin());
        Ok(Self { recipe: parsed, sources, mapping: None, case_types, required, contract })
    }

    /// The same with the mapping that the cases go through.
    #[must_use]
    pub fn with_mapping(mut self, mapping: Mapping) -> Self {
        self.mapping = Some(mapping);
        self
    }

    /// The same with the firm's list of case types, in place of the recipe's own if it has one.
    #[must_use]
    pub fn with_case_types(mut self, case_types: Vocabulary) -> Self {
        self.case_types = Some(case_types);
        self
    }

    /// The same with further canonical paths that a complete lead has.
    #[must_use]
    pub fn with_required<P: Into<String>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        for path in paths {
            let path = path.into();
            if !self.required.contains(&path) {
                self.required.push(path);
            }
        }
        self
    }

    /// The same with your corrections of the contract.
    #[must_use]
    pub fn with_contract(mut self, contract: Contract) -> Self {
        self.contract = Cow::Owned(contract);
        self
    }

    /// What would become of these records, counted from 1. They are looked at one by one and not kept.
    pub fn lint<R: Borrow<Value>>(&self, records: impl IntoIterator<Item = R>) -> Report {
        let recipe = self.lenient();
        let mut seen = Seen::default();
        for (index, record) in records.into_iter().enumerate() {
            self.look(&recipe, index.saturating_add(1), record.borrow(), &mut seen);
        }
        self.report(seen)
    }

    /// As [`Setup::lint`], of a file's records: with the file's rows, and with the records that cannot be read.
    ///
    /// ```
    /// use lexamica::recipe::input::{Format, Options, records};
    /// use lexamica::setup::Setup;
    ///
    /// let setup = Setup::from_json(r#"{"fields": [{"to": "client.phone", "from": "Phone", "as": "phone"}]}"#)?;
    /// let report = setup.lint_records(records(b"Phone\n210 555 0123\ncall me\n", &Options::new(Format::Csv))?);
    /// assert_eq!((report.complete, report.incomplete[0].row), (1, 3));
    /// # Ok::<(), lexamica::Error>(())
    /// ```
    pub fn lint_records(&self, records: impl IntoIterator<Item = Record>) -> Report {
        let recipe = self.lenient();
        let mut seen = Seen::default();
        for record in records {
            match record.value {
                Ok(value) => self.look(&recipe, record.row, &value, &mut seen),
                Err(problem) => {
                    seen.records = seen.records.saturating_add(1);
                    seen.incomplete.push(IncompleteLead { row: record.row, missing: vec![problem] });
                }
            }
        }
        self.report(seen)
    }

    /// The recipe, but with case types outside the list kept, so that the report can say what they are near to.
    fn lenient(&self) -> Recipe {
        match &self.case_types {
            Some(list) => {
                self.recipe.clone().with_vocabulary(CASE_TYPE_PATH, list.clone().with_mode(VocabularyMode::Off))
            }
            None => self.recipe.clone(),
        }
    }

    fn report(&self, seen: Seen) -> Report {
        let mut report = Report {
            records: seen.records,
            complete: seen.complete,
            incomplete: seen.incomplete,
            other_case_types: seen.other,
            unused_columns: seen.unused,
            ..Report::default()
        };
        // Stable: equals stay in the order of their first row.
        report.other_case_types.sort_by_key(|other| std::cmp::Reverse(other.count));
        report.unused_columns.retain(|column| column.filled > 0);
        self.check_lookups(&mut report);
        self.check_required(&mut report);
        self.check_mapping(&mut report);
        report
    }

    fn look(&self, recipe: &Recipe, row: usize, record: &Value, seen: &mut Seen) {
        seen.records = seen.records.saturating_add(1);
        let applied = recipe.apply(record);
        let mut missing = applied.problems;
        // Of a record that is none, nothing further is worth saying.
        let is_record = missing.iter().all(|problem| !problem.path.is_empty());
        for path in self.required.iter().filter(|_| is_record) {
            let there = Path::parse(path, || path.clone())
                .is_ok_and(|parsed| parsed.get(&applied.result).is_some_and(|value| !is_null_or_blank(value)));
            if !there && !missing.iter().any(|problem| covers(path, &problem.path)) {
                missing.push(Problem {
                    path: path.clone(),
                    code: ProblemCode::Missing,
                    source: String::new(),
                    reason: "required, but missing or blank".to_owned(),
                });
            }
        }
        let other = self.other_case_type(&applied.result);
        if missing.is_empty() && other.is_none() {
            seen.complete = seen.complete.saturating_add(1);
        }
        if !missing.is_empty() {
            seen.incomplete.push(IncompleteLead { row, missing });
        }
        if let Some((value, list)) = other {
            seen.add_other(value, list, row);
        }
        if let Some(object) = record.as_object() {
            self.sources.unused(object, &mut |key, value| seen.add_unused(key, value));
        }
    }

    /// The case type, if the firm's list does not have it to the letter.
    fn other_case_type<'v>(&'v self, result: &'v Value) -> Option<(&'v str, &'v Vocabulary)> {
        let list = self.case_types.as_ref()?;
        let value = Path::parse(CASE_TYPE_PATH, String::new).ok()?.get(result)?.as_str()?;
        (!list.contains(value)).then_some((value, list))
    }

    fn check_lookups(&self, report: &mut Report) {
        let Some(list) = &self.case_types else { return };
        for value in self.sources.written(CASE_TYPE_PATH) {
            if !list.contains(value) && report.unknown_lookup_values.iter().all(|known| known.value != value) {
                report
                    .unknown_lookup_values
                    .push(UnknownLookupValue { value: value.to_owned(), nearest: nearest(list, value) });
            }
        }
    }

    fn check_required(&self, report: &mut Report) {
        report.unwritten_required =
            self.required.iter().filter(|path| !meets(self.recipe.targets(), path)).cloned().collect();
    }

    fn check_mapping(&self, report: &mut Report) {
        let Some(mapping) = &self.mapping else { return };
        report.mapping = mapping.lint(&self.contract);
        let model = self.contract.models.get(mapping.model.as_str());
        let spelled = |path| model.map_or(path, |model| model.spelled(path));
        for target in self.recipe.targets() {
            let carried = meets(mapping.fields.iter().map(|pair| pair.lexamica.as_str()), spelled(target));
            if !carried && report.dropped_targets.iter().all(|known| known != target) {
                report.dropped_targets.push(target.to_owned());
            }
        }
        for pair in &mapping.fields {
            // The id comes from Lexamica.
            if pair.lexamica != spelled(ID_PATH) && !meets(self.recipe.targets().map(spelled), &pair.lexamica) {
                report.unfilled_pairs.push(UnfilledPair { yours: pair.yours.clone(), lexamica: pair.lexamica.clone() });
            }
        }
    }
}

/// What has been seen so far.
#[derive(Default)]
struct Seen {
    records: usize,
    complete: usize,
    incomplete: Vec<IncompleteLead>,
    other: Vec<OtherCaseType>,
    other_index: HashMap<Option<String>, usize>,
    unused: Vec<UnusedColumn>,
    unused_index: HashMap<String, usize>,
}

impl Seen {
    fn add_other(&mut self, value: &str, list: &Vocabulary, row: usize) {
        /// Enough rows to look something up by.
        const ROWS: usize = 20;
        let shown = looks_like_a_case_type(value).then(|| value.to_owned());
        let index = *self.other_index.entry(shown.clone()).or_insert_with(|| {
            let nearest = if shown.is_some() { nearest(list, value) } else { Vec::new() };
            self.other.push(OtherCaseType { value: shown, count: 0, rows: Vec::new(), nearest });
            self.other.len().saturating_sub(1)
        });
        let Some(other) = self.other.get_mut(index) else { return };
        other.count = other.count.saturating_add(1);
        if other.rows.len() < ROWS {
            other.rows.push(row);
        }
    }

    fn add_unused(&mut self, name: String, value: &Value) {
        let index = *self.unused_index.entry(name.clone()).or_insert_with(|| {
            self.unused.push(UnusedColumn { name, filled: 0 });
            self.unused.len().saturating_sub(1)
        });
        if let Some(column) = self.unused.get_mut(index)
            && !is_null_or_blank(value)
        {
            column.filled = column.filled.saturating_add(1);
        }
    }
}

fn nearest(list: &Vocabulary, value: &str) -> Vec<String> {
    list.nearest(value).into_iter().map(str::to_owned).collect()
}

/// A case type is a few words. Anything longer, or with an address or a number in it, may be a client's own story.
fn looks_like_a_case_type(value: &str) -> bool {
    const LONGEST: usize = 48;
    const MOST_WORDS: usize = 6;
    value.chars().count() <= LONGEST
        && value.split_whitespace().count() <= MOST_WORDS
        && !value.contains('@')
        && value.chars().filter(char::is_ascii_digit).count() <= 3
}
