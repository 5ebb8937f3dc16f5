//! A form becomes a report.
//!
//! What the standard has and we do not want is thrown away here: `device_id` and `account_id` follow a person from
//! report to report, so they become part of nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::header;
use kulla_desk::profile::{Profile, in_language};
use kulla_desk::{Attached, Failure, FeedbackCode, HandIn};
use kulla_open311::{ErrorEntry, Errors, FORM_BYTES_MAX, Field, Rules, Submission, parse_form};
use kulla_record::kind::reporting::{HandedIn, Reporter};
use kulla_record::kind::signal::Report;
use kulla_record::label::Word;
use kulla_record::place::{Geometry, Place, Point};

use super::pace::Caller;
use super::room::Hold;
use super::upload::{self, Form, Unread, Wrong};
use super::{counted, services};
use crate::house::House;
use crate::problem::Problem;
use crate::public::speak;

/// What the disk has to have free, in bytes, that photographs are kept: words take little, and go on.
pub const PHOTO_ROOM_BYTES_MIN: u64 = 2 << 30;
/// Characters of a title: the service, and how the report begins.
const TITLE_CHARS_MAX: usize = 120;
/// Where a report says that it comes from.
const FROM: &str = "public";

/// A report that is durable.
pub(crate) struct Taken {
    /// The code, which is shown this once.
    pub code: FeedbackCode,
    /// The number that the agency knows it by.
    pub number: String,
    /// The language that the form said, or nothing.
    pub lang: String,
    /// How many photographs were kept.
    pub photos: usize,
}

/// Why a report was not taken.
pub(crate) enum Refused {
    /// The form: everything that is wrong with it.
    Form(Errors),
    /// Its photographs, with what was read of the form.
    Photos(Box<Unread>),
    /// The node.
    Node(Problem),
}

impl From<Errors> for Refused {
    fn from(errors: Errors) -> Refused {
        Refused::Form(errors)
    }
}

/// All bytes of a form.
pub(crate) async fn bytes(request: Request) -> Result<Bytes, Errors> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim).unwrap_or_default();
    if !kind.is_empty() && !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let description = "send the form as `application/x-www-form-urlencoded`".into();
        return Err(Errors::from(ErrorEntry { code: 415, description }));
    }
    axum::body::to_bytes(request.into_body(), FORM_BYTES_MAX).await.map_err(|_| {
        let description =
            format!("the form did not come whole, or has more than {FORM_BYTES_MAX} bytes: send less");
        Errors::from(ErrorEntry { code: 413, description })
    })
}

/// What a form says in a field; empty where it says nothing.
pub(crate) fn field<'a>(fields: &'a [Field<'_>], name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
}

/// Reads a form, however it is coded.
pub(crate) async fn form(house: &Arc<House>, caller: Caller, request: Request) -> Result<Form, Refused> {
    if upload::holds_files(request.headers()) {
        let read = upload::read(house, caller, request).await;
        return read.map_err(|unread| {
            photos(house, "refused", 1);
            Refused::Photos(Box::new(unread))
        });
    }
    let bytes = bytes(request).await?;
    let owned = |(name, value): Field<'_>| (name.into_owned().into(), value.into_owned().into());
    Ok(Form { fields: parse_form(&bytes)?.into_iter().map(owned).collect(), ..Form::default() })
}

/// Takes a report in; durable when it returns.
pub(crate) async fn take(
    house: &Arc<House>,
    exercise: Option<Word>,
    caller: Caller,
    request: Request,
) -> Result<Taken, Refused> {
    let form = form(house, caller, request).await?;
    take_form(house, exercise, form).await
}

/// The same from a form that was read before.
pub(crate) async fn take_form(
    house: &Arc<House>,
    exercise: Option<Word>,
    form: Form,
) -> Result<Taken, Refused> {
    let Form { fields, photos: files, hold } = form;
    let came = files.len();
    let mut handed = read(house, exercise, fields.clone())?;
    let (code, lang) = (handed.code.clone(), handed.report.lang.clone());
    if !files.is_empty() {
        let number = files.len() as u64;
        let kept = keep(house, handed.exercise.clone(), (files, hold)).await;
        photos(house, if kept.is_ok() { "kept" } else { "refused" }, number);
        handed.photos = Some(kept.map_err(|wrong| match wrong {
            Ok(wrong) => Refused::Photos(Box::new(Unread { fields, wrong })),
            Err(problem) => Refused::Node(problem),
        })?);
    }
    let number = house.window.hand_in(handed).await.map_err(|problem| {
        counted(house, "unavailable");
        Refused::Node(problem)
    })?;
    counted(house, "received");
    house.intake.heard_by("open311");
    Ok(Taken { code, number, lang, photos: came })
}

/// Keeps photographs, cleaned and durable; or says what is wrong with them, or with the node.
async fn keep(
    house: &Arc<House>,
    exercise: Option<Word>,
    (files, hold): (Vec<Vec<u8>>, Option<Arc<Hold>>),
) -> Result<Attached, Result<Wrong, Problem>> {
    if house.machine.room_bytes().is_some_and(|room| room < PHOTO_ROOM_BYTES_MIN) {
        return Err(Ok(Wrong::no_room()));
    }
    let attach = move |house: &House| {
        // The room is given back once the photographs are out of memory.
        let attached = house.desk.attach(exercise.as_ref(), &files);
        drop((files, hold));
        Ok(attached)
    };
    match house.keep_photos(attach).await {
        Ok(Ok(attached)) => Ok(attached),
        Ok(Err(Failure::Refused(refusal))) => match Wrong::of(&refusal) {
            Some(wrong) => Err(Ok(wrong)),
            None => Err(Err(Failure::Refused(refusal).into())),
        },
        Ok(Err(failure)) => Err(Err(failure.into())),
        Err(_) => Err(Ok(Wrong::busy())),
    }
}

/// What became of photographs, for the operator's figures.
fn photos(house: &House, outcome: &str, number: u64) {
    house.metrics.add("kulla_photos_total", format!("outcome=\"{outcome}\""), number);
}

fn read(house: &House, exercise: Option<Word>, fields: Vec<Field<'_>>) -> Result<HandIn, Errors> {
    let profile = house.desk.profile();
    let lang = Some(field(&fields, "lang")).filter(|lang| !lang.is_empty());
    let lang = lang.map(|lang| speak::choose(Some(lang), &Default::default()));
    let told = lang.unwrap_or(speak::DEFAULT);
    // The rules of the one service that is meant; whether there is such a service is seen below.
    let service = profile.service(field(&fields, "service_code"));
    let offered: Vec<_> = service.map(|own| services::service(own, told)).into_iter().collect();
    let definitions: Vec<_> = service.map(|own| services::definition(own, told)).into_iter().collect();
    let rules = Rules { jurisdictions: &[], services: &offered, definitions: &definitions };
    let form = Submission::from_fields(fields, &rules)?;
    let Some(service) = service else {
        return Err(Errors::from(ErrorEntry::service_code_unknown(&form.service_code)));
    };
    let text = form.description.clone().unwrap_or_default();
    let report = Report {
        title: title(in_language(&service.name, told), &text),
        text,
        lang: lang.unwrap_or_default().to_owned(),
        seen: house.desk.clock().now(),
        place: place(profile, &form)?,
        severity: service.severity,
        life_at_risk: service.life_at_risk,
        from: FROM.into(),
        handed_in: Some(HandedIn {
            service: form.service_code.clone(),
            answers: form.attributes.iter().cloned().collect::<BTreeMap<_, _>>(),
            links: form.media_url.clone(),
            ..HandedIn::default()
        }),
        rest: Default::default(),
    };
    Ok(HandIn {
        code: FeedbackCode::draw(house.desk.entropy().as_ref()),
        agency: service.agency.clone(),
        exercise,
        report,
        reporter: reporter(form),
        photos: None,
    })
}

fn title(service: &str, text: &str) -> String {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty());
    let whole = first.map_or_else(|| service.to_owned(), |first| format!("{service}: {first}"));
    match whole.char_indices().nth(TITLE_CHARS_MAX) {
        Some((at, _)) => format!("{}…", whole[..at].trim_end()),
        None => whole,
    }
}

/// `address_id` is the code of a municipality.
fn place(profile: &Profile, form: &Submission) -> Result<Place, Errors> {
    let area = match &form.location.address_id {
        Some(code) if profile.area(code).is_none() => {
            let rule = "`address_id` is the code of a municipality of this endpoint, or is left out";
            return Err(Errors::from(ErrorEntry::general(rule)));
        }
        code => code.clone(),
    };
    Ok(Place {
        words: form.location.address_string.clone().unwrap_or_default(),
        areas: area.into_iter().collect(),
        geometry: form.location.point.map(|point| Geometry::Point(Point(point.long(), point.lat()))),
        rest: Default::default(),
    })
}

fn reporter(form: Submission) -> Option<Reporter> {
    let names = [form.first_name, form.last_name];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let reporter = Reporter {
        name,
        phone: form.phone.unwrap_or_default(),
        email: form.email.unwrap_or_default(),
        rest: Default::default(),
    };
    (reporter != Reporter::default()).then_some(reporter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_service_and_how_the_report_begins() {
        assert_eq!(title("Flooded road", ""), "Flooded road");
        assert_eq!(
            title("Flooded road", "\n Water at the bridge \nmore"),
            "Flooded road: Water at the bridge"
        );
        assert_eq!(title("a", &"ë".repeat(500)).chars().count(), TITLE_CHARS_MAX + 1);
    }
}
