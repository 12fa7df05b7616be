//! The contract that is compiled in.

use super::Contract;

const TEXT: &str = include_str!("contract.json");

#[expect(clippy::expect_used, reason = "the text is compiled in, and the test below proves that it parses")]
pub(super) fn parse() -> Contract {
    serde_json::from_str(TEXT).expect("the compiled-in contract parses")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::OperationName;

    #[test]
    fn the_compiled_in_contract_parses_and_has_exactly_the_operations_of_the_table() {
        let contract = parse();
        contract.check().unwrap();
        let mut table: Vec<&str> = OperationName::ALL.iter().map(|name| name.as_str()).collect();
        table.sort_unstable();
        let listed: Vec<&str> = contract.operations.keys().map(String::as_str).collect();
        assert_eq!(listed, table);
    }

    #[test]
    fn every_entry_names_a_source() {
        fn walk(value: &serde_json::Value, path: &str) {
            match value {
                serde_json::Value::Object(object) => {
                    if object.contains_key("provenance") {
                        let source = object.get("source").and_then(|s| s.as_str()).unwrap_or_default();
                        assert!(!source.is_empty(), "{path} has no source");
                    }
                    for (key, inner) in object {
                        walk(inner, &format!("{path}.{key}"));
                    }
                }
                serde_json::Value::Array(list) => list.iter().for_each(|inner| walk(inner, path)),
                _ => {}
            }
        }
        walk(&serde_json::from_str(TEXT).unwrap(), "contract");
    }
}
