//! The core for Python: the private module `lexamica._native`.
//!
//! `lexamica::boundary`, function by function. Errors are returned as data (JSON text), never raised: the exception
//! classes are Python's own, so that they can be pickled and work on every version of Python.

/// The private half of the package `lexamica`.
#[pyo3::pymodule(name = "_native")]
mod native {
    use lexamica::boundary::{self, Call};
    use lexamica::exchange::{Attempt, Body, HttpOutcome, HttpRequest, HttpResponse, Step, TransportFailure};
    use pyo3::exceptions::PyValueError;
    use pyo3::{PyResult, Python, pyfunction};

    /// A value or an error, the error as JSON text.
    type Reply<T> = (Option<T>, Option<String>);
    /// Name and value.
    type Headers = Vec<(String, String)>;
    /// Verb, address, headers, body or what precedes the file, what follows the file if there is one.
    type Request = (&'static str, String, Headers, Vec<u8>, Option<Vec<u8>>);
    /// Status, headers, body.
    type Response = (u16, Headers, Vec<u8>);

    /// The version of this package.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// The table: name, key, whether this version can carry it out.
    #[pyfunction]
    fn operations() -> Vec<(&'static str, String, bool)> {
        let rows = boundary::operations();
        rows.into_iter().map(|row| (row.name, text(&row.key), row.available)).collect()
    }

    /// See `lexamica::boundary::prepare`.
    #[pyfunction]
    fn prepare(py: Python<'_>, operation: &str, input: &str, config: &str, random: u64) -> PyResult<Reply<Request>> {
        match py.detach(|| boundary::prepare(&Call { operation, input, config }, random)) {
            Ok(request) => Ok((Some(shown(request)?), None)),
            Err(error) => Ok((None, Some(data(&error)))),
        }
    }

    /// See `lexamica::boundary::interpret`. `kind` is `never_sent`, `maybe_sent` or `answered`; the first two come with
    /// a failure, the last with the answer. Returns the result as JSON text, or the milliseconds to wait before the
    /// next attempt and why, or the error.
    #[pyfunction]
    #[expect(clippy::too_many_arguments, reason = "flat arguments need no class that would cross the boundary")]
    fn interpret(
        py: Python<'_>,
        operation: &str,
        input: &str,
        config: &str,
        kind: &str,
        failure: Option<&str>,
        answer: Option<Response>,
        number: u32,
        elapsed_ms: u64,
        random: f64,
    ) -> PyResult<(Option<String>, Option<u64>, Option<String>)> {
        let outcome = outcome(kind, failure, answer)?;
        let attempt = Attempt { number, elapsed_ms, random };
        let step = py.detach(|| boundary::interpret(&Call { operation, input, config }, &outcome, &attempt));
        Ok(match step {
            Step::Done(result) => (Some(result), None, None),
            Step::Retry { after, because } => {
                (None, Some(u64::try_from(after.as_millis()).unwrap_or(u64::MAX)), Some(data(&because)))
            }
            Step::Failed(error) => (None, None, Some(data(&error))),
        })
    }

    /// See `lexamica::boundary::map_inbound`.
    #[pyfunction]
    fn map_inbound(py: Python<'_>, mapping: &str, payload: &str) -> Reply<String> {
        reply(py.detach(|| boundary::map_inbound(mapping, payload)))
    }

    /// See `lexamica::boundary::map_outbound`.
    #[pyfunction]
    fn map_outbound(py: Python<'_>, mapping: &str, canonical: &str) -> Reply<String> {
        reply(py.detach(|| boundary::map_outbound(mapping, canonical)))
    }

    /// See `lexamica::boundary::apply_recipe`.
    #[pyfunction]
    fn apply_recipe(py: Python<'_>, recipe: &str, record: &str) -> Reply<String> {
        reply(py.detach(|| boundary::apply_recipe(recipe, record)))
    }

    /// See `lexamica::boundary::verify_webhook`. Returns nothing, or the error.
    #[pyfunction]
    #[pyo3(signature = (headers, body, secrets, contract=None))]
    fn verify_webhook(
        py: Python<'_>,
        headers: Headers,
        body: &[u8],
        secrets: Vec<String>,
        contract: Option<&str>,
    ) -> Option<String> {
        py.detach(|| boundary::verify_webhook(&headers, body, &secrets, contract)).err().map(|error| data(&error))
    }

    /// See `lexamica::boundary::sign_webhook`.
    #[pyfunction]
    fn sign_webhook(body: &[u8], secret: &str) -> Reply<String> {
        reply(boundary::sign_webhook(body, secret))
    }

    fn reply<T>(result: Result<T, lexamica::Error>) -> Reply<T> {
        match result {
            Ok(value) => (Some(value), None),
            Err(error) => (None, Some(data(&error))),
        }
    }

    fn data(error: &lexamica::Error) -> String {
        // Text, numbers and booleans: writing them cannot fail. If it did, an error without fields is still an error.
        serde_json::to_string(&error.to_data()).unwrap_or_else(|_| "{}".to_owned())
    }

    fn text(value: &impl serde::Serialize) -> String {
        serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    fn shown(request: HttpRequest) -> PyResult<Request> {
        let (body, suffix) = match request.body {
            Body::Empty => (Vec::new(), None),
            Body::Bytes(bytes) => (bytes, None),
            Body::AroundFile { prefix, suffix } => (prefix, Some(suffix)),
            _ => return Err(PyValueError::new_err("a kind of body from another version")),
        };
        Ok((request.method.as_str(), request.url, request.headers, body, suffix))
    }

    fn outcome(kind: &str, failure: Option<&str>, answer: Option<Response>) -> PyResult<HttpOutcome> {
        let why = || -> PyResult<TransportFailure> {
            let name = serde_json::Value::from(failure.unwrap_or_default());
            serde_json::from_value(name).map_err(|_| PyValueError::new_err("failure: not one that is known"))
        };
        match (kind, answer) {
            ("never_sent", None) => Ok(HttpOutcome::NeverSent(why()?)),
            ("maybe_sent", None) => Ok(HttpOutcome::MaybeSent(why()?)),
            ("answered", Some((status, headers, body))) => {
                Ok(HttpOutcome::Answered(HttpResponse { status, headers, body }))
            }
            _ => Err(PyValueError::new_err("kind: not an outcome, or without its answer")),
        }
    }
}
