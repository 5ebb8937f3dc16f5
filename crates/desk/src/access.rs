//! Who looked at what, on disk: the records of log `access`.
//!
//! Counting is the guard's and the door's; writing is here, because only the desk appends. The label is the
//! profile's default for the agency whose person looked, so that the overseer reads it and the agency's own
//! administrator can't narrow it.

use std::collections::BTreeMap;

use kulla_record::kind::Body;
use kulla_record::kind::governance::Access;
use kulla_record::label::{Label, Word};
use kulla_record::{Draft, Kind, PrincipalId, SubjectId};

use crate::failure::refused;
use crate::labelling::Composer;
use crate::{Desk, Failure};

/// The level of every policy from which on reading is on disk before it is answered: RESTRICTED.
const RESTRICTED: u8 = 2;

impl Desk {
    /// Writes access records as one group; durable when it returns.
    pub fn record_access(&self, looked: &[Access]) -> Result<(), Failure> {
        if looked.is_empty() {
            return Ok(());
        }
        let log = self.logs.access();
        let mut drafts = Vec::with_capacity(looked.len());
        for access in looked {
            let label = self.access_label(&access.agency)?;
            let label = self.intern(log, &label, &mut drafts)?;
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
    /// it was whoever holds the terminal, and the node itself stands there.
    pub fn note_export(
        &self,
        by: Option<PrincipalId>,
        subjects: &[SubjectId],
        exercise: Option<&Word>,
    ) -> Result<(), Failure> {
        let lead = self.profile.agencies.first().map(|agency| agency.code.clone());
        let agency = by.and_then(|by| self.directory().agency_of(by).cloned()).or(lead);
        let purpose = self.profile.people.labels.purpose.first().map(|purpose| purpose.code.clone());
        let (Some(agency), Some(purpose)) = (agency, purpose) else {
            return Err(refused(
                "export.profile",
                "the profile names no agency or no purpose to note it under",
            ));
        };
        let now = self.now();
        let kind = |subject: &SubjectId| Some(self.keeper.reader().head(*subject).ok()??.kind);
        let noted = |subject: &SubjectId| Access {
            person: by.unwrap_or(self.machine),
            agency: agency.clone(),
            purpose: purpose.clone(),
            act: "export".into(),
            subject: Some(*subject),
            kind: kind(subject),
            from: now,
            until: now,
            count: 1,
            exercise: exercise.cloned(),
            stream: None,
            rest: Default::default(),
        };
        self.record_access(&subjects.iter().map(noted).collect::<Vec<_>>())
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
