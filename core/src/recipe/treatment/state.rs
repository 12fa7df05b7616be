//! US states to their two letters.

use super::{ProblemCode, Refusal};

/// The states, the District of Columbia and the territories that have postal codes.
const STATES: [(&str, &str); 56] = [
    ("AL", "alabama"),
    ("AK", "alaska"),
    ("AZ", "arizona"),
    ("AR", "arkansas"),
    ("CA", "california"),
    ("CO", "colorado"),
    ("CT", "connecticut"),
    ("DE", "delaware"),
    ("DC", "district of columbia"),
    ("FL", "florida"),
    ("GA", "georgia"),
    ("HI", "hawaii"),
    ("ID", "idaho"),
    ("IL", "illinois"),
    ("IN", "indiana"),
    ("IA", "iowa"),
    ("KS", "kansas"),
    ("KY", "kentucky"),
    ("LA", "louisiana"),
    ("ME", "maine"),
    ("MD", "maryland"),
    ("MA", "massachusetts"),
    ("MI", "michigan"),
    ("MN", "minnesota"),
    ("MS", "mississippi"),
    ("MO", "missouri"),
    ("MT", "montana"),
    ("NE", "nebraska"),
    ("NV", "nevada"),
    ("NH", "new hampshire"),
    ("NJ", "new jersey"),
    ("NM", "new mexico"),
    ("NY", "new york"),
    ("NC", "north carolina"),
    ("ND", "north dakota"),
    ("OH", "ohio"),
    ("OK", "oklahoma"),
    ("OR", "oregon"),
    ("PA", "pennsylvania"),
    ("RI", "rhode island"),
    ("SC", "south carolina"),
    ("SD", "south dakota"),
    ("TN", "tennessee"),
    ("TX", "texas"),
    ("UT", "utah"),
    ("VT", "vermont"),
    ("VA", "virginia"),
    ("WA", "washington"),
    ("WV", "west virginia"),
    ("WI", "wisconsin"),
    ("WY", "wyoming"),
    ("PR", "puerto rico"),
    ("GU", "guam"),
    ("VI", "virgin islands"),
    ("AS", "american samoa"),
    ("MP", "northern mariana islands"),
];

/// Other names in use.
const ALIASES: [(&str, &str); 6] = [
    ("DC", "washington dc"),
    ("DC", "washington d c"),
    ("VI", "us virgin islands"),
    ("MP", "commonwealth of the northern mariana islands"),
    ("NY", "new york state"),
    ("WA", "washington state"),
];

/// What may stand behind the state in an address.
const COUNTRY: [&str; 4] = ["usa", "us", "united states", "united states of america"];

/// A name, a code, or either after the last comma of "City, ST", "City, ST 78201" or "City, ST, USA".
pub(super) fn treat(text: &str) -> Result<String, Refusal> {
    let mut parts = text.rsplit(',').map(plain).filter(|part| !part.is_empty());
    let last = parts.next().unwrap_or_default();
    // "US" alone is no state, and "City, US" names none.
    let wanted = if COUNTRY.contains(&last.as_str()) { parts.next().unwrap_or_default() } else { last };
    let found =
        STATES.iter().chain(&ALIASES).find(|(code, name)| code.eq_ignore_ascii_case(&wanted) || *name == wanted);
    match found {
        Some((code, _)) => Ok((*code).to_owned()),
        None => Err(Refusal::new(ProblemCode::StateUnknown, "not a US state; write its two letters or its name")),
    }
}

/// Lower case, without a postal code behind it, without dots, with single spaces.
fn plain(part: &str) -> String {
    let without_zip = part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c.is_whitespace());
    without_zip.replace('.', "").split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings_become_two_letters() {
        for text in [
            "TX",
            "tx",
            "Texas",
            " texas ",
            "San Antonio, TX",
            "San Antonio, TX 78201",
            "Austin, Texas 78701-0001",
            "T.X.",
            "San Antonio, TX, USA",
            "1 Main St, San Antonio, TX 78201, United States",
            "TX,",
        ] {
            assert_eq!(treat(text).unwrap(), "TX", "{text}");
        }
        assert_eq!(treat("new   york").unwrap(), "NY");
        assert_eq!(treat("Washington, D.C.").unwrap(), "DC");
        assert_eq!(treat("Washington").unwrap(), "WA");
    }

    #[test]
    fn what_is_no_state_is_refused() {
        for text in
            ["Near the mall", "XX", "78201", "Texas or Oklahoma", ",", "USA", "Austin, USA", "78201, USA", "Tx 7820l"]
        {
            assert_eq!(treat(text).unwrap_err().code, ProblemCode::StateUnknown, "{text}");
        }
    }
}
