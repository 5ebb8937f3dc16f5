//! Addresses of a provider: by TLS, or in the clear to this machine and nowhere else.

use std::fmt;
use std::net::Ipv4Addr;

/// Characters of an address.
pub const ADDRESS_CHARS_MAX: usize = 2_048;

/// An absolute address without user and fragment: `https`, or `http` to a loopback host.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    is_clear: bool,
}

impl Address {
    /// Reads one. It is kept as it stands: issuers are compared character by character (OpenID Connect Discovery, section 4.3).
    pub fn new(text: &str) -> Option<Address> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(&byte);
        if text.len() > ADDRESS_CHARS_MAX || !text.bytes().all(plain) {
            return None;
        }
        let (scheme, rest) = text.split_once("://")?;
        let authority = rest.split(['/', '?']).next()?;
        let host = host_of(authority)?;
        let is_clear = match scheme {
            "https" => false,
            "http" if is_loopback(host) => true,
            _ => return None,
        };
        Some(Address { text: text.to_owned(), is_clear })
    }

    /// Whether it is reached without TLS.
    pub fn is_clear(&self) -> bool {
        self.is_clear
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it has a query.
    pub(crate) fn has_query(&self) -> bool {
        self.text.contains('?')
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The host of `host`, `host:port` or `[v6]:port`; `None` for anything with a user in it.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (inner, after) = rest.split_once(']')?;
            let written = |byte: u8| byte.is_ascii_hexdigit() || b":.".contains(&byte);
            if inner.is_empty() || !inner.bytes().all(written) {
                return None;
            }
            (authority.get(..inner.len() + 2)?, after)
        }
        None => {
            let at = authority.find(':').unwrap_or(authority.len());
            let (host, after) = authority.split_at_checked(at)?;
            let written = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
            if host.is_empty() || !host.bytes().all(written) {
                return None;
            }
            (host, after)
        }
    };
    let port = match port {
        "" => return Some(host),
        port => port.strip_prefix(':')?,
    };
    let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    (digits && port.parse::<u16>().is_ok_and(|port| port != 0)).then_some(host)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "[::1]" || host.parse::<Ipv4Addr>().is_ok_and(|v4| v4.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_leads_off_this_machine() {
        for good in [
            "https://login.example.org",
            "https://login.example.org:8443/realms/ame?p=1",
            "https://[2001:db8::1]/",
            "http://localhost:5556/dex",
            "http://127.0.0.1:1",
            "http://[::1]:80/x",
        ] {
            assert!(Address::new(good).is_some(), "{good}");
        }
        for bad in [
            "http://login.example.org",
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
            "http://127.0.0.1@example.org/",
            "https://user:word@example.org/",
            "https://example.org/#part",
            "https://example.org/ x",
            "https://example.org\\@localhost/",
            "https://",
            "https://:443/",
            "https://example.org:0/",
            "https://example.org:99999/",
            "https://[::1/",
            "https://[]/",
            "HTTPS://example.org",
            "ftp://example.org/",
            "//example.org",
            "",
        ] {
            assert_eq!(Address::new(bad), None, "{bad}");
        }
        assert_eq!(Address::new(&format!("https://example.org/{}", "a".repeat(ADDRESS_CHARS_MAX))), None);
    }
}
