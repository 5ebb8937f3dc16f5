//! Moderation of what the public hands in.
//!
//! What may be *read* of it is a matter of labels, as everywhere. What becomes public is decided by the desk, in one
//! place, for the owner's people with the act `report.moderate`. Who handed a report in is shown by one route only, which
//! needs an act of its own and is on record each time.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, Query, State};
use axum::http::StatusCode;
use kulla_desk::command::Command;
use kulla_desk::command::moderate::Moderate;
use kulla_guard::{Act, Refusal, may_act};
use kulla_picture::{Filter, Item};
use kulla_record::kind::reporting::{Moderation, Photo, Progress, Reporter};
use kulla_record::kind::signal::Report;
use kulla_record::place::Place;
use kulla_record::{Kind, RecordId, SubjectId};
use kulla_respond::report::{self as respond, Words, moderation_subject, notice_subject, reporter_subject};

use super::ask::{Answer, Ask};
use super::wire::may::May;
use super::wire::report::{
    AnswerTold, GroundsTold, PhotoSeen, PublishTold, ReportMay, ReportPage, ReportSeen, ReportView,
    ReporterSeen, WithholdTold,
};
use super::wire::seen::SeenTold;
use super::{Paging, Path, state};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

/// What the list may be asked for, the first unless something is said.
const STATES: &[(&str, &[&str])] = &[
    ("waiting", &["waiting"]),
    ("published", &["published"]),
    ("rejected", &["rejected"]),
    ("hidden", &["hidden"]),
    ("all", &["waiting", "published", "rejected", "hidden"]),
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/reports", "What the public handed in, by what is public of it", list)
            .query(&["state", "after", "limit"])
            .gives::<ReportPage>(),
        Route::get("/reports/{subject}", "One report with what a moderator decides by", one)
            .gives::<ReportView>(),
        Route::post("/reports/{subject}/publish", "Makes an officer's words public", publish)
            .takes::<PublishTold>()
            .gives::<ReportView>(),
        Route::post("/reports/{subject}/reject", "Says that nothing of a report will be public", reject)
            .takes::<GroundsTold>()
            .gives::<ReportView>(),
        Route::post("/reports/{subject}/hide", "Takes back what is public of a report", hide)
            .takes::<GroundsTold>()
            .gives::<ReportView>(),
        Route::post(
            "/reports/{subject}/withhold",
            "Takes a photograph of a report out of everybody's sight",
            withhold,
        )
        .takes::<WithholdTold>()
        .gives::<ReportView>(),
        Route::post("/reports/{subject}/answer", "Tells the reporter how it stands", answer)
            .takes::<AnswerTold>()
            .gives::<ReportView>(),
        Route::post(
            "/reports/{subject}/reporter",
            "Opens who handed a report in, which is on record",
            identify,
        )
        .gives::<ReporterSeen>(),
    ]
}

async fn list(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(paging): Query<Paging>,
) -> Result<Json<ReportPage>, Problem> {
    let states = state(paging.state.as_deref(), STATES)?;
    let list = move |ask: &Ask<'_>| {
        let filter = Filter { kinds: vec![Kind::MODERATION], states, ..Filter::default() };
        let page = ask.list(&filter, paging.after.as_deref(), paging.limit())?;
        let mut items = Vec::new();
        for item in &page.items {
            let Some(moderation) = item.typed::<Moderation>() else { continue };
            // Whoever may not read the report is not told that something was decided about it.
            if let Some(report) = ask.reader.head(moderation.report)? {
                items.extend(seen(ask, &report, item, &moderation)?);
            }
        }
        Ok(Json(ReportPage { items, next: page.next }))
    };
    house.ask(&entered, list).await
}

fn seen(
    ask: &Ask<'_>,
    item: &Item,
    decided: &Item,
    moderation: &Moderation,
) -> Result<Option<ReportSeen>, Problem> {
    let triage = ask.triage_of(item)?;
    let handed_in = item.typed::<Report>().and_then(|report| report.handed_in);
    let (Some(handed_in), Some(signal)) = (handed_in, ask.signal_strip(item, triage.as_ref())) else {
        return Ok(None);
    };
    Ok(Some(ReportSeen {
        signal,
        number: handed_in.number,
        service: handed_in.service,
        owner: item.label.owner.to_string(),
        shown: moderation.shown,
        progress: moderation.progress,
        head: decided.version,
        decided: decided.at.timestamp(),
        photos: handed_in.photos.len(),
        added: handed_in.added.len(),
    }))
}

async fn one(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<ReportView>, Problem> {
    let subject = path.subject()?;
    house.ask(&entered, move |ask| view(ask, subject).map(Json)).await
}

fn view(ask: &Ask<'_>, subject: SubjectId) -> Result<ReportView, Problem> {
    let item = ask.open(subject, &[Kind::REPORT])?;
    let decided = ask.head(moderation_subject(subject), &[Kind::MODERATION])?;
    let moderation = decided.typed::<Moderation>().ok_or_else(Problem::absent)?;
    let seen = seen(ask, &item, &decided, &moderation)?.ok_or_else(Problem::absent)?;
    let notice = ask.reader.head(notice_subject(subject))?;
    let reporter = ask.reader.head(reporter_subject(subject))?.map(|item| item.subject);
    let report = item.typed::<Report>().ok_or_else(Problem::absent)?;
    let (place, handed_in) = (report.place, report.handed_in.unwrap_or_default());
    let photos = photos_seen(&handed_in.photos, &moderation);
    Ok(ReportView {
        may: may(ask, (subject, decided.version), reporter.is_some(), &photos),
        photos,
        seen,
        alike: super::alike::of(ask, &item)?,
        public_place: public_place(place),
        reporter,
        notice: notice.map(|item| ask.show(&item)).transpose()?,
        report: ask.show(&item)?,
        moderation: ask.show(&decided)?,
    })
}

fn photos_seen(photos: &[Photo], decided: &Moderation) -> Vec<PhotoSeen> {
    let seen = |(at, photo): (usize, &Photo)| {
        let withheld = decided.withheld.iter().find(|withheld| withheld.blob == photo.blob);
        PhotoSeen {
            number: at + 1,
            media: photo.media.clone(),
            bytes: photo.bytes,
            width: photo.width,
            height: photo.height,
            turned: photo.turned,
            withheld: withheld.map(|withheld| withheld.reason.clone()),
        }
    };
    photos.iter().enumerate().map(seen).collect()
}

/// Where a report is, without what its reporter wrote about it.
fn public_place(place: Place) -> Place {
    respond::rounded(Place { words: String::new(), rest: Default::default(), ..place })
}

fn may(
    ask: &Ask<'_>,
    (subject, head): (SubjectId, RecordId),
    known: bool,
    photos: &[PhotoSeen],
) -> ReportMay {
    let shown = photos.iter().find(|photo| photo.withheld.is_none()).map_or(0, |photo| photo.number);
    let would = |deed| ask.may(Command::Moderate(Moderate { report: subject, seen: head.into(), deed }));
    let words = Words {
        words: "…".into(),
        lang: "en".into(),
        place: Place::default(),
        done: false,
        note: String::new(),
    };
    let identify = identifies(ask).and_then(|()| match known {
        true => Ok(()),
        false => Err(Problem::absent()),
    });
    ReportMay {
        publish: would(respond::Command::Publish(words)),
        reject: would(respond::Command::Reject { reason: "…".into() }),
        hide: would(respond::Command::Hide { reason: "…".into() }),
        // Something that nobody was told yet: whether it is refused hangs on the session alone.
        answer: would(respond::Command::Answer { progress: Progress::InHand, answer: "…".into() }),
        withhold: would(respond::Command::Withhold { photo: shown, reason: "…".into() }),
        identify: match identify {
            Ok(()) => May::yes(),
            Err(problem) => May::no(problem),
        },
    }
}

fn identifies(ask: &Ask<'_>) -> Result<(), Problem> {
    let may = may_act(ask.session(), &ask.actor.reach, Act::ReportIdentify, &ask.desk.roles());
    Ok(may.map_err(kulla_desk::Failure::Forbidden)?)
}

async fn publish(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<PublishTold>,
) -> Result<Answer<ReportView>, Problem> {
    let report = path.subject()?;
    let step = move |ask: &Ask<'_>| {
        let body = told.body;
        if !body.photos.is_empty() {
            let message = "photographs are never public: publish words, and leave `photos` empty";
            return Err(Problem::refusal(
                StatusCode::UNPROCESSABLE_ENTITY,
                &Refusal::new("report.photos", message),
            ));
        }
        let own = || -> Result<Place, Problem> {
            let item = ask.head(report, &[Kind::REPORT])?;
            Ok(public_place(item.typed::<Report>().map(|report| report.place).unwrap_or_default()))
        };
        let words = Words {
            words: body.words,
            lang: body.lang,
            place: body.place.map_or_else(own, Ok)?,
            done: body.done,
            note: body.note,
        };
        carry_out(ask, report, body.head, told.print, respond::Command::Publish(words))
    };
    house.ask(&entered, step).await
}

async fn reject(
    house: State<Arc<House>>,
    entered: Entered,
    at: At<Path>,
    told: Told<GroundsTold>,
) -> Result<Answer<ReportView>, Problem> {
    on_grounds(house, entered, at, told, |reason| respond::Command::Reject { reason }).await
}

async fn hide(
    house: State<Arc<House>>,
    entered: Entered,
    at: At<Path>,
    told: Told<GroundsTold>,
) -> Result<Answer<ReportView>, Problem> {
    on_grounds(house, entered, at, told, |reason| respond::Command::Hide { reason }).await
}

async fn on_grounds(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<GroundsTold>,
    deed: fn(String) -> respond::Command,
) -> Result<Answer<ReportView>, Problem> {
    let report = path.subject()?;
    let deed = deed(told.body.reason);
    house.ask(&entered, move |ask| carry_out(ask, report, told.body.head, told.print, deed)).await
}

async fn withhold(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<WithholdTold>,
) -> Result<Answer<ReportView>, Problem> {
    let report = path.subject()?;
    let deed = respond::Command::Withhold { photo: told.body.photo, reason: told.body.reason };
    house.ask(&entered, move |ask| carry_out(ask, report, told.body.head, told.print, deed)).await
}

async fn answer(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<AnswerTold>,
) -> Result<Answer<ReportView>, Problem> {
    let report = path.subject()?;
    let deed = respond::Command::Answer { progress: told.body.progress, answer: told.body.answer };
    house.ask(&entered, move |ask| carry_out(ask, report, told.body.head, told.print, deed)).await
}

fn carry_out(
    ask: &Ask<'_>,
    report: SubjectId,
    head: SeenTold,
    print: [u8; 16],
    deed: respond::Command,
) -> Result<Answer<ReportView>, Problem> {
    let command = Command::Moderate(Moderate { report, seen: head.into(), deed });
    let done = ask.carry_out(None, print, command)?;
    ask.answer(&done, |ask| view(ask, report))
}

async fn identify(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
) -> Result<Json<ReporterSeen>, Problem> {
    let report = path.subject()?;
    let open = move |ask: &Ask<'_>| {
        identifies(ask)?;
        ask.head(report, &[Kind::REPORT])?;
        // INVARIANT: this is the one place that asks for a `reporter` by its kind; everywhere else it is not there.
        let item = ask.open(reporter_subject(report), &[Kind::REPORTER])?;
        let reporter = item.typed::<Reporter>().ok_or_else(Problem::absent)?;
        let Reporter { name, phone, email, .. } = reporter;
        Ok(Json(ReporterSeen { subject: item.subject, name, phone, email }))
    };
    house.ask(&entered, open).await
}
