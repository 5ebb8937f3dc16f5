//! Photographs of citizens' reports, for those who may read the report.
//!
//! A file of a stranger goes to an officer's browser, which decodes it. So its type is one of two and never sniffed, and
//! opened by itself it stands in a sandbox in which nothing runs. No cache keeps it. **What was withheld, what is not there
//! and what one may not read are the same bytes.**

use std::sync::Arc;

use axum::extract::{Path as At, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kulla_desk::Still;
use kulla_record::Kind;
use kulla_record::kind::reporting::Moderation;
use kulla_respond::report::moderation_subject;
use serde::Deserialize;

use super::ask::Ask;
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

/// Nothing of a file that is opened by itself may run, load or be framed.
const CSP: &str = "default-src 'none'; style-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/reports/{subject}/photos/{photo}",
            "A photograph of a report, by its number from 1",
            one,
        )
        .gives_bytes("image/jpeg"),
    ]
}

#[derive(Deserialize)]
struct Path {
    subject: String,
    photo: String,
}

async fn one(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Response, Problem> {
    let subject = path.subject.parse().map_err(|_| Problem::absent())?;
    let number = path.photo.parse().map_err(|_| Problem::absent())?;
    let open = move |ask: &Ask<'_>| {
        // INVARIANT: whoever is shown a photograph has opened its report, on record.
        let item = ask.open(subject, &[Kind::REPORT])?;
        let decided = ask.head(moderation_subject(subject), &[Kind::MODERATION])?;
        let decided = decided.typed::<Moderation>().ok_or_else(Problem::absent)?;
        Ok(ask.desk.photo(&item, &decided, number)?)
    };
    house.ask(&entered, open).await.map(shown)
}

fn shown(still: Still) -> Response {
    // INVARIANT: the type is one of those that are cleaned, whatever a record says.
    let media = match still.photo.media.as_str() {
        "image/png" => "image/png",
        _ => "image/jpeg",
    };
    let mut answer = still.bytes.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers
        .insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"photograph\""));
    answer
}
