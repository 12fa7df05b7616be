//! The operations: one typed struct each, and ONE table that lists them all.
//!
//! A row of the table reaches every language: the names and keys below, the spelling in `contract.json`, and the
//! dispatch in [`crate::boundary`] are compared with each other by tests.

mod answer;
mod cases;
mod draft;
mod files;
mod mappings;
mod stored_events;
mod subscriptions;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::credentials::{AccessKey, KeyTier, PrivateKey, PublicKey};
use crate::error::Error;
use crate::exchange::{Config, Context, HttpRequest, HttpResponse};

pub use answer::Answer;
pub use cases::{CreateDraftCase, CreateExistingCase, SendCase, SentCase};
pub use files::{UploadFile, UploadedFile};
pub use mappings::{CreateMapping, StoredMapping};
pub use stored_events::{ListStoredEvents, StoredEvent, StoredEvents};
pub use subscriptions::{
    CreateStoredEventSubscription, CreateWebhookSubscription, StoredEventSubscription, WebhookSubscription,
};

/// One operation with its arguments: how it becomes a request, and how its answer is read.
pub trait Operation: Serialize + DeserializeOwned {
    /// The key it takes; the other one does not compile.
    type Key: AccessKey;
    /// What it gives.
    type Output: Serialize;
    /// Its name in the table.
    const NAME: OperationName;

    /// Builds the request.
    ///
    /// # Errors
    /// `invalid_input` for an unusable argument, `invalid_config` for a contract override that does not fit.
    fn encode(&self, config: &Config<Self::Key>, context: &Context) -> Result<HttpRequest, Error>;

    /// Reads the answer of a request that the server has accepted (status 2xx).
    ///
    /// # Errors
    /// `unreadable_answer` if what the operation exists for is not in it.
    fn decode(&self, config: &Config<Self::Key>, response: &HttpResponse) -> Result<Self::Output, Error>;
}

macro_rules! operations {
    ($( $variant:ident = $name:literal, $key:ident $(, $type:ty)? ; )+) => {
        /// The name of an operation, the same in every language up to its case style.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum OperationName {
            $(
                #[doc = concat!("`", $name, "`")]
                $variant,
            )+
        }

        impl OperationName {
            /// Every operation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as text, for example `cases.send`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The key it takes.
            pub fn key(self) -> KeyTier {
                match self { $(Self::$variant => KeyTier::$key,)+ }
            }

            /// Whether this version can carry it out. The others are declared so that their names are settled.
            pub fn is_available(self) -> bool {
                match self { $(Self::$variant => operations!(@available $($type)?),)+ }
            }
        }

        /// Calls `$visitor.visit::<Type>()` with the type of the named operation.
        pub(crate) fn dispatch<V: Visitor>(name: OperationName, visitor: V) -> Option<V::Output> {
            match name {
                $(OperationName::$variant => operations!(@visit visitor $key $($type)?),)+
            }
        }
    };
    (@available) => { false };
    (@available $type:ty) => { true };
    (@visit $visitor:ident $key:ident) => { None };
    (@visit $visitor:ident Public $type:ty) => { Some($visitor.public::<$type>()) };
    (@visit $visitor:ident Private $type:ty) => { Some($visitor.private::<$type>()) };
}

/// What [`dispatch`] does with the type that belongs to a name.
pub(crate) trait Visitor {
    /// What it gives.
    type Output;
    /// An operation of the ingest client.
    fn public<O: Operation<Key = PublicKey>>(self) -> Self::Output;
    /// An operation of the admin client.
    fn private<O: Operation<Key = PrivateKey>>(self) -> Self::Output;
}

// THE table: name, key, and the type that carries it out where this version has one.
operations! {
    CasesSend = "cases.send", Public, SendCase;
    CasesCreateExisting = "cases.create_existing", Public, CreateExistingCase;
    CasesCreateDraft = "cases.create_draft", Public, CreateDraftCase;
    InvitationsAccept = "invitations.accept", Public;
    InvitationsDecline = "invitations.decline", Public;
    InvitationsEvaluate = "invitations.evaluate", Public;
    InvitationsContactAttempted = "invitations.contact_attempted", Public;
    InvitationsConsultComplete = "invitations.consult_complete", Public;
    UpdatesPost = "updates.post", Public;
    FilesUpload = "files.upload", Public, UploadFile;
    FilesUploadFromUrl = "files.upload_from_url", Public;
    FilesRemove = "files.remove", Public;
    FilesDownload = "files.download", None;
    MappingsCreate = "mappings.create", Private, CreateMapping;
    MappingsList = "mappings.list", Private;
    MappingsGet = "mappings.get", Private;
    MappingsUpdate = "mappings.update", Private;
    MappingsDelete = "mappings.delete", Private;
    WebhookSubscriptionsCreate = "webhook_subscriptions.create", Private, CreateWebhookSubscription;
    WebhookSubscriptionsList = "webhook_subscriptions.list", Private;
    WebhookSubscriptionsGet = "webhook_subscriptions.get", Private;
    WebhookSubscriptionsUpdate = "webhook_subscriptions.update", Private;
    WebhookSubscriptionsDelete = "webhook_subscriptions.delete", Private;
    StoredEventSubscriptionsCreate = "stored_event_subscriptions.create", Private, CreateStoredEventSubscription;
    StoredEventSubscriptionsList = "stored_event_subscriptions.list", Private;
    StoredEventSubscriptionsGet = "stored_event_subscriptions.get", Private;
    StoredEventSubscriptionsUpdate = "stored_event_subscriptions.update", Private;
    StoredEventSubscriptionsDelete = "stored_event_subscriptions.delete", Private;
    StoredEventsList = "stored_events.list", Private, ListStoredEvents;
}

impl OperationName {
    /// Finds an operation by its name.
    ///
    /// # Errors
    /// `unknown_operation`.
    pub fn parse(name: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|known| known.as_str() == name).ok_or_else(|| {
            Error::new(
                crate::ErrorKind::InvalidInput,
                crate::ErrorCode::UnknownOperation,
                format!("there is no operation `{name}`"),
            )
            .at("operation")
        })
    }
}

impl fmt::Display for OperationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
