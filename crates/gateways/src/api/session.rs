//! The session of the caller.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use kulla_guard::{Act, Policies, Reach, may_act};
use kulla_record::Session;
use kulla_record::label::Word;

use super::ask::Ask;
use super::wire::session::{NodeSeen, SessionSeen};
use crate::entered::{COOKIE, Entered};
use crate::entry::taken_cookies;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/session", "Who one is and what one may do", session).gives::<SessionSeen>(),
        Route::post("/session/leave", "Ends the session", leave),
    ]
}

async fn session(State(house): State<Arc<House>>, entered: Entered) -> Result<Json<SessionSeen>, Problem> {
    let (until_ms, id) = (entered.seat.span.until_ms, house.seats.name_of(&entered.shown));
    house.ask(&entered, move |ask| Ok(Json(seen(ask, until_ms, id)))).await
}

fn seen(ask: &Ask<'_>, until_ms: u64, id: Option<String>) -> SessionSeen {
    let session = ask.session();
    let lang = ask.desk.directory().person(session.person).map(|person| person.grant.lang.clone());
    let profile = ask.desk.profile();
    let until = i64::try_from(until_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    SessionSeen {
        id,
        person: ask.author(session.person),
        agency_name: profile
            .agency(session.agency.as_str())
            .map(|agency| agency.name.clone())
            .unwrap_or_default(),
        roles: session.roles.iter().map(Word::to_string).collect(),
        acts: acts_of(session, &ask.actor.reach, &ask.desk.roles())
            .map(|act| act.word().to_owned())
            .collect(),
        purpose: session.purpose.to_string(),
        lang: lang
            .filter(|lang| !lang.is_empty())
            .unwrap_or_else(|| profile.country.languages.fallback.clone()),
        exercise: session.exercise.as_ref().map(Word::to_string),
        node: NodeSeen {
            name: ask.house.config.node.clone(),
            exercise_only: ask.house.config.exercise_only,
        },
        assurance: session.assurance,
        until: until.unwrap_or(Timestamp::MAX),
    }
}

/// Everything that a session may do by rules.
pub(crate) fn acts_of<'a>(
    session: &'a Session,
    reach: &'a Reach,
    rules: &'a Policies,
) -> impl Iterator<Item = &'static Act> + 'a {
    Act::ALL.iter().filter(|act| may_act(session, reach, **act, rules).is_ok())
}

async fn leave(State(house): State<Arc<House>>, entered: Entered) -> (StatusCode, HeaderMap) {
    house.seats.leave(&entered.shown, house.now_ms());
    let mut headers = HeaderMap::new();
    if let Some(place) = entered.place {
        let session = format!("{COOKIE}=; Path=/as/{place}/; Max-Age=0; HttpOnly; SameSite=Strict");
        for cookie in std::iter::once(session).chain(taken_cookies(&house, place, 0)) {
            headers.extend(HeaderValue::try_from(cookie).ok().map(|cookie| (header::SET_COOKIE, cookie)));
        }
    }
    (StatusCode::NO_CONTENT, headers)
}
