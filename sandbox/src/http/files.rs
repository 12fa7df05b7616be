//! Uploading and downloading files.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value};

use super::Call;
use super::cases::case_mapping;
use super::error::ApiError;
use super::reply::Reply;
use crate::app::App;
use crate::files::{encode_segment, keep, plain_name};
use crate::ids;
use crate::profile::Profile;
use crate::store::files::{StoredFile, by_token};
use crate::store::{StoreError, cases};

/// What an upload brought.
struct Upload {
    name: String,
    content_type: String,
    bytes: Bytes,
    /// The text fields beside the file.
    fields: Vec<(String, String)>,
}

pub(crate) async fn upload(app: Arc<App>, call: Call) -> Result<Reply, ApiError> {
    let (status, mapping_id) = (call.status, call.params.text("mappingId"));
    let upload = read(&app.profile, call).await?;
    let shared = Arc::clone(&app);
    let attachment = app
        .store
        .run(move |tx| {
            let mapping = case_mapping(&shared, tx, &mapping_id)?;
            let names = mapping.your_name("_id").into_iter();
            let names = names.chain(shared.profile.file.case_id_names.iter().map(String::as_str));
            let case_id = names
                .filter_map(|name| upload.fields.iter().find(|(field, _)| field == name))
                .map(|(_, value)| value.trim())
                .find(|value| !value.is_empty());
            let Some(case_id) = case_id else {
                let message = "no field holds the id of the case the file belongs to";
                return Err(ApiError::bad_request("case_id_missing", message));
            };
            let Some((owner, case)) = cases::find(tx, case_id)?.filter(|(owner, _)| *owner == shared.organization.id)
            else {
                return Err(ApiError::not_found("case_not_found", "there is no case of that id"));
            };
            let now = shared.clock.now_ms();
            let file = StoredFile {
                id: ids::object_id().map_err(StoreError::from)?,
                case_id: case_id.to_owned(),
                name: upload.name,
                content_type: upload.content_type,
                token: ids::token().map_err(StoreError::from)?,
                expires_at: App::later(now, shared.file_life),
                created_at: now,
                bytes: upload.bytes.to_vec(),
            };
            Ok(keep(&shared, tx, &owner, &file, &case)?)
        })
        .await?;
    app.wake();
    Ok(Reply::json(status, &answer(&app.profile, &attachment)))
}

/// The answer to an upload. It is not mapped: the mapping in the address is the case's.
fn answer(profile: &Profile, attachment: &Value) -> Value {
    let wire = &profile.file.answer;
    let pairs = [(&profile.id, "_id"), (&wire.url, "url"), (&wire.name, "name"), (&wire.size, "size")];
    let answer: Map<String, Value> = pairs
        .into_iter()
        .filter_map(|(yours, canonical)| Some((yours.clone(), attachment.get(canonical)?.clone())))
        .collect();
    Value::Object(answer)
}

async fn read(profile: &Profile, call: Call) -> Result<Upload, ApiError> {
    let kind = call.parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        return Err(ApiError::new(415, "not_multipart", "send the file as multipart/form-data"));
    }
    let malformed = |_| ApiError::bad_request("malformed_multipart", "the body is not multipart/form-data");
    let request = Request::from_parts(call.parts, Body::from(call.body));
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| ApiError::bad_request("malformed_multipart", "the Content-Type header names no boundary"))?;
    let mut file: Option<(String, String, Bytes)> = None;
    let mut fields = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(plain_name);
        if file_name.is_none() && name != profile.file.part {
            fields.push((name, part.text().await.map_err(malformed)?));
            continue;
        }
        if file.is_some() {
            return Err(ApiError::bad_request("several_files", "send one file per call"));
        }
        // Later written into a header: anything unusual becomes plain bytes.
        let content_type = part.content_type().filter(|kind| HeaderValue::from_str(kind).is_ok());
        let content_type = content_type.unwrap_or("application/octet-stream").to_owned();
        let bytes = part.bytes().await.map_err(malformed)?;
        file = Some((file_name.unwrap_or_else(|| plain_name("")), content_type, bytes));
    }
    let Some((name, content_type, bytes)) = file else {
        let seen: Vec<&str> = fields.iter().map(|(name, _): &(String, String)| name.as_str()).collect();
        let message = format!("no part is a file; expected `{}`, found: {}", profile.file.part, seen.join(", "));
        return Err(ApiError::bad_request("file_missing", message));
    };
    Ok(Upload { name, content_type, bytes, fields })
}

pub(crate) async fn download(app: Arc<App>, call: Call) -> Result<Reply, ApiError> {
    let token = call.params.text("token");
    let found = app.store.run::<_, ApiError, _>(move |tx| Ok(by_token(tx, &token)?)).await?;
    let Some(file) = found.filter(|file| call.params.get("name") == Some(file.name.as_str())) else {
        return Err(ApiError::not_found("file_not_found", "there is no file at this address"));
    };
    if app.clock.now_ms() >= file.expires_at {
        let message = "the address of this file has expired: they work for a few hours, so keep your own copy";
        return Err(ApiError::new(410, "file_expired", message));
    }
    let disposition = format!("attachment; filename*=UTF-8''{}", encode_segment(&file.name));
    let octets = HeaderValue::from_static("application/octet-stream");
    let mut headers = vec![
        (header::CONTENT_TYPE, HeaderValue::from_str(&file.content_type).unwrap_or(octets)),
        // An uploaded page must not run as a page of this origin.
        (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
    ];
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.push((header::CONTENT_DISPOSITION, disposition));
    }
    let status = StatusCode::from_u16(call.status).unwrap_or(StatusCode::OK);
    Ok(Reply { status, headers, body: Bytes::from(file.bytes), is_json: false })
}
