//! Addresses of files: short-lived, and good without a key for whoever knows them.

use lexamica::model::Model;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::event::EventKind;
use crate::outbox::{Happening, emit};
use crate::profile::Operation;
use crate::store::files::StoredFile;
use crate::store::{StoreError, files};

/// Characters that may stand in a path segment as they are.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as one segment of a path, or as the value of `filename*` in a header.
pub(crate) fn encode_segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// The last part of a file's name: browsers of old sent whole paths, and no name may climb directories.
pub(crate) fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if plain.trim().is_empty() || plain == "." || plain == ".." { "file".to_owned() } else { plain }
}

/// Where a file can be downloaded. None if the profile has no such route.
pub(crate) fn address(app: &App, file: &StoredFile) -> Option<String> {
    let values = [("token", file.token.as_str()), ("name", &encode_segment(&file.name))];
    Some(format!("{}{}", app.base_url, app.profile.path(Operation::FileDownload, &values)?))
}

/// Keeps a file and announces it, in one transaction. Answers its canonical form.
pub(crate) fn keep(
    app: &App,
    tx: &Transaction<'_>,
    organization: &str,
    file: &StoredFile,
    case: &Value,
) -> Result<Value, StoreError> {
    files::insert(tx, organization, file)?;
    let mut attachment = json!({
        "_id": file.id,
        "name": file.name,
        "size": file.bytes.len(),
        "contentType": file.content_type,
        "createdAt": iso(file.created_at),
        // The model's own path of the case, and the one that invitations use.
        "caseId": file.case_id,
        "case": {"_id": file.case_id},
    });
    if let (Some(url), Some(fields)) = (address(app, file), attachment.as_object_mut()) {
        fields.insert("url".to_owned(), Value::String(url));
    }
    let objects = [(Model::Attachment, &attachment), (Model::Case, case)];
    emit(
        app,
        tx,
        organization,
        &Happening { kind: EventKind::FileUploaded, case_id: &file.case_id, objects: &objects },
    )?;
    Ok(attachment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_directories() {
        assert_eq!(plain_name("C:\\letters\\retainer.pdf"), "retainer.pdf");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name(".."), "file");
        assert_eq!(plain_name("a\r\nb.pdf"), "ab.pdf");
        assert_eq!(encode_segment("Réport 1.pdf"), "R%C3%A9port%201.pdf");
    }
}
