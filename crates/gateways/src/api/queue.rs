//! What waits for this person: signals to triage, tasks of their agency, warnings to sign.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use kulla_guard::access::Counted;
use kulla_guard::{Act, may_act};
use kulla_picture::{Filter, Item};
use kulla_record::Kind;
use kulla_record::kind::action::Task;
use kulla_record::kind::warning::{DraftState, WarningDraft};
use serde::Deserialize;

use super::ask::Ask;
use super::wire::item::{QueueCounts, Strip, StripPage};
use super::{PAGE_ITEMS, PAGE_ITEMS_MAX};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

/// The newest signals among which open ones are looked for.
// BUG: an open signal behind so many newer ones is not in the queue, only in search. The picture would have to
// keep "not settled" as a column of the signal.
const SIGNALS_LOOKED_AT_MAX: usize = 1_000;
/// Tasks and drafts that are looked at.
const OTHERS_LOOKED_AT_MAX: usize = 1_000;
/// Items that are read at once: bulletins hold whole documents.
const READ_ITEMS: usize = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/queue", "What waits for this person", queue)
            .query(&["want", "after", "limit"])
            .gives::<StripPage>(),
    ]
}

#[derive(Deserialize)]
struct Asked {
    want: Option<String>,
    after: Option<String>,
    limit: Option<usize>,
}

async fn queue(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(asked): Query<Asked>,
) -> Result<Json<StripPage>, Problem> {
    house.ask(&entered, move |ask| page(ask, &asked).map(Json)).await
}

fn page(ask: &Ask<'_>, asked: &Asked) -> Result<StripPage, Problem> {
    let want = match asked.want.as_deref().unwrap_or("all") {
        "all" => None,
        "triage" => Some("triage"),
        "tasks" => Some("task"),
        "sign" => Some("sign"),
        _ => return Err(Problem::malformed("`want` is one of `all`, `triage`, `tasks`, `sign`")),
    };
    ask.house.counted(ask.session(), Counted::List)?;
    let mut strips = signals(ask)?;
    strips.extend(tasks(ask)?);
    strips.extend(signatures(ask)?);
    let count = |want: &str| strips.iter().filter(|strip| strip.want == want).count();
    let counts = QueueCounts {
        all: strips.len(),
        triage: count("triage"),
        tasks: count("task"),
        sign: count("sign"),
    };
    strips.retain(|strip| want.is_none_or(|want| strip.want == want));
    strips.sort_by(|a, b| key(a).cmp(&key(b)));
    // The cursor names the last strip that was shown; when that has left the queue, the page begins anew.
    let after = asked.after.as_deref();
    let from = after.and_then(|after| strips.iter().position(|strip| strip.subject.to_string() == after));
    let from = from.map_or(0, |at| at + 1);
    let limit = asked.limit.unwrap_or(PAGE_ITEMS).clamp(1, PAGE_ITEMS_MAX);
    let more = strips.len() > from + limit;
    let items: Vec<Strip> = strips.into_iter().skip(from).take(limit).collect();
    let next = items.last().filter(|_| more).map(|strip| strip.subject.to_string());
    Ok(StripPage { items, next, counts })
}

/// Life at risk first, then what is due, then severity, then the oldest.
fn key(strip: &Strip) -> impl Ord {
    let due = strip.due.map_or(i64::MAX, |due| due.as_millisecond());
    (!strip.life_at_risk, due, Reverse(strip.severity), strip.since, strip.subject)
}

fn signals(ask: &Ask<'_>) -> Result<Vec<Strip>, Problem> {
    let filter = Filter { kinds: Kind::SIGNALS.to_vec(), ..Filter::default() };
    let mut strips = Vec::new();
    each(ask, &filter, SIGNALS_LOOKED_AT_MAX, |item| {
        let triage = ask.triage_of(item)?;
        let settled =
            triage.as_ref().is_some_and(|item| ["linked", "dismissed"].contains(&item.state.as_str()));
        if !settled {
            strips.extend(ask.signal_strip(item, triage.as_ref()));
        }
        Ok(())
    })?;
    Ok(strips)
}

fn tasks(ask: &Ask<'_>) -> Result<Vec<Strip>, Problem> {
    let filter = Filter {
        kinds: vec![Kind::TASK],
        states: super::tasks::OPEN.to_vec(),
        agency: Some(ask.session().agency.to_string()),
        ..Filter::default()
    };
    let mut strips = Vec::new();
    each(ask, &filter, OTHERS_LOOKED_AT_MAX, |item| {
        strips.extend(item.typed::<Task>().map(|task| ask.task_strip(item, task)));
        Ok(())
    })?;
    Ok(strips)
}

/// Papers that this person may decide on, and approved ones that they may issue.
fn signatures(ask: &Ask<'_>) -> Result<Vec<Strip>, Problem> {
    let session = ask.session();
    let may = |act| may_act(session, &ask.actor.reach, act, ask.desk.roles()).is_ok();
    let (approves, issues) = (may(Act::WarningApprove), may(Act::WarningIssue));
    let waits = |draft: &WarningDraft| {
        let own = draft.writers.contains(&session.person);
        match draft.state {
            DraftState::Submitted => approves && !own,
            DraftState::Approved => issues && (own || draft.decided_by == Some(session.person)),
            _ => false,
        }
    };
    let filter =
        Filter { kinds: vec![Kind::DRAFT], states: vec!["submitted", "approved"], ..Filter::default() };
    let mut strips = Vec::new();
    each(ask, &filter, OTHERS_LOOKED_AT_MAX, |item| {
        let draft = item.typed::<WarningDraft>().filter(waits);
        strips.extend(draft.map(|draft| ask.draft_strip(item, &draft)));
        Ok(())
    })?;
    Ok(strips)
}

/// Goes through the newest `max` of a list, a few at a time.
fn each(
    ask: &Ask<'_>,
    filter: &Filter,
    max: usize,
    mut take: impl FnMut(&Item) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let (mut after, mut seen) = (None, 0);
    loop {
        let page = ask.reader.list(filter, after.as_deref(), READ_ITEMS)?;
        page.items.iter().try_for_each(&mut take)?;
        seen += page.items.len();
        after = page.next;
        if after.is_none() || seen >= max {
            return Ok(());
        }
    }
}
