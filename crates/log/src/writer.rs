//! The writer: stages groups of drafts, writes them with one write, makes them durable with one sync.
//!
//! It has no thread and no clock, so that the simulator can drive it. `queue` puts a thread around it.
//!
//! After a failed write or sync nothing is known about the bytes behind the durable end: the page cache may show
//! what the disk never took. So they are never trusted again: the segment is reopened, everything behind the
//! durable end is overwritten with zeros and synced, and a new writer epoch is drawn so that no nonce is used
//! twice. Until that succeeds, every group is refused.

use std::any::Any;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use kulla_record::envelope::{Header, Record};
use kulla_record::{KeyId, RecordId};
use ring::aead::LessSafeKey;

use crate::config::LogConfig;
use crate::core::{Core, SegmentInfo};
use crate::disk::{Disk, DiskFile, Mode};
use crate::erase::EraseError;
use crate::error::{AppendError, OpenError};
use crate::frame::{Place, Seal, encode};
use crate::group::{Batch, GROUP_BYTES_MAX, Prepared};
use crate::note::NoteSigner;
use crate::open::{Opened, Opening};
use crate::reader::Reader;
use crate::seal::{EPOCH_BYTES, KeyCache, body_key};
use crate::segment::{SEGMENT_HEADER_BYTES, SegmentHeader, create, segment_len, zero_range};
use crate::state::State;
use crate::tree::{Hash, leaf_hash};

/// Records that one write takes; more wait for the next one.
pub const BATCH_RECORDS_MAX: usize = 4_096;
/// Bytes that one write takes, unless a single group is larger.
pub const BATCH_BYTES_MAX: usize = 8 << 20;
/// What became of a group that was offered.
pub enum Offer {
    /// Staged: its records will have these places if the commit succeeds.
    Staged(Range<u64>),
    /// Commit first, then offer it again.
    Later(Vec<Prepared>),
}

/// What is staged and not yet durable.
#[derive(Default)]
struct Staged {
    bytes: Vec<u8>,
    records: Vec<Arc<Record>>,
    /// Of each record: where its frame begins in `bytes`, and its leaf hash.
    frames: Vec<(usize, Hash)>,
}

/// A batch on its way to the disk.
pub(crate) struct Flight {
    file: Arc<dyn DiskFile>,
    offset: u64,
    staged: Staged,
}

impl Flight {
    /// One write and one sync.
    pub(crate) fn write(&self) -> io::Result<()> {
        self.file.write_at(&self.staged.bytes, self.offset)?;
        self.file.sync_data()
    }
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
    file: Arc<dyn DiskFile>,
    number: u64,
    /// Durable end in the current segment.
    end: u64,
    segment_bytes: u64,
    epoch: [u8; EPOCH_BYTES],
    key: LessSafeKey,
    key_id: KeyId,
    staged: Staged,
    /// Records and bytes that are on their way to the disk.
    flying: (u64, u64),
    /// Memory of an earlier batch, used again.
    free: Staged,
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
            file: file.into(),
            number: last.number,
            end: loaded.end,
            segment_bytes: loaded.segment_bytes,
            epoch,
            key,
            staged: Staged::default(),
            flying: (0, 0),
            free: Staged::default(),
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
        self.core.durable() + self.flying.0 + self.staged.records.len() as u64
    }

    /// Takes a group into the next write. An error refuses this group alone; nothing of it is written.
    pub fn offer(&mut self, group: Vec<Prepared>) -> Result<Offer, AppendError> {
        if self.closed {
            return Err(AppendError::Closed);
        }
        let bytes: usize = group.iter().map(|prepared| prepared.frame_bytes).sum();
        if self.flying.0 > 0 && !self.fits(bytes) {
            return Ok(Offer::Later(group));
        }
        if self.staged.records.is_empty() && self.flying.0 == 0 {
            self.make_ready(bytes).map_err(|error| AppendError::Disk { reason: error.to_string() })?;
        } else if self.staged.records.len() + group.len() > BATCH_RECORDS_MAX
            || self.staged.bytes.len() + bytes > BATCH_BYTES_MAX
            || !self.fits(bytes)
        {
            return Ok(Offer::Later(group));
        }
        let first = self.next_seq();
        let last = group.len() - 1;
        for (index, prepared) in group.into_iter().enumerate() {
            self.stage(prepared, index < last);
        }
        Ok(Offer::Staged(first..self.next_seq()))
    }

    fn fits(&self, bytes: usize) -> bool {
        self.end + self.flying.1 + (self.staged.bytes.len() + bytes) as u64 <= self.segment_bytes
    }

    fn stage(&mut self, prepared: Prepared, more: bool) {
        let Prepared { draft, commitment, .. } = prepared;
        let header = Header {
            log: self.core.log,
            seq: self.next_seq(),
            id: draft.id,
            kind: draft.kind,
            subject: draft.subject,
            replaces: draft.replaces,
            at: draft.at,
            author: draft.author,
            label: draft.label,
            commitment,
        };
        let seal = Seal { key: &self.key, key_id: self.key_id, epoch: self.epoch };
        let batch_place = u32::try_from(self.staged.records.len()).unwrap_or(u32::MAX);
        let start = self.staged.bytes.len();
        let place = Place { batch_place, more };
        let range = encode(&mut self.staged.bytes, &header, &draft.salt, &draft.body, &seal, place);
        let leaf = leaf_hash(&self.staged.bytes[range]);
        self.staged.frames.push((start, leaf));
        self.staged.records.push(Arc::new(Record { header, body: Some(draft.body) }));
    }

    /// Writes what is staged and makes it durable. On an error none of it was acknowledged, and none of it is in
    /// the log that readers see.
    pub fn commit(&mut self) -> Result<Batch, AppendError> {
        let flight = self.take_off();
        let written = flight.write();
        self.land(flight, written)
    }

    /// Records that are staged.
    pub(crate) fn staged_len(&self) -> usize {
        self.staged.records.len()
    }

    /// Hands out what is staged, to be written by whoever has the time; one at a time. More can be staged
    /// meanwhile, in the belief that the write succeeds.
    pub(crate) fn take_off(&mut self) -> Flight {
        let staged = std::mem::replace(&mut self.staged, std::mem::take(&mut self.free));
        self.flying = (staged.records.len() as u64, staged.bytes.len() as u64);
        Flight { file: Arc::clone(&self.file), offset: self.end, staged }
    }

    /// What became of a write. After an error, what was staged meanwhile is gone with it: it stood on it.
    pub(crate) fn land(&mut self, flight: Flight, written: io::Result<()>) -> Result<Batch, AppendError> {
        let mut staged = flight.staged;
        self.flying = (0, 0);
        if let Err(error) = written {
            self.trouble = Some(Trouble::Dirty(self.end + staged.bytes.len() as u64));
            self.staged = Staged::default();
            return Err(AppendError::Disk { reason: error.to_string() });
        }
        let first_seq = self.core.durable();
        let batch = Batch { first_seq, records: staged.records.drain(..).collect() };
        let mut derived = self.core.derived();
        for (start, leaf) in staged.frames.drain(..) {
            derived.push_offset(self.end + start as u64);
            derived.tree.push(leaf);
        }
        drop(derived);
        self.end += staged.bytes.len() as u64;
        // INVARIANT: only here do records become visible, after their sync.
        self.core.set_durable(batch.end_seq());
        self.unsettled = true;
        staged.bytes.clear();
        staged.bytes.shrink_to(BATCH_BYTES_MAX);
        self.free = staged;
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

/// What is done when the disk has refused, or a segment is full.
impl Writer {
    /// Makes sure that the next write has a sound place to go to.
    fn make_ready(&mut self, bytes: usize) -> io::Result<()> {
        self.settle()?;
        match self.trouble {
            Some(Trouble::Dirty(dirty)) => self.recover(dirty)?,
            Some(Trouble::Rolling(needed)) => self.roll(needed.max(bytes))?,
            None => {}
        }
        if !self.fits(bytes) {
            self.roll(bytes)?;
        }
        Ok(())
    }

    /// Brings the bytes behind the durable end into a known state.
    fn recover(&mut self, dirty: u64) -> io::Result<()> {
        let name = crate::segment::segment_name(self.number);
        self.file = self.core.disk.open(&self.core.dir.join(name), Mode::Write)?.into();
        zero_range(&*self.file, self.end, dirty.min(self.segment_bytes))?;
        self.file.sync_data()?;
        // INVARIANT: a place whose first use failed is never sealed again under the same key.
        (self.epoch, self.key) = draw_epoch(&self.config);
        self.trouble = None;
        Ok(())
    }

    /// Goes on in a new segment.
    fn roll(&mut self, needed: usize) -> io::Result<()> {
        self.trouble = Some(Trouble::Rolling(needed));
        let number = self.number + 1;
        let bytes = segment_len(number, self.config.segment_bytes, needed.next_multiple_of(8));
        let first_seq = self.core.durable();
        let root = self.note_segment()?;
        let header = SegmentHeader { log: self.core.log, number, first_seq, root, bytes };
        self.file = create(&*self.core.disk, &self.core.dir, &header, &self.core.spare)?.into();
        self.core.spare_wanted.store(true, Ordering::Release);
        let info = SegmentInfo { number, first_seq, pruned: false };
        self.core.segments.write().unwrap_or_else(PoisonError::into_inner).push(info);
        (self.number, self.end, self.segment_bytes) = (number, SEGMENT_HEADER_BYTES as u64, bytes);
        self.trouble = None;
        Ok(())
    }

    /// At the end of a segment: the root of the tree, which the next one begins with. After a full-grown one the derived files
    /// are made durable too, so that a start after a crash reads again no more than the segments since.
    fn note_segment(&mut self) -> io::Result<Hash> {
        if self.segment_bytes >= self.config.segment_bytes {
            let (state, root) = self.sync_derived(false)?;
            // The folder is synced with the next segment in it.
            state.map_or(Ok(()), |state| state.put(&*self.core.disk, &self.core.dir))?;
            return Ok(root);
        }
        let mut derived = self.core.derived();
        derived.flush(&*self.core.disk)?;
        Ok(derived.tree.root())
    }

    /// Makes the derived files durable. Gives the root, and what is to be noted of them if they can be vouched for.
    fn sync_derived(&mut self, clean: bool) -> io::Result<(Option<State>, Hash)> {
        let mut derived = self.core.derived();
        derived.flush(&*self.core.disk)?;
        let (size, root) = (derived.tree.size(), derived.tree.root());
        self.suspect = self.suspect || derived.sync(&*self.core.disk).is_err();
        Ok(((!self.suspect).then_some(State { log: self.core.log, size, root, clean }), root))
    }

    /// The length of the spare file that the next segment could use, once the current one is half full.
    pub(crate) fn spare_bytes(&self) -> Option<u64> {
        let bytes = segment_len(self.number + 1, self.config.segment_bytes, 0);
        (self.end > self.segment_bytes / 2).then_some(bytes)
    }

    /// Closes the log so that the next start is short. Called again, or without it, nothing is lost.
    pub fn close(&mut self) -> Result<(), AppendError> {
        if self.closed {
            return Ok(());
        }
        self.closed = true;
        self.make_ready(0)
            .and_then(|()| self.sync_derived(true))
            .and_then(|(state, _)| {
                state.map_or(Ok(()), |state| state.store(&*self.core.disk, &self.core.dir))
            })
            .map_err(|error| AppendError::Disk { reason: error.to_string() })
    }
}
