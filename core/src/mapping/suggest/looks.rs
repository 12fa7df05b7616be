//! What a value looks like, by the recipe's own treatments: what a treatment can use, it recognises.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::recipe::Recipe;

/// Something that a value can be recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Looks {
    Email,
    Phone,
    Date,
    State,
}

impl Looks {
    /// In words, after "looks like".
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Email => "an e-mail address",
            Self::Phone => "a phone number",
            Self::Date => "a date",
            Self::State => "a US state",
        }
    }

    /// Whether the value is one.
    pub(super) fn fits(self, value: &Value) -> bool {
        let treatment = match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Date => "date",
            Self::State => "state",
        };
        let recipe = json!({"fields": [{"to": "v", "from": "v", "as": treatment}]}).to_string();
        Recipe::from_json(&recipe).is_ok_and(|recipe| {
            let applied = recipe.apply(&json!({"v": value}));
            applied.problems.is_empty() && applied.result.get("v").is_some()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_recognised() {
        for (looks, yes, no) in [
            (Looks::Email, "ana@example.com", "ana"),
            (Looks::Phone, "(210) 555-0123", "210"),
            (Looks::Date, "10/28/2026", "soon"),
            (Looks::State, "San Antonio, TX", "somewhere"),
        ] {
            assert!(looks.fits(&json!(yes)) && !looks.fits(&json!(no)) && !looks.fits(&json!(null)), "{looks:?}");
        }
    }
}
