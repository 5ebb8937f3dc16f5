//! Changes as they happen: a WebSocket, and a long poll for readers without one.
//!
//! A stream carries what changed, never the content: whoever is told opens the item, which is a request of its
//! own. Before each delivery the session is put together anew from the grant and opened changes with what it
//! may see then, so that a grant that ends ends the stream.

mod allowed;
pub(crate) mod ring;
mod socket;

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::Response;
use kulla_guard::access::StreamId;
use kulla_record::{Kind, Session};
use serde::Deserialize;

use crate::api::wire::live::{ChangePage, ChangeSeen};
use crate::entered::{Entered, session_of};
use crate::house::{House, lock};
use crate::problem::Problem;
use crate::route::Route;
pub use ring::RING_CHANGES_MAX;
use ring::{Change, Found};

/// Changes that are handed over at once.
pub const BATCH_CHANGES_MAX: usize = 256;
/// The longest that a long poll waits, in seconds.
pub const POLL_WAIT_S_MAX: u64 = 25;
/// Bytes of a message that a client may send over a socket.
pub const SOCKET_MESSAGE_BYTES_MAX: usize = 4_096;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/live", "Changes over a WebSocket", live),
        Route::get("/changes", "Changes behind a cursor, waiting for one if there is none", changes)
            .query(&["after", "wait_s"])
            .gives::<ChangePage>(),
    ]
}

async fn live(
    State(house): State<Arc<House>>,
    entered: Entered,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let stream = Stream::open(&house, entered, None)?;
    Ok(upgrade
        .max_message_size(SOCKET_MESSAGE_BYTES_MAX)
        .max_frame_size(SOCKET_MESSAGE_BYTES_MAX)
        .on_upgrade(move |socket| socket::talk(stream, socket)))
}

#[derive(Deserialize)]
struct Poll {
    after: Option<String>,
    #[serde(default)]
    wait_s: u64,
}

async fn changes(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(poll): Query<Poll>,
) -> Result<Json<ChangePage>, Problem> {
    let mut stream = Stream::open(&house, entered, poll.after.as_deref())?;
    if poll.after.is_none() {
        return Ok(Json(ChangePage { changes: Vec::new(), next: stream.cursor.clone() }));
    }
    let mut told = house.ring.watch();
    let wait = tokio::time::sleep(Duration::from_secs(poll.wait_s.min(POLL_WAIT_S_MAX)));
    tokio::pin!(wait);
    loop {
        told.mark_unchanged();
        match stream.next()? {
            Next::Missed(_) => return Err(gone()),
            Next::Changes(changes) if changes.is_empty() => {}
            Next::Changes(changes) => {
                return Ok(Json(ChangePage { changes, next: stream.cursor.clone() }));
            }
        }
        tokio::select! {
            () = &mut wait => return Ok(Json(ChangePage { changes: Vec::new(), next: stream.cursor.clone() })),
            on = told.changed() => if on.is_err() || *told.borrow() == u64::MAX { return Err(Problem::busy()) },
        }
    }
}

fn gone() -> Problem {
    let detail = "changes behind this cursor are not kept any more: load anew, and begin with a new cursor";
    Problem::new(StatusCode::GONE, "changes.gone", detail)
}

/// What comes next.
enum Next {
    Changes(Vec<ChangeSeen>),
    /// So many that it would have seen, if that is still known.
    Missed(Option<u64>),
}

/// One reader of the ring, with its session and its line in the access log.
struct Stream {
    house: Arc<House>,
    entered: Entered,
    id: StreamId,
    at: u64,
    cursor: String,
}

impl Stream {
    fn open(house: &Arc<House>, entered: Entered, after: Option<&str>) -> Result<Stream, Problem> {
        let session = &entered.actor.session;
        let visible = house.desk.visible(session);
        let (at, cursor) = match after {
            Some(cursor) => (house.ring.place(cursor).ok_or_else(gone)?, cursor.to_owned()),
            None => house.ring.newest(&visible),
        };
        let seen = house.desk.seen_as(&visible);
        let opened = lock(&house.counts).stream_opened(session, seen, &cursor, house.now_ms());
        let id = opened.map_err(|refusal| Problem::refusal(StatusCode::SERVICE_UNAVAILABLE, &refusal))?;
        Ok(Stream { house: Arc::clone(house), entered, id, at, cursor })
    }

    /// The session as it stands now; an error when the stream has to end.
    fn session(&self) -> Result<Session, Problem> {
        let ended = || {
            let refusal = kulla_guard::Refusal::new("session.ended", "this session has ended: enter again");
            Problem::no_session(&refusal)
        };
        if !self.house.seats.still(&self.entered.shown, self.house.now_ms()) {
            return Err(ended());
        }
        session_of(&self.house, &self.entered.seat).ok_or_else(ended)
    }

    // INVARIANT: what is handed over was opened with what the session may see at this moment.
    fn next(&mut self) -> Result<Next, Problem> {
        let (visible, found) = loop {
            let people = self.house.desk.people_changes();
            let visible = self.house.desk.visible(&self.session()?);
            let found = self.house.ring.read(self.at, &visible, BATCH_CHANGES_MAX);
            // Somebody's grant changed meanwhile, perhaps this one: what was found is of before.
            if self.house.desk.people_changes() == people {
                break (visible, found);
            }
        };
        let now = self.house.now_ms();
        let (changes, at) = match found {
            Found::Changes { changes, at } => (changes, at),
            Found::Missed { at, changes } => {
                self.at = at;
                self.cursor = self.house.ring.newest(&visible).1;
                self.house.metrics.add("kulla_stream_missed_total", String::new(), 1);
                return Ok(Next::Missed(changes));
            }
        };
        self.at = at;
        let Some(last) = changes.last() else { return Ok(Next::Changes(Vec::new())) };
        self.cursor.clone_from(&last.cursor);
        let count = changes.len() as u64;
        self.house.metrics.add("kulla_stream_deliveries_total", String::new(), count);
        let seen = self.house.desk.seen_as(&visible);
        let mut counts = lock(&self.house.counts);
        let over = counts.looked_again(self.id, seen, now);
        let full = counts.delivered(self.id, &self.cursor, count, now);
        drop(counts);
        lock(&self.house.looked).put(over.into_iter().chain(full));
        Ok(Next::Changes(changes.into_iter().map(seen_as).collect()))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let over = lock(&self.house.counts).stream_closed(self.id, self.house.now_ms());
        lock(&self.house.looked).put(over);
    }
}

/// Which part of the queue a change may touch.
fn seen_as(change: Change) -> ChangeSeen {
    let want = match &change.kind {
        kind if kind.is_signal() || *kind == Kind::ASSESSMENT => Some("triage"),
        kind if *kind == Kind::TASK => Some("task"),
        kind if *kind == Kind::DRAFT => Some("sign"),
        _ => None,
    };
    ChangeSeen {
        cursor: change.cursor,
        subject: change.subject,
        kind: change.kind.to_string(),
        version: change.version,
        want: want.map(str::to_owned),
    }
}
