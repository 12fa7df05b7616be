use lexamica::client::IngestClient;
use lexamica::operation::ListStoredEvents;

async fn read(client: &IngestClient) -> Result<(), lexamica::Error> {
    client.call(&ListStoredEvents::new("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")).await?;
    Ok(())
}

fn main() {}
