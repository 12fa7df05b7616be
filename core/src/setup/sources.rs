//! What a recipe's file says and the recipe itself does not tell: which keys it reads, and its lookup tables.

use serde_json::{Map, Value};

use crate::mapping::lint::covers;
use crate::recipe::Vocabulary;

/// A recipe's file, read once more for what a report needs.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources {
    /// For each source the keys from the top of the record, up to the first step that is no key.
    keys: Vec<Vec<String>>,
    /// The texts that lookups write, by canonical path.
    tables: Vec<(String, Vec<String>)>,
    vocabularies: Vec<(String, Vocabulary)>,
}

impl Sources {
    /// Of a file that the recipe has already been read from; what cannot be understood is left out.
    pub(super) fn read(recipe: &Value) -> Self {
        let mut sources = Self::default();
        for field in recipe.get("fields").and_then(Value::as_array).into_iter().flatten() {
            sources.field(field);
        }
        let vocabularies = recipe.get("vocabularies").and_then(Value::as_object).into_iter().flatten();
        for (path, vocabulary) in vocabularies {
            let entries = vocabulary.get("entries").unwrap_or(vocabulary).as_array().into_iter().flatten();
            let entries = entries.filter_map(Value::as_str);
            sources.vocabularies.push((path.clone(), Vocabulary::new(entries)));
        }
        sources
    }

    fn field(&mut self, field: &Value) {
        if let Some(from) = field.get("from") {
            self.source(from);
        }
        for several in ["first_of", "all_of"] {
            field.get(several).and_then(Value::as_array).into_iter().flatten().for_each(|from| self.source(from));
        }
        // The questions of a summary have sources of their own.
        field.get("questions").and_then(Value::as_array).into_iter().flatten().for_each(|inner| self.field(inner));
        if let (Some(to), Some(table)) =
            (field.get("to").and_then(Value::as_str), field.get("table").and_then(Value::as_object))
        {
            let texts = table.values().filter_map(Value::as_str).map(str::to_owned).collect();
            self.tables.push((to.to_owned(), texts));
        }
    }

    fn source(&mut self, from: &Value) {
        let keys: Vec<String> = match from {
            Value::String(key) => vec![key.clone()],
            Value::Array(steps) => steps.iter().map_while(Value::as_str).map(str::to_owned).collect(),
            _ => return,
        };
        self.keys.push(keys);
    }

    /// The vocabulary that the file has for a path.
    pub(super) fn vocabulary(&self, path: &str) -> Option<&Vocabulary> {
        self.vocabularies.iter().find(|(known, _)| known == path).map(|(_, vocabulary)| vocabulary)
    }

    /// What the lookups for a path can write.
    pub(super) fn written(&self, path: &str) -> impl Iterator<Item = &str> {
        self.tables.iter().filter(move |(to, _)| to == path).flat_map(|(_, texts)| texts.iter().map(String::as_str))
    }

    /// Calls `unused` with each key of the record that no source reads, and whether it holds something. Keys inside
    /// objects are joined with dots, and are looked at only where a source leads into the object.
    pub(super) fn unused(&self, record: &Map<String, Value>, unused: &mut impl FnMut(String, &Value)) {
        self.walk(&mut Vec::new(), record, unused);
    }

    fn walk(&self, above: &mut Vec<String>, object: &Map<String, Value>, unused: &mut impl FnMut(String, &Value)) {
        for (key, value) in object {
            above.push(key.clone());
            let read = self.keys.iter().any(|keys| above.starts_with(keys));
            let leads_inside = self.keys.iter().any(|keys| keys.starts_with(above));
            if !read {
                match value {
                    Value::Object(inner) if leads_inside => self.walk(above, inner, unused),
                    _ if leads_inside => {}
                    _ => unused(above.join("."), value),
                }
            }
            above.pop();
        }
    }
}

/// Whether some path of the list is this one, an object around it, or something inside it.
pub(super) fn meets<'p>(mut paths: impl Iterator<Item = &'p str>, path: &str) -> bool {
    paths.any(|other| covers(other, path) || covers(path, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_that_no_source_reads_are_found_inside_objects_too() {
        let sources = Sources::read(&json!({"fields": [
            {"to": "a", "from": "One"},
            {"to": "b", "first_of": ["Two", ["in", "three"]]},
            {"to": "c", "from": ["list", {"where": ["k"], "eq": "x"}, "v"]},
            {"to": "d", "as": "summary", "questions": [{"label": "Four", "from": "Four"}]},
            {"to": "e", "from": ["raw", {"json": true}, "x"]},
            {"to": "f", "constant": "Five"},
        ]}));
        let record = json!({
            "One": 1, "Two": 2, "in": {"three": 3, "other": 4, "deep": {"er": 5}}, "list": [{"k": "x", "v": 1}],
            "Four": 4, "raw": "{}", "Five": 5, "utm": "",
        });
        let mut found = Vec::new();
        sources.unused(record.as_object().unwrap(), &mut |key, _| found.push(key));
        assert_eq!(found, ["in.other", "in.deep", "Five", "utm"]);
    }
}
