//! Who looked at what, in a form that can be kept and read.
//!
//! Opening an item is one record. Lists, searches and refusals are counted by session and minute; streams say
//! from which cursor to which they delivered under which set of labels. What the public reads is counted and
//! never listed: nobody is followed through the public pages. A pure state: what comes out of it is for the
//! `access` log, and whoever calls has to write it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::kind::governance::{Access, Streamed};
use kulla_record::label::{Label, Word};
use kulla_record::session::{Assurance, Session};
use kulla_record::{Kind, PrincipalId, SubjectId};

use crate::act::Refusal;
use crate::hex::hex;

/// Sessions and acts that are counted at one time. One more sends the oldest count out early.
pub const COUNTS_MAX: usize = 4_096;
/// Streams that are open at one time.
pub const STREAMS_MAX: usize = 4_096;
/// Length of the interval that is counted, in milliseconds.
pub const INTERVAL_MS: u64 = 60_000;

/// What is counted rather than listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// A list or a map was shown.
    List,
    /// A search was made.
    Search,
    /// Something was refused, or asked for and not there.
    Denied,
    /// Something of the access log itself, or something public, was opened.
    Open,
}

impl Counted {
    const fn word(self) -> &'static str {
        match self {
            Counted::List => "list",
            Counted::Search => "search",
            Counted::Denied => "denied",
            Counted::Open => "open",
        }
    }
}

/// Names an open stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(u64);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Who {
    person: PrincipalId,
    agency: Word,
    purpose: Word,
    exercise: Option<Word>,
}

impl Who {
    pub(crate) fn of(session: &Session) -> Who {
        Who {
            person: session.person,
            agency: session.agency.clone(),
            purpose: session.purpose.clone(),
            exercise: session.exercise.clone(),
        }
    }

    pub(crate) fn access(self, act: &str, count: Count) -> Access {
        Access {
            person: self.person,
            agency: self.agency,
            purpose: self.purpose,
            act: act.to_owned(),
            subject: None,
            kind: None,
            from: timestamp(count.from_ms),
            until: timestamp(count.until_ms),
            count: count.n,
            exercise: self.exercise,
            stream: None,
            second: None,
            rest: serde_json::Map::new(),
        }
    }
}

/// Somebody began a session.
pub fn entered(session: &Session, now_ms: u64) -> Access {
    Who::of(session).access("enter", Count { n: 1, ..Count::starting(now_ms) })
}

/// Somebody who was named was not let in.
pub fn not_entered(session: &Session, now_ms: u64) -> Access {
    Who::of(session).access("enter-refused", Count { n: 1, ..Count::starting(now_ms) })
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    pub from_ms: u64,
    pub until_ms: u64,
    pub n: u64,
}

impl Count {
    fn is_over(&self, now_ms: u64) -> bool {
        // Also when the clock was set back: an interval never spans a jump.
        now_ms / INTERVAL_MS != self.from_ms / INTERVAL_MS
    }

    fn add(&mut self, n: u64, now_ms: u64) {
        self.n += n;
        self.until_ms = self.until_ms.max(now_ms);
    }

    const fn starting(now_ms: u64) -> Count {
        Count { from_ms: now_ms, until_ms: now_ms, n: 0 }
    }
}

struct Stream {
    who: Who,
    count: Count,
    interval: Streamed,
}

impl Stream {
    /// The interval so far, if anything was delivered in it; the next one begins where it ends.
    fn cut(&mut self, now_ms: u64) -> Option<Access> {
        let count = std::mem::replace(&mut self.count, Count::starting(now_ms));
        let interval = self.interval.clone();
        self.interval.after.clone_from(&self.interval.upto);
        (count.n > 0).then(|| Access { stream: Some(interval), ..self.who.clone().access("stream", count) })
    }
}

/// What is being counted.
#[derive(Default)]
pub struct AccessCounts {
    counts: BTreeMap<(Who, Counted), Count>,
    streams: BTreeMap<StreamId, Stream>,
    next_stream: u64,
}

impl AccessCounts {
    /// An item was opened. The record is to be written now; `None` where opening is only counted: the access
    /// log itself, which would else never come to rest, and what the public reads.
    pub fn opened(
        &mut self,
        session: &Session,
        kind: &Kind,
        subject: SubjectId,
        now_ms: u64,
    ) -> Option<Access> {
        if *kind == Kind::ACCESS || session.assurance == Assurance::Anonymous {
            return self.counted(session, Counted::Open, now_ms);
        }
        Some(one(session, "open", (kind, subject), now_ms))
    }

    /// An item was taken out of the house. Always one record, to be written now.
    #[must_use]
    pub fn exported(session: &Session, (kind, subject): (&Kind, SubjectId), now_ms: u64) -> Access {
        one(session, "export", (kind, subject), now_ms)
    }

    /// Something that is only counted. What comes back is a count that had to make way and is to be written.
    #[must_use]
    pub fn counted(&mut self, session: &Session, what: Counted, now_ms: u64) -> Option<Access> {
        let key = (Who::of(session), what);
        let old = self.counts.get(&key).is_some_and(|count| count.is_over(now_ms));
        let out = if old {
            self.take(&key.clone())
        } else if self.counts.len() >= COUNTS_MAX && !self.counts.contains_key(&key) {
            let oldest =
                self.counts.iter().min_by_key(|(_, count)| count.from_ms).map(|(key, _)| key.clone());
            oldest.and_then(|key| self.take(&key))
        } else {
            None
        };
        self.counts.entry(key).or_insert(Count::starting(now_ms)).add(1, now_ms);
        out
    }

    /// A stream begins after this cursor, under this set of labels ([`crate::Readers::fingerprint`]).
    pub fn stream_opened(
        &mut self,
        session: &Session,
        visible: [u8; 32],
        after: &str,
        now_ms: u64,
    ) -> Result<StreamId, Refusal> {
        if self.streams.len() >= STREAMS_MAX {
            return Err(Refusal::new(
                "stream.full",
                format!("{STREAMS_MAX} streams are open on this node: close one that is not needed"),
            ));
        }
        let id = StreamId(self.next_stream);
        self.next_stream += 1;
        let interval = Streamed {
            after: after.to_owned(),
            upto: after.to_owned(),
            visible: hex(&visible),
            rest: serde_json::Map::new(),
        };
        let stream = Stream { who: Who::of(session), count: Count::starting(now_ms), interval };
        self.streams.insert(id, stream);
        Ok(id)
    }

    /// A stream delivered `items` up to this cursor. What comes back is an interval that is over.
    #[must_use]
    pub fn delivered(&mut self, id: StreamId, upto: &str, items: u64, now_ms: u64) -> Option<Access> {
        let stream = self.streams.get_mut(&id)?;
        let over = if stream.count.is_over(now_ms) { stream.cut(now_ms) } else { None };
        upto.clone_into(&mut stream.interval.upto);
        stream.count.add(items, now_ms);
        over
    }

    /// A stream looked again and sees another set of labels now: an interval has one set.
    #[must_use]
    pub fn looked_again(&mut self, id: StreamId, visible: [u8; 32], now_ms: u64) -> Option<Access> {
        let stream = self.streams.get_mut(&id)?;
        let visible = hex(&visible);
        if stream.interval.visible == visible {
            return None;
        }
        let over = stream.cut(now_ms);
        stream.interval.visible = visible;
        over
    }

    /// A stream ends.
    #[must_use]
    pub fn stream_closed(&mut self, id: StreamId, now_ms: u64) -> Option<Access> {
        self.streams.remove(&id).and_then(|mut stream| stream.cut(now_ms))
    }

    /// All intervals that are over, to be written. To be called about once a minute.
    #[must_use]
    pub fn drain(&mut self, now_ms: u64) -> Vec<Access> {
        let over: Vec<_> = self
            .counts
            .iter()
            .filter(|(_, count)| count.is_over(now_ms))
            .map(|(key, _)| key.clone())
            .collect();
        let mut out: Vec<Access> = over.iter().filter_map(|key| self.take(key)).collect();
        let streams = self.streams.values_mut().filter(|stream| stream.count.is_over(now_ms));
        out.extend(streams.filter_map(|stream| stream.cut(now_ms)));
        out
    }

    /// Everything, also what is not over: at a stop.
    #[must_use]
    pub fn drain_all(&mut self, now_ms: u64) -> Vec<Access> {
        let counts = std::mem::take(&mut self.counts).into_iter();
        let mut out: Vec<Access> =
            counts.map(|((who, what), count)| who.access(what.word(), count)).collect();
        out.extend(self.streams.values_mut().filter_map(|stream| stream.cut(now_ms)));
        out
    }

    fn take(&mut self, key: &(Who, Counted)) -> Option<Access> {
        self.counts.remove(key).map(|count| key.0.clone().access(key.1.word(), count))
    }
}

/// Whether the access record has to be durable before the answer goes out: from RESTRICTED up. `restricted` is
/// the level of that name in each policy; a policy that it does not know counts as above it.
pub fn durable_first(label: &Label, restricted: &BTreeMap<Word, u8>) -> bool {
    label.levels.iter().any(|(policy, level)| restricted.get(policy).is_none_or(|from| level >= from))
}

fn one(session: &Session, act: &str, (kind, subject): (&Kind, SubjectId), now_ms: u64) -> Access {
    let count = Count { n: 1, ..Count::starting(now_ms) };
    Access { subject: Some(subject), kind: Some(kind.clone()), ..Who::of(session).access(act, count) }
}

fn timestamp(ms: u64) -> Timestamp {
    i64::try_from(ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX)
}
