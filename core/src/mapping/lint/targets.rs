//! Lexamica's side of the pairs.

use super::{Finding, FindingCode, listed, place};
use crate::contract::{Contract, ModelContract};
use crate::mapping::{ID_PATH, Mapping, Path};
use crate::recipe::nearest::nearest;

pub(super) fn check(mapping: &Mapping, contract: &Contract, findings: &mut Vec<Finding>) {
    let model = contract.models.get(mapping.model.as_str());
    if model.is_none() {
        let known = listed(contract.models.keys().map(String::as_str));
        findings.push(Finding::new(
            FindingCode::UnknownModel,
            "model",
            format!("`{}` is not a model that the contract knows, so its paths are not checked", mapping.model),
            format!("known models are {known}; names are case-sensitive"),
        ));
    }
    id(mapping, model, findings);
    let mut parsed: Vec<(Path<'_>, &str, &str)> = Vec::new();
    let mut ambiguous: Vec<&str> = Vec::new();
    for (position, pair) in mapping.fields.iter().enumerate() {
        let here = place(position, "lexamica");
        let path = match Path::parse(&pair.lexamica, || here.clone()) {
            Ok(path) => path,
            Err(error) => {
                findings.push(Finding::new(
                    FindingCode::InvalidPath,
                    here,
                    error.detail(),
                    "correct the path; nothing can be sent with this mapping until then",
                ));
                continue;
            }
        };
        // The same pair twice is a finding of the names.
        let other = parsed.iter().find(|(earlier, target, name)| {
            earlier.overlaps(&path) && !(*target == pair.lexamica && *name == pair.yours)
        });
        match other {
            Some((_, target, name)) if *target == pair.lexamica => {
                findings.push(Finding::new(
                    FindingCode::DuplicateTarget,
                    here.clone(),
                    format!(
                        "`{name}` and `{}` both go to `{target}`: the first of them that a payload has wins, and both \
                             come back with its value",
                        pair.yours
                    ),
                    "remove one of the pairs, or give it another path",
                ));
                ambiguous.extend([*name, pair.yours.as_str()]);
            }
            Some((_, target, _)) => findings.push(Finding::new(
                FindingCode::TargetInsideAnother,
                here.clone(),
                format!("`{}` cannot stand beside `{target}`: one would be inside the other", pair.lexamica),
                "remove one of the pairs; a payload that fills both is refused",
            )),
            None => {}
        }
        if parsed.iter().any(|(_, target, name)| *name == pair.yours && *target != pair.lexamica) {
            ambiguous.push(&pair.yours);
        }
        if let Some(model) = model {
            findings.extend(unknown(mapping, model, &pair.lexamica, here));
        }
        parsed.push((path, &pair.lexamica, &pair.yours));
    }
    ambiguous.sort_unstable();
    ambiguous.dedup();
    if !ambiguous.is_empty() {
        findings.push(Finding::new(
            FindingCode::NotInverse,
            "fields",
            format!(
                "the pairs are not one to one, so what comes back may differ from what was sent: {}",
                listed(ambiguous.iter().copied())
            ),
            "use each name and each path once if you rely on the way back",
        ));
    }
}

fn id(mapping: &Mapping, model: Option<&ModelContract>, findings: &mut Vec<Finding>) {
    let wanted = model.map_or(ID_PATH, |model| model.spelled(ID_PATH));
    if mapping.your_name(wanted).is_none() {
        findings.push(Finding::new(
            FindingCode::NoIdPair,
            "fields",
            format!(
                "no pair for `{wanted}`: answers and events are renamed by this mapping too, so the id of the {} may \
                 never reach you",
                mapping.model
            ),
            format!("add a pair of a name of yours, for example `lexamica_id`, and `{wanted}`"),
        ));
    }
}

fn unknown(mapping: &Mapping, model: &ModelContract, target: &str, here: String) -> Option<Finding> {
    let known: Vec<&str> = model.fields().map(|(_, spelled)| spelled.get().as_str()).collect();
    // A pair for a whole object, such as `client`, is a way of speaking of what is below it.
    let below = format!("{target}.");
    if known.iter().any(|path| *path == target || path.starts_with(&below)) {
        return None;
    }
    let spelled = model.spelled(target);
    let near = match known.iter().find(|path| path.eq_ignore_ascii_case(target)) {
        // Only its case is wrong: nothing else can be meant.
        Some(path) => vec![*path],
        None => nearest(target, known.iter().copied()),
    };
    let fix = if spelled != target {
        format!("write `{spelled}`: your contract spells it so")
    } else if near.is_empty() {
        format!(
            "known paths are {}; the list is not complete, so ask Lexamica if it is none of these",
            listed(known.into_iter())
        )
    } else {
        format!("did you mean {}? Paths are case-sensitive", listed(near.into_iter()))
    };
    Some(Finding::new(
        FindingCode::UnknownPath,
        here,
        format!("`{target}` is not a known path of {}, and an unknown one may be dropped in silence", mapping.model),
        fix,
    ))
}
