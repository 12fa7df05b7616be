//! Your side of the pairs.

use std::collections::HashMap;

use super::{Finding, FindingCode, place};
use crate::mapping::Mapping;
use crate::recipe::trim;

pub(super) fn check(mapping: &Mapping, findings: &mut Vec<Finding>) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut alike: HashMap<String, usize> = HashMap::new();
    for (position, pair) in mapping.fields.iter().enumerate() {
        let name = pair.yours.as_str();
        let here = place(position, "yours");
        if trim(name).is_empty() {
            findings.push(Finding::new(
                FindingCode::BlankName,
                here,
                format!("the name of your field for `{}` is blank", pair.lexamica),
                "write the name, or remove the pair",
            ));
            continue;
        }
        if trim(name) != name {
            findings.push(Finding::new(
                FindingCode::NameNotTrimmed,
                here.clone(),
                format!("`{name}` has white space or an invisible mark at its ends, and names are compared exactly"),
                format!("write `{}`, unless your payload really spells it so", trim(name)),
            ));
        }
        if let Some(first) = seen.get(name).copied() {
            findings.push(duplicate(mapping, first, position, here));
        } else {
            if let Some(other) = alike.get(&folded(name)).and_then(|first| mapping.fields.get(*first)) {
                findings.push(Finding::new(
                    FindingCode::NamesAlike,
                    here,
                    format!("`{name}` and `{}` differ only in case or white space", other.yours),
                    "keep the one that your payload uses, or give them names that a person can tell apart",
                ));
            }
            seen.insert(name, position);
        }
        alike.entry(folded(name)).or_insert(position);
    }
}

fn duplicate(mapping: &Mapping, first: usize, position: usize, here: String) -> Finding {
    let targets = [first, position].map(|index| mapping.fields.get(index).map(|pair| pair.lexamica.as_str()));
    let name = mapping.fields.get(position).map_or("", |pair| pair.yours.as_str());
    match targets {
        [Some(one), Some(two)] if one == two => Finding::new(
            FindingCode::DuplicatePair,
            here,
            format!("the pair of `{name}` and `{two}` stands twice"),
            "remove one of the two",
        ),
        [one, two] => Finding::new(
            FindingCode::DuplicateName,
            here,
            format!(
                "`{name}` is written to both `{}` and `{}`; on the way back it holds only the first",
                one.unwrap_or_default(),
                two.unwrap_or_default()
            ),
            "give the second pair a name of its own, unless one value really belongs in both places",
        ),
    }
}

fn folded(name: &str) -> String {
    trim(name).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
