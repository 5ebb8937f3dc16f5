//! Who looked at what, on disk: the records of log `access`.
//!
//! Counting is the guard's and the door's; writing is here, because only the desk appends. The label is the
//! profile's default for the agency whose person looked, so that the overseer reads it and the agency's own
//! administrator can't narrow it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::{SignedDuration, Timestamp};
use kulla_picture::Filter;
use kulla_record::kind::Body;
use kulla_record::kind::governance::Access;
use kulla_record::label::{Label, Word};
use kulla_record::{Draft, Kind, PrincipalId, SubjectId};
use kulla_respond::judging::{CANARY, EXPORT};

use crate::failure::refused;
use crate::labelling::Composer;
use crate::{Desk, Failure};

/// The level of every policy from which on reading is on disk before it is answered: RESTRICTED.
const RESTRICTED: u8 = 2;

/// Access records that become durable together; with a label for each agency they are a group that every log takes.
pub const ACCESS_GROUP_MAX: usize = 2_048;

/// Who looked at what could not be written, from one record on.
#[derive(Debug)]
pub struct Unrecorded {
    /// How many are on record.
    pub done: usize,
    /// Why no more are.
    pub failure: Failure,
}

/// In how long what leaves the node is counted together.
const EXPORT_WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// Who takes something out of the node.
#[derive(Debug, Clone, Copy, Default)]
pub struct Exporters {
    /// Who does it.
    pub first: Option<PrincipalId>,
    /// Who else answers for it.
    pub second: Option<PrincipalId>,
}

impl Exporters {
    /// The second of two different persons.
    fn two_persons(&self, taken: u64) -> Result<PrincipalId, Failure> {
        match (self.first, self.second) {
            (Some(first), Some(second)) if first != second => Ok(second),
            _ => Err(refused(
                "export.second",
                format!(
                    "with this {taken} records have left the node within a day, which takes two persons: say who exports (--by) and who else answers for it (--second)"
                ),
            )),
        }
    }
}

impl Desk {
    /// Writes access records, [`ACCESS_GROUP_MAX`] at a time; durable when it returns.
    pub fn record_access(&self, looked: &[Access]) -> Result<(), Unrecorded> {
        for (n, group) in looked.chunks(ACCESS_GROUP_MAX).enumerate() {
            self.record_group(group)
                .map_err(|failure| Unrecorded { done: n * ACCESS_GROUP_MAX, failure })?;
        }
        Ok(())
    }

    fn record_group(&self, looked: &[Access]) -> Result<(), Failure> {
        let log = self.logs.access();
        let (mut drafts, mut labels) = (Vec::with_capacity(looked.len()), BTreeMap::new());
        for access in looked {
            let label = match labels.entry(&access.agency) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => {
                    *new.insert(self.intern(log, &self.access_label(&access.agency)?, &mut drafts)?)
                }
            };
            let id = self.new_id();
            drafts.push(Draft {
                id,
                kind: Kind::ACCESS,
                subject: id.into(),
                replaces: Vec::new(),
                at: self.tick_clock(),
                author: self.machine,
                label,
                salt: self.entropy.bytes(),
                body: access.json(),
            });
        }
        self.append(log, drafts).map(drop)
    }

    /// Notes that these subjects leave the node in a file, one record each; durable when it returns. Without a person
    /// it was whoever holds the terminal, and the node itself stands there. More in a day than one person may take needs a
    /// second one, and is told to the overseers.
    pub fn note_export(
        &self,
        by: &Exporters,
        subjects: &[SubjectId],
        exercise: Option<&Word>,
    ) -> Result<(), Failure> {
        let lead = self.profile.agencies.first().map(|agency| agency.code.clone());
        let agency = by.first.and_then(|by| self.directory().agency_of(by).cloned()).or(lead);
        let purpose = self.profile.people.labels.purpose.first().map(|purpose| purpose.code.clone());
        let (Some(agency), Some(purpose)) = (agency, purpose) else {
            return Err(refused(
                "export.profile",
                "the profile names no agency or no purpose to note it under",
            ));
        };
        let now = self.now();
        let noted = |act: &str, subject: Option<SubjectId>, count: u64| Access {
            person: by.first.unwrap_or(self.machine),
            agency: agency.clone(),
            purpose: purpose.clone(),
            act: act.to_owned(),
            subject,
            kind: subject.and_then(|subject| Some(self.keeper.reader().head(subject).ok()??.kind)),
            from: now,
            until: now,
            count,
            exercise: exercise.cloned(),
            stream: None,
            second: None,
            rest: Default::default(),
        };
        let mut all: Vec<Access> =
            subjects.iter().map(|subject| noted("export", Some(*subject), 1)).collect();
        let taken = self.taken_out(now)? + subjects.len() as u64;
        if taken > self.profile.country.oversight.export_items as u64 {
            let second = by.two_persons(taken)?;
            all.push(Access { second: Some(second), ..noted(EXPORT, None, taken) });
        }
        let watched = subjects.iter().filter(|subject| self.is_canary(**subject, exercise));
        all.extend(watched.map(|subject| noted(CANARY, Some(*subject), 1)));
        self.record_access(&all).map_err(|unrecorded| unrecorded.failure)
    }

    /// How many subjects left the node in files within a day.
    fn taken_out(&self, now: Timestamp) -> Result<u64, Failure> {
        let since = now.saturating_sub(EXPORT_WINDOW).unwrap_or(Timestamp::MIN);
        let filter = Filter {
            kinds: vec![Kind::ACCESS],
            states: vec!["export"],
            since_ms: Some(since.as_millisecond()),
            ..Filter::default()
        };
        Ok(self.keeper.reader().count(&filter)? as u64)
    }

    /// Whether the record of an opening has to be durable before the answer goes out.
    pub fn access_first(&self, label: &Label) -> bool {
        let restricted: BTreeMap<Word, u8> = self
            .profile
            .people
            .labels
            .policy
            .iter()
            .map(|policy| (policy.code.clone(), RESTRICTED))
            .collect();
        kulla_guard::access::durable_first(label, &restricted)
    }

    /// Names the labels of a set in the access log, the same on any node and after any rebuild.
    pub fn seen_as(&self, visible: &kulla_guard::Visible) -> [u8; 32] {
        self.picture.labels().fingerprint(visible)
    }

    fn access_label(&self, agency: &Word) -> Result<Label, Failure> {
        let composer = Composer {
            profile: &self.profile,
            epochs: self.logs.epochs(),
            agency,
            assignee: None,
            today: self.today(),
        };
        composer.default_for(&Kind::ACCESS)
    }
}
