//! What machines write by themselves: the register of sources, and what sources say.
//!
//! A source has no session, so it reads nothing and chooses nothing: what it says is written by the node's own
//! principal, under the label that the profile gives to what the owner's agency holds. Everything else is as
//! for people: turns are taken, one append carries it all, and the log decides what is true.

use std::time::Duration;

use kulla_picture::{Filter, Item};
use kulla_record::decision::{Change, Version, Written};
use kulla_record::kind::Body;
use kulla_record::kind::signal::Source;
use kulla_record::label::{Label, Word};
use kulla_record::{Kind, RecordId, SubjectId};

use crate::failure::refused;
use crate::labelling::Composer;
use crate::logs::NodeLog;
use crate::plan::{Hand, Plan, Step, Under};
use crate::{Desk, Failure, Seen};

/// Subjects that one source may note at once.
pub const NOTED_MAX: usize = 256;

/// Who listed a source: a field of its record, so that a file retires what a file brought in and nothing else.
const LISTED_BY: (&str, &str) = ("listed_by", "file");

/// A source as the desk knows it: who answers for it, and where what it says is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feeder {
    /// Its `source` record.
    pub source: SubjectId,
    /// The agency that answers for it.
    pub agency: Word,
    /// The exercise that it feeds; `None` for real work.
    pub exercise: Option<Word>,
}

/// Makes the next version of a subject from the one before it.
type Next<'a> = Box<dyn FnOnce(Option<&Item>) -> Option<Written> + 'a>;

/// One subject that a source has something to say about.
pub struct Noted<'a> {
    subject: SubjectId,
    next: Next<'a>,
}

impl<'a> Noted<'a> {
    /// `next` gets the newest version, if there is one that reads, and gives the one to write, if there is one.
    pub fn of<B>(subject: SubjectId, next: impl FnOnce(Option<B>) -> Option<B> + 'a) -> Noted<'a>
    where
        B: Body + Into<Written>,
    {
        Noted { subject, next: Box::new(|head| next(head.and_then(Item::typed::<B>)).map(Into::into)) }
    }
}

fn by_file(source: &Source) -> bool {
    source.rest.get(LISTED_BY.0).and_then(|by| by.as_str()) == Some(LISTED_BY.1)
}

/// The one subject of a source: codes are unique among the sources of an owner.
pub fn source_subject(owner: &str, code: &str) -> SubjectId {
    SubjectId::derived(&format!("source {owner} {code}"), SubjectId([0; 16]))
}

impl Desk {
    /// Writes the register: a version for each source that is new or has changed. Those that an earlier file
    /// listed and this one does not are retired, so that nobody waits for them. Gives the subjects, in the same
    /// order.
    pub fn register_sources(&self, listed: &[Source]) -> Result<Vec<SubjectId>, Failure> {
        let mut subjects = Vec::with_capacity(listed.len());
        for source in listed {
            let subject = source_subject(&source.owner, &source.code);
            let mut source = source.clone();
            source.rest.insert(LISTED_BY.0.into(), LISTED_BY.1.into());
            self.register(subject, &source)?;
            subjects.push(subject);
        }
        for (subject, source) in self.sources()? {
            if by_file(&source) && !source.retired && !subjects.contains(&subject) {
                self.register(subject, &Source { retired: true, ..source })?;
            }
        }
        Ok(subjects)
    }

    /// Every source of the register.
    fn sources(&self) -> Result<Vec<(SubjectId, Source)>, Failure> {
        let items = self.items_of(Kind::SOURCE, Filter::default())?;
        Ok(items.iter().filter_map(|item| Some((item.subject, item.typed::<Source>()?))).collect())
    }

    fn register(&self, subject: SubjectId, source: &Source) -> Result<(), Failure> {
        let owner = Word::new(&source.owner).map_err(|bad| refused("source.owner", bad.to_string()))?;
        // Sources are reference: they stand outside of exercises, and an exercise reads them.
        let feeder = Feeder { source: subject, agency: owner, exercise: None };
        let noted = Noted::of(subject, |head: Option<Source>| {
            // Fields of a newer program are handed on.
            let mut rest = head.as_ref().map(|head| head.rest.clone()).unwrap_or_default();
            rest.extend(source.rest.clone());
            let next = Source { rest, ..source.clone() };
            let same = head.is_some_and(|mut head| {
                // The fingerprint of the command that brought a version in is no part of what it says.
                head.rest.remove(crate::plan::COMMAND_FIELD);
                let mut next = next.clone();
                next.rest.remove(crate::plan::COMMAND_FIELD);
                head == next
            });
            (!same).then_some(next)
        });
        self.note(&feeder, self.new_id(), vec![noted]).map(|_| ())
    }

    /// Writes what a source says, as one atomic append under an id that the caller drew: handed in again, it is
    /// written once. Gives how many versions were written.
    pub fn note(&self, feeder: &Feeder, id: RecordId, noted: Vec<Noted<'_>>) -> Result<usize, Failure> {
        if noted.len() > NOTED_MAX {
            let message = format!("a source notes at most {NOTED_MAX} subjects at once: send fewer");
            return Err(refused("source.too-much", message));
        }
        let mut subjects: Vec<SubjectId> = noted.iter().map(|noted| noted.subject).collect();
        subjects.push(SubjectId(id.0));
        self.takes_in()?;
        // INVARIANT: held until the records are durable, so that a count is never added to an old version.
        let _turn = self.turns.take(&self.picture, subjects)?;
        if self.has_record(id)? {
            return Ok(0);
        }
        let (mut steps, mut seen) = (Vec::new(), Vec::new());
        for Noted { subject, next } in noted {
            let heads = self.keeper.reader().heads(subject)?;
            if let Some(body) = next(heads.first()) {
                // Of several heads it goes on from one; the others stay for a person.
                seen.extend(heads.first().filter(|_| heads.len() > 1).map(|head| head.version));
                let label = self.label_of_agency(&feeder.agency, &body.kind())?;
                let change = Change { subject, version: Version::FirstOrNext, body };
                steps.push(Step { change, under: Under::Derived(label) });
            }
        }
        let count = steps.len();
        let plan = Plan {
            id: Some(id),
            command: [0; 16],
            answer: feeder.source,
            steps,
            seen: Seen::of(seen),
            // What comes next about these subjects waits for its turn; intake does not.
            patience: Duration::ZERO,
        };
        self.carry_out(&self.hand_of(feeder), plan)?;
        Ok(count)
    }

    /// Whether the log holds a record of this id.
    pub fn has_record(&self, id: RecordId) -> Result<bool, Failure> {
        Ok(self.keeper.reader().version(id)?.is_some())
    }

    /// The node's own hand, in the log that a source feeds.
    pub(crate) fn hand_of(&self, feeder: &Feeder) -> Hand<'_> {
        let log: &NodeLog = self.logs.of_exercise(feeder.exercise.as_ref());
        Hand { author: self.machine, log, session: None }
    }

    /// What the profile gives to what an agency holds.
    pub(crate) fn label_of_agency(&self, agency: &Word, kind: &Kind) -> Result<Label, Failure> {
        let composer = Composer {
            profile: self.profile(),
            epochs: self.logs.epochs(),
            agency,
            assignee: None,
            today: self.today(),
        };
        composer.default_for(kind)
    }
}
