//! From a decision to records: ids, labels, versions, and one atomic append.

use std::time::Duration;

use jiff::Timestamp;
use kulla_picture::{Item, Reader};
use kulla_record::decision::{Change, Context, Nature, Version};
use kulla_record::label::{Label, Word};
use kulla_record::{Draft, Kind, LabelId, LogId, PrincipalId, RecordId, Session, SubjectId};

use crate::command::people::grants_of;
use crate::failure::refused;
use crate::logs::NodeLog;
use crate::seen::Seen;
use crate::{Desk, Failure};

/// The field that names the command a first version came of, so that the same command sent twice is one record
/// and another one under the same id is refused.
pub(crate) const COMMAND_FIELD: &str = "command";

/// Which label a change is written under.
#[derive(Debug, Clone)]
pub(crate) enum Under {
    /// The label that the subject has: all versions of a subject carry one label.
    Same,
    /// One that the writer answers for: their agency owns it and they can read it.
    Written(Label),
    /// One that follows from the sources; the rule of ownership does not apply.
    Derived(Label),
}

/// One change with its label.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub change: Change,
    pub under: Under,
}

/// What a command came to, before it is written.
pub(crate) struct Plan {
    /// The id of the main record, where the client chose it.
    pub id: Option<RecordId>,
    /// A fingerprint of the command.
    pub command: [u8; 16],
    /// What the answer is about.
    pub answer: SubjectId,
    /// The changes, in order.
    pub steps: Vec<Step>,
    /// The versions that the command names: where a subject has several heads, only these may be replaced.
    pub seen: Seen,
    /// How long it is waited for until the picture shows it.
    pub patience: Duration,
}

/// Whose hand writes, and where.
pub(crate) struct Hand<'a> {
    pub author: PrincipalId,
    pub log: &'a NodeLog,
    /// Whoever answers for new labels; `None` for the node itself, which writes under existing ones only.
    pub session: Option<&'a Session>,
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What the answer is about.
    pub subject: SubjectId,
    /// The newest version of it that was written; `None` when nothing had to be written.
    pub version: Option<RecordId>,
    /// Where the picture has to be before it shows this.
    pub place: Option<(LogId, u64)>,
    /// Whether it is there already.
    pub caught_up: bool,
    /// Whether the command had been carried out before, and this is its answer again.
    pub repeated: bool,
}

impl Done {
    /// There was nothing to write.
    pub(crate) fn nothing(subject: SubjectId) -> Done {
        Done { subject, version: None, place: None, caught_up: true, repeated: false }
    }
}

impl Desk {
    pub(crate) fn context(&self, session: &Session) -> Context {
        Context {
            now: self.now(),
            actor: session.person,
            nature: Nature::Person,
            agency: session.agency.clone(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The version that the client decided on, and only if they saw every head that the session may see.
    pub(crate) fn head(
        &self,
        reader: &Reader,
        subject: SubjectId,
        seen: impl Into<Seen>,
    ) -> Result<Item, Failure> {
        let seen = seen.into();
        let heads = reader.heads(subject)?;
        if heads.is_empty() {
            return Err(Failure::NotThere);
        }
        // INVARIANT: two heads are never merged by somebody who looked at one.
        if !heads.iter().all(|head| seen.has(head.version)) {
            return Err(Failure::Conflict { heads: heads.iter().map(|head| head.version).collect() });
        }
        let decided = heads.iter().find(|head| Some(head.version) == seen.first());
        Ok(decided.unwrap_or(&heads[0]).clone())
    }

    /// The same of a subject that comes into being by the first decision about it; `None` where nobody has decided.
    pub(crate) fn head_if_any(
        &self,
        reader: &Reader,
        subject: SubjectId,
        seen: &Seen,
    ) -> Result<Option<Item>, Failure> {
        if seen.first().is_some() {
            return self.head(reader, subject, seen).map(Some);
        }
        let heads = reader.heads(subject)?;
        match heads.is_empty() {
            true => Ok(None),
            // Somebody was faster: the officer sees who.
            false => Err(Failure::Conflict { heads: heads.iter().map(|head| head.version).collect() }),
        }
    }

    /// The answer of a command that was carried out before; refuses another command under the same id.
    pub(crate) fn repeated(
        &self,
        session: &Session,
        id: RecordId,
        command: &[u8; 16],
    ) -> Result<Option<Done>, Failure> {
        let Some(item) = self.keeper.reader().version(id)? else { return Ok(None) };
        let body: Option<serde_json::Value> =
            item.body.as_deref().and_then(|body| serde_json::from_slice(body).ok());
        let same = body.is_some_and(|body| {
            body.get(COMMAND_FIELD).and_then(|field| field.as_str()) == Some(&hex(command))
        });
        if !same || item.author != session.person {
            return Err(refused("id.taken", "you have used this id for something else: draw a new one"));
        }
        Ok(Some(Done {
            subject: item.subject,
            version: Some(id),
            place: None,
            caught_up: true,
            repeated: true,
        }))
    }

    /// Writes a plan as one atomic group and waits for the picture.
    pub(crate) fn carry_out(&self, hand: &Hand<'_>, plan: Plan) -> Result<Done, Failure> {
        let mut drafts = Vec::new();
        let mut answer_version = None;
        for (n, step) in plan.steps.iter().enumerate() {
            let id = if n == 0 { plan.id } else { None }.unwrap_or_else(|| self.new_id());
            let command = (n == 0).then_some(&plan.command);
            let draft = self.draft(hand, (step, &plan.seen), id, command, &mut drafts)?;
            if draft.subject == plan.answer {
                answer_version = Some(draft.id);
            }
            drafts.push(draft);
        }
        if drafts.is_empty() {
            return Ok(Done::nothing(plan.answer));
        }
        let subjects: Vec<SubjectId> =
            drafts.iter().flat_map(|draft| [draft.subject, SubjectId(draft.id.0)]).collect();
        let place = match grants_of(&plan.steps) {
            grants if grants.is_empty() => self.append(hand.log, drafts)?,
            grants => self.append_people(hand.log, drafts, grants)?,
        };
        self.turns.note(&self.picture, place.0, place.1, subjects);
        let caught_up = self.picture.wait_applied(place.0, place.1, plan.patience);
        Ok(Done {
            subject: plan.answer,
            version: answer_version,
            place: Some(place),
            caught_up,
            repeated: false,
        })
    }

    fn draft(
        &self,
        hand: &Hand<'_>,
        (step, seen): (&Step, &Seen),
        id: RecordId,
        command: Option<&[u8; 16]>,
        before: &mut Vec<Draft>,
    ) -> Result<Draft, Failure> {
        let change = &step.change;
        let kind = change.body.kind();
        let heads = self.keeper.reader().heads(change.subject)?;
        if change.version == Version::First && !heads.is_empty() {
            return Err(refused("id.taken", "this id already names another thing: draw a new one"));
        }
        if change.version == Version::Next && heads.is_empty() {
            return Err(Failure::NotThere);
        }
        let replaces = match change.version {
            // It decides on nothing of what was there, so nothing is overlooked: readings, a link.
            Version::FirstOrNext => heads.iter().map(|head| head.version).collect(),
            _ => replaced(hand, &heads, seen)?,
        };
        let label = match (&step.under, heads.first()) {
            // INVARIANT: all versions of a subject carry one label.
            (_, Some(head)) => head.label_id,
            (Under::Same, None) => return Err(Failure::NotThere),
            (Under::Derived(label), None) => self.intern(hand.log, label, before)?,
            (Under::Written(label), None) => {
                let session = hand.session.ok_or(Failure::NotThere)?;
                let exercise = hand.log.name.exercise.as_ref();
                kulla_guard::may_write(session, label, &kind, exercise, (self.today(), &self.assurance))
                    .map_err(Failure::Forbidden)?;
                self.intern(hand.log, label, before)?
            }
        };
        Ok(Draft {
            id,
            kind,
            subject: change.subject,
            replaces,
            at: self.tick_clock(),
            author: hand.author,
            label,
            salt: self.entropy.bytes(),
            body: command
                .map_or_else(|| change.body.json(), |command| with_command(&change.body.json(), command)),
        })
    }

    /// The id of a label in a log; where the log does not hold its text yet, the record that brings it in is
    /// put before.
    pub(crate) fn intern(
        &self,
        log: &NodeLog,
        label: &Label,
        before: &mut Vec<Draft>,
    ) -> Result<LabelId, Failure> {
        let label = label.clone().checked().map_err(|bad| refused("label.bad", bad.to_string()))?;
        if let Some(known) = log.label_id(&label) {
            return Ok(known);
        }
        let pending = before
            .iter()
            .find(|draft| draft.kind == Kind::LABEL && label_of(draft).as_ref() == Some(&label));
        if let Some(pending) = pending {
            return Ok(pending.label);
        }
        let id = self.new_id();
        let text = kulla_record::kind::governance::LabelText { label, rest: Default::default() };
        before.push(Draft {
            id,
            kind: Kind::LABEL,
            subject: id.into(),
            replaces: Vec::new(),
            at: self.tick_clock(),
            author: self.machine,
            label: id.into(),
            salt: self.entropy.bytes(),
            body: kulla_record::kind::Body::json(&text),
        });
        Ok(id.into())
    }

    /// Durable when it returns: the log, and the place of the last record.
    pub(crate) fn append(&self, log: &NodeLog, drafts: Vec<Draft>) -> Result<(LogId, u64), Failure> {
        let labels: Vec<(LabelId, Label)> = drafts
            .iter()
            .filter(|draft| draft.kind == Kind::LABEL)
            .filter_map(|draft| Some((draft.label, label_of(draft)?)))
            .collect();
        let count = drafts.len() as u64;
        let first = log.append(drafts)?;
        labels.into_iter().for_each(|(id, label)| log.learn(id, label));
        Ok((log.name.id, first + count - 1))
    }

    pub(crate) fn new_id(&self) -> RecordId {
        RecordId::v7(self.clock.unix_ms(), self.entropy.bytes())
    }

    /// A number for people that tells nothing about how many others there are: `INC-2026-7K3FQ`.
    pub(crate) fn number(&self, prefix: &str) -> String {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford: no I, L, O, U
        let code: String =
            self.entropy.bytes::<5>().iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
        format!("{prefix}-{}-{code}", self.today().year())
    }
}

/// The heads that a new version takes the place of: the one that there is, or those of several that were named.
fn replaced(hand: &Hand<'_>, heads: &[Item], seen: &Seen) -> Result<Vec<RecordId>, Failure> {
    let all: Vec<RecordId> = heads.iter().map(|head| head.version).collect();
    let named: Vec<RecordId> = all.iter().copied().filter(|version| seen.has(*version)).collect();
    match (all.len(), hand.session) {
        (0 | 1, _) => Ok(all),
        // What time does, it does to one version; the conflict stays for a person.
        (_, None) => Ok(named),
        (several, Some(_)) if named.len() == several => Ok(all),
        _ => Err(Failure::Conflict { heads: all }),
    }
}

fn label_of(draft: &Draft) -> Option<Label> {
    use kulla_record::kind::{Body, governance::LabelText};
    LabelText::read(&draft.body).ok().map(|text| text.label)
}

fn with_command(json: &[u8], command: &[u8; 16]) -> Vec<u8> {
    match serde_json::from_slice(json) {
        Ok(serde_json::Value::Object(mut fields)) => {
            fields.insert(COMMAND_FIELD.into(), hex(command).into());
            serde_json::to_vec(&fields).unwrap_or_else(|_| json.to_vec())
        }
        _ => json.to_vec(),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The agency that a reader of labels would call the owner of both.
pub(crate) fn joined(a: &Label, b: &Label, owner: &Word) -> Label {
    Label { owner: owner.clone(), ..a.join(b) }
}
