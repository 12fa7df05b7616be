//! Building one request: the contract says where each value goes and what it is called there.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::{Operation, OperationName};
use crate::contract::{Contract, Location, OperationContract, http};
use crate::credentials::{AccessKey, ExposeKey};
use crate::error::Error;
use crate::exchange::{Body, Config, Context, HttpRequest};
use crate::mapping::Mapping;

/// Everything but the characters that RFC 3986 calls unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const JSON: &str = "application/json";

/// A request that is being filled in.
pub(super) struct Draft<'c> {
    contract: &'c Contract,
    operation: &'c OperationContract,
    name: OperationName,
    base: &'c str,
    path: String,
    query: Vec<(String, String)>,
    fields: Vec<(String, String)>,
    key: String,
}

impl<'c> Draft<'c> {
    pub(super) fn new<O: Operation>(config: &'c Config<O::Key>) -> Result<Self, Error> {
        let contract = config.contract.as_ref();
        let operation = contract.operation(O::NAME)?;
        let scheme = contract.authentication.scheme.get();
        let key = config.key.expose();
        let mut draft = Self {
            contract,
            operation,
            name: O::NAME,
            base: contract.base_url(&config.environment),
            path: operation.path.get().clone(),
            query: Vec::new(),
            fields: Vec::new(),
            key: if scheme.is_empty() { key.to_owned() } else { format!("{scheme} {key}") },
        };
        debug_assert_eq!(<O::Key as AccessKey>::TIER, O::NAME.key());
        draft.argument("organization_id", config.organization.as_str(), None)?;
        Ok(draft)
    }

    /// Puts a value where the contract wants it: into the path, the query or the body.
    pub(super) fn argument(&mut self, name: &str, value: &str, mapping: Option<&Mapping>) -> Result<(), Error> {
        if value.trim().is_empty() {
            return Err(Error::invalid_input(name, "this value is blank"));
        }
        let hole = format!("{{{name}}}");
        if self.path.contains(&hole) {
            // The only two segments that an address resolver would swallow, even when they are encoded.
            if value == "." || value == ".." {
                return Err(Error::invalid_input(name, "this is not an id"));
            }
            self.path = self.path.replace(&hole, &encoded(value));
            return Ok(());
        }
        let parameter = self.operation.parameters.get(name).ok_or_else(|| {
            Error::config(
                format!("contract.operations.{}.path", self.name),
                format!("the path has no `{hole}` and no parameter says where `{name}` goes instead"),
            )
        })?;
        let own = self.wire_name(name, mapping)?;
        match parameter.location.get() {
            Location::Path => Err(Error::config(
                format!("contract.operations.{}.path", self.name),
                format!("`{name}` is said to be in the path, but the path has no `{hole}`"),
            )),
            Location::Query => {
                self.query.push((own, value.to_owned()));
                Ok(())
            }
            Location::Body => {
                self.fields.push((own, value.to_owned()));
                Ok(())
            }
        }
    }

    /// What a parameter is called: the name that the caller's mapping gives it, or the contract's.
    pub(super) fn wire_name(&self, name: &str, mapping: Option<&Mapping>) -> Result<String, Error> {
        let parameter = self.operation.parameters.get(name).ok_or_else(|| {
            Error::config(
                format!("contract.operations.{}.parameters", self.name),
                format!("the parameter `{name}` was removed by an override"),
            )
        })?;
        let mapped = parameter.mapped.as_ref().zip(mapping).and_then(|(path, mapping)| mapping.your_name(path.get()));
        Ok(mapped.unwrap_or(parameter.name.get()).to_owned())
    }

    /// A request without a body.
    pub(super) fn empty(self) -> Result<HttpRequest, Error> {
        self.finish(Body::Empty, None)
    }

    /// A request with a JSON object; arguments that belong into the body are added to it.
    pub(super) fn json(mut self, mut body: Map<String, Value>) -> Result<HttpRequest, Error> {
        for (name, value) in std::mem::take(&mut self.fields) {
            if body.contains_key(&name) {
                return Err(Error::invalid_input(name, "the payload has this field already; give it once"));
            }
            body.insert(name, Value::String(value));
        }
        let bytes = serde_json::to_vec(&body).map_err(|cause| {
            Error::invalid_input("payload", format!("the payload cannot be written as JSON: {cause}"))
        })?;
        self.finish(Body::Bytes(bytes), Some(JSON.to_owned()))
    }

    /// A multipart request around one file; arguments that belong into the body become text parts before it.
    pub(super) fn around_file(
        mut self,
        part: &str,
        file_name: &str,
        content_type: &str,
        context: &Context,
    ) -> Result<HttpRequest, Error> {
        if content_type.bytes().any(|byte| byte.is_ascii_control()) || !content_type.contains('/') {
            return Err(Error::invalid_input(
                "content_type",
                "this is not a media type; write one like `application/pdf`",
            ));
        }
        // The file may hold anything; 64 fresh bits keep the boundary from being found in it.
        let boundary = format!("lexamica-{:016x}", context.random);
        let mut prefix = String::new();
        for (name, value) in std::mem::take(&mut self.fields) {
            // Writing to a String cannot fail.
            let _ = write!(
                prefix,
                "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"\r\n\r\n{value}\r\n",
                quoted(&name)
            );
        }
        let _ = write!(
            prefix,
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"; filename=\"{}\"\r\ncontent-type: {content_type}\r\n\r\n",
            quoted(part),
            quoted(file_name)
        );
        let suffix = format!("\r\n--{boundary}--\r\n");
        let body = Body::AroundFile { prefix: prefix.into_bytes(), suffix: suffix.into_bytes() };
        self.finish(body, Some(format!("multipart/form-data; boundary={boundary}")))
    }

    fn finish(self, body: Body, content_type: Option<String>) -> Result<HttpRequest, Error> {
        if let Some(open) = self.path.split('{').nth(1) {
            let hole = open.split('}').next().unwrap_or_default();
            return Err(Error::config(
                format!("contract.operations.{}.path", self.name),
                format!("nothing fills `{{{hole}}}` in the path of `{}`", self.name),
            ));
        }
        if let Some((name, _)) = self.fields.first() {
            return Err(Error::config(
                format!("contract.operations.{}.parameters", self.name),
                format!("`{name}` is said to be in the body, but this request has none"),
            ));
        }
        let mut url = format!("{}{}", self.base, self.path);
        for (position, (name, value)) in self.query.iter().enumerate() {
            url.push(if position == 0 { '?' } else { '&' });
            url.push_str(&encoded(name));
            url.push('=');
            url.push_str(&encoded(value));
        }
        let mut headers = vec![
            (self.contract.authentication.header.get().to_ascii_lowercase(), self.key),
            (http::ACCEPT.to_owned(), JSON.to_owned()),
        ];
        if let Some(content_type) = content_type {
            headers.push((http::CONTENT_TYPE.to_owned(), content_type));
        }
        Ok(HttpRequest { method: *self.operation.method.get(), url, headers, body })
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// A name inside quotes in a multipart header, escaped as the HTML standard does, so that a file name can never
/// end the header.
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
