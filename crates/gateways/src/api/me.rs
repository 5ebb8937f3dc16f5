//! Oneself: what one logs in by, where one is logged in, and the tokens that one gave to programs.
//!
//! For people in a browser only. A token can't make tokens, and can't look after its owner's sessions.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, State};
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use kulla_desk::CredentialNote;
use kulla_guard::sessions::{Invitation, MachineToken, NEVER_BY_MACHINE, Seat};
use kulla_guard::{Act, Reach, may_act};
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use kulla_record::session::Assurance;
use serde::Deserialize;

use super::ask::Ask;
use super::wire::me::{MeSeen, PasskeySeen, SessionOpen, TokenMade, TokenSeen, TokenTold};
use crate::entered::Entered;
use crate::entry::{PasskeyAsked, PasskeyMade, add_passkey, ask_passkey, key_noted, log_in_name, refused};
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::seats::Shown;
use crate::told::Told;

/// How long after a log-in a passkey can be added, in milliseconds: whoever finds an open screen later can't.
const FRESH_MS: u64 = 15 * 60_000;
pub(crate) const DAY_MS: u64 = 24 * 3_600_000;
/// Days of a token at most.
const TOKEN_DAYS_MAX: u16 = 365;
/// Acts that nobody hands to a program, besides those of the second person: over people, of the overseer, and what is for ever.
pub(crate) const NEVER_BY_TOKEN: &[Act] =
    &[Act::AdminPeople, Act::ReadAccessLog, Act::AccessJudge, Act::Erase, Act::Prune];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/me", "Oneself: ways to log in, sessions, tokens", me).gives::<MeSeen>(),
        Route::post("/me/passkeys/ask", "What a browser needs to make one more passkey", ask_for)
            .gives::<PasskeyAsked>(),
        Route::post("/me/passkeys", "Adds a passkey", add).takes::<PasskeyMade>().gives::<MeSeen>(),
        Route::post("/me/passkeys/{id}/remove", "Takes a passkey away", remove).gives::<MeSeen>(),
        Route::post("/me/sessions/{id}/end", "Ends a session of one's own", end_session).gives::<MeSeen>(),
        Route::post("/me/sessions/end-others", "Ends all sessions of one's own but this one", end_others)
            .gives::<MeSeen>(),
        Route::post("/me/tokens", "Makes a token for a program", give)
            .takes::<TokenTold>()
            .gives::<TokenMade>(),
        Route::post("/me/tokens/{id}/end", "Ends a token", end_token).gives::<MeSeen>(),
    ]
}

/// The id in a path.
#[derive(Deserialize)]
struct Id {
    id: String,
}

/// Somebody in a browser.
struct Own {
    shown: Shown,
    seat: Seat,
    grant: Grant,
}

impl Own {
    fn of(house: &House, entered: &Entered) -> Result<Own, Problem> {
        let (Shown::Cookie(_), Reach::Roles | Reach::AllBut(_)) = (&entered.shown, &entered.seat.reach)
        else {
            let detail = "a token does not look after its owner: log in with a browser";
            return Err(Problem::new(StatusCode::FORBIDDEN, "me.machine", detail));
        };
        let directory = house.desk.directory();
        let person = directory.person(entered.seat.principal).ok_or_else(Problem::absent)?;
        Ok(Own { shown: entered.shown.clone(), seat: entered.seat.clone(), grant: person.grant.clone() })
    }

    fn may_add(&self, now_ms: u64) -> bool {
        self.seat.assurance >= Assurance::TwoFactor
            && now_ms.saturating_sub(self.seat.span.from_ms) < FRESH_MS
    }

    fn fresh(&self, now_ms: u64) -> Result<(), Problem> {
        match self.may_add(now_ms) {
            true => Ok(()),
            false => {
                let detail = "for this, log in anew by a passkey, or by password and code: then it can be done for 15 minutes";
                Err(Problem::new(StatusCode::FORBIDDEN, "me.log-in-anew", detail))
            }
        }
    }
}

/// What is done for oneself, and how one stands after it.
async fn own<T: Send + 'static>(
    house: &Arc<House>,
    entered: &Entered,
    work: impl FnOnce(&Ask<'_>, &Own) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let own = Own::of(house, entered)?;
    house.ask(entered, move |ask| work(ask, &own)).await
}

async fn me(State(house): State<Arc<House>>, entered: Entered) -> Result<Json<MeSeen>, Problem> {
    own(&house, &entered, |ask, own| Ok(Json(seen(ask, own)))).await
}

fn seen(ask: &Ask<'_>, own: &Own) -> MeSeen {
    let now = ask.house.now_ms();
    let account =
        ask.house.keyring.look(|accounts| accounts.of(own.grant.principal).cloned()).unwrap_or_default();
    let mut sessions = Vec::new();
    let mut tokens = Vec::new();
    for (id, seat, here) in ask.house.seats.of(own.grant.principal, &own.shown, now) {
        match &seat.reach {
            // The player of an exercise is no token of a person.
            Reach::Playing { .. } => {}
            Reach::Only(acts) => tokens.push(token(id, &seat, acts)),
            Reach::Roles | Reach::AllBut(_) => sessions.push(session(id, &seat, here)),
        }
    }
    sessions.sort_by(|a, b| (!a.here, b.since, &a.id).cmp(&(!b.here, a.since, &b.id)));
    tokens.sort_by(|a, b| (b.since, &a.id).cmp(&(a.since, &b.id)));
    let agency = ask.desk.profile().agency(own.grant.agency.as_str());
    MeSeen {
        name: own.grant.name.clone(),
        login: log_in_name(&own.grant),
        agency: own.grant.agency.to_string(),
        agency_name: agency.map(|agency| agency.name.clone()).unwrap_or_default(),
        passkeys: account
            .passkeys
            .iter()
            .map(|key| PasskeySeen {
                id: key.id.text(),
                name: key.name.clone(),
                added: moment(key.added_ms),
                used: key.used_ms.map(moment),
                may_be_copied: key.may_be_copied,
            })
            .collect(),
        password: account.password.is_some(),
        sessions,
        tokens,
        token_acts: token_acts(ask).iter().map(|act| act.word().to_owned()).collect(),
        may_add: own.may_add(now),
    }
}

fn session(id: String, seat: &Seat, here: bool) -> SessionOpen {
    SessionOpen {
        id,
        since: moment(seat.span.from_ms),
        used: moment(seat.seen_ms),
        until: moment(seat.span.until_ms),
        assurance: seat.assurance,
        purpose: seat.purpose.to_string(),
        exercise: seat.exercise.as_ref().map(Word::to_string),
        here,
    }
}

fn token(id: String, seat: &Seat, acts: &BTreeSet<Act>) -> TokenSeen {
    TokenSeen {
        id,
        name: seat.name.clone(),
        acts: acts.iter().map(|act| act.word().to_owned()).collect(),
        since: moment(seat.span.from_ms),
        used: (seat.seen_ms > seat.span.from_ms).then(|| moment(seat.seen_ms)),
        until: moment(seat.span.until_ms),
    }
}

pub(super) fn moment(ms: u64) -> Timestamp {
    i64::try_from(ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX)
}

fn token_acts(ask: &Ask<'_>) -> Vec<Act> {
    let may = |act: &&Act| may_act(ask.session(), &ask.actor.reach, **act, &ask.desk.roles()).is_ok();
    let handed = |act: &&Act| !NEVER_BY_MACHINE.contains(act) && !NEVER_BY_TOKEN.contains(act);
    Act::ALL.iter().filter(handed).filter(may).copied().collect()
}

async fn ask_for(
    State(house): State<Arc<House>>,
    entered: Entered,
    headers: HeaderMap,
) -> Result<Json<PasskeyAsked>, Problem> {
    let work = move |ask: &Ask<'_>, own: &Own| {
        own.fresh(ask.house.now_ms())?;
        Ok(Json(ask_passkey(ask.house, &headers, &own.grant, Some(own.grant.principal))))
    };
    own(&house, &entered, work).await
}

async fn add(
    State(house): State<Arc<House>>,
    entered: Entered,
    headers: HeaderMap,
    told: Told<PasskeyMade>,
) -> Result<Json<MeSeen>, Problem> {
    let work = move |ask: &Ask<'_>, own: &Own| {
        own.fresh(ask.house.now_ms())?;
        let key = add_passkey(ask.house, &headers, &own.grant, &told.body)?;
        note(ask, own, CredentialNote { what: "enrolled", ..key_noted(&key) });
        Ok(Json(seen(ask, own)))
    };
    own(&house, &entered, work).await
}

fn note(ask: &Ask<'_>, own: &Own, note: CredentialNote) {
    ask.house.note_credential(own.grant.principal, &note, Some(own.grant.principal));
}

async fn remove(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(id): At<Id>,
) -> Result<Json<MeSeen>, Problem> {
    let work = move |ask: &Ask<'_>, own: &Own| {
        let removed =
            ask.house.keyring.change(|accounts| accounts.remove_passkey(own.grant.principal, &id.id));
        let key = removed.map_err(refused)?;
        note(ask, own, CredentialNote { what: "removed", ..key_noted(&key) });
        Ok(Json(seen(ask, own)))
    };
    own(&house, &entered, work).await
}

async fn end_session(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(id): At<Id>,
) -> Result<Json<MeSeen>, Problem> {
    own(&house, &entered, move |ask, own| end(ask, own, &id.id, "sessions-ended")).await
}

async fn end_token(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(id): At<Id>,
) -> Result<Json<MeSeen>, Problem> {
    own(&house, &entered, move |ask, own| end(ask, own, &id.id, "token-ended")).await
}

fn end(ask: &Ask<'_>, own: &Own, id: &str, what: &'static str) -> Result<Json<MeSeen>, Problem> {
    let ended = ask.house.seats.end(own.grant.principal, id, ask.house.now_ms());
    let (seat, saved) = ended.ok_or_else(Problem::absent)?;
    ask.house.ring.nudge();
    note(ask, own, CredentialNote { what, name: seat.name.clone(), ..CredentialNote::default() });
    kept(saved)?;
    Ok(Json(seen(ask, own)))
}

/// An ending that is not on disk comes back with a restart: it is told.
pub(super) fn kept(saved: bool) -> Result<(), Problem> {
    let detail = "it has ended, and the node can't note that on its disk: after a restart it would hold again, so tell the operator";
    saved
        .then_some(())
        .ok_or_else(|| Problem::new(StatusCode::SERVICE_UNAVAILABLE, crate::seats::UNSAVED, detail))
}

async fn end_others(State(house): State<Arc<House>>, entered: Entered) -> Result<Json<MeSeen>, Problem> {
    let work = |ask: &Ask<'_>, own: &Own| {
        let now = ask.house.now_ms();
        let (ended, saved) = ask.house.seats.end_sessions(own.grant.principal, Some(&own.shown), now);
        if ended > 0 {
            ask.house.ring.nudge();
            note(ask, own, CredentialNote { what: "sessions-ended", ..CredentialNote::default() });
        }
        kept(saved)?;
        Ok(Json(seen(ask, own)))
    };
    own(&house, &entered, work).await
}

async fn give(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<TokenTold>,
) -> Result<Json<TokenMade>, Problem> {
    let work = move |ask: &Ask<'_>, own: &Own| {
        let TokenTold { name, acts, days } = &told.body;
        let may = token_acts(ask);
        let act = |word: &String| may.iter().copied().find(|act| act.word() == word);
        let reach: Option<BTreeSet<Act>> = acts.iter().map(act).collect();
        let reach = reach.ok_or_else(|| {
            let detail = "a token of yours can't carry one of these acts: choose among those that you may do yourself and that are handed to programs";
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "token.acts", detail)
        })?;
        if !(1..=TOKEN_DAYS_MAX).contains(days) {
            let detail = format!("a token lasts 1 to {TOKEN_DAYS_MAX} days");
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "token.days", detail));
        }
        let session = ask.session();
        let invitation = Invitation {
            grant: &own.grant,
            purpose: &session.purpose,
            exercise: session.exercise.as_ref(),
        };
        let machine = MachineToken { name: name.trim(), acts: &reach, life_ms: u64::from(*days) * DAY_MS };
        let entropy = ask.desk.entropy().as_ref();
        let given = ask.house.seats.give_token(invitation, machine, ask.house.now_ms(), entropy);
        let token = given.map_err(refused)?;
        let name = name.trim().to_owned();
        note(
            ask,
            own,
            CredentialNote { what: "token-given", form: "token", name, ..CredentialNote::default() },
        );
        Ok(Json(TokenMade { token: token.as_str().to_owned(), me: seen(ask, own) }))
    };
    own(&house, &entered, work).await
}
