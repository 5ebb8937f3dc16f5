//! The file of the next segment, filled with zeros beforehand: a batch that finds its blocks there costs the disk one flush, and
//! no change of the file system's own records.
//!
//! Filling costs the disk what it saves later, and a batch that is synced meanwhile waits for both. So it goes in small paced
//! steps, and only while little is written: a log under full load is at the end of its segment before a spare could be ready, and
//! goes on in a file that is one hole.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use crate::core::Core;
use crate::disk::{Disk, Mode};
use crate::segment::zero_range;

/// Rest between two steps.
const PAUSE: Duration = Duration::from_millis(20);
/// Bytes that are filled and synced at once.
const STEP_BYTES: u64 = 1 << 20;
/// With more records than this in one rest the step is left out: of the usual kilobyte they are half a step, and the half of a
/// segment that is left when a spare is begun is full before the spare is.
const CALM_RECORDS: u64 = 512;
/// The name of a spare file.
pub(crate) const SPARE: &str = "spare";

/// Where a spare file for the next segment waits.
pub(crate) fn spare_path(dir: &Path) -> PathBuf {
    dir.join(SPARE)
}

/// Fills a spare file of so many bytes on a thread of its own, beside the writing.
pub(crate) fn begin(core: &Arc<Core>, bytes: u64) {
    let core = Arc::clone(core);
    // Without a spare the step to the next segment takes longer; that is all.
    let _ = std::thread::Builder::new().name("log spare".into()).spawn(move || {
        let _one = core.spare.lock().unwrap_or_else(PoisonError::into_inner);
        // The next segment was begun meanwhile, or the log is gone but for this thread.
        let wanted = || !core.spare_wanted.load(Ordering::Acquire) && Arc::strong_count(&core) > 1;
        let rest = || {
            let before = core.durable();
            std::thread::sleep(PAUSE);
            core.durable().saturating_sub(before)
        };
        let _ = fill(&*core.disk, &core.dir, bytes, (&wanted, &rest));
    });
}

/// Fills it as long as it is wanted; `rest` gives how many records were written meanwhile.
fn fill(
    disk: &dyn Disk,
    dir: &Path,
    len: u64,
    (wanted, rest): (&dyn Fn() -> bool, &dyn Fn() -> u64),
) -> io::Result<()> {
    let known = disk.open(&spare_path(dir), Mode::Read).and_then(|file| file.len());
    if known.is_ok_and(|found| found == len) {
        return Ok(());
    }
    let filling = dir.join("spare.new");
    let file = disk.open(&filling, Mode::Create)?;
    let mut at = 0;
    while at < len {
        let calm = rest() <= CALM_RECORDS;
        if !wanted() {
            drop(file);
            return disk.remove(&filling);
        }
        if calm {
            let end = len.min(at + STEP_BYTES);
            zero_range(&*file, at, end)?;
            file.sync_data()?;
            at = end;
        }
    }
    disk.rename(&filling, &spare_path(dir))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::sim::SimDisk;

    const DIR: &str = "/log";
    const LEN: u64 = 3 * STEP_BYTES + 8;

    /// Fills while so many records come in each rest, for so many rests. Gives the length of the spare, if there is one.
    fn filled(records: impl Fn(u32) -> u64, rests: u32) -> (Option<u64>, u32) {
        let disk = SimDisk::new(1);
        let dir = Path::new(DIR);
        disk.create_dir(dir).unwrap();
        let taken = Cell::new(0);
        let rest = || {
            taken.set(taken.get() + 1);
            records(taken.get())
        };
        fill(&disk, dir, LEN, (&|| taken.get() <= rests, &rest)).unwrap();
        assert!(disk.open(&dir.join("spare.new"), Mode::Read).is_err(), "nothing half done is left");
        let spare = disk.open(&spare_path(dir), Mode::Read).ok();
        (spare.map(|file| file.len().unwrap()), taken.get())
    }

    #[test]
    fn a_quiet_log_gets_its_spare_a_step_at_each_rest() {
        assert_eq!(filled(|_| CALM_RECORDS, 100), (Some(LEN), 4));
    }

    #[test]
    fn a_log_under_load_is_left_alone_until_it_goes_on_without_a_spare() {
        assert_eq!(filled(|_| CALM_RECORDS + 1, 100), (None, 101));
    }

    #[test]
    fn a_burst_only_puts_it_off() {
        assert_eq!(filled(|rest| if rest < 50 { 10_000 } else { 0 }, 100), (Some(LEN), 53));
    }
}
