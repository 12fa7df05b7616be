//! Finding the mistakes of a mapping before they cost a case.
//!
//! Lexamica accepts a payload whose fields no pair covers, and a case without an id in its answer; nothing fails, and
//! the lead is lost quietly. So everything that can be seen beforehand is reported here, all at once.
//!
//! ```
//! use lexamica::contract::Contract;
//! use lexamica::mapping::lint::FindingCode;
//! use lexamica::mapping::{Mapping, Pair};
//! use lexamica::model::Model;
//!
//! let mapping = Mapping::new("website", Model::Case, vec![
//!     Pair::new("case_id", "_id"),
//!     Pair::new("first", "client.firstname"),
//! ]);
//! let findings = mapping.lint(Contract::builtin());
//! assert_eq!(findings[0].code, FindingCode::UnknownPath);
//! assert_eq!(findings[0].place, "fields.1.lexamica");
//! assert!(findings[0].fix.contains("`client.firstName`"));
//! ```

mod finding;
mod names;
mod samples;
mod targets;

use serde_json::Value;

use super::Mapping;
use crate::contract::Contract;

pub use finding::{Finding, FindingCode, Severity};
pub(crate) use samples::covers;

impl Mapping {
    /// Everything that is wrong or doubtful in the mapping itself, the worst first.
    pub fn lint(&self, contract: &Contract) -> Vec<Finding> {
        self.lint_with_samples(contract, &[], &[] as &[&str])
    }

    /// As [`Mapping::lint`], and whatever sample payloads (objects in your names, as you would send them) show:
    /// keys that no pair covers, pairs that are never filled, blank values, and required paths without a value.
    ///
    /// `required` are canonical paths. The findings name keys and paths and hold no value of a sample.
    pub fn lint_with_samples<R: AsRef<str>>(
        &self,
        contract: &Contract,
        payloads: &[Value],
        required: &[R],
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.fields.is_empty() {
            findings.push(Finding::new(
                FindingCode::NoPairs,
                "fields",
                "the mapping has no pairs, so Lexamica sees nothing of what you send",
                "add a pair for each of your fields",
            ));
        } else {
            names::check(self, &mut findings);
            targets::check(self, contract, &mut findings);
        }
        samples::check(self, contract, payloads, required, &mut findings);
        findings.sort_by_key(|finding| finding.severity);
        findings
    }
}

/// The most findings of one kind that are named one by one; the rest is counted.
const SHOWN: usize = 10;

/// `a`, `b` and 3 more.
fn listed<'t>(items: impl Iterator<Item = &'t str>) -> String {
    let all: Vec<String> = items.map(|item| format!("`{item}`")).collect();
    let shown = all.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn place(position: usize, key: &str) -> String {
    format!("fields.{position}.{key}")
}
