//! Files on cases.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::answer::{self, Answer};
use super::draft::Draft;
use super::{Operation, OperationName};
use crate::credentials::PublicKey;
use crate::error::Error;
use crate::exchange::{Config, Context, HttpRequest, HttpResponse};
use crate::mapping::Mapping;

/// `files.upload`: uploads a file to a case as multipart form data (`documented`; the names of its parts `assumed`).
///
/// The request's body is [`crate::exchange::Body::AroundFile`]: whoever sends it puts the file's bytes in between. Above 50 MB Lexamica
/// recommends upload by address instead (`documented`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UploadFile {
    /// Id of the Case mapping.
    pub mapping_id: String,
    /// Lexamica's id of the case.
    pub case_id: String,
    /// The file's name, as other firms will see it.
    pub file_name: String,
    /// The file's media type, for example `application/pdf`.
    pub content_type: String,
    /// The mapping itself: the case's id travels under the name that it gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Mapping>,
}

impl UploadFile {
    /// A file for a case.
    pub fn new(
        mapping_id: impl Into<String>,
        case_id: impl Into<String>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
    ) -> Self {
        Self {
            mapping_id: mapping_id.into(),
            case_id: case_id.into(),
            file_name: file_name.into(),
            content_type: content_type.into(),
            mapping: None,
        }
    }

    /// With the mapping, for the name of the case's id.
    #[must_use]
    pub fn with_mapping(mut self, mapping: Mapping) -> Self {
        self.mapping = Some(mapping);
        self
    }
}

/// What is known after the server has accepted a file.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UploadedFile {
    /// Id of the attachment, if the answer holds one.
    pub attachment_id: Option<String>,
    /// Where to download it, for a few hours (`documented`), if the answer says so.
    pub url: Option<String>,
    /// The whole answer.
    pub answer: Answer,
}

impl fmt::Debug for UploadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A file's name often is its client's.
        f.debug_struct("UploadFile")
            .field("mapping_id", &self.mapping_id)
            .field("case_id", &self.case_id)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UploadedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whoever has the address can download the file.
        f.debug_struct("UploadedFile").field("attachment_id", &self.attachment_id).finish_non_exhaustive()
    }
}

impl Operation for UploadFile {
    type Key = PublicKey;
    type Output = UploadedFile;
    const NAME: OperationName = OperationName::FilesUpload;

    fn encode(&self, config: &Config<PublicKey>, context: &Context) -> Result<HttpRequest, Error> {
        let mut draft = Draft::new::<Self>(config)?;
        draft.argument("mapping_id", &self.mapping_id, None)?;
        draft.argument("case_id", &self.case_id, self.mapping.as_ref())?;
        if self.file_name.trim().is_empty() {
            return Err(Error::invalid_input("file_name", "the file has no name"));
        }
        let part = draft.wire_name("file", None)?;
        draft.around_file(&part, &self.file_name, &self.content_type, context)
    }

    fn decode(&self, config: &Config<PublicKey>, response: &HttpResponse) -> Result<UploadedFile, Error> {
        let answer = answer::read(response).answer;
        let record = &config.contract.records.attachment;
        let find =
            |field| answer::objects(&config.contract, &answer.body).find_map(|object| record.read_text(object, field));
        let (attachment_id, url) = (find("id"), find("url"));
        Ok(UploadedFile { attachment_id, url, answer })
    }
}
