//! E-mail addresses, as they are.

use super::{ProblemCode, Refusal};

/// An address has one `@` with something before it and a name with a dot behind it. Anything stricter refuses
/// addresses that exist; what separates or wraps addresses does not pass, or two would be sent as one.
pub(super) fn treat(text: &str) -> Result<String, Refusal> {
    /// What mail servers can carry.
    const LONGEST: usize = 254;
    let wraps =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"');
    let plausible = text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !local.contains('@')
            && domain.contains('.')
            && domain.split('.').all(|label| {
                !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || !c.is_ascii())
            })
    });
    if plausible && text.len() <= LONGEST && !text.contains(wraps) {
        return Ok(text.to_owned());
    }
    Err(Refusal::new(ProblemCode::EmailInvalid, "not one e-mail address like name@example.com"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_pass_as_they_are() {
        for text in ["a@b.co", "Ana.Ruiz+web@Example.com", "josé@exämple.de", "o'neal@x-y.org", "a@b.c.d"] {
            assert_eq!(treat(text).unwrap(), text);
        }
    }

    #[test]
    fn what_is_none_or_more_than_one_is_refused() {
        for text in [
            "ana",
            "@b.co",
            "a@b",
            "a@b..co",
            "a@@b.co",
            "a b@c.de",
            "a@b.co,",
            "a@b.co;c@d.ee",
            "Ana <a@b.co>",
            "a@.co",
            "mailto:a@b.co",
            "none",
        ] {
            assert_eq!(treat(text).unwrap_err().code, ProblemCode::EmailInvalid, "{text}");
        }
    }
}
