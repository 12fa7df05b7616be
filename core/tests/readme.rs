//! The README's table of operations is what the contract and the code say.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lexamica::contract::Contract;
use lexamica::credentials::KeyTier;
use lexamica::operation::OperationName;

fn table() -> String {
    let contract = Contract::builtin();
    let mut table = "| operation | request | key | path is | in this version |\n|---|---|---|---|---|\n".to_owned();
    for name in OperationName::ALL {
        let operation = contract.operation(*name).unwrap();
        let path = operation.path.get().replace("/organization/{organization_id}", "…");
        let provenance = serde_json::to_value(operation.path.provenance()).unwrap();
        let key = match operation.key {
            KeyTier::Public => "public",
            KeyTier::Private => "private",
            KeyTier::None => "none",
        };
        let available = if name.is_available() { "yes" } else { "coming" };
        let row = format!(
            "| `{name}` | `{} {path}` | {key} | {} | {available} |\n",
            operation.method.get(),
            provenance.as_str().unwrap()
        );
        table.push_str(&row);
    }
    table
}

#[test]
fn the_table_of_operations_is_true() {
    let readme = include_str!("../../README.md");
    let table = table();
    assert!(readme.contains(&table), "put this table into README.md:\n{table}");
}
