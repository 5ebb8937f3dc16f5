//! Asking a provider over HTTP, with everything bounded: time, bytes, and no redirects, because each address of it is known.

use std::path::Path;
use std::time::Duration;

use axum::http::{StatusCode, header};
use kulla_oidc::{Address, TokenRequest};

/// How long an answer may take, and a connection, in seconds: discovery, token and keys twice have to fit into one answer of ours.
pub(super) const ANSWER_S_MAX: u64 = 6;
const CONNECT_S_MAX: u64 = 4;
/// Bytes of all header lines of an answer.
const HEADER_BYTES_MAX: usize = 32 << 10;

pub(super) struct Web {
    agent: ureq::Agent,
}

impl Web {
    /// `authority`: certificates to trust in place of those of the web. `clear`: it is on this machine, so no proxy is asked.
    pub fn new(authority: Option<&Path>, clear: bool) -> Result<Web, String> {
        let mut config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(ANSWER_S_MAX)))
            .timeout_connect(Some(Duration::from_secs(CONNECT_S_MAX)))
            .max_response_header_size(HEADER_BYTES_MAX)
            .user_agent(concat!("kulla/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .tls_config(crate::trust::tls(authority)?);
        if clear {
            config = config.proxy(None);
        }
        Ok(Web { agent: config.build().new_agent() })
    }

    /// A document of at most so many bytes.
    pub fn get(&self, address: &Address, bytes_max: usize) -> Result<Vec<u8>, String> {
        let answer = self.agent.get(address.as_str()).call().map_err(|error| error.to_string())?;
        match read(answer, bytes_max)? {
            (StatusCode::OK, bytes) => Ok(bytes),
            (status, _) => Err(format!("`{address}` answers {status}")),
        }
    }

    /// What the token endpoint says, and whether its status was 200.
    pub fn post(
        &self,
        address: &Address,
        told: &TokenRequest,
        bytes_max: usize,
    ) -> Result<(bool, Vec<u8>), String> {
        let mut request = self
            .agent
            .post(address.as_str())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(authorization) = &told.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let answer = request.send(told.body.as_str()).map_err(|error| error.to_string())?;
        let (status, bytes) = read(answer, bytes_max)?;
        match status {
            status if status.is_server_error() => Err(format!("`{address}` answers {status}")),
            status => Ok((status == StatusCode::OK, bytes)),
        }
    }
}

fn read(
    mut answer: axum::http::Response<ureq::Body>,
    bytes_max: usize,
) -> Result<(StatusCode, Vec<u8>), String> {
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX);
    let bytes =
        answer.body_mut().with_config().limit(limit).read_to_vec().map_err(|error| error.to_string())?;
    Ok((answer.status(), bytes))
}
