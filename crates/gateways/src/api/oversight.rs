//! What an overseer sees: who looked at what, and how the logs stand.
//!
//! Which records those are is a matter of labels, as everywhere: the access log is for overseers, by purpose. The act
//! `read.access-log` is asked for as well, because how much there is of a log, and its head, is for nobody else. What a
//! record *says* is not here: an overseer sees who, of which kind, why and when.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, Query, State};
use jiff::{SignedDuration, Timestamp};
use kulla_desk::command::Command;
use kulla_desk::command::judge::Judge;
use kulla_guard::access::Counted;
use kulla_guard::{Act, may_act};
use kulla_picture::{Filter, Item};
use kulla_record::kind::approval::Decision;
use kulla_record::kind::governance::{Access, Erasure};
use kulla_record::{Kind, PrincipalId, SubjectId};
use kulla_respond::judging::{ALARMS, BULK, CANARY, EXPORT, Verdict, judgement_subject};
use serde::Deserialize;

use super::ask::{Answer, Ask};
use super::wire::item::Author;
use super::wire::oversight::{
    AccessPage, AccessSeen, AccessSummary, AgencyAccess, ErasurePage, ErasureSeen, JudgeTold, Judged,
    LogStands, LogsStand, VerdictWord,
};
use super::{PAGE_ITEMS, PAGE_ITEMS_MAX, Paging, Path};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

/// The acts that a list may be narrowed to.
const ACTS: [&str; 11] = [
    "open",
    "list",
    "search",
    "stream",
    "export",
    "denied",
    "enter",
    "enter-refused",
    BULK,
    CANARY,
    EXPORT,
];
/// Whatever waits for a judgement, as a list may be narrowed to it.
const ALARM: &str = "alarm";
/// What a summary reaches back to.
const SUMMARY: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Records that one summary looks at; what is older is left out, and the summary says so.
const SUMMARY_RECORDS_MAX: usize = 10_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/oversight/accesses", "Who looked at what, newest first", accesses)
            .query(&["act", "agency", "person", "subject", "after", "limit"])
            .gives::<AccessPage>(),
        Route::get("/oversight/summary", "How much was looked at in seven days, by agency", summary)
            .gives::<AccessSummary>(),
        Route::get("/oversight/erasures", "What was erased, newest first", erasures)
            .query(&["after", "limit"])
            .gives::<ErasurePage>(),
        Route::get("/oversight/logs", "How the logs of the node stand", logs).gives::<LogsStand>(),
        Route::get("/oversight/logs/{log}/checkpoint", "The newest signed head of a log", checkpoint)
            .gives_bytes("text/plain"),
        Route::post(
            "/oversight/accesses/{subject}/judge",
            "Says whether conspicuous reading was justified",
            judge,
        )
        .takes::<JudgeTold>()
        .gives::<AccessSeen>(),
    ]
}

/// Asked before anything is looked up, so that the answer is the same whatever there is.
pub(super) fn oversees(ask: &Ask<'_>) -> Result<(), Problem> {
    let may = may_act(ask.session(), &ask.actor.reach, Act::ReadAccessLog, &ask.desk.roles());
    Ok(may.map_err(kulla_desk::Failure::Forbidden)?)
}

#[derive(Deserialize)]
struct Asked {
    act: Option<String>,
    agency: Option<String>,
    person: Option<String>,
    subject: Option<String>,
    after: Option<String>,
    limit: Option<usize>,
}

impl Asked {
    fn filter(&self) -> Result<Filter, Problem> {
        let known = |act: &String| {
            let found = ACTS.iter().find(|known| **known == act);
            found
                .copied()
                .ok_or_else(|| Problem::malformed(format!("`act` is one of `{}`", ACTS.join("`, `"))))
        };
        let person = |text: &String| {
            let id: PrincipalId = text.parse().map_err(|_| Problem::malformed("`person` is not an id"))?;
            Ok::<_, Problem>(SubjectId(id.0))
        };
        let subject =
            |text: &String| text.parse().map_err(|_| Problem::malformed("`subject` is not an id"));
        Ok(Filter {
            kinds: vec![Kind::ACCESS],
            states: match self.act.as_deref() {
                Some(ALARM) => ALARMS.to_vec(),
                _ => self.act.as_ref().map(known).transpose()?.into_iter().collect(),
            },
            agency: self.agency.clone(),
            other: self.person.as_ref().map(person).transpose()?,
            parent: self.subject.as_ref().map(subject).transpose()?,
            ..Filter::default()
        })
    }
}

async fn accesses(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(asked): Query<Asked>,
) -> Result<Json<AccessPage>, Problem> {
    house.ask(&entered, move |ask| page(ask, &asked).map(Json)).await
}

fn page(ask: &Ask<'_>, asked: &Asked) -> Result<AccessPage, Problem> {
    oversees(ask)?;
    let limit = asked.limit.unwrap_or(PAGE_ITEMS).clamp(1, PAGE_ITEMS_MAX);
    let page = ask.list(&asked.filter()?, asked.after.as_deref(), limit)?;
    let mut items = Vec::with_capacity(page.items.len());
    for item in &page.items {
        items.extend(seen(ask, item)?);
    }
    Ok(AccessPage { items, next: page.next })
}

fn is_alarm(act: &str) -> bool {
    ALARMS.contains(&act)
}

/// `None` where the body does not read.
fn seen(ask: &Ask<'_>, item: &Item) -> Result<Option<AccessSeen>, Problem> {
    let Some(access) = item.typed::<Access>() else { return Ok(None) };
    let judged = if is_alarm(&access.act) { judged(ask, item.subject)? } else { None };
    // An agency is known by the record; people may since have gone, and their grant with them.
    let who = Author { agency: access.agency.to_string(), ..ask.author(access.person) };
    Ok(Some(AccessSeen {
        subject: item.subject,
        act: access.act,
        who,
        purpose: access.purpose.to_string(),
        kind: access.kind.map(|kind| kind.to_string()),
        opened: access.subject,
        count: access.count,
        second: access.second.map(|second| ask.author(second)),
        from: access.from,
        until: access.until,
        exercise: access.exercise.map(|exercise| exercise.to_string()),
        judged,
    }))
}

fn judged(ask: &Ask<'_>, access: SubjectId) -> Result<Option<Judged>, Problem> {
    let Some(item) = ask.reader.head(judgement_subject(access))? else { return Ok(None) };
    let Some(decision) = item.typed::<Decision>() else { return Ok(None) };
    let known = Verdict::ALL.into_iter().find(|verdict| verdict.act() == decision.act);
    Ok(known.map(|verdict| Judged {
        verdict: word(verdict),
        reason: decision.reason,
        by: ask.author(decision.by),
        at: item.at.timestamp(),
        head: item.version,
    }))
}

const fn word(verdict: Verdict) -> VerdictWord {
    match verdict {
        Verdict::Justified => VerdictWord::Justified,
        Verdict::Asked => VerdictWord::Asked,
        Verdict::Unjustified => VerdictWord::Unjustified,
    }
}

async fn summary(
    State(house): State<Arc<House>>,
    entered: Entered,
) -> Result<Json<AccessSummary>, Problem> {
    house.ask(&entered, |ask| summed(ask).map(Json)).await
}

fn summed(ask: &Ask<'_>) -> Result<AccessSummary, Problem> {
    oversees(ask)?;
    let from = ask.desk.clock().now().saturating_sub(SUMMARY).unwrap_or(Timestamp::MIN);
    let mut sums = Sums::default();
    let whole = recent(ask, from, |item| sums.add(ask, item))?;
    let mut agencies: Vec<AgencyAccess> = sums.agencies.into_values().collect();
    agencies.sort_by(|a, b| b.opened.cmp(&a.opened).then_with(|| a.agency.cmp(&b.agency)));
    let since = if whole { from } else { sums.oldest.unwrap_or(from) };
    Ok(AccessSummary { since, whole, agencies, open: sums.open })
}

/// Access records since a moment, newest first, as many as one summary looks at. Whether those were all.
fn recent(
    ask: &Ask<'_>,
    from: Timestamp,
    mut each: impl FnMut(&Item) -> Result<(), Problem>,
) -> Result<bool, Problem> {
    ask.house.counted(ask.session(), Counted::List);
    let filter = Filter { kinds: vec![Kind::ACCESS], ..Filter::default() };
    let (mut after, mut looked_at): (Option<String>, usize) = (None, 0);
    loop {
        let page = ask.reader.list(&filter, after.as_deref(), PAGE_ITEMS_MAX)?;
        for item in &page.items {
            if item.at.timestamp() < from {
                return Ok(true);
            }
            each(item)?;
        }
        looked_at += page.items.len();
        after = page.next;
        if after.is_none() || looked_at >= SUMMARY_RECORDS_MAX {
            return Ok(after.is_none());
        }
    }
}

#[derive(Default)]
struct Sums {
    agencies: BTreeMap<String, AgencyAccess>,
    oldest: Option<Timestamp>,
    open: u64,
}

impl Sums {
    fn add(&mut self, ask: &Ask<'_>, item: &Item) -> Result<(), Problem> {
        let Some(access) = item.typed::<Access>() else { return Ok(()) };
        self.oldest = Some(access.from);
        let agency = access.agency.to_string();
        let sum = self.agencies.entry(agency.clone()).or_default();
        sum.agency = agency;
        match access.act.as_str() {
            "open" => sum.opened += access.count,
            "search" => sum.searched += access.count,
            "export" => sum.exported += access.count,
            "denied" => sum.denied += access.count,
            alarm if is_alarm(alarm) => {
                sum.bulk += 1;
                self.open += u64::from(judged(ask, item.subject)?.is_none());
            }
            _ => {}
        }
        Ok(())
    }
}

async fn erasures(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(paging): Query<Paging>,
) -> Result<Json<ErasurePage>, Problem> {
    let list = move |ask: &Ask<'_>| {
        oversees(ask)?;
        let filter = Filter { kinds: vec![Kind::ERASURE], ..Filter::default() };
        let page = ask.list(&filter, paging.after.as_deref(), paging.limit())?;
        let items = page.items.iter().filter_map(|item| erased(ask, item)).collect();
        Ok(Json(ErasurePage { items, next: page.next }))
    };
    house.ask(&entered, list).await
}

fn erased(ask: &Ask<'_>, item: &Item) -> Option<ErasureSeen> {
    let erasure = item.typed::<Erasure>()?;
    Some(ErasureSeen {
        subject: item.subject,
        at: item.at.timestamp(),
        by: ask.author(erasure.by),
        second: erasure.second.map(|second| ask.author(second)),
        records: erasure.records.len(),
        reason: erasure.reason,
        basis: erasure.basis,
    })
}

async fn logs(State(house): State<Arc<House>>, entered: Entered) -> Result<Json<LogsStand>, Problem> {
    house.ask(&entered, |ask| stand(ask).map(Json)).await
}

fn stand(ask: &Ask<'_>) -> Result<LogsStand, Problem> {
    oversees(ask)?;
    let machine = &ask.house.machine;
    let logs = machine.heads().into_iter().map(|head| LogStands {
        name: head.name,
        size: head.size,
        root: head.root,
        sealed_at: head.at,
    });
    Ok(LogsStand { logs: logs.collect(), records_ok: machine.records_ok() })
}

#[derive(Deserialize)]
struct Log {
    log: String,
}

async fn checkpoint(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(at): At<Log>,
) -> Result<Vec<u8>, Problem> {
    let head = move |ask: &Ask<'_>| {
        oversees(ask)?;
        ask.house.machine.checkpoint(&at.log).ok_or_else(Problem::absent)
    };
    house.ask(&entered, head).await
}

async fn judge(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<JudgeTold>,
) -> Result<Answer<AccessSeen>, Problem> {
    let access = path.subject()?;
    let step = move |ask: &Ask<'_>| {
        let verdict = match told.body.verdict {
            VerdictWord::Justified => Verdict::Justified,
            VerdictWord::Asked => Verdict::Asked,
            VerdictWord::Unjustified => Verdict::Unjustified,
        };
        let seen = told.body.head.map(Into::into).unwrap_or_default();
        let command = Command::Judge(Judge { access, seen, verdict, reason: told.body.reason });
        let done = ask.carry_out(None, told.print, command)?;
        ask.answer(&done, |ask| {
            let item = ask.head(access, &[Kind::ACCESS])?;
            self::seen(ask, &item)?.ok_or_else(Problem::absent)
        })
    };
    house.ask(&entered, step).await
}
