//! What stands around every gateway: which hosts we answer for, how long an answer may take, what a browser is
//! told never to do with it, and the counting.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};

use crate::house::House;
use crate::metrics::quoted;
use crate::open311::upload;
use crate::problem::{Problem, Said};
use crate::registry::Named;

/// The longest that an answer may take, in milliseconds; a long poll waits less.
pub const ANSWER_MS_MAX: u64 = 30_000;
/// Bytes of a request that no gateway has a smaller limit for: a CAP document in a form, with some room.
pub const REQUEST_BYTES_MAX: usize = (1 << 20) + (64 << 10);
/// Characters of a path with its query.
pub const PATH_CHARS_MAX: usize = 4_096;

/// For whatever does not say otherwise.
const CSP: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HEADERS: [(HeaderName, &str); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Not `no-referrer`: a form would then be posted with `Origin: null`, which no list of origins can allow.
    (header::REFERRER_POLICY, "same-origin"),
    (header::CONTENT_SECURITY_POLICY, CSP),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=()"),
];

/// Puts it all around a router.
pub(crate) fn around(router: Router<Arc<House>>, house: &Arc<House>) -> Router<Arc<House>> {
    router
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
        .layer(middleware::from_fn_with_state(Arc::clone(house), guarded))
        .layer(middleware::from_fn_with_state(Arc::clone(house), counted))
}

async fn guarded(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let mut answer = match checked(&house, &request) {
        Err(problem) => problem.into_response(),
        Ok(()) => {
            match tokio::time::timeout(Duration::from_millis(longest(&request)), next.run(request)).await {
                Ok(answer) => answer,
                Err(_) => Problem::busy().into_response(),
            }
        }
    };
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // What is for one session is kept by nobody, and has no ETag that another session could compare.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if house.config.tls {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(year);
    }
    answer
}

/// How long an answer may take. Photographs are long on the way, and then they are cleaned.
fn longest(request: &Request) -> u64 {
    match upload::is_upload(request) {
        true => upload::UPLOAD_MS_MAX + ANSWER_MS_MAX,
        false => ANSWER_MS_MAX,
    }
}

fn checked(house: &House, request: &Request) -> Result<(), Problem> {
    let long = request.uri().path_and_query().is_some_and(|path| path.as_str().len() > PATH_CHARS_MAX);
    if long {
        return Err(Problem::new(StatusCode::URI_TOO_LONG, "request.too-large", "the address is too long"));
    }
    let named = host(request);
    // INVARIANT: a name that is not ours is not answered, so that no site can rebind its name to this node.
    if !named.is_some_and(|host| house.config.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))) {
        let detail = "this node does not answer for that host: use an address that the operator configured";
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "request.host", detail));
    }
    let upgrade = request.headers().contains_key(header::UPGRADE);
    if upgrade || !matches!(*request.method(), Method::GET | Method::HEAD) {
        origin(house, request.headers(), upgrade)?;
    }
    Ok(())
}

/// The host that was asked for: of the address where it has one, else of the header.
pub(crate) fn host(request: &Request) -> Option<&str> {
    let of_header = || request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    request.uri().authority().map(|authority| authority.as_str()).or_else(of_header)
}

/// A browser names where a change or a socket comes from. A machine names nothing, and a socket by cookie has
/// to name it.
fn origin(house: &House, headers: &HeaderMap, upgrade: bool) -> Result<(), Problem> {
    let ours = |origin: &HeaderValue| {
        origin
            .to_str()
            .is_ok_and(|origin| house.config.origins.iter().any(|own| own.eq_ignore_ascii_case(origin)))
    };
    let by_cookie = upgrade && headers.contains_key(header::COOKIE);
    match headers.get(header::ORIGIN) {
        Some(origin) if ours(origin) => Ok(()),
        None if !by_cookie => Ok(()),
        _ => {
            let detail = "this was sent from a page of another site";
            Err(Problem::new(StatusCode::FORBIDDEN, "request.origin", detail))
        }
    }
}

async fn counted(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let begun = tokio::time::Instant::now();
    let answer = next.run(request).await;
    let (gateway, path) = match answer.extensions().get::<Named>() {
        Some(named) => (named.gateway, named.path),
        None => ("none", ""),
    };
    let method = if matches!(method, Method::GET | Method::POST | Method::PUT | Method::HEAD) {
        method.as_str()
    } else {
        "other"
    };
    let labels = format!(
        "gateway=\"{gateway}\",route=\"{path}\",method=\"{method}\",status=\"{}\"",
        answer.status().as_u16()
    );
    house.metrics.add("kulla_requests_total", labels, 1);
    house.metrics.answered(gateway, begun.elapsed());
    if let Some(Said(code)) = answer.extensions().get::<Said>() {
        house.metrics.add("kulla_refusals_total", format!("code=\"{}\"", quoted(code)), 1);
    }
    answer
}
