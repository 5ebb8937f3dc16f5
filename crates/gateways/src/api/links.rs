//! Links by which people of the own agency make a way to log in, and the end of their sessions.
//!
//! Whoever makes a link for an approver could use it, and would be both of two persons. So for somebody who is brought in by two
//! administrators a link takes two as well: one wants it, the other makes it and hands it over.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, State};
use axum::http::StatusCode;
use kulla_desk::CredentialNote;
use kulla_guard::accounts::{Accounts, WantedLink};
use kulla_guard::{Refusal, grants};
use kulla_record::kind::governance::Grant;
use kulla_record::{PrincipalId, SubjectId};
use serde::Deserialize;

use super::Path;
use super::ask::Ask;
use super::me::{kept, moment};
use super::people::administers;
use super::wire::me::{LinkMade, LinkTold, LinkWaiting, LogInSeen};
use crate::entered::Entered;
use crate::entry::refused;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

/// Characters of the reason for a link.
const REASON_CHARS_MAX: usize = 400;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/people/{subject}/link", "A link by which somebody makes a way to log in", make)
            .takes::<LinkTold>()
            .gives::<LinkMade>(),
        Route::post(
            "/people/links/{id}/confirm",
            "Makes, as the second administrator, a link that another one wants",
            confirm,
        )
        .gives::<LinkMade>(),
        Route::post(
            "/people/links/{id}/refuse",
            "Refuses a link that another administrator wants, or takes it back",
            refuse,
        ),
        Route::post("/people/{subject}/sessions/end", "Ends the sessions and tokens of somebody", end),
    ]
}

/// How somebody logs in.
pub(super) fn log_in(ask: &Ask<'_>, grant: &Grant) -> LogInSeen {
    let (principal, now) = (grant.principal, ask.house.now_ms());
    ask.house.keyring.look(|accounts| {
        let account = accounts.of(principal);
        LogInSeen {
            passkeys: account.map_or(0, |account| account.passkeys.len()),
            password: account.is_some_and(|account| account.password.is_some()),
            link_until: accounts.link_until(principal, now).map(moment),
        }
    })
}

/// Links of the own agency that wait for a second administrator.
pub(super) fn waiting(ask: &Ask<'_>) -> Vec<LinkWaiting> {
    let now = ask.house.now_ms();
    let all: Vec<(u64, WantedLink)> = ask
        .house
        .keyring
        .look(|accounts| accounts.wanted(now).map(|(id, wanted)| (id, wanted.clone())).collect());
    let own = |(id, wanted): (u64, WantedLink)| {
        let person = SubjectId(wanted.principal.0);
        let (_, grant) = ask.desk.own_person(ask.session(), person).ok()?;
        Some(LinkWaiting {
            id: id.to_string(),
            person,
            name: grant.name,
            by: ask.author(wanted.by),
            at: moment(wanted.at_ms),
            replaces: wanted.replaces,
            mine: wanted.by == ask.session().person,
            reason: wanted.reason,
        })
    };
    all.into_iter().filter_map(own).collect()
}

async fn make(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<LinkTold>,
) -> Result<(StatusCode, Json<LinkMade>), Problem> {
    let person = path.subject()?;
    let work = move |ask: &Ask<'_>| {
        let grant = ask.desk.may_administer(ask.actor, person)?;
        let LinkTold { replaces, reason } = told.body;
        if reason.chars().count() > REASON_CHARS_MAX {
            return Err(Problem::malformed(format!("a reason has at most {REASON_CHARS_MAX} characters")));
        }
        let (has, by) = (ask.desk.holdings(&grant.agency)?, ask.session().person);
        if !grants::is_guarded(&grant, &has, &ask.desk.roles()) {
            return link(ask, &grant, (replaces, reason), by);
        }
        let wanted =
            WantedLink { principal: grant.principal, replaces, by, at_ms: ask.house.now_ms(), reason };
        let entropy = ask.desk.entropy().as_ref();
        ask.house.keyring.change(|accounts| accounts.want_link(wanted, entropy)).map_err(refused)?;
        Ok((StatusCode::ACCEPTED, Json(LinkMade { path: None, until: None, waits: true })))
    };
    house.ask(&entered, work).await
}

/// Makes a link that somebody wanted, and shows it this once.
fn link(
    ask: &Ask<'_>,
    grant: &Grant,
    (replaces, reason): (bool, String),
    wanted_by: PrincipalId,
) -> Result<(StatusCode, Json<LinkMade>), Problem> {
    let (now, by) = (ask.house.now_ms(), ask.session().person);
    let entropy = ask.desk.entropy().as_ref();
    let made =
        |accounts: &mut Accounts| accounts.make_link((grant.principal, replaces), Some(by), now, entropy);
    let token = ask.house.keyring.change(made).map_err(refused)?;
    let note = |what, reason| CredentialNote { what, form: "link", reason, ..CredentialNote::default() };
    ask.house.note_credential(grant.principal, &note("invited", reason), Some(wanted_by));
    if wanted_by != by {
        ask.house.note_credential(grant.principal, &note("confirmed", String::new()), Some(by));
    }
    let until = ask.house.keyring.look(|accounts| accounts.link_until(grant.principal, now)).map(moment);
    Ok((
        StatusCode::OK,
        Json(LinkMade { path: Some(format!("/enrol/{}", token.as_str())), until, waits: false }),
    ))
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

/// A link that waits, and whom it is for: of the own agency, or not there.
fn waits(ask: &Ask<'_>, id: &str) -> Result<(u64, WantedLink, Grant), Problem> {
    administers(ask)?;
    let id: u64 = id.parse().map_err(|_| Problem::absent())?;
    let now = ask.house.now_ms();
    let wanted = ask.house.keyring.look(|accounts| {
        accounts.wanted(now).find(|(known, _)| *known == id).map(|(_, wanted)| wanted.clone())
    });
    let wanted = wanted.ok_or_else(Problem::absent)?;
    let (_, grant) = ask.desk.own_person(ask.session(), SubjectId(wanted.principal.0))?;
    Ok((id, wanted, grant))
}

async fn confirm(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(id): At<Id>,
) -> Result<(StatusCode, Json<LinkMade>), Problem> {
    let work = move |ask: &Ask<'_>| {
        let (id, wanted, grant) = waits(ask, &id.id)?;
        ask.desk.may_administer(ask.actor, SubjectId(grant.principal.0))?;
        // INVARIANT: two distinct natural persons who both administer now, and never the one whom it is about.
        if wanted.by == ask.session().person {
            let message = "whoever wants it does not confirm it: another administrator of your agency does";
            return Err(refused(Refusal::new("people.same-person", message)));
        }
        if !ask.desk.administers(&grant.agency, wanted.by) {
            let message =
                "whoever wanted this is no administrator of your agency any more: refuse it and ask anew";
            return Err(refused(Refusal::new("people.proposer", message)));
        }
        let now = ask.house.now_ms();
        let still = ask.house.keyring.change(|accounts| Ok(accounts.decide(id, now))).map_err(refused)?;
        still.ok_or_else(Problem::absent)?;
        link(ask, &grant, (wanted.replaces, wanted.reason), wanted.by)
    };
    house.ask(&entered, work).await
}

async fn refuse(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(id): At<Id>,
) -> Result<StatusCode, Problem> {
    let work = move |ask: &Ask<'_>| {
        let (id, ..) = waits(ask, &id.id)?;
        let now = ask.house.now_ms();
        ask.house.keyring.change(|accounts| Ok(accounts.decide(id, now))).map_err(refused)?;
        Ok(StatusCode::NO_CONTENT)
    };
    house.ask(&entered, work).await
}

async fn end(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<StatusCode, Problem> {
    let person = path.subject()?;
    let work = move |ask: &Ask<'_>| {
        let grant = ask.desk.may_administer(ask.actor, person)?;
        let saved = ask.house.revoke(grant.principal);
        ask.house.ring.nudge();
        let note = CredentialNote { what: "sessions-ended", ..CredentialNote::default() };
        ask.house.note_credential(grant.principal, &note, Some(ask.session().person));
        kept(saved)?;
        Ok(StatusCode::NO_CONTENT)
    };
    house.ask(&entered, work).await
}
