//! Amounts of money, exact to the cent.

use serde_json::Value;

use super::number::{Decimal, json_number, parse, read_decimal};
use super::{ProblemCode, Reader, Refusal, Treated, trim};

/// The currency, how amounts are written here, and what becomes of them.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Options {
    currency: &'static Currency,
    comma: bool,
    write: Write,
}

/// What an amount becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Write {
    /// `"1234.50"`: exact in every language.
    Text,
    /// `1234.5`
    Number,
    /// `123450`
    Cents,
}

/// A currency with two decimals, and the marks it is written with.
#[derive(Debug, PartialEq, Eq)]
struct Currency {
    code: &'static str,
    marks: [&'static str; 2],
}

const CURRENCIES: [Currency; 5] = [
    Currency { code: "USD", marks: ["US$", "$"] },
    Currency { code: "CAD", marks: ["CA$", "$"] },
    Currency { code: "MXN", marks: ["MX$", "$"] },
    Currency { code: "EUR", marks: ["€", "€"] },
    Currency { code: "GBP", marks: ["£", "£"] },
];

impl Options {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        const USD: &Currency = &Currency { code: "USD", marks: ["US$", "$"] };
        let names: Vec<(&str, &'static Currency)> =
            CURRENCIES.iter().map(|currency| (currency.code, currency)).collect();
        Self {
            currency: reader.one_of("currency", &names).unwrap_or(USD),
            comma: read_decimal(reader),
            write: reader
                .one_of("write", &[("text", Write::Text), ("number", Write::Number), ("cents", Write::Cents)])
                .unwrap_or(Write::Text),
        }
    }
}

pub(super) fn treat(text: &str, options: &Options) -> Treated {
    let invalid = |reason: &str| Err(Refusal::new(ProblemCode::MoneyInvalid, reason));
    // Bookkeepers write (12.50) for -12.50.
    let (inner, in_brackets) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (trim(inner), true),
        None => (text, false),
    };
    // -$5, $-5 and $5 are all written; a sign between brackets would be one sign too many.
    let (before, unsigned) = match inner.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, trim(rest)),
        None => (false, inner),
    };
    let amount = without_mark(unsigned, options.currency);
    let Some(mut decimal) = parse(amount, options.comma) else {
        return invalid(if options.comma {
            "not an amount like 1.234,50 in the currency of this field"
        } else {
            "not an amount like $1,234.50 in the currency of this field"
        });
    };
    if [in_brackets, before, decimal.negative].iter().filter(|sign| **sign).count() > 1 {
        return invalid("this amount has more than one sign");
    }
    decimal.negative |= in_brackets || before;
    if decimal.fraction.len() > 2 {
        return invalid("more than two decimals: is it thousands, or a price per unit?");
    }
    let decimal = to_cents(decimal);
    let cents = Decimal {
        negative: decimal.negative,
        whole: format!("{}{}", if decimal.whole == "0" { "" } else { decimal.whole.as_str() }, decimal.fraction),
        fraction: String::new(),
    };
    let too_large = || Refusal::new(ProblemCode::MoneyInvalid, "this amount is too large");
    // One limit for all three, so that the same file is good or bad whatever is written.
    let as_cents = json_number(&cents).ok_or_else(too_large)?;
    Ok(Some(match options.write {
        Write::Text => {
            let sign = if decimal.negative { "-" } else { "" };
            format!("{sign}{}.{}", decimal.whole, decimal.fraction).into()
        }
        Write::Number => Value::Number(json_number(&decimal).ok_or_else(too_large)?),
        Write::Cents => Value::Number(as_cents),
    }))
}

/// With exactly two decimals, and no sign at zero.
fn to_cents(mut decimal: Decimal) -> Decimal {
    while decimal.fraction.len() < 2 {
        decimal.fraction.push('0');
    }
    if decimal.whole == "0" && decimal.fraction == "00" {
        decimal.negative = false;
    }
    decimal
}

/// The amount without the currency's code or mark, before or behind it.
fn without_mark<'t>(text: &'t str, currency: &Currency) -> &'t str {
    for mark in [currency.code].into_iter().chain(currency.marks) {
        if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
            return trim(rest);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn options(code: &str, comma: bool, write: Write) -> Options {
        Options { currency: CURRENCIES.iter().find(|currency| currency.code == code).unwrap(), comma, write }
    }

    #[test]
    fn amounts_are_exact() {
        for (text, expected) in [
            ("$1,234.50", "1234.50"),
            ("1234.5", "1234.50"),
            ("USD 7", "7.00"),
            ("7 USD", "7.00"),
            ("($12.50)", "-12.50"),
            ("-$12.50", "-12.50"),
            ("$-12.50", "-12.50"),
            ("0", "0.00"),
            ("-0.00", "0.00"),
            ("US$ 9,999,999,999,999.99", "9999999999999.99"),
        ] {
            assert_eq!(treat(text, &options("USD", false, Write::Text)).unwrap(), Some(json!(expected)), "{text}");
        }
        assert_eq!(treat("1.234,50 €", &options("EUR", true, Write::Text)).unwrap(), Some(json!("1234.50")));
        assert_eq!(treat("$0.07", &options("USD", false, Write::Cents)).unwrap(), Some(json!(7)));
        assert_eq!(treat("$1,234.50", &options("USD", false, Write::Number)).unwrap(), Some(json!(1234.5)));
    }

    #[test]
    fn other_currencies_and_other_marks_are_refused() {
        for text in ["€5", "1.234,50", "$12.345", "5k", "$", "(-5)", "-$-5", "10 to 20", "$99999999999999.99", "five"]
        {
            let refused = treat(text, &options("USD", false, Write::Text)).unwrap_err();
            assert_eq!(refused.code, ProblemCode::MoneyInvalid, "{text}");
        }
    }
}
