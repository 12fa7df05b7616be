//! Names into words: `dateOfLoss`, `date_of_loss`, `Date of Loss` and `date-of-loss` are the same.

/// The words of a name, in lower case and without accents. Digits stand by themselves; marks separate.
pub(super) fn words(name: &str) -> Vec<String> {
    // Longer than any label that a person reads; a pasted essay must not cost seconds.
    const LONGEST: usize = 200;
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before = Kind::Mark;
    let mut letters = name.chars().take(LONGEST).peekable();
    while let Some(c) = letters.next() {
        let kind = Kind::of(c);
        // `firstName`, and the last capital of `HTTPServer`.
        let hump = kind == Kind::Upper
            && (before == Kind::Lower
                || (before == Kind::Upper && letters.peek().is_some_and(|next| Kind::of(*next) == Kind::Lower)));
        let border = (kind == Kind::Digit) != (before == Kind::Digit);
        if (hump || border || kind == Kind::Mark) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if kind != Kind::Mark {
            word.extend(c.to_lowercase().map(plain));
        }
        before = kind;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Upper,
    Lower,
    Digit,
    Mark,
}

impl Kind {
    fn of(c: char) -> Self {
        if c.is_numeric() {
            Self::Digit
        } else if c.is_uppercase() {
            Self::Upper
        } else if c.is_alphabetic() {
            Self::Lower
        } else {
            Self::Mark
        }
    }
}

/// The letter without its accent, for the languages of the table.
fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_the_same_words() {
        for name in ["dateOfLoss", "date_of_loss", "Date of Loss", "DATE-OF-LOSS", "date.of.loss", "DateOfLoss?"] {
            assert_eq!(words(name), ["date", "of", "loss"], "{name}");
        }
        assert_eq!(words("litify_pm__First_Name__c"), ["litify", "pm", "first", "name", "c"]);
        assert_eq!(words("q12_phoneNumber[full]"), ["q", "12", "phone", "number", "full"]);
        assert_eq!(words("¿Qué pasó?"), ["que", "paso"]);
        assert_eq!(words("PNCEmail"), ["pnc", "email"]);
        assert!(words(" . ").is_empty());
    }
}
