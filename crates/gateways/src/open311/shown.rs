//! What everybody is shown, and what a code tells.

use kulla_desk::profile::in_language;
use kulla_desk::{Failure, FeedbackCode, Told};
use kulla_open311::{
    Discovery, Document, Endpoint, EndpointKind, ErrorEntry, Errors, GEOREPORT_V2, Point,
    QUERY_REQUESTS_MAX, Query, Receipt, Receipts, Resource, Rules, ServiceRequest, ServiceRequests, Status,
    TokenAnswer, TokenAnswers, Wanted, parse_form,
};
use kulla_picture::{Filter, PAGE_ITEMS_MAX, Reader};
use kulla_record::kind::reporting::{Notice, NoticeState, Progress};
use kulla_record::label::Word;
use kulla_record::place::Geometry;
use kulla_record::{Kind, Session};

use super::submit::{Taken, field};
use super::{Asked, moment, services};
use crate::house::House;
use crate::public::page;
use crate::public::stage::Stage;

/// States of a notice that is shown.
const SHOWN: [&str; 2] = ["open", "closed"];
/// Sorts among the changes of this endpoint: when its shape changed last.
const CHANGESET: &str = "2026-11-27T00:00:00Z";
/// Where a key would be asked for.
const KEYLESS: &str = "No key is needed. What is sent is moderated before anything of it is public.";

/// In which language, and whether everything says that it is an exercise.
#[derive(Clone, Copy)]
struct Tongue {
    lang: &'static str,
    drill: bool,
}

/// The document that was asked for.
pub(super) fn document(
    house: &House,
    public: &Session,
    stage: &Stage,
    asked: &Asked,
    query: &str,
) -> Result<String, Errors> {
    let profile = house.desk.profile();
    let reader = house.desk.reader(public);
    let (format, lang) = (asked.format, asked.lang);
    let tongue = Tongue { lang, drill: stage.exercise.is_some() };
    match &asked.resource {
        Resource::Discovery => Ok(discovery(house, stage, lang).write(format)),
        Resource::Services => Ok(services::list(profile, lang).write(format)),
        Resource::Definition(code) => {
            let own = profile.service(code).filter(|own| !own.question.is_empty());
            let own = own.ok_or_else(|| Errors::from(ErrorEntry::service_code_unknown(code)))?;
            Ok(services::definition(own, lang).write(format))
        }
        Resource::Requests => Ok(requests(house, &reader, query, tongue)?.write(format)),
        Resource::Request(id) => Ok(ServiceRequests(vec![one(house, &reader, id, tongue)?]).write(format)),
        Resource::Token(token) => {
            let told = behind(house, stage.exercise.as_ref(), token)?;
            let answer = TokenAnswer { service_request_id: told.number, token: token.clone() };
            Ok(TokenAnswers(vec![answer]).write(format))
        }
        _ => Err(Errors::from(ErrorEntry { code: 404, description: "there is no such document".into() })),
    }
}

fn discovery(house: &House, stage: &Stage, lang: &str) -> Discovery {
    let sender = &house.desk.profile().country.cap.sender_name;
    let endpoint = Endpoint {
        specification: GEOREPORT_V2.into(),
        url: format!("{}{}/open311/v2", stage.site, stage.base),
        changeset: CHANGESET.into(),
        kind: if stage.exercise.is_some() { EndpointKind::Test } else { EndpointKind::Production },
        formats: vec!["text/xml".into(), "application/json".into()],
    };
    let (own, call) = (in_language(sender, lang), house.words.plain(lang, "handing-call-first"));
    Discovery {
        changeset: CHANGESET.into(),
        contact: format!("{own}. {call}"),
        key_service: KEYLESS.into(),
        endpoints: vec![endpoint],
    }
}

fn requests(
    house: &House,
    reader: &Reader,
    query: &str,
    tongue: Tongue,
) -> Result<ServiceRequests, Errors> {
    let now = moment(house.desk.clock().now()).ok_or_else(|| trouble(&"the clock"))?;
    let asked = Query::parse(query.as_bytes(), &Rules::default(), now)?;
    let mut filter = Filter { kinds: vec![Kind::NOTICE], states: SHOWN.to_vec(), ..Filter::default() };
    match &asked.wanted {
        Wanted::Ids(ids) => {
            let found =
                ids.iter().take(QUERY_REQUESTS_MAX).filter_map(|id| one(house, reader, id, tongue).ok());
            return Ok(ServiceRequests(found.collect()));
        }
        Wanted::Span { start, end, .. } => {
            filter.since_ms = Some(start.unix_ms());
            filter.until_ms = Some(end.unix_ms().saturating_add(1));
        }
    }
    let (mut found, mut after) = (Vec::new(), None);
    while found.len() < QUERY_REQUESTS_MAX {
        let page =
            reader.list(&filter, after.as_deref(), PAGE_ITEMS_MAX).map_err(|fault| trouble(&fault))?;
        let notices = page.items.iter().filter_map(|item| item.typed::<Notice>());
        found.extend(notices.map(|notice| request(house, &notice, tongue)).filter(|one| asked.wants(one)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    found.truncate(QUERY_REQUESTS_MAX);
    Ok(ServiceRequests(found))
}

/// One request that is public; what is not is as good as what is not there.
fn one(house: &House, reader: &Reader, id: &str, tongue: Tongue) -> Result<ServiceRequest, Errors> {
    let filter = Filter {
        kinds: vec![Kind::NOTICE],
        number: Some(id.to_owned()),
        states: SHOWN.to_vec(),
        ..Filter::default()
    };
    let page = reader.list(&filter, None, 1).map_err(|fault| trouble(&fault))?;
    let notice = page.items.first().and_then(|item| item.typed::<Notice>());
    let notice = notice.ok_or_else(|| Errors::from(ErrorEntry::request_unknown(id)))?;
    Ok(request(house, &notice, tongue))
}

fn trouble(fault: &dyn std::fmt::Display) -> Errors {
    tracing::error!(%fault, "what is public of reports can't be read");
    Errors::from(ErrorEntry { code: 503, description: "this can't be read just now: try again".into() })
}

fn request(house: &House, notice: &Notice, Tongue { lang, drill }: Tongue) -> ServiceRequest {
    let profile = house.desk.profile();
    let service = profile.service(&notice.service);
    let state = if notice.state == NoticeState::Closed { Status::Closed } else { Status::Open };
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let areas = notice.place.areas.iter().filter_map(|code| profile.area(code));
    let areas: Vec<&str> = areas.map(|area| in_language(&area.name, lang)).collect();
    let agency = service.map(|own| own.responsible.as_ref().unwrap_or(&own.agency));
    let agency = agency.and_then(|code| profile.agency(code.as_str()));
    ServiceRequest {
        status_notes: some(&notice.note),
        service_name: service.map(|own| in_language(&own.name, lang).to_owned()),
        service_code: some(&notice.service),
        description: some(&page::worded(house, lang, drill, &notice.words)),
        agency_responsible: agency.map(|agency| in_language(&agency.name, lang).to_owned()),
        requested_datetime: moment(notice.made),
        updated_datetime: moment(notice.updated),
        address: some(
            &[notice.place.words.as_str()]
                .into_iter()
                .chain(areas)
                .filter(|one| !one.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        ),
        point: match &notice.place.geometry {
            Some(Geometry::Point(point)) => Point::new(point.lat(), point.lon()),
            _ => None,
        },
        ..ServiceRequest::new(notice.number.clone(), state)
    }
}

/// What the reporter gets: the code, this once, and that 112 is faster.
pub(super) fn receipt(house: &House, taken: &Taken, lang: &str) -> Receipts {
    Receipts(vec![Receipt {
        service_request_id: None,
        token: Some(taken.code.to_string()),
        service_notice: Some(house.words.plain(lang, "handing-keep-code")),
        account_id: None,
    }])
}

/// How the request of a token stands; with `line`, after one more line was added.
pub(super) fn by_code(
    house: &House,
    exercise: Option<&Word>,
    form: &[u8],
    lang: &str,
) -> Result<ServiceRequests, Errors> {
    let fields = parse_form(form)?;
    let (token, line) = (field(&fields, "token"), field(&fields, "line"));
    if !line.is_empty() {
        let code = FeedbackCode::read(token).ok_or_else(unknown)?;
        house.desk.add_line(&code, exercise, line).map_err(failed)?;
    }
    let told = behind(house, exercise, token)?;
    Ok(ServiceRequests(vec![standing(house, &told, lang)]))
}

fn standing(house: &House, told: &Told, lang: &str) -> ServiceRequest {
    let service = house.desk.profile().service(&told.service);
    let state = if told.progress == Progress::Done { Status::Closed } else { Status::Open };
    ServiceRequest {
        status_notes: Some(told.answer.clone()).filter(|text| !text.is_empty()),
        service_name: service.map(|own| in_language(&own.name, lang).to_owned()),
        service_code: Some(told.service.clone()),
        service_notice: Some(house.words.plain(lang, progress_words(told.progress))),
        requested_datetime: moment(told.made),
        updated_datetime: moment(told.answered.unwrap_or(told.made)),
        extra: vec![
            ("published".into(), told.published.to_string()),
            ("lines".into(), told.added.to_string()),
        ],
        ..ServiceRequest::new(told.number.clone(), state)
    }
}

/// The message that says how far the work is.
pub(crate) fn progress_words(progress: Progress) -> &'static str {
    match progress {
        Progress::Received => "handing-received",
        Progress::InHand => "handing-in-hand",
        Progress::Done => "handing-done",
        Progress::PassedOn => "handing-passed-on",
    }
}

fn behind(house: &House, exercise: Option<&Word>, token: &str) -> Result<Told, Errors> {
    let code = FeedbackCode::read(token).ok_or_else(unknown)?;
    house.desk.told_by_code(&code, exercise).map_err(failed)
}

/// INVARIANT: nothing of the code stands in the answer, so that a code that is wrong and one that nobody has are the
/// same bytes.
fn unknown() -> Errors {
    let description = "there is no report with this code: look whether every letter is right".into();
    Errors::from(ErrorEntry { code: 404, description })
}

fn failed(failure: Failure) -> Errors {
    match failure {
        Failure::NotThere => unknown(),
        Failure::Refused(refusal) => Errors::from(ErrorEntry::general(refusal.message)),
        failure => {
            let problem = crate::problem::Problem::from(failure);
            Errors::from(ErrorEntry { code: problem.status, description: problem.detail })
        }
    }
}
