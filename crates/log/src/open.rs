//! Opening a log: what is there, what a crash left behind, and whether anything else was changed.
//!
//! A closed log is opened from its `state` and a look at the newest segments. After a crash everything since
//! the last durable mark is walked over frame by frame. A torn tail is cut, and told; anything that no crash
//! explains stops the start, because going on would bury it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use kulla_record::LogId;

use crate::checkpoint::{self, Checkpoint};
use crate::core::{Derived, SegmentInfo};
use crate::disk::{Disk, Mode, read_full};
use crate::erase;
use crate::error::OpenError;
use crate::frame::{ALIGN_BYTES, Fault};
use crate::place::Place;
use crate::prune;
use crate::scan::{Scan, is_crash, read_file};
use crate::segment::{
    SEGMENT_HEADER_BYTES, SegmentHeader, leaves_name, parse_name, segment_name, zero_range,
};
use crate::spare::SPARE;
use crate::state::State;
use crate::tree::leaf_hash;

/// Bytes of the newest segments that every start walks over, even after a clean stop.
const OPEN_SCAN_BYTES: u64 = 128 << 20;

/// What was cut off at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Where the cut was made.
    pub place: Place,
    /// Whole records that stood after it, of groups that were not complete.
    pub records: u64,
    /// Bytes from the cut to the last one that was written.
    pub bytes: u64,
}

/// What opening found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Records in the log.
    pub records: u64,
    /// The torn tail that was cut; nothing of it was ever acknowledged.
    pub cut: Option<Cut>,
    /// The log was closed well the last time (a new one counts as such).
    pub clean: bool,
    /// Records that were walked over.
    pub scanned: u64,
    /// The tree and the offsets were built again from the segments.
    pub rebuilt: bool,
    /// Erasures that a crash had interrupted and that were finished now.
    pub erasures_finished: u64,
}

/// An opened log, before a writer takes it over.
pub(crate) struct Loaded {
    pub(crate) opened: Opened,
    pub(crate) segments: Vec<SegmentInfo>,
    pub(crate) derived: Derived,
    /// Where the next frame goes in the last segment.
    pub(crate) end: u64,
    /// The length of the last segment.
    pub(crate) segment_bytes: u64,
}

pub(crate) struct Opening<'a> {
    pub(crate) disk: &'a dyn Disk,
    pub(crate) dir: &'a Path,
    pub(crate) log: LogId,
}

type Numbers = BTreeMap<u64, SegmentInfo>;

impl Opening<'_> {
    pub(crate) fn io(&self) -> impl Fn(io::Error) -> OpenError + Copy + '_ {
        |error| OpenError::Io { dir: self.dir.display().to_string(), error }
    }

    fn place(&self, file: String, offset: usize, seq: Option<u64>) -> Place {
        Place { log: self.log, file, offset: offset as u64, seq, record: None }
    }

    /// Loads a log that has at least one segment; `None` when there is none.
    pub(crate) fn load(&self) -> Result<Option<Loaded>, OpenError> {
        self.tidy_up().map_err(self.io())?;
        let segments = self.segments()?;
        let state = State::load(self.disk, self.dir).map_err(self.io())?.filter(|s| s.log == self.log);
        let Some(last) = segments.last() else {
            // A log that once had records has lost them all; only an empty folder is a new log.
            let lost = state.is_some_and(|state| state.size > 0);
            return if lost {
                Err(OpenError::MissingSegment { number: 0, file: segment_name(0) })
            } else {
                Ok(None)
            };
        };
        let segment_bytes = self.header_of(last)?.bytes;
        let mut derived = Derived::open(self.disk, self.dir).map_err(self.io())?;
        let resumed = match &state {
            Some(state) => derived.resume(state.size, &state.root).map_err(self.io())?,
            None => false,
        };
        let known = state.as_ref().map_or(0, |state| state.size);
        let walk = Walk {
            opening: self,
            known,
            trusted: if resumed { known } else { 0 },
            clean: state.as_ref().is_some_and(|state| state.clean),
        };
        let erasures_finished =
            erase::finish_interrupted(self.disk, self.dir, self.log, &segments).map_err(self.io())?;
        let mut loaded = Loaded {
            opened: Opened {
                records: 0,
                cut: None,
                clean: walk.clean,
                scanned: 0,
                rebuilt: !resumed && known > 0,
                erasures_finished,
            },
            end: SEGMENT_HEADER_BYTES as u64,
            segments,
            derived,
            segment_bytes,
        };
        walk.run(&mut loaded)?;
        self.check_checkpoint(&mut loaded)?;
        Ok(Some(loaded))
    }

    /// Removes files that were being made when a program ended. After a crash such a name may even be a second
    /// name of a file that is in use, so they are never written to again.
    fn tidy_up(&self) -> io::Result<()> {
        let leftovers = self.disk.list(self.dir)?.into_iter().filter(|n| n.ends_with(".new") || n == SPARE);
        for name in leftovers {
            self.disk.remove(&self.dir.join(name))?;
        }
        Ok(())
    }

    /// The segments in order, none missing.
    fn segments(&self) -> Result<Vec<SegmentInfo>, OpenError> {
        let mut found = Numbers::new();
        for name in self.disk.list(self.dir).map_err(self.io())? {
            let Some((number, pruned)) = parse_name(&name) else { continue };
            let both = found.insert(number, SegmentInfo { number, first_seq: 0, pruned });
            // Names are sorted, so the leaves come first; a segment beside them was about to be removed.
            if both.is_some() {
                found.insert(number, SegmentInfo { number, first_seq: 0, pruned: true });
                self.disk.remove(&self.dir.join(name)).map_err(self.io())?;
                self.disk.sync_dir(self.dir).map_err(self.io())?;
            }
        }
        for (index, segment) in found.values_mut().enumerate() {
            let number = index as u64;
            if segment.number != number {
                return Err(OpenError::MissingSegment { number, file: segment_name(number) });
            }
            segment.first_seq = match segment.pruned {
                true => self.leaves_of(number)?.first_seq,
                false => self.header_of(segment)?.first_seq,
            };
        }
        Ok(found.into_values().collect())
    }

    fn leaves_of(&self, number: u64) -> Result<prune::Leaves, OpenError> {
        let file = leaves_name(number);
        let bytes = read_file(self.disk, &self.dir.join(&file)).map_err(self.io())?;
        prune::Leaves::decode(&bytes, self.log, number)
            .map_err(|what| OpenError::Segment { place: self.place(file, 0, None), what })
    }

    fn header_of(&self, segment: &SegmentInfo) -> Result<SegmentHeader, OpenError> {
        let bad = |what| OpenError::Segment { place: self.place(segment.file_name(), 0, None), what };
        let path = self.dir.join(segment.file_name());
        let file = self.disk.open(&path, Mode::Read).map_err(self.io())?;
        let mut bytes = [0; SEGMENT_HEADER_BYTES];
        let read = read_full(&*file, &mut bytes, 0).map_err(self.io())?;
        let header = SegmentHeader::decode(&bytes[..read]).map_err(bad)?;
        if header.log != self.log || header.number != segment.number {
            return Err(bad(format!("it is segment {} of log `{}`", header.number, header.log)));
        }
        if file.len().map_err(self.io())? != header.bytes {
            return Err(bad(format!("the file should have {} bytes", header.bytes)));
        }
        Ok(header)
    }

    /// A checkpoint that was given out must still be true.
    fn check_checkpoint(&self, loaded: &mut Loaded) -> Result<(), OpenError> {
        let stored = checkpoint::stored(self.disk, self.dir).map_err(self.io())?;
        // One that can't be read binds nothing here; `verify` names it.
        let Some(head) = stored.and_then(|note| Checkpoint::unverified(&note).ok()) else { return Ok(()) };
        let (size, root) = (head.size, head.root);
        let found = loaded.opened.records;
        if size > found {
            let file = loaded.segments.last().map(SegmentInfo::file_name).unwrap_or_default();
            let place = self.place(file, usize::try_from(loaded.end).unwrap_or(0), Some(found));
            return Err(OpenError::Shorter { place, found, known: size, witness: checkpoint::CHECKPOINT });
        }
        let derived = &mut loaded.derived;
        derived.flush(self.disk).map_err(self.io())?;
        let tree = derived.files().load(size).map_err(self.io())?;
        match tree.is_some_and(|tree| tree.root() == root) {
            true => Ok(()),
            false => Err(OpenError::Rewritten { log: self.log, size }),
        }
    }
}

/// One walk over the newest segments.
struct Walk<'a> {
    opening: &'a Opening<'a>,
    /// Records that are known to be durable.
    known: u64,
    /// Records whose hashes and offsets were taken from the derived files.
    trusted: u64,
    clean: bool,
}

impl Walk<'_> {
    fn run(&self, loaded: &mut Loaded) -> Result<(), OpenError> {
        let first = self.first_segment(loaded)?;
        let mut seq = loaded.segments[first].first_seq;
        for index in first..loaded.segments.len() {
            let segment = loaded.segments[index].clone();
            if segment.first_seq != seq {
                let place = self.opening.place(segment.file_name(), 0, Some(seq));
                let what =
                    format!("it begins with entry {}, and entry {seq} was expected", segment.first_seq);
                return Err(OpenError::Segment { place, what });
            }
            seq = match segment.pruned {
                true => self.pruned(&segment, loaded)?,
                false => self.segment(&segment, index + 1 == loaded.segments.len(), loaded)?,
            };
        }
        if seq < self.known {
            let file = loaded.segments.last().map(SegmentInfo::file_name).unwrap_or_default();
            let place = self.opening.place(file, usize::try_from(loaded.end).unwrap_or(0), Some(seq));
            return Err(OpenError::Shorter { place, found: seq, known: self.known, witness: "state" });
        }
        loaded.opened.records = seq;
        Ok(())
    }

    /// Where to begin: at what the derived files don't hold, or earlier as far as the budget goes.
    fn first_segment(&self, loaded: &Loaded) -> Result<usize, OpenError> {
        let holds = |segment: &SegmentInfo| segment.first_seq <= self.trusted;
        let mut first = loaded.segments.iter().rposition(holds).unwrap_or(0);
        let mut budget = OPEN_SCAN_BYTES.saturating_sub(loaded.segment_bytes);
        while first > 0 && !loaded.segments[first - 1].pruned {
            let bytes = self.opening.header_of(&loaded.segments[first - 1])?.bytes;
            if bytes > budget {
                break;
            }
            budget -= bytes;
            first -= 1;
        }
        Ok(first)
    }

    fn pruned(&self, segment: &SegmentInfo, loaded: &mut Loaded) -> Result<u64, OpenError> {
        let leaves = self.opening.leaves_of(segment.number)?;
        for (seq, leaf) in (leaves.first_seq..).zip(&leaves.hashes) {
            if seq >= self.trusted {
                loaded.derived.tree.push(*leaf);
                loaded.derived.push_offset(0);
            }
        }
        Ok(leaves.first_seq + leaves.hashes.len() as u64)
    }

    fn segment(&self, segment: &SegmentInfo, last: bool, loaded: &mut Loaded) -> Result<u64, OpenError> {
        let io = self.opening.io();
        let file = segment.file_name();
        let data = read_file(self.opening.disk, &self.opening.dir.join(&file)).map_err(io)?;
        let header = self.opening.header_of(segment)?;
        let tree = &loaded.derived.tree;
        if tree.size() == segment.first_seq && tree.root() != header.root {
            let what = "the root in its header is not that of the entries before it".into();
            return Err(OpenError::Segment { place: self.opening.place(file, 48, None), what });
        }
        let mut scan = Scan::new(&data, self.opening.log, segment.first_seq);
        let known = self.trusted.saturating_sub(segment.first_seq);
        let leaves = loaded.derived.files().hashes(0, segment.first_seq, known.min(data.len() as u64 / 64));
        let leaves = leaves.map_err(io)?.unwrap_or_default();
        let mut batch = scan.offset;
        // The group that is being walked through: where it began, and what it would add.
        let mut group = (scan.offset, scan.seq, Vec::new());
        let fault = loop {
            let (offset, seq) = (scan.offset, scan.seq);
            let seen = match scan.next() {
                Some(Ok(seen)) => seen,
                Some(Err(fault)) => break Some((offset, seq, None, fault)),
                None if scan.has_rest() => break Some((offset, seq, None, Fault::Missing)),
                None => break None,
            };
            if let Err(fault) = seen.sealed {
                break Some((offset, seq, Some(seen.header.id), fault));
            }
            let leaf = leaf_hash(seen.frame.header_bytes());
            let index = usize::try_from(seq - segment.first_seq).unwrap_or(usize::MAX);
            if leaves.get(index).is_some_and(|known| *known != leaf) {
                break Some((offset, seq, Some(seen.header.id), Fault::Leaf));
            }
            group.2.push((leaf, offset));
            if seen.frame.batch_place() == 0 {
                batch = seen.offset;
            }
            if !seen.frame.more() {
                self.take(&mut group, loaded);
                group = (scan.offset, scan.seq, Vec::new());
            }
        };
        loaded.opened.scanned += scan.seq - segment.first_seq;
        let (group_offset, group_seq, open_group) = group;
        if let Some((offset, seq, record, fault)) = fault {
            let crash = last && !self.clean && seq >= self.known && fault != Fault::Leaf;
            if !crash || !is_crash(&data, offset, self.opening.log, seq, &fault) {
                let place = Place { record, ..self.opening.place(file, offset, Some(seq)) };
                return Err(OpenError::Damage { place, fault });
            }
        } else if !open_group.is_empty() && (!last || self.clean) {
            let place = self.opening.place(file, scan.offset, Some(scan.seq));
            return Err(OpenError::Damage { place, fault: Fault::Missing });
        }
        if last {
            if !self.clean {
                self.settle_tail(&file, &data, (batch.min(group_offset), group_offset))?;
            }
            self.cut(&file, &data, (group_offset, group_seq, scan.seq), loaded)?;
            loaded.end = group_offset as u64;
        }
        Ok(group_seq)
    }

    /// A group is whole: its leaves and offsets count, where they are not known already.
    fn take(&self, group: &mut (usize, u64, Vec<([u8; 32], usize)>), loaded: &mut Loaded) {
        for (seq, (leaf, offset)) in (group.1..).zip(group.2.drain(..)) {
            if seq >= self.trusted {
                loaded.derived.tree.push(leaf);
                loaded.derived.push_offset(offset as u64);
            }
        }
    }

    /// Writes the last batch again, in place and durably. It may never have reached the disk: a program that
    /// ended between its write and its sync, or after a sync that failed, leaves it in the page cache only, where
    /// it looks as good as any. Every batch before it was synced before it was written.
    fn settle_tail(&self, file: &str, data: &[u8], (start, end): (usize, usize)) -> Result<(), OpenError> {
        let io = self.opening.io();
        let handle = self.opening.disk.open(&self.opening.dir.join(file), Mode::Write).map_err(io)?;
        handle.write_at(&data[start..end], start as u64).map_err(io)?;
        handle.sync_data().map_err(io)
    }

    /// Overwrites what stands after the last whole group with zeros, durably.
    fn cut(
        &self,
        file: &str,
        data: &[u8],
        (offset, seq, seen): (usize, u64, u64),
        loaded: &mut Loaded,
    ) -> Result<(), OpenError> {
        let Some(last) = data[offset..].iter().rposition(|b| *b != 0) else { return Ok(()) };
        let end = (offset + last + 1).next_multiple_of(ALIGN_BYTES).min(data.len());
        let io = self.opening.io();
        let handle = self.opening.disk.open(&self.opening.dir.join(file), Mode::Write).map_err(io)?;
        zero_range(&*handle, offset as u64, end as u64).map_err(io)?;
        handle.sync_data().map_err(io)?;
        loaded.opened.cut = Some(Cut {
            place: self.opening.place(file.to_owned(), offset, Some(seq)),
            records: seen - seq,
            bytes: (end - offset) as u64,
        });
        Ok(())
    }
}
