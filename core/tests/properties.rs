//! Properties that hold for any input.

use lexamica::boundary::{self, Call};
use lexamica::contract::Contract;
use lexamica::exchange::{Attempt, HttpOutcome, HttpResponse, Step, TransportFailure};
use lexamica::mapping::{Mapping, Pair};
use lexamica::model::Model;
use lexamica::recipe::input::{Format, Options, records};
use lexamica::recipe::{Recipe, is_blank};
use lexamica::webhook::{Secrets, sign, verify};
use lexamica::{ErrorCode, ErrorKind};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Any JSON a form could send, three levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Every treatment, on the same source.
fn everything() -> Result<Recipe, TestCaseError> {
    Recipe::from_json(include_str!("../fuzz/everything.recipe.json"))
        .map_err(|error| TestCaseError::fail(error.to_string()))
}

/// Whether there is a null or a blank anywhere in it.
fn holds_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => is_blank(text),
        Value::Array(items) => items.iter().any(holds_nothing),
        Value::Object(members) => members.values().any(holds_nothing),
        _ => false,
    }
}

fn one_to_one() -> Mapping {
    let pairs = ["_id", "client.firstName", "client.address.state", "parties.0.name", "summary"];
    let names = ["MatterNo", "First Name", "a.b.c", "__proto__", "Zusammenfassung ✓"];
    Mapping::new("m", Model::Case, names.iter().zip(pairs).map(|(yours, path)| Pair::new(*yours, path)).collect())
}

fn any_outcome() -> impl Strategy<Value = HttpOutcome> {
    use TransportFailure::{Cancelled, IncompleteAnswer, NameNotFound, Other, Refused, Reset, Timeout, Tls};
    let failure =
        prop::sample::select(vec![Refused, NameNotFound, Tls, Timeout, Reset, IncompleteAnswer, Cancelled, Other]);
    let header = (prop::sample::select(vec!["content-type", "retry-after", "date", "x"]), ".{0,20}");
    let answered = (100_u16..600, prop::collection::vec(header, 0..3), prop::collection::vec(any::<u8>(), 0..64));
    prop_oneof![
        failure.clone().prop_map(HttpOutcome::NeverSent),
        failure.prop_map(HttpOutcome::MaybeSent),
        answered.prop_map(|(status, headers, body)| HttpOutcome::Answered(HttpResponse {
            status,
            headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            body,
        })),
    ]
}

proptest! {
    #[test]
    fn what_goes_in_through_a_one_to_one_mapping_comes_back(values in prop::collection::vec(any_json(), 5)) {
        let mapping = one_to_one();
        let payload: Map<String, Value> = mapping.fields.iter().map(|pair| pair.yours.clone()).zip(values).collect();
        let payload = Value::Object(payload);
        let canonical = mapping.inbound(&payload).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(mapping.outbound(&canonical).map_err(|error| TestCaseError::fail(error.to_string()))?, payload);
    }

    #[test]
    fn no_mapping_and_no_payload_panics(names in prop::collection::vec((".{0,8}", ".{0,12}"), 0..6), payload in any_json()) {
        let pairs = names.into_iter().map(|(yours, path)| Pair::new(yours, path)).collect();
        let mapping = Mapping::new("m", Model::Case, pairs);
        let _ = mapping.inbound(&payload);
        let _ = mapping.outbound(&payload);
    }

    #[test]
    fn a_recipe_survives_any_record_and_never_writes_a_blank(text in ".{0,24}", value in any_json(), record in any_json()) {
        let recipe = everything()?;
        let _ = recipe.apply(&record);
        for record in [json!({"v": text}), json!({"v": value}), json!({"v": value.to_string(), "w": text})] {
            prop_assert!(!holds_nothing(&recipe.apply(&record).result));
        }
    }

    /// Whatever is printed as a date, a phone or an amount is read as itself again.
    #[test]
    fn what_a_recipe_has_cleaned_stays_as_it_is(
        year in 1800_u32..2200, month in 0_u32..14, day in 0_u32..33, number in "[0-9]{7,12}", dollars in 0_u32..1_000_000,
    ) {
        let recipe = everything()?;
        for text in [format!("{month}/{day}/{year}"), number, format!("${dollars}.5")] {
            let once = recipe.apply(&json!({ "v": text })).result;
            for path in ["date", "phone", "money", "number"] {
                if let Some(value) = once.get(path) {
                    let again = recipe.apply(&json!({ "v": value })).result;
                    prop_assert_eq!(again.get(path), Some(value), "{}", path);
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[a,;\"\n\r x]{0,60}") {
        for format in [Format::Csv, Format::Json, Format::JsonLines, Format::Form] {
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                let Ok(records) = records(bytes, &Options::new(format)) else { continue };
                let rows: Vec<usize> = records.take(1000).map(|record| record.row).collect();
                prop_assert!(rows.len() < 1000 && rows.is_sorted_by(|one, two| one < two));
            }
        }
    }

    /// The promise: a case that may have arrived is never sent again by itself.
    #[test]
    fn only_what_never_left_or_was_refused_before_processing_is_sent_again(
        outcome in any_outcome(), number in 1_u32..6, elapsed_ms in 0_u64..200_000, random in 0.0_f64..1.0,
    ) {
        let call = Call {
            operation: "cases.send",
            input: r#"{"mappingId": "m", "payload": {"a": 1}}"#,
            config: r#"{"organizationId": "o", "publicKey": "k", "environment": "sandbox"}"#,
        };
        let attempt = Attempt { number, elapsed_ms, random };
        match boundary::interpret(&call, &outcome, &attempt) {
            Step::Retry { because, .. } => {
                let never_left = because.kind() == ErrorKind::NeverSent && matches!(outcome, HttpOutcome::NeverSent(_));
                let limited = because.code() == ErrorCode::RateLimited
                    && matches!(&outcome, HttpOutcome::Answered(response) if response.status == 429);
                prop_assert!(never_left || limited, "{because:?}");
            }
            Step::Failed(error) => prop_assert_eq!(
                error.kind() == ErrorKind::NeverSent,
                matches!(outcome, HttpOutcome::NeverSent(_))
            ),
            Step::Done(_) => prop_assert!(
                matches!(&outcome, HttpOutcome::Answered(response) if (200..300).contains(&response.status))
            ),
        }
    }

    #[test]
    fn a_signature_fits_exactly_what_was_signed(
        body in prop::collection::vec(any::<u8>(), 0..200), other in prop::collection::vec(any::<u8>(), 0..200),
        secret in "[a-z]{8,20}", forged in "[a-z]{8,20}",
    ) {
        let secrets = |secret: String| Secrets::new([secret]).map_err(|error| TestCaseError::fail(error.to_string()));
        let (ours, theirs) = (secrets(secret.clone())?, secrets(forged.clone())?);
        let headers = [("X-Signature".to_owned(), format!("sha256={}", sign(&ours, &body)))];
        let contract = Contract::builtin();
        prop_assert!(verify(contract, &headers, &body, &ours).is_ok());
        prop_assert_eq!(verify(contract, &headers, &other, &ours).is_ok(), body == other);
        prop_assert_eq!(verify(contract, &headers, &body, &theirs).is_ok(), secret == forged);
    }

    #[test]
    fn foreign_headers_never_verify(value in ".{0,100}", body in prop::collection::vec(any::<u8>(), 0..50)) {
        let secrets = Secrets::new(["a secret that signs nothing"]).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(verify(Contract::builtin(), &[("x-signature".to_owned(), value)], &body, &secrets).is_err());
    }

    #[test]
    fn the_boundary_survives_any_text(operation in ".{0,20}", input in ".{0,40}", config in ".{0,40}") {
        let call = Call { operation: &operation, input: &input, config: &config };
        prop_assert!(boundary::prepare(&call, 0).is_err());
        let _ = boundary::map_inbound(&input, &config);
        let _ = boundary::verify_webhook(&[], input.as_bytes(), &[config], Some(&operation));
    }
}
