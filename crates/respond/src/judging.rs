//! What an overseer says about conspicuous reading.
//!
//! A record of the access log that is an alarm ([`ALARMS`]) is open until an overseer has judged it. A judgement can be changed; each
//! one stays on record, with its reason. Nobody judges their own reading.

use kulla_record::decision::{Change, Context, Decided, Nature, Refusal};
use kulla_record::kind::approval::Decision;
use kulla_record::kind::governance::Access;
use kulla_record::{RecordId, SubjectId};

use crate::field;

/// Somebody opened conspicuously much.
pub const BULK: &str = "bulk";
/// Somebody opened a record that an overseer marked ([`crate::canary`]).
pub const CANARY: &str = "canary";
/// More left the node in files than one person may take.
pub const EXPORT: &str = "export-bulk";

/// The acts of access records that wait for a judgement.
pub const ALARMS: [&str; 3] = [BULK, CANARY, EXPORT];

/// What is said of the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There was a good reason.
    Justified,
    /// The agency is asked for the reason.
    Asked,
    /// There was none.
    Unjustified,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Verdict; 3] = [Verdict::Justified, Verdict::Asked, Verdict::Unjustified];

    /// As the `act` of a decision says it.
    pub const fn act(self) -> &'static str {
        match self {
            Verdict::Justified => "access.justified",
            Verdict::Asked => "access.asked",
            Verdict::Unjustified => "access.unjustified",
        }
    }
}

/// The subject of the judgement of an access record.
pub fn judgement_subject(access: SubjectId) -> SubjectId {
    SubjectId::derived("judgement", access)
}

/// An access record with its version and the hash of its body, 64 hexadecimal digits.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    /// Which.
    pub subject: SubjectId,
    /// Its one version.
    pub version: RecordId,
    /// What it says.
    pub access: &'a Access,
    /// SHA-256 of its body.
    pub hash: &'a str,
}

/// Judges.
pub fn decide(looked: Looked<'_>, verdict: Verdict, reason: &str, context: &Context) -> Decided {
    if !ALARMS.contains(&looked.access.act.as_str()) {
        return Err(Refusal::new(
            "judging.nothing",
            "only conspicuous reading is judged; this is a record of ordinary access",
        ));
    }
    if context.nature != Nature::Person {
        return Err(Refusal::new("judging.machine", "a person judges reading, never a machine"));
    }
    if looked.access.person == context.actor {
        return Err(Refusal::new(
            "judging.own",
            "this is your own reading: another overseer has to judge it",
        ));
    }
    let decision = Decision {
        on: looked.subject,
        version: looked.version,
        act: verdict.act().into(),
        by: context.actor,
        content_hash: looked.hash.into(),
        reason: field::reason("reason", reason)?,
        assertion: None,
        rest: Default::default(),
    };
    Ok(vec![Change::first_or_next(judgement_subject(looked.subject), decision)])
}
