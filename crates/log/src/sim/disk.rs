//! The disk that a seed owns.
//!
//! What it may do, because real ones do: lose any write that was not synced, also when a later one survives; keep
//! only some 512-byte sectors of a write, or tear it (at any byte where nothing stood before, at a sector where
//! something did); forget names that were not synced; refuse a
//! write when full, having taken part of it; fail a sync, after which the page cache shows bytes that the disk
//! never took, and further syncs of them succeed (each open file is told of a failure once).

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kulla_record::Entropy;

use super::chance::SimRng;
use crate::disk::{Disk, DiskFile, Mode};

const SECTOR_BYTES: usize = 512;

/// How unreliable the disk is at the moment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    /// Of a hundred syncs, so many fail.
    pub sync_fails_percent: u64,
    /// Of a hundred writes, so many fail halfway.
    pub write_fails_percent: u64,
    /// Bytes that still fit; `None` for no limit.
    pub room_bytes: Option<u64>,
}

enum Pending {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate(usize),
}

impl Pending {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Pending::Write { offset, bytes } => {
                let end = offset + bytes.len();
                if to.len() < end {
                    to.resize(end, 0);
                }
                to[*offset..end].copy_from_slice(bytes);
            }
            Pending::Truncate(len) => to.resize(*len, 0),
        }
    }

    /// What may be left of it when the power goes.
    fn survive(&self, rng: &mut SimRng, to: &mut Vec<u8>) {
        let Pending::Write { offset, bytes } = self else {
            if rng.percent(50) {
                self.apply(to);
            }
            return;
        };
        match rng.below(4) {
            0 => {}
            1 => self.apply(to),
            2 => {
                // A disk writes a sector whole or not at all. Tearing within one is harsher than any disk; it is
                // done where nothing stood before, so that the end of a write is tried at every byte.
                let mut cut = rng.index(bytes.len() + 1);
                let behind = to.get(offset + cut..).unwrap_or_default();
                if behind.iter().take(bytes.len() - cut).any(|byte| *byte != 0) {
                    cut = ((offset + cut) / SECTOR_BYTES * SECTOR_BYTES).saturating_sub(*offset);
                }
                Pending::Write { offset: *offset, bytes: bytes[..cut].to_vec() }.apply(to);
            }
            _ => {
                let mut at = 0;
                while at < bytes.len() {
                    let end = ((offset + at) / SECTOR_BYTES + 1) * SECTOR_BYTES - offset;
                    let end = end.min(bytes.len());
                    if rng.percent(50) {
                        Pending::Write { offset: offset + at, bytes: bytes[at..end].to_vec() }.apply(to);
                    }
                    at = end;
                }
            }
        }
    }
}

#[derive(Default)]
struct Inode {
    /// What programs see.
    cached: Vec<u8>,
    /// What a power cut leaves.
    durable: Vec<u8>,
    pending: Vec<Pending>,
    /// Bytes that have room on the disk; beyond them the file is a hole.
    allocated: usize,
    /// Syncs that failed.
    failures: u64,
}

enum NameChange {
    Put(PathBuf, u64),
    Remove(PathBuf),
}

struct World {
    rng: SimRng,
    inodes: BTreeMap<u64, Inode>,
    next_inode: u64,
    names: BTreeMap<PathBuf, u64>,
    durable_names: BTreeMap<PathBuf, u64>,
    name_changes: Vec<NameChange>,
    locks: BTreeSet<PathBuf>,
    /// Counts the ends of programs: files opened before are dead.
    life: u64,
    faults: Faults,
}

/// A file system in memory that fails as its seed says. Clones are the same disk.
#[derive(Clone)]
pub struct SimDisk(Arc<Mutex<World>>);

fn fault(kind: io::ErrorKind, words: &str) -> io::Error {
    io::Error::new(kind, words)
}

impl SimDisk {
    /// An empty disk without faults.
    pub fn new(seed: u64) -> SimDisk {
        SimDisk(Arc::new(Mutex::new(World {
            rng: SimRng::new(seed),
            inodes: BTreeMap::new(),
            next_inode: 0,
            names: BTreeMap::new(),
            durable_names: BTreeMap::new(),
            name_changes: Vec::new(),
            locks: BTreeSet::new(),
            life: 0,
            faults: Faults::default(),
        })))
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on, fail like this.
    pub fn set_faults(&self, faults: Faults) {
        self.world().faults = faults;
    }

    /// The program ends; what it wrote stays in the page cache.
    pub fn kill(&self) {
        let mut world = self.world();
        world.life += 1;
        world.locks.clear();
    }

    /// The power goes: of what was not synced, anything may survive.
    pub fn power_cut(&self) {
        self.kill();
        let world = &mut *self.world();
        let survive = world.rng.index(world.name_changes.len() + 1);
        for change in world.name_changes.drain(..).take(survive) {
            match change {
                NameChange::Put(path, inode) => world.durable_names.insert(path, inode),
                NameChange::Remove(path) => world.durable_names.remove(&path),
            };
        }
        world.names = world.durable_names.clone();
        for inode in world.inodes.values_mut() {
            for pending in inode.pending.drain(..) {
                pending.survive(&mut world.rng, &mut inode.durable);
            }
            inode.cached = inode.durable.clone();
        }
        let used: BTreeSet<u64> = world.names.values().copied().collect();
        world.inodes.retain(|inode, _| used.contains(inode));
    }

    /// Changes bits of one byte, as a failing disk or a forger does.
    pub fn flip(&self, path: &Path, offset: usize, bits: u8) {
        let world = &mut *self.world();
        if let Some(inode) = world.names.get(path).and_then(|inode| world.inodes.get_mut(inode)) {
            for bytes in [&mut inode.cached, &mut inode.durable] {
                if let Some(byte) = bytes.get_mut(offset) {
                    *byte ^= bits;
                }
            }
        }
    }

    /// The bytes of a file, as a program sees them.
    pub fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        let world = self.world();
        Some(world.inodes.get(world.names.get(path)?)?.cached.clone())
    }
}

struct SimFile {
    disk: SimDisk,
    inode: u64,
    life: u64,
    seen_failures: Mutex<u64>,
}

impl SimFile {
    fn with<T>(
        &self,
        work: impl FnOnce(&mut Inode, &mut SimRng, &mut Faults) -> io::Result<T>,
    ) -> io::Result<T> {
        let world = &mut *self.disk.world();
        if world.life != self.life {
            return Err(fault(io::ErrorKind::BrokenPipe, "the program has ended"));
        }
        match world.inodes.get_mut(&self.inode) {
            Some(inode) => work(inode, &mut world.rng, &mut world.faults),
            None => Err(fault(io::ErrorKind::NotFound, "the file is gone")),
        }
    }
}

impl DiskFile for SimFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.with(|inode, _, _| {
            let offset = usize::try_from(offset).unwrap_or(usize::MAX);
            let rest = inode.cached.get(offset..).unwrap_or_default();
            let count = rest.len().min(buffer.len());
            buffer[..count].copy_from_slice(&rest[..count]);
            Ok(count)
        })
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.with(|inode, rng, faults| {
            let offset = usize::try_from(offset).unwrap_or(usize::MAX);
            let mut taken = bytes.len();
            let mut result = Ok(());
            if rng.percent(faults.write_fails_percent) {
                taken = rng.index(bytes.len() + 1);
                result = Err(fault(io::ErrorKind::Other, "input/output error"));
            }
            let grows = (offset + taken).saturating_sub(inode.allocated);
            if let Some(room) = &mut faults.room_bytes {
                let fits = usize::try_from(*room).unwrap_or(usize::MAX).min(grows);
                if fits < grows {
                    taken -= (grows - fits).min(taken);
                    result = Err(fault(io::ErrorKind::StorageFull, "no space left on device"));
                }
                *room -= fits as u64;
            }
            let pending = Pending::Write { offset, bytes: bytes[..taken].to_vec() };
            pending.apply(&mut inode.cached);
            inode.pending.push(pending);
            inode.allocated = inode.allocated.max(offset + taken);
            result
        })
    }

    fn len(&self) -> io::Result<u64> {
        self.with(|inode, _, _| Ok(inode.cached.len() as u64))
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        self.with(|inode, _, _| {
            let pending = Pending::Truncate(usize::try_from(len).unwrap_or(0));
            pending.apply(&mut inode.cached);
            inode.pending.push(pending);
            Ok(())
        })
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut seen = self.seen_failures.lock().unwrap_or_else(PoisonError::into_inner);
        self.with(|inode, rng, faults| {
            let fails = rng.percent(faults.sync_fails_percent);
            for pending in inode.pending.drain(..) {
                match fails {
                    true => pending.survive(rng, &mut inode.durable),
                    false => pending.apply(&mut inode.durable),
                }
            }
            inode.failures += u64::from(fails);
            if *seen < inode.failures {
                *seen = inode.failures;
                return Err(fault(io::ErrorKind::Other, "input/output error while syncing"));
            }
            Ok(())
        })
    }
}

impl Disk for SimDisk {
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        let world = &mut *self.world();
        let existing = world.names.get(path).copied();
        let inode = match (mode, existing) {
            (Mode::Read | Mode::Write, None) => return Err(fault(io::ErrorKind::NotFound, "no such file")),
            (_, Some(inode)) => inode,
            (Mode::Create, None) => {
                let inode = world.next_inode;
                world.next_inode += 1;
                world.inodes.insert(inode, Inode::default());
                world.names.insert(path.to_owned(), inode);
                world.name_changes.push(NameChange::Put(path.to_owned(), inode));
                inode
            }
        };
        let failures = world.inodes.get(&inode).map_or(0, |inode| inode.failures);
        let life = world.life;
        let file = SimFile { disk: self.clone(), inode, life, seen_failures: Mutex::new(failures) };
        if mode == Mode::Create
            && let Some(inode) = world.inodes.get_mut(&inode)
        {
            inode.cached.clear();
            inode.pending.push(Pending::Truncate(0));
        }
        Ok(Box::new(file))
    }

    fn create_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let world = self.world();
        let files = world.names.keys().filter(|path| path.parent() == Some(dir));
        Ok(files.filter_map(|path| path.file_name()?.to_str().map(str::to_owned)).collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world();
        let inode =
            world.names.remove(from).ok_or_else(|| fault(io::ErrorKind::NotFound, "no such file"))?;
        world.names.insert(to.to_owned(), inode);
        // A crash between the two leaves both names, as a journal that was cut there would.
        world.name_changes.push(NameChange::Put(to.to_owned(), inode));
        world.name_changes.push(NameChange::Remove(from.to_owned()));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world();
        world.names.remove(path).ok_or_else(|| fault(io::ErrorKind::NotFound, "no such file"))?;
        world.name_changes.push(NameChange::Remove(path.to_owned()));
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let world = &mut *self.world();
        if world.rng.percent(world.faults.sync_fails_percent) {
            return Err(fault(io::ErrorKind::Other, "input/output error while syncing a folder"));
        }
        let changes = std::mem::take(&mut world.name_changes);
        for change in changes {
            match change {
                NameChange::Put(path, inode) if path.parent() == Some(dir) => {
                    world.durable_names.insert(path, inode);
                }
                NameChange::Remove(path) if path.parent() == Some(dir) => {
                    world.durable_names.remove(&path);
                }
                elsewhere => world.name_changes.push(elsewhere),
            }
        }
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Box<dyn Any + Send + Sync>> {
        let mut world = self.world();
        match world.locks.insert(path.to_owned()) {
            true => Ok(Box::new(SimLock { disk: self.clone(), path: path.to_owned(), life: world.life })),
            false => Err(fault(io::ErrorKind::WouldBlock, "the file is locked")),
        }
    }
}

struct SimLock {
    disk: SimDisk,
    path: PathBuf,
    life: u64,
}

impl Drop for SimLock {
    fn drop(&mut self) {
        let mut world = self.disk.world();
        if world.life == self.life {
            world.locks.remove(&self.path);
        }
    }
}

/// Random bytes that follow from the seed.
impl Entropy for SimDisk {
    fn fill(&self, bytes: &mut [u8]) {
        let mut world = self.world();
        for chunk in bytes.chunks_mut(8) {
            let random = world.rng.next_u64().to_be_bytes();
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
    }
}
