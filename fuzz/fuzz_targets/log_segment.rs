//! Whatever happens to the files of a log, a start refuses or gives back the records that were written, never
//! others. The first byte says whether the log was closed well; then come edits: file, place, new byte.
#![no_main]

use std::any::Any;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use kulla_log::disk::{Disk, DiskFile, Mode};
use kulla_log::group::prepare;
use kulla_log::{Keyring, LogConfig, NodeKey, Writer};
use kulla_record::{Draft, Entropy, Hlc, Kind, LabelId, LogId, PrincipalId, Record, RecordId, SubjectId};
use libfuzzer_sys::fuzz_target;

const DIR: &str = "log";
const SEGMENT_BYTES: u64 = 16 << 10;
const RECORDS: u64 = 24;
const EDIT_BYTES: usize = 5;

static CLOSED: LazyLock<(Files, Vec<Record>)> = LazyLock::new(|| written(true));
static KILLED: LazyLock<(Files, Vec<Record>)> = LazyLock::new(|| written(false));

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let (files, records) = if first & 1 == 0 { &*CLOSED } else { &*KILLED };
    let mut files = files.clone();
    for edit in bytes.chunks_exact(EDIT_BYTES) {
        apply(&mut files, edit);
    }
    let disk = MemoryDisk::holding(files);
    let Ok((writer, opened)) = Writer::open(Arc::new(disk), Path::new(DIR), config()) else { return };
    assert!(opened.records <= RECORDS, "more records than were written");
    let reader = writer.reader();
    for seq in 0..reader.len() {
        if let Ok(record) = reader.get(seq) {
            assert_eq!(&record, &records[seq as usize], "record {seq} is not the one that was written");
        }
    }
});

/// One edit: which file, where, and the byte that stands there from now on. With the highest place the file is
/// cut to as many times 256 bytes as the byte says.
fn apply(files: &mut Files, edit: &[u8]) {
    let count = files.len();
    let Some(data) = files.values_mut().nth(usize::from(edit[0]) % count) else { return };
    let place = usize::from(edit[1]) << 16 | usize::from(edit[2]) << 8 | usize::from(edit[3]);
    if place == 0x00FF_FFFF {
        data.truncate(usize::from(edit[4]) << 8);
    } else if !data.is_empty() {
        let length = data.len();
        data[place % length] = edit[4];
    }
}

/// A log as a clean stop or a kill leaves it, and what is in it.
fn written(close: bool) -> (Files, Vec<Record>) {
    let disk = Arc::new(MemoryDisk::default());
    let (mut writer, _) = Writer::open(disk.clone(), Path::new(DIR), config()).expect("an empty folder");
    for group in 0..RECORDS / 3 {
        let drafts = (0..3).map(|n| draft(group * 3 + n)).collect();
        writer.offer(prepare(drafts).expect("small drafts")).expect("there is room");
        writer.commit().expect("memory has no faults");
        writer.settle().expect("memory has no faults");
    }
    let reader = writer.reader();
    let records = (0..RECORDS).map(|seq| reader.get(seq).expect("just written")).collect();
    if close {
        writer.close().expect("memory has no faults");
    }
    drop(writer);
    (disk.files(), records)
}

fn draft(n: u64) -> Draft {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&n.to_be_bytes());
    Draft {
        id: RecordId(id),
        kind: Kind::ENTRY,
        subject: SubjectId(id),
        replaces: Vec::new(),
        at: Hlc(n),
        author: PrincipalId([3; 16]),
        label: LabelId([4; 16]),
        salt: [n as u8; 32],
        body: format!("{{\"n\":{n}}}").repeat(1 + n as usize * 3).into_bytes(),
    }
}

fn config() -> LogConfig {
    let keys = Keyring::new(NodeKey::new([0x42; 32]));
    LogConfig { segment_bytes: SEGMENT_BYTES, ..LogConfig::new(LogId([0x10; 16]), keys, Arc::new(Same)) }
}

/// The same bytes each time: what is fuzzed must be found again.
struct Same;

impl Entropy for Same {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0x5A);
    }
}

type Files = BTreeMap<PathBuf, Vec<u8>>;
type Shared = Arc<Mutex<Vec<u8>>>;

/// A disk that never forgets and never fails.
#[derive(Default)]
struct MemoryDisk(Mutex<BTreeMap<PathBuf, Shared>>);

impl MemoryDisk {
    fn holding(files: Files) -> MemoryDisk {
        MemoryDisk(Mutex::new(
            files.into_iter().map(|(path, data)| (path, Arc::new(Mutex::new(data)))).collect(),
        ))
    }

    fn files(&self) -> Files {
        locked(&self.0).iter().map(|(path, data)| (path.clone(), locked(data).clone())).collect()
    }
}

fn locked<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk for MemoryDisk {
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        let mut files = locked(&self.0);
        if mode == Mode::Create {
            files.insert(path.to_owned(), Shared::default());
        }
        let data = files.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(MemoryFile(Arc::clone(data))))
    }

    fn create_dir(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let files = locked(&self.0);
        let names =
            files.keys().filter(|path| path.parent() == Some(dir)).filter_map(|path| path.file_name());
        Ok(names.map(|name| name.to_string_lossy().into_owned()).collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = locked(&self.0);
        let data = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), data);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        locked(&self.0).remove(path).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, _: &Path) -> io::Result<Box<dyn Any + Send + Sync>> {
        Ok(Box::new(()))
    }
}

struct MemoryFile(Shared);

impl DiskFile for MemoryFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let data = locked(&self.0);
        let rest = data.get(offset as usize..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut data = locked(&self.0);
        let (start, end) = (offset as usize, offset as usize + bytes.len());
        if data.len() < end {
            data.resize(end, 0);
        }
        data[start..end].copy_from_slice(bytes);
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        Ok(locked(&self.0).len() as u64)
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        locked(&self.0).resize(len as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }
}
