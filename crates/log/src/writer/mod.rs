//! The writer: stages groups of drafts, writes them with one write, makes them durable with one sync.
//!
//! It has no thread and no clock, so that the simulator can drive it. `queue` puts a thread around it.
//!
//! After a failed write or sync nothing is known about the bytes behind the durable end: the page cache may show
//! what the disk never took. So they are never trusted again: the segment is reopened, everything behind the
//! durable end is overwritten with zeros and synced, and a new writer epoch is drawn so that no nonce is used
//! twice. Until that succeeds, every group is refused.

mod ready;

use std::any::Any;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};

use kulla_record::{KeyId, RecordId};
use ring::aead::LessSafeKey;

use crate::config::LogConfig;
use crate::core::Core;
use crate::disk::{Disk, Mode};
use crate::erase::EraseError;
use crate::error::{AppendError, OpenError};
use crate::frame::{Place, Seal, encode};
use crate::group::{Batch, GROUP_BYTES_MAX, Prepared};
use crate::note::NoteSigner;
use crate::open::{Opened, Opening};
use crate::reader::Reader;
use crate::runway::{BATCH_BYTES_MAX, Flight, Runway, Staged};
use crate::seal::{EPOCH_BYTES, KeyCache, body_key};
use crate::segment::{SegmentHeader, create, segment_len};
use crate::tree::leaf_hash;

/// Records of the smallest group that is not sealed where the second thread waits.
const LARGE_RECORDS: usize = 32;

/// What became of a group that was offered.
pub enum Offer {
    /// Staged: its records will have these places if the commit succeeds.
    Staged(Range<u64>),
    /// Commit first, then offer it again.
    Later(Vec<Prepared>),
}

/// Why the segment can't be gone on with as it is.
enum Trouble {
    /// Bytes up to here may have been written behind the durable end.
    Dirty(u64),
    /// The step to the next segment was begun; nothing may be appended to the old one any more.
    Rolling(usize),
}

/// See the module.
pub struct Writer {
    core: Arc<Core>,
    config: LogConfig,
    runway: Arc<Runway>,
    number: u64,
    /// Durable end in the current segment.
    end: u64,
    segment_bytes: u64,
    epoch: [u8; EPOCH_BYTES],
    key: LessSafeKey,
    key_id: KeyId,
    /// Behind the next batch on the runway.
    behind: Staged,
    /// Records and bytes that are staged or on their way to the disk.
    ahead: (u64, u64),
    /// The derived files lag behind what is durable.
    unsettled: bool,
    trouble: Option<Trouble>,
    /// A sync of the derived files failed: what they hold is not vouched for any more, so no state is stored,
    /// and the next start builds them again from the last one.
    suspect: bool,
    closed: bool,
    _lock: Box<dyn Any + Send + Sync>,
}

impl Writer {
    /// Opens a log, or makes a new one in an empty folder.
    pub fn open(disk: Arc<dyn Disk>, dir: &Path, config: LogConfig) -> Result<(Writer, Opened), OpenError> {
        config.check()?;
        let opening = Opening { disk: &*disk, dir, log: config.log };
        let io = opening.io();
        disk.create_dir(dir).map_err(io)?;
        let lock = disk.lock(&dir.join("lock")).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => OpenError::InUse { dir: dir.display().to_string() },
            _ => io(error),
        })?;
        let mut loaded = match opening.load()? {
            Some(loaded) => loaded,
            None => {
                let bytes = segment_len(0, config.segment_bytes, 0);
                let root = crate::tree::empty_root();
                let header = SegmentHeader { log: config.log, number: 0, first_seq: 0, root, bytes };
                create(&*disk, dir, &header, &Mutex::new(())).map_err(io)?;
                let mut new = opening.load()?.ok_or_else(|| io(io::ErrorKind::NotFound.into()))?;
                new.opened.clean = true;
                new
            }
        };
        let last = loaded.segments.last().cloned();
        let last = last.ok_or_else(|| io(io::ErrorKind::NotFound.into()))?;
        loaded.derived.begin(&*disk, dir, config.log).map_err(io)?;
        let file = disk.open(&dir.join(last.file_name()), Mode::Write).map_err(io)?;
        let keys = KeyCache::new(config.log, config.keys.clone());
        let records = loaded.opened.records;
        let core =
            Core::new(disk, dir.to_owned(), keys, config.log, loaded.segments, loaded.derived, records);
        let (epoch, key) = draw_epoch(&config);
        let mut writer = Writer {
            core: Arc::new(core),
            key_id: config.keys.current().id(),
            config,
            runway: Arc::new(Runway::new(file.into(), loaded.end)),
            number: last.number,
            end: loaded.end,
            segment_bytes: loaded.segment_bytes,
            epoch,
            key,
            behind: Staged::default(),
            ahead: (0, 0),
            unsettled: false,
            trouble: None,
            suspect: false,
            closed: false,
            _lock: lock,
        };
        writer.check_key()?;
        if !loaded.opened.clean {
            // The page cache may show zeros over bytes that a failed sync left on the disk, as far as one batch
            // reaches. If the disk refuses now, it is asked again before the first append.
            let reach = GROUP_BYTES_MAX.max(BATCH_BYTES_MAX) as u64;
            writer.trouble = Some(Trouble::Dirty(writer.end + reach));
            let _ = writer.make_ready(0);
        }
        Ok((writer, loaded.opened))
    }

    /// A body that can't be opened with the keys at hand is told at once, not at the first read.
    fn check_key(&self) -> Result<(), OpenError> {
        let Some(last) = self.core.durable().checked_sub(1) else { return Ok(()) };
        match self.reader().get(last) {
            Err(crate::ReadError::NoKey { key, .. }) => {
                Err(OpenError::WrongKey { log: self.core.log, key })
            }
            _ => Ok(()),
        }
    }

    /// A reader of the same log.
    pub fn reader(&self) -> Reader {
        Reader { core: Arc::clone(&self.core) }
    }

    pub(crate) fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// As [`crate::LogHandle::checkpoint`].
    pub fn checkpoint(&self, signer: &NoteSigner) -> io::Result<String> {
        self.core.checkpoint(signer)
    }

    /// As [`crate::LogHandle::erase`].
    pub fn erase(&self, records: &[(u64, RecordId)]) -> Result<u64, EraseError> {
        self.core.erase(records)
    }

    /// The place that the next staged record gets.
    fn next_seq(&self) -> u64 {
        self.core.durable() + self.ahead.0
    }

    /// Takes a group into the next write. An error refuses this group alone; nothing of it is written.
    pub fn offer(&mut self, group: Vec<Prepared>) -> Result<Offer, AppendError> {
        if self.closed {
            return Err(AppendError::Closed);
        }
        let bytes = group.iter().map(|prepared| prepared.frame_bytes).sum();
        if !self.is_ahead() {
            self.make_ready(bytes).map_err(|error| AppendError::Disk { reason: error.to_string() })?;
        }
        if !self.fits(bytes) {
            return Ok(Offer::Later(group));
        }
        let first = self.next_seq();
        let staged = match self.stage_in_next(group, bytes) {
            Err(group) if self.behind.has_room(group.len(), bytes) => {
                let mut behind = std::mem::take(&mut self.behind);
                let staged = self.stage(&mut behind, group);
                self.behind = behind;
                self.runway.move_up(&mut self.behind);
                staged
            }
            Err(group) => return Ok(Offer::Later(group)),
            Ok(staged) => staged,
        };
        self.ahead = (self.ahead.0 + staged.0, self.ahead.1 + staged.1);
        Ok(Offer::Staged(first..self.next_seq()))
    }

    /// Stages a group in the next batch. Gives it back if a batch stands behind, if there is no room, and if the second thread
    /// would have to wait for it.
    fn stage_in_next(&mut self, group: Vec<Prepared>, bytes: usize) -> Result<(u64, u64), Vec<Prepared>> {
        self.runway.move_up(&mut self.behind);
        let mut field = self.runway.field();
        let waited_for = field.is_ready() && group.len() >= LARGE_RECORDS;
        if !self.behind.is_empty() || waited_for || !field.next.has_room(group.len(), bytes) {
            return Err(group);
        }
        let staged = self.stage(&mut field.next, group);
        self.runway.call(field);
        Ok(staged)
    }

    fn fits(&self, bytes: usize) -> bool {
        self.end + self.ahead.1 + bytes as u64 <= self.segment_bytes
    }

    /// Gives how many records and bytes were staged.
    fn stage(&self, staged: &mut Staged, group: Vec<Prepared>) -> (u64, u64) {
        let (before, last) = (staged.bytes.len(), group.len() - 1);
        for (seq, (index, prepared)) in (self.next_seq()..).zip(group.into_iter().enumerate()) {
            self.stage_one(staged, seq, prepared, index < last);
        }
        (last as u64 + 1, (staged.bytes.len() - before) as u64)
    }

    fn stage_one(&self, staged: &mut Staged, seq: u64, prepared: Prepared, more: bool) {
        let Prepared { draft, commitment, .. } = prepared;
        let salt = draft.salt;
        let record = draft.into_record(self.core.log, seq, commitment);
        let seal = Seal { key: &self.key, key_id: self.key_id, epoch: self.epoch };
        let batch_place = u32::try_from(staged.records.len()).unwrap_or(u32::MAX);
        let start = staged.bytes.len();
        let place = Place { batch_place, more };
        let body = record.body.as_deref().unwrap_or_default();
        let range = encode(&mut staged.bytes, &record.header, &salt, body, &seal, place);
        let leaf = leaf_hash(&staged.bytes[range]);
        staged.frames.push((start, leaf));
        staged.records.push(Arc::new(record));
    }

    /// Writes the next batch and makes it durable. On an error none of it was acknowledged, and none of it is in
    /// the log that readers see.
    pub fn commit(&mut self) -> Result<Batch, AppendError> {
        let Some(flight) = self.runway.take_alone(false) else {
            return Ok(Batch { first_seq: self.core.durable(), records: Arc::new([]) });
        };
        let written = flight.write();
        self.land(flight, written)
    }

    /// Whether anything is staged or on its way.
    pub(crate) fn is_ahead(&self) -> bool {
        self.ahead.0 > 0
    }

    /// From where whoever has the time takes the next batch to the disk. More can be staged meanwhile, in the belief that the
    /// write succeeds.
    pub(crate) fn runway(&self) -> &Arc<Runway> {
        &self.runway
    }

    /// What became of a write, in the order in which they were begun. After an error, what was staged meanwhile is gone with
    /// it: it stood on it.
    pub(crate) fn land(&mut self, flight: Flight, written: io::Result<()>) -> Result<Batch, AppendError> {
        let mut staged = flight.staged;
        if let Err(error) = written {
            self.trouble = Some(Trouble::Dirty(self.end + staged.bytes.len() as u64));
            self.runway.crashed();
            (self.behind, self.ahead) = (Staged::default(), (0, 0));
            return Err(AppendError::Disk { reason: error.to_string() });
        }
        self.runway.move_up(&mut self.behind);
        let first_seq = self.core.durable();
        let batch = Batch { first_seq, records: staged.records.drain(..).collect() };
        let mut derived = self.core.derived();
        for (start, leaf) in staged.frames.drain(..) {
            derived.push_offset(self.end + start as u64);
            derived.tree.push(leaf);
        }
        drop(derived);
        let bytes = staged.bytes.len() as u64;
        self.end += bytes;
        self.ahead = (self.ahead.0 - batch.records.len() as u64, self.ahead.1 - bytes);
        // INVARIANT: only here do records become visible, after their sync.
        self.core.set_durable(batch.end_seq());
        self.unsettled = true;
        self.runway.landed(staged);
        Ok(batch)
    }

    /// Writes the derived files up to what was committed. Not needed for the acknowledgement; done at the latest
    /// before the next write, which is refused while the disk refuses this.
    pub fn settle(&mut self) -> io::Result<()> {
        if self.unsettled {
            self.core.derived().flush(&*self.core.disk)?;
            self.unsettled = false;
        }
        Ok(())
    }
}

fn draw_epoch(config: &LogConfig) -> ([u8; EPOCH_BYTES], LessSafeKey) {
    let epoch = config.entropy.bytes();
    (epoch, body_key(config.keys.current(), config.log, &epoch))
}
