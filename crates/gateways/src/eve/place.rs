//! Where a followed file was read to, kept so that a restart loses nothing and counts nothing twice.
//!
//! A batch becomes records in one atomic append under an id that was drawn before. The place and that id are
//! on disk before the append, so after a crash the log itself says whether the batch was written: is there a
//! record of that id, the place behind the batch holds, else the one before it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use kulla_record::RecordId;
use serde::{Deserialize, Serialize};

/// Bytes of a file by which it is known again.
pub const HEAD_BYTES: u64 = 1_024;

/// A place in a file, and enough of the file to know it again under another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The device that it is on.
    pub device: u64,
    /// Its number there.
    pub inode: u64,
    /// The next byte to read: always the beginning of a line.
    pub offset: u64,
    /// Bytes at its beginning that `head` was made of.
    pub head_bytes: u64,
    /// A fingerprint of its beginning.
    pub head: u64,
}

/// What is on disk about one source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Up to here everything is in the log.
    pub place: Option<Place>,
    /// A batch that may or may not have been written.
    pub pending: Option<Pending>,
}

/// A batch on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Id of its first record.
    pub id: RecordId,
    /// The place behind it.
    pub place: Place,
}

impl Kept {
    /// Where to go on. `written`: whether the log holds a record.
    pub fn resume<E>(self, written: impl FnOnce(RecordId) -> Result<bool, E>) -> Result<Option<Place>, E> {
        match self.pending {
            Some(pending) if written(pending.id)? => Ok(Some(pending.place)),
            _ => Ok(self.place),
        }
    }
}

/// The file that keeps it.
#[derive(Debug, Clone)]
pub struct Keeper(PathBuf);

/// How sure the disk has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durable {
    /// Before anything goes on: a power cut must not take it back.
    Yes,
    /// Whenever the system gets to it: what would be read again holds no alerts.
    Later,
}

impl Keeper {
    /// For a source, in a folder that is there.
    pub fn new(folder: &Path, code: &str) -> Keeper {
        Keeper(folder.join(format!("{code}.json")))
    }

    /// What was kept; nothing when there is no file. One that does not read is an error: going on from the
    /// beginning would count everything twice.
    pub fn load(&self) -> io::Result<Kept> {
        match fs::read(&self.0) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Kept::default()),
            Err(error) => Err(error),
        }
    }

    /// Keeps it, in place of what was kept before.
    pub fn save(&self, kept: &Kept, durable: Durable) -> io::Result<()> {
        let fresh = self.0.with_extension("new");
        let mut file = File::options().create(true).write(true).truncate(true).mode(0o600).open(&fresh)?;
        file.write_all(&serde_json::to_vec(kept)?)?;
        if durable == Durable::Yes {
            file.sync_all()?;
        }
        fs::rename(&fresh, &self.0)?;
        if durable == Durable::Yes
            && let Some(folder) = self.0.parent()
        {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

/// A fingerprint of the first bytes of a file (FNV-1a, 64 bits): it tells files apart and proves nothing.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(offset: u64) -> Place {
        Place { device: 1, inode: 2, offset, head_bytes: 3, head: 4 }
    }

    #[test]
    fn the_log_says_whether_a_batch_was_written() {
        let id = RecordId([7; 16]);
        let kept = Kept { place: Some(at(10)), pending: Some(Pending { id, place: at(20) }) };
        let resume = |written: bool| kept.resume(|asked| Ok::<_, ()>(written && asked == id)).unwrap();
        assert_eq!([resume(false), resume(true)], [Some(at(10)), Some(at(20))]);
    }

    #[test]
    fn what_was_kept_is_read_again_and_a_torn_file_is_an_error_and_no_new_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let keeper = Keeper::new(folder.path(), "sensor");
        assert_eq!(keeper.load().unwrap(), Kept::default());
        let kept = Kept { place: Some(at(10)), pending: None };
        keeper.save(&kept, Durable::Yes).unwrap();
        assert_eq!(keeper.load().unwrap(), kept);
        fs::write(folder.path().join("sensor.json"), "{\"place\":").unwrap();
        assert!(keeper.load().is_err());
    }
}
