//! Who asks: the session behind a request, and that the request was meant.
//!
//! A browser comes by `/as/{n}/` with the cookie of that path, a machine by `/api/v1` with a bearer token or a client certificate. A
//! cookie travels with requests that its owner never meant, so what changes something by cookie needs a header
//! that no form of another site can set, besides SameSite, `Host` and `Origin`.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use kulla_desk::command::Actor;
use kulla_guard::Refusal;
use kulla_guard::holder::Entry;
use kulla_guard::sessions::Seat;
use kulla_record::Session;

use crate::house::House;
use crate::problem::Problem;
use crate::seats::Shown;

/// The name of the session cookie.
pub(crate) const COOKIE: &str = "kulla";
/// The header in which a client names the session that it thinks it has.
const SESSION_HEADER: &str = "x-kulla-session";
/// Sessions of one browser, as `/as/1/` to `/as/9/`.
pub(crate) const SEATS_MAX: u8 = 9;

/// Somebody with a session.
#[derive(Clone)]
pub(crate) struct Entered {
    pub actor: Actor,
    pub seat: Seat,
    pub shown: Shown,
    /// The number in `/as/{n}/`; `None` for a machine.
    pub place: Option<u8>,
    /// The cursor of what they wrote and want to see in the answer: `?wait=`.
    pub wait: Option<String>,
}

impl FromRequestParts<Arc<House>> for Entered {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Entered, Problem> {
        let place = place_of(parts);
        let shown = match place {
            Some(_) => cookie(&parts.headers, COOKIE).map(Shown::Cookie),
            None => bearer(&parts.headers).map(Shown::Bearer).or_else(|| certificate(parts)),
        };
        let Some(shown) = shown else {
            return Err(Problem::no_session(&Refusal::new(
                "session.none",
                "this needs a session: enter by your link, or send a bearer token to `/api/v1`",
            )));
        };
        if place.is_some() && !matches!(parts.method, Method::GET | Method::HEAD) {
            meant(&parts.headers)?;
        }
        let seat =
            house.seats.resume(&shown, house.now_ms()).map_err(|refusal| Problem::no_session(&refusal))?;
        same(house, &shown, &parts.headers)?;
        let session = session_of(house, &seat).ok_or_else(|| {
            Problem::no_session(&Refusal::new(
                "session.grant",
                "your grant does not hold any more: ask your administrator",
            ))
        })?;
        let actor = Actor { session, reach: seat.reach.clone() };
        let pairs = parts.uri.query().unwrap_or_default().split('&');
        let wait = pairs.filter_map(|pair| pair.strip_prefix("wait=")).next().map(str::to_owned);
        Ok(Entered { actor, seat, shown, place, wait })
    }
}

/// The session of a seat from the grant as it stands now.
pub(crate) fn session_of(house: &House, seat: &Seat) -> Option<Session> {
    let entry =
        Entry { purpose: seat.purpose.clone(), assurance: seat.assurance, exercise: seat.exercise.clone() };
    house.desk.session(seat.principal, entry)
}

/// The number in `/as/{n}/…`.
fn place_of(parts: &Parts) -> Option<u8> {
    let number = parts.uri.path().strip_prefix("/as/")?.split('/').next()?;
    number.parse().ok().filter(|n| (1..=SEATS_MAX).contains(n) && number.len() == 1)
}

/// A number that was left is given out again, and a tab that stayed open would then act as whoever entered since. So a
/// client says which session it thinks it has.
// INVARIANT: a request that names a session is answered as that one or not at all.
fn same(house: &House, shown: &Shown, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(named) = headers.get(SESSION_HEADER) else { return Ok(()) };
    if house.seats.name_of(shown).is_some_and(|own| named == own.as_str()) {
        return Ok(());
    }
    Err(Problem::no_session(&Refusal::new(
        "session.other",
        "this browser is somebody else at this address by now, so nothing was done: load the page anew",
    )))
}

/// What a machine proved to the door by TLS, for every request of one connection.
#[derive(Debug, Clone, Copy, Default)]
pub struct PeerCertificate(
    /// SHA-256 of the certificate; none without one.
    pub Option<[u8; 32]>,
);

fn certificate(parts: &Parts) -> Option<Shown> {
    parts.extensions.get::<PeerCertificate>().and_then(|shown| shown.0).map(Shown::Certificate)
}

fn meant(headers: &HeaderMap) -> Result<(), Problem> {
    if headers.get("x-kulla").is_some_and(|value| value == "1") {
        return Ok(());
    }
    let detail = "a change by cookie needs the header `x-kulla: 1`, so that no other site can send it";
    Err(Problem::new(StatusCode::FORBIDDEN, "request.not-meant", detail))
}

/// One cookie of a request; the browser puts that of the longest path first.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
