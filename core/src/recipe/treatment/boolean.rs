//! Yes and no, however a form says them.

use serde_json::Value;

use super::{ProblemCode, Reader, Refusal, Treated, trim};

const YES: [&str; 9] = ["yes", "y", "true", "t", "1", "on", "checked", "selected", "x"];
const NO: [&str; 8] = ["no", "n", "false", "f", "0", "off", "unchecked", "unselected"];

/// The words of this field, and what is written.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Options {
    yes: Vec<String>,
    no: Vec<String>,
    as_words: bool,
}

impl Options {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let words = |words: Option<Vec<String>>| {
            words.unwrap_or_default().iter().map(|word| trim(word).to_lowercase()).collect::<Vec<_>>()
        };
        let options = Self {
            yes: words(reader.texts("yes")),
            no: words(reader.texts("no")),
            as_words: reader.one_of("write", &[("boolean", false), ("yes_no", true)]).unwrap_or_default(),
        };
        if options.yes.iter().any(|word| options.no.contains(word)) {
            reader.mistake("no", "a word cannot mean both yes and no");
        }
        options
    }
}

pub(super) fn treat(text: &str, options: &Options) -> Treated {
    let word = text.to_lowercase();
    // The field's own words first: a form may mean "no" by "x".
    let yes = if options.yes.contains(&word) {
        true
    } else if options.no.contains(&word) {
        false
    } else if YES.contains(&word.as_str()) {
        true
    } else if NO.contains(&word.as_str()) {
        false
    } else {
        let reason = "neither yes nor no; name the form's own words in `yes` and `no`";
        return Err(Refusal::new(ProblemCode::BooleanInvalid, reason));
    };
    Ok(Some(match (options.as_words, yes) {
        (false, yes) => Value::Bool(yes),
        (true, true) => "Yes".into(),
        (true, false) => "No".into(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_of_forms_are_known() {
        for (text, expected) in
            [("Yes", true), ("CHECKED", true), ("1", true), ("x", true), ("No", false), ("0", false)]
        {
            assert_eq!(treat(text, &Options::default()).unwrap(), Some(json!(expected)), "{text}");
        }
        for text in ["maybe", "2", "N/A", "yes and no", "-"] {
            assert!(treat(text, &Options::default()).is_err(), "{text}");
        }
    }

    #[test]
    fn own_words_come_first() {
        let options = Options { yes: vec!["sí".into()], no: vec!["x".into()], as_words: true };
        assert_eq!(treat("SÍ", &options).unwrap(), Some(json!("Yes")));
        assert_eq!(treat("x", &options).unwrap(), Some(json!("No")));
    }
}
