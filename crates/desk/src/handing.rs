//! Reports that the public hands in, and what whoever holds the feedback code may do later.
//!
//! A citizen has no session, reads nothing of the house and chooses no label: the node's own principal writes, under
//! the labels that the profile gives to what the agency of the service holds. Several reports go into one append, so
//! that a burst costs the disk little. A report is three subjects: its words, what is decided about it, and, where they
//! said so, who handed it in. They are written together or not at all.
//!
//! **The code is kept nowhere.** The subject of a report follows from it by a hash, so whoever has the code finds the
//! report, and whoever has the log does not find the code.

use std::fmt;

use jiff::Timestamp;
use kulla_picture::Item;
use kulla_record::decision::Written;
use kulla_record::kind::Body;
use kulla_record::kind::reporting::{Added, HandedIn, Moderation, Progress, Reporter, Shown};
use kulla_record::kind::signal::Report;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::{Draft, Entropy, Kind, LabelId, RecordId, SubjectId};
use kulla_respond::report::{moderation_subject, reporter_subject, undecided};

use crate::failure::refused;
use crate::logs::NodeLog;
use crate::photos::{Attached, give_up};
use crate::{Desk, Failure};

/// Reports of one append. In a burst each costs the disk and the picture the less, the more of them go together; so many
/// are there within a tenth of a second.
pub const HANDED_IN_MAX: usize = 256;
/// Lines that may be added to one report.
pub const ADDED_MAX: usize = 20;
/// Characters of an added line.
pub const ADDED_CHARS_MAX: usize = 1_000;
/// Letters of a feedback code, five bits each.
const CODE_LETTERS: usize = 20;
/// Crockford's alphabet: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a text that is read as a code.
const CODE_CHARS_MAX: usize = 64;
/// How long whoever holds a code waits for what was just written, in milliseconds.
const SHOWN_MS_MAX: u64 = 1_000;

/// What an anonymous reporter is given once: a hundred random bits, for people to write down.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedbackCode(String);

impl FeedbackCode {
    /// Draws one.
    pub fn draw(entropy: &dyn Entropy) -> FeedbackCode {
        FeedbackCode(letters(&entropy.bytes::<CODE_LETTERS>()))
    }

    /// Takes what somebody typed: spaces, dashes and small letters do not matter, nor does O for 0 or I and L for 1.
    pub fn read(text: &str) -> Option<FeedbackCode> {
        if text.len() > CODE_CHARS_MAX {
            return None;
        }
        let mut code = String::with_capacity(CODE_LETTERS);
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            code.push(match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c if u8::try_from(c).is_ok_and(|b| LETTERS.contains(&b)) => c,
                _ => return None,
            });
        }
        (code.len() == CODE_LETTERS).then_some(FeedbackCode(code))
    }

    /// The subject of the report.
    fn report(&self) -> SubjectId {
        SubjectId::derived(&format!("feedback code {}", self.0), SubjectId([0; 16]))
    }
}

/// In groups of four: `7K3F-Q9WX-…`.
impl fmt::Display for FeedbackCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(&self.0, 4))
    }
}

/// It must not get into a log by accident.
impl fmt::Debug for FeedbackCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FeedbackCode(…)")
    }
}

fn letters(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect()
}

fn grouped(text: &str, by: usize) -> String {
    let groups: Vec<&str> =
        (0..text.len()).step_by(by).map(|at| &text[at..text.len().min(at + by)]).collect();
    groups.join("-")
}

/// A report as it was handed in.
#[derive(Debug)]
pub struct HandIn {
    /// The code that its reporter is given.
    pub code: FeedbackCode,
    /// Who owns it.
    pub agency: Word,
    /// In which exercise, if in one.
    pub exercise: Option<Word>,
    /// The report; its number is drawn here.
    pub report: Report,
    /// Who handed it in, if they said so.
    pub reporter: Option<Reporter>,
    /// Its photographs.
    pub photos: Option<Attached>,
}

/// Reports that go into one append. The label of an agency's records of a kind is worked out once for all of them.
#[derive(Default)]
struct Group {
    drafts: Vec<Draft>,
    photos: Vec<Attached>,
    labels: Vec<(Word, Kind, LabelId)>,
}

/// What whoever holds a code is shown. Nothing of who works on it, and nothing of what they handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The number of the report.
    pub number: String,
    /// Code of its service.
    pub service: String,
    /// When it came in.
    pub made: Timestamp,
    /// How it stands.
    pub progress: Progress,
    /// The agency's answer; may be empty.
    pub answer: String,
    /// When that was given.
    pub answered: Option<Timestamp>,
    /// Whether something of it is public.
    pub published: bool,
    /// How many lines were added.
    pub added: usize,
}

impl Desk {
    /// Takes in reports of one place (real work, or one exercise) as one append; durable when it returns. Gives their
    /// numbers, in the same order.
    pub fn hand_in(&self, reports: Vec<HandIn>) -> Result<Vec<String>, Failure> {
        self.takes_in()?;
        let Some(exercise) = reports.first().map(|report| report.exercise.clone()) else {
            return Ok(Vec::new());
        };
        if reports.len() > HANDED_IN_MAX || reports.iter().any(|report| report.exercise != exercise) {
            return Err(refused(
                "report.too-many",
                format!("at most {HANDED_IN_MAX} reports of one place go together"),
            ));
        }
        let log = self.logs.of_exercise(exercise.as_ref());
        let (mut group, mut numbers) = (Group::default(), Vec::new());
        for handed in reports {
            numbers.push(self.draft_report(log, handed, &mut group)?);
        }
        let Group { drafts, photos, .. } = group;
        let subjects: Vec<SubjectId> = drafts.iter().map(|draft| draft.subject).collect();
        let earlier = log.take_doubtful();
        let place = match self.append(log, drafts) {
            Ok(place) => place,
            Err(failure) => {
                log.doubt(earlier.into_iter().chain(photos.into_iter().flat_map(Attached::doubtful)));
                return Err(failure);
            }
        };
        photos.into_iter().for_each(Attached::named);
        if !earlier.is_empty() {
            give_up(log.blobs()?, &earlier);
        }
        self.turns.note(&self.picture, place.0, place.1, subjects);
        Ok(numbers)
    }

    fn draft_report(&self, log: &NodeLog, handed: HandIn, group: &mut Group) -> Result<String, Failure> {
        let HandIn { code, agency, mut report, reporter, photos, .. } = handed;
        let number = format!("R-{}", grouped(&letters(&self.entropy.bytes::<10>()), 5));
        let handed_in = report.handed_in.take().unwrap_or_default();
        let own = photos.as_ref().map(|attached| attached.photos().to_vec()).unwrap_or_default();
        if let Some(photos) = photos {
            if !photos.is_of(log.blobs()?) {
                return Err(refused(
                    "photo.elsewhere",
                    "the photographs were kept for another place: send them again",
                ));
            }
            group.photos.push(photos);
        }
        report.handed_in = Some(HandedIn { number: number.clone(), photos: own, ..handed_in });
        let subject = code.report();
        self.draft_for_public(log, &agency, (subject, report.into()), group)?;
        let decision = undecided(subject);
        self.draft_for_public(log, &agency, (moderation_subject(subject), decision.into()), group)?;
        if let Some(reporter) = reporter {
            let reporter = (reporter_subject(subject), reporter.into());
            self.draft_for_public(log, &agency, reporter, group)?;
        }
        Ok(number)
    }

    fn draft_for_public(
        &self,
        log: &NodeLog,
        agency: &Word,
        (subject, body): (SubjectId, Written),
        group: &mut Group,
    ) -> Result<(), Failure> {
        let kind = body.kind();
        let known = group.labels.iter().find(|(of, about, _)| of == agency && *about == kind);
        let label = match known {
            Some((_, _, label)) => *label,
            None => {
                let label = closed(self.label_of_agency(agency, &kind)?)?;
                let label = self.intern(log, &label, &mut group.drafts)?;
                group.labels.push((agency.clone(), kind.clone(), label));
                label
            }
        };
        group.drafts.push(Draft {
            id: self.new_id(),
            kind,
            subject,
            replaces: Vec::new(),
            at: self.tick_clock(),
            author: self.machine,
            label,
            salt: self.entropy.bytes(),
            body: body.json(),
        });
        Ok(())
    }

    /// How the report behind a code stands. A code that is wrong, of another exercise, or of a report that is not kept
    /// any more is the same failure.
    pub fn told_by_code(&self, code: &FeedbackCode, exercise: Option<&Word>) -> Result<Told, Failure> {
        let item = self.behind(code, exercise)?;
        let report = item.typed::<Report>().ok_or(Failure::NotThere)?;
        let handed_in = report.handed_in.ok_or(Failure::NotThere)?;
        let moderation = self.keeper.reader().head(moderation_subject(item.subject))?;
        let decided = moderation.and_then(|item| item.typed::<Moderation>());
        let decided = decided.unwrap_or_else(|| undecided(item.subject));
        Ok(Told {
            number: handed_in.number,
            service: handed_in.service,
            made: report.seen,
            progress: decided.progress,
            answer: decided.answer,
            answered: decided.answered,
            published: decided.shown == Shown::Published,
            added: handed_in.added.len(),
        })
    }

    /// Adds a line to the report behind a code; durable when it returns.
    pub fn add_line(
        &self,
        code: &FeedbackCode,
        exercise: Option<&Word>,
        text: &str,
    ) -> Result<(), Failure> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > ADDED_CHARS_MAX {
            let message = format!("a line has 1 to {ADDED_CHARS_MAX} characters");
            return Err(refused("report.line", message));
        }
        self.takes_in()?;
        // INVARIANT: held until the new version is durable, so that two lines never replace the same version.
        let _turn = self.turns.take(&self.picture, vec![code.report()])?;
        let item = self.behind(code, exercise)?;
        let mut report = item.typed::<Report>().ok_or(Failure::NotThere)?;
        let handed_in = report.handed_in.as_mut().ok_or(Failure::NotThere)?;
        if handed_in.added.len() >= ADDED_MAX {
            let message = format!("{ADDED_MAX} lines were added to this report: hand in a new one");
            return Err(refused("report.lines", message));
        }
        handed_in.added.push(Added { at: self.now(), text: text.to_owned(), rest: Default::default() });
        let log = self.logs.of_exercise(exercise);
        let draft = Draft {
            id: self.new_id(),
            kind: Kind::REPORT,
            subject: item.subject,
            replaces: vec![item.version],
            at: self.tick_clock(),
            author: self.machine,
            label: item.label_id,
            salt: self.entropy.bytes(),
            body: report.json(),
        };
        let version: RecordId = draft.id;
        let place = self.append(log, vec![draft])?;
        self.turns.note(&self.picture, place.0, place.1, [item.subject, SubjectId(version.0)]);
        Ok(())
    }

    /// The report behind a code.
    fn behind(&self, code: &FeedbackCode, exercise: Option<&Word>) -> Result<Item, Failure> {
        let subject = code.report();
        self.turns.until_shown(&self.picture, subject, std::time::Duration::from_millis(SHOWN_MS_MAX));
        let item = self.keeper.reader().head(subject)?.ok_or(Failure::NotThere)?;
        let here = item.kind == Kind::REPORT && item.exercise.as_ref() == exercise;
        match here && self.today() < item.label.retain_until {
            true => Ok(item),
            false => Err(Failure::NotThere),
        }
    }
}

/// INVARIANT: nothing that a citizen sends is for the public, whatever the profile says.
fn closed(label: Label) -> Result<Label, Failure> {
    let open = |clause: &std::collections::BTreeSet<Atom>| clause.contains(&Atom::Public);
    match !label.audience.is_empty() && label.audience.iter().all(open) {
        true => Err(refused(
            "report.public-label",
            "the profile labels what citizens send as public, so it is not taken in: mend labels.toml",
        )),
        false => Ok(label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed_and_nothing_else_is_a_code() {
        let code = FeedbackCode(letters(&(0..20).collect::<Vec<u8>>()));
        assert_eq!(code.to_string(), "0123-4567-89AB-CDEF-GHJK");
        for typed in ["0123-4567-89AB-CDEF-GHJK", " o123 4567 89ab cdef ghjk", "0i234567-89ABCDEFGHJK"] {
            assert_eq!(FeedbackCode::read(typed).as_ref(), Some(&code), "{typed}");
        }
        for typed in ["", "0123", "0123-4567-89AB-CDEF-GHJU", "0123-4567-89AB-CDEF-GHJK-0", "ё"] {
            assert_eq!(FeedbackCode::read(typed), None, "{typed}");
        }
        assert_eq!(format!("{code:?}"), "FeedbackCode(…)", "it does not print itself");
    }
}
