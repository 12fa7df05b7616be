//! Finds the route of a request in the profile.

use percent_encoding::percent_decode_str;

use crate::http::error::ApiError;
use crate::profile::{Operation, Profile, Route};

/// A page about the sandbox itself; these are not part of the API and the same under every profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// Whether it runs.
    Health,
    /// What really happened.
    Books,
    /// The last requests.
    Requests,
    /// Moves the clock.
    Clock,
}

const PAGES: [(&str, &str, Page); 4] = [
    ("GET", "/_sandbox/health", Page::Health),
    ("GET", "/_sandbox/books", Page::Books),
    ("GET", "/_sandbox/requests", Page::Requests),
    ("POST", "/_sandbox/clock", Page::Clock),
];

/// What a request is for.
pub(crate) enum Target<'p> {
    /// An operation of the API.
    Api(Operation, &'p Route),
    /// A page about the sandbox.
    Sandbox(Page),
}

/// The decoded placeholders of a path.
#[derive(Debug, Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A placeholder that the profile was checked to have.
    pub(crate) fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }
}

/// The route of a method and path; 404 if there is none, 405 if only the method is wrong.
pub(crate) fn find<'p>(profile: &'p Profile, method: &str, path: &str) -> Result<(Target<'p>, Params), ApiError> {
    let mut other_methods: Vec<&str> = Vec::new();
    for (page_method, page_path, page) in PAGES {
        if page_path == path {
            if page_method == method {
                return Ok((Target::Sandbox(page), Params::default()));
            }
            other_methods.push(page_method);
        }
    }
    for (operation, route) in &profile.routes {
        if let Some(params) = matches(&route.path, path) {
            if route.method.eq_ignore_ascii_case(method) {
                return Ok((Target::Api(*operation, route), params));
            }
            other_methods.push(&route.method);
        }
    }
    if other_methods.is_empty() {
        return Err(ApiError::not_found("route_not_found", format!("there is nothing at {method} on this path")));
    }
    Err(ApiError::new(405, "method_not_allowed", format!("this path takes {}", other_methods.join(", "))))
}

fn matches(pattern: &str, path: &str) -> Option<Params> {
    let mut params = Params::default();
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(params),
            (Some(segment), Some(value)) => match placeholder(segment) {
                Some(_) if value.is_empty() => return None,
                Some(name) => {
                    params.0.push((name.to_owned(), percent_decode_str(value).decode_utf8().ok()?.into_owned()));
                }
                None if segment == value => {}
                None => return None,
            },
            _ => return None,
        }
    }
}

fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_segments_are_placeholders_and_are_decoded() {
        let params = matches("/organization/{organizationId}/x/{id}", "/organization/a%20b/x/1").unwrap();
        assert_eq!((params.get("organizationId"), params.get("id")), (Some("a b"), Some("1")));
        for path in ["/organization//x/1", "/organization/a/x", "/organization/a/x/1/", "/organization/a/y/1"] {
            assert!(matches("/organization/{organizationId}/x/{id}", path).is_none(), "{path}");
        }
    }
}
