//! Input that was refused, kept with its reason so that nothing is lost and it can be tried again.
//!
//! Files beside the logs, not records: what is in here is unread and may be anything. It is bounded; the
//! oldest goes first, and how many went is counted. Each piece is for the agency whose door it came by.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use kulla_record::label::Word;
use kulla_record::{RecordId, Session};
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
}

impl Quarantine {
    /// In this folder, which is made when it is not there.
    pub fn open(dir: &Path) -> std::io::Result<Quarantine> {
        fs::create_dir_all(dir)?;
        Ok(Quarantine { dir: dir.to_owned(), files: Mutex::new(()), dropped: AtomicU64::new(0) })
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
        fs::write(self.dir.join(format!("{}.bin", piece.id)), &bytes[..bytes.len().min(PIECE_BYTES_MAX)])?;
        let json = serde_json::to_vec(&piece).map_err(std::io::Error::other)?;
        fs::write(self.dir.join(format!("{}.json", piece.id)), json)
    }

    /// The pieces that a session may see, newest first.
    pub fn list(&self, session: &Session) -> std::io::Result<Vec<Piece>> {
        let _files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let read = |name: &String| fs::read(self.dir.join(format!("{name}.json"))).ok();
        let pieces = self.names()?;
        let pieces =
            pieces.iter().rev().filter_map(read).filter_map(|json| serde_json::from_slice(&json).ok());
        Ok(pieces.filter(|piece| may_see(session, piece)).collect())
    }

    /// A piece with its bytes, if the session may see it.
    pub fn take(&self, session: &Session, id: RecordId) -> std::io::Result<Option<(Piece, Vec<u8>)>> {
        let Some(piece) = self.list(session)?.into_iter().find(|piece| piece.id == id) else {
            return Ok(None);
        };
        let bytes = fs::read(self.dir.join(format!("{id}.bin")))?;
        Ok(Some((piece, bytes)))
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
        fs::remove_file(self.dir.join(format!("{name}.json")))?;
        fs::remove_file(self.dir.join(format!("{name}.bin")))
    }
}

fn may_see(session: &Session, piece: &Piece) -> bool {
    session.agency == piece.agency && session.exercise == piece.exercise
}
