//! What is proposed for the names that people really use. The expected paths are written by hand.

#![cfg(feature = "suggest")]

use lexamica::mapping::suggest::{Suggestion, suggest, suggest_from_record};
use lexamica::model::Model;
use proptest::prelude::*;
use serde_json::json;

fn path_of<'s>(found: &'s [Suggestion], yours: &str) -> Option<&'s str> {
    found.iter().find(|suggestion| suggestion.yours == yours).map(|suggestion| suggestion.lexamica.as_str())
}

#[test]
fn usual_names_find_their_path() {
    for (name, path) in [
        ("FirstName", "client.firstName"),
        ("client_first_name", "client.firstName"),
        ("contact_first_name", "client.firstName"),
        ("litify_pm__First_Name__c", "client.firstName"),
        ("from_first", "client.firstName"),
        ("Nombre", "client.firstName"),
        ("lastname", "client.lastName"),
        ("Your Last Name", "client.lastName"),
        ("Apellidos", "client.lastName"),
        ("Email Address", "client.email"),
        ("Correo electrónico", "client.email"),
        ("Best phone number", "client.phone"),
        ("MobilePhone", "client.phone"),
        ("Teléfono celular", "client.phone"),
        ("Zip", "client.address.postalCode"),
        ("mailing_city", "client.address.city"),
        ("PracticeArea", "caseType"),
        ("Type of Case", "caseType"),
        ("Tipo de accidente", "caseType"),
        ("IncidentDate", "incident.date"),
        ("Date of Loss", "incident.date"),
        ("When did the accident happen?", "incident.date"),
        ("Fecha del accidente", "incident.date"),
        ("DOL", "incident.date"),
        ("IncidentAddressState", "incident.address.state"),
        ("State where the accident occurred", "incident.address.state"),
        ("Estado del accidente", "incident.address.state"),
        ("LeadId", "externalReference"),
        ("Entry ID", "externalReference"),
        ("What happened?", "summary"),
        ("¿Qué pasó?", "summary"),
        ("case_summary", "summary"),
        ("Accident description", "incident.description"),
        ("Case status", "stage"),
        ("lexamica_id", "_id"),
        // A slip of the finger.
        ("Frist Name", "client.firstName"),
        ("E-Mial Address", "client.email"),
        // One literal key of several parts.
        ("properties.lastname", "client.lastName"),
        ("from.email", "client.email"),
    ] {
        let found = suggest(&[name], &Model::Case);
        assert_eq!(path_of(&found, name), Some(path), "{name}: {found:?}");
    }
}

#[test]
fn what_is_somebody_elses_or_says_nothing_is_left_alone() {
    for name in [
        "utm_source",
        "Spouse First Name",
        "Defendant Name",
        "Employer Phone",
        "Insurance company",
        "attorney_email",
        "ip",
        "user_agent",
        "Date of Birth",
        "Submission Date",
        "created_at",
        "Consent",
        "",
        "...",
        "12",
        "x",
        "spouse.firstName",
        "Company Name",
    ] {
        assert_eq!(suggest(&[name], &Model::Case), [], "{name}");
    }
}

#[test]
fn doubt_is_said_and_costs_confidence() {
    let found = suggest(&["State"], &Model::Case);
    assert!(found.iter().all(|one| one.confidence < 0.7 && one.because.contains("fits as well")), "{found:?}");
    assert_eq!(found.len(), 1, "one name, one path");

    let two = suggest(&["Phone", "Telephone"], &Model::Case);
    assert_eq!(two.len(), 2);
    for (one, other) in two.iter().zip(["Telephone", "Phone"]) {
        assert_eq!(one.lexamica, "client.phone");
        assert!(one.confidence < 0.8 && one.because.contains(&format!("`{other}` fits as well")), "{one}");
    }

    let ranked = suggest(&["Phone number to reach you", "Phone"], &Model::Case);
    assert_eq!(ranked.first().unwrap().yours, "Phone", "the surest first");
    assert!(ranked.last().unwrap().because.contains("`Phone` fits better"), "{ranked:?}");
}

#[test]
fn values_of_a_record_are_evidence() {
    let by_name = suggest(&["Contact"], &Model::Case);
    assert_eq!(by_name, []);
    let record = json!({
        "Contact": "ana.ruiz@example.com",
        "Reach at": "(210) 555-0123",
        "Phone": "call after six",
        "Accident Date": "10/28/2026",
        "properties": {"firstname": "Ana", "tags": ["a"]},
        "Email": "",
    });
    let found = suggest_from_record(&record, &Model::Case);
    assert_eq!(path_of(&found, "Contact"), Some("client.email"));
    assert_eq!(path_of(&found, "Reach at"), Some("client.phone"));
    assert_eq!(path_of(&found, "properties.firstname"), Some("client.firstName"));
    let of = |name: &str| found.iter().find(|one| one.yours == name).unwrap();
    assert!(of("Accident Date").confidence > 0.95, "{}", of("Accident Date"));
    assert!(of("Phone").confidence < 0.6 && of("Phone").because.contains("does not look like"), "{}", of("Phone"));
    assert!(!of("Email").because.contains("looks like"), "a blank is no evidence");
    let told = format!("{found:?}");
    for value in ["ana.ruiz", "555-0123", "10/28", "after six"] {
        assert!(!told.contains(value), "{told}");
    }
}

#[test]
fn other_models_have_their_own_names() {
    let found = suggest(&["Case Number", "Respond by", "Referral No"], &Model::CaseInvitation);
    assert_eq!(path_of(&found, "Case Number"), Some("case._id"));
    assert_eq!(path_of(&found, "Respond by"), Some("expires"));
    assert_eq!(path_of(&found, "Referral No"), Some("referral._id"));
    assert_eq!(suggest(&["amount"], &Model::parse("Settlement")), []);
    assert_eq!(suggest_from_record(&json!([1, 2]), &Model::Case), []);
}

proptest! {
    #[test]
    fn any_names_are_borne(names in proptest::collection::vec("\\PC{0,40}", 0..5)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for one in suggest(&names, &Model::Case) {
            prop_assert!((0.4..=0.99).contains(&one.confidence));
            prop_assert!(names.contains(&one.yours.as_str()));
        }
    }
}
