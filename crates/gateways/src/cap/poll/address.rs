//! Where a feed may lead: which addresses are fetched and which are not.
//!
//! Pure. A feed is written by others, so a link in it could point anywhere: at another machine of our network,
//! at a file. It is followed to the hosts that the operator listed and by nothing but HTTP, and from a feed
//! that came by TLS to nothing that does not.

use std::fmt;

use axum::http::Uri;

/// Characters of an address.
pub const ADDRESS_CHARS_MAX: usize = 2_048;

/// An address that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Uri);

impl Address {
    /// Reads an absolute address: `http` or `https`, a host, no user and no password.
    pub fn new(text: &str) -> Option<Address> {
        // A fragment is for whoever reads the page, and is no part of what is fetched.
        let text = text.split('#').next().unwrap_or_default();
        if text.len() > ADDRESS_CHARS_MAX {
            return None;
        }
        let uri: Uri = text.parse().ok()?;
        let web = matches!(uri.scheme_str(), Some("http" | "https"));
        let host = uri.authority().is_some_and(|at| !at.host().is_empty() && !at.as_str().contains('@'));
        (web && host).then_some(Address(uri))
    }

    /// A link of a document that came from here.
    pub fn join(&self, link: &str) -> Option<Address> {
        let link = link.trim();
        if link.contains("://") {
            return Address::new(link);
        }
        let (scheme, authority) = (self.scheme(), self.0.authority()?);
        if let Some(rest) = link.strip_prefix("//") {
            return Address::new(&format!("{scheme}://{rest}"));
        }
        // `mailto:`, `urn:` and their like lead nowhere.
        if link.is_empty() || link.split(['/', '?']).next().is_some_and(|front| front.contains(':')) {
            return None;
        }
        let path = self.0.path();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = if link.starts_with('/') { link.to_owned() } else { format!("{folder}/{link}") };
        Address::new(&format!("{scheme}://{authority}{path}"))
    }

    /// Whether what came from here may lead there.
    pub fn may_lead_to(&self, there: &Address, hosts: &[String]) -> bool {
        let listed = there.host() == self.host()
            || hosts.iter().any(|host| host.eq_ignore_ascii_case(&there.host()));
        listed && (self.scheme() != "https" || there.scheme() == "https")
    }

    /// Its host, in lower case.
    pub fn host(&self) -> String {
        self.0.host().unwrap_or_default().to_ascii_lowercase()
    }

    fn scheme(&self) -> &str {
        self.0.scheme_str().unwrap_or_default()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> Address {
        Address::new("https://example.org/cap/feed.atom?lang=sq").unwrap()
    }

    #[test]
    fn a_link_is_read_as_a_browser_would() {
        let joined = |link: &str| feed().join(link).map(|address| address.to_string());
        let good = [
            ("https://example.org/a.xml#x", "https://example.org/a.xml"),
            ("/a.xml", "https://example.org/a.xml"),
            ("a.xml", "https://example.org/cap/a.xml"),
            ("//cdn.example.org/a.xml", "https://cdn.example.org/a.xml"),
        ];
        for (link, address) in good {
            assert_eq!(joined(link).as_deref(), Some(address), "{link}");
        }
        for link in [
            "",
            "mailto:a@example.org",
            "file:///etc/passwd",
            "ftp://example.org/",
            "https://u:p@example.org/",
            "urn:a:b",
        ] {
            assert_eq!(joined(link), None, "{link}");
        }
    }

    #[test]
    fn a_feed_leads_to_its_own_host_and_to_those_that_the_operator_listed() {
        let may =
            |there: &str| feed().may_lead_to(&Address::new(there).unwrap(), &["CDN.example.org".into()]);
        assert!(may("https://example.org/a.xml") && may("https://EXAMPLE.org/a.xml"));
        assert!(may("https://cdn.example.org/a.xml"));
        assert!(!may("https://example.com/a.xml") && !may("https://10.0.0.1/a.xml"));
        // From TLS into the clear: never, whatever is listed.
        assert!(!may("http://example.org/a.xml"));
    }
}
