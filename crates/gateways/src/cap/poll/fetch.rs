//! One document over HTTP, with everything bounded: time, bytes, redirects, and where they lead.

use std::path::Path;
use std::time::Duration;

use axum::http::{StatusCode, header};

use super::address::Address;

/// How long a document may take, and a connection, in seconds.
const ANSWER_S_MAX: u64 = 30;
const CONNECT_S_MAX: u64 = 10;
/// Redirects of one document.
const REDIRECTS_MAX: usize = 5;
/// Bytes of all header lines of an answer.
const HEADER_BYTES_MAX: usize = 32 << 10;
/// Characters of an `ETag` or a date that are sent back.
const VALIDATOR_CHARS_MAX: usize = 512;
/// What is asked for. Nothing packed: a small answer could then unpack to a large one.
const ACCEPT: &str =
    "application/cap+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1";

/// By what a server tells whether a document has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Validators {
    /// `ETag`, as it came.
    pub etag: Option<String>,
    /// `Last-Modified`, as it came.
    pub modified: Option<String>,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// It has not changed.
    Same,
    /// The document, and by what to ask for it the next time.
    Document(Vec<u8>, Validators),
}

/// Why nothing came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    /// It may come later.
    Later {
        /// For the operator.
        why: String,
        /// What the server asked for.
        retry_after_s: Option<u64>,
    },
    /// It will never come from this address.
    Never(String),
}

/// Fetches for one feed.
pub struct Fetcher {
    agent: ureq::Agent,
    hosts: Vec<String>,
}

impl Fetcher {
    /// `hosts`: where redirects may lead besides the host itself. `authority`: certificates to trust in place
    /// of those that the web trusts.
    pub fn new(hosts: Vec<String>, authority: Option<&Path>) -> Result<Fetcher, String> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // Followed by hand: each hop is looked at first.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(ANSWER_S_MAX)))
            .timeout_connect(Some(Duration::from_secs(CONNECT_S_MAX)))
            .max_response_header_size(HEADER_BYTES_MAX)
            .user_agent(concat!("kulla/", env!("CARGO_PKG_VERSION")))
            .accept(ACCEPT)
            .tls_config(crate::trust::tls(authority)?)
            .build();
        Ok(Fetcher { agent: config.new_agent(), hosts })
    }

    /// One document of at most so many bytes.
    pub fn get(&self, address: &Address, known: &Validators, bytes_max: usize) -> Result<Fetched, Miss> {
        let mut at = address.clone();
        for _ in 0..=REDIRECTS_MAX {
            let mut request = self.agent.get(at.to_string());
            if let Some(etag) = &known.etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(modified) = &known.modified {
                request = request.header(header::IF_MODIFIED_SINCE, modified);
            }
            let mut answer = request.call().map_err(|error| later(error.to_string()))?;
            let head = |name: header::HeaderName| {
                answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
            };
            match answer.status() {
                StatusCode::OK => {
                    let short = |value: &String| value.len() <= VALIDATOR_CHARS_MAX;
                    let validators = Validators {
                        etag: head(header::ETAG).filter(short),
                        modified: head(header::LAST_MODIFIED).filter(short),
                    };
                    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX);
                    let read = answer.body_mut().with_config().limit(limit).read_to_vec();
                    return match read {
                        Ok(bytes) => Ok(Fetched::Document(bytes, validators)),
                        Err(ureq::Error::BodyExceedsLimit(_)) => {
                            Err(Miss::Never(format!("it has more than {bytes_max} bytes")))
                        }
                        Err(error) => Err(later(error.to_string())),
                    };
                }
                StatusCode::NOT_MODIFIED => return Ok(Fetched::Same),
                status if status.is_redirection() => {
                    let there = head(header::LOCATION).and_then(|link| at.join(&link));
                    at = there.filter(|there| at.may_lead_to(there, &self.hosts)).ok_or_else(|| {
                        Miss::Never(
                            "it leads to a host that is not listed: add it to `hosts` if that is right"
                                .into(),
                        )
                    })?;
                }
                status => return Err(refused(status, head(header::RETRY_AFTER).as_deref())),
            }
        }
        Err(Miss::Never(format!("it leads on more than {REDIRECTS_MAX} times")))
    }
}

fn later(why: String) -> Miss {
    Miss::Later { why, retry_after_s: None }
}

/// What a server says with its status.
fn refused(status: StatusCode, retry_after: Option<&str>) -> Miss {
    let why = format!("the server answers {status}");
    let passing = status.is_server_error()
        || matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY
        );
    match passing {
        true => Miss::Later { why, retry_after_s: retry_after.and_then(|wait| wait.trim().parse().ok()) },
        false => Miss::Never(why),
    }
}
