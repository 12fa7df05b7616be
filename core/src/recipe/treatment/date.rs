//! Dates to `YYYY-MM-DD`, without a time zone anywhere.

use super::{ProblemCode, Treated, refuse};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `2026-02-03`, `2026/2/3`, `02/03/2026` and `2-3-2026` (month first), `Feb 3, 2026`, `3 February 2026`.
pub(super) fn treat(text: &str) -> Treated {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | ','))
        .filter(|part| !part.is_empty())
        .collect();
    let [one, two, three] = parts.as_slice() else {
        return invalid("not a date like 2026-02-03, 02/03/2026 or Feb 3, 2026");
    };
    let (year, month, day) = if let Some(month) = month_name(one) {
        (*three, Some(month), *two)
    } else if let Some(month) = month_name(two) {
        (*three, Some(month), *one)
    } else if one.len() == 4 {
        (*one, number(two), *three)
    } else {
        (*three, number(one), *two)
    };
    if year.len() == 2 {
        return invalid("the year has two digits; write four");
    }
    let (Some(year), Some(month), Some(day)) = (number(year).filter(|_| year.len() == 4), month, number(ordinal(day)))
    else {
        return invalid("not a date like 2026-02-03, 02/03/2026 or Feb 3, 2026");
    };
    if !(1..=12).contains(&month) {
        return invalid("there is no such month; where only digits are given, the month comes first");
    }
    if day < 1 || day > days(year, month) {
        return invalid("this month has no such day");
    }
    Ok(format!("{year:04}-{month:02}-{day:02}"))
}

fn invalid(reason: &str) -> Treated {
    refuse(ProblemCode::DateInvalid, reason)
}

fn number(text: &str) -> Option<u32> {
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// `3rd` is 3.
fn ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text)
}

/// A month's English name, or at least its first three letters.
fn month_name(text: &str) -> Option<u32> {
    let lower = text.trim_end_matches('.').to_ascii_lowercase();
    if lower.len() < 3 {
        return None;
    }
    let position =
        MONTHS.iter().position(|month| month.starts_with(&lower) || (lower == "sept" && *month == "september"))?;
    u32::try_from(position).ok()?.checked_add(1)
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings_become_one() {
        for text in [
            "2026-02-03",
            "2026/2/3",
            "02/03/2026",
            "Feb 3, 2026",
            "february 3rd 2026",
            "3 FEB 2026",
            "3 February, 2026",
            "Feb. 3, 2026",
            "2-3-2026",
        ] {
            assert_eq!(treat(text).unwrap(), "2026-02-03", "{text}");
        }
        assert_eq!(treat("2024-02-29").unwrap(), "2024-02-29");
        assert_eq!(treat("Sept 9, 2025").unwrap(), "2025-09-09");
    }

    #[test]
    fn what_does_not_exist_or_has_two_readings_is_refused() {
        for text in [
            "02/30/2026",
            "13/13/2026",
            "2026-13-01",
            "2025-02-29",
            "02/03/26",
            "yesterday",
            "2026",
            "02/03",
            "2026-02-03T10:00:00Z",
            "1767225600000",
            "0000-00-00",
            "Fe 3 2026",
            "2.3.2026",
        ] {
            assert_eq!(treat(text).unwrap_err().0, ProblemCode::DateInvalid, "{text}");
        }
    }
}
