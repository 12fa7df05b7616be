//! The lints and the suggestions as the other languages call them.

use lexamica::ErrorCode;
use lexamica::boundary;
use serde_json::{Value, json};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

#[test]
fn a_mapping_is_linted_with_options_or_samples_alone() {
    let mapping = json!({"name": "m", "model": "Case", "fields": [
        {"yours": "id", "lexamica": "_id"}, {"yours": "s", "lexamica": "summary"},
    ]})
    .to_string();
    assert_eq!(boundary::lint_mapping(&mapping, "{}").unwrap(), "[]");
    let alone = parsed(&boundary::lint_mapping(&mapping, r#"[{"s": "x", "t": 1}]"#).unwrap());
    assert_eq!(alone[0]["code"], "uncovered_key");
    let all = json!({
        "samples": [{"s": "x"}], "required": ["client.phone"], "contract": {"models": {"Case": {"summary": "notes"}}},
    });
    let findings = parsed(&boundary::lint_mapping(&mapping, &all.to_string()).unwrap());
    let codes: Vec<&Value> = findings.as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["required_not_mapped", "unknown_path"]);
}

#[test]
fn what_cannot_be_read_is_an_error_without_its_values() {
    let mapping = r#"{"name": "m", "model": "Case", "fields": []}"#;
    for (mapping, options) in
        [("{", "{}"), (mapping, "{"), (mapping, r#"{"smaples": ["secret"]}"#), (mapping, r#"{"required": "secret"}"#)]
    {
        let error = boundary::lint_mapping(mapping, options).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidInput);
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    assert!(boundary::lint_setup(r#"{"mapping": {}}"#, "[]").is_err());
    assert!(boundary::lint_setup(r#"{"recipe": {"fields": []}}"#, "{}").is_err());
}

#[test]
fn a_setup_is_linted_to_data_and_text() {
    let setup = json!({
        "recipe": {"fields": [{"to": "client.phone", "from": "Phone", "as": "phone"}]},
        "mapping": {"name": "m", "model": "Case", "fields": [{"yours": "id", "lexamica": "_id"}]},
        "caseTypes": ["Dog Bite Injuries"],
        "required": ["caseType"],
    });
    let found = parsed(&boundary::lint_setup(&setup.to_string(), r#"[{"Phone": "210 555 0123"}]"#).unwrap());
    assert_eq!(found["report"]["droppedTargets"], json!(["client.phone"]));
    assert_eq!(found["report"]["unwrittenRequired"], json!(["caseType"]));
    assert_eq!(found["report"]["incomplete"][0]["row"], 1);
    assert!(found["text"].as_str().unwrap().starts_with("1 lead: 0 complete, 1 incomplete"));
}

#[cfg(feature = "suggest")]
#[test]
fn names_and_records_are_suggested_for() {
    let names = parsed(&boundary::suggest(r#"["LeadId", "x"]"#, "Case").unwrap());
    assert_eq!(names.as_array().unwrap().len(), 1);
    assert_eq!(names[0]["lexamica"], "externalReference");
    let record = parsed(&boundary::suggest(r#"{"Mail": "ana@example.com"}"#, "Case").unwrap());
    assert_eq!(record[0]["lexamica"], "client.email");
    assert!(boundary::suggest("7", "Case").is_err());
}
