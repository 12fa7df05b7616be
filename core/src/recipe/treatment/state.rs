//! US states to their two letters.

use super::{ProblemCode, Treated, refuse};

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

/// A name, a code, or either after the last comma of "City, ST" or "City, ST 78201".
pub(super) fn treat(text: &str) -> Treated {
    let last = text.rsplit(',').next().unwrap_or(text);
    let without_zip = last.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c.is_whitespace());
    let words: Vec<&str> = without_zip.split_whitespace().collect();
    let wanted = words.join(" ").replace('.', "").to_ascii_lowercase();
    let found = STATES.iter().find(|(code, name)| code.eq_ignore_ascii_case(&wanted) || *name == wanted);
    match found {
        Some((code, _)) => Ok((*code).to_owned()),
        None => refuse(ProblemCode::StateUnknown, "not a US state; write its two letters or its name"),
    }
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
        ] {
            assert_eq!(treat(text).unwrap(), "TX", "{text}");
        }
        assert_eq!(treat("new   york").unwrap(), "NY");
    }

    #[test]
    fn what_is_no_state_is_refused() {
        for text in ["Near the mall", "XX", "78201", "Texas or Oklahoma", ","] {
            assert_eq!(treat(text).unwrap_err().0, ProblemCode::StateUnknown, "{text}");
        }
    }
}
