//! The spreadsheet, cleaned.

use lexamica::recipe::{Problem, Recipe};
use serde_json::{Map, Value};

use crate::Failure;

/// What the spreadsheet holds.
pub(crate) struct Leads {
    pub(crate) good: Vec<Lead>,
    pub(crate) bad: Vec<BadLead>,
}

/// A lead that can be sent.
pub(crate) struct Lead {
    /// The firm's own key of it.
    pub(crate) reference: String,
    pub(crate) canonical: Value,
}

/// A lead that a person must mend first.
pub(crate) struct BadLead {
    /// Its row in the spreadsheet, the header being row 1.
    pub(crate) row: usize,
    pub(crate) reference: String,
    pub(crate) problems: Vec<Problem>,
}

impl Leads {
    pub(crate) fn read(folder: &str) -> Result<Self, Failure> {
        let recipe = Recipe::from_json(&std::fs::read_to_string(format!("{folder}/intake.recipe.json"))?)?;
        let mut reader = csv::Reader::from_path(format!("{folder}/intake-leads.csv"))?;
        let headers = reader.headers()?.clone();
        let mut leads = Self { good: Vec::new(), bad: Vec::new() };
        for (index, row) in reader.records().enumerate() {
            let row = row?;
            let record: Map<String, Value> =
                headers.iter().zip(&row).map(|(name, value)| (name.to_owned(), value.into())).collect();
            let applied = recipe.apply(&Value::Object(record));
            let reference = row.get(0).unwrap_or_default().to_owned();
            if applied.problems.is_empty() {
                leads.good.push(Lead { reference, canonical: applied.result });
            } else {
                leads.bad.push(BadLead { row: index + 2, reference, problems: applied.problems });
            }
        }
        Ok(leads)
    }

    pub(crate) fn total(&self) -> usize {
        self.good.len() + self.bad.len()
    }
}
