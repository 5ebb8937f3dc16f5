//! What the node measures while it works: how long the disk takes, how long an append waits to be durable, and how
//! long a durable record waits to be seen. For the operator's figures; nothing is decided by it.

use std::any::Any;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use kulla_gateways::metrics::Histogram;
use kulla_log::disk::{Disk, DiskFile, Mode};
use kulla_log::{LogHandle, RealDisk};

use crate::world::Moment;

/// The spans of one log.
#[derive(Debug, Default)]
pub struct Spans {
    /// One fdatasync of a segment.
    pub sync: Histogram,
    /// From the hand of the desk to the disk.
    pub durable: Histogram,
    /// From the disk to the picture.
    pub visible: Histogram,
    /// Batches that found the queue of the picture full and are read from the log again.
    pub skipped: AtomicU64,
}

/// One log of an open node, as it is measured.
pub struct Measured {
    pub name: String,
    pub handle: LogHandle,
    pub spans: Arc<Spans>,
}

/// The file system of this machine, with a watch on the segments.
pub struct MeasuredDisk(pub Arc<Spans>);

struct MeasuredFile {
    file: Box<dyn DiskFile>,
    spans: Arc<Spans>,
}

impl DiskFile for MeasuredFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.file.read_at(buffer, offset)
    }
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.file.write_at(bytes, offset)
    }
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }
    fn truncate(&self, len: u64) -> io::Result<()> {
        self.file.truncate(len)
    }
    fn sync_data(&self) -> io::Result<()> {
        let begun = Moment::now();
        self.file.sync_data().inspect(|()| self.spans.sync.took(begun.elapsed()))
    }
}

impl Disk for MeasuredDisk {
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        let file = RealDisk.open(path, mode)?;
        match path.extension().is_some_and(|ending| ending == "segment") && mode == Mode::Write {
            true => Ok(Box::new(MeasuredFile { file, spans: Arc::clone(&self.0) })),
            false => Ok(file),
        }
    }
    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        RealDisk.create_dir(dir)
    }
    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        RealDisk.list(dir)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        RealDisk.sync_dir(dir)
    }
    fn lock(&self, path: &Path) -> io::Result<Box<dyn Any + Send + Sync>> {
        RealDisk.lock(path)
    }
}
