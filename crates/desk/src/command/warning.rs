//! Public warnings: the working paper, and what is issued from it.

use kulla_guard::Act;
use kulla_picture::Reader;
use kulla_record::decision::{Change, Context, Version, Written};
use kulla_record::kind::approval::Assertion;
use kulla_record::kind::signal::Severity;
use kulla_record::kind::warning::{Content, Warning, WarningDraft};
use kulla_record::label::Label;
use kulla_record::{Kind, RecordId, Session, SubjectId};
use kulla_warn::facts::{Facts, Followed, Mode};
use kulla_warn::{issue, paper};

use super::incident::incident_of;
use crate::labelling::within;
use crate::plan::{Step, Under};
use crate::{Desk, Failure, Seen};

/// A new working paper.
#[derive(Debug, Clone)]
pub struct NewDraft {
    /// What people will be told, as far as it is written.
    pub content: Content,
    /// The incident that it belongs to.
    pub incident: Option<SubjectId>,
    /// Who works on it; the profile's default joined with the incident's label, if nothing else is chosen.
    pub label: Option<Label>,
}

impl NewDraft {
    pub(super) fn subjects(&self) -> Vec<SubjectId> {
        self.incident.into_iter().collect()
    }
}

/// A step of a working paper.
#[derive(Debug, Clone)]
pub struct DraftStep {
    /// Which.
    pub draft: SubjectId,
    /// The versions that the writer saw; where the warnings that it follows have several heads, theirs too.
    pub seen: Seen,
    /// What is done.
    pub deed: Deed,
}

/// What is done with a working paper.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Write another content.
    Edit(Content),
    /// Ask a second person to decide.
    Submit,
    /// A second person approves.
    Approve {
        /// The hash of the content that they saw.
        hash: String,
        /// Their signature, where the severity takes one.
        signed: Option<Assertion>,
    },
    /// A second person sends it back.
    Refuse {
        /// The hash of the content that they saw.
        hash: String,
        /// Why.
        reason: String,
    },
    /// It is given up, with a reason.
    Withdraw(String),
    /// It becomes a warning: exactly the content with this hash.
    Issue(String),
}

impl DraftStep {
    pub(super) fn act(&self) -> Act {
        match self.deed {
            Deed::Edit(_) | Deed::Withdraw(_) => Act::WarningDraft,
            Deed::Submit => Act::WarningSubmit,
            Deed::Approve { .. } => Act::WarningApprove,
            Deed::Refuse { .. } => Act::WarningRefuse,
            Deed::Issue(_) => Act::WarningIssue,
        }
    }
}

/// A warning of ours taken back by one of the two who issued it, within the time that the rule gives.
#[derive(Debug, Clone)]
pub struct CancelAlone {
    /// Which.
    pub warning: SubjectId,
    /// The cancellation.
    pub content: Content,
    /// Where the warning has several heads: all of them.
    pub seen: Seen,
}

type Planned = Result<(SubjectId, Vec<Step>), Failure>;

pub(super) fn open(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    new: &NewDraft,
    id: Option<RecordId>,
    context: &Context,
) -> Planned {
    let incident = new.incident.map(|incident| incident_of(reader, incident)).transpose()?;
    let chosen = match &new.label {
        Some(label) => label.clone(),
        None => desk.composer(session, None).default_for(&Kind::DRAFT)?,
    };
    let label = match &incident {
        Some((item, _)) => within(&chosen, &item.label, &session.agency)?,
        None => chosen,
    };
    let subject = SubjectId::from(id.unwrap_or_else(|| desk.new_id()));
    let begin = paper::Begin {
        subject,
        number: desk.number("W"),
        content: new.content.clone(),
        incident: new.incident,
    };
    let changes = paper::begin(begin, context)?;
    Ok((
        subject,
        changes.into_iter().map(|change| Step { change, under: Under::Written(label.clone()) }).collect(),
    ))
}

pub(super) fn step(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    command: &DraftStep,
    context: &Context,
) -> Planned {
    let item = desk.head(reader, command.draft, &command.seen)?;
    let draft = item.typed::<WarningDraft>().ok_or(Failure::NotThere)?;
    let paper = paper::Paper { subject: command.draft, version: item.version, draft: &draft };
    let content = match &command.deed {
        Deed::Edit(content) => content,
        _ => &draft.content,
    };
    let followed = followed(reader, content)?;
    let followed: Vec<Followed<'_>> =
        followed.iter().map(|(subject, warning)| Followed { subject: *subject, warning }).collect();
    let facts = Facts { profile: desk.warn_profile(), mode: mode(session), followed: &followed };
    let deed = match &command.deed {
        Deed::Issue(hash) => {
            let changes = issue::decide(&paper, desk.issue(hash.clone()), &facts, context)?;
            return Ok((answer(&changes), issued(desk, session, changes, &item.label)?));
        }
        Deed::Edit(content) => paper::Command::Edit { content: content.clone() },
        Deed::Submit => paper::Command::Submit { within_ms: paper::DECIDE_WITHIN_MS },
        Deed::Approve { hash, .. } => {
            paper::Command::Approve { hash: hash.clone(), decision: desk.new_id().into() }
        }
        Deed::Refuse { hash, reason } => paper::Command::Refuse {
            hash: hash.clone(),
            reason: reason.clone(),
            decision: desk.new_id().into(),
        },
        Deed::Withdraw(reason) => paper::Command::Withdraw { reason: reason.clone() },
    };
    let mut changes = paper::decide(&paper, deed, &facts, context)?;
    // The gravest word of a state is one that somebody signed (DESIGN §5).
    if let Deed::Approve { signed, .. } = &command.deed
        && draft.content.severity == Severity::Extreme
        && desk.takes_signatures(session)
    {
        for change in &mut changes {
            if let Written::Decision(decision) = &mut change.body {
                *decision = desk.signed(decision.clone(), signed.as_ref())?;
            }
        }
    }
    Ok((command.draft, labelled(changes, command.draft, &item.label)))
}

pub(super) fn cancel_alone(
    desk: &Desk,
    session: &Session,
    reader: &Reader,
    command: &CancelAlone,
    context: &Context,
) -> Planned {
    let subject = SubjectId::from(desk.new_id());
    let begin = paper::Begin {
        subject,
        number: desk.number("W"),
        content: command.content.clone(),
        incident: None,
    };
    let Some(Written::Draft(draft)) =
        paper::begin(begin, context)?.into_iter().next().map(|change| change.body)
    else {
        return Err(Failure::NotThere);
    };
    let followed = followed(reader, &command.content)?;
    let followed: Vec<Followed<'_>> =
        followed.iter().map(|(subject, warning)| Followed { subject: *subject, warning }).collect();
    let facts = Facts { profile: desk.warn_profile(), mode: mode(session), followed: &followed };
    let paper = paper::Paper { subject, version: desk.new_id(), draft: &draft };
    let mut changes = issue::decide(&paper, desk.issue(draft.content.hash_hex()), &facts, context)?;
    // The paper begins as issued: it and the cancellation are written in one group, or not at all.
    changes
        .iter_mut()
        .filter(|change| change.subject == subject)
        .for_each(|change| change.version = Version::First);
    let label = desk.composer(session, None).default_for(&Kind::DRAFT)?;
    Ok((answer(&changes), issued(desk, session, changes, &label)?))
}

/// The warnings that a content follows and that the session may see.
pub(crate) fn followed(reader: &Reader, content: &Content) -> Result<Vec<(SubjectId, Warning)>, Failure> {
    let mut found = Vec::new();
    for subject in &content.follows {
        found.extend(
            reader.head(*subject)?.and_then(|item| item.typed()).map(|warning| (*subject, warning)),
        );
    }
    Ok(found)
}

pub(crate) fn mode(session: &Session) -> Mode<'_> {
    session.exercise.as_ref().map_or(Mode::Actual, |name| Mode::Exercise { name: name.as_str() })
}

fn answer(changes: &[Change]) -> SubjectId {
    let warning = changes
        .iter()
        .find(|change| change.body.kind() == Kind::WARNING && change.version == Version::First);
    warning.map_or(SubjectId([0; 16]), |change| change.subject)
}

/// The paper keeps its label, a decision on it gets the same.
fn labelled(changes: Vec<Change>, draft: SubjectId, label: &Label) -> Vec<Step> {
    let under = |change: &Change| match change.subject == draft {
        true => Under::Same,
        false => Under::Derived(label.clone()),
    };
    changes.into_iter().map(|change| Step { under: under(&change), change }).collect()
}

/// What is issued is for everybody: two persons stand behind the release, and it is a new subject of its own.
fn issued(
    desk: &Desk,
    session: &Session,
    changes: Vec<Change>,
    paper: &Label,
) -> Result<Vec<Step>, Failure> {
    let public = desk.composer(session, None).default_for(&Kind::WARNING)?;
    let under = |change: &Change| match change.body.kind() == Kind::WARNING {
        true => Under::Written(public.clone()),
        false => Under::Derived(paper.clone()),
    };
    Ok(changes.into_iter().map(|change| Step { under: under(&change), change }).collect())
}

impl Desk {
    fn issue(&self, hash: String) -> issue::Issue {
        let id = self.new_id();
        issue::Issue {
            warning: self.new_id().into(),
            decision: self.new_id().into(),
            hash,
            identifier: format!("{}-{id}", self.profile().country.code),
            web: self.public_address().map(|base| format!("{base}/w/{}-{id}", self.profile().country.code)),
        }
    }
}
