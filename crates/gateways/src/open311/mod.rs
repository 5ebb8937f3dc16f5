//! Reports of the public, as Open311 GeoReport v2 says, on the node's own listener.
//!
//! **Nothing that a citizen sends is shown before somebody has moderated it**, and then it is the officer's words that
//! are shown, a `notice`. Whoever reports is given a code once; with it, and with nothing else, they see how their report
//! stands. Who they are is sealed apart from what they say.
//!
//! Each service is of type `batch`: the answer to `POST requests` is a token, which is the feedback code, and
//! `GET tokens/[token]` gives the number of the request at once. `POST tokens` is ours: how the request stands and what
//! was answered, and with `line` one more line to it, without the code in an address that a proxy writes down.
//!
//! | module | holds |
//! |---|---|
//! | `page` | `/report` and `/report/status`, for whoever has no app |
//! | [`pace`] | how much one address and all together may hand in: pure |
//! | [`upload`] | a form with photographs, read within bounds |
//! | [`room`] | how much of what people are sending may be in memory: pure |
//! | [`window`] | the bounded queue to the desk; several reports go into one append |
//! | `services` | the services of the profile as the standard writes them |
//! | `submit` | a form becomes a report |
//! | `shown` | what is public, and what a code tells |

pub mod pace;
mod page;
pub mod room;
mod services;
mod shown;
mod submit;
pub mod upload;
pub mod window;

use std::sync::Arc;

use axum::extract::{MatchedPath, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kulla_open311::{DateTime, Document, ErrorEntry, Errors, Format, Resource, route as resource};

use crate::house::House;
use crate::problem::Problem;
use crate::public::copies;
use crate::public::page::{Kept, keep};
use crate::public::speak;
use crate::public::stage::Stage;
use crate::route::Route;
use pace::Caller;

/// Seconds that what is public may be shown from somebody's copy: a notice can be taken back at any moment.
const KEPT_S: u32 = 15;

pub(crate) fn routes() -> Vec<Route> {
    let xml = "text/xml";
    let mut routes = vec![
        Route::get("/open311/v2/{document}", "Open311: discovery, services, requests that are public", get)
            .query(&["lang", "service_request_id", "service_code", "start_date", "end_date", "status"])
            .gives_bytes(xml),
        Route::post(
            "/open311/v2/{document}",
            "Open311: a new request; how the request of a token stands",
            post,
        )
        .takes_bytes("multipart/form-data")
        .gives_bytes(xml),
        Route::get("/open311/v2/services/{document}", "Open311: what a service asks", get)
            .query(&["lang"])
            .gives_bytes(xml),
        Route::get("/open311/v2/requests/{document}", "Open311: one request that is public", get)
            .query(&["lang"])
            .gives_bytes(xml),
        Route::get("/open311/v2/tokens/{document}", "Open311: the request of a token", get)
            .gives_bytes(xml),
    ];
    routes.extend(page::routes());
    routes
}

/// The last part of the path, with its format.
#[derive(serde::Deserialize)]
struct Named {
    document: String,
}

/// What was asked, once it is taken apart.
struct Asked {
    resource: Resource,
    format: Format,
    lang: &'static str,
}

/// Any document: where it stands below the endpoint follows from the route.
async fn get(
    State(house): State<Arc<House>>,
    stage: Stage,
    route: MatchedPath,
    Path(named): Path<Named>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    caller: Caller,
) -> Response {
    let below = route.as_str().split_once("/open311/v2/").map_or("", |(_, below)| below);
    let path = below.replace("{document}", &named.document);
    let query = query.unwrap_or_default();
    let Some((resource, format)) = resource(&path) else { return no_document() };
    let lang = language(&query, &headers);
    let asked = Asked { resource, format, lang };
    let private = matches!(asked.resource, Resource::Token(_));
    if private && let Err(wait_s) = house.window.gates.codes.pass(caller, house.now_ms()) {
        return too_many(&house, format, wait_s);
    }
    let exercise = stage.exercise.clone();
    let made = house.ask_public(exercise, move |house, public| {
        Ok(shown::document(house, public, &stage, &asked, &query))
    });
    match made.await {
        Ok(Ok(text)) => {
            let by_language = HeaderValue::from_static("accept-language");
            if private {
                let mut answer = written(StatusCode::OK, format, text);
                keep(answer.headers_mut(), Kept::Never);
                answer.headers_mut().insert(header::VARY, by_language);
                return answer;
            }
            let made = copies::Document::new(text, format.content_type(), KEPT_S);
            made.with(header::VARY, Some(by_language)).answer(&headers)
        }
        Ok(Err(errors)) => refused(format, &errors),
        Err(problem) => failed(format, &problem),
    }
}

async fn post(
    State(house): State<Arc<House>>,
    stage: Stage,
    Path(named): Path<Named>,
    headers: HeaderMap,
    caller: Caller,
    request: Request,
) -> Response {
    if let Some(format) = tokens(&named.document) {
        return match house.window.gates.codes.pass(caller, house.now_ms()) {
            Ok(()) => standing(&house, stage, format, &headers, request).await,
            Err(wait_s) => too_many(&house, format, wait_s),
        };
    }
    match resource(&named.document) {
        Some((Resource::Requests, format)) => match house.window.gates.reports.pass(caller, house.now_ms())
        {
            Ok(()) => report(&house, stage, (format, caller), &headers, request).await,
            Err(wait_s) => too_many(&house, format, wait_s),
        },
        Some((_, format)) => {
            let description = "only `requests` and `tokens` take a POST".into();
            refused(format, &Errors::from(ErrorEntry { code: 404, description }))
        }
        None => no_document(),
    }
}

/// `POST tokens`, which is ours: the standard has no such document.
fn tokens(document: &str) -> Option<Format> {
    match document {
        "tokens.json" => Some(Format::Json),
        "tokens.xml" => Some(Format::Xml),
        _ => None,
    }
}

/// A new request.
async fn report(
    house: &Arc<House>,
    stage: Stage,
    (format, caller): (Format, Caller),
    headers: &HeaderMap,
    request: Request,
) -> Response {
    match submit::take(house, stage.exercise, caller, request).await {
        Ok(taken) => {
            let asked = Some(taken.lang.as_str()).filter(|lang| !lang.is_empty());
            let receipt = shown::receipt(house, &taken, speak::choose(asked, headers));
            written(StatusCode::OK, format, receipt.write(format))
        }
        Err(submit::Refused::Form(errors)) => {
            counted(house, "refused");
            refused(format, &errors)
        }
        Err(submit::Refused::Photos(unread)) => {
            counted(house, "refused");
            let mut answer = refused(format, &unread.wrong.errors(house));
            again_after(&mut answer, unread.wrong.wait_s);
            answer
        }
        Err(submit::Refused::Node(problem)) => failed(format, &problem),
    }
}

/// How the request of a token stands, with one more line if there is one.
async fn standing(
    house: &Arc<House>,
    stage: Stage,
    format: Format,
    headers: &HeaderMap,
    request: Request,
) -> Response {
    let bytes = match submit::bytes(request).await {
        Ok(bytes) => bytes,
        Err(errors) => return refused(format, &errors),
    };
    let lang = language("", headers);
    let exercise = stage.exercise.clone();
    let told = house.ask_public(exercise, move |house, _| {
        Ok(shown::by_code(house, stage.exercise.as_ref(), &bytes, lang))
    });
    match told.await {
        Ok(Ok(told)) => written(StatusCode::OK, format, told.write(format)),
        Ok(Err(errors)) => refused(format, &errors),
        Err(problem) => failed(format, &problem),
    }
}

/// One outcome of a report, for the operator's figures.
fn counted(house: &House, outcome: &str) {
    house.metrics.add("kulla_ingest_total", format!("door=\"open311\",outcome=\"{outcome}\""), 1);
}

/// When it may be tried again, if it may.
fn again_after(answer: &mut Response, wait_s: Option<u64>) {
    if let Some(wait_s) = wait_s {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
    }
}

/// `?lang=` is ours; the standard leaves the language to the endpoint.
fn language(query: &str, headers: &HeaderMap) -> &'static str {
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
    speak::choose(asked, headers)
}

fn written(status: StatusCode, format: Format, text: String) -> Response {
    let mut answer = (status, text).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    answer
}

fn refused(format: Format, errors: &Errors) -> Response {
    let status = StatusCode::from_u16(errors.status()).unwrap_or(StatusCode::BAD_REQUEST);
    written(status, format, errors.write(format))
}

/// A path that is of no document has no format either; JSON is read by everybody.
fn no_document() -> Response {
    let description =
        "there is no such document: see `discovery.xml`, `services.json`, `requests.json`".into();
    refused(Format::Json, &Errors::from(ErrorEntry { code: 404, description }))
}

/// What is wrong with the node is told in the document of the standard too, with the header that says when to come again.
fn failed(format: Format, problem: &Problem) -> Response {
    let entry = ErrorEntry { code: problem.status, description: problem.detail.clone() };
    let mut answer = refused(format, &Errors::from(entry));
    if let Some(wait) = problem.clone().into_response().headers().get(header::RETRY_AFTER) {
        answer.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    answer
}

fn too_many(house: &House, format: Format, wait_s: u64) -> Response {
    counted(house, "limited");
    let description = format!(
        "too much came from this address, or from all together: try again in {wait_s} s. If somebody is in danger, call 112"
    );
    let mut answer = refused(format, &Errors::from(ErrorEntry { code: 429, description }));
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
    answer
}

/// The instant as the standard writes it.
fn moment(at: jiff::Timestamp) -> Option<DateTime> {
    DateTime::from_unix_ms(at.as_millisecond())
}
