//! CAP from outside: taken apart, judged, and either a bulletin in triage or a piece in quarantine.

use kulla_cap::{Finding, Report, Verdict, split};
use kulla_guard::Act;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::{Kind, RecordId, SubjectId};
use sha2::{Digest, Sha256};

use crate::command::signal::{self, Held, NewBulletin, title};
use crate::command::{Actor, Command, Order};
use crate::failure::refused;
use crate::meant::Occasion;
use crate::plan::{Done, Plan, Under};
use crate::quarantine::{Piece, PieceFinding, Taken};
use crate::{Desk, Failure, Feeder, Seen};

/// Bytes of one document.
pub const DOCUMENT_BYTES_MAX: usize = 1 << 20;
/// Bytes of a document that is kept whole with each of its bulletins; of a larger one each bulletin keeps its
/// own message, written anew.
const KEPT_WHOLE_BYTES_MAX: usize = 256 << 10;

/// A document as it came in.
#[derive(Debug, Clone, Copy)]
pub struct Intake<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
}

/// One message of a document, sorted.
#[derive(Debug, Clone)]
pub enum Sorted {
    /// In triage.
    Received(Received),
    /// Kept with its reason.
    Quarantined {
        /// Under which id it is kept.
        id: RecordId,
        /// Why.
        reason: String,
        /// What is wrong.
        findings: Vec<PieceFinding>,
    },
}

/// A message that is in triage now, or was before.
#[derive(Debug, Clone)]
pub struct Received {
    /// The bulletin.
    pub subject: SubjectId,
    /// In one line.
    pub title: String,
    /// Whether the same message had come before.
    pub known: bool,
    /// While it is not shown yet: what a reader may wait for.
    pub cursor: Option<String>,
    /// `accept` or `warn`.
    pub verdict: Verdict,
    /// `none` or `unchecked`.
    pub signature: kulla_cap::Signature,
    /// What is bent.
    pub findings: Vec<PieceFinding>,
}

/// Who brings a document in.
#[derive(Clone, Copy)]
enum By<'a> {
    Person(&'a Actor),
    Source(&'a Feeder),
}

impl By<'_> {
    fn agency(&self) -> &Word {
        match self {
            By::Person(actor) => &actor.session.agency,
            By::Source(feeder) => &feeder.agency,
        }
    }

    fn exercise(&self) -> Option<&Word> {
        match self {
            By::Person(actor) => actor.session.exercise.as_ref(),
            By::Source(feeder) => feeder.exercise.as_ref(),
        }
    }

    /// The door that a piece of the quarantine names.
    const fn door(&self) -> &'static str {
        match self {
            By::Person(_) => "cap",
            By::Source(_) => "cap-feed",
        }
    }
}

impl Desk {
    /// Takes in one document that a source sent by itself.
    pub fn take_cap_from(&self, feeder: &Feeder, intake: Intake<'_>) -> Result<Vec<Sorted>, Failure> {
        self.takes_in()?;
        self.take_apart(By::Source(feeder), intake)
    }

    /// Takes in one document: a CAP message, a feed with messages inside, or an EDXL-DE envelope.
    pub fn take_cap(&self, actor: &Actor, intake: Intake<'_>) -> Result<Vec<Sorted>, Failure> {
        kulla_guard::may_act(&actor.session, &actor.reach, Act::SignalIngest, &self.roles())
            .map_err(Failure::Forbidden)?;
        self.takes_in()?;
        self.take_apart(By::Person(actor), intake)
    }

    fn take_apart(&self, by: By<'_>, intake: Intake<'_>) -> Result<Vec<Sorted>, Failure> {
        if intake.bytes.len() > DOCUMENT_BYTES_MAX {
            return Ok(vec![self.refuse(
                by,
                intake.bytes,
                format!(
                    "the document has {} bytes; at most {DOCUMENT_BYTES_MAX} are read",
                    intake.bytes.len()
                ),
                &[],
            )?]);
        }
        let parcel = split(intake.bytes);
        if parcel.alerts.is_empty() {
            let links = parcel.links().count();
            let reason = match links {
                0 => "there is no CAP message in it".to_owned(),
                _ => format!(
                    "it is a feed of {links} links and holds no message itself: send the messages that it links to"
                ),
            };
            return Ok(vec![self.refuse(by, intake.bytes, reason, &parcel.findings)?]);
        }
        let alone = parcel.alerts.len() == 1;
        parcel.alerts.into_iter().map(|report| self.sort(by, intake.bytes, report, alone)).collect()
    }

    /// Tries a piece of the quarantine again; it leaves the quarantine when nothing of it is refused any more.
    pub fn retry(&self, actor: &Actor, id: RecordId) -> Result<Vec<Sorted>, Failure> {
        let lost =
            |error: std::io::Error| Failure::Unavailable(format!("the quarantine can't be read: {error}"));
        let bytes = match self.quarantine.take(&actor.session, id).map_err(lost)? {
            None => return Err(Failure::NotThere),
            Some(Taken::Whole(_, bytes)) => bytes,
            Some(Taken::Cut) => {
                let message =
                    "only the beginning of this was kept, because it was too long: send the whole again";
                return Err(refused("quarantine.cut", message));
            }
            Some(Taken::Lost) => {
                self.quarantine.forget(id).map_err(lost)?;
                return Err(refused(
                    "quarantine.lost",
                    "the bytes of this are not there any more: send it again",
                ));
            }
        };
        let sorted = self.take_cap(actor, Intake { bytes: &bytes })?;
        // Whatever was refused again is kept under a new id; the old piece goes either way.
        self.quarantine.forget(id).map_err(lost)?;
        Ok(sorted)
    }

    fn sort(&self, by: By<'_>, bytes: &[u8], report: Report, alone: bool) -> Result<Sorted, Failure> {
        let Some(alert) = &report.alert else {
            let first =
                report.findings.first().map_or("it is no CAP message", |finding| finding.message.as_str());
            return self.refuse(by, bytes, first.to_owned(), &report.findings);
        };
        let occasion = Occasion { exercise: by.exercise(), operational: self.logs.is_operational() };
        if let Some(reason) = occasion.refusal(alert.status, alert.note.as_deref()) {
            return self.refuse(by, bytes, reason, &report.findings);
        }
        let text = String::from_utf8_lossy(bytes);
        let xml = match alone || bytes.len() <= KEPT_WHOLE_BYTES_MAX {
            true => text.into_owned(),
            false => kulla_cap::write(alert).unwrap_or_default(),
        };
        let (verdict, signature, findings) = (report.verdict, report.signature, pieces(&report.findings));
        let title = title(alert);
        let new = NewBulletin { judged: report, xml };
        let done = match by {
            By::Person(actor) => {
                let command = Command::Bulletin(Box::new(new));
                self.act(actor, &Order { id: None, fingerprint: fingerprint(bytes), command })?
            }
            By::Source(feeder) => self.bulletin_of(feeder, &new, fingerprint(bytes))?,
        };
        Ok(Sorted::Received(Received {
            subject: done.subject,
            title,
            known: done.version.is_none(),
            cursor: if done.caught_up { None } else { self.cursor(&done) },
            verdict,
            signature,
            findings,
        }))
    }

    /// As the bulletin would have been labelled, and for nobody outside the agency, for nobody has read it.
    fn quarantined(&self, agency: &Word) -> Result<Label, Failure> {
        let mut label = self.label_of_agency(agency, &Kind::BULLETIN)?;
        label.audience.insert([Atom::Agency(agency.clone())].into());
        Ok(label)
    }

    fn bulletin_of(&self, feeder: &Feeder, new: &NewBulletin, command: [u8; 16]) -> Result<Done, Failure> {
        let (agency, exercise) = (&feeder.agency, feeder.exercise.as_ref());
        let _turn = self.turns.take(&self.picture, vec![new.subject(agency, exercise)])?;
        let label = self.label_of_agency(agency, &Kind::BULLETIN)?;
        let held = Held { reader: &self.keeper.reader(), agency, exercise, under: Under::Derived(label) };
        let (answer, steps) = signal::bulletin(self, &held, new)?;
        // A message that names this one may come next, and is linked to what the picture shows.
        let patience = crate::CAUGHT_UP_PATIENCE;
        let plan = Plan { id: None, command, answer, steps, seen: Seen::default(), patience };
        self.carry_out(&self.hand_of(feeder), plan)
    }

    fn refuse(
        &self,
        by: By<'_>,
        bytes: &[u8],
        reason: String,
        findings: &[Finding],
    ) -> Result<Sorted, Failure> {
        let id = self.new_id();
        let findings = pieces(findings);
        let piece = Piece {
            id,
            at: self.now(),
            door: by.door().into(),
            agency: by.agency().clone(),
            exercise: by.exercise().cloned(),
            label: Some(self.quarantined(by.agency())?),
            reason: reason.clone(),
            findings: findings.clone(),
            bytes: 0,
            cut: false,
        };
        let kept = self.quarantine.keep(piece, bytes);
        kept.map_err(|error| Failure::Unavailable(format!("the quarantine can't be written: {error}")))?;
        Ok(Sorted::Quarantined { id, reason, findings })
    }
}

/// The first 16 bytes of SHA-256, which names a request for its repetition.
pub(crate) fn fingerprint(bytes: &[u8]) -> [u8; 16] {
    let mut first = [0; 16];
    first.copy_from_slice(&Sha256::digest(bytes)[..16]);
    first
}

fn pieces(findings: &[Finding]) -> Vec<PieceFinding> {
    let piece = |finding: &Finding| PieceFinding {
        rule: finding.rule.to_string(),
        severity: finding.severity.to_string(),
        line: finding.line,
        message: finding.message.clone(),
    };
    findings.iter().map(piece).collect()
}
