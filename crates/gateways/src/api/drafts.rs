//! Working papers of warnings: written by some, approved by another, issued as approved.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, Query, State};
use axum::http::HeaderMap;
use kulla_desk::Seen;
use kulla_desk::command::Command;
use kulla_desk::command::warning::{Deed, DraftStep, NewDraft};
use kulla_picture::{Filter, Item};
use kulla_record::kind::warning::WarningDraft;
use kulla_record::{Kind, SubjectId};

use super::ask::{Answer, Ask};
use super::wire::draft::{DraftApproved, DraftEdit, DraftMay, DraftStepTold, DraftTold, DraftView, Writer};
use super::wire::item::{Item as ItemSeen, ItemPage};
use super::wire::may::May;
use super::wire::seen::SeenTold;
use super::{Paging, Path, preview, signed, state};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

/// States in which a paper is at work.
const OPEN: [&str; 4] = ["draft", "submitted", "approved", "refused"];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/drafts", "Working papers, newest first", list)
            .query(&["state", "after", "limit"])
            .gives::<ItemPage>(),
        Route::post("/drafts", "Begins a working paper", begin).takes::<DraftTold>().gives::<ItemSeen>(),
        Route::get("/drafts/{subject}", "A working paper with all that is needed to decide", draft)
            .gives::<DraftView>(),
        Route::put("/drafts/{subject}", "Writes another content; an approval is void", edit)
            .takes::<DraftEdit>()
            .gives::<ItemSeen>(),
        stepping("/drafts/{subject}/submit", "Asks a second person to decide", |_| Deed::Submit),
        Route::post(
            "/drafts/{subject}/approve",
            "Approves exactly the content with this hash; Extreme takes a passkey on an operational node",
            approve,
        )
        .takes::<DraftApproved>()
        .gives::<ItemSeen>(),
        stepping("/drafts/{subject}/refuse", "Sends it back", |told| Deed::Refuse {
            hash: told.hash,
            reason: told.reason,
        }),
        stepping("/drafts/{subject}/issue", "Makes exactly the content with this hash public", |told| {
            Deed::Issue(told.hash)
        }),
        stepping("/drafts/{subject}/withdraw", "Gives it up", |told| Deed::Withdraw(told.reason)),
    ]
}

fn stepping(path: &'static str, says: &'static str, deed: fn(DraftStepTold) -> Deed) -> Route {
    let run = move |State(house): State<Arc<House>>,
                    entered: Entered,
                    At(path): At<Path>,
                    told: Told<DraftStepTold>| async move {
        let (draft, seen, print) = (path.subject()?, told.body.head.clone(), told.print);
        house.ask(&entered, move |ask| step(ask, draft, seen, deed(told.body), print)).await
    };
    Route::post(path, says, run).takes::<DraftStepTold>().gives::<ItemSeen>()
}

async fn approve(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    headers: HeaderMap,
    told: Told<DraftApproved>,
) -> Result<Answer<ItemSeen>, Problem> {
    let draft = path.subject()?;
    let run = move |ask: &Ask<'_>| {
        let DraftApproved { head, hash, assertion } = told.body;
        let signed = signed(ask, &headers, assertion.as_ref())?;
        step(ask, draft, head, Deed::Approve { hash, signed }, told.print)
    };
    house.ask(&entered, run).await
}

fn step(
    ask: &Ask<'_>,
    draft: SubjectId,
    seen: SeenTold,
    mut deed: Deed,
    print: [u8; 16],
) -> Result<Answer<ItemSeen>, Problem> {
    // Whoever sends it back may do so without naming what they saw: the version that they saw says it.
    if let Deed::Refuse { hash, .. } = &mut deed
        && hash.is_empty()
    {
        let stands = seen.first().map(|seen| ask.reader.version(seen)).transpose()?.flatten();
        let stands = stands.and_then(|item| item.typed::<WarningDraft>());
        *hash = stands.map(|draft| draft.content.hash_hex()).unwrap_or_default();
    }
    let command = Command::Draft(Box::new(DraftStep { draft, seen: seen.into(), deed }));
    ask.act(None, print, command).map_err(|problem| with_findings(ask, draft, problem))
}

/// What is not ready says everything that stands against it.
fn with_findings(ask: &Ask<'_>, draft: SubjectId, problem: Problem) -> Problem {
    if problem.code != "warning.not-ready" {
        return problem;
    }
    let stands = ask.reader.head(draft).ok().flatten().and_then(|item| item.typed::<WarningDraft>());
    let found = stands.and_then(|draft| ask.desk.findings(ask.session(), &draft.content).ok());
    Problem { findings: found.unwrap_or_default().iter().map(Into::into).collect(), ..problem }
}

async fn list(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(paging): Query<Paging>,
) -> Result<Json<ItemPage>, Problem> {
    let known: [(&str, &[&'static str]); 2] = [("open", &OPEN), ("all", &[])];
    let states = state(paging.state.as_deref(), &known)?;
    let page = move |ask: &Ask<'_>| {
        let filter = Filter { kinds: vec![Kind::DRAFT], states, ..Filter::default() };
        ask.page(ask.list(&filter, paging.after.as_deref(), paging.limit())?).map(Json)
    };
    house.ask(&entered, page).await
}

async fn begin(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<DraftTold>,
) -> Result<Answer<ItemSeen>, Problem> {
    let write = move |ask: &Ask<'_>| {
        let body = told.body;
        let label = ask.label(body.label, &Kind::DRAFT)?;
        let new = NewDraft { content: body.content, incident: body.incident, label };
        ask.act(Some(body.id), told.print, Command::NewDraft(Box::new(new)))
    };
    house.ask(&entered, write).await
}

async fn edit(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<DraftEdit>,
) -> Result<Answer<ItemSeen>, Problem> {
    let draft = path.subject()?;
    let DraftEdit { head, content } = told.body;
    house.ask(&entered, move |ask| step(ask, draft, head, Deed::Edit(content), told.print)).await
}

async fn draft(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<DraftView>, Problem> {
    let subject = path.subject()?;
    house.ask(&entered, move |ask| view(ask, subject).map(Json)).await
}

fn view(ask: &Ask<'_>, subject: SubjectId) -> Result<DraftView, Problem> {
    let item = ask.open(subject, &[Kind::DRAFT])?;
    let draft = item.typed::<WarningDraft>().ok_or_else(Problem::absent)?;
    let findings = ask.desk.findings(ask.session(), &draft.content)?;
    let writer = |id: &kulla_record::PrincipalId| {
        let author = ask.author(*id);
        Writer { id: author.id, name: author.name, agency: author.agency }
    };
    Ok(DraftView {
        draft: ask.show(&item)?,
        hash: draft.content.hash_hex(),
        findings: findings.iter().map(Into::into).collect(),
        preview: preview::of(ask, &draft.content),
        may: may(ask, &item, &draft)?,
        writers: draft.writers.iter().map(writer).collect(),
    })
}

/// Asked of the very deciders that the steps would meet.
fn may(ask: &Ask<'_>, item: &Item, draft: &WarningDraft) -> Result<DraftMay, Problem> {
    let hash = draft.content.hash_hex();
    // As by somebody who names every head: whether there are several is told by the item itself.
    let heads = ask.reader.heads(item.subject)?.iter().map(|head| head.version).collect();
    let seen = Seen::of(heads);
    let step = |deed| -> May {
        let step = DraftStep { draft: item.subject, seen: seen.clone(), deed };
        ask.may(Command::Draft(Box::new(step)))
    };
    // Another content and any reason will do for the question.
    let mut other = draft.content.clone();
    other.place.words.push('.');
    let reason = || "?".to_owned();
    Ok(DraftMay {
        edit: step(Deed::Edit(other)),
        submit: step(Deed::Submit),
        approve: step(Deed::Approve { hash: hash.clone(), signed: None }),
        refuse: step(Deed::Refuse { hash: hash.clone(), reason: reason() }),
        issue: step(Deed::Issue(hash)),
        withdraw: step(Deed::Withdraw(reason())),
    })
}
