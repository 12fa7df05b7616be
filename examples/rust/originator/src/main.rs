//! The originator's story: a firm's website has collected leads, and refers them out.
//!
//! Reads a spreadsheet of leads, cleans it with a recipe, creates mappings in the firm's own field names, subscribes by
//! webhook and by stored events, sends each good lead, uploads a document to each case, and in the end compares the
//! books of everyone involved. Exits with 0 only if they agree.
//!
//! It speaks to a sandbox that it starts itself; nothing in it but `sandbox.rs` knows that.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for a person at a terminal")]

mod board;
mod leads;
mod receiver;
mod reconcile;
mod sandbox;

use std::collections::HashMap;
use std::process::ExitCode;
use std::time::Duration;

use board::Board;
use jiff::{SignedDuration, Timestamp};
use leads::Leads;
use lexamica::client::{AdminClient, IngestClient, Options, Upload};
use lexamica::credentials::{Environment, OrganizationId, PrivateKey, PublicKey};
use lexamica::event::EventName;
use lexamica::mapping::Mapping;
use lexamica::operation::{ListStoredEvents, UploadFile};
use receiver::Receiver;
use reconcile::Books;
use sandbox::Sandbox;

/// An error for a person.
type Failure = Box<dyn std::error::Error + Send + Sync>;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");

/// A firm stores its webhook secret with its other secrets; this one guards nothing.
const WEBHOOK_SECRET: &str = "demo secret, choose your own at random";

/// How long to wait for the events of the last case.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::main]
async fn main() -> ExitCode {
    match story().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("the demo stopped: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn story() -> Result<bool, Failure> {
    // 1. A service to speak to. With credentials from Lexamica this would be `Environment::Sandbox`.
    let sandbox = Sandbox::start().await?;
    println!("{}", sandbox.first_line);
    println!("sandbox at {}\n", sandbox.base_url);
    let organization = OrganizationId::new(&sandbox.organization_id)?;
    let options = Options::default().environment(Environment::custom(&sandbox.base_url)?);
    let ingest = IngestClient::new(organization.clone(), PublicKey::new(&sandbox.public_key)?, options.clone())?;
    let admin = AdminClient::new(organization, PrivateKey::new(&sandbox.private_key)?, options)?;

    // 2. The leads, cleaned. Bad rows are reported and never sent.
    let leads = Leads::read(DATA)?;
    println!("{} leads read, {} to send, {} to mend:", leads.total(), leads.good.len(), leads.bad.len());
    for bad in &leads.bad {
        for problem in &bad.problems {
            println!("  row {} ({}): {}: {}", bad.row, bad.reference, problem.source, problem.reason);
        }
    }

    // 3. Mappings in the firm's own names, and subscriptions to what happens to the cases.
    let case_mapping = mapping("case.mapping.json")?;
    let invitation_mapping = mapping("case-invitation.mapping.json")?;
    let case_mapping_id = admin.create_mapping(case_mapping.clone()).await?.id;
    let invitation_mapping_id = admin.create_mapping(invitation_mapping.clone()).await?.id;
    let from = Timestamp::now() - SignedDuration::from_mins(1);
    let mut receiver = Receiver::start(
        WEBHOOK_SECRET,
        [
            (EventName::case_created(), case_mapping.clone()),
            (EventName::case_relay_matched(), case_mapping.clone()),
            (EventName::case_invitation_sent(), invitation_mapping.clone()),
            (EventName::case_invitation_accepted(), invitation_mapping.clone()),
        ],
    )
    .await?;
    for (event, mapping_id) in [
        (EventName::case_created(), &case_mapping_id),
        (EventName::case_relay_matched(), &case_mapping_id),
        (EventName::case_invitation_sent(), &invitation_mapping_id),
        (EventName::case_invitation_accepted(), &invitation_mapping_id),
    ] {
        let url = receiver.url(&event);
        admin.create_webhook_subscription(event, mapping_id, url, WEBHOOK_SECRET).await?;
    }
    admin.create_stored_event_subscription(EventName::case_created(), &case_mapping_id).await?;

    // 4. Send, and watch what becomes of it.
    println!();
    let mut board = Board::new(leads.good.iter().map(|lead| lead.reference.clone()).collect());
    let mut sent: HashMap<String, String> = HashMap::new();
    for lead in &leads.good {
        match ingest.send_canonical_case(&case_mapping_id, &case_mapping, &lead.canonical).await {
            Ok(case) => {
                let id = case.case_id.ok_or_else(|| case.note.unwrap_or_default())?;
                board.case(&lead.reference, &id);
                let document = Upload::bytes(std::fs::read(format!("{DATA}/retainer.pdf"))?);
                let name = format!("retainer-{}.pdf", lead.reference);
                let upload =
                    UploadFile::new(&case_mapping_id, &id, name, "application/pdf").with_mapping(case_mapping.clone());
                ingest.upload_file(&upload, document).await?;
                board.file(&lead.reference);
                sent.insert(id, lead.reference.clone());
            }
            // A real program keeps these apart: rejected ones are mended, unknown ones are looked up before anyone
            // sends them again.
            Err(error) => board.failed(&lead.reference, error.code().as_str()),
        }
        while let Some(event) = receiver.ready() {
            board.event(&event, &sent);
        }
    }
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !board.is_complete() {
        match tokio::time::timeout_at(deadline, receiver.next()).await {
            Ok(Some(event)) => board.event(&event, &sent),
            Ok(None) | Err(_) => break,
        }
    }
    board.finish();

    // 5. The same events once more, by polling: what a firm without a public address would do.
    let to = Timestamp::now() + SignedDuration::from_mins(1);
    let polled = admin
        .call(&ListStoredEvents::new(from.to_string(), to.to_string()).only(EventName::case_created()).page(1, 100))
        .await?;

    // 6. Do the books agree?
    let books = Books {
        sent: sent.keys().cloned().collect(),
        created: sandbox.created_cases().await?,
        by_webhook: receiver.case_ids(&EventName::case_created()),
        polled: polled.events.iter().filter_map(|event| receiver::case_id(&case_mapping, &event.payload)).collect(),
        refused_deliveries: receiver.refused(),
        verified_deliveries: receiver.verified(),
        bad_rows: leads.bad.len(),
        total_rows: leads.total(),
        uploaded: board.files(),
    };
    sandbox.stop().await;
    Ok(books.report() && board.is_complete())
}

fn mapping(file: &str) -> Result<Mapping, Failure> {
    Ok(Mapping::from_json(&std::fs::read_to_string(format!("{DATA}/{file}"))?)?)
}
