//! One file per treatment: trimmed text in, a clean value or a reason out.

mod date;
mod phone;
mod state;

use super::nearest::nearest;
use super::{Field, ProblemCode, Treatment};

/// A clean value, or why there is none. The reason never repeats the value.
type Treated = Result<String, (ProblemCode, String)>;

pub(super) fn treat(field: &Field, text: &str) -> Treated {
    match field.treatment {
        Treatment::Text => Ok(text.to_owned()),
        Treatment::Phone => phone::treat(text),
        Treatment::Email => email(text),
        Treatment::Date => date::treat(text),
        Treatment::State => state::treat(text),
        Treatment::Lookup => lookup(field, text),
    }
}

fn refuse(code: ProblemCode, reason: impl Into<String>) -> Treated {
    Err((code, reason.into()))
}

/// An address has one `@` with something before it and a name with a dot behind it. Anything stricter refuses
/// addresses that exist.
fn email(text: &str) -> Treated {
    let plausible = text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !local.contains('@')
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
    });
    if plausible && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Ok(text.to_owned());
    }
    refuse(ProblemCode::EmailInvalid, "not an e-mail address like name@example.com")
}

fn lookup(field: &Field, text: &str) -> Treated {
    if let Some(value) = field.table.get(text) {
        return Ok(value.clone());
    }
    let near = nearest(text, field.table.keys().map(String::as_str));
    let hint = if near.is_empty() {
        "nothing in it is similar".to_owned()
    } else {
        format!("the nearest are {}", near.iter().map(|entry| format!("`{entry}`")).collect::<Vec<_>>().join(", "))
    };
    refuse(ProblemCode::NotInTable, format!("not in the table of `{}`; {hint}", field.from))
}
