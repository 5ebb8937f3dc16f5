//! The one shape of every refusal: `application/problem+json` (RFC 9457), made from what the desk says.
//!
//! **Forbidden to read and not there are the same bytes**, so nothing of the request stands in them.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kulla_desk::Failure;
use kulla_guard::Refusal;
use kulla_picture::PictureError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::draft::Finding;
use crate::api::wire::item::Item;

/// The code of intake that has to wait, and after how many seconds it may come again.
const BEHIND: &str = "node.behind";
const BEHIND_RETRY_AFTER_S: u64 = 15;
/// The code of a request that does not read, which is no refusal.
const MALFORMED: &str = "request.malformed";
/// Seconds after which a client may try again what could not be done now.
pub const RETRY_AFTER_S: u64 = 2;

/// What went wrong, for programs by `code` and for people by `detail`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Stable: `warning.same-person`.
    pub code: String,
    /// In English: the rule, and what to do next.
    pub detail: String,
    /// What the detail names, for a translation of it.
    pub args: BTreeMap<String, String>,
    /// Of a conflict: the newest version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<Box<Item>>,
    /// Of a conflict between versions that stand side by side: all of them. Whoever settles it names each.
    #[serde(skip_serializing_if = "<[Item]>::is_empty")]
    #[schema(value_type = Vec<Item>)]
    pub heads: Box<[Item]>,
    /// Of a warning that is not ready: everything that stands against it.
    #[serde(skip_serializing_if = "<[Finding]>::is_empty")]
    #[schema(value_type = Vec<Finding>)]
    pub findings: Box<[Finding]>,
}

impl Problem {
    /// A problem of a status, a code and a sentence.
    pub fn new(status: StatusCode, code: impl Into<String>, detail: impl Into<String>) -> Problem {
        Problem {
            status: status.as_u16(),
            code: code.into(),
            detail: detail.into(),
            args: BTreeMap::new(),
            head: None,
            heads: Box::default(),
            findings: Box::default(),
        }
    }

    /// Not there, or not for this reader: nobody can tell which.
    pub fn absent() -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "absent", "there is nothing here that you may read")
    }

    /// Whether somebody was refused what they asked for, or asked for what is not there for them.
    pub fn denies(&self) -> bool {
        matches!(self.status, 403 | 404 | 409 | 422)
            && self.code != MALFORMED
            && self.code != kulla_desk::TAKES_PASSKEY
    }

    /// The request does not read.
    pub fn malformed(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, MALFORMED, detail)
    }

    /// There is no session.
    pub fn no_session(refusal: &Refusal) -> Problem {
        Problem::refusal(StatusCode::UNAUTHORIZED, refusal)
    }

    /// Too much is being done at once.
    pub fn busy() -> Problem {
        let detail = "the node has more to do than it can at once: try again in a moment";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "node.busy", detail)
    }

    /// A refusal under a status.
    pub fn refusal(status: StatusCode, refusal: &Refusal) -> Problem {
        let args = refusal.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Problem { args, ..Problem::new(status, refusal.code, &refusal.message) }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        match failure {
            Failure::Forbidden(refusal) => Problem::refusal(StatusCode::FORBIDDEN, &refusal),
            Failure::NotThere => Problem::absent(),
            Failure::Conflict { .. } => {
                Problem::new(StatusCode::CONFLICT, "head.changed", failure.to_string())
            }
            Failure::Refused(refusal) => Problem::refusal(StatusCode::UNPROCESSABLE_ENTITY, &refusal),
            Failure::Unavailable(_) => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "node.unavailable", failure.to_string())
            }
            Failure::Behind { .. } => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, BEHIND, failure.to_string())
            }
            Failure::Picture(fault) => fault.into(),
        }
    }
}

impl From<PictureError> for Problem {
    fn from(fault: PictureError) -> Problem {
        match fault {
            PictureError::Cursor => Problem::malformed(fault.to_string()),
            fault => {
                tracing::error!(%fault, "the picture can't be read");
                let detail = "the picture can't be read just now: try again, or tell the operator";
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "picture.fault", detail)
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut answer = (status, body).into_response();
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            let after_s = if self.code == BEHIND { BEHIND_RETRY_AFTER_S } else { RETRY_AFTER_S };
            headers.insert(header::RETRY_AFTER, HeaderValue::from(after_s));
        }
        answer.extensions_mut().insert(Said(self.code));
        answer
    }
}

/// The code of a refusal, for the counter of refusals.
#[derive(Debug, Clone)]
pub(crate) struct Said(pub String);
