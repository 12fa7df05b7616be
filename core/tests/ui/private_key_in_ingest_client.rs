use lexamica::client::{IngestClient, Options};
use lexamica::credentials::{OrganizationId, PrivateKey};

fn main() -> Result<(), lexamica::Error> {
    IngestClient::new(OrganizationId::new("org")?, PrivateKey::new("sk")?, Options::default())?;
    Ok(())
}
