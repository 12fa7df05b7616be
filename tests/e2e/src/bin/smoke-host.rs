//! Keeps a sandbox, a mapping, a webhook subscription and a catcher of deliveries running for the smoke tests of the
//! other languages. Prints one line of JSON with what they need, and ends when its standard input does.

#![expect(clippy::print_stdout, reason = "its one line of output is its interface")]

use lexamica::client::{AdminClient, Options};
use lexamica::credentials::{Environment, OrganizationId, PrivateKey};
use lexamica::event::EventName;
use lexamica::mapping::{Mapping, Pair};
use lexamica::model::Model;
use lexamica_e2e::catcher::Catcher;
use lexamica_sandbox::Sandbox;
use serde_json::json;
use tokio::io::AsyncReadExt as _;

const SECRET: &str = "a secret for the smoke tests";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start(lexamica_sandbox::Options::default()).await?;
    let catcher = Catcher::start().await?;
    let mapping = Mapping::new(
        "smoke test",
        Model::Case,
        vec![
            Pair::new("MatterNo", "_id"),
            Pair::new("LeadId", "externalReference"),
            Pair::new("First Name", "client.firstName"),
            Pair::new("LastName", "client.lastName"),
            Pair::new("Phone", "client.phone"),
            Pair::new("PracticeArea", "caseType"),
            Pair::new("IncidentDate", "incident.date"),
            Pair::new("IncidentAddressState", "incident.address.state"),
            Pair::new("Summary", "summary"),
        ],
    );
    let admin = AdminClient::new(
        OrganizationId::new(&sandbox.organization_id)?,
        PrivateKey::new(&sandbox.private_key)?,
        Options::default().environment(Environment::custom(&sandbox.base_url)?),
    )?;
    let mapping_id = admin.create_mapping(mapping.clone()).await?.id;
    let hook = format!("{}/hook/LeadId", catcher.base_url);
    admin.create_webhook_subscription(EventName::case_created(), &mapping_id, hook, SECRET).await?;
    println!(
        "{}",
        json!({
            "LEXAMICA_BASE_URL": sandbox.base_url,
            "LEXAMICA_ORGANIZATION_ID": sandbox.organization_id,
            "LEXAMICA_PUBLIC_KEY": sandbox.public_key,
            "LEXAMICA_MAPPING_ID": mapping_id,
            "LEXAMICA_MAPPING": serde_json::to_string(&mapping)?,
            "LEXAMICA_WEBHOOK_SECRET": SECRET,
            "LEXAMICA_CATCHER_URL": catcher.base_url,
        })
    );
    // Until whoever started us is done.
    let mut sink = Vec::new();
    tokio::io::stdin().read_to_end(&mut sink).await?;
    sandbox.shutdown().await;
    Ok(())
}
