//! The beginning of a log: the record that says which log it is and whose keys speak for it.

use std::sync::Arc;

use kulla_desk::Composer;
use kulla_desk::profile::Profile;
use kulla_log::{Keyring, Log, LogConfig, NodeKey, RealDisk};
use kulla_record::kind::approval::SIGNED_ACTS;
use kulla_record::kind::governance::{Key, LabelText};
use kulla_record::kind::{Body, Kind};
use kulla_record::label::{Label, Word};
use kulla_record::{Clock, Draft, Entropy, HybridClock, LabelId, RecordId, SubjectId};

use super::keys::Keys;
use super::{LogEntry, NodeConfig, NodeDir};
use crate::commands::Fault;

/// Opens one log of a node by itself.
pub fn open(
    dir: &NodeDir,
    entry: &LogEntry,
    keys: &Keys,
    entropy: &Arc<dyn Entropy>,
) -> Result<Log, Fault> {
    let config = LogConfig::new(entry.id, Keyring::new(NodeKey::new(keys.node)), Arc::clone(entropy));
    let opened = Log::open(Arc::new(RealDisk), &dir.log(&entry.name), config);
    opened.map(|(log, _)| log).map_err(|error| Fault::data(format!("log `{}`: {error}", entry.name)))
}

/// Writes the first records of logs.
pub struct Maker<'a> {
    pub dir: &'a NodeDir,
    pub config: &'a NodeConfig,
    pub keys: &'a Keys,
    pub profile: &'a Profile,
    pub clock: &'a dyn Clock,
    pub entropy: Arc<dyn Entropy>,
    pub hybrid: HybridClock,
}

impl<'a> Maker<'a> {
    /// For a node that nobody has open.
    pub fn new(
        dir: &'a NodeDir,
        config: &'a NodeConfig,
        keys: &'a Keys,
        profile: &'a Profile,
        (clock, entropy): (&'a dyn Clock, Arc<dyn Entropy>),
    ) -> Maker<'a> {
        Maker { dir, config, keys, profile, clock, entropy, hybrid: HybridClock::default() }
    }

    /// Begins a log, unless a start that was interrupted has begun it: its key, then `more`.
    pub fn begin(&mut self, entry: &LogEntry, overseer: &str, more: Vec<Draft>) -> Result<(), Fault> {
        let fault = |error: &dyn std::fmt::Display| Fault::data(format!("log `{}`: {error}", entry.name));
        let log = open(self.dir, entry, self.keys, &self.entropy)?;
        if log.handle().is_empty() {
            let mut drafts = self.key(entry, overseer)?;
            drafts.extend(more);
            log.handle().append(drafts).wait().map_err(|error| fault(&error))?;
        }
        log.close().map_err(|error| fault(&error))
    }

    /// The first record of a log says what log it is and whose keys speak for it.
    fn key(&mut self, entry: &LogEntry, overseer: &str) -> Result<Vec<Draft>, Fault> {
        let lead = self.profile.agencies.first().map(|agency| agency.code.clone());
        let lead = lead.ok_or_else(|| Fault::data("the profile names no agency".to_owned()))?;
        let label = self.label(&Kind::KEY, &lead)?;
        let key = Key {
            log: entry.name.clone(),
            node: self.config.name.clone(),
            exercise: entry.exercise.as_ref().map(ToString::to_string),
            exercise_only: self.config.exercise_only,
            checkpoint_key: crate::checkpoints::verifier_key(
                &self.config.name,
                &self.keys.checkpoint,
                &entry.name,
            ),
            overseer_key: overseer.into(),
            signed_acts: SIGNED_ACTS.map(str::to_owned).to_vec(),
            rest: Default::default(),
        };
        let id = RecordId::v7(self.clock.unix_ms(), self.entropy.bytes());
        let label_id = LabelId::v7(self.clock.unix_ms(), self.entropy.bytes());
        Ok(vec![
            self.draft(id, Kind::KEY, SubjectId::from(id), label_id, key.json()),
            self.label_draft(label_id, label),
        ])
    }

    pub fn label(&self, kind: &Kind, agency: &Word) -> Result<Label, Fault> {
        let today = jiff::tz::TimeZone::UTC.to_datetime(self.clock.now()).date();
        let composer =
            Composer { profile: self.profile, epochs: Arc::default(), agency, assignee: None, today };
        composer.default_for(kind).map_err(|error| Fault::data(error.to_string()))
    }

    pub fn label_draft(&mut self, id: LabelId, label: Label) -> Draft {
        let text = LabelText { label, rest: Default::default() };
        self.draft(RecordId(id.0), Kind::LABEL, SubjectId(id.0), id, text.json())
    }

    pub fn draft(
        &mut self,
        id: RecordId,
        kind: Kind,
        subject: SubjectId,
        label: LabelId,
        body: Vec<u8>,
    ) -> Draft {
        Draft {
            id,
            kind,
            subject,
            replaces: Vec::new(),
            at: self.hybrid.tick(self.clock.unix_ms()),
            author: self.config.machine,
            label,
            salt: self.entropy.bytes(),
            body,
        }
    }
}
