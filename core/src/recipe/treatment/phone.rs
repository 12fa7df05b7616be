//! Phone numbers to E.164, by the lengths that each country uses.
//!
//! Written by hand rather than with a full-metadata crate; `core/docs/adr/0006` has the measurement.

use super::{Defaults, ProblemCode, Reader, Refusal};
use crate::recipe::blank::is_invisible;

/// Where numbers without a country code belong.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Options {
    region: &'static Region,
}

/// How the numbers of a country are made.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct Region {
    name: &'static str,
    code: &'static str,
    /// What stands before a number that is dialled inside the country, and is left out behind the country code.
    trunk: &'static str,
    /// The digits of a number without code and trunk: least and most.
    digits: (usize, usize),
}

const fn region(name: &'static str, code: &'static str, trunk: &'static str, least: usize, most: usize) -> Region {
    Region { name, code, trunk, digits: (least, most) }
}

const US: &Region = &region("US", "1", "1", 10, 10);

/// The countries whose numbers a US firm meets most. A number with another country code is held to E.164 only.
const REGIONS: [Region; 64] = [
    region("US", "1", "1", 10, 10),
    region("CA", "1", "1", 10, 10),
    region("PR", "1", "1", 10, 10),
    region("DO", "1", "1", 10, 10),
    region("JM", "1", "1", 10, 10),
    region("MX", "52", "", 10, 10),
    region("GT", "502", "", 8, 8),
    region("SV", "503", "", 8, 8),
    region("HN", "504", "", 8, 8),
    region("NI", "505", "", 8, 8),
    region("CR", "506", "", 8, 8),
    region("PA", "507", "", 7, 8),
    region("HT", "509", "", 8, 8),
    region("CU", "53", "0", 6, 10),
    region("AR", "54", "0", 10, 11),
    region("BR", "55", "0", 10, 11),
    region("CL", "56", "", 9, 9),
    region("CO", "57", "", 10, 10),
    region("VE", "58", "0", 10, 10),
    region("BO", "591", "0", 8, 8),
    region("EC", "593", "0", 8, 9),
    region("PE", "51", "0", 8, 9),
    region("GB", "44", "0", 9, 10),
    region("IE", "353", "0", 7, 9),
    region("DE", "49", "0", 5, 13),
    region("FR", "33", "0", 9, 9),
    region("ES", "34", "", 9, 9),
    region("PT", "351", "", 9, 9),
    // A leading 0 belongs to Italian numbers, also behind the country code.
    region("IT", "39", "", 6, 12),
    region("NL", "31", "0", 9, 9),
    region("BE", "32", "0", 8, 9),
    region("CH", "41", "0", 9, 9),
    region("AT", "43", "0", 4, 13),
    region("SE", "46", "0", 6, 10),
    region("NO", "47", "", 8, 8),
    region("DK", "45", "", 8, 8),
    region("FI", "358", "0", 5, 12),
    region("PL", "48", "", 9, 9),
    region("RO", "40", "0", 9, 9),
    region("GR", "30", "", 10, 10),
    region("UA", "380", "0", 9, 9),
    region("RU", "7", "8", 10, 10),
    region("TR", "90", "0", 10, 10),
    region("IL", "972", "0", 8, 9),
    region("SA", "966", "0", 8, 9),
    region("AE", "971", "0", 8, 9),
    region("EG", "20", "0", 8, 10),
    region("NG", "234", "0", 8, 11),
    region("KE", "254", "0", 7, 10),
    region("ZA", "27", "0", 9, 9),
    region("IN", "91", "0", 10, 10),
    region("PK", "92", "0", 8, 12),
    region("BD", "880", "0", 6, 10),
    region("CN", "86", "0", 9, 11),
    region("JP", "81", "0", 9, 10),
    region("KR", "82", "0", 8, 10),
    region("PH", "63", "0", 8, 10),
    region("VN", "84", "0", 9, 10),
    region("TH", "66", "0", 8, 9),
    region("TW", "886", "0", 8, 9),
    region("HK", "852", "", 8, 8),
    region("SG", "65", "", 8, 8),
    region("AU", "61", "0", 9, 9),
    region("NZ", "64", "0", 8, 10),
];

impl Options {
    pub(super) fn read(reader: &mut Reader<'_>, defaults: &Defaults) -> Self {
        Self { region: read_region(reader).or(defaults.region).unwrap_or(US) }
    }
}

/// `region`: two letters, as in ISO 3166.
pub(super) fn read_region(reader: &mut Reader<'_>) -> Option<&'static Region> {
    let name = reader.text("region")?;
    let found = REGIONS.iter().find(|region| region.name == name);
    if found.is_none() {
        let known = REGIONS.iter().map(|region| region.name).collect::<Vec<_>>().join(", ");
        reader.mistake("region", format!("expected one of {known}; a number with its + and country code needs none"));
    }
    found
}

/// A number of the region, or any number that begins with + (or 00) and its country code.
pub(super) fn treat(text: &str, options: &Options) -> Result<String, Refusal> {
    if text.chars().any(char::is_alphabetic) {
        return invalid("a phone number holds no letters; leave out names and extensions");
    }
    let mut digits = String::new();
    let mut has_code = false;
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() && !has_code => has_code = true,
            '(' | ')' | '-' | '.' | '/' | '\u{2010}'..='\u{2015}' => {}
            c if c.is_whitespace() => {}
            _ => return invalid("not a phone number: a character in it belongs to none"),
        }
    }
    let region = options.region;
    // How many countries dial abroad. In the North American plan a number cannot begin with 0.
    if !has_code && let Some(rest) = digits.strip_prefix("00") {
        return with_code(rest);
    }
    if has_code {
        return with_code(&digits);
    }
    let (least, most) = region.digits;
    let fits = |national: &str| (least..=most).contains(&national.len());
    let without_trunk = digits.strip_prefix(region.trunk).filter(|_| !region.trunk.is_empty());
    let national = match without_trunk {
        // Where the trunk is a 0, no number begins with it otherwise; where it is another digit, lengths decide.
        Some(rest) if fits(rest) && (region.trunk == "0" || !fits(&digits)) => rest,
        _ if fits(&digits) && !(region.trunk == "0" && without_trunk.is_some()) => digits.as_str(),
        _ => return invalid(&wrong_length(region, digits.len())),
    };
    check_north_american(region.code, national)?;
    Ok(format!("+{}{national}", region.code))
}

/// Digits that begin with a country code.
fn with_code(digits: &str) -> Result<String, Refusal> {
    let known = REGIONS.iter().find_map(|region| Some((region, digits.strip_prefix(region.code)?)));
    if let Some((region, national)) = known {
        let (least, most) = region.digits;
        if national.starts_with(region.trunk) && region.trunk == "0" {
            return invalid("behind the country code, the 0 of the area code is left out");
        }
        if !(least..=most).contains(&national.len()) {
            return invalid(&wrong_length(region, national.len()));
        }
        check_north_american(region.code, national)?;
    } else if !(8..=15).contains(&digits.len()) || digits.starts_with('0') {
        return invalid("a number with a country code has 8 to 15 digits, the first not 0");
    }
    Ok(format!("+{digits}"))
}

/// Neither an area code nor an exchange begins with 0 or 1, and no area code ends in 11.
fn check_north_american(code: &str, national: &str) -> Result<(), Refusal> {
    if code != "1" {
        return Ok(());
    }
    let starts = [national.chars().next(), national.chars().nth(3)];
    let service = national.get(1..3) == Some("11");
    if service || starts.iter().any(|digit| matches!(digit, Some('0' | '1') | None)) {
        return invalid("no US number has this area code or exchange");
    }
    Ok(())
}

fn wrong_length(region: &Region, found: usize) -> String {
    let (least, most) = region.digits;
    let name = if region.code == "1" { "US" } else { region.name };
    let needed = if least == most { least.to_string() } else { format!("{least} to {most}") };
    format!("a {name} number has {needed} digits, and this has {found}")
}

fn invalid<T>(reason: &str) -> Result<T, Refusal> {
    Err(Refusal::new(ProblemCode::PhoneInvalid, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(region: &str, text: &str) -> Result<String, ProblemCode> {
        let region = REGIONS.iter().find(|known| known.name == region).unwrap();
        treat(text, &Options { region }).map_err(|refusal| refusal.code)
    }

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
            "\u{202a}+1 (210) 555\u{2011}0123\u{202c}",
            "001 210 555 0123",
        ] {
            assert_eq!(phone("US", text).unwrap(), "+12105550123", "{text}");
        }
        assert_eq!(phone("US", "+52 55 1234 5678").unwrap(), "+525512345678");
        assert_eq!(phone("US", "+998 90 123 45 67").unwrap(), "+998901234567");
    }

    #[test]
    fn each_region_has_its_own_lengths_and_trunk() {
        for (region, text, expected) in [
            ("GB", "020 7946 0018", "+442079460018"),
            ("GB", "+44 20 7946 0018", "+442079460018"),
            ("MX", "55 1234 5678", "+525512345678"),
            ("DE", "030 123456", "+4930123456"),
            ("IT", "06 1234 5678", "+390612345678"),
            ("RU", "8 912 345 67 89", "+79123456789"),
            ("ES", "612 345 678", "+34612345678"),
            ("GB", "+1 210 555 0123", "+12105550123"),
        ] {
            assert_eq!(phone(region, text).unwrap(), expected, "{region} {text}");
        }
        for (region, text) in [("GB", "+44 020 7946 0018"), ("MX", "12345"), ("FR", "1 23 45 67 8")] {
            assert!(phone(region, text).is_err(), "{region} {text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "555012",
            "210555012345",
            "110-555-0123",
            "210-055-0123",
            "911-555-0123",
            "call me",
            "2105550123 ext 4",
            "++12105550123",
            "+0123456789",
            "+1234",
            "+",
            "2105550123, 2105550124",
            "２１０５５５０１２３",
        ] {
            assert_eq!(phone("US", text), Err(ProblemCode::PhoneInvalid), "{text}");
        }
    }

    #[test]
    fn no_country_code_begins_another() {
        for one in &REGIONS {
            for two in &REGIONS {
                assert!(one.code == two.code || !two.code.starts_with(one.code), "{} {}", one.name, two.name);
            }
        }
    }
}
