//! What sample payloads show about a mapping.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Finding, FindingCode, listed, place};
use crate::contract::Contract;
use crate::mapping::{ID_PATH, Mapping, Pair, Path, path};
use crate::recipe::is_null_or_blank;
use crate::recipe::nearest::nearest;

pub(super) fn check<R: AsRef<str>>(
    mapping: &Mapping,
    contract: &Contract,
    payloads: &[Value],
    required: &[R],
    findings: &mut Vec<Finding>,
) {
    let mut samples: Vec<(usize, &Map<String, Value>, &Value)> = Vec::new();
    for (index, payload) in payloads.iter().enumerate() {
        match payload.as_object() {
            Some(object) => samples.push((index, object, payload)),
            None => findings.push(Finding::new(
                FindingCode::NotAnObject,
                format!("samples.{index}"),
                "a payload is an object with one entry per field",
                "send an object; a list is sent one object at a time",
            )),
        }
    }
    self::required(mapping, contract, &samples, required, findings);
    if samples.is_empty() {
        return;
    }
    uncovered(mapping, &samples, findings);
    never_filled(mapping, contract, &samples, findings);
    blank(mapping, &samples, findings);
    round_trip(mapping, &samples, findings);
}

type Samples<'s> = [(usize, &'s Map<String, Value>, &'s Value)];

/// Something seen in several samples: how often, and where first.
#[derive(Default)]
struct Sightings {
    order: Vec<String>,
    seen: HashMap<String, (usize, usize)>,
}

impl Sightings {
    fn add(&mut self, what: String, sample: usize) {
        if let Some((count, _)) = self.seen.get_mut(&what) {
            *count = count.saturating_add(1);
        } else {
            self.seen.insert(what.clone(), (1, sample));
            self.order.push(what);
        }
    }

    /// What, how often, and the first sample, in the order of appearance.
    fn iter(&self) -> impl Iterator<Item = (&str, usize, usize)> {
        self.order.iter().filter_map(|what| {
            let (count, first) = self.seen.get(what)?;
            Some((what.as_str(), *count, *first))
        })
    }
}

fn required<R: AsRef<str>>(
    mapping: &Mapping,
    contract: &Contract,
    samples: &Samples<'_>,
    required: &[R],
    findings: &mut Vec<Finding>,
) {
    let model = contract.models.get(mapping.model.as_str());
    // Payloads that cannot be mapped at all are reported by the pairs' own findings.
    let mapped: Vec<(usize, Value)> =
        samples.iter().filter_map(|(index, _, payload)| Some((*index, mapping.inbound(payload).ok()?))).collect();
    for (position, wanted) in required.iter().enumerate() {
        let wanted = wanted.as_ref();
        let spelled = model.map_or(wanted, |model| model.spelled(wanted));
        let here = format!("required.{position}");
        let parsed = match Path::parse(spelled, || here.clone()) {
            Ok(parsed) => parsed,
            Err(error) => {
                findings.push(Finding::new(FindingCode::InvalidPath, here, error.detail(), "correct the path"));
                continue;
            }
        };
        let covering = mapping.fields.iter().find(|pair| covers(&pair.lexamica, spelled));
        let Some(covering) = covering else {
            findings.push(Finding::new(
                FindingCode::RequiredNotMapped,
                here,
                format!("`{wanted}` is required, and no pair leads to it"),
                format!("add a pair of your field's name and `{spelled}`"),
            ));
            continue;
        };
        let missing: Vec<usize> = mapped
            .iter()
            .filter(|(_, canonical)| parsed.get(canonical).is_none_or(is_null_or_blank))
            .map(|(index, _)| *index)
            .collect();
        if let Some(first) = missing.first() {
            findings.push(Finding::new(
                FindingCode::RequiredMissing,
                format!("samples.{first}"),
                format!(
                    "`{wanted}` is required, and {} of {} samples have no value for it",
                    missing.len(),
                    mapped.len()
                ),
                format!("fill `{}`, or hold such a lead back", covering.yours),
            ));
        }
    }
}

/// Whether a pair's path is the wanted one or an object around it.
pub(crate) fn covers(target: &str, wanted: &str) -> bool {
    wanted.strip_prefix(target).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn uncovered(mapping: &Mapping, samples: &Samples<'_>, findings: &mut Vec<Finding>) {
    let mut keys = Sightings::default();
    for (index, object, _) in samples {
        let mut found = Vec::new();
        walk(mapping, "", object, &mut found);
        found.into_iter().for_each(|key| keys.add(key, *index));
    }
    for (key, count, first) in keys.iter() {
        let near = nearest(key, mapping.fields.iter().map(|pair| pair.yours.as_str()));
        let fix = if near.is_empty() {
            "add a pair for it, or leave it out of what you send".to_owned()
        } else {
            format!("add a pair for it, or spell it as your mapping does: {}", listed(near.into_iter()))
        };
        findings.push(Finding::new(
            FindingCode::UncoveredKey,
            format!("samples.{first}"),
            format!("no pair covers `{key}` (in {count} of {} samples), so Lexamica never sees it", samples.len()),
            fix,
        ));
    }
}

/// The keys that no pair names; inside an object only where some pair's name leads into it.
fn walk(mapping: &Mapping, prefix: &str, object: &Map<String, Value>, found: &mut Vec<String>) {
    for (key, value) in object {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if mapping.fields.iter().any(|pair| pair.yours == name) {
            continue;
        }
        let leads_inside = mapping.fields.iter().any(|pair| {
            pair.yours.strip_prefix(name.as_str()).is_some_and(|rest| rest.len() > 1 && rest.starts_with('.'))
        });
        match value {
            Value::Object(inner) if leads_inside => walk(mapping, &name, inner, found),
            Value::Array(_) if leads_inside => {}
            _ => found.push(name),
        }
    }
}

fn never_filled(mapping: &Mapping, contract: &Contract, samples: &Samples<'_>, findings: &mut Vec<Finding>) {
    let id = contract.models.get(mapping.model.as_str()).map_or(ID_PATH, |model| model.spelled(ID_PATH));
    for (position, pair) in mapping.fields.iter().enumerate() {
        // The id comes from Lexamica; a payload that is sent has none.
        if pair.lexamica == id || samples.iter().any(|(_, _, payload)| value(payload, pair).is_some()) {
            continue;
        }
        findings.push(Finding::new(
            FindingCode::NeverFilled,
            place(position, "yours"),
            format!("none of the {} samples has a value for `{}`", samples.len(), pair.yours),
            format!("check its spelling, unless only Lexamica fills `{}` or it is rare", pair.lexamica),
        ));
    }
}

fn value<'v>(payload: &'v Value, pair: &Pair) -> Option<&'v Value> {
    path::lookup(payload, &pair.yours).filter(|value| !is_null_or_blank(value))
}

fn blank(mapping: &Mapping, samples: &Samples<'_>, findings: &mut Vec<Finding>) {
    let mut names = Sightings::default();
    for (index, _, payload) in samples {
        for pair in &mapping.fields {
            if path::lookup(payload, &pair.yours).is_some_and(is_null_or_blank) {
                names.add(pair.yours.clone(), *index);
            }
        }
    }
    for (name, count, first) in names.iter() {
        findings.push(Finding::new(
            FindingCode::BlankValue,
            format!("samples.{first}"),
            format!("`{name}` is sent blank or null in {count} of {} samples", samples.len()),
            "leave a field out when it has no value; a blank may overwrite what Lexamica has",
        ));
    }
}

fn round_trip(mapping: &Mapping, samples: &Samples<'_>, findings: &mut Vec<Finding>) {
    let mut names = Sightings::default();
    for (index, object, payload) in samples {
        let back = mapping.inbound(payload).and_then(|canonical| mapping.outbound(&canonical));
        let Some(back) = back.ok().and_then(|value| value.as_object().cloned()) else { continue };
        for pair in &mapping.fields {
            let sent = path::lookup(payload, &pair.yours);
            let same_value = back.get(&pair.yours) == sent;
            // Read as a path out of an object, but written back as one literal key.
            let same_place = sent.is_none() || object.contains_key(&pair.yours);
            if !(same_value && same_place) {
                names.add(pair.yours.clone(), *index);
            }
        }
    }
    let first = names.iter().map(|(_, _, first)| first).min();
    if let Some(first) = first {
        findings.push(Finding::new(
            FindingCode::NotInverse,
            format!("samples.{first}"),
            format!("these do not come back as they were sent: {}", listed(names.iter().map(|(name, ..)| name))),
            "look at the pairs of these names: one that is shared, or one with a dot that is read as a path",
        ));
    }
}
