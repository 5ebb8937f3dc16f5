//! What `kulla verify` holds against the records of a log: that the acts which take a signature have one, and that the rules
//! of the node were only ever changed by two persons.

use std::collections::BTreeMap;

use kulla_record::kind::Body;
use kulla_record::kind::approval::{
    Decision, POLICY_CONFIRM, Policy, PolicyChange, SIGNED_ACTS, WARNING_APPROVE,
};
use kulla_record::kind::governance::{Credential, Key};
use kulla_record::kind::signal::Severity;
use kulla_record::kind::warning::{DraftState, WarningDraft};
use kulla_record::{Header, Kind, PrincipalId, RecordId, SubjectId};

use super::{KeysOnRecord, Unsigned, holds};
use crate::policy::{change_hash, text_hash};

/// The kinds whose bodies are looked at.
pub const SEEN_KINDS: &[Kind] =
    &[Kind::KEY, Kind::CREDENTIAL, Kind::POLICY_CHANGE, Kind::DECISION, Kind::POLICY, Kind::DRAFT];

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approvals {
    /// Decisions whose signature holds.
    pub signed: u64,
    /// Decisions that take a signature and have none, in a log that was begun before it was asked for.
    pub before: u64,
    /// Changes of the rules by two persons.
    pub rules_changed: u64,
    /// What could not be checked, because what it rests on is pruned, erased or closed.
    pub unknown: u64,
    /// Times the operator took the text of the profile at a start.
    pub rules_by_operator: u64,
}

/// Reads one log from its beginning.
#[derive(Debug, Default)]
pub struct Ledger {
    approvals: Approvals,
    /// Acts that take a signature in this log.
    signed_acts: Vec<String>,
    exempt: bool,
    keys: KeysOnRecord,
    /// Versions of changes that were proposed: who, and the hash of the content.
    proposed: BTreeMap<RecordId, (PrincipalId, String)>,
    /// Changes that were confirmed: by whom, on which version.
    confirmed: BTreeMap<SubjectId, (PrincipalId, RecordId)>,
    /// Versions of drafts that were submitted as Extreme.
    extreme: BTreeMap<RecordId, String>,
    /// The text gone by last.
    stands: Option<String>,
    /// Records are missing that would say more.
    gap: bool,
}

impl Ledger {
    /// Takes the next record. Gives what is wrong with it; a body that does not read is not for here.
    pub fn take(&mut self, header: &Header, body: &[u8]) -> Option<String> {
        match &header.kind {
            kind if *kind == Kind::KEY => Key::read(body).ok().and_then(|key| self.key(&key)),
            kind if *kind == Kind::CREDENTIAL => {
                Credential::read(body).ok().and_then(|credential| self.credential(&credential))
            }
            kind if *kind == Kind::POLICY_CHANGE => {
                PolicyChange::read(body).ok().and_then(|change| self.change(header, &change))
            }
            kind if *kind == Kind::DECISION => {
                Decision::read(body).ok().and_then(|decision| self.decision(header, &decision))
            }
            kind if *kind == Kind::POLICY => {
                Policy::read(body).ok().and_then(|policy| self.policy(&policy))
            }
            kind if *kind == Kind::DRAFT => {
                WarningDraft::read(body).ok().and_then(|draft| self.draft(header, &draft))
            }
            _ => None,
        }
    }

    /// Records that are looked at may be missing from here on, and before: what they would have said is not held against
    /// anybody.
    pub fn gap(&mut self) {
        self.gap = true;
    }

    /// What was counted so far.
    pub fn approvals(&self) -> &Approvals {
        &self.approvals
    }

    fn key(&mut self, key: &Key) -> Option<String> {
        // In an exercise people enter by links, and have no passkeys.
        self.exempt = key.exercise_only || key.exercise.is_some();
        self.signed_acts.clone_from(&key.signed_acts);
        None
    }

    fn credential(&mut self, credential: &Credential) -> Option<String> {
        self.keys.take(credential);
        None
    }

    fn draft(&mut self, header: &Header, draft: &WarningDraft) -> Option<String> {
        if draft.state == DraftState::Submitted && draft.content.severity == Severity::Extreme {
            self.extreme.insert(header.id, draft.content.hash_hex());
        }
        None
    }

    fn change(&mut self, header: &Header, change: &PolicyChange) -> Option<String> {
        let hash = change_hash(&change.on, &change.text, &change.reason);
        if change.content_hash != hash {
            return Some("the change of the rules is not the one that its hash names".into());
        }
        if change.state == "proposed" {
            self.proposed.insert(header.id, (change.by, hash));
        }
        None
    }

    fn decision(&mut self, header: &Header, decision: &Decision) -> Option<String> {
        let takes = match decision.act.as_str() {
            POLICY_CONFIRM => Some(SIGNED_ACTS[0]),
            WARNING_APPROVE if self.extreme.contains_key(&decision.version) => Some(SIGNED_ACTS[1]),
            _ => None,
        };
        let unknown = self.approvals.unknown;
        let wrong = self.signature(decision, takes);
        if wrong.is_some() || self.approvals.unknown > unknown {
            return wrong;
        }
        if takes.is_some() && decision.by != header.author {
            return Some("somebody else wrote the decision than whoever decided".into());
        }
        if takes == Some(SIGNED_ACTS[1])
            && self.extreme.get(&decision.version) != Some(&decision.content_hash)
        {
            return Some("the approval is for another content than that of the version it names".into());
        }
        if decision.act != POLICY_CONFIRM {
            return None;
        }
        match self.proposed.get(&decision.version) {
            None if self.gap => self.unknown(),
            None => Some("the rules were confirmed in a version that nobody proposed".into()),
            Some((by, _)) if *by == decision.by => {
                Some("whoever wanted other rules confirmed them, and nobody else".into())
            }
            Some((_, hash)) if *hash != decision.content_hash => {
                Some("other rules were confirmed than those that were proposed".into())
            }
            Some(_) => {
                self.confirmed.insert(decision.on, (decision.by, decision.version));
                None
            }
        }
    }

    /// A signature that is there has to hold, whatever the act takes.
    fn signature(&mut self, decision: &Decision, takes: Option<&str>) -> Option<String> {
        if decision.assertion.is_some() {
            return match holds(decision, &self.keys) {
                Ok(()) => {
                    self.approvals.signed += 1;
                    None
                }
                Err(Unsigned::Key) if self.gap => self.unknown(),
                Err(unsigned) => Some(format!("the decision `{}`: {unsigned}", decision.act)),
            };
        }
        let act = takes.filter(|_| !self.exempt)?;
        if self.signed_acts.iter().any(|signed| signed == act) {
            return Some(format!(
                "the decision `{}` takes a passkey, and no passkey signed it",
                decision.act
            ));
        }
        self.approvals.before += 1;
        None
    }

    fn policy(&mut self, policy: &Policy) -> Option<String> {
        if text_hash(&policy.text) != policy.hash {
            return Some("the rules are not those that their hash names".into());
        }
        let before = self.stands.replace(policy.hash.clone());
        if !self.gap && before.is_some_and(|before| before != policy.before) {
            return Some("the rules took the place of others than those that stood".into());
        }
        let Some(change) = policy.change else {
            self.approvals.rules_by_operator += 1;
            return None;
        };
        let confirmed = self.confirmed.remove(&change);
        let wanted = confirmed.and_then(|(second, version)| Some((second, self.proposed.get(&version)?)));
        let exact = change_hash(&policy.before, &policy.text, &policy.reason);
        match wanted {
            Some((second, (by, hash)))
                if Some(second) == policy.second && Some(*by) == policy.by && *hash == exact =>
            {
                self.approvals.rules_changed += 1;
                None
            }
            None if self.gap => self.unknown(),
            _ => Some("the rules are not those that two persons wanted and confirmed".into()),
        }
    }

    fn unknown(&mut self) -> Option<String> {
        self.approvals.unknown += 1;
        None
    }
}
