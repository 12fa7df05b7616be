//! The lint of a whole setup: recipe, mapping, list of case types and records together.

use lexamica::contract::Contract;
use lexamica::mapping::{Mapping, Pair};
use lexamica::model::Model;
use lexamica::recipe::Vocabulary;
use lexamica::setup::Setup;
use serde_json::{Value, json};

const RECIPE: &str = r#"{
    "fields": [
        {"to": "client.firstName", "from": "First Name"},
        {"to": "client.phone", "from": "Phone", "as": "phone"},
        {"to": "client.email", "from": "Email", "as": "email"},
        {"to": "caseType", "from": "Matter", "as": "lookup",
         "table": {"Dog": "Dog Bite Injuries", "Car": "Auto Accident", "Fall": "Slip"}},
        {"to": "summary", "as": "summary", "questions": [{"label": "Story", "from": "Story"}]}
    ],
    "required": ["client.firstName", "client.phone"]
}"#;

fn mapping() -> Mapping {
    Mapping::new(
        "website",
        Model::Case,
        vec![
            Pair::new("MatterNo", "_id"),
            Pair::new("FirstName", "client.firstName"),
            Pair::new("Phone", "client.phone"),
            Pair::new("PracticeArea", "caseType"),
            Pair::new("Stage", "stage"),
            Pair::new("Zip", "client.address.zip"),
        ],
    )
}

fn list() -> Vocabulary {
    Vocabulary::new(["Motor Vehicle Accident", "Dog Bite Injuries", "Slip and Fall"])
}

fn records() -> Vec<Value> {
    vec![
        json!({"First Name": "Ana", "Phone": "(210) 555-0123", "Matter": "Dog", "utm": "ads", "Story": "bitten", "x": ""}),
        json!({"First Name": "Bo", "Phone": "555", "Matter": "Dog", "utm": "ads"}),
        json!({"First Name": " ", "Phone": "(210) 555-0124", "Matter": "Fall", "utm": ""}),
        json!({"First Name": "Cy", "Phone": "(210) 555-0125", "Matter": "Fall"}),
        json!({"First Name": "Di", "Phone": "(210) 555-0126", "Matter": "Car"}),
        json!({"First Name": "Ed", "Phone": "(210) 555-0127", "Matter": "Boat"}),
        json!("not a record"),
    ]
}

#[test]
fn every_way_to_lose_a_lead_is_reported() {
    let setup = Setup::from_json(RECIPE).unwrap().with_mapping(mapping()).with_case_types(list());
    let setup = setup.with_required(["client.phone", "incident.date"]);
    let report = setup.lint(records());
    assert_eq!(report.records, 7);
    assert_eq!(report.complete, 0, "nobody has a date of the incident");
    assert_eq!(report.unwritten_required, ["incident.date"]);

    let setup = Setup::from_json(RECIPE).unwrap().with_mapping(mapping()).with_case_types(list());
    let report = setup.lint(records());
    assert_eq!(report.complete, 1);
    let missing: Vec<(usize, Vec<(&str, Value)>)> = report
        .incomplete
        .iter()
        .map(|lead| {
            (lead.row, lead.missing.iter().map(|problem| (problem.path.as_str(), json!(problem.code))).collect())
        })
        .collect();
    assert_eq!(
        missing,
        [
            (2, vec![("client.phone", json!("phone_invalid"))]),
            (3, vec![("client.firstName", json!("missing"))]),
            (6, vec![("caseType", json!("not_in_table"))]),
            (7, vec![("", json!("not_an_object"))]),
        ]
    );
    let other: Vec<(Option<&str>, usize, &[usize])> = report
        .other_case_types
        .iter()
        .map(|other| (other.value.as_deref(), other.count, other.rows.as_slice()))
        .collect();
    assert_eq!(other, [(Some("Slip"), 2, &[3, 4][..]), (Some("Auto Accident"), 1, &[5][..])]);
    assert_eq!(report.would_be_other(), 3);
    let unknown: Vec<&str> = report.unknown_lookup_values.iter().map(|unknown| unknown.value.as_str()).collect();
    assert_eq!(unknown, ["Auto Accident", "Slip"]);
    assert_eq!(report.unused_columns.len(), 1, "a column that is always blank is not missed");
    assert_eq!((report.unused_columns[0].name.as_str(), report.unused_columns[0].filled), ("utm", 2));
    assert_eq!(report.dropped_targets, ["client.email", "summary"]);
    let unfilled: Vec<&str> = report.unfilled_pairs.iter().map(|pair| pair.yours.as_str()).collect();
    assert_eq!(unfilled, ["Stage", "Zip"], "the id comes from Lexamica");
    assert_eq!(report.mapping[0].code.as_str(), "unknown_path");
    assert!(report.has_errors());
}

#[test]
fn the_text_says_it_in_words() {
    let setup = Setup::from_json(RECIPE).unwrap().with_mapping(mapping()).with_case_types(list());
    let text = setup.lint(records()).to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "7 leads: 1 complete, 4 incomplete, 3 with a case type that becomes \"Other\"");
    for wanted in [
        "Written by the recipe, but dropped: no pair of the mapping carries it",
        "  - `client.email`: add a pair to the mapping",
        "  - `client.firstName` from `First Name`: required, but missing or blank (1 lead: row 3)",
        "Case types that would become \"Other\" and never be referred",
        "  - `utm` (filled in 2 leads)",
        "  - `Stage` for `stage`",
    ] {
        assert!(lines.contains(&wanted), "{wanted}\n---\n{text}");
    }
    assert!(lines.iter().any(|line| line.starts_with("  - `Slip` (2 leads: rows 3, 4)")), "{text}");
}

#[test]
fn no_value_of_a_client_is_in_a_report() {
    let recipe = r#"{"fields": [
        {"to": "caseType", "from": "What happened"}, {"to": "client.email", "from": "Email", "as": "email"},
        {"to": "client.phone", "from": "Phone", "as": "phone"}
    ]}"#;
    let setup = Setup::from_json(recipe).unwrap().with_case_types(list()).with_mapping(mapping());
    let report = setup.lint([
        json!({"What happened": "Ana Ruiz was hit by a van on Culebra Road in the morning", "Email": "private", "Extra": "hidden"}),
        json!({"What happened": "call 210 555 0123", "Phone": "secret number"}),
        json!({"What happened": "ana@ruiz.test"}),
    ]);
    assert_eq!(report.other_case_types.len(), 1);
    assert_eq!((report.other_case_types[0].value.as_ref(), report.other_case_types[0].count), (None, 3));
    let told = format!("{report}{}", serde_json::to_string(&report).unwrap());
    for value in ["Ana", "Culebra", "0123", "ruiz.test", "private", "hidden", "secret"] {
        assert!(!told.contains(value), "{told}");
    }
}

#[test]
fn a_setup_that_loses_nothing_says_so() {
    let recipe = r#"{"fields": [{"to": "client.firstName", "from": "First"}], "required": ["client.firstName"]}"#;
    let good = Mapping::new("m", Model::Case, vec![Pair::new("id", "_id"), Pair::new("First", "client.firstName")]);
    let report = Setup::from_json(recipe).unwrap().with_mapping(good).lint([json!({"First": "Ana"})]);
    assert!(!report.has_errors());
    let expected = "1 lead: 1 complete, 0 incomplete, 0 with a case type that becomes \"Other\"\n\n\
                    Nothing here keeps a lead from being sent.\n";
    assert_eq!(report.to_string(), expected);
    let data = serde_json::to_value(&report).unwrap();
    assert_eq!(data["otherCaseTypes"], json!([]));
    assert_eq!(data["records"], 1);
}

#[test]
fn an_overridden_spelling_is_followed_into_the_mapping() {
    let contract = Contract::with_overrides(r#"{"models": {"Case": {"summary": "notes.intake"}}}"#).unwrap();
    let recipe = r#"{"fields": [{"to": "summary", "from": "Story"}]}"#;
    let spelled = Mapping::new("m", Model::Case, vec![Pair::new("id", "_id"), Pair::new("Summary", "notes.intake")]);
    let setup = Setup::from_json(recipe).unwrap().with_mapping(spelled).with_contract(contract);
    let report = setup.lint([json!({"Story": "x"})]);
    assert!(report.dropped_targets.is_empty() && report.unfilled_pairs.is_empty() && report.mapping.is_empty());
}

#[test]
fn the_recipes_own_list_is_used_and_the_firms_stands_in_its_place() {
    let recipe =
        r#"{"fields": [{"to": "caseType", "from": "M"}], "vocabularies": {"caseType": ["Dog Bite Injuries"]}}"#;
    let own = Setup::from_json(recipe).unwrap();
    assert_eq!(own.lint([json!({"M": "Slip and Fall"})]).would_be_other(), 1);
    assert_eq!(own.with_case_types(list()).lint([json!({"M": "Slip and Fall"})]).would_be_other(), 0);
}

#[test]
fn the_examples_setup_loses_only_what_its_data_lack() {
    let read = |name: &str| {
        std::fs::read_to_string(format!("{}/../examples/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let setup = Setup::from_json(&read("intake.recipe.json")).unwrap();
    let setup = setup.with_mapping(Mapping::from_json(&read("case.mapping.json")).unwrap());
    let report = setup.lint(std::iter::empty::<Value>());
    assert!(report.dropped_targets.is_empty() && report.mapping.is_empty() && report.unwritten_required.is_empty());
    assert_eq!(report.unfilled_pairs[0].yours, "Stage", "the stage comes back from Lexamica");
}
