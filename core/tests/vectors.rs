//! Runs the shared vectors of `tests/vectors` on the boundary: the same files, the same functions, in every language.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says how many vectors it saw"
)]

use std::path::Path;

use base64::Engine as _;
use lexamica::Error;
use lexamica::boundary::{self, Call};
use lexamica::exchange::{Attempt, Body, HttpOutcome, HttpResponse, Step, TransportFailure};
use serde_json::{Value, json};

#[test]
fn vectors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let mut count = 0;
    let mut failures = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let suite = file["suite"].as_str().unwrap();
        for vector in file["vectors"].as_array().unwrap() {
            count += 1;
            let (got, expected) = match suite {
                "mapping" => mapping(vector),
                "mapping_text" => mapping_text(vector),
                "prepare" => prepare(vector),
                "interpret" => interpret(vector),
                "webhook" => webhook(vector),
                "recipe" => recipe(vector),
                other => panic!("no runner for the suite {other}"),
            };
            if got != expected {
                failures.push(format!("{suite}: {}\n  expected {expected}\n  got      {got}", vector["name"]));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 0, "no vectors were found");
    println!("vectors: {count}");
}

fn error(error: &Error, expected: &Value) -> Value {
    let mut shown = json!({"code": error.code()});
    if expected.get("path").is_some() {
        shown["path"] = json!(error.path());
    }
    shown
}

fn result(result: Result<Value, Error>, vector: &Value) -> (Value, Value) {
    match (result, vector.get("expectError")) {
        (Ok(value), None) => (value, vector["expect"].clone()),
        (Ok(value), Some(expected)) => (value, expected.clone()),
        (Err(cause), Some(expected)) => (error(&cause, expected), expected.clone()),
        (Err(cause), None) => (json!({"error": cause.to_string()}), vector["expect"].clone()),
    }
}

fn mapping(vector: &Value) -> (Value, Value) {
    let apply = match vector["direction"].as_str().unwrap() {
        "inbound" => boundary::map_inbound,
        "outbound" => boundary::map_outbound,
        other => panic!("no direction {other}"),
    };
    let got = apply(&vector["mapping"].to_string(), &vector["input"].to_string());
    // As text where both are objects, because the order of the keys is part of the result.
    let (got, expected) = result(got.map(|text| serde_json::from_str(&text).unwrap()), vector);
    (got.to_string().into(), expected.to_string().into())
}

fn recipe(vector: &Value) -> (Value, Value) {
    // A record given as text is that text: some of them no language can hold as a value.
    let record = vector["record"].as_str().map_or_else(|| vector["record"].to_string(), str::to_owned);
    let got = boundary::apply_recipe(&vector["recipe"].to_string(), &record);
    let got = got.map(|text| {
        let mut got: Value = serde_json::from_str(&text).unwrap();
        for list in ["problems", "warnings"] {
            // The reasons are for people, and may be worded anew; each has one.
            for problem in got.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                let reason = problem.as_object_mut().unwrap().remove("reason").unwrap();
                assert!(reason.as_str().is_some_and(|reason| !reason.is_empty()), "{}", vector["name"]);
            }
        }
        got
    });
    // As text, because the order of the keys is part of the result.
    let (got, expected) = result(got, vector);
    (got.to_string().into(), expected.to_string().into())
}

/// Text in, text out: every character of the result counts.
fn mapping_text(vector: &Value) -> (Value, Value) {
    let apply = match vector["direction"].as_str().unwrap() {
        "inbound" => boundary::map_inbound,
        "outbound" => boundary::map_outbound,
        other => panic!("no direction {other}"),
    };
    match (apply(&vector["mapping"].to_string(), vector["text"].as_str().unwrap()), vector.get("expectError")) {
        (Ok(text), expected) => (text.into(), expected.unwrap_or(&vector["expectText"]).clone()),
        (Err(cause), Some(expected)) => (error(&cause, expected), expected.clone()),
        (Err(cause), None) => (json!({"error": cause.to_string()}), vector["expectText"].clone()),
    }
}

fn prepare(vector: &Value) -> (Value, Value) {
    let (input, config) = (vector["input"].to_string(), vector["config"].to_string());
    let call = Call { operation: vector["operation"].as_str().unwrap(), input: &input, config: &config };
    let got = boundary::prepare(&call, vector["random"].as_u64().unwrap()).map(|request| {
        let mut shown = json!({"method": request.method, "url": request.url, "headers": request.headers});
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        match &request.body {
            Body::Empty => shown["body"] = "".into(),
            Body::Bytes(bytes) => shown["body"] = text(bytes).into(),
            Body::AroundFile { prefix, suffix } => {
                shown["bodyPrefix"] = text(prefix).into();
                shown["bodySuffix"] = text(suffix).into();
            }
            other => panic!("no reading of {other:?}"),
        }
        shown
    });
    result(got, vector)
}

fn interpret(vector: &Value) -> (Value, Value) {
    let (input, config) = (vector["input"].to_string(), vector["config"].to_string());
    let call = Call { operation: vector["operation"].as_str().unwrap(), input: &input, config: &config };
    let failure = |value: &Value| -> TransportFailure { serde_json::from_value(value.clone()).unwrap() };
    let outcome = &vector["outcome"];
    let outcome = if let Some(kind) = outcome.get("neverSent") {
        HttpOutcome::NeverSent(failure(kind))
    } else if let Some(kind) = outcome.get("maybeSent") {
        HttpOutcome::MaybeSent(failure(kind))
    } else {
        let answer = &outcome["answered"];
        HttpOutcome::Answered(HttpResponse {
            status: serde_json::from_value(answer["status"].clone()).unwrap(),
            headers: serde_json::from_value(answer["headers"].clone()).unwrap(),
            body: answer["body"].as_str().unwrap().as_bytes().to_vec(),
        })
    };
    let attempt = &vector["attempt"];
    let attempt = Attempt {
        number: serde_json::from_value(attempt["number"].clone()).unwrap(),
        elapsed_ms: attempt["elapsedMs"].as_u64().unwrap(),
        random: attempt["random"].as_f64().unwrap(),
    };
    let got = match boundary::interpret(&call, &outcome, &attempt) {
        Step::Done(text) => json!({"done": serde_json::from_str::<Value>(&text).unwrap()}),
        Step::Retry { after, because } => {
            json!({"retryAfterMs": u64::try_from(after.as_millis()).unwrap(), "code": because.code()})
        }
        Step::Failed(error) => {
            let mut shown = json!({"kind": error.kind(), "code": error.code()});
            if let Some(status) = error.status() {
                shown["status"] = status.into();
            }
            json!({"failed": shown})
        }
    };
    let mut expected = vector["expect"].clone();
    if let (Some(done), Some(got)) = (expected.get_mut("done"), got.get("done")) {
        // A key that is null and a key that is missing say the same in every language.
        for (key, value) in got.as_object().unwrap() {
            if value.is_null() && done.get(key).is_none() {
                done[key] = Value::Null;
            }
        }
    }
    (got, expected)
}

fn webhook(vector: &Value) -> (Value, Value) {
    let body = match vector.get("bodyBase64") {
        Some(text) => base64::engine::general_purpose::STANDARD.decode(text.as_str().unwrap()).unwrap(),
        None => vector["body"].as_str().unwrap().as_bytes().to_vec(),
    };
    let headers: Vec<(String, String)> = serde_json::from_value(vector["headers"].clone()).unwrap();
    let secrets: Vec<String> = serde_json::from_value(vector["secrets"].clone()).unwrap();
    let got = match boundary::verify_webhook(&headers, &body, &secrets, None) {
        Ok(()) => json!("ok"),
        Err(error) => json!({"code": error.code()}),
    };
    (got, vector["expect"].clone())
}
