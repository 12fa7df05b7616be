//! The client that configures.

use super::Options;
use super::send::Engine;
use crate::credentials::{OrganizationId, PrivateKey};
use crate::error::Error;
use crate::event::EventName;
use crate::mapping::Mapping;
use crate::operation::{
    CreateMapping, CreateStoredEventSubscription, CreateWebhookSubscription, ListStoredEvents, Operation,
    StoredEventSubscription, StoredEvents, StoredMapping, WebhookSubscription,
};

/// Creates mappings and subscriptions and reads stored events, with the Private Key. For servers only. Cheap to clone;
/// clones share their connections.
#[derive(Debug, Clone)]
pub struct AdminClient {
    engine: Engine<PrivateKey>,
}

impl AdminClient {
    /// A client of one organisation. The Public Key does not fit here:
    ///
    /// ```compile_fail
    /// # use lexamica::{client::*, credentials::*};
    /// let client = AdminClient::new(OrganizationId::new("org")?, PublicKey::new("pk")?, Options::default())?;
    /// # Ok::<(), lexamica::Error>(())
    /// ```
    ///
    /// # Errors
    /// `invalid_config` if the HTTP client cannot be set up.
    pub fn new(organization: OrganizationId, key: PrivateKey, options: Options) -> Result<Self, Error> {
        Ok(Self { engine: Engine::new(organization, key, options)? })
    }

    /// Carries out any operation that takes the Private Key.
    ///
    /// # Errors
    /// See [`Error::kind`].
    pub async fn call<O: Operation<Key = PrivateKey>>(&self, operation: &O) -> Result<O::Output, Error> {
        self.engine.call(operation).await
    }

    /// `mappings.create`.
    ///
    /// # Errors
    /// `unreadable_answer` if the mapping was created but its id is not in the answer.
    pub async fn create_mapping(&self, mapping: Mapping) -> Result<StoredMapping, Error> {
        self.call(&CreateMapping::new(mapping)).await
    }

    /// `webhook_subscriptions.create`: one event, one mapping, one address of yours, and a secret that you choose.
    ///
    /// # Errors
    /// As [`AdminClient::create_mapping`].
    pub async fn create_webhook_subscription(
        &self,
        event: EventName,
        mapping_id: impl Into<String>,
        url: impl Into<String>,
        secret: impl Into<String>,
    ) -> Result<WebhookSubscription, Error> {
        self.call(&CreateWebhookSubscription::new(event, mapping_id, url, secret)).await
    }

    /// `stored_event_subscriptions.create`.
    ///
    /// # Errors
    /// As [`AdminClient::create_mapping`].
    pub async fn create_stored_event_subscription(
        &self,
        event: EventName,
        mapping_id: impl Into<String>,
    ) -> Result<StoredEventSubscription, Error> {
        self.call(&CreateStoredEventSubscription { event, mapping_id: mapping_id.into() }).await
    }

    /// `stored_events.list`: the stored events of a date range, both ends RFC 3339.
    ///
    /// # Errors
    /// `unreadable_answer` if the answer holds no list.
    pub async fn list_stored_events(
        &self,
        from: impl Into<String>,
        to: impl Into<String>,
    ) -> Result<StoredEvents, Error> {
        self.call(&ListStoredEvents::new(from, to)).await
    }
}
