//! Sending one request and waiting as told. The only I/O of this crate.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::error::Error as _;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream;

use super::{Options, Upload};
use crate::credentials::{AccessKey, Environment, OrganizationId};
use crate::error::Error;
use crate::exchange::{
    self, Attempt, Body, Config, Context, HttpOutcome, HttpRequest, HttpResponse, Step, TransportFailure,
};
use crate::operation::Operation;

/// Longest answer that is read. A larger one is not an answer of this API.
const LONGEST_ANSWER: usize = 64 << 20;

/// The configuration and the connections of a client.
#[derive(Debug, Clone)]
pub(super) struct Engine<K: AccessKey> {
    config: Arc<Config<K>>,
    http: reqwest::Client,
    timeout: std::time::Duration,
}

impl<K: AccessKey> Engine<K> {
    pub(super) fn new(organization: OrganizationId, key: K, options: Options) -> Result<Self, Error> {
        let http = match options.http {
            Some(http) => http,
            None => {
                // An error means that the program has chosen its own provider already, which is just as good.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let builder = reqwest::Client::builder();
                // Plain http is for this machine only: through a proxy the key would leave it readable.
                let plain = matches!(&options.environment, Environment::Custom(url) if url.is_plain_http());
                let builder = if plain { builder.no_proxy() } else { builder };
                builder
                    .user_agent(concat!("lexamica-rust/", env!("CARGO_PKG_VERSION")))
                    .connect_timeout(options.connect_timeout)
                    // A redirect would carry the key to another address.
                    .redirect(reqwest::redirect::Policy::none())
                    // reqwest would silently send again on a connection that broke; only `interpret` decides that.
                    .retry(reqwest::retry::never())
                    .build()
                    .map_err(|cause| {
                        Error::config("http", format!("the http client cannot be set up: {}", root(&cause)))
                    })?
            }
        };
        let mut config = Config::new(organization, key, options.environment);
        config.retry = options.retry;
        if let Some(contract) = options.contract {
            config.contract = Cow::Owned(contract);
        }
        Ok(Self { config: Arc::new(config), http, timeout: options.timeout })
    }

    pub(super) fn config(&self) -> &Config<K> {
        &self.config
    }

    pub(super) async fn call<O: Operation<Key = K>>(&self, operation: &O) -> Result<O::Output, Error> {
        let request = exchange::prepare(operation, &self.config, &Context { random: random() })?;
        if let Body::AroundFile { .. } = request.body {
            return Err(Error::invalid_input("operation", "this operation sends a file; call `upload_file`"));
        }
        let began = Instant::now();
        let mut number = 1_u32;
        loop {
            let outcome = self.send(&request, None).await;
            let attempt = attempt(number, began);
            tracing::debug!(operation = %O::NAME, attempt = number, outcome = name(&outcome), "request");
            match exchange::interpret(operation, &self.config, &outcome, &attempt) {
                Step::Done(value) => return Ok(value),
                Step::Failed(error) => return Err(error),
                Step::Retry { after, because } => {
                    tracing::info!(operation = %O::NAME, ?after, code = because.code().as_str(), "will retry");
                    tokio::time::sleep(after).await;
                    number = number.saturating_add(1);
                }
            }
        }
    }

    pub(super) async fn upload<O: Operation<Key = K>>(&self, operation: &O, file: Upload) -> Result<O::Output, Error> {
        let request = exchange::prepare(operation, &self.config, &Context { random: random() })?;
        let began = Instant::now();
        let outcome = self.send(&request, Some(file)).await;
        match exchange::interpret(operation, &self.config, &outcome, &attempt(1, began)) {
            Step::Done(value) => Ok(value),
            Step::Failed(error) | Step::Retry { because: error, .. } => Err(error),
        }
    }

    async fn send(&self, request: &HttpRequest, file: Option<Upload>) -> HttpOutcome {
        let method = match request.method.as_str().parse::<reqwest::Method>() {
            Ok(method) => method,
            Err(_) => return HttpOutcome::NeverSent(TransportFailure::Other),
        };
        let mut builder = self.http.request(method, &request.url).timeout(self.timeout);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        builder = match (&request.body, file) {
            (Body::Empty, _) => builder,
            (Body::Bytes(bytes), _) => builder.body(bytes.clone()),
            (Body::AroundFile { prefix, suffix }, Some(file)) => around(builder, prefix, file, suffix),
            (Body::AroundFile { .. }, None) => return HttpOutcome::NeverSent(TransportFailure::Other),
        };
        let response = match builder.send().await {
            Ok(response) => response,
            Err(error) => return failure(&error),
        };
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let mut body = Vec::new();
        let mut chunks = response.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            match chunk {
                Ok(chunk) if body.len().saturating_add(chunk.len()) <= LONGEST_ANSWER => body.extend_from_slice(&chunk),
                Ok(_) => return HttpOutcome::MaybeSent(TransportFailure::IncompleteAnswer),
                Err(error) if error.is_timeout() => return HttpOutcome::MaybeSent(TransportFailure::Timeout),
                Err(_) => return HttpOutcome::MaybeSent(TransportFailure::IncompleteAnswer),
            }
        }
        HttpOutcome::Answered(HttpResponse { status, headers, body })
    }
}

fn around(builder: reqwest::RequestBuilder, prefix: &[u8], file: Upload, suffix: &[u8]) -> reqwest::RequestBuilder {
    use http_body_util::BodyExt as _;
    let ends = u64::try_from(prefix.len().saturating_add(suffix.len())).unwrap_or(u64::MAX);
    let length = file.length.map(|length| length.saturating_add(ends));
    let edge = |bytes: &[u8]| stream::iter([Ok::<_, reqwest::Error>(Bytes::copy_from_slice(bytes))]);
    let content = edge(prefix).chain(file.body.into_data_stream()).chain(edge(suffix));
    let builder = builder.body(reqwest::Body::wrap_stream(content));
    match length {
        Some(length) => builder.header("content-length", length),
        None => builder,
    }
}

/// The one question that keeps a lead from arriving twice: can the server have read the request?
fn failure(error: &reqwest::Error) -> HttpOutcome {
    // `is_connect` is true only while no connection stood; `is_builder` means that nothing was even tried.
    if error.is_builder() {
        return HttpOutcome::NeverSent(TransportFailure::Other);
    }
    if error.is_connect() {
        return HttpOutcome::NeverSent(connect_failure(error));
    }
    HttpOutcome::MaybeSent(if error.is_timeout() { TransportFailure::Timeout } else { TransportFailure::Reset })
}

fn connect_failure(error: &reqwest::Error) -> TransportFailure {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<rustls::Error>() {
            return TransportFailure::Tls;
        }
        let io = inner.downcast_ref::<io::Error>();
        if io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused) {
            return TransportFailure::Refused;
        }
        // The resolver's error has no public type.
        if inner.to_string().contains("dns error") {
            return TransportFailure::NameNotFound;
        }
        // An io error's source is that of the error inside it, so the error inside has to be asked for.
        cause = match io.and_then(io::Error::get_ref) {
            Some(hidden) => Some(hidden),
            None => inner.source(),
        };
    }
    if error.is_timeout() { TransportFailure::Timeout } else { TransportFailure::Other }
}

fn root(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(inner) = last.source() {
        last = inner;
    }
    last.to_string()
}

fn attempt(number: u32, began: Instant) -> Attempt {
    let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a f64 exactly")]
    let random = (random() >> 11) as f64 / (1_u64 << 53) as f64;
    Attempt { number, elapsed_ms, random }
}

/// 64 random bits. The standard library seeds each hasher from the operating system's randomness; jitter and a multipart
/// boundary need no more than that.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn name(outcome: &HttpOutcome) -> &'static str {
    match outcome {
        HttpOutcome::NeverSent(_) => "never sent",
        HttpOutcome::MaybeSent(_) => "may have arrived",
        HttpOutcome::Answered(_) => "answered",
    }
}
