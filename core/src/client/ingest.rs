//! The client that sends data in.

use std::fmt;

use serde_json::{Map, Value};

use super::Options;
use super::send::Engine;
use crate::credentials::{OrganizationId, PublicKey};
use crate::error::Error;
use crate::mapping::Mapping;
use crate::operation::{Operation, SendCase, SentCase, UploadFile, UploadedFile};

/// Sends cases and files with the Public Key. Cheap to clone; clones share their connections.
///
/// ```no_run
/// use lexamica::client::{IngestClient, Options};
/// use lexamica::credentials::{OrganizationId, PublicKey};
///
/// # async fn run() -> Result<(), lexamica::Error> {
/// let client = IngestClient::new(OrganizationId::new("org")?, PublicKey::new("pk")?, Options::default())?;
/// let payload = serde_json::Map::from_iter([("FirstName".to_owned(), "Ana".into())]);
/// let sent = client.send_case("mapping id", payload).await?;
/// println!("{:?}", sent.case_id);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct IngestClient {
    engine: Engine<PublicKey>,
}

/// The bytes of a file to upload.
pub struct Upload {
    pub(super) body: reqwest::Body,
    pub(super) length: Option<u64>,
}

impl Upload {
    /// Bytes in memory.
    pub fn bytes(bytes: impl Into<bytes::Bytes>) -> Self {
        let bytes = bytes.into();
        Self { length: u64::try_from(bytes.len()).ok(), body: bytes.into() }
    }

    /// A stream, read once as it is sent; `length` in bytes if it is known. An upload from a stream is tried once.
    pub fn stream<S, E>(stream: S, length: Option<u64>) -> Self
    where
        S: futures_util::TryStream<Ok = bytes::Bytes, Error = E> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
        bytes::Bytes: From<S::Ok>,
    {
        Self { body: reqwest::Body::wrap_stream(stream), length }
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("length", &self.length).finish_non_exhaustive()
    }
}

impl IngestClient {
    /// A client of one organisation. The Private Key does not fit here:
    ///
    /// ```compile_fail
    /// # use lexamica::{client::*, credentials::*};
    /// let client = IngestClient::new(OrganizationId::new("org")?, PrivateKey::new("sk")?, Options::default())?;
    /// # Ok::<(), lexamica::Error>(())
    /// ```
    ///
    /// # Errors
    /// `invalid_config` if the HTTP client cannot be set up.
    pub fn new(organization: OrganizationId, key: PublicKey, options: Options) -> Result<Self, Error> {
        Ok(Self { engine: Engine::new(organization, key, options)? })
    }

    /// Carries out any operation that takes the Public Key.
    ///
    /// # Errors
    /// See [`Error::kind`]: never sent, outcome unknown, rejected, unreadable.
    pub async fn call<O: Operation<Key = PublicKey>>(&self, operation: &O) -> Result<O::Output, Error> {
        self.engine.call(operation).await
    }

    /// `cases.send`: creates a case and hands it to the relay engine. The payload is in your field names.
    ///
    /// # Errors
    /// `outcome_unknown` says that the case may have arrived: find out before you send it again.
    pub async fn send_case(
        &self,
        mapping_id: impl Into<String>,
        payload: Map<String, Value>,
    ) -> Result<SentCase, Error> {
        self.call(&SendCase::new(mapping_id, payload)).await
    }

    /// `cases.send` from a canonical case: the mapping gives it your field names and finds the id in the answer.
    ///
    /// # Errors
    /// As [`IngestClient::send_case`], and `invalid_input` where the mapping cannot be applied.
    pub async fn send_canonical_case(
        &self,
        mapping_id: impl Into<String>,
        mapping: &Mapping,
        canonical: &Value,
    ) -> Result<SentCase, Error> {
        let contract = &self.engine.config().contract;
        let spelled = match contract.models.get(mapping.model.as_str()) {
            Some(model) => &model.to_lexamica(canonical)?,
            None => canonical,
        };
        let Value::Object(payload) = mapping.outbound(spelled)? else {
            return Err(Error::invalid_input("canonical", "expected an object"));
        };
        self.call(&SendCase::new(mapping_id, payload).with_mapping(mapping.clone())).await
    }

    /// `files.upload`: uploads a file to a case. Tried once: the bytes of a stream cannot be read again, and a repeat
    /// may add the file twice.
    ///
    /// # Errors
    /// As [`IngestClient::send_case`].
    pub async fn upload_file(&self, operation: &UploadFile, file: Upload) -> Result<UploadedFile, Error> {
        self.engine.upload(operation, file).await
    }
}
