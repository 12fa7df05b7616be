//! Who calls: the organisation and its two keys.
//!
//! The Public Key sends data in; the Private Key configures (`documented`). They are different types, so that the
//! wrong key in the wrong place does not compile.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::Error;

/// Which of the two keys an operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyTier {
    /// The Public Key: only for sending data in (`documented`).
    Public,
    /// The Private Key: mappings, subscriptions, stored events (`documented`; for reading events `assumed`). Never
    /// in a page, an app or a URL.
    Private,
    /// No key at all: the address itself is the permission, as with a file's download address.
    None,
}

impl KeyTier {
    /// The key's name in prose.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public key",
            Self::Private => "private key",
            Self::None => "no key",
        }
    }
}

/// The firm's id, part of every address (`documented`). Opaque: its format is never checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrganizationId(String);

impl OrganizationId {
    /// Takes the id as Lexamica issued it.
    ///
    /// # Errors
    /// `invalid_config` if it is blank or holds white space or control characters.
    pub fn new(id: impl Into<String>) -> Result<Self, Error> {
        let id = id.into();
        must_be_token(&id, "organization_id", "organization id")?;
        Ok(Self(id))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A key of either tier. Sealed: there are exactly two.
pub trait AccessKey: sealed::Sealed + fmt::Debug + Clone + Send + Sync + 'static {
    /// Which of the two it is.
    const TIER: KeyTier;
}

mod sealed {
    /// Only this crate makes keys, and only request building reads them.
    pub trait Sealed {
        /// The key itself.
        fn expose(&self) -> &str;
    }
}
pub(crate) use sealed::Sealed as ExposeKey;

macro_rules! access_key {
    ($(#[$doc:meta])* $name:ident, $tier:expr, $path:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<String>);

        impl $name {
            /// Takes the key as Lexamica issued it.
            ///
            /// # Errors
            /// `invalid_config` if it is blank or holds white space or control characters, as after copying a line
            /// with its end.
            pub fn new(key: impl Into<String>) -> Result<Self, Error> {
                let key = Zeroizing::new(key.into());
                must_be_token(&key, $path, $tier.as_str())?;
                Ok(Self(key))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }

        impl ExposeKey for $name {
            fn expose(&self) -> &str {
                &self.0
            }
        }

        impl AccessKey for $name {
            const TIER: KeyTier = $tier;
        }
    };
}

access_key!(
    /// The Public Key. `Debug` never shows it and its memory is wiped when it is dropped.
    PublicKey,
    KeyTier::Public,
    "public_key"
);
access_key!(
    /// The Private Key: secret. `Debug` never shows it and its memory is wiped when it is dropped.
    PrivateKey,
    KeyTier::Private,
    "private_key"
);

fn must_be_token(text: &str, path: &str, what: &str) -> Result<(), Error> {
    if text.is_empty() {
        return Err(Error::config(path, format!("the {what} is empty; is the setting missing?")));
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Error::config(
            path,
            format!("the {what} holds white space or a control character; was it copied with the end of its line?"),
        ));
    }
    if !text.is_ascii() {
        return Err(Error::config(
            path,
            format!("the {what} holds a character that is not ASCII; was it copied whole?"),
        ));
    }
    Ok(())
}

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// The live service (`documented`).
    Production,
    /// Lexamica's own sandbox, for development (`documented`).
    Sandbox,
    /// Another address: the sandbox on localhost, or a proxy of yours.
    Custom(BaseUrl),
}

impl Environment {
    /// Another address, for example `http://127.0.0.1:4010`.
    ///
    /// # Errors
    /// As [`BaseUrl::new`].
    pub fn custom(url: impl Into<String>) -> Result<Self, Error> {
        BaseUrl::new(url).map(Self::Custom)
    }
}

/// The beginning of every address: scheme, host and perhaps a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Takes an `https` address, or `http` on the loopback interface.
    ///
    /// # Errors
    /// `invalid_config` for anything else: over plain `http` the key would cross the network readable.
    pub fn new(url: impl Into<String>) -> Result<Self, Error> {
        let url = url.into();
        let url = url.trim().trim_end_matches('/');
        let lower = url.to_ascii_lowercase();
        let Some(rest) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) else {
            return Err(Error::config("base_url", "the base url must begin with https://"));
        };
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.is_empty()
            || rest.contains(['?', '#'])
            || rest.contains(|c: char| c.is_whitespace() || c.is_control())
        {
            return Err(Error::config("base_url", "the base url needs a host, and no query, fragment or white space"));
        }
        if authority.contains('@') {
            return Err(Error::config("base_url", "the base url must not hold a user name or password"));
        }
        // What no url may hold unescaped: one host would refuse it, another would quietly change it.
        if !url.is_ascii() || rest.contains(['"', '<', '>', '\\', '^', '`', '{', '|', '}']) {
            return Err(Error::config("base_url", "the base url holds a character that a url cannot hold"));
        }
        if !is_host_and_port(authority) {
            return Err(Error::config("base_url", "the base url has no usable host, or a port that is not a number"));
        }
        if lower.starts_with("http://") && !is_loopback(authority) {
            return Err(Error::config(
                "base_url",
                "plain http is allowed only on localhost, because the key would cross the network readable; use https",
            ));
        }
        Ok(Self(url.to_owned()))
    }

    /// The address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is unencrypted, which is allowed on this machine only.
    #[cfg(feature = "client")]
    pub(crate) fn is_plain_http(&self) -> bool {
        self.0.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
    }
}

/// A name or address, and perhaps a port.
fn is_host_and_port(authority: &str) -> bool {
    let (host_is_fine, rest) = match authority.strip_prefix('[') {
        Some(v6) => match v6.split_once(']') {
            Some((address, rest)) => (address.parse::<std::net::Ipv6Addr>().is_ok(), rest),
            None => (false, ""),
        },
        None => {
            let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            (!host.is_empty() && host.chars().all(plain), port)
        }
    };
    host_is_fine && (rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok()))
}

fn is_loopback(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_loopback_only() {
        for good in [
            "http://127.0.0.1:4010",
            "http://localhost/",
            "http://[::1]:1",
            "HTTPS://proxy.example/lex",
            "http://127.9.9.9",
        ] {
            assert!(BaseUrl::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "example.com",
            "ftp://x",
            "http://example.com",
            "http://127.0.0.1.evil.example",
            "http://localhost@evil.example",
            "https://",
            "https://u:p@host",
            "https://host?x=1",
            "https://ho st",
            "https://h:abc",
            "https://h:99999",
            "https://[::1",
            "https://h/a|b",
            "https://a\\b",
            "https://h/{x}",
        ] {
            assert!(BaseUrl::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn keys_refuse_what_a_copy_and_paste_leaves_and_never_show_themselves() {
        for bad in ["", " ", "abc\n", "a b", "\u{feff}abc"] {
            assert!(PublicKey::new(bad).is_err());
            assert!(PrivateKey::new(bad).is_err());
            assert!(OrganizationId::new(bad).is_err());
        }
        let shown = format!("{:?} {:?}", PublicKey::new("pk_1").unwrap(), PrivateKey::new("sk_1").unwrap());
        assert!(!shown.contains("_1"), "{shown}");
    }
}
