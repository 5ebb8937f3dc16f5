//! A sound place for the next write: after the disk has refused, when a segment is full, and at the end.

use std::io;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use super::{Trouble, Writer, draw_epoch};
use crate::core::SegmentInfo;
use crate::disk::Mode;
use crate::error::AppendError;
use crate::segment::{SEGMENT_HEADER_BYTES, SegmentHeader, create, segment_len, zero_range};
use crate::state::State;
use crate::tree::Hash;

impl Writer {
    /// Makes sure that the next write has a sound place to go to.
    pub(super) fn make_ready(&mut self, bytes: usize) -> io::Result<()> {
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
        let file = self.core.disk.open(&self.core.dir.join(name), Mode::Write)?;
        zero_range(&*file, self.end, dirty.min(self.segment_bytes))?;
        file.sync_data()?;
        self.runway.lead_to(file.into(), self.end);
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
        let file = create(&*self.core.disk, &self.core.dir, &header, &self.core.spare)?;
        self.core.spare_wanted.store(true, Ordering::Release);
        let info = SegmentInfo { number, first_seq, pruned: false };
        self.core.segments.write().unwrap_or_else(PoisonError::into_inner).push(info);
        (self.number, self.end, self.segment_bytes) = (number, SEGMENT_HEADER_BYTES as u64, bytes);
        self.runway.lead_to(file.into(), self.end);
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
