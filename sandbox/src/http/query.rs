//! Query parameters.

/// The decoded parameters of a request. No `Debug`: one of them may be a key.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(raw: Option<&str>) -> Self {
        let raw = raw.unwrap_or_default().as_bytes();
        Self(form_urlencoded::parse(raw).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The first value of that name, if it is not blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// All parameters, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
