//! What waits for this person: signals to triage, tasks of their agency, warnings to sign.
//!
//! Signals can be many, so the picture keeps those that nobody has settled in the order of the queue, and a page reads
//! no more of them than it shows. Of tasks and warnings there are few; they are sorted in between. A moment of the past
//! is asked for with `at` ([`Then`]).

use std::collections::BTreeSet;
use std::mem;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use jiff::Timestamp;
use kulla_guard::access::Counted;
use kulla_guard::{Act, may_act};
use kulla_picture::{Filter, Item, PictureError, SETTLED, WaitingFrom, urgency};
use kulla_record::kind::action::Task;
use kulla_record::kind::signal::Severity;
use kulla_record::kind::warning::{DraftState, WarningDraft};
use kulla_record::{Kind, SubjectId};
use serde::Deserialize;

use super::ask::Ask;
use super::queue_then::Then;
use super::wire::item::{QueueCounts, Strip, StripPage};
use super::{PAGE_ITEMS, PAGE_ITEMS_MAX};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

/// Tasks and drafts that are looked at.
const OTHERS_LOOKED_AT_MAX: usize = 1_000;
/// Items that are read at once: bulletins hold whole documents.
const READ_ITEMS: usize = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/queue", "What waits for this person", queue)
            .query(&["want", "at", "after", "limit"])
            .gives::<StripPage>(),
    ]
}

#[derive(Deserialize)]
struct Asked {
    want: Option<String>,
    at: Option<Timestamp>,
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
    let after =
        asked.after.as_deref().map(|text| Place::read(text).ok_or(PictureError::Cursor)).transpose()?;
    let limit = asked.limit.unwrap_or(PAGE_ITEMS).clamp(1, PAGE_ITEMS_MAX);
    ask.house.counted(ask.session(), Counted::List);
    let now = ask.desk.clock().now();
    let mut then = match asked.at.filter(|at| *at < now) {
        Some(at) => Some(Then::at(ask, at.as_millisecond())?),
        None => None,
    };
    let (tasks, signatures, triage) = match &mut then {
        Some(then) => (mem::take(&mut then.tasks), mem::take(&mut then.signatures), then.waiting()),
        None => (tasks(ask)?, signatures(ask)?, ask.reader.count_waiting()?),
    };
    let counts = QueueCounts {
        all: triage + tasks.len() + signatures.len(),
        triage,
        tasks: tasks.len(),
        sign: signatures.len(),
    };
    let mut strips: Vec<Strip> = tasks.into_iter().chain(signatures).collect();
    strips.retain(|strip| want.is_none_or(|want| strip.want == want));
    strips.retain(|strip| after.as_ref().is_none_or(|after| Place::of(strip) > *after));
    if want.is_none_or(|want| want == "triage") {
        strips.extend(match &then {
            Some(then) => then.signals(ask, after.as_ref(), limit + 1)?,
            None => signals(ask, after.as_ref(), limit + 1)?,
        });
    }
    strips.sort_by_cached_key(Place::of);
    let more = strips.len() > limit;
    strips.truncate(limit);
    let next = strips.last().filter(|_| more).map(|strip| Place::of(strip).written());
    Ok(StripPage { items: strips, next, counts })
}

/// Where a strip stands in the queue: life at risk first, then what is due, then severity, then the oldest. It holds
/// nothing that the strip does not show, so it may be the cursor of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    calm: bool,
    due_ms: i64,
    urgency: u8,
    since_ms: i64,
    subject: SubjectId,
}

impl Place {
    /// A signal is never due.
    pub fn of_signal(urgency: u8, life_at_risk: bool, since_ms: i64, subject: SubjectId) -> Place {
        Place { calm: !life_at_risk, due_ms: i64::MAX, urgency, since_ms, subject }
    }

    pub fn subject(&self) -> SubjectId {
        self.subject
    }

    fn of(strip: &Strip) -> Place {
        Place {
            calm: !strip.life_at_risk,
            due_ms: strip.due.map_or(i64::MAX, |due| due.as_millisecond()),
            urgency: urgency(strip.life_at_risk, strip.severity),
            since_ms: strip.since.as_millisecond(),
            subject: strip.subject,
        }
    }

    fn written(&self) -> String {
        let Place { calm, due_ms, urgency, since_ms, subject } = self;
        format!("{}~{due_ms}~{urgency}~{since_ms}~{subject}", u8::from(*calm))
    }

    fn read(text: &str) -> Option<Place> {
        let mut parts = text.split('~');
        let place = Place {
            calm: parts.next()? == "1",
            due_ms: parts.next()?.parse().ok()?,
            urgency: parts.next()?.parse().ok()?,
            since_ms: parts.next()?.parse().ok()?,
            subject: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(place)
    }

    /// Where signals behind this place begin: none of them is ever due.
    fn of_signals(&self) -> WaitingFrom {
        match self.due_ms == i64::MAX {
            true => WaitingFrom::at(self.urgency, self.since_ms),
            false => WaitingFrom::at(urgency(!self.calm, Severity::Extreme), 0),
        }
    }
}

/// The first `limit` signals behind a place, and those that tie with the last of them.
fn signals(ask: &Ask<'_>, after: Option<&Place>, limit: usize) -> Result<Vec<Strip>, Problem> {
    let mut next = Some(after.map_or_else(WaitingFrom::default, Place::of_signals));
    let mut strips = Vec::<Strip>::new();
    let mut subjects = BTreeSet::new();
    while let Some(from) = next {
        let (items, on) = ask.reader.waiting(from, READ_ITEMS)?;
        for item in &items {
            let Some(strip) = open(ask, item)? else { continue };
            let tie =
                |last: &Strip| Place { subject: strip.subject, ..Place::of(last) } == Place::of(&strip);
            if strips.len() >= limit && !strips.last().is_some_and(tie) {
                return Ok(strips);
            }
            // A conflict of versions is one strip.
            if after.is_none_or(|after| Place::of(&strip) > *after) && subjects.insert(strip.subject) {
                strips.push(strip);
            }
        }
        next = on;
    }
    Ok(strips)
}

/// A signal as a strip, unless it is settled under a label that the picture does not take into account.
fn open(ask: &Ask<'_>, item: &Item) -> Result<Option<Strip>, Problem> {
    let triage = ask.reader.heads(kulla_respond::triage::subject(item.subject))?;
    let settled = !triage.is_empty() && triage.iter().all(|one| SETTLED.contains(&one.state.as_str()));
    Ok(if settled { None } else { ask.signal_strip(item, triage.first()) })
}

/// Open tasks of the session's agency.
pub(super) fn tasks_of(ask: &Ask<'_>) -> Filter {
    Filter {
        kinds: vec![Kind::TASK],
        states: super::tasks::OPEN.to_vec(),
        agency: Some(ask.session().agency.to_string()),
        ..Filter::default()
    }
}

fn tasks(ask: &Ask<'_>) -> Result<Vec<Strip>, Problem> {
    let mut strips = Vec::new();
    each(ask, &tasks_of(ask), OTHERS_LOOKED_AT_MAX, |item| {
        strips.extend(item.typed::<Task>().map(|task| ask.task_strip(item, task)));
        Ok(())
    })?;
    Ok(strips)
}

/// Papers that somebody has to decide on or to issue.
pub(super) fn papers() -> Filter {
    Filter { kinds: vec![Kind::DRAFT], states: vec!["submitted", "approved"], ..Filter::default() }
}

/// Of those, which this person may decide on, and which approved ones they may issue.
pub(super) fn signed_by<'a>(ask: &'a Ask<'_>) -> impl Fn(&WarningDraft) -> bool + 'a {
    let session = ask.session();
    let may = |act| may_act(session, &ask.actor.reach, act, &ask.desk.roles()).is_ok();
    let (approves, issues) = (may(Act::WarningApprove), may(Act::WarningIssue));
    move |draft: &WarningDraft| {
        let own = draft.writers.contains(&session.person);
        match draft.state {
            DraftState::Submitted => approves && !own,
            DraftState::Approved => issues && (own || draft.decided_by == Some(session.person)),
            _ => false,
        }
    }
}

fn signatures(ask: &Ask<'_>) -> Result<Vec<Strip>, Problem> {
    let waits = signed_by(ask);
    let mut strips = Vec::new();
    each(ask, &papers(), OTHERS_LOOKED_AT_MAX, |item| {
        let draft = item.typed::<WarningDraft>().filter(|draft| waits(draft));
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
