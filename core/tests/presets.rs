//! Each preset turns its sample into the cases that a person wrote beside it.

#![cfg(feature = "presets")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lexamica::contract::Contract;
use lexamica::presets::{Preset, SampleFormat, find, presets};
use lexamica::recipe::Recipe;
use lexamica::recipe::input::{Format, Options, Record, records};
use lexamica::setup::Setup;
use serde_json::{Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("presets")
}

fn sample(preset: &Preset) -> Vec<Record> {
    let format = match preset.format {
        SampleFormat::Json => Format::Json,
        SampleFormat::Csv => Format::Csv,
        other => panic!("no reading of {other:?}"),
    };
    records(preset.sample.as_bytes(), &Options::new(format)).unwrap().collect()
}

#[test]
fn every_folder_is_a_preset_and_is_explained() {
    let folders: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let named: BTreeSet<String> = presets().iter().map(|preset| preset.name.to_owned()).collect();
    assert_eq!(folders, named);
    assert_eq!(named.len(), 12);
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    for name in &named {
        assert!(readme.contains(&format!("| `{name}` |")), "{name} has no line in the README");
        assert_eq!(find(name).unwrap().name, name);
    }
    assert_eq!(find("nothing"), None);
}

#[test]
fn each_sample_becomes_what_is_written_beside_it() {
    for preset in presets() {
        let recipe = Recipe::from_json(preset.recipe).unwrap_or_else(|error| panic!("{}: {error}", preset.name));
        let got: Vec<Value> = sample(preset)
            .iter()
            .map(|record| {
                let applied = recipe.apply_to(record);
                let problems: Vec<Value> = applied
                    .problems
                    .iter()
                    .map(|problem| json!({"path": problem.path, "code": problem.code}))
                    .collect();
                json!({"result": applied.result, "problems": problems})
            })
            .collect();
        let expected = std::fs::read_to_string(folder().join(preset.name).join("expected.json")).unwrap();
        let expected: Vec<Value> = serde_json::from_str(&expected).unwrap();
        assert!(!expected.is_empty());
        assert_eq!(got, expected, "{}", preset.name);
    }
}

#[test]
fn presets_write_only_what_the_contract_knows() {
    let known = &Contract::builtin().models["Case"];
    for preset in presets() {
        for target in Recipe::from_json(preset.recipe).unwrap().targets() {
            assert!(known.fields().any(|(path, _)| path == target), "{}: {target}", preset.name);
        }
    }
}

#[test]
fn the_people_are_invented() {
    for preset in presets() {
        // Numbers of 555-01xx and addresses at example.com belong to nobody.
        let digits: String = preset.sample.chars().filter(char::is_ascii_digit).collect();
        assert!(digits.contains("55501"), "{}", preset.name);
        for behind in preset.sample.split('@').skip(1) {
            assert!(behind.starts_with("example.com"), "{}", preset.name);
        }
    }
}

#[test]
fn a_preset_can_be_linted_as_a_setup() {
    let report = |name: &str| {
        let preset = find(name).unwrap();
        Setup::from_json(preset.recipe).unwrap().lint_records(sample(preset))
    };
    let gravity = report("gravity-forms");
    assert_eq!((gravity.records, gravity.complete), (1, 1));
    assert!(gravity.unused_columns.iter().any(|column| column.name == "6.6" && column.filled == 1));
    assert!(gravity.unused_columns.iter().all(|column| column.name != "9" && column.name != "1.2"), "used, or blank");
    let wpforms = report("wpforms");
    assert_eq!((wpforms.complete, wpforms.incomplete[0].row), (1, 3), "the header is row 1");
    let typeform = report("typeform");
    assert!(typeform.unused_columns.iter().any(|column| column.name == "form_response.hidden"));
}
