use lexamica::client::{AdminClient, Options};
use lexamica::credentials::{OrganizationId, PublicKey};

fn main() -> Result<(), lexamica::Error> {
    AdminClient::new(OrganizationId::new("org")?, PublicKey::new("pk")?, Options::default())?;
    Ok(())
}
