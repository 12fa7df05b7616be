//! Dates to `YYYY-MM-DD`, without a time zone anywhere.
//!
//! A date is what its writer wrote. A time behind it is checked and left out; nothing is ever moved to another zone,
//! or a claim can end on the wrong side of its limitation by a day.

use super::{Defaults, ProblemCode, Reader, Refusal, trim};

/// How dates are written here.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Options {
    order: Option<Order>,
    pivot: Option<u8>,
    count: Option<Count>,
    utc_as_written: bool,
}

/// The order of a date in digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Order {
    MonthDayYear,
    DayMonthYear,
    YearMonthDay,
}

/// A date as one number, which is never recognised, only named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    /// Milliseconds since 1970 in UTC.
    Milliseconds,
    /// Seconds since 1970 in UTC.
    Seconds,
    /// A spreadsheet's days, with its 29th of February 1900.
    Excel,
}

impl Options {
    pub(super) fn read(reader: &mut Reader<'_>, defaults: &Defaults) -> Self {
        let epoch = reader.one_of("epoch", &[("ms", Count::Milliseconds), ("s", Count::Seconds)]);
        let serial = reader.one_of("serial", &[("excel", Count::Excel)]);
        if epoch.is_some() && serial.is_some() {
            reader.mistake("serial", "either `epoch` or `serial`, not both");
        }
        Self {
            order: read_order(reader).or(defaults.order),
            pivot: read_pivot(reader).or(defaults.pivot),
            count: epoch.or(serial),
            utc_as_written: reader.one_of("utc", &[("refuse", false), ("as_written", true)]).unwrap_or_default(),
        }
    }
}

/// `order`: of dates in digits.
pub(super) fn read_order(reader: &mut Reader<'_>) -> Option<Order> {
    reader.one_of("order", &[("mdy", Order::MonthDayYear), ("dmy", Order::DayMonthYear), ("ymd", Order::YearMonthDay)])
}

/// `pivot`: years of two digits up to it are of this century.
pub(super) fn read_pivot(reader: &mut Reader<'_>) -> Option<u8> {
    let pivot = reader.integer("pivot")?;
    let fits = u8::try_from(pivot).ok().filter(|pivot| *pivot < 100);
    if fits.is_none() {
        reader.mistake("pivot", "expected 0 to 99: years of two digits up to it are 20xx, the others 19xx");
    }
    fits
}

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

/// From Sunday, as 1970-01-01 was a Thursday.
const WEEKDAYS: [&str; 7] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/// What the refusals show.
const EXAMPLES: &str = "not a date like 2026-02-03, 02/03/2026 or Feb 3, 2026";

/// A year, a month and a day that exist.
#[derive(Debug, Clone, Copy)]
struct Date {
    year: i64,
    month: i64,
    day: i64,
}

/// `2026-02-03`, `2026/2/3`, `20260203`, `02/03/2026` and `2-3-2026` (month first unless the order is given),
/// `Feb 3, 2026`, `3 February 2026`, `Tue, Feb 3, 2026`; a time may follow.
pub(super) fn treat(text: &str, options: &Options) -> Result<String, Refusal> {
    let date = match options.count {
        Some(count) => counted(text, count)?,
        None => {
            let (words, time) = split_time(text)?;
            let date = written(words, options)?;
            if let Some(time) = time {
                check_time(time, options)?;
            }
            date
        }
    };
    Ok(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}

fn invalid<T>(reason: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::new(ProblemCode::DateInvalid, reason))
}

/// The date and the time behind it. A time has a colon, and begins after a `T` or white space.
fn split_time(text: &str) -> Result<(&str, Option<&str>), Refusal> {
    let Some((before, _)) = text.split_once(':') else { return Ok((text, None)) };
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let date = start.strip_suffix(['T', 't']).or_else(|| start.strip_suffix(char::is_whitespace));
    let (Some(date), Some(time)) = (date, text.get(start.len()..)) else { return invalid(EXAMPLES) };
    Ok((trim(date).trim_end_matches(','), Some(time)))
}

/// `10:00`, `10:00:00.123`, `9:30 pm`, with `Z` or an offset behind it.
fn check_time(time: &str, options: &Options) -> Result<(), Refusal> {
    const NO_TIME: &str = "the time behind the date is none";
    let lower = time.to_ascii_lowercase();
    let (clock, utc) = if let Some(rest) = lower.strip_suffix('z').or_else(|| lower.strip_suffix("utc")) {
        (trim(rest), true)
    } else if let Some(at) = lower.rfind(['+', '-']) {
        let (clock, offset) = (lower.get(..at).unwrap_or_default(), lower.get(at..).unwrap_or_default());
        let digits: String = offset.chars().skip(1).filter(|c| *c != ':').collect();
        if !matches!(digits.len(), 2 | 4) || number(&digits).is_none() {
            return invalid(NO_TIME);
        }
        (trim(clock), digits.bytes().all(|byte| byte == b'0'))
    } else {
        (lower.as_str(), false)
    };
    let (clock, half) = match clock.strip_suffix("am").or_else(|| clock.strip_suffix("pm")) {
        Some(rest) => (trim(rest), true),
        None => (clock, false),
    };
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let parts: Option<Vec<i64>> =
        whole.split(':').map(|part| number(part).filter(|_| (1..=2).contains(&part.len()))).collect();
    let exists = match parts.as_deref() {
        Some([hour, minute]) => (hour, minute, &0),
        Some([hour, minute, second]) => (hour, minute, second),
        _ => return invalid(NO_TIME),
    };
    let hours = if half { 1..=12 } else { 0..=23 };
    let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !hours.contains(exists.0) || !(0..=59).contains(exists.1) || !(0..=60).contains(exists.2) || !digits {
        return invalid(NO_TIME);
    }
    // A program that writes UTC has often moved the date already: 11 pm in Texas is tomorrow there. Midnight in UTC is
    // how programs write a date that has no time.
    let midnight = (*exists.0, *exists.1, *exists.2) == (0, 0, 0) && !half;
    if utc && !midnight && !options.utc_as_written {
        return invalid(
            "this time is in UTC, where the date can be another than where it happened; \
             if it is not, say \"utc\": \"as_written\"",
        );
    }
    Ok(())
}

/// The date as it is written.
fn written(text: &str, options: &Options) -> Result<Date, Refusal> {
    if let Some(date) = compact(text, options)? {
        return Ok(date);
    }
    let separator = |c: char| c.is_whitespace() || matches!(c, '/' | '-' | ',' | '.' | '\u{2010}'..='\u{2015}');
    let mut parts: Vec<&str> = text.split(separator).filter(|part| !part.is_empty()).collect();
    let weekday = parts.first().and_then(|part| named(&WEEKDAYS, part));
    if weekday.is_some() {
        parts.remove(0);
    }
    let [one, two, three] = parts.as_slice() else { return invalid(not_three(&parts)) };
    let (year, month, day) = if let Some(month) = month_name(one) {
        (*three, Some(month), *two)
    } else if let Some(month) = month_name(two) {
        if one.len() == 4 { (*one, Some(month), *three) } else { (*three, Some(month), *one) }
    } else if one.len() == 4 || options.order == Some(Order::YearMonthDay) {
        (*one, number(two), *three)
    } else if text.contains('.') && options.order.is_none() {
        return invalid("with dots, the day often comes first; say which order is meant, \"dmy\" or \"mdy\"");
    } else if options.order == Some(Order::DayMonthYear) {
        (*three, number(two), *one)
    } else {
        (*three, number(one), *two)
    };
    let (Some(month), Some(day)) = (month, number(ordinal(day))) else { return invalid(EXAMPLES) };
    let date = exists(full_year(year, options)?, month, day, options)?;
    if weekday.is_some_and(|named| named != weekday_of(date)) {
        return invalid("this date is another day of the week than the one written");
    }
    Ok(date)
}

/// `20260203`: read with the year first, because no month is 19 or 20.
fn compact(text: &str, options: &Options) -> Result<Option<Date>, Refusal> {
    let first = matches!(options.order, None | Some(Order::YearMonthDay));
    if text.len() != 8 || !first || !(text.starts_with("19") || text.starts_with("20")) {
        return Ok(None);
    }
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(number);
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(4..6), part(6..8)) else { return Ok(None) };
    exists(year, month, day, options).map(Some)
}

fn not_three(parts: &[&str]) -> &'static str {
    match parts {
        [only] if only.len() >= 9 && number(only.get(..4).unwrap_or_default()).is_some() => {
            "a number is not a date by itself; if it counts from 1970, say \"epoch\": \"ms\" or \"s\""
        }
        [only] if only.len() == 5 && number(only.get(..4).unwrap_or_default()).is_some() => {
            "a number is not a date by itself; if a spreadsheet wrote it, say \"serial\": \"excel\""
        }
        _ => EXAMPLES,
    }
}

fn full_year(text: &str, options: &Options) -> Result<i64, Refusal> {
    match (text.len(), number(text), options.pivot) {
        (4, Some(year), _) => Ok(year),
        (2, Some(year), Some(pivot)) => {
            Ok(if year <= i64::from(pivot) { year.saturating_add(2000) } else { year.saturating_add(1900) })
        }
        (2, Some(_), None) => invalid(
            "the year has two digits; write four, or name in the recipe as `pivot` the last year of this century",
        ),
        _ if options.order == Some(Order::YearMonthDay) => invalid("not a date like 2026-02-03, with the year first"),
        _ => invalid(EXAMPLES),
    }
}

fn exists(year: i64, month: i64, day: i64, options: &Options) -> Result<Date, Refusal> {
    /// Nobody who is still a client was born before it; a typing error like 0226 or 1026 was.
    const FIRST_YEAR: i64 = 1800;
    if !(1..=12).contains(&month) {
        return invalid(match options.order {
            None => "there is no such month; where only digits are given, the month comes first",
            Some(_) => "there is no such month in the order that the recipe names",
        });
    }
    if day < 1 || day > days(year, month) {
        return invalid("this month has no such day");
    }
    if year < FIRST_YEAR {
        return invalid("the year is before 1800");
    }
    Ok(Date { year, month, day })
}

/// A date as a number.
fn counted(text: &str, count: Count) -> Result<Date, Refusal> {
    const NONE: &str = "not a number that can be a date in the way that the recipe names";
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let plain = (1..=15).contains(&digits.len())
        && !fraction.is_empty()
        && digits.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    let Some(number) = whole.parse::<i64>().ok().filter(|_| plain) else { return invalid(NONE) };
    let days = match count {
        Count::Milliseconds => number.div_euclid(86_400_000),
        Count::Seconds => number.div_euclid(86_400),
        // Day 60 is the 29th of February 1900, which spreadsheets believe in; before it all days are one off.
        Count::Excel if number > 60 => number.saturating_sub(25_569),
        Count::Excel => return invalid(NONE),
    };
    let date = from_days(days);
    if !(1800..=9999).contains(&date.year) {
        let hint = match count {
            Count::Seconds => "the number is too far from 1970; are these milliseconds?",
            _ => NONE,
        };
        return invalid(hint);
    }
    Ok(date)
}

/// The date that many days after 1970-01-01, by Hinnant's algorithm. Limited to what fits before the years are checked.
fn from_days(days: i64) -> Date {
    const LIMIT: i64 = 10_000_000;
    let shifted = days.clamp(-LIMIT, LIMIT).saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        of_era.saturating_sub(of_era / 1460).saturating_add(of_era / 36_524).saturating_sub(of_era / 146_096) / 365;
    let before = year_of_era.saturating_mul(365).saturating_add(year_of_era / 4).saturating_sub(year_of_era / 100);
    let of_year = of_era.saturating_sub(before);
    let shifted_month = of_year.saturating_mul(5).saturating_add(2) / 153;
    let day = of_year.saturating_sub(shifted_month.saturating_mul(153).saturating_add(2) / 5).saturating_add(1);
    let month = if shifted_month < 10 { shifted_month.saturating_add(3) } else { shifted_month.saturating_sub(9) };
    let year = year_of_era.saturating_add(era.saturating_mul(400)).saturating_add(i64::from(month <= 2));
    Date { year, month, day }
}

/// 0 is Sunday, by Sakamoto's method.
fn weekday_of(date: Date) -> usize {
    const OFFSETS: [i64; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = date.year.saturating_sub(i64::from(date.month < 3));
    let month = usize::try_from(date.month.saturating_sub(1)).unwrap_or_default();
    let sum = [year, year / 4, year / 400, OFFSETS.get(month).copied().unwrap_or_default(), date.day];
    let days = sum.iter().fold(0_i64, |total, part| total.saturating_add(*part)).saturating_sub(year / 100);
    usize::try_from(days.rem_euclid(7)).unwrap_or_default()
}

fn number(text: &str) -> Option<i64> {
    let plain = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// `3rd` is 3.
fn ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text)
}

/// A name of the list, or at least its first three letters.
fn named(names: &[&str], text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    (lower.len() >= 3).then(|| names.iter().position(|name| name.starts_with(&lower))).flatten()
}

fn month_name(text: &str) -> Option<i64> {
    let position = if text.eq_ignore_ascii_case("sept") { Some(8) } else { named(&MONTHS, text) };
    i64::try_from(position?).ok()?.checked_add(1)
}

fn days(year: i64, month: i64) -> i64 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
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

    fn usual(text: &str) -> Result<String, ProblemCode> {
        treat(text, &Options::default()).map_err(|refusal| refusal.code)
    }

    fn with(text: &str, options: Options) -> Result<String, String> {
        treat(text, &options).map_err(|refusal| refusal.reason)
    }

    #[test]
    fn usual_spellings_become_one() {
        for text in [
            "2026-02-03",
            "2026/2/3",
            "2026.02.03",
            "20260203",
            "02/03/2026",
            "Feb 3, 2026",
            "february 3rd 2026",
            "3 FEB 2026",
            "03-Feb-2026",
            "2026-Feb-03",
            "3 February, 2026",
            "Feb. 3, 2026",
            "Tue, Feb 3, 2026",
            "Tuesday, February 3, 2026",
            "2-3-2026",
            "2026-02-03 10:00",
            "2026-02-03T23:30:00-05:00",
            "2026-02-03T23:30:00.123+0530",
            "2026-02-03T00:00:00.000Z",
            "2/3/2026 9:30 PM",
            "02/03/2026, 9:30:15 am",
            "Feb 3, 2026 10:00",
        ] {
            assert_eq!(usual(text).as_deref(), Ok("2026-02-03"), "{text}");
        }
        assert_eq!(usual("2024-02-29").unwrap(), "2024-02-29");
        assert_eq!(usual("Sept 9, 2025").unwrap(), "2025-09-09");
    }

    #[test]
    fn what_does_not_exist_or_has_two_readings_is_refused() {
        for text in [
            "02/30/2026",
            "13/13/2026",
            "31/12/2026",
            "2026-13-01",
            "2025-02-29",
            "02/03/26",
            "1/2/26",
            "yesterday",
            "2026",
            "02/03",
            "2026-02-03T10:00:00Z",
            "2026-02-04T04:30:00+00:00",
            "2026-02-03 25:00",
            "2026-02-03 10:60",
            "2026-02-03 13:00 pm",
            "2026-02-03 noon",
            "10:00",
            "1767225600000",
            "45000",
            "0000-00-00",
            "0226-02-03",
            "Fe 3 2026",
            "2.3.2026",
            "Mon, Feb 3, 2026",
            "02032026",
            "2026-02-03T",
            "2026-02-03 / 2026-02-04",
        ] {
            assert_eq!(usual(text), Err(ProblemCode::DateInvalid), "{text}");
        }
    }

    #[test]
    fn the_order_is_that_of_the_recipe() {
        let day_first = Options { order: Some(Order::DayMonthYear), ..Options::default() };
        for text in ["03/02/2026", "3.2.2026", "3-2-2026", "2026-02-03", "Feb 3, 2026"] {
            assert_eq!(with(text, day_first).unwrap(), "2026-02-03", "{text}");
        }
        assert!(with("02/13/2026", day_first).is_err());
        let year_first = Options { order: Some(Order::YearMonthDay), pivot: Some(30), ..Options::default() };
        assert_eq!(with("26/02/03", year_first).unwrap(), "2026-02-03");
        assert!(with("02/03/2026", year_first).is_err());
    }

    #[test]
    fn two_digits_need_a_pivot() {
        let pivot = Options { pivot: Some(30), ..Options::default() };
        assert_eq!(with("2/3/26", pivot).unwrap(), "2026-02-03");
        assert_eq!(with("2/3/30", pivot).unwrap(), "2030-02-03");
        assert_eq!(with("2/3/31", pivot).unwrap(), "1931-02-03");
        assert!(with("2/3/126", pivot).is_err());
    }

    #[test]
    fn numbers_are_dates_only_where_the_recipe_says_so() {
        let counts = |count| Options { count: Some(count), ..Options::default() };
        for (text, count, expected) in [
            ("1767225600000", Count::Milliseconds, "2026-01-01"),
            ("1767225599999", Count::Milliseconds, "2025-12-31"),
            ("-1", Count::Milliseconds, "1969-12-31"),
            ("0", Count::Seconds, "1970-01-01"),
            ("1709164800", Count::Seconds, "2024-02-29"),
            ("951782400.5", Count::Seconds, "2000-02-29"),
            ("45000", Count::Excel, "2023-03-15"),
            ("45000.75", Count::Excel, "2023-03-15"),
            ("61", Count::Excel, "1900-03-01"),
        ] {
            assert_eq!(with(text, counts(count)).as_deref(), Ok(expected), "{text}");
        }
        for (text, count) in [
            ("1767225600000", Count::Seconds),
            ("60", Count::Excel),
            ("2026-02-03", Count::Milliseconds),
            ("999999999999999", Count::Milliseconds),
            ("9999999999999999", Count::Milliseconds),
            ("1e12", Count::Milliseconds),
        ] {
            assert!(with(text, counts(count)).is_err(), "{text}");
        }
    }

    #[test]
    fn utc_is_taken_as_written_only_if_the_recipe_says_so() {
        let as_written = Options { utc_as_written: true, ..Options::default() };
        assert_eq!(with("2026-02-03T10:00:00Z", as_written).unwrap(), "2026-02-03");
        assert!(with("2026-02-03T10:00:00Z", Options::default()).unwrap_err().contains("as_written"));
    }

    #[test]
    fn days_from_1970_are_those_of_the_calendar() {
        let mut expected = Date { year: 1800, month: 1, day: 1 };
        // 1800-01-01 is 62,091 days before 1970-01-01.
        for days in -62_091..100_000 {
            let found = from_days(days);
            assert_eq!((found.year, found.month, found.day), (expected.year, expected.month, expected.day), "{days}");
            assert_eq!(weekday_of(found) as i64, (days + 4).rem_euclid(7), "{days}");
            expected.day += 1;
            if expected.day > super::days(expected.year, expected.month) {
                expected.day = 1;
                expected.month += 1;
            }
            if expected.month > 12 {
                expected.month = 1;
                expected.year += 1;
            }
        }
    }
}
