//! What a setup's lint reports, as data and as text.

use std::fmt;

use serde::Serialize;

use crate::mapping::lint::{Finding, Severity};
use crate::recipe::Problem;

/// Everything that a lint of a setup has to say. It holds row numbers, keys, paths and reasons, and of the records' values
/// only case types that look like one, so it may be passed on.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// How many records were looked at.
    pub records: usize,
    /// How many of them become a complete case with a known case type.
    pub complete: usize,
    /// The records that would be incomplete, in their order.
    pub incomplete: Vec<IncompleteLead>,
    /// The case types that would silently become "Other", the most frequent first.
    pub other_case_types: Vec<OtherCaseType>,
    /// Case types that a lookup of the recipe would write although the firm's list does not have them.
    pub unknown_lookup_values: Vec<UnknownLookupValue>,
    /// The columns or keys that hold something and are never used, in their order.
    pub unused_columns: Vec<UnusedColumn>,
    /// Canonical paths that the recipe writes and no pair of the mapping carries: their values would be dropped.
    pub dropped_targets: Vec<String>,
    /// The mapping's pairs that the recipe never fills.
    pub unfilled_pairs: Vec<UnfilledPair>,
    /// Required paths that the recipe does not write at all.
    pub unwritten_required: Vec<String>,
    /// What is wrong with the mapping itself.
    pub mapping: Vec<Finding>,
}

/// A record that would be incomplete.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IncompleteLead {
    /// Which record: as the file counts, where there is a file (the header of a table is row 1); else from 1.
    pub row: usize,
    /// The paths that would have no value, and why.
    pub missing: Vec<Problem>,
}

/// A case type that is not in the firm's list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OtherCaseType {
    /// The value, if it looks like a case type and not like a story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How many records have it.
    pub count: usize,
    /// The first rows that have it.
    pub rows: Vec<usize>,
    /// The entries of the list that are most like it: for a person to choose from.
    pub nearest: Vec<String>,
}

/// A case type in a lookup's table that is not in the firm's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnknownLookupValue {
    /// The text in the table.
    pub value: String,
    /// The entries of the list that are most like it.
    pub nearest: Vec<String>,
}

/// A column that is never used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnusedColumn {
    /// Its name; keys inside objects are joined with dots.
    pub name: String,
    /// How many records have something in it.
    pub filled: usize,
}

/// A pair that the recipe never fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnfilledPair {
    /// Your name.
    pub yours: String,
    /// Lexamica's path.
    pub lexamica: String,
}

impl Report {
    /// Whether a lead would be lost, incomplete or refused, or a value dropped. Notes and unused columns do not count.
    pub fn has_errors(&self) -> bool {
        !(self.incomplete.is_empty()
            && self.other_case_types.is_empty()
            && self.unknown_lookup_values.is_empty()
            && self.dropped_targets.is_empty()
            && self.unwritten_required.is_empty())
            || self.mapping.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// How many records have a case type that would become "Other".
    pub fn would_be_other(&self) -> usize {
        self.other_case_types.iter().fold(0, |sum, other| sum.saturating_add(other.count))
    }
}

/// Rows, groups and columns that a text names one by one; the data have all of them.
const SHOWN: usize = 10;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: {} complete, {} incomplete, {} with a case type that becomes \"Other\"",
            counted(self.records, "lead"),
            self.complete,
            self.incomplete.len(),
            self.would_be_other()
        )?;
        self.write_setup(f)?;
        self.write_incomplete(f)?;
        self.write_other(f)?;
        section(f, "Columns that are never used", &self.unused_columns, |column, f| {
            write!(f, "`{}` (filled in {})", column.name, counted(column.filled, "lead"))
        })?;
        section(
            f,
            "Pairs of the mapping that the recipe never fills (fine where only Lexamica does)",
            &self.unfilled_pairs,
            |pair, f| write!(f, "`{}` for `{}`", pair.yours, pair.lexamica),
        )?;
        if !self.has_errors() {
            writeln!(f, "\nNothing here keeps a lead from being sent.")?;
        }
        Ok(())
    }
}

impl Report {
    fn write_setup(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        section(f, "Required, but the recipe does not write it", &self.unwritten_required, |path, f| {
            write!(f, "`{path}`: add a field to the recipe")
        })?;
        section(
            f,
            "Written by the recipe, but dropped: no pair of the mapping carries it",
            &self.dropped_targets,
            |path, f| write!(f, "`{path}`: add a pair to the mapping"),
        )?;
        section(f, "Mapping", &self.mapping, |finding, f| write!(f, "{finding}"))?;
        section(
            f,
            "Lookups that write a case type the firm's list does not have",
            &self.unknown_lookup_values,
            |unknown, f| write!(f, "`{}`; {}", unknown.value, nearest(&unknown.nearest)),
        )
    }

    /// Grouped by what is wrong: forty thousand rows have a dozen reasons.
    fn write_incomplete(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut groups: Vec<(&Problem, Vec<usize>)> = Vec::new();
        for lead in &self.incomplete {
            for problem in &lead.missing {
                match groups.iter_mut().find(|(known, _)| *known == problem) {
                    Some((_, rows)) => rows.push(lead.row),
                    None => groups.push((problem, vec![lead.row])),
                }
            }
        }
        // Stable: equals stay in the order of the rows.
        groups.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
        section(f, "Incomplete leads, by reason", &groups, |(problem, rows), f| {
            let from = if problem.source.is_empty() { String::new() } else { format!(" from `{}`", problem.source) };
            let leads = counted(rows.len(), "lead");
            write!(f, "`{}`{from}: {} ({leads}: {})", problem.path, problem.reason, row_list(rows))
        })
    }

    fn write_other(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        section(
            f,
            "Case types that would become \"Other\" and never be referred",
            &self.other_case_types,
            |other, f| {
                let value = other.value.as_ref().map_or("a longer text".to_owned(), |value| format!("`{value}`"));
                let rows = if other.rows.len() < other.count { ", ..." } else { "" };
                let leads = counted(other.count, "lead");
                write!(f, "{value} ({leads}: {}{rows}); {}", row_list(&other.rows), nearest(&other.nearest))
            },
        )
    }
}

fn section<T>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    items: &[T],
    write: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{title}")?;
    for item in items.iter().take(SHOWN) {
        f.write_str("  - ")?;
        write(item, f)?;
        f.write_str("\n")?;
    }
    match items.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(f, "  - and {more} more"),
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn row_list(rows: &[usize]) -> String {
    let shown = rows.iter().take(SHOWN).map(usize::to_string).collect::<Vec<_>>().join(", ");
    let more = if rows.len() > SHOWN { ", ..." } else { "" };
    format!("row{} {shown}{more}", if rows.len() == 1 { "" } else { "s" })
}

fn nearest(entries: &[String]) -> String {
    if entries.is_empty() {
        return "nothing in the list is similar".to_owned();
    }
    let entries: Vec<String> = entries.iter().map(|entry| format!("`{entry}`")).collect();
    format!("the nearest are {}", entries.join(", "))
}
