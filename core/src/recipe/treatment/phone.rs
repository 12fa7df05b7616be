//! Phone numbers to E.164.

use super::{ProblemCode, Treated, refuse};

/// A number of the North American plan with or without its 1, or any number that begins with + and its country code.
pub(super) fn treat(text: &str) -> Treated {
    let invalid = |reason: &str| refuse(ProblemCode::PhoneInvalid, reason);
    if text.chars().any(char::is_alphabetic) {
        return invalid("a phone number holds no letters; leave out names and extensions");
    }
    let allowed = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '+' | '(' | ')' | '-' | '.' | '/' | '\u{2010}'..='\u{2015}')
    };
    if !text.chars().all(allowed) || text.chars().skip(1).any(|c| c == '+') {
        return invalid("not a phone number");
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.starts_with('+') && !digits.starts_with('1') {
        // E.164: at most 15 digits, the first not 0. Which lengths a country uses is not known here.
        return if (8..=15).contains(&digits.len()) && !digits.starts_with('0') {
            Ok(format!("+{digits}"))
        } else {
            invalid("a number with a country code has 8 to 15 digits")
        };
    }
    let national = match digits.len() {
        11 => digits.strip_prefix('1'),
        10 => Some(digits.as_str()),
        _ => None,
    };
    let Some(national) = national else {
        return invalid(&format!("a US number has 10 digits, and this has {}", digits.len()));
    };
    // Neither an area code nor an exchange begins with 0 or 1.
    let starts = [national.chars().next(), national.chars().nth(3)];
    if starts.iter().any(|digit| matches!(digit, Some('0' | '1') | None)) {
        return invalid("no US number has this area code or exchange");
    }
    Ok(format!("+1{national}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings_become_one() {
        for text in [
            "(210) 555-0123",
            "210.555.0123",
            "210 555 0123",
            "1-210-555-0123",
            "+1 210 555 0123",
            "2105550123",
            "210–555–0123",
        ] {
            assert_eq!(treat(text).unwrap(), "+12105550123", "{text}");
        }
        assert_eq!(treat("+52 55 1234 5678").unwrap(), "+525512345678");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "555012",
            "210555012345",
            "110-555-0123",
            "210-055-0123",
            "call me",
            "2105550123 ext 4",
            "++12105550123",
            "+0123456789",
            "+1234",
        ] {
            assert_eq!(treat(text).unwrap_err().0, ProblemCode::PhoneInvalid, "{text}");
        }
    }
}
