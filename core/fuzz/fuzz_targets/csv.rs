//! Any bytes as CSV, JSON, JSON Lines and a form: nothing panics, every run ends, rows count up, and what was written
//! as CSV is read back as it was.
#![no_main]

use lexamica::recipe::input::{Encoding, Format, Options, records};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Csv, Format::Json, Format::JsonLines, Format::Form] {
        for encoding in [None, Some(Encoding::Windows1252), Some(Encoding::Utf16Le)] {
            let mut options = Options::new(format);
            options.encoding = encoding;
            let Ok(records) = records(bytes, &options) else { continue };
            let mut last = 0;
            for record in records {
                assert!(record.row > last, "rows count up");
                last = record.row;
                if let Err(problem) = record.value {
                    assert!(problem.path.is_empty() && !problem.source.is_empty() && !problem.reason.is_empty());
                }
            }
        }
    }
    round_trip(bytes);
});

/// Two cells of the input, written as RFC 4180 says.
fn round_trip(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (one, two) = text.split_at(middle);
    let file = format!("a,b\r\n\"{}\",\"{}\"\r\nend,end\r\n", one.replace('"', "\"\""), two.replace('"', "\"\""));
    let options = Options::new(Format::Csv).with_encoding(Encoding::Utf8).with_delimiter(',');
    let found: Vec<_> = records(file.as_bytes(), &options).expect("the header is good").collect();
    let last = found.last().and_then(|record| record.value.as_ref().ok()).expect("the last row is good");
    assert_eq!(last["a"], "end");
    if found.len() == 2 {
        let first = found[0].value.as_ref().expect("the first row is good");
        assert_eq!((first["a"].as_str(), first["b"].as_str()), (Some(one), Some(two)));
    } else {
        assert!(text.trim_ascii().is_empty(), "only a blank row is left out");
    }
}
