//! The first word of a name, or the rest of it.

use super::{ProblemCode, Reader, Refusal, Treated, trim};

/// Which part is wanted, and how names are written here.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Options {
    part: Part,
    last_first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    Rest,
}

impl Options {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let part = reader.one_of("part", &[("first", Part::First), ("rest", Part::Rest)]);
        if part.is_none() && !reader.has("part") {
            reader.mistake("part", "say which part is wanted, `first` or `rest`");
        }
        let written = reader.one_of("written", &[("first_last", false), ("last_first", true)]);
        Self { part: part.unwrap_or(Part::First), last_first: written.unwrap_or_default() }
    }
}

/// What may stand behind a comma without turning the name round.
const SUFFIXES: [&str; 9] = ["jr", "sr", "ii", "iii", "iv", "v", "esq", "md", "phd"];

pub(super) fn treat(text: &str, options: &Options) -> Treated {
    let turned = || {
        Refusal::new(
            ProblemCode::NameAmbiguous,
            "a comma may mean that the last name comes first; if it does, say \"written\": \"last_first\"",
        )
    };
    let (first, rest) = match text.split_once(',') {
        Some((last, first)) if options.last_first => {
            let first = trim(first);
            if first.contains(',') || first.is_empty() || trim(last).is_empty() {
                return Err(Refusal::new(ProblemCode::NameAmbiguous, "not a name like `Ruiz, Ana`"));
            }
            (first, trim(last))
        }
        Some((_, behind)) if !is_suffix(behind) => return Err(turned()),
        None if options.last_first => {
            return Err(Refusal::new(
                ProblemCode::NameAmbiguous,
                "no comma, so which part is the last name is not known",
            ));
        }
        _ => {
            let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            (first, trim(rest))
        }
    };
    let part = match options.part {
        Part::First => first,
        Part::Rest => rest,
    };
    Ok((!part.is_empty()).then(|| part.into()))
}

fn is_suffix(text: &str) -> bool {
    SUFFIXES.contains(&trim(text).replace('.', "").to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn parts(text: &str, last_first: bool) -> (Option<Value>, Option<Value>) {
        let part = |part| treat(text, &Options { part, last_first }).unwrap();
        (part(Part::First), part(Part::Rest))
    }

    #[test]
    fn the_first_word_and_the_rest() {
        for (text, first, rest) in [
            ("Ana Ruiz", "Ana", "Ruiz"),
            ("José Núñez Peña", "José", "Núñez Peña"),
            ("Ana\u{a0}  Ruiz", "Ana", "Ruiz"),
            ("Martin King, Jr.", "Martin", "King, Jr."),
        ] {
            assert_eq!(parts(text, false), (Some(first.into()), Some(rest.into())), "{text}");
        }
        assert_eq!(parts("Madonna", false), (Some("Madonna".into()), None));
        assert_eq!(parts("Ruiz Peña, Ana María", true), (Some("Ana María".into()), Some("Ruiz Peña".into())));
    }

    #[test]
    fn a_comma_is_not_guessed_about() {
        let refused = |text, last_first| treat(text, &Options { part: Part::First, last_first }).unwrap_err().code;
        assert_eq!(refused("Ruiz, Ana", false), ProblemCode::NameAmbiguous);
        assert_eq!(refused("Ana Ruiz", true), ProblemCode::NameAmbiguous);
        assert_eq!(refused("Ruiz,", true), ProblemCode::NameAmbiguous);
    }
}
