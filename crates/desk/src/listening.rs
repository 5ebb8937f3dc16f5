//! Where silence is noticed: once a tick, every source that somebody listens for is looked at.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kulla_detect::silence::{self, Heard};
use kulla_picture::{Filter, Item};
use kulla_record::kind::signal::{Alarm, Source};
use kulla_record::{Kind, SubjectId};

use crate::detecting::watched;
use crate::{Desk, Ear, Failure};

/// The property under which turns are taken: a source is silent as a whole.
const VOICE: &str = "voice";

impl Desk {
    /// Raises an alarm for each source that has fallen silent, and clears it when the source speaks again or was
    /// switched off. Gives how many versions were written.
    pub(crate) fn look_for_silence(&self) -> Result<usize, Failure> {
        let alarmed = self.silent_sources()?;
        let mut written = 0;
        for source in self.items_of(Kind::SOURCE, Filter::default())? {
            let Some(register) = source.typed::<Source>() else { continue };
            // The cheap look first: a turn is taken only where something is about to change.
            let silent = alarmed.contains(&source.subject);
            let voice = self.heard_of(source.subject, &register).voice();
            if silent != (voice == silence::Voice::Silent) {
                written += usize::from(self.tell_silence(&source)?);
            }
        }
        Ok(written)
    }

    fn tell_silence(&self, source: &Item) -> Result<bool, Failure> {
        let turn = watched(source.subject, VOICE);
        let _turn = self.turns.take(&self.picture, vec![turn])?;
        let reader = self.keeper.reader();
        // Looked at again under the turn: somebody may have switched the source off in the meantime.
        let Some(source) = reader.head(source.subject)? else { return Ok(false) };
        let Some(register) = source.typed::<Source>() else { return Ok(false) };
        let open = self.open_alarm(&reader, source.subject, silence::NAME, None)?;
        let heard = Heard {
            open: open.as_ref().map(|open| &open.alarm),
            ..self.heard_of(source.subject, &register)
        };
        let Some(alarm) = silence::decide(&heard) else { return Ok(false) };
        self.raise(&source, None, open, alarm, turn)?;
        Ok(true)
    }

    /// What is known of the voice of a source. One that nobody listens for is never late.
    fn heard_of<'a>(&self, source: SubjectId, register: &'a Source) -> Heard<'a> {
        let now = self.now();
        let ear = self.heard.of(source).unwrap_or(Ear { listening_ms: ms(now), heard_ms: None });
        Heard {
            source,
            register,
            listening: at(ear.listening_ms, now),
            last: ear.heard_ms.map(|heard_ms| at(heard_ms, now)),
            open: None,
            now,
        }
    }

    /// Sources whose silence is an alarm that holds.
    fn silent_sources(&self) -> Result<BTreeSet<SubjectId>, Failure> {
        let filter =
            Filter { states: vec!["raised"], agency: Some(silence::NAME.to_owned()), ..Filter::default() };
        let alarms = self.items_of(Kind::ALARM, filter)?;
        Ok(alarms.iter().filter_map(|item| item.typed::<Alarm>()?.source).collect())
    }
}

fn ms(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond()).unwrap_or(0)
}

/// A time that cannot be told is now: it makes nobody late.
fn at(ms: u64, now: Timestamp) -> Timestamp {
    i64::try_from(ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(now)
}
