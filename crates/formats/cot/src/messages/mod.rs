//! Why: some events are not about a thing but part of the conversation: keep-alives, deletions, receipts,
//! alerts, notices. Each has one maker and one recogniser here, so that a gateway knows no type by heart.
//!
//! Uids and times are parameters. Source: ATAK-CIV (GeoChat, emergency, delete), TAK Server (ping, missions),
//! and commoncommo for the negotiation.

pub mod chat;
pub mod emergency;
pub mod mission;
pub mod negotiation;

use crate::detail::{ForceDelete, Link, Typed};
use crate::event::Event;
use crate::point::Point;
use crate::time::Time;

/// Which event: its uid and when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp<'a> {
    /// The uid of the event.
    pub uid: &'a str,
    /// When it is made.
    pub time: Time,
}

/// How long keep-alives hold, in milliseconds, as ATAK has it.
pub const PING_STALE_MS: i64 = 10_000;

/// How long notices of a server hold, in milliseconds, as TAK Server has it.
pub const NOTICE_STALE_MS: i64 = 20_000;

const PING: &str = "t-x-c-t";
const PONG: &str = "t-x-c-t-r";
const DELETE: &str = "t-x-d-d";

/// A client asks whether the server is there (`t-x-c-t`). ATAK's uid is its own with `-ping` after it.
pub fn ping(stamp: Stamp<'_>) -> Event<'_> {
    Event::new(stamp.uid, PING, "m-g", stamp.time, PING_STALE_MS, Point::nowhere())
}

/// The server is there (`t-x-c-t-r`). Servers use the uid `takPong`.
pub fn pong(stamp: Stamp<'_>) -> Event<'_> {
    Event::new(stamp.uid, PONG, "h-g-i-g-o", stamp.time, NOTICE_STALE_MS, Point::nowhere())
}

/// Whether it is a ping.
pub fn is_ping(event: &Event<'_>) -> bool {
    event.kind().base() == PING
}

/// Whether it is the answer to a ping.
pub fn is_pong(event: &Event<'_>) -> bool {
    event.kind().base() == PONG
}

/// A thing is to be taken off every map (`t-x-d-d`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// The uid of the thing.
    pub uid: String,
    /// Its type, `none` or empty when not said.
    pub type_: String,
    /// Whether it goes though clients archived it.
    pub force: bool,
}

/// Makes a deletion. The uid of the event is a new one; that of the thing stands in its link.
pub fn delete<'a>(stamp: Stamp<'a>, deletion: &'a Deletion) -> Event<'a> {
    let mut event =
        Event::new(stamp.uid, DELETE, "h-g-i-g-o", stamp.time, NOTICE_STALE_MS, Point::nowhere());
    event.detail.push(&Link {
        uid: Some((&*deletion.uid).into()),
        type_: Some((&*deletion.type_).into()),
        relation: Some(if deletion.force { "none" } else { "p-p" }.into()),
        ..Link::default()
    });
    if deletion.force {
        event.detail.push(&ForceDelete);
    }
    event
}

/// Recognises a deletion. Without a link it deletes nothing.
pub fn deletion(event: &Event<'_>) -> Option<Deletion> {
    if event.kind().base() != DELETE {
        return None;
    }
    let link = event.detail.links().find(|link| link.uid.as_deref().is_some_and(|uid| !uid.is_empty()))?;
    Some(Deletion {
        uid: link.uid.unwrap_or_default().into_owned(),
        type_: link.type_.unwrap_or_default().into_owned(),
        force: event.detail.has(ForceDelete::NAME),
    })
}
