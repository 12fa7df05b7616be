//! Proposing pairs from header names or a sample record. Proposals are for a person; nothing applies them.
//!
//! What people call things is a table of data (`data/synonyms.json`), in English and with the usual Spanish labels.
//!
//! ```
//! use lexamica::mapping::suggest::suggest;
//! use lexamica::model::Model;
//!
//! let found = suggest(&["Date of Loss", "fname", "utm_source"], &Model::Case);
//! assert_eq!(found.len(), 2);
//! assert_eq!((found[0].yours.as_str(), found[0].lexamica.as_str()), ("Date of Loss", "incident.date"));
//! assert!(found[0].confidence > 0.9);
//! ```

mod looks;
mod score;
mod table;
mod words;

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::model::Model;
use crate::recipe::is_null_or_blank;
use looks::Looks;
use score::{Name, Percent, Score};
use table::{Table, Target};

/// Less is not worth a person's time.
const LEAST: Percent = 40;
/// What a fitting value adds, and what one that does not fit takes away.
const FITS: Percent = 5;
const FITS_NOT: Percent = 40;
/// A value alone, under a name that says nothing.
const VALUE_ONLY: Percent = 50;
/// What doubt costs: another path, or another of your names, fits as well.
const DOUBT: Percent = 20;
const MOST: Percent = 99;

/// One proposed pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Suggestion {
    /// Your name.
    pub yours: String,
    /// This library's canonical path.
    pub lexamica: String,
    /// From 0 to 1. Above 0.9 the names say the same; below 0.6 it is a guess.
    pub confidence: f64,
    /// Why, in words, and what else would fit. Holds no value of a record.
    pub because: String,
}

impl fmt::Display for Suggestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { yours, lexamica, confidence, because } = self;
        write!(f, "`{yours}` -> `{lexamica}` ({:.0} %): {because}", confidence * 100.0)
    }
}

/// Proposes a path for each name that one is known for, the surest first.
///
/// Two names for one path are both proposed, and say so. A name that fits two paths gets the better one, and names
/// the other.
pub fn suggest(names: &[&str], model: &Model) -> Vec<Suggestion> {
    let named: Vec<(String, Option<&Value>)> = names.iter().map(|name| ((*name).to_owned(), None)).collect();
    propose(&named, model)
}

/// As [`suggest`], with the keys of a record; its values count as evidence. Keys inside objects are
/// joined with dots.
pub fn suggest_from_record(record: &Value, model: &Model) -> Vec<Suggestion> {
    let mut named = Vec::new();
    leaves("", record, &mut named);
    propose(&named, model)
}

fn leaves<'v>(prefix: &str, value: &'v Value, named: &mut Vec<(String, Option<&'v Value>)>) {
    let Value::Object(object) = value else { return };
    for (key, value) in object {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::Object(_) => leaves(&name, value, named),
            // A list is no single value; which of its elements is meant is not for a guess.
            Value::Array(_) => {}
            _ => named.push((name, Some(value))),
        }
    }
}

struct Proposal<'t> {
    yours: String,
    target: &'t Target,
    score: Score,
}

fn propose(named: &[(String, Option<&Value>)], model: &Model) -> Vec<Suggestion> {
    let table = Table::builtin();
    let targets = table.targets(model.as_str());
    let mut proposals: Vec<Proposal<'_>> =
        named.iter().filter_map(|(name, value)| best(table, targets, name, *value)).collect();
    rivals(&mut proposals);
    proposals.retain(|proposal| proposal.score.percent >= LEAST);
    // Stable: equals stay in your order.
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.score.percent));
    proposals
        .into_iter()
        .map(|proposal| Suggestion {
            yours: proposal.yours,
            lexamica: proposal.target.path.clone(),
            confidence: f64::from(proposal.score.percent) / 100.0,
            because: proposal.score.because,
        })
        .collect()
}

/// The best path for one name.
fn best<'t>(table: &Table, targets: &'t [Target], name: &str, value: Option<&Value>) -> Option<Proposal<'t>> {
    let value = value.filter(|value| !is_null_or_blank(value));
    // Dotted names: what stands before the last dot says whose field it is, but may also say nothing (`properties`).
    let last = name.rsplit('.').next().filter(|last| *last != name);
    let whole = Name::new(table, name);
    let end = last.map(|last| Name::new(table, last));
    let mut ranked: Vec<(Score, &Target)> = targets
        .iter()
        .filter_map(|target| {
            let of_whole = whole.score(table, target);
            let of_end = end.as_ref().filter(|_| !whole.is_of_others()).and_then(|end| end.score(table, target)).map(
                |mut score| {
                    score.percent = score.percent.saturating_sub(5);
                    score
                },
            );
            let mut score = match (of_whole, of_end) {
                (Some(one), Some(two)) => {
                    if two.percent > one.percent {
                        two
                    } else {
                        one
                    }
                }
                (one, two) => one.or(two)?,
            };
            weigh(&mut score, target.looks, value);
            Some((score, target))
        })
        .collect();
    // Stable: the table's order decides between equals.
    ranked.sort_by_key(|(score, _)| std::cmp::Reverse(score.percent));
    let mut ranked = ranked.into_iter();
    let Some((mut score, target)) = ranked.next().filter(|(score, _)| score.percent >= LEAST) else {
        return by_value(targets, name, value, whole.is_of_others());
    };
    if let Some((_, other)) = ranked.next().filter(|(other, _)| other.percent >= score.percent) {
        score.percent = score.percent.saturating_sub(DOUBT).max(LEAST);
        score.because.push_str(&format!("; `{}` fits as well", other.path));
    }
    Some(Proposal { yours: name.to_owned(), target, score })
}

/// A name that says nothing, but a value that can only be one thing.
fn by_value<'t>(targets: &'t [Target], name: &str, value: Option<&Value>, of_others: bool) -> Option<Proposal<'t>> {
    let value = value.filter(|_| !of_others)?;
    // Dates and states are too many in a record.
    let target = targets.iter().find(|target| {
        target.looks.is_some_and(|looks| matches!(looks, Looks::Email | Looks::Phone) && looks.fits(value))
    })?;
    let because = format!("the name says nothing, but the value looks like {}", target.looks?.words());
    Some(Proposal { yours: name.to_owned(), target, score: Score { percent: VALUE_ONLY, because } })
}

fn weigh(score: &mut Score, looks: Option<Looks>, value: Option<&Value>) {
    let (Some(looks), Some(value)) = (looks, value) else { return };
    if looks.fits(value) {
        score.percent = score.percent.saturating_add(FITS).min(MOST);
        score.because.push_str(&format!("; the value looks like {}", looks.words()));
    } else {
        score.percent = score.percent.saturating_sub(FITS_NOT);
        score.because.push_str(&format!("; but the value does not look like {}", looks.words()));
    }
}

/// Says of each path that several names are proposed for which one fits best, or that none does.
fn rivals(proposals: &mut [Proposal<'_>]) {
    let all: Vec<(String, String, Percent)> = proposals
        .iter()
        .filter(|proposal| proposal.score.percent >= LEAST)
        .map(|proposal| (proposal.yours.clone(), proposal.target.path.clone(), proposal.score.percent))
        .collect();
    for proposal in proposals {
        let percent = proposal.score.percent;
        let rival = all
            .iter()
            .filter(|(yours, path, _)| *path == proposal.target.path && *yours != proposal.yours)
            .max_by_key(|(_, _, rival)| *rival);
        let Some((yours, _, rival)) = rival else { continue };
        if *rival == percent {
            proposal.score.percent = percent.saturating_sub(DOUBT).max(LEAST);
            proposal.score.because.push_str(&format!("; `{yours}` fits as well, and only one can be used"));
        } else if *rival > percent {
            proposal.score.because.push_str(&format!("; `{yours}` fits better"));
        }
    }
}
