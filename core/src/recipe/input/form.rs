//! `application/x-www-form-urlencoded`, as the URL standard has it, but without guessing: what is not encoded rightly is
//! an error there and not a text with holes.

use serde_json::{Map, Value};

use super::encoding::{self, Encoding};

/// A body as an object. A key that comes more than once, or ends in `[]`, holds a list.
pub(super) fn decode(line: &[u8], encoding: Encoding) -> Result<Value, String> {
    let mut members = Map::new();
    let mut start = 0_usize;
    for pair in line.split(|byte| *byte == b'&') {
        if !pair.is_empty() {
            let equals = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let key = part(pair.get(..equals).unwrap_or_default(), start, encoding)?;
            let after = equals.saturating_add(1);
            let value = part(pair.get(after..).unwrap_or_default(), start.saturating_add(after), encoding)?;
            add(&mut members, key, value);
        }
        start = start.saturating_add(pair.len()).saturating_add(1);
    }
    Ok(members.into())
}

fn add(members: &mut Map<String, Value>, key: String, value: String) {
    let value = Value::from(value);
    match members.get_mut(&key) {
        Some(Value::Array(values)) => values.push(value),
        Some(only) => *only = Value::Array(vec![only.take(), value]),
        None if key.ends_with("[]") => {
            members.insert(key, Value::Array(vec![value]));
        }
        None => {
            members.insert(key, value);
        }
    }
}

fn part(text: &[u8], start: usize, encoding: Encoding) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    let mut rest = text.iter().enumerate();
    while let Some((at, byte)) = rest.next() {
        places.push(at);
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|(_, digit)| char::from(*digit).to_digit(16));
                let both = digit()
                    .zip(digit())
                    .and_then(|(high, low)| u8::try_from(high.checked_mul(16)?.checked_add(low)?).ok());
                both.ok_or_else(|| {
                    format!("not a form: a % needs two hexadecimal digits (byte {})", start.saturating_add(at))
                })?
            }
            other => *other,
        });
    }
    let text = encoding::decode(&bytes, encoding).map_err(|at| {
        let at = start.saturating_add(places.get(at).copied().unwrap_or_default());
        format!("not a form: text in another encoding (byte {at})")
    })?;
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pairs_become_members() {
        let body =
            b"name=Ana+Mar%C3%ADa&box[]=a&box%5B%5D=b&tag[]=x&twice=1&twice=2&empty=&alone&a.b=%26&__proto__=p&&";
        assert_eq!(
            decode(body, Encoding::Utf8).unwrap(),
            json!({"name": "Ana María", "box[]": ["a", "b"], "tag[]": ["x"], "twice": ["1", "2"], "empty": "", "alone": "",
                "a.b": "&", "__proto__": "p"})
        );
        assert_eq!(decode(b"a=%92", Encoding::Windows1252).unwrap(), json!({"a": "’"}));
    }

    #[test]
    fn what_is_not_encoded_has_a_place() {
        for (body, place) in [("a=b%2", "byte 3"), ("ab=%zz", "byte 3"), ("a=1&b=xy%FF", "byte 8"), ("%", "byte 0")] {
            let error = decode(body.as_bytes(), Encoding::Utf8).unwrap_err();
            assert!(error.contains(&format!("({place})")), "{body}: {error}");
        }
    }
}
