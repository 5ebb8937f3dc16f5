//! A signature by a passkey of the caller, as it goes on record. What it has to be over is the desk's question.

use axum::http::HeaderMap;
use kulla_record::kind::approval::Assertion;

use super::ask::Ask;
use super::wire::approval::AssertionTold;
use crate::entry::witnessed;
use crate::problem::Problem;

/// The signature that came with a request, checked as a log-in is; nothing where none came.
pub(super) fn signed(
    ask: &Ask<'_>,
    headers: &HeaderMap,
    told: Option<&AssertionTold>,
) -> Result<Option<Assertion>, Problem> {
    told.map(|told| witnessed(ask.house, headers, ask.session().person, told)).transpose()
}
