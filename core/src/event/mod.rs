//! The events that Lexamica reports.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::contract::Contract;

/// The name of an event, in this library's spelling (`case_created`), whatever the wire's is. Names that this
/// version does not know are kept as they came: there are more events than the documentation names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventName(String);

macro_rules! known_events {
    ($( $(#[$doc:meta])* $constructor:ident = $name:literal; )+) => {
        impl EventName {
            /// The events that this version knows by name.
            pub const KNOWN: &'static [&'static str] = &[$($name),+];
            $(
                $(#[$doc])*
                pub fn $constructor() -> Self {
                    Self($name.to_owned())
                }
            )+
        }
    };
}

known_events! {
    /// A new case is in the system (`documented`).
    case_created = "case_created";
    /// Your firm receives a case as handler (`documented`).
    case_received = "case_received";
    /// A case's details were modified (`documented`).
    case_edited = "case_edited";
    /// Specific fields of a case changed (`documented`).
    case_fields_updated = "case_fields_updated";
    /// A case moved to a new stage (`documented`).
    case_stage_changed = "case_stage_changed";
    /// A case was deleted (`documented`).
    case_deleted = "case_deleted";
    /// An invitation was sent to a firm (`documented`).
    case_invitation_sent = "case_invitation_sent";
    /// A firm accepted (`documented`).
    case_invitation_accepted = "case_invitation_accepted";
    /// A firm declined (`documented`).
    case_invitation_declined = "case_invitation_declined";
    /// The relay engine found a partner firm (`documented`).
    case_relay_matched = "case_relay_matched";
    /// No partner firm is available (`documented`).
    case_relay_rejected = "case_relay_rejected";
    /// All partner firms declined or let their time pass (`documented`).
    case_relay_missed = "case_relay_missed";
    /// The handler posted an update (`documented`).
    case_update_made = "case_update_made";
    /// A settlement begins (`documented`).
    case_settlement = "case_settlement";
    /// A file was uploaded to a case you are in (the event is `documented`, its name `assumed`).
    case_file_uploaded = "case_file_uploaded";
}

impl EventName {
    /// Takes a name in any spelling: case, spaces, dots, dashes and underscores do not matter. A name that is not
    /// known is kept as it is.
    pub fn parse(name: &str) -> Self {
        let wanted = folded(name);
        let known = Self::KNOWN.iter().find(|known| folded(known) == wanted);
        Self(known.map_or_else(|| name.to_owned(), |known| (*known).to_owned()))
    }

    /// Reads a name from the wire, by the contract's spelling first.
    pub fn read(contract: &Contract, name: &str) -> Self {
        let wanted = folded(name);
        match contract.events.iter().find(|(_, spelled)| folded(spelled.get()) == wanted) {
            Some((known, _)) => Self(known.clone()),
            None => Self::parse(name),
        }
    }

    /// How the contract spells it; an unknown name stays as it is.
    pub fn written<'n>(&'n self, contract: &'n Contract) -> &'n str {
        contract.events.get(&self.0).map_or(&self.0, |spelled| spelled.get())
    }

    /// This library's spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '_')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_known_event_is_recognised_and_an_unknown_one_is_kept() {
        let contract = Contract::builtin();
        for name in ["Case Created", "case.created", "CASE_CREATED", "case-created", "CaseCreated"] {
            assert_eq!(EventName::read(contract, name), EventName::case_created(), "{name}");
        }
        assert_eq!(EventName::read(contract, "Case Teleported").as_str(), "Case Teleported");
        assert_eq!(EventName::case_created().written(contract), "Case Created");
    }

    #[test]
    fn the_known_events_are_those_of_the_contract() {
        let mut known = EventName::KNOWN.to_vec();
        known.sort_unstable();
        let listed: Vec<&str> = Contract::builtin().events.keys().map(String::as_str).collect();
        assert_eq!(known, listed);
    }
}
