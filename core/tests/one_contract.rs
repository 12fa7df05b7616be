//! The wire is spelled in the contract and nowhere else, and the models are those of the contract.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lexamica::contract::Contract;
use lexamica::model::{Attachment, Case, CaseInvitation, CaseUpdate};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // The contract is where spellings belong; the canonical names of models are compared below.
            if !path.ends_with("contract") && !path.ends_with("model") {
                sources(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// Every text of the contract that only the contract may hold.
fn spellings(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if object.contains_key("provenance") {
                match object.get("value") {
                    Some(Value::String(text)) => drop(found.insert(text.clone())),
                    Some(Value::Array(list)) => found.extend(list.iter().filter_map(Value::as_str).map(str::to_owned)),
                    _ => {}
                }
            }
            object.values().for_each(|inner| spellings(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| spellings(inner, found)),
        _ => {}
    }
}

#[test]
fn no_spelling_of_the_wire_stands_outside_the_contract() {
    let mut wire = BTreeSet::new();
    spellings(&serde_json::to_value(Contract::builtin()).unwrap(), &mut wire);
    // A spelling is told from an ordinary word by its shape: a path, a header, camelCase, a display name.
    wire.retain(|text| text.contains(['/', '-']) || text.chars().skip(1).any(char::is_uppercase));
    assert!(wire.contains("x-lexamica-signature") && wire.contains("partnerFirmId") && wire.len() > 50, "{wire:?}");
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 20);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        // Comments and tests may speak of the wire; code may not.
        let code: Vec<&str> = text
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        for spelling in &wire {
            let quoted = format!("\"{spelling}\"");
            let found = code.iter().find(|line| line.contains(&quoted));
            assert!(found.is_none(), "{} spells {spelling}: {}", file.display(), found.unwrap());
        }
    }
}

/// The paths that the contract lists for a model, and those of them that the model does not know.
fn recognised<M: DeserializeOwned + Serialize>(model: &str) -> (Vec<String>, Vec<String>) {
    let contract = Contract::builtin().models.get(model).unwrap();
    let mut listed = Vec::new();
    let mut unknown = Vec::new();
    for (path, _) in contract.fields() {
        let mut value = json!("x");
        for key in path.rsplit('.') {
            value = Value::Object(Map::from_iter([(key.to_owned(), value)]));
        }
        let read: M = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), value, "{path} does not survive");
        listed.push(path.to_owned());
        if lands_in_extra(&value, model) {
            unknown.push(path.to_owned());
        }
    }
    (listed, unknown)
}

/// Whether something of a value is kept only as unknown.
fn lands_in_extra(value: &Value, model: &str) -> bool {
    match model {
        "Case" => {
            let case: Case = serde_json::from_value(value.clone()).unwrap();
            let address = |address: Option<lexamica::model::Address>| address.is_some_and(|a| !a.extra.is_empty());
            !case.extra.is_empty()
                || case.client.is_some_and(|client| !client.extra.is_empty() || address(client.address))
                || case.incident.is_some_and(|incident| !incident.extra.is_empty() || address(incident.address))
        }
        "CaseInvitation" => {
            let invitation: CaseInvitation = serde_json::from_value(value.clone()).unwrap();
            !invitation.extra.is_empty() || invitation.referral.is_some_and(|referral| !referral.extra.is_empty())
        }
        "CaseUpdate" => !serde_json::from_value::<CaseUpdate>(value.clone()).unwrap().extra.is_empty(),
        _ => !serde_json::from_value::<Attachment>(value.clone()).unwrap().extra.is_empty(),
    }
}

#[test]
fn every_field_of_the_contract_is_a_field_of_its_model() {
    let results = [
        recognised::<Case>("Case"),
        recognised::<CaseInvitation>("CaseInvitation"),
        recognised::<CaseUpdate>("CaseUpdate"),
        recognised::<Attachment>("Attachment"),
    ];
    for (listed, unknown) in results {
        assert!(!listed.is_empty());
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}

#[test]
fn client_data_is_not_shown_by_debug() {
    let case: Case = serde_json::from_value(json!({
        "_id": "id-1", "client": {"firstName": "Ana Client", "address": {"city": "Waco"}}, "other": "secret words",
    }))
    .unwrap();
    let shown = format!("{case:?}");
    for secret in ["Ana", "Waco", "secret words", "id-1"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
