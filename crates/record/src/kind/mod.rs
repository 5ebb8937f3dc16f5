//! The kinds of record, in the folders of the story:
//! signal → assessment → incident → action → warning → lesson, and governance beside them.
//!
//! A body is the JSON of its kind. It is both what the door shows and what the disk keeps, so each type here
//! lives under one promise: **an old program that writes a new version of a subject hands on the fields that
//! it does not know** (`rest`, flattened). Fields are added, never re-used for something else.

pub mod action;
pub mod approval;
pub mod assessment;
pub mod governance;
pub mod incident;
pub mod lesson;
pub mod reporting;
pub mod signal;
pub mod warning;

use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Fields that a newer program wrote and this one does not know.
pub type Rest = serde_json::Map<String, serde_json::Value>;

/// Levels of nesting in the JSON of a body (serde_json stops at 128 by itself; ours is the smaller).
pub const BODY_DEPTH_MAX: usize = 32;

/// The name of a kind. Kinds that this program does not know are kept, carried and proved like all others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(Cow<'static, str>);

macro_rules! kinds {
    ($($(#[$doc:meta])* $constant:ident = $name:literal;)*) => {
        impl Kind {
            $($(#[$doc])* pub const $constant: Kind = Kind(Cow::Borrowed($name));)*
            /// Every kind that this program knows, in the order of the story.
            pub const KNOWN: &'static [Kind] = &[$(Kind::$constant),*];
        }
    };
}

kinds! {
    /// A feed, sensor or desk that signals come from.
    SOURCE = "source";
    /// From a citizen, the field or a partner.
    REPORT = "report";
    /// Who handed a report in, apart from it.
    REPORTER = "reporter";
    /// What an agency decided about a report.
    MODERATION = "moderation";
    /// What everybody is shown of a report.
    NOTICE = "notice";
    /// What a source measured.
    OBSERVATION = "observation";
    /// Something that a machine noticed.
    ALARM = "alarm";
    /// A warning received from others.
    BULLETIN = "bulletin";
    /// What became of a signal: its grade and what was done about it.
    ASSESSMENT = "assessment";
    /// Something that happened and has somebody in charge.
    INCIDENT = "incident";
    /// One line of the chronological log (ICS 214).
    ENTRY = "entry";
    /// Work for somebody, with four clocks.
    TASK = "task";
    /// A crew that can be sent, with what it needs.
    UNIT = "unit";
    /// Something that stands where it stands and that people depend on.
    FACILITY = "facility";
    /// Where people can stay.
    SHELTER = "shelter";
    /// The working paper of a warning: composed, submitted, approved.
    DRAFT = "draft";
    /// One CAP message as it was issued; each is a subject of its own.
    WARNING = "warning";
    /// How one channel took one warning.
    DELIVERY = "delivery";
    /// An exercise as it was played.
    EXERCISE = "exercise";
    /// Something that was thrown into an exercise.
    INJECT = "inject";
    /// One subject has to do with another.
    LINK = "link";
    /// Who a principal is and what they hold.
    GRANT = "grant";
    /// A grant that waits for a second administrator.
    GRANT_CHANGE = "grant-change";
    /// A way to prove who one is was added or taken away.
    CREDENTIAL = "credential";
    /// The text by which a node lets people act.
    POLICY = "policy";
    /// Another text that waits for a second person.
    POLICY_CHANGE = "policy-change";
    /// Somebody read something.
    ACCESS = "access";
    /// One person's approval or refusal of exactly one content.
    DECISION = "decision";
    /// A body that was overwritten on purpose.
    ERASURE = "erasure";
    /// A legal hold that stops erasure and pruning.
    HOLD = "hold";
    /// The log's own beginning and its keys.
    KEY = "key";
    /// The text of an interned label.
    LABEL = "label";
}

impl Kind {
    /// Bytes of the longest name of a kind.
    pub const BYTES_MAX: usize = 32;

    /// Takes 1 to 32 lower-case letters, digits and `-`.
    pub fn new(name: &str) -> Option<Kind> {
        if let Some(known) = Kind::KNOWN.iter().find(|kind| kind.as_str() == name) {
            return Some(known.clone());
        }
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        ((1..=Kind::BYTES_MAX).contains(&name.len()) && plain).then(|| Kind(Cow::Owned(name.to_owned())))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Signals are triaged: somebody looks at each of them and decides what becomes of it.
    pub fn is_signal(&self) -> bool {
        Kind::SIGNALS.contains(self)
    }

    /// The kinds of [`Kind::is_signal`].
    pub const SIGNALS: &'static [Kind] = &[Kind::REPORT, Kind::ALARM, Kind::BULLETIN];

    /// Reference kinds are read by an exercise too, which never writes them (DESIGN §4).
    pub fn is_reference(&self) -> bool {
        matches!(
            self.as_str(),
            "facility" | "unit" | "shelter" | "zone" | "plan" | "source" | "grant" | "label"
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Kind, D::Error> {
        let name = Cow::<'de, str>::deserialize(d)?;
        Kind::new(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("`{name}` is not the name of a kind")))
    }
}

/// The body does not read as its kind.
#[derive(Debug, thiserror::Error)]
#[error("the body of this `{kind}` does not read: {error}")]
pub struct BadBody {
    /// Which kind was asked for.
    pub kind: Kind,
    /// Where and why, in serde's words.
    pub error: serde_json::Error,
}

/// A typed body.
pub trait Body: Serialize + DeserializeOwned {
    /// Its kind.
    const KIND: Kind;

    /// Reads the JSON of a body.
    fn read(json: &[u8]) -> Result<Self, BadBody> {
        serde_json::from_slice(json).map_err(|error| BadBody { kind: Self::KIND, error })
    }

    /// The JSON that is committed to and sealed.
    fn json(&self) -> Vec<u8> {
        // Most bodies fit, and a body that grows is copied each time.
        let mut json = Vec::with_capacity(512);
        // A map with string keys and finite numbers always serialises; `Rest` came out of JSON.
        if serde_json::to_writer(&mut json, self).is_err() {
            json.clear();
        }
        json
    }
}

macro_rules! bodies {
    ($($type:ty = $kind:ident),* $(,)?) => {$(
        impl $crate::kind::Body for $type { const KIND: $crate::Kind = $crate::Kind::$kind; }
    )*};
}
pub(crate) use bodies;
