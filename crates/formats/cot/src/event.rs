//! Why: one type for an event that was read (borrowing from its frame) and one that is composed (owning its
//! text), so that everything that asks or changes an event is written once.
//!
//! Source: `Event-PUBLIC.xsd` of CoT 2.0 (MITRE, public release), element `event`.

use std::borrow::Cow;

use crate::detail::Detail;
use crate::kind::Kind;
use crate::point::Point;
use crate::time::Time;

/// A CoT 2.0 event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<'a> {
    /// The version of the schema, `2.0`.
    pub version: Cow<'a, str>,
    /// Names the thing that the event is about, for all time.
    pub uid: Cow<'a, str>,
    /// The type as written, a suffix after `;` included; see [`Event::kind`].
    pub type_: Cow<'a, str>,
    /// How the coordinates came about, such as `m-g` or `h-e`; empty when not said.
    pub how: Cow<'a, str>,
    /// When the event was made.
    pub time: Time,
    /// From when it holds.
    pub start: Time,
    /// Until when it holds.
    pub stale: Time,
    /// Who may have it, in the sender's words.
    pub access: Option<Cow<'a, str>>,
    /// Quality of service that the sender asks for.
    pub qos: Option<Cow<'a, str>>,
    /// `o` operation, `e` exercise, `s` simulation, each perhaps with a name after `-`; see
    /// [`Event::exercise`].
    pub opex: Option<Cow<'a, str>>,
    /// Handling caveat.
    pub caveat: Option<Cow<'a, str>>,
    /// `releaseableTo`: nations it may be released to.
    pub releaseable_to: Option<Cow<'a, str>>,
    /// Attributes that CoT does not define, in their order.
    pub other: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Where.
    pub point: Point,
    /// Everything else.
    pub detail: Detail<'a>,
    /// Elements beside `point` and `detail`, byte for byte. CoT has none, but they are kept.
    pub(crate) beside: Cow<'a, str>,
}

impl<'a> Event<'a> {
    /// An event with nothing but what each event has. It is stale `stale_ms` after `time`.
    pub fn new(
        uid: impl Into<Cow<'a, str>>,
        type_: impl Into<Cow<'a, str>>,
        how: impl Into<Cow<'a, str>>,
        time: Time,
        stale_ms: i64,
        point: Point,
    ) -> Self {
        Self {
            version: Cow::Borrowed("2.0"),
            uid: uid.into(),
            type_: type_.into(),
            how: how.into(),
            time,
            start: time,
            stale: time.plus_millis(stale_ms),
            access: None,
            qos: None,
            opex: None,
            caveat: None,
            releaseable_to: None,
            other: Vec::new(),
            point,
            detail: Detail::default(),
            beside: Cow::Borrowed(""),
        }
    }

    /// The type, to ask questions of.
    pub fn kind(&self) -> Kind<'_> {
        Kind(&self.type_)
    }

    /// The name of the exercise or simulation that the event belongs to, `Some("")` when it has no name,
    /// `None` for an operation or when nothing is said (CoT 2.0 `opex`).
    ///
    /// Whatever is not plainly an operation counts as an exercise: a drill must not pass for the real thing.
    pub fn exercise(&self) -> Option<&str> {
        let opex = self.opex.as_deref()?.trim();
        let (kind, name) = opex.split_once('-').unwrap_or((opex, ""));
        match kind {
            "" | "o" | "O" => None,
            "e" | "E" | "s" | "S" => Some(name),
            _ => Some(opex),
        }
    }

    /// Elements beside `point` and `detail`, byte for byte. CoT has none, but what is sent is kept.
    pub fn beside(&self) -> &str {
        &self.beside
    }

    /// The same event, owning its text.
    pub fn into_owned(self) -> Event<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        Event {
            version: own(self.version),
            uid: own(self.uid),
            type_: own(self.type_),
            how: own(self.how),
            time: self.time,
            start: self.start,
            stale: self.stale,
            access: self.access.map(own),
            qos: self.qos.map(own),
            opex: self.opex.map(own),
            caveat: self.caveat.map(own),
            releaseable_to: self.releaseable_to.map(own),
            other: self.other.into_iter().map(|(name, value)| (own(name), own(value))).collect(),
            point: self.point,
            detail: self.detail.into_owned(),
            beside: own(self.beside),
        }
    }
}
