//! The rules of the node as they change: wanted by one, confirmed by another, and every text that ever stood.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, State};
use axum::http::HeaderMap;
use kulla_desk::Done;
use kulla_desk::command::Command;
use kulla_desk::command::people::Deciding;
use kulla_desk::command::policy::PolicyDeed;
use kulla_guard::{Act, Policies, may_act};
use kulla_picture::Item;
use kulla_record::kind::approval::{Assertion, Policy, PolicyChange};
use kulla_record::{PrincipalId, SubjectId};

use super::ask::{Answer, Ask};
use super::policies::allowed;
use super::wire::item::Author;
use super::wire::may::May;
use super::wire::policies::{
    PolicyChangeSeen, PolicyDecided, PolicyEnded, PolicyHistory, PolicyStood, PolicyStoodWhole, PolicyTold,
    PolicyTurnedDown, PolicyWaits,
};
use super::{Path, signed};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

/// Texts that stood, and texts that never did, in one answer.
const STOOD_MAX: usize = 100;

type Way = fn(&PolicyDecided) -> Deciding;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/policies/changes", "Wants another text; somebody else has to confirm it", propose)
            .takes::<PolicyTold>()
            .gives::<PolicyChangeSeen>(),
        Route::get(
            "/policies/changes/{subject}",
            "A wanted text, and what it would change for whom",
            change,
        )
        .gives::<PolicyChangeSeen>(),
        deciding(
            "/policies/changes/{subject}/confirm",
            "Confirms, as the second person, exactly what was shown; the node goes by it at once",
            |_| Deciding::Confirm,
        ),
        deciding("/policies/changes/{subject}/refuse", "Refuses what somebody else wants", |told| {
            Deciding::Refuse(told.reason.clone())
        }),
        deciding("/policies/changes/{subject}/withdraw", "Takes back what one wanted", |_| {
            Deciding::Withdraw
        }),
        Route::get(
            "/policies/history",
            "Every text that stood on record, and every one that was wanted in vain",
            history,
        )
        .gives::<PolicyHistory>(),
        Route::get(
            "/policies/history/{subject}",
            "A text that stood, by its version, and what it changed",
            stood,
        )
        .gives::<PolicyStoodWhole>(),
    ]
}

fn deciding(path: &'static str, says: &'static str, how: Way) -> Route {
    let run = move |State(house): State<Arc<House>>,
                    entered: Entered,
                    At(path): At<Path>,
                    headers: HeaderMap,
                    told: Told<PolicyDecided>| async move {
        let change = path.subject()?;
        let run = move |ask: &Ask<'_>| {
            let signed = signed(ask, &headers, told.body.assertion.as_ref())?;
            let deed = decide(change, &told.body.hash, how(&told.body), signed);
            let done = ask.carry_out(None, told.print, deed)?;
            answer(ask, &done)
        };
        house.ask(&entered, run).await
    };
    Route::post(path, says, run).takes::<PolicyDecided>().gives::<PolicyChangeSeen>()
}

fn decide(change: SubjectId, hash: &str, how: Deciding, signed: Option<Assertion>) -> Command {
    Command::Policy(Box::new(PolicyDeed::Decide { change, hash: hash.to_owned(), how, signed }))
}

async fn propose(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<PolicyTold>,
) -> Result<Answer<PolicyChangeSeen>, Problem> {
    let run = move |ask: &Ask<'_>| {
        let PolicyTold { id, text, on, reason } = told.body;
        let deed = PolicyDeed::Propose { text, on, reason };
        let done = ask.carry_out(Some(id), told.print, Command::Policy(Box::new(deed)))?;
        answer(ask, &done)
    };
    house.ask(&entered, run).await
}

fn answer(ask: &Ask<'_>, done: &Done) -> Result<Answer<PolicyChangeSeen>, Problem> {
    // What people may do has changed: open streams tell their consoles to ask again.
    ask.house.ring.nudge();
    ask.answer(done, |ask| seen(ask, done.subject))
}

async fn change(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<PolicyChangeSeen>, Problem> {
    let subject = path.subject()?;
    let look = move |ask: &Ask<'_>| {
        allowed(ask)?;
        seen(ask, subject).map(Json)
    };
    house.ask(&entered, look).await
}

fn seen(ask: &Ask<'_>, subject: SubjectId) -> Result<PolicyChangeSeen, Problem> {
    let (item, change) = ask.desk.policy_change(subject)?;
    let stands = ask.desk.roles();
    let may = |how| ask.may(decide(subject, &change.content_hash, how, None));
    Ok(PolicyChangeSeen {
        waits: wanted(ask, &item, &change)?,
        ended: (change.state != "proposed").then(|| ended(ask, &item, &change)).transpose()?,
        state: change.state.clone(),
        hash: change.content_hash.clone(),
        tried: ask.house.tried.of(&stands, &change.text),
        confirm: may(Deciding::Confirm),
        // Any reason will do for the question.
        refuse: may(Deciding::Refuse("?".to_owned())),
        withdraw: may(Deciding::Withdraw),
        text: change.text,
    })
}

/// What waits, for those who may look at the rules.
pub(super) fn waiting(ask: &Ask<'_>) -> Result<Vec<PolicyWaits>, Problem> {
    let stands = ask.desk.roles();
    let open = ask.desk.open_policy_changes()?;
    Ok(open.iter().map(|(item, change)| waits(ask, item, change, stands.hash())).collect())
}

/// As [`waits`], of one that may have ended: its head then tells when that was.
fn wanted(ask: &Ask<'_>, item: &Item, change: &PolicyChange) -> Result<PolicyWaits, Problem> {
    let seen = waits(ask, item, change, ask.desk.roles().hash());
    let at = ask.desk.policy_wanted_at(item.subject)?;
    Ok(PolicyWaits { at: at.unwrap_or(seen.at), ..seen })
}

fn ended(ask: &Ask<'_>, item: &Item, change: &PolicyChange) -> Result<PolicyEnded, Problem> {
    let decision = ask.desk.policy_decision(item.subject)?;
    let by = decision.as_ref().map_or(change.by, |decision| decision.by);
    let reason = decision.map(|decision| decision.reason).unwrap_or_default();
    Ok(PolicyEnded { at: item.at.timestamp(), by: ask.author(by), reason })
}

fn turned_down(ask: &Ask<'_>, (item, change): &(Item, PolicyChange)) -> Result<PolicyTurnedDown, Problem> {
    Ok(PolicyTurnedDown {
        wanted: wanted(ask, item, change)?,
        state: change.state.clone(),
        ended: ended(ask, item, change)?,
    })
}

fn waits(ask: &Ask<'_>, item: &Item, change: &PolicyChange, stands: &str) -> PolicyWaits {
    PolicyWaits {
        subject: item.subject,
        by: ask.author(change.by),
        agency: change.agency.to_string(),
        at: item.at.timestamp(),
        reason: change.reason.clone(),
        mine: change.by == ask.session().person,
        stale: change.on != stands,
    }
}

/// Whether the caller may change the rules at all. What a text has to be is told when there is one.
pub(super) fn may_propose(ask: &Ask<'_>) -> May {
    match may_act(ask.session(), &ask.actor.reach, Act::PolicyChange, &ask.desk.roles()) {
        Ok(()) => May::yes(),
        Err(refusal) => May::no(refusal),
    }
}

async fn history(
    State(house): State<Arc<House>>,
    entered: Entered,
) -> Result<Json<PolicyHistory>, Problem> {
    let look = |ask: &Ask<'_>| {
        allowed(ask)?;
        let all = ask.desk.rules_that_stood()?;
        let newest = all.iter().take(STOOD_MAX);
        let stood = newest.map(|(item, policy)| stood_seen(ask, item, policy)).collect::<Result<_, _>>()?;
        let (vain, turned_down_count) = ask.desk.policy_changes_turned_down(STOOD_MAX)?;
        let turned_down = vain.iter().map(|one| turned_down(ask, one)).collect::<Result<_, _>>()?;
        Ok(Json(PolicyHistory { stood, count: all.len(), turned_down, turned_down_count }))
    };
    house.ask(&entered, look).await
}

async fn stood(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<PolicyStoodWhole>, Problem> {
    let version = path.record()?;
    let look = move |ask: &Ask<'_>| {
        allowed(ask)?;
        let all = ask.desk.rules_that_stood()?;
        let at = all.iter().position(|(item, _)| item.version == version).ok_or_else(Problem::absent)?;
        let (item, policy) = &all[at];
        let before = all[at..].iter().map(|(_, policy)| policy).find(|older| older.hash == policy.before);
        let known = ask.desk.roles().known().clone();
        let before = before.and_then(|before| Policies::read(&before.text, known).ok());
        Ok(Json(PolicyStoodWhole {
            stood: stood_seen(ask, item, policy)?,
            text: policy.text.clone(),
            tried: before.map(|before| ask.house.tried.of(&before, &policy.text)),
        }))
    };
    house.ask(&entered, look).await
}

fn stood_seen(ask: &Ask<'_>, item: &Item, policy: &Policy) -> Result<PolicyStood, Problem> {
    let author = |id: PrincipalId| -> Author { ask.author(id) };
    let decision = policy.change.map(|change| ask.desk.policy_decision(change)).transpose()?.flatten();
    Ok(PolicyStood {
        version: item.version,
        from: item.at.timestamp(),
        hash: policy.hash.clone(),
        before: policy.before.clone(),
        by: policy.by.map(author),
        second: policy.second.map(author),
        reason: policy.reason.clone(),
        signed: decision.is_some_and(|decision| decision.assertion.is_some()),
    })
}
