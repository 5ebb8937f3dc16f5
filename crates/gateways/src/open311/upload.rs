//! A form with photographs.
//!
//! It is read within bounds on memory ([`super::room`]), time and bytes, and nothing of it is written here. A sender who
//! stops is not waited for. What is too large is read to its end and thrown away, so that whoever sent it gets the
//! answer and not a broken connection. Each refusal is a sentence in the language of whoever sent it.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field as Part, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use futures_util::StreamExt as _;
use kulla_desk::{PHOTO_BYTES_MAX, PHOTOS_MAX};
use kulla_open311::{ErrorEntry, Errors, FORM_BYTES_MAX, FORM_FIELDS_MAX, Field};
use kulla_record::decision::Refusal;

use super::pace::Caller;
use super::room::Hold;
use crate::house::House;
use crate::words::Args;

/// Bytes of a request with photographs.
pub const UPLOAD_BYTES_MAX: usize = 12 << 20;
/// The longest that a request with photographs may take on its way, in milliseconds: a telephone in a valley.
pub const UPLOAD_MS_MAX: u64 = 120_000;
/// The longest that nothing may come of it, in milliseconds.
pub const STILL_MS_MAX: u64 = 10_000;
/// Bytes of a request that is read only to be refused.
const REFUSED_BYTES_MAX: usize = 64 << 20;
/// Bytes that count as one in the pace of photographs.
pub const PACE_BYTES: usize = 64 << 10;
/// The field of photographs; the brackets are those of programs that send several.
const FIELDS: [&str; 2] = ["media", "media[]"];
const MIB: usize = 1 << 20;

/// A form as it came, however it was coded.
#[derive(Default)]
pub(crate) struct Form {
    pub fields: Vec<Field<'static>>,
    pub photos: Vec<Vec<u8>>,
    /// The room that the photographs take.
    pub hold: Option<Arc<Hold>>,
}

/// Why photographs were not taken.
#[derive(Debug, Clone)]
pub(crate) struct Wrong {
    pub status: StatusCode,
    /// The message that says it.
    id: &'static str,
    /// Which photograph, from 1.
    number: usize,
    /// Of which kind it is instead.
    kind: String,
    /// Seconds after which it may be tried again.
    pub wait_s: Option<u64>,
}

/// A form that could not be read whole, with what was read of it.
pub(crate) struct Unread {
    pub fields: Vec<Field<'static>>,
    pub wrong: Wrong,
}

impl Wrong {
    fn new(status: StatusCode, id: &'static str, number: usize) -> Wrong {
        Wrong { status, id, number, kind: String::new(), wait_s: None }
    }

    /// There is no room for photographs now.
    pub fn no_room() -> Wrong {
        Wrong { wait_s: Some(600), ..Wrong::new(StatusCode::SERVICE_UNAVAILABLE, "handing-photo-room", 0) }
    }

    /// Too many come at the same time.
    pub fn busy() -> Wrong {
        Wrong { wait_s: Some(15), ..Wrong::new(StatusCode::SERVICE_UNAVAILABLE, "handing-photo-busy", 0) }
    }

    fn paced(wait_s: u64) -> Wrong {
        Wrong { wait_s: Some(wait_s), ..Wrong::new(StatusCode::TOO_MANY_REQUESTS, "handing-photo-busy", 0) }
    }

    /// What the desk says of a photograph; `None` for anything else that it says.
    pub fn of(refusal: &Refusal) -> Option<Wrong> {
        let id = match refusal.code {
            "photo.too-many" => "handing-photo-many",
            "photo.large" => "handing-photo-large",
            "photo.size" => "handing-photo-size",
            "photo.other" => "handing-photo-other",
            "photo.unusual" => "handing-photo-unusual",
            "photo.unknown" => "handing-photo-unknown",
            "photo.cut" => "handing-photo-cut",
            "photo.damaged" => "handing-photo-damaged",
            _ => return None,
        };
        let said = |name| refusal.args.get(name).cloned().unwrap_or_default();
        let number = said("number").parse().unwrap_or_default();
        Some(Wrong { kind: said("kind"), ..Wrong::new(StatusCode::BAD_REQUEST, id, number) })
    }

    /// The sentence.
    pub fn say(&self, house: &House, lang: &str) -> String {
        let size = if self.id == "handing-photo-large" { PHOTO_BYTES_MAX } else { UPLOAD_BYTES_MAX } / MIB;
        let args = Args::new()
            .with("number", self.number)
            .with("kind", self.kind.clone())
            .with("max", PHOTOS_MAX)
            .with("size", size)
            .with("field", FIELDS[0]);
        house.words.say(lang, self.id, &args)
    }

    /// The same as the standard writes errors.
    pub fn errors(&self, house: &House) -> Errors {
        Errors::from(ErrorEntry { code: self.status.as_u16(), description: self.say(house, "en") })
    }
}

/// Whether a form is of the kind that holds files.
pub(crate) fn holds_files(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
}

/// Whether a request may take as long as photographs do.
pub(crate) fn is_upload(request: &Request) -> bool {
    let path = request.uri().path();
    let door = path.ends_with("/report") || path.contains("/open311/v2/requests.");
    *request.method() == Method::POST && door && holds_files(request.headers())
}

/// Reads all of it, or says what is wrong; what was read until then comes back too.
pub(crate) async fn read(house: &House, caller: Caller, request: Request) -> Result<Form, Unread> {
    let mut form = Form::default();
    let begun = tokio::time::timeout(
        Duration::from_millis(house.config.paces.upload_ms),
        whole(house, caller, request, &mut form),
    );
    let wrong = match begun.await {
        Ok(Ok(())) => return Ok(form),
        Ok(Err(wrong)) => wrong,
        Err(_) => Wrong::new(StatusCode::REQUEST_TIMEOUT, "handing-photo-slow", 0),
    };
    Err(Unread { fields: form.fields, wrong })
}

async fn whole(house: &House, caller: Caller, mut request: Request, form: &mut Form) -> Result<(), Wrong> {
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    // Who does not say how much comes is taken to send as much as one may.
    let length: usize = length.unwrap_or(UPLOAD_BYTES_MAX);
    // INVARIANT: what is too large is sent away before it counts, so that nobody uses up the pace of a whole town by
    // announcing more than there is.
    if length > UPLOAD_BYTES_MAX {
        drain(house, request).await;
        return Err(Wrong::new(StatusCode::PAYLOAD_TOO_LARGE, "handing-photo-together", 0));
    }
    let paced = match length > FORM_BYTES_MAX {
        true => house.window.gates.photos.pass_many(caller, length.div_ceil(PACE_BYTES), house.now_ms()),
        false => Ok(()),
    };
    if let Err(wait_s) = paced {
        drain(house, request).await;
        return Err(Wrong::paced(wait_s));
    }
    // What stands around the fields takes some bytes, too, and who sends without a length is stopped here.
    DefaultBodyLimit::max(UPLOAD_BYTES_MAX + FORM_BYTES_MAX).apply(&mut request);
    let hold = Arc::new(house.window.room.enter(caller));
    form.hold = Some(Arc::clone(&hold));
    let watched = Arc::clone(&hold);
    let counted = request.map(|body| {
        Body::from_stream(body.into_data_stream().map(move |chunk| match chunk {
            Ok(chunk) if watched.grow(chunk.len()) => Ok(chunk),
            Ok(_) => Err(axum::Error::new(std::io::Error::other("there is no room"))),
            Err(error) => Err(error),
        }))
    });
    let parts = Multipart::from_request(counted, &()).await;
    let mut parts = parts.map_err(|_| Wrong::new(StatusCode::BAD_REQUEST, "handing-form-cut", 0))?;
    let Err(wrong) = parts_of(house, &mut parts, form).await else { return Ok(()) };
    if hold.was_full() {
        return Err(Wrong::busy());
    }
    if wrong.status != StatusCode::REQUEST_TIMEOUT {
        pass_over(house, &mut parts).await;
    }
    Err(wrong)
}

/// What comes behind a part that was refused is read and not kept.
async fn pass_over(house: &House, parts: &mut Multipart) {
    while let Ok(Some(mut part)) = moving(house, parts.next_field()).await {
        while let Ok(Some(_)) = moving(house, part.chunk()).await {}
    }
}

async fn parts_of(house: &House, parts: &mut Multipart, form: &mut Form) -> Result<(), Wrong> {
    let mut text_bytes = 0;
    loop {
        let Some(part) = moving(house, parts.next_field()).await? else { return Ok(()) };
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_none() && !FIELDS.contains(&name.as_str()) {
            let value = content(house, part, FORM_BYTES_MAX, ("handing-form-cut", 0)).await?;
            text_bytes += name.len() + value.len();
            if text_bytes > FORM_BYTES_MAX || form.fields.len() >= FORM_FIELDS_MAX {
                return Err(Wrong::new(StatusCode::PAYLOAD_TOO_LARGE, "handing-form-cut", 0));
            }
            let Ok(value) = String::from_utf8(value) else {
                return Err(Wrong::new(StatusCode::BAD_REQUEST, "handing-form-cut", 0));
            };
            form.fields.push((Cow::Owned(name), Cow::Owned(value)));
            continue;
        }
        let number = form.photos.len() + 1;
        let bytes = content(house, part, PHOTO_BYTES_MAX, ("handing-photo-large", number)).await?;
        // A browser sends an empty file where none was chosen.
        if bytes.is_empty() {
            continue;
        }
        if !FIELDS.contains(&name.as_str()) {
            return Err(Wrong::new(StatusCode::BAD_REQUEST, "handing-photo-field", number));
        }
        if number > PHOTOS_MAX {
            return Err(Wrong::new(StatusCode::BAD_REQUEST, "handing-photo-many", number));
        }
        form.photos.push(bytes);
    }
}

/// All bytes of a part, of which there are so many at most. The rest of one that is too large is left to be thrown away.
async fn content(
    house: &House,
    mut part: Part<'_>,
    max: usize,
    (id, number): (&'static str, usize),
) -> Result<Vec<u8>, Wrong> {
    let mut bytes = Vec::new();
    let mut large = false;
    while let Some(chunk) = moving(house, part.chunk()).await? {
        let chunk: Bytes = chunk;
        large |= bytes.len() + chunk.len() > max;
        if !large {
            bytes.extend_from_slice(&chunk);
        }
    }
    if large { Err(Wrong::new(StatusCode::PAYLOAD_TOO_LARGE, id, number)) } else { Ok(bytes) }
}

/// The next piece, if it comes in time.
async fn moving<T>(
    house: &House,
    next: impl Future<Output = Result<T, MultipartError>>,
) -> Result<T, Wrong> {
    match tokio::time::timeout(Duration::from_millis(house.config.paces.upload_still_ms), next).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Wrong::new(StatusCode::PAYLOAD_TOO_LARGE, "handing-photo-together", 0))
        }
        Ok(Err(_)) => Err(Wrong::new(StatusCode::BAD_REQUEST, "handing-form-cut", 0)),
        Err(_) => Err(Wrong::new(StatusCode::REQUEST_TIMEOUT, "handing-photo-slow", 0)),
    }
}

/// Reads to the end and keeps nothing, so that the answer finds somebody who listens.
async fn drain(house: &House, request: Request) {
    let mut body = request.into_body().into_data_stream();
    let mut bytes = 0;
    while let Ok(Some(Ok(chunk))) =
        tokio::time::timeout(Duration::from_millis(house.config.paces.upload_still_ms), body.next()).await
        && bytes <= REFUSED_BYTES_MAX
    {
        bytes += chunk.len();
    }
}
