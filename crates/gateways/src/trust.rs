//! Whose certificates are believed when this node asks others: those of the web, or those that the operator names instead.

use std::path::Path;
use std::sync::Arc;

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// `authority`: a file of certificates to trust in place of those that the web trusts.
pub(crate) fn tls(authority: Option<&Path>) -> Result<TlsConfig, String> {
    let mut tls = TlsConfig::builder();
    if let Some(path) = authority {
        tls = tls.root_certs(RootCerts::Specific(Arc::new(certificates(path)?)));
    }
    Ok(tls.build())
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, String> {
    let bad = |why: String| format!("`{}`: {why}", path.display());
    let pem = std::fs::read(path).map_err(|error| bad(error.to_string()))?;
    let mut found = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| bad(error.to_string()))? {
            found.push(certificate);
        }
    }
    if found.is_empty() { Err(bad("there is no certificate in it".into())) } else { Ok(found) }
}
