//! Copies of what everybody may read: a crowd costs little more than the bytes that it is sent.
//!
//! On the day of a flood the whole country opens one page. So a page or feed is made once and handed out as it is,
//! until a warning changes or the second is over, whichever comes first: within a second every copy is made anew,
//! because what holds also ends by itself. Whoever asks after a warning was shown gets it: before a copy is handed
//! out it is looked at whether the picture has moved, and if it has, whether the warnings are still the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use kulla_record::label::Word;
use kulla_record::{RecordId, Session};
use sha2::{Digest, Sha256};

use super::page::{Kept, keep};
use super::shelf::Shelf;
use super::stage::Stage;
use crate::house::{House, lock};
use crate::problem::Problem;

/// Copies that are held at the same time.
const COPIES_MAX: usize = 256;
/// Bytes of all of them together.
const COPIES_BYTES_MAX: usize = 32 << 20;

/// A document as it goes out, with its ETag.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    bytes: Bytes,
    headers: HeaderMap,
}

impl Document {
    /// Of these bytes, which shared caches may keep for some seconds.
    pub fn new(bytes: String, media: &'static str, kept_s: u32) -> Document {
        let tag: String = Sha256::digest(&bytes)[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        keep(&mut headers, Kept::Public { seconds: kept_s });
        let made = Document { bytes: bytes.into(), headers };
        made.with(header::ETAG, HeaderValue::try_from(format!("\"{tag}\"")).ok())
    }

    /// With one more header, if there is a value.
    pub fn with(mut self, name: header::HeaderName, value: Option<HeaderValue>) -> Document {
        if let Some(value) = value {
            self.headers.insert(name, value);
        }
        self
    }

    /// The answer: the bytes, or 304 to who has them already.
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        let mut answer = Response::new(Body::empty());
        *answer.headers_mut() = self.headers.clone();
        if self.is_known(asked) {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            answer.headers_mut().remove(header::CONTENT_TYPE);
        } else {
            *answer.body_mut() = Body::from(self.bytes.clone());
        }
        answer
    }

    fn is_known(&self, asked: &HeaderMap) -> bool {
        let value = |headers: &HeaderMap, name| {
            headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).map(str::to_owned)
        };
        let Some(known) = value(asked, header::IF_NONE_MATCH) else { return false };
        let tag = value(&self.headers, header::ETAG).unwrap_or_default();
        known.split(',').any(|each| each.trim().trim_start_matches("W/") == tag || each.trim() == "*")
    }
}

/// Which document: where it stands, and which page in which language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    stage: Stage,
    page: String,
}

/// What a copy was made from: it holds while both are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    warnings: Warnings,
    second: u64,
}

/// The newest version of any warning that everybody may read, and how many there are.
type Warnings = (Option<RecordId>, usize);

#[derive(Default)]
struct State {
    copies: HashMap<Key, (Stamp, Document)>,
    bytes: usize,
    /// The warnings of each exercise, and how much the picture showed when they were looked at.
    warnings: HashMap<Option<Word>, (u64, Warnings)>,
}

/// The copies of one node. Held for a moment only.
#[derive(Default)]
pub(crate) struct Copies(Mutex<State>);

impl Copies {
    /// The copy, if it still holds; nothing is read for this.
    fn fresh(&self, house: &House, key: &Key) -> Option<Document> {
        let (shown, second) = (house.desk.shown(), house.now_ms() / 1_000);
        let state = lock(&self.0);
        let (looked, warnings) = *state.warnings.get(&key.stage.exercise)?;
        let (stamp, document) = state.copies.get(key)?;
        (looked == shown && *stamp == Stamp { warnings, second }).then(|| document.clone())
    }

    /// Looks at the warnings. INVARIANT: how much the picture shows is read before the warnings are, so that what
    /// came in between makes a copy old and never wrong.
    fn stamp(&self, house: &House, public: &Session) -> Result<Stamp, Problem> {
        let (shown, second) = (house.desk.shown(), house.now_ms() / 1_000);
        let warnings = Shelf::new(house, public).state()?;
        lock(&self.0).warnings.insert(public.exercise.clone(), (shown, warnings));
        Ok(Stamp { warnings, second })
    }

    fn put(&self, key: Key, stamp: Stamp, document: Document) {
        let mut state = lock(&self.0);
        let new = document.bytes.len();
        let old = state.copies.get(&key).map(|(_, document)| document.bytes.len());
        let full = old.is_none() && state.copies.len() >= COPIES_MAX;
        if full || state.bytes + new > COPIES_BYTES_MAX {
            // They are made anew within the second anyhow.
            state.copies.clear();
            state.bytes = 0;
        }
        if new <= COPIES_BYTES_MAX {
            state.bytes =
                state.bytes + new - state.copies.get(&key).map_or(0, |(_, held)| held.bytes.len());
            state.copies.insert(key, (stamp, document));
        }
    }
}

/// A document for everybody: its copy, or made now. `page` names it together with the stage.
pub(crate) async fn document(
    house: &Arc<House>,
    stage: Stage,
    page: String,
    make: impl FnOnce(&House, &Session, &Stage) -> Result<Document, Problem> + Send + 'static,
) -> Result<Document, Problem> {
    let key = Key { stage, page };
    if let Some(copy) = house.copies.fresh(house, &key) {
        return Ok(copy);
    }
    let exercise = key.stage.exercise.clone();
    let made = house.ask_public(exercise, move |house, public| {
        // Somebody else may have made it while this one waited for its turn.
        let stamp = match house.copies.fresh(house, &key) {
            Some(copy) => return Ok(copy),
            None => house.copies.stamp(house, public)?,
        };
        let held = lock(&house.copies.0).copies.get(&key).filter(|(known, _)| *known == stamp).cloned();
        if let Some((_, copy)) = held {
            return Ok(copy);
        }
        let document = make(house, public, &key.stage)?;
        house.copies.put(key, stamp, document.clone());
        Ok(document)
    });
    made.await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(tag: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, tag.parse().unwrap());
        headers
    }

    fn key(page: usize) -> Key {
        let stage = Stage { exercise: None, base: String::new(), site: "http://kulla.test".into() };
        Key { stage, page: page.to_string() }
    }

    #[test]
    fn who_has_the_bytes_already_is_told_so_and_sent_none() {
        let document = Document::new("water".into(), "text/html", 15);
        let whole = document.answer(&HeaderMap::new());
        let tag = whole.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert_eq!(
            (whole.status(), whole.headers()[header::CONTENT_TYPE].as_bytes()),
            (StatusCode::OK, &b"text/html"[..])
        );
        for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".into()] {
            let answer = document.answer(&asks(&known));
            assert_eq!(
                (answer.status(), answer.headers().get(header::CONTENT_TYPE)),
                (StatusCode::NOT_MODIFIED, None)
            );
        }
        assert_eq!(document.answer(&asks("\"other\"")).status(), StatusCode::OK);
        assert_ne!(Document::new("fire".into(), "text/html", 15).headers[header::ETAG], tag);
    }

    #[test]
    fn however_many_pages_are_asked_for_only_so_many_copies_and_bytes_are_held() {
        let copies = Copies::default();
        let stamp = Stamp { warnings: (None, 0), second: 1 };
        for n in 0..3 * COPIES_MAX {
            copies.put(key(n), stamp, Document::new("x".repeat(n % 7), "text/html", 15));
            copies.put(key(n), stamp, Document::new("x".repeat(n % 5), "text/html", 15));
            let state = lock(&copies.0);
            assert!(state.copies.len() <= COPIES_MAX);
            assert_eq!(state.bytes, state.copies.values().map(|(_, held)| held.bytes.len()).sum::<usize>());
        }
        for n in 0..5 {
            copies.put(key(n), stamp, Document::new("x".repeat(COPIES_BYTES_MAX / 2), "text/html", 15));
            assert!(lock(&copies.0).bytes <= COPIES_BYTES_MAX);
        }
        copies.put(key(9), stamp, Document::new("x".repeat(COPIES_BYTES_MAX + 1), "text/html", 15));
        assert!(lock(&copies.0).bytes <= COPIES_BYTES_MAX, "what is larger than all of it is not kept");
    }
}
