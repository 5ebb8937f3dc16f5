//! Erasing: the body goes, the header and its place in the tree stay.
//!
//! The caller first appends the `erasure` record durably; then the sealed part is overwritten in place. Which
//! entries are being overwritten is written to a small file first, so that a crash in the middle leaves a torn
//! overwrite that the next start finishes, and not damage that stops it.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::PoisonError;

use kulla_record::{LogId, RecordId};

use crate::core::{Core, SegmentInfo};
use crate::disk::{Disk, Mode, read_small, replace_small};
use crate::error::ReadError;
use crate::place::Place;
use crate::scan::{Scan, read_file};

/// Entries that one call may erase.
pub const ERASE_RECORDS_MAX: usize = 10_000;

const NAME: &str = "erasing";
const INTENT_BYTES_MAX: usize = ERASE_RECORDS_MAX * 21;

/// Why a body was not erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// Too many at once.
    #[error("{0} entries were named; at most {ERASE_RECORDS_MAX} are erased at once: erase them in parts")]
    TooMany(usize),
    /// The place holds another record than the one that was meant.
    #[error("entry {seq} of log `{log}` is record `{found}`, not `{meant}`: nothing was erased")]
    OtherRecord {
        /// Which log.
        log: LogId,
        /// Position.
        seq: u64,
        /// What stands there.
        found: RecordId,
        /// What was to be erased.
        meant: RecordId,
    },
    /// The entry can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The disk refused; the next start finishes what was begun.
    #[error("the body could not be overwritten: {0}; the next start, or another call, finishes it")]
    Io(#[from] io::Error),
}

/// Entries whose overwriting was begun and not seen through.
fn interrupted(disk: &dyn Disk, dir: &Path) -> io::Result<BTreeSet<u64>> {
    let bytes = read_small(disk, &dir.join(NAME), INTENT_BYTES_MAX)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).lines().filter_map(|line| line.parse().ok()).collect())
}

fn remember(disk: &dyn Disk, dir: &Path, seqs: &BTreeSet<u64>) -> io::Result<()> {
    let text: String = seqs.iter().map(|seq| format!("{seq}\n")).collect();
    replace_small(disk, dir, NAME, text.as_bytes())
}

fn forget(disk: &dyn Disk, dir: &Path) -> io::Result<()> {
    disk.remove(&dir.join(NAME))?;
    disk.sync_dir(dir)
}

/// Overwrites anew what an interrupted erasure left half done; gives the number of entries.
pub(crate) fn finish_interrupted(
    disk: &dyn Disk,
    dir: &Path,
    log: LogId,
    segments: &[SegmentInfo],
) -> io::Result<u64> {
    let seqs = interrupted(disk, dir)?;
    if seqs.is_empty() {
        return Ok(0);
    }
    let mut finished = 0;
    for (index, segment) in segments.iter().enumerate().filter(|(_, segment)| !segment.pruned) {
        let next = segments.get(index + 1).map_or(u64::MAX, |next| next.first_seq);
        if seqs.range(segment.first_seq..next).next().is_none() {
            continue;
        }
        let path = dir.join(segment.file_name());
        let data = read_file(disk, &path)?;
        let file = disk.open(&path, Mode::Write)?;
        let mut scan = Scan::new(&data, log, segment.first_seq);
        while let Some(Ok(seen)) = scan.next() {
            if seqs.contains(&seen.header.seq) {
                let offset = seen.offset + seen.frame.sealed_range().start;
                file.write_at(&seen.frame.erased_sealed(), offset as u64)?;
                finished += 1;
            }
        }
        file.sync_data()?;
    }
    forget(disk, dir)?;
    Ok(finished)
}

impl Core {
    /// Overwrites the bodies of these entries, durably. Those that are erased already are left as they are;
    /// gives the number of bodies that were overwritten now.
    pub(crate) fn erase(&self, records: &[(u64, RecordId)]) -> Result<u64, EraseError> {
        if records.len() > ERASE_RECORDS_MAX {
            return Err(EraseError::TooMany(records.len()));
        }
        let _one_at_a_time = self.erasing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut overwrites = Vec::new();
        for (seq, meant) in records {
            let (place, bytes) = match self.frame_bytes(*seq) {
                Err(ReadError::Pruned { .. }) => continue,
                other => other?,
            };
            let frame = self.frame_in(&bytes, *seq, &place)?;
            let found = place.record.unwrap_or(*meant);
            if found != *meant {
                return Err(EraseError::OtherRecord { log: self.log, seq: *seq, found, meant: *meant });
            }
            if !frame.is_wholly_erased() {
                let offset = place.offset + frame.sealed_range().start as u64;
                overwrites.push((*seq, place, offset, frame.erased_sealed()));
            }
        }
        if overwrites.is_empty() {
            return Ok(0);
        }
        // What an earlier call left unfinished stays named until it is done.
        let mut seqs = interrupted(&*self.disk, &self.dir)?;
        seqs.extend(overwrites.iter().map(|(seq, ..)| *seq));
        remember(&*self.disk, &self.dir, &seqs)?;
        self.overwrite(&overwrites)?;
        if seqs.len() == overwrites.len() {
            forget(&*self.disk, &self.dir)?;
        }
        Ok(overwrites.len() as u64)
    }

    fn overwrite(&self, overwrites: &[(u64, Place, u64, Vec<u8>)]) -> io::Result<()> {
        let mut rest = overwrites;
        while let Some((_, first, ..)) = rest.first() {
            let same = rest.iter().take_while(|(_, place, ..)| place.file == first.file).count();
            let file = self.disk.open(&self.dir.join(&first.file), Mode::Write)?;
            for (_, _, offset, bytes) in &rest[..same] {
                file.write_at(bytes, *offset)?;
            }
            file.sync_data()?;
            rest = &rest[same..];
        }
        Ok(())
    }
}
