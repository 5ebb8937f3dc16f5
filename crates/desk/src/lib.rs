//! The desk: the one way to act.
//!
//! session + command → may it? → take turns → decide → append → the picture has caught up. Nothing else in
//! the house appends, and nothing else holds a log. A gateway maps its protocol to a [`Command`] and back.
//!
//! | module | holds |
//! |---|---|
//! | [`command`] | everything that can be done, as values |
//! | [`profile`] | the deployment profile: data that an operator may edit |
//! | [`node`] | a data directory: made, opened, closed |
//! | `seen` | the versions that a command names |
//! | `plan` | from a decision to records: ids, labels, versions, one atomic append |
//! | `meant` | whether a message belongs where it came in |
//! | `handing` | reports that the public hands in, and what whoever holds the feedback code may do |
//! | `photos` | what comes with such reports, cleaned |
//! | `lag` | how far the picture is behind, and what that does to intake |
//! | `turns` | one command at a time for each subject, and the tail that the picture does not have yet |
//! | `labelling` | defaults, choices and joins of labels |
//! | `detecting` | where detectors are asked, and their alarms written |
//! | `machine` | what machines write by themselves: the register of sources, and what sources say |
//! | `rules` | who may act: the text that stands, and the one on record |
//! | `signing` | acts that a person signs with a passkey |
//! | `timer` | what time does by itself: `tick` is a command too |
//! | [`register`] | units, facilities and shelters from a file |
//! | [`quarantine`] | input that was refused, kept with its reason |

mod access;
mod canaries;
mod cast;
pub mod command;
mod credentials;
mod detecting;
mod directory;
mod erasure;
mod failure;
mod handing;
mod heard;
mod intake;
mod labelling;
mod lag;
mod lesson;
mod listening;
pub mod logs;
mod look;
mod machine;
mod meant;
pub mod node;
mod people;
mod photos;
mod plan;
pub mod profile;
pub mod quarantine;
pub mod register;
mod rules;
mod seen;
mod signing;
mod timer;
mod turns;
mod warnfacts;

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kulla_guard::AssuranceTable;
use kulla_picture::{Filter, Item, Keeper, Live, PAGE_ITEMS_MAX, Picture, Reader};
use kulla_record::label::Word;
use kulla_record::{Clock, Entropy, Hlc, HybridClock, Kind, PrincipalId, Session};

pub use access::{ACCESS_GROUP_MAX, Exporters, Unrecorded};
pub use cast::CAST_MAX;
pub use command::{Actor, Command, Order};
pub use credentials::CredentialNote;
pub use directory::{Directory, Person, login_of};
pub use erasure::{ErasureOrder, LASTING_KINDS, ORDER_RECORDS_MAX, attachments_going};
pub use failure::Failure;
pub use handing::{ADDED_CHARS_MAX, ADDED_MAX, FeedbackCode, HANDED_IN_MAX, HandIn, Told};
pub use heard::{Ear, Heard};
pub use intake::{DOCUMENT_BYTES_MAX, Intake, Received, Sorted};
pub use labelling::{Composer, Epochs};
pub use lag::LAG_MS_MAX;
pub use logs::{Logs, NodeLog};
pub use machine::{Feeder, NOTED_MAX, Noted, source_subject};
pub use photos::{Attached, PHOTO_BYTES_MAX, PHOTOS_MAX, Still};
pub use plan::Done;
pub use rules::Acting;
pub use seen::{SEEN_VERSIONS_MAX, Seen};
pub use signing::TAKES_PASSKEY;

/// How long a command of a person waits for the picture before it answers that it is written but not shown yet. Intake
/// does not wait.
const CAUGHT_UP_PATIENCE: Duration = Duration::from_secs(1);

/// The desk of one node.
pub struct Desk {
    pub(crate) logs: Arc<Logs>,
    pub(crate) picture: Arc<Picture>,
    pub(crate) keeper: Keeper,
    pub(crate) turns: turns::Turns,
    pub(crate) assurance: AssuranceTable,
    pub(crate) rules: rules::Rules,
    pub(crate) canaries: canaries::Canaries,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    /// The principal of the node itself: it brings in labels and lets things lapse.
    pub(crate) machine: PrincipalId,
    profile: profile::Profile,
    warn_profile: kulla_warn::facts::Profile,
    public_address: Option<String>,
    /// Guards the order of hybrid times; held for a moment only.
    hybrid: Mutex<HybridClock>,
    directory: RwLock<Directory>,
    people_changes: AtomicU64,
    quarantine: quarantine::Quarantine,
    lag: lag::Lag,
    heard: Heard,
}

impl Desk {
    /// A reader bound to a session: the one way to read.
    pub fn reader(&self, session: &Session) -> Reader {
        self.picture.reader(session, self.today())
    }

    /// Everything of a kind, page by page.
    pub(crate) fn items_of(&self, kind: Kind, filter: Filter) -> Result<Vec<Item>, Failure> {
        let filter = Filter { kinds: vec![kind], ..filter };
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = self.keeper.reader().list(&filter, after.as_deref(), PAGE_ITEMS_MAX)?;
            found.extend(page.items);
            after = page.next;
            if after.is_none() {
                return Ok(found);
            }
        }
    }

    /// Changes from now on, for streams.
    pub fn live(&self) -> Live {
        self.picture.live()
    }

    /// Whether a session may see what stands under a number of the live stream, now.
    pub fn sees(&self, session: &Session, label_no: u32) -> bool {
        self.picture.labels().visible(session, self.today()).has(kulla_guard::LabelNo(label_no))
    }

    /// What a session may see now, for streams that open what is closed ([`kulla_guard::Labelled`]).
    pub fn visible(&self, session: &Session) -> Arc<kulla_guard::Visible> {
        self.picture.labels().visible(session, self.today())
    }

    /// The deployment profile.
    pub fn profile(&self) -> &profile::Profile {
        &self.profile
    }

    /// Who the principals of this node are.
    pub fn directory(&self) -> RwLockReadGuard<'_, Directory> {
        self.directory.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How sure we have to be of a reader, by policy and level.
    pub fn assurance(&self) -> &AssuranceTable {
        &self.assurance
    }

    /// Input that was refused.
    pub fn quarantine(&self) -> &quarantine::Quarantine {
        &self.quarantine
    }

    /// When each source was last heard.
    pub fn heard(&self) -> &Heard {
        &self.heard
    }

    /// The logs, for health figures and the operator's socket. Appending goes through commands only.
    pub fn logs(&self) -> &Logs {
        &self.logs
    }

    /// The picture's lag behind the content log, in records.
    pub fn lag_records(&self) -> u64 {
        self.logs.all().map(|log| log.len().saturating_sub(self.picture.applied(log.name.id))).sum()
    }

    /// How many records of all logs the picture shows. It only grows: whoever kept an answer knows by it whether
    /// anything has been added since.
    pub fn shown(&self) -> u64 {
        self.logs.all().map(|log| self.picture.applied(log.name.id)).sum()
    }

    /// Milliseconds by which the hybrid clock runs ahead of the wall clock: more than none after the wall
    /// clock was set back.
    pub fn clock_ahead_ms(&self) -> u64 {
        self.hybrid().ahead_of(self.clock.unix_ms())
    }

    /// Where the picture has to be before it shows what was written, as a client may know it: it tells nothing.
    pub fn cursor(&self, done: &Done) -> Option<String> {
        done.place.and_then(|(log, seq)| self.picture.cursor_of(log, seq))
    }

    /// Whether the picture shows what was written at such a cursor. A cursor that this node never gave is an error.
    pub fn shows(&self, cursor: &str) -> Result<bool, Failure> {
        Ok(self.picture.shows(cursor)?)
    }

    /// Today in UTC, which is what retention counts in.
    pub fn today(&self) -> Date {
        TimeZone::UTC.to_datetime(self.clock.now()).date()
    }

    /// Whether the date of retention of a record has passed.
    pub fn has_expired(&self, header: &kulla_record::Header) -> bool {
        self.picture.labels().label(header.label).is_some_and(|label| label.retain_until <= self.today())
    }

    /// The wall clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Where random bytes come from.
    pub fn entropy(&self) -> &Arc<dyn Entropy> {
        &self.entropy
    }

    /// Defaults, choices and joins of labels for a writer.
    pub fn composer<'a>(&'a self, session: &'a Session, assignee: Option<&'a Word>) -> Composer<'a> {
        Composer {
            profile: &self.profile,
            epochs: self.logs.epochs(),
            agency: &session.agency,
            assignee,
            today: self.today(),
        }
    }

    pub(crate) fn warn_profile(&self) -> &kulla_warn::facts::Profile {
        &self.warn_profile
    }

    pub(crate) fn public_address(&self) -> Option<&str> {
        self.public_address.as_deref()
    }

    pub(crate) fn tick_clock(&self) -> Hlc {
        self.hybrid().tick(self.clock.unix_ms())
    }

    fn hybrid(&self) -> MutexGuard<'_, HybridClock> {
        self.hybrid.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
