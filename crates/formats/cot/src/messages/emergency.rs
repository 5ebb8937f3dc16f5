//! Why: a cry for help must not hang on a client's spelling. The type of the event says which it is, or
//! `emergency` does; either is enough.

use std::borrow::Cow;

use super::{PING_STALE_MS, Stamp};
use crate::detail::{Contact, Emergency, Link};
use crate::event::Event;
use crate::point::Point;

/// The kinds of alert, as ATAK has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alert {
    /// `b-a-o-tbl`: someone calls for help.
    Call911,
    /// `b-a-o-pan`: someone rings the bell.
    RingTheBell,
    /// `b-a-o-opn`: someone is in contact with an opponent.
    InContact,
    /// `b-a-g`: a fence on the map was crossed.
    GeoFence,
    /// `b-a-o-c`: any other.
    Custom,
}

const CANCEL: &str = "b-a-o-can";

impl Alert {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Call911, Self::RingTheBell, Self::InContact, Self::GeoFence, Self::Custom];

    /// The CoT type.
    pub fn type_(self) -> &'static str {
        match self {
            Self::Call911 => "b-a-o-tbl",
            Self::RingTheBell => "b-a-o-pan",
            Self::InContact => "b-a-o-opn",
            Self::GeoFence => "b-a-g",
            Self::Custom => "b-a-o-c",
        }
    }

    /// The words of `emergency type`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Call911 => "911 Alert",
            Self::RingTheBell => "Ring The Bell",
            Self::InContact => "In Contact",
            Self::GeoFence => "Geo-fence Breached",
            Self::Custom => "Custom",
        }
    }
}

/// What an event says about an alert. The event's uid names the alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It is on.
    Raised(Alert),
    /// It is over.
    Cancelled,
}

/// Raises an alert. ATAK's uid is that of the device with `-9-1-1` after it; `device` is the device's own.
pub fn raise<'a>(stamp: Stamp<'a>, alert: Alert, device: &str, callsign: &str, point: Point) -> Event<'a> {
    let words = Emergency { type_: Some(alert.words().into()), cancel: None, text: callsign.into() };
    make(stamp, alert.type_(), &words, device, callsign, point)
}

/// Ends the alert of the same uid.
pub fn cancel<'a>(stamp: Stamp<'a>, device: &str, callsign: &str, point: Point) -> Event<'a> {
    let words = Emergency { type_: None, cancel: Some(true), text: callsign.into() };
    make(stamp, CANCEL, &words, device, callsign, point)
}

fn make<'a>(
    stamp: Stamp<'a>,
    type_: &'static str,
    words: &Emergency<'_>,
    device: &str,
    callsign: &str,
    point: Point,
) -> Event<'a> {
    let mut event = Event::new(stamp.uid, type_, "m-g", stamp.time, PING_STALE_MS, point);
    event.detail.push(&Link {
        uid: Some(device.into()),
        type_: Some("a-f-G-U-C".into()),
        relation: Some("p-p".into()),
        ..Link::default()
    });
    let callsign = Cow::Owned(format!("{callsign}-Alert"));
    event.detail.push(&Contact { callsign: Some(callsign), ..Contact::default() });
    event.detail.push(words);
    event
}

/// Recognises an alert or the end of one. An event under `b-a-o` of no known kind is an alert all the same.
pub fn of(event: &Event<'_>) -> Option<Said> {
    let kind = event.kind();
    let words = event.detail.emergency();
    let cancelled = words.as_ref().and_then(|w| w.cancel) == Some(true);
    if kind.base() == CANCEL || (cancelled && kind.is_under("b-a")) {
        return Some(Said::Cancelled);
    }
    if let Some(alert) = Alert::ALL.into_iter().find(|alert| kind.base() == alert.type_()) {
        return Some(Said::Raised(alert));
    }
    let spelled = words.and_then(|words| words.type_).unwrap_or_default();
    let named = Alert::ALL.into_iter().find(|alert| alert.words().eq_ignore_ascii_case(&spelled));
    match named {
        // `<emergency type="911"/>` on a marker is ATAK's older way.
        None if spelled.starts_with("911") => Some(Said::Raised(Alert::Call911)),
        None if kind.is_under("b-a-o") => Some(Said::Raised(Alert::Custom)),
        named => named.map(Said::Raised),
    }
}
