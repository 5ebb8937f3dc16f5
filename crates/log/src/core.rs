//! What the writer, the readers and the eraser of one log share.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use kulla_record::LogId;

use crate::disk::{Disk, DiskFile, Mode, read_full};
use crate::seal::KeyCache;
use crate::segment::{leaves_name, segment_name};
use crate::state::State;
use crate::tree::{Hash, Tree, TreeFiles};

/// The file that says where in its segment each record stands, in units of 8 bytes.
pub(crate) const OFFSETS: &str = "offsets";
/// Bytes of one entry there.
pub(crate) const OFFSET_BYTES: u64 = 4;

/// One segment, or what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SegmentInfo {
    pub(crate) number: u64,
    pub(crate) first_seq: u64,
    /// Only its leaf hashes are kept.
    pub(crate) pruned: bool,
}

impl SegmentInfo {
    pub(crate) fn file_name(&self) -> String {
        match self.pruned {
            true => leaves_name(self.number),
            false => segment_name(self.number),
        }
    }
}

/// What is derived from the segments: the tree, and where each record stands.
pub(crate) struct Derived {
    pub(crate) tree: Tree,
    files: TreeFiles,
    offsets: Box<dyn DiskFile>,
    /// Offsets (in units of 8 bytes) that the file does not hold yet.
    pending: Vec<u32>,
    offsets_written: u64,
}

impl Derived {
    pub(crate) fn open(disk: &dyn Disk, dir: &Path) -> io::Result<Derived> {
        let path = dir.join(OFFSETS);
        let offsets = match disk.open(&path, Mode::Write) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => disk.open(&path, Mode::Create)?,
            other => other?,
        };
        let files = TreeFiles::open(disk, dir)?;
        Ok(Derived { tree: Tree::default(), files, offsets, pending: Vec::new(), offsets_written: 0 })
    }

    /// Takes up the tree and the offsets of the first `size` records, if the files hold them and the root is
    /// the right one.
    pub(crate) fn resume(&mut self, size: u64, root: &Hash) -> io::Result<bool> {
        let complete = self.offsets.len()? >= size * OFFSET_BYTES;
        match self.files.load(size)?.filter(|tree| complete && tree.root() == *root) {
            Some(tree) => (self.tree, self.offsets_written) = (tree, size),
            None => return Ok(false),
        }
        Ok(true)
    }

    /// Notes where the next record stands.
    pub(crate) fn push_offset(&mut self, offset: u64) {
        // INVARIANT: frames stand at multiples of 8, and a segment is shorter than 32 GiB.
        self.pending.push(u32::try_from(offset / 8).unwrap_or(u32::MAX));
    }

    /// Where a record stands in its segment.
    pub(crate) fn offset(&self, seq: u64) -> io::Result<Option<u64>> {
        if let Some(index) = seq.checked_sub(self.offsets_written) {
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            return Ok(self.pending.get(index).map(|units| u64::from(*units) * 8));
        }
        let mut bytes = [0; OFFSET_BYTES as usize];
        let read = read_full(&*self.offsets, &mut bytes, seq * OFFSET_BYTES)?;
        Ok((read == bytes.len()).then(|| u64::from(u32::from_be_bytes(bytes)) * 8))
    }

    /// Writes to the files what they don't hold yet.
    pub(crate) fn flush(&mut self, disk: &dyn Disk) -> io::Result<()> {
        self.files.flush(disk, &mut self.tree)?;
        if !self.pending.is_empty() {
            let bytes: Vec<u8> = self.pending.iter().flat_map(|units| units.to_be_bytes()).collect();
            self.offsets.write_at(&bytes, self.offsets_written * OFFSET_BYTES)?;
            self.offsets_written += self.pending.len() as u64;
            self.pending.clear();
        }
        Ok(())
    }

    /// Makes the files durable.
    pub(crate) fn sync(&mut self, disk: &dyn Disk) -> io::Result<()> {
        self.files.sync(disk)?;
        self.offsets.sync_data()
    }

    /// Notes durably what the files hold, and that the log is open from now on.
    pub(crate) fn begin(&mut self, disk: &dyn Disk, dir: &Path, log: LogId) -> io::Result<()> {
        self.flush(disk)?;
        self.sync(disk)?;
        State { log, size: self.tree.size(), root: self.tree.root(), clean: false }.store(disk, dir)
    }

    /// The files of the tree, for proofs and tiles. What was not flushed is not in them.
    pub(crate) fn files(&self) -> &TreeFiles {
        &self.files
    }
}

/// See the module.
pub(crate) struct Core {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) dir: PathBuf,
    pub(crate) log: LogId,
    pub(crate) keys: KeyCache,
    /// In order; the last one is written to. Held for a moment only, never over I/O.
    pub(crate) segments: RwLock<Vec<SegmentInfo>>,
    /// Records that are durable. Grows only after their sync.
    durable: AtomicU64,
    /// The writer holds it to append and to flush; proofs and lookups hold it over a small read.
    derived: Mutex<Derived>,
    /// Held while sealed parts are overwritten or segments are pruned.
    pub(crate) erasing: Mutex<()>,
    /// Held while the file of the next segment is filled.
    pub(crate) spare: Mutex<()>,
    /// Reads that met bytes that are not what was written. Nothing mends them but a restore, so it only grows.
    pub(crate) read_faults: AtomicU64,
    /// A new segment was begun, and the file for the one after it is not filled yet.
    pub(crate) spare_wanted: AtomicBool,
}

impl Core {
    pub(crate) fn new(
        disk: Arc<dyn Disk>,
        dir: PathBuf,
        keys: KeyCache,
        log: LogId,
        segments: Vec<SegmentInfo>,
        derived: Derived,
        durable: u64,
    ) -> Core {
        Core {
            disk,
            dir,
            log,
            keys,
            segments: RwLock::new(segments),
            durable: AtomicU64::new(durable),
            derived: Mutex::new(derived),
            erasing: Mutex::new(()),
            spare: Mutex::new(()),
            read_faults: AtomicU64::new(0),
            spare_wanted: AtomicBool::new(true),
        }
    }

    pub(crate) fn durable(&self) -> u64 {
        self.durable.load(Ordering::Acquire)
    }

    pub(crate) fn set_durable(&self, records: u64) {
        self.durable.store(records, Ordering::Release);
    }

    pub(crate) fn derived(&self) -> MutexGuard<'_, Derived> {
        self.derived.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn segments(&self) -> Vec<SegmentInfo> {
        self.segments.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The segment that holds a record, and the first `seq` of the one after it.
    pub(crate) fn segment_of(&self, seq: u64) -> Option<(SegmentInfo, u64)> {
        let segments = self.segments.read().unwrap_or_else(PoisonError::into_inner);
        let after = segments.partition_point(|segment| segment.first_seq <= seq);
        let segment = segments.get(after.checked_sub(1)?)?.clone();
        let next = segments.get(after).map_or(u64::MAX, |next| next.first_seq);
        Some((segment, next))
    }
}
