//! A made-up year of a made-up country: the same record for the same number on every machine and every run, so
//! that nothing has to be kept in memory or on disk beforehand. A thousand labels, bodies of about 1 KB in a mixture
//! of kinds, places around 38 towns, words as unequally frequent as those of a language.
//!
//! The bench of a whole node (`crates/proving`) takes the same records, so that its figures and those of the
//! picture are about the same thing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::Timestamp;
use kulla_record::kind::{Body, governance::LabelText};
use kulla_record::label::{Atom, Label, Word};
use kulla_record::{Draft, Hlc, Kind, LabelId, PrincipalId, RecordId, SubjectId};

/// Labels that content is filed under, unless a bench says otherwise. They stand first in the log.
pub const LABELS: u64 = 1_000;
/// Towns that places lie around.
pub const TOWNS: u64 = 38;
/// Different words.
pub const WORDS: u64 = 50_000;
/// The year begins here, in milliseconds since 1970: 2026-01-01T00:00:00Z.
pub const BEGIN_MS: u64 = 1_767_225_600_000;
/// The year has as many milliseconds.
pub const YEAR_MS: u64 = 365 * 86_400_000;
/// How far from its town a place lies, in degrees.
const TOWN_DEGREES: f64 = 0.1;
/// Words of one text.
const TEXT_WORDS: u64 = 60;
/// Agencies that labels are for.
const AGENCIES: u64 = 100;

/// The records of one log, by number.
#[derive(Clone, Copy)]
pub struct MadeUp {
    /// How many, labels included.
    pub records: u64,
    /// How many labels.
    pub labels: u64,
}

impl MadeUp {
    /// So many records under [`LABELS`] labels.
    pub const fn of(records: u64) -> MadeUp {
        MadeUp { records, labels: LABELS }
    }

    /// The draft at a place: labels first, content after them.
    pub fn draft(&self, seq: u64) -> Draft {
        if seq < self.labels { self.label(seq) } else { self.content(seq) }
    }

    /// When the record at a place was written, in milliseconds since 1970.
    pub fn at_ms(&self, seq: u64) -> u64 {
        BEGIN_MS
            + u64::try_from(u128::from(seq) * u128::from(YEAR_MS) / u128::from(self.records)).unwrap_or(0)
    }

    /// The id of the record at a place.
    pub fn id(&self, seq: u64) -> RecordId {
        RecordId::v7(self.at_ms(seq), random(seq, 1))
    }

    fn label(&self, number: u64) -> Draft {
        let mut clause: BTreeSet<Atom> = [Atom::Agency(agency(number))].into();
        // Every other label is for one agency more, which so reads about half of everything.
        if number.is_multiple_of(2) {
            clause.insert(Atom::Agency(word_of("dense")));
        }
        let label = Label {
            owner: agency(number),
            levels: BTreeMap::new(),
            need: BTreeSet::new(),
            audience: [clause].into(),
            purposes: BTreeSet::new(),
            basis: format!("made up {number}"),
            controls: BTreeSet::new(),
            personal: false,
            retain_until: jiff::civil::date(2100, 1, 1),
        };
        let id = label_id(number);
        let body = LabelText { label, rest: serde_json::Map::new() }.json();
        self.put(number, Kind::LABEL, (RecordId(id.0), SubjectId(id.0)), Vec::new(), id, body)
    }

    fn content(&self, seq: u64) -> Draft {
        // Every tenth record is a new version of the one six places before it.
        let first = if seq % 10 == 9 && seq >= self.labels + 6 { seq - 6 } else { seq };
        let replaces = if first == seq { Vec::new() } else { vec![self.id(first)] };
        let (kind, body) = self.body(first, seq);
        let label = label_id(skewed(first, 2, 2, self.labels));
        self.put(seq, kind, (self.id(seq), self.subject(first)), replaces, label, body)
    }

    fn subject(&self, first: u64) -> SubjectId {
        SubjectId::v7(self.at_ms(first), random(first, 3))
    }

    fn put(
        &self,
        seq: u64,
        kind: Kind,
        (id, subject): (RecordId, SubjectId),
        replaces: Vec<RecordId>,
        label: LabelId,
        body: Vec<u8>,
    ) -> Draft {
        let author = PrincipalId::v7(BEGIN_MS, random(mix(seq) % 500, 4));
        let mut salt = [0; 32];
        salt[..8].copy_from_slice(&mix(seq).to_be_bytes());
        Draft { id, kind, subject, replaces, at: Hlc::new(self.at_ms(seq), 0), author, label, salt, body }
    }

    /// `first` says what it is about, `seq` which version it is.
    fn body(&self, first: u64, seq: u64) -> (Kind, Vec<u8>) {
        let (title, text, when) = (text(seq, 5), text(mix(seq), TEXT_WORDS), stamp(self.at_ms(first)));
        let place = place(first);
        let incident = self.subject(self.labels + mix(first) % (first - self.labels + 1));
        let (number, agency) = (first - self.labels, agency(mix(first)));
        let severity = ["Minor", "Moderate", "Severe", "Extreme"][(mix(first) % 4) as usize];
        let (kind, body) = match first % 20 {
            0..9 => (
                Kind::REPORT,
                format!(
                    r#"{{"title":"{title}","text":"{text}","lang":"sq","seen":"{when}","place":{place},"severity":"{severity}","from":"112"}}"#
                ),
            ),
            9..13 => (
                Kind::ENTRY,
                format!(
                    r#"{{"incident":"{incident}","when":"{when}","text":"{title} {text}","agency":"{agency}"}}"#
                ),
            ),
            13..16 => (
                Kind::TASK,
                format!(
                    r#"{{"number":"T-{number}","incident":"{incident}","title":"{title}","text":"{text}","agency":"{agency}","state":"{}","place":{place},"sent":"{when}"}}"#,
                    ["sent", "started", "done"][(mix(seq) % 3) as usize]
                ),
            ),
            16..18 => (
                Kind::INCIDENT,
                format!(
                    r#"{{"number":"INC-{number}","title":{{"sq":"{title}","en":"{text}"}},"hazard":"flood","severity":"{severity}","state":"{}","place":{place},"began":"{when}","commander":"{incident}"}}"#,
                    if mix(seq).is_multiple_of(8) { "active" } else { "closed" }
                ),
            ),
            _ => (
                Kind::BULLETIN,
                format!(
                    r#"{{"title":"{title}","identifier":"B-{number}","sender":"met","sent":"{when}","msg_type":"Alert","status":"Actual","severity":"{severity}","effective":"{when}","place":{place},"texts":[{{"lang":"sq","event":"{title}","description":"{text}"}}],"signature":"none","xml":"{text} {text} {text}"}}"#
                ),
            ),
        };
        (kind, body.into_bytes())
    }
}

/// The agency that a label is for.
pub fn agency(number: u64) -> Word {
    word_of(&format!("agency-{}", number % AGENCIES))
}

/// A word of the vocabulary; the lower its number, the more frequent: 3 stands in about four of ten texts, 40,000 in
/// one of two thousand. All have six letters, so none begins another.
pub fn word(number: u64) -> String {
    const HEADS: [&str; 10] = ["b", "d", "g", "k", "l", "m", "p", "r", "s", "t"];
    const TAILS: [&str; 4] = ["a", "e", "i", "u"];
    // Neighbours in number are not neighbours in the alphabet.
    let mixed = number * 27_001 % 64_000;
    [mixed / 1_600, mixed / 40 % 40, mixed % 40]
        .iter()
        .flat_map(|s| [HEADS[(s / 4) as usize], TAILS[(s % 4) as usize]])
        .collect()
}

/// Longitude and latitude of the middle of a town.
pub fn town(number: u64) -> (f64, f64) {
    (20.1 + share(number, 11) * 1.6, 42.0 + share(number, 12) * 1.1)
}

fn place(number: u64) -> String {
    let (lon, lat) = town(mix(number) % TOWNS);
    // The mean of two draws lies nearer to the middle than to the edge.
    let off = |salt| (share(number, salt) + share(number, salt + 1) - 1.0) * TOWN_DEGREES;
    format!(
        r#"{{"words":"{}","geometry":{{"type":"Point","coordinates":[{:.5},{:.5}]}}}}"#,
        text(number, 2),
        lon + off(13),
        lat + off(15)
    )
}

fn text(number: u64, words: u64) -> String {
    let mut text = String::with_capacity(8 * words as usize);
    for n in 0..words {
        let next = word(skewed(number.wrapping_mul(1_031) + n, 7, 4, WORDS));
        // Writing to a string does not fail.
        let _ = write!(text, "{}{next}", if n == 0 { "" } else { " " });
    }
    text
}

fn stamp(unix_ms: u64) -> Timestamp {
    Timestamp::from_millisecond(i64::try_from(unix_ms).unwrap_or(0)).unwrap_or_default()
}

fn label_id(number: u64) -> LabelId {
    LabelId::v7(BEGIN_MS, random(number, 5))
}

fn word_of(text: &str) -> Word {
    Word::new(text).expect("a word of the right form")
}

/// A number below `max`; low ones come more often the higher `power` is.
fn skewed(number: u64, salt: u64, power: i32, max: u64) -> u64 {
    ((share(number, salt).powi(power) * max as f64) as u64).min(max - 1)
}

/// From 0 up to 1.
fn share(number: u64, salt: u64) -> f64 {
    (mix(number ^ salt << 56) >> 11) as f64 / (1_u64 << 53) as f64
}

fn random(number: u64, salt: u64) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&mix(number ^ salt << 56).to_be_bytes());
    bytes
}

/// SplitMix64.
pub fn mix(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}
