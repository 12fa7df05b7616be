//! The whole story against the sandbox, and the same again where the wire is spelled differently.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use lexamica::client::{AdminClient, IngestClient, Options, Upload};
use lexamica::contract::Contract;
use lexamica::credentials::{Environment, OrganizationId, PrivateKey, PublicKey};
use lexamica::event::EventName;
use lexamica::mapping::{Mapping, Pair};
use lexamica::model::Model;
use lexamica::operation::UploadFile;
use lexamica::webhook::{Secrets, verify};
use lexamica::{ErrorCode, ErrorKind};
use lexamica_e2e::catcher::Catcher;
use lexamica_sandbox::{Running, Sandbox};
use serde_json::{Map, Value, json};

const SECRET: &str = "a secret for this test";

struct Setting {
    sandbox: Running,
    ingest: IngestClient,
    admin: AdminClient,
    contract: Contract,
}

async fn setting(profile: Option<&Value>, overrides: &str) -> Setting {
    let file = profile.map(|profile| {
        let name = format!("lexamica-profile-{}-{}.json", std::process::id(), profile["name"].as_str().unwrap());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, profile.to_string()).unwrap();
        path
    });
    let mut options = lexamica_sandbox::Options::default();
    options.profile.clone_from(&file);
    let sandbox = Sandbox::start(options).await.unwrap();
    if let Some(file) = file {
        std::fs::remove_file(file).unwrap();
    }
    let contract = Contract::with_overrides(overrides).unwrap();
    let organization = OrganizationId::new(&sandbox.organization_id).unwrap();
    let options =
        Options::default().environment(Environment::custom(&sandbox.base_url).unwrap()).contract(contract.clone());
    let ingest =
        IngestClient::new(organization.clone(), PublicKey::new(&sandbox.public_key).unwrap(), options.clone()).unwrap();
    let admin = AdminClient::new(organization, PrivateKey::new(&sandbox.private_key).unwrap(), options).unwrap();
    Setting { sandbox, ingest, admin, contract }
}

fn mapping() -> Mapping {
    Mapping::new(
        "firm",
        Model::Case,
        vec![
            Pair::new("MatterNo", "_id"),
            Pair::new("LeadId", "externalReference"),
            Pair::new("First Name", "client.firstName"),
            Pair::new("PracticeArea", "caseType"),
        ],
    )
}

/// Mapping, subscriptions, a case, its event by both ways, a file: all through the client.
async fn story(setting: &Setting) {
    let Setting { sandbox, ingest, admin, contract } = setting;
    let catcher = Catcher::start().await.unwrap();
    let stored = admin.create_mapping(mapping()).await.unwrap();
    assert_eq!(stored.mapping, Some(mapping()));
    let hook = format!("{}/hook/LeadId", catcher.base_url);
    admin.create_webhook_subscription(EventName::case_created(), &stored.id, hook, SECRET).await.unwrap();
    admin.create_stored_event_subscription(EventName::case_created(), &stored.id).await.unwrap();

    let from = Timestamp::now() - SignedDuration::from_mins(1);
    let canonical =
        json!({"externalReference": "L-1", "client": {"firstName": "Ana"}, "caseType": "Dog Bite Injuries"});
    let sent = ingest.send_canonical_case(&stored.id, &mapping(), &canonical).await.unwrap();
    let id = sent.case_id.unwrap();

    let delivery = catcher.delivery("L-1").await.unwrap();
    let secrets = Secrets::new([SECRET]).unwrap();
    verify(contract, &delivery.headers, &delivery.body, &secrets).unwrap();
    let payload: Value = serde_json::from_slice(&delivery.body).unwrap();
    assert_eq!(payload["MatterNo"], json!(id));
    let mut forged = delivery.body.clone();
    forged.push(b' ');
    let refused = verify(contract, &delivery.headers, &forged, &secrets).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::SignatureMismatch);

    let to = Timestamp::now() + SignedDuration::from_mins(1);
    let polled = admin.list_stored_events(from.to_string(), to.to_string()).await.unwrap().events;
    assert_eq!(polled.len(), 1);
    assert_eq!(polled[0].event, Some(EventName::case_created()));
    assert_eq!(polled[0].payload["MatterNo"], json!(id));

    let upload = UploadFile::new(&stored.id, &id, "retainer \"signed\".pdf", "application/pdf").with_mapping(mapping());
    let file = ingest.upload_file(&upload, Upload::bytes("%PDF-1.4 invented")).await.unwrap();
    let bytes = reqwest::get(file.url.unwrap()).await.unwrap().bytes().await.unwrap();
    assert_eq!(&bytes[..], b"%PDF-1.4 invented");

    let books: Value = serde_json::from_slice(
        &reqwest::get(format!("{}/_sandbox/books", sandbox.base_url)).await.unwrap().bytes().await.unwrap(),
    )
    .unwrap();
    assert_eq!(books["cases"][0]["id"], json!(id));
    assert_eq!((&books["counts"]["cases"], &books["counts"]["files"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn the_story_as_the_contract_spells_it() {
    let setting = setting(None, "{}").await;
    story(&setting).await;
    setting.sandbox.shutdown().await;
}

/// Every kind of spelling changed at once, on the server; on the client, one line each in an override.
#[tokio::test]
async fn the_story_where_the_wire_is_spelled_differently() {
    let mut profile: Value = serde_json::from_str(include_str!("../../../sandbox/profiles/default.json")).unwrap();
    profile["name"] = json!("other");
    profile["id"] = json!("ref");
    profile["auth"]["header"] = json!("x-api-key");
    profile["auth"]["scheme"] = json!("Token");
    profile["routes"]["case.send"]["path"] = json!("/v2/{organizationId}/cases/{mappingId}");
    profile["routes"]["case.send"]["method"] = json!("PUT");
    profile["routes"]["mapping.create"]["path"] = json!("/v2/{organizationId}/field-mapping");
    profile["mapping"]["fields"] = json!("columns");
    profile["mapping"]["yours"] = json!("ours");
    profile["subscription"]["mapping"] = json!("fieldMapping");
    profile["storedEvent"]["query"]["from"] = json!("since");
    profile["storedEvent"]["record"]["payload"] = json!("content");
    profile["webhook"]["signatureHeader"] = json!("x-proof");
    profile["file"]["part"] = json!("document");
    profile["events"]["caseCreated"] = json!("crm/new_case");

    let setting = setting(
        Some(&profile),
        r#"{
            "authentication": {"header": "X-Api-Key", "scheme": "Token"},
            "operations": {
                "cases.send": {"path": "/v2/{organization_id}/cases/{mapping_id}", "method": "PUT"},
                "mappings.create": {"path": "/v2/{organization_id}/field-mapping"},
                "stored_events.list": {"parameters": {"from": {"name": "since"}}},
                "files.upload": {"parameters": {"file": {"name": "document"}}}
            },
            "records": {
                "mapping": {"id": {"write": "ref"}, "fields": {"write": "columns"}},
                "mapping_pair": {"yours": {"write": "ours"}},
                "webhook_subscription": {"id": {"write": "ref"}, "mapping_id": {"write": "fieldMapping"}},
                "stored_event_subscription": {"id": {"write": "ref"}, "mapping_id": {"write": "fieldMapping"}},
                "stored_event": {"id": {"write": "ref"}, "payload": {"write": "content"}},
                "attachment": {"id": {"write": "ref"}}
            },
            "webhook": {"signature_headers": ["x-proof"]},
            "events": {"case_created": "crm/new_case"}
        }"#,
    )
    .await;
    story(&setting).await;
    setting.sandbox.shutdown().await;
}

#[tokio::test]
async fn an_unknown_mapping_and_a_wrong_key_are_refused_and_nothing_is_created() {
    let setting = setting(None, "{}").await;
    let payload = || Map::from_iter([("First Name".to_owned(), json!("Ana"))]);
    let error = setting.ingest.send_case("no such mapping", payload()).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Rejected, ErrorCode::NotFound), "{error:?}");

    let mapping_id = setting.admin.create_mapping(mapping()).await.unwrap().id;
    let stranger = IngestClient::new(
        OrganizationId::new(&setting.sandbox.organization_id).unwrap(),
        PublicKey::new("pk_of_someone_else").unwrap(),
        Options::default().environment(Environment::custom(&setting.sandbox.base_url).unwrap()),
    )
    .unwrap();
    let error = stranger.send_case(&mapping_id, payload()).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Rejected, ErrorCode::Unauthorized), "{error:?}");

    // The private key where the public one belongs: the types forbid it, so it takes the text of the one in the other.
    let confused = IngestClient::new(
        OrganizationId::new(&setting.sandbox.organization_id).unwrap(),
        PublicKey::new(&setting.sandbox.private_key).unwrap(),
        Options::default().environment(Environment::custom(&setting.sandbox.base_url).unwrap()),
    )
    .unwrap();
    let error = confused.send_case(&mapping_id, payload()).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Rejected, ErrorCode::Forbidden), "{error:?}");

    let books: Value = serde_json::from_slice(
        &reqwest::get(format!("{}/_sandbox/books", setting.sandbox.base_url)).await.unwrap().bytes().await.unwrap(),
    )
    .unwrap();
    assert_eq!(books["counts"]["cases"], json!(0));
    setting.sandbox.shutdown().await;
}
