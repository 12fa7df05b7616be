//! The synonym table: data, compiled in.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::looks::Looks;
use super::words::words;

const TEXT: &str = include_str!("../../../data/synonyms.json");

/// What people call the fields of each model.
#[derive(Debug, Default)]
pub(super) struct Table {
    noise: HashSet<String>,
    client: HashSet<String>,
    others: HashSet<String>,
    models: BTreeMap<String, Vec<Target>>,
}

/// One canonical path and its names.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) path: String,
    pub(super) looks: Option<Looks>,
    pub(super) synonyms: Vec<Synonym>,
}

/// One name in words.
#[derive(Debug)]
pub(super) struct Synonym {
    pub(super) words: Vec<String>,
    /// Whether it often means something else.
    pub(super) maybe: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    noise: Vec<String>,
    client: Vec<String>,
    others: Vec<String>,
    models: BTreeMap<String, BTreeMap<String, Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    names: Vec<String>,
    #[serde(default)]
    maybe: Vec<String>,
    looks: Option<Looks>,
}

impl Table {
    /// Parsed once per process; it is a constant, and a test parses it.
    pub(super) fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Table> = OnceLock::new();
        BUILTIN.get_or_init(|| serde_json::from_str::<File>(TEXT).map(Self::from).unwrap_or_default())
    }

    pub(super) fn targets(&self, model: &str) -> &[Target] {
        self.models.get(model).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_noise(&self, word: &str) -> bool {
        self.noise.contains(word) || word.chars().all(char::is_numeric)
    }

    /// Whether the word speaks of the client, whom a case is about anyway.
    pub(super) fn is_client(&self, word: &str) -> bool {
        self.client.contains(word)
    }

    /// Whether the word speaks of somebody or something else than the client.
    pub(super) fn is_other(&self, word: &str) -> bool {
        self.others.contains(word)
    }
}

impl From<File> for Table {
    fn from(file: File) -> Self {
        let noise: HashSet<String> = file.noise.into_iter().collect();
        let target = |(path, entry): (String, Entry)| {
            let one = |name: &String, maybe| Synonym { words: words(name), maybe };
            let sure = entry.names.iter().map(|name| one(name, false));
            let synonyms = sure.chain(entry.maybe.iter().map(|name| one(name, true))).collect();
            // The canonical name itself needs no entry.
            let own = Synonym { words: words(&path), maybe: false };
            let mut target = Target { path, looks: entry.looks, synonyms };
            target.synonyms.push(own);
            target
        };
        Self {
            noise,
            client: file.client.into_iter().collect(),
            others: file.others.into_iter().collect(),
            models: file
                .models
                .into_iter()
                .map(|(model, entries)| (model, entries.into_iter().map(target).collect()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;

    #[test]
    fn the_table_is_readable_and_knows_every_path_of_the_contract_and_no_other() {
        let table = Table::builtin();
        for (model, contract) in &Contract::builtin().models {
            let mut listed: Vec<&str> = table.targets(model).iter().map(|target| target.path.as_str()).collect();
            let mut wanted: Vec<&str> = contract.fields().map(|(path, _)| path).collect();
            listed.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(listed, wanted, "{model}");
        }
    }

    #[test]
    fn a_sure_name_belongs_to_one_path() {
        let table = Table::builtin();
        for model in table.models.keys() {
            let mut seen: BTreeMap<Vec<String>, &str> = BTreeMap::new();
            for target in table.targets(model) {
                for synonym in target.synonyms.iter().filter(|synonym| !synonym.maybe) {
                    let other = seen.insert(synonym.words.clone(), &target.path);
                    assert!(other.is_none_or(|other| other == target.path), "{model}: {:?} {other:?}", synonym.words);
                    assert!(!synonym.words.is_empty());
                }
            }
        }
    }
}
