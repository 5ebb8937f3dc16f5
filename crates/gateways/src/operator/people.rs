//! The first ways in, and the last: an administrator for an agency that has none, and a link for somebody who lost every way.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use kulla_desk::CredentialNote;
use kulla_desk::login_of;
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use serde::{Deserialize, Serialize};

use crate::entry::log_in_name;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/people/link", "A link by which somebody makes a way to log in", link),
        Route::post("/people/administrators", "Somebody new who administers the people of an agency", add),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkTold {
    /// `arta.krasniqi@ame`.
    name: String,
    #[serde(default)]
    replaces: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    agency: Word,
    name: String,
}

#[derive(Serialize)]
struct Linked {
    login: String,
    base: String,
    path: String,
    until: Option<Timestamp>,
}

async fn link(State(house): State<Arc<House>>, told: Told<LinkTold>) -> Result<Json<Linked>, Problem> {
    let work = move |house: &House| linked(house, &called(house, &told.body.name)?, told.body.replaces);
    house.work(work).await
}

/// Whoever logs in by such a name.
pub(super) fn called(house: &House, name: &str) -> Result<Grant, Problem> {
    let absent = || {
        let detail = format!("nobody with a grant logs in as `{name}`: write it as WORD@AGENCY");
        Problem::new(StatusCode::NOT_FOUND, "person.absent", detail)
    };
    let (word, agency) = name.split_once('@').ok_or_else(absent)?;
    let fits = |grant: &&Grant| {
        grant.agency.as_str() == agency && login_of(grant).is_some_and(|login| login.as_str() == word)
    };
    let directory = house.desk.directory();
    directory.people().map(|person| &person.grant).find(fits).cloned().ok_or_else(absent)
}

async fn add(State(house): State<Arc<House>>, told: Told<Added>) -> Result<Json<Linked>, Problem> {
    let work = move |house: &House| {
        let grant = house.desk.admit_administrator(&told.body.agency, &told.body.name)?;
        linked(house, &grant, false)
    };
    house.work(work).await
}

fn linked(house: &House, grant: &Grant, replaces: bool) -> Result<Json<Linked>, Problem> {
    let now = house.now_ms();
    let whom = (grant.principal, replaces);
    let made =
        house.keyring.change(|accounts| accounts.make_link(whom, None, now, house.desk.entropy().as_ref()));
    let token = made.map_err(|refusal| Problem::refusal(StatusCode::SERVICE_UNAVAILABLE, &refusal))?;
    let note = CredentialNote { what: "invited", form: "link", ..CredentialNote::default() };
    house.note_credential(grant.principal, &note, None);
    let until = house.keyring.look(|accounts| accounts.link_until(grant.principal, now));
    Ok(Json(Linked {
        login: log_in_name(grant),
        base: address(house),
        path: format!("/enrol/{}", token.as_str()),
        until: until.and_then(|ms| Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok()),
    }))
}

/// Where people reach this node: by a name, because a passkey belongs to one.
fn address(house: &House) -> String {
    let named = |origin: &&String| {
        let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
        host.parse::<std::net::SocketAddr>().is_err() && host.parse::<std::net::IpAddr>().is_err()
    };
    let origin = || house.config.origins.iter().rev().find(named).cloned();
    house.config.public_address.clone().or_else(origin).unwrap_or_default()
}
