//! Every finding of the mapping's lint: its code, its place and its fix.

use lexamica::contract::Contract;
use lexamica::mapping::lint::{Finding, Severity};
use lexamica::mapping::{Mapping, Pair};
use lexamica::model::Model;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Your name and Lexamica's path.
type Pairs = [(&'static str, &'static str)];
/// Code and place.
type Expected = [(&'static str, &'static str)];

fn case(pairs: &[(&str, &str)]) -> Mapping {
    Mapping::new("test", Model::Case, pairs.iter().map(|(yours, path)| Pair::new(*yours, *path)).collect())
}

/// Code and place of each finding.
fn brief(findings: &[Finding]) -> Vec<(&str, &str)> {
    findings.iter().map(|finding| (finding.code.as_str(), finding.place.as_str())).collect()
}

fn lint(pairs: &[(&str, &str)]) -> Vec<Finding> {
    case(pairs).lint(Contract::builtin())
}

const GOOD: &[(&str, &str)] = &[("id", "_id"), ("first", "client.firstName"), ("state", "incident.address.state")];

#[test]
fn a_good_mapping_has_no_findings() {
    assert_eq!(lint(GOOD), []);
    let sample = json!({"first": "Ana", "state": "TX"});
    assert_eq!(case(GOOD).lint_with_samples(Contract::builtin(), &[sample], &["client.firstName"]), []);
}

#[test]
fn the_mappings_of_the_example_have_no_findings() {
    for name in ["case", "case-invitation"] {
        let path = format!("{}/../examples/data/{name}.mapping.json", env!("CARGO_MANIFEST_DIR"));
        let mapping = Mapping::from_json(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(mapping.lint(Contract::builtin()), [], "{name}");
    }
}

#[test]
fn each_mistake_in_the_pairs_is_found() {
    let table: &[(&Pairs, &Expected)] = &[
        (&[], &[("no_pairs", "fields")]),
        (&[("first", "client.firstName")], &[("no_id_pair", "fields")]),
        (&[("id", "_id"), (" \u{200b}", "summary")], &[("blank_name", "fields.1.yours")]),
        (&[("id", "_id"), ("Summary ", "summary")], &[("name_not_trimmed", "fields.1.yours")]),
        (
            &[("id", "_id"), ("state", "client.address.state"), ("state", "incident.address.state")],
            &[("duplicate_name", "fields.2.yours"), ("not_inverse", "fields")],
        ),
        (
            &[("id", "_id"), ("First Name", "client.firstName"), ("firstname", "client.lastName")],
            &[("names_alike", "fields.2.yours")],
        ),
        (&[("id", "_id"), ("s", "summary"), ("s", "summary")], &[("duplicate_pair", "fields.2.yours")]),
        (
            &[("id", "_id"), ("a", "summary"), ("b", "summary")],
            &[("duplicate_target", "fields.2.lexamica"), ("not_inverse", "fields")],
        ),
        (
            &[("id", "_id"), ("c", "client"), ("f", "client.firstName")],
            &[("target_inside_another", "fields.2.lexamica")],
        ),
        (&[("id", "_id"), ("f", "client..firstName")], &[("invalid_path", "fields.1.lexamica")]),
        (&[("id", "_id"), ("f", "client.firstname")], &[("unknown_path", "fields.1.lexamica")]),
        // Something below what is known as a single value.
        (&[("id", "_id"), ("f", "stage.label")], &[("unknown_path", "fields.1.lexamica")]),
        // A whole object is a known place.
        (&[("id", "_id"), ("a", "incident.address")], &[]),
    ];
    for (pairs, expected) in table {
        assert_eq!(brief(&lint(pairs)), *expected, "{pairs:?}");
    }
}

#[test]
fn fixes_name_what_to_write() {
    let fix = |pairs: &[(&str, &str)]| lint(pairs)[0].fix.clone();
    assert!(fix(&[("id", "_id"), ("f", "client.firstname")]).starts_with("did you mean `client.firstName`? "));
    assert!(fix(&[("id", "_id"), ("f", "firstName")]).contains("`client.firstName`"));
    assert!(fix(&[("id", "_id"), ("f", "zzzzzzzz")]).contains("`_id`"), "nothing near: the known ones are listed");
    assert!(fix(&[("id", "_id"), ("Summary ", "summary")]).starts_with("write `Summary`"));
    let shown = lint(&[("id", "_id"), ("f", "client.firstname")])[0].to_string();
    assert!(shown.starts_with("warning (unknown_path) at fields.1.lexamica: `client.firstname` is not"), "{shown}");
}

#[test]
fn an_overridden_spelling_is_the_one_that_is_wanted() {
    let contract = Contract::with_overrides(r#"{"models": {"Case": {"summary": "notes.intake"}}}"#).unwrap();
    let mapping = case(&[("id", "_id"), ("Summary", "summary")]);
    let findings = mapping.lint(&contract);
    assert_eq!(brief(&findings), [("unknown_path", "fields.1.lexamica")]);
    assert_eq!(findings[0].fix, "write `notes.intake`: your contract spells it so");
    let corrected = case(&[("id", "_id"), ("Summary", "notes.intake")]);
    assert_eq!(corrected.lint_with_samples(&contract, &[json!({"Summary": "x"})], &["summary"]), []);
}

#[test]
fn an_unknown_model_is_said_and_its_paths_are_left_alone() {
    let mapping = Mapping::new("m", Model::parse("Settlement"), vec![Pair::new("amount", "amount")]);
    let findings = mapping.lint(Contract::builtin());
    assert_eq!(brief(&findings), [("no_id_pair", "fields"), ("unknown_model", "model")]);
    assert_eq!(findings[1].severity, Severity::Note);
}

fn samples(pairs: &[(&str, &str)], payloads: &[Value], required: &[&str]) -> Vec<Finding> {
    case(pairs).lint_with_samples(Contract::builtin(), payloads, required)
}

#[test]
fn each_mistake_that_samples_show_is_found() {
    let full = json!({"first": "Ana", "state": "TX"});
    let table: &[(&[Value], &[&str], &Expected)] = &[
        (&[json!(["Ana"])], &[], &[("not_an_object", "samples.0")]),
        (&[full.clone(), json!({"first": "Bo", "state": "TX", "frist": "x"})], &[], &[("uncovered_key", "samples.1")]),
        (&[json!({"first": "Ana"})], &[], &[("never_filled", "fields.2.yours")]),
        (&[full.clone(), json!({"first": " ", "state": "TX"})], &[], &[("blank_value", "samples.1")]),
        (
            &[full.clone(), json!({"first": "Bo", "state": null})],
            &["incident.address.state"],
            &[("required_missing", "samples.1"), ("blank_value", "samples.1")],
        ),
        (std::slice::from_ref(&full), &["client.firstName", "client.email"], &[("required_not_mapped", "required.1")]),
        (&[], &["client.email"], &[("required_not_mapped", "required.0")]),
        (std::slice::from_ref(&full), &["client..email"], &[("invalid_path", "required.0")]),
    ];
    for (payloads, required, expected) in table {
        assert_eq!(brief(&samples(GOOD, payloads, required)), *expected, "{payloads:?} {required:?}");
    }
}

#[test]
fn findings_of_many_samples_are_counted_and_not_repeated() {
    let payloads: Vec<Value> = (0..40).map(|_| json!({"first": "Ana", "state": "TX", "utm_source": "ads"})).collect();
    let findings = samples(GOOD, &payloads, &[]);
    assert_eq!(brief(&findings), [("uncovered_key", "samples.0")]);
    assert!(findings[0].reason.contains("`utm_source` (in 40 of 40 samples)"), "{}", findings[0].reason);
}

#[test]
fn a_name_with_a_dot_is_followed_into_the_payload_and_its_way_back_is_another() {
    let pairs: &[(&str, &str)] = &[("id", "_id"), ("contact.first", "client.firstName")];
    let findings = samples(pairs, &[json!({"contact": {"first": "Ana", "last": "Ruiz"}})], &[]);
    assert_eq!(brief(&findings), [("uncovered_key", "samples.0"), ("not_inverse", "samples.0")]);
    assert!(findings[0].reason.contains("`contact.last`"));
    assert_eq!(samples(pairs, &[json!({"contact.first": "Ana"})], &[]), []);
}

#[test]
fn findings_hold_no_value_of_a_sample() {
    let pairs: &[(&str, &str)] = &[("id", "_id"), ("a", "summary"), ("b", "summary"), ("c.d", "client.email")];
    let payloads =
        [json!({"a": "secret one", "b": "secret two", "c": {"d": "secret three", "e": "secret four"}, "f": "secret"})];
    let text = serde_json::to_string(&samples(pairs, &payloads, &["client.phone", "summary"])).unwrap();
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn a_finding_is_data_for_other_languages() {
    let findings = lint(&[("id", "_id"), ("f", "client..x")]);
    let data = serde_json::to_value(&findings[0]).unwrap();
    assert_eq!(data["severity"], "error");
    assert_eq!(data["code"], "invalid_path");
    assert_eq!(data["place"], "fields.1.lexamica");
}

/// Names and paths that meet each other often.
fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof!["[ab. ]{0,4}", "\\PC{0,8}"];
    let path = prop_oneof![
        Just("_id".to_owned()),
        Just("client".to_owned()),
        Just("client.firstName".to_owned()),
        Just("summary".to_owned()),
        "[a.0]{0,5}",
    ];
    proptest::collection::vec((name, path), 0..6)
}

proptest! {
    #[test]
    fn a_mapping_without_errors_can_be_applied(pairs in pairs(), values in proptest::collection::vec("[ab]{0,3}", 0..6)) {
        let mapping = Mapping::new(
            "any", Model::Case, pairs.iter().map(|(name, path)| Pair::new(name.as_str(), path.as_str())).collect(),
        );
        let payload: Value = pairs.iter().zip(&values).map(|((name, _), value)| (name.clone(), json!(value))).collect();
        let findings = mapping.lint_with_samples(Contract::builtin(), std::slice::from_ref(&payload), &["summary"]);
        let refused = findings.iter().any(|finding| {
            finding.severity == Severity::Error && finding.place.ends_with("lexamica")
        });
        if !refused {
            let canonical = mapping.inbound(&payload).unwrap();
            let back = mapping.outbound(&canonical).unwrap();
            // Without a word about the way back, it is exact for the fields that the mapping covers.
            if findings.iter().all(|finding| finding.code.as_str() != "not_inverse") {
                for (name, value) in back.as_object().unwrap() {
                    prop_assert_eq!(payload.get(name), Some(value));
                }
            }
        }
    }
}
