//! Input that was refused, kept with its reason so that nothing is lost and it can be tried again.
//!
//! Files beside the logs, not records: what is in here is unread and may be anything. It is bounded; the
//! oldest goes first, and how many went is counted. Each piece carries the label that its content would have got, narrowed
//! to the agency whose door it came by.
//!
//! A piece is `ID.bin`, the bytes, and `ID.json`, what is known of them. Both are written whole and synced under another
//! name first, the bytes before what names them: so a crash leaves at most bytes that nothing names, which the next
//! start removes and counts.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kulla_guard::{AssuranceTable, Scope, may_read};
use kulla_record::label::{Label, Word};
use kulla_record::{Clock, RecordId, Session};
use serde::{Deserialize, Serialize};

/// Pieces that are kept.
pub const QUARANTINE_PIECES_MAX: usize = 1_000;
/// Bytes of one piece; of a longer one the beginning is kept, which is said.
pub const PIECE_BYTES_MAX: usize = 1 << 20;
/// Findings that are kept with a piece.
pub const PIECE_FINDINGS_MAX: usize = 50;

/// A piece of refused input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// Its id.
    pub id: RecordId,
    /// When it came.
    pub at: Timestamp,
    /// Through which door: `cap`.
    pub door: String,
    /// The agency whose session brought it, which alone sees it.
    pub agency: Word,
    /// The exercise of that session.
    pub exercise: Option<Word>,
    /// Who may see it; pieces of older programs have none and are for the agency.
    #[serde(default)]
    pub label: Option<Label>,
    /// Why it was refused, in words.
    pub reason: String,
    /// Findings, each `rule`, `severity`, `line`, `message`.
    pub findings: Vec<PieceFinding>,
    /// Bytes as it came.
    pub bytes: u64,
    /// Whether only its beginning was kept.
    pub cut: bool,
}

/// What is wrong with a piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceFinding {
    /// Stable rule.
    pub rule: String,
    /// `note`, `warning` or `error`.
    pub severity: String,
    /// 1-based line.
    pub line: u32,
    /// For people.
    pub message: String,
}

/// The quarantine of a node.
pub struct Quarantine {
    dir: PathBuf,
    /// Held while files are listed, written and dropped.
    files: Mutex<()>,
    dropped: AtomicU64,
    /// Files that nothing named at the start, and that went.
    orphans: u64,
    assurance: AssuranceTable,
    clock: Arc<dyn Clock>,
}

/// A piece that is asked for.
pub enum Taken {
    /// As it came.
    Whole(Piece, Vec<u8>),
    /// Only its beginning was kept, which is not what somebody sent.
    Cut,
    /// Its bytes are not there.
    Lost,
}

impl Quarantine {
    /// In this folder, which is made when it is not there.
    pub fn open(
        dir: &Path,
        assurance: AssuranceTable,
        clock: Arc<dyn Clock>,
    ) -> std::io::Result<Quarantine> {
        fs::create_dir_all(dir)?;
        let orphans = sweep(dir)?;
        if orphans > 0 {
            tracing::warn!(orphans, "files of the quarantine that nothing names were removed");
        }
        let (files, dropped) = (Mutex::new(()), AtomicU64::new(0));
        Ok(Quarantine { dir: dir.to_owned(), files, dropped, orphans, assurance, clock })
    }

    /// Keeps a piece and its bytes.
    pub fn keep(&self, mut piece: Piece, bytes: &[u8]) -> std::io::Result<()> {
        let _files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        piece.findings.truncate(PIECE_FINDINGS_MAX);
        piece.bytes = bytes.len() as u64;
        piece.cut = bytes.len() > PIECE_BYTES_MAX;
        let mut names = self.names()?;
        while names.len() >= QUARANTINE_PIECES_MAX {
            let oldest = names.remove(0);
            self.remove(&oldest)?;
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        let json = serde_json::to_vec(&piece).map_err(std::io::Error::other)?;
        self.write(&format!("{}.bin", piece.id), &bytes[..bytes.len().min(PIECE_BYTES_MAX)])?;
        // INVARIANT: what names the bytes comes after them, so that what is listed is there.
        self.write(&format!("{}.json", piece.id), &json)
    }

    /// Whole and durable, or not there.
    fn write(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let fresh = self.dir.join(format!("{name}.new"));
        let written = File::create(&fresh).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        // A disk that is full must not stay so for half a file.
        let kept = written.and_then(|()| fs::rename(&fresh, self.dir.join(name)));
        kept.inspect_err(|_| drop(fs::remove_file(&fresh)))?;
        File::open(&self.dir)?.sync_all()
    }

    /// The pieces that a session may see, newest first.
    pub fn list(&self, session: &Session) -> std::io::Result<Vec<Piece>> {
        let _files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let read = |name: &String| fs::read(self.dir.join(format!("{name}.json"))).ok();
        let pieces = self.names()?;
        let pieces =
            pieces.iter().rev().filter_map(read).filter_map(|json| serde_json::from_slice(&json).ok());
        Ok(pieces.filter(|piece| self.may_see(session, piece)).collect())
    }

    /// A piece with its bytes, if the session may see it.
    pub fn take(&self, session: &Session, id: RecordId) -> std::io::Result<Option<Taken>> {
        let Some(piece) = self.list(session)?.into_iter().find(|piece| piece.id == id) else {
            return Ok(None);
        };
        if piece.cut {
            return Ok(Some(Taken::Cut));
        }
        match fs::read(self.dir.join(format!("{id}.bin"))) {
            Ok(bytes) => Ok(Some(Taken::Whole(piece, bytes))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Some(Taken::Lost)),
            Err(error) => Err(error),
        }
    }

    /// Lets a piece go, when it was taken in after all.
    pub fn forget(&self, id: RecordId) -> std::io::Result<()> {
        let _files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        self.remove(&id.to_string())
    }

    /// Pieces that went because there was no room, since the start.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Files that a crash had left and that went at the start.
    pub fn orphans(&self) -> u64 {
        self.orphans
    }

    fn may_see(&self, session: &Session, piece: &Piece) -> bool {
        let scope = Scope { exercise: piece.exercise.clone(), reference: false };
        let today = TimeZone::UTC.to_datetime(self.clock.now()).date();
        let read = |label: &Label| may_read(session, label, &scope, today, &self.assurance);
        scope.matches(session) && session.agency == piece.agency && piece.label.as_ref().is_none_or(read)
    }

    /// Ids in the order of time: they are UUIDv7.
    fn names(&self) -> std::io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            let name = entry?.file_name();
            names.extend(name.to_str().and_then(|name| name.strip_suffix(".json")).map(str::to_owned));
        }
        names.sort_unstable();
        Ok(names)
    }

    fn remove(&self, name: &str) -> std::io::Result<()> {
        // What is gone already must not keep a newer piece out.
        ["json", "bin"].iter().try_for_each(|ending| {
            match fs::remove_file(self.dir.join(format!("{name}.{ending}"))) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            }
        })
    }
}

/// Removes half-written files and bytes that nothing names; gives how many.
fn sweep(dir: &Path) -> std::io::Result<u64> {
    let mut gone = 0;
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let orphan = match ending {
            "new" => true,
            "bin" => !path.with_extension("json").exists(),
            _ => false,
        };
        if orphan {
            fs::remove_file(&path)?;
            gone += 1;
        }
    }
    Ok(gone)
}
