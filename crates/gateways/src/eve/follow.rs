//! Follows a file that another program writes, rotates, truncates and sometimes removes.
//!
//! What can happen, and what is done: **renamed** and begun anew (the old one is read to its end first, when
//! the new one has bytes), **copied and truncated** (the copy beside it is read on), truncated without a copy
//! (what was not read is lost, and is said to be), **missing** (it is waited for), half a line at the end
//! (it is left until it is whole). All the same after a restart: the file is looked for by number and
//! beginning, also under another name in its folder.

use std::collections::VecDeque;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use kulla_eve::{Item, Reader};

use super::place::{HEAD_BYTES, Place, fingerprint};

/// Bytes that are read at once.
const CHUNK_BYTES: usize = 256 << 10;
/// Files beside the followed one that are looked at when it was rotated.
const SIBLINGS_MAX: usize = 1_000;

/// What a look at the file came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// So many bytes were read; there may be more.
    Read(usize),
    /// There is nothing new.
    Idle,
    /// There is no such file yet.
    Missing,
    /// Bytes were gone before they were read; reading goes on from what is there.
    Lost,
}

/// A file that is open.
#[derive(Debug)]
struct Open {
    file: File,
    device: u64,
    inode: u64,
    /// Where the reader began.
    base: u64,
    /// The next byte to read.
    at: u64,
    reader: Reader,
    head_bytes: u64,
    head: u64,
}

/// Follows one path.
#[derive(Debug)]
pub struct Follower {
    path: PathBuf,
    open: Option<Open>,
    /// Rotated files that come before the one at the path, oldest first.
    older: VecDeque<PathBuf>,
    /// Where to go on, until the file is found.
    resume: Option<Place>,
    buffer: Vec<u8>,
}

impl Follower {
    /// Begins at a place, or at the beginning of what is there.
    pub fn new(path: &Path, resume: Option<Place>) -> Follower {
        Follower {
            path: path.to_owned(),
            open: None,
            older: VecDeque::new(),
            resume,
            buffer: vec![0; CHUNK_BYTES],
        }
    }

    /// The beginning of the first line that has not been handed out.
    pub fn place(&self) -> Option<Place> {
        let Some(open) = &self.open else { return self.resume };
        Some(Place {
            device: open.device,
            inode: open.inode,
            offset: open.base + open.reader.resume_at(),
            head_bytes: open.head_bytes,
            head: open.head,
        })
    }

    /// Reads the next bytes, and hands out the lines that end in them.
    pub fn look(&mut self, each: &mut impl FnMut(Item<'_>)) -> io::Result<Looked> {
        let Some(mut open) = self.open.take() else { return self.find() };
        let length = open.file.metadata()?.len();
        if length < open.at || !open.is_the_same()? {
            return self.truncated(open, each);
        }
        let read = open.file.read_at(&mut self.buffer, open.at)?;
        if read > 0 {
            open.reader.feed(self.buffer.get(..read).unwrap_or_default(), each);
            open.at += read as u64;
            open.learn_head()?;
            self.open = Some(open);
            return Ok(Looked::Read(read));
        }
        self.at_end(open, each)
    }

    /// At the end of a file: is there a next one?
    fn at_end(&mut self, mut open: Open, each: &mut impl FnMut(Item<'_>)) -> io::Result<Looked> {
        let next = match self.older.pop_front() {
            Some(older) => Some(older),
            None => match fs::metadata(&self.path) {
                // A new file without a byte: its writer may still have the old one open.
                Ok(newest) if !open.is(&newest) && newest.len() > 0 => Some(self.path.clone()),
                Ok(_) => None,
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(error),
            },
        };
        let Some(next) = next else {
            self.open = Some(open);
            return Ok(Looked::Idle);
        };
        // Once more: bytes may have come between the read and the look at the path.
        if open.file.metadata()?.len() > open.at {
            if next != self.path {
                self.older.push_front(next);
            }
            self.open = Some(open);
            return Ok(Looked::Read(0));
        }
        open.reader.finish(each);
        self.open = Open::at(&next, 0)?;
        Ok(Looked::Read(0))
    }

    /// Finds the file again, or for the first time.
    fn find(&mut self) -> io::Result<Looked> {
        let Some(place) = self.resume else {
            self.open = Open::at(&self.path, 0)?;
            return Ok(if self.open.is_some() { Looked::Read(0) } else { Looked::Missing });
        };
        if let Some(open) = Open::again(&self.path, &place)? {
            (self.open, self.resume) = (Some(open), None);
            return Ok(Looked::Read(0));
        }
        if self.go_on_beside(&place)? {
            self.resume = None;
            return Ok(Looked::Read(0));
        }
        if fs::metadata(&self.path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(Looked::Missing);
        }
        self.resume = None;
        Ok(Looked::Lost)
    }

    /// The file was cut to nothing, or written anew: a copy beside it may hold what was not read.
    fn truncated(&mut self, mut open: Open, each: &mut impl FnMut(Item<'_>)) -> io::Result<Looked> {
        let at_line = open.base + open.reader.resume_at();
        let place = Place {
            device: open.device,
            inode: open.inode,
            offset: at_line,
            head_bytes: open.head_bytes,
            head: open.head,
        };
        if self.go_on_beside(&place)? {
            return Ok(Looked::Read(0));
        }
        // Half a line that will never be whole.
        open.reader.finish(each);
        self.open = Open::at(&self.path, 0)?;
        Ok(Looked::Lost)
    }

    /// Looks for a file by number or beginning under another name, and for those that came after it.
    fn go_on_beside(&mut self, place: &Place) -> io::Result<bool> {
        let mut beside = self.siblings()?;
        beside.sort_by_key(|(modified, _)| *modified);
        for (n, (_, path)) in beside.iter().enumerate() {
            if let Some(open) = Open::again(path, place)? {
                self.open = Some(open);
                self.older = beside.iter().skip(n + 1).map(|(_, path)| path.clone()).collect();
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Files of the folder whose name begins with that of the followed one, and when they were last written.
    /// What was packed can't be read on.
    fn siblings(&self) -> io::Result<Vec<((i64, i64), PathBuf)>> {
        let (Some(folder), Some(name)) = (self.path.parent(), self.path.file_name()) else {
            return Ok(Vec::new());
        };
        let name = name.to_string_lossy().into_owned();
        let packed = |name: &str| [".gz", ".xz", ".zst", ".bz2"].iter().any(|end| name.ends_with(end));
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)?.take(SIBLINGS_MAX) {
            let entry = entry?;
            let own = entry.file_name().to_string_lossy().into_owned();
            if own == name || !own.starts_with(&name) || packed(&own) {
                continue;
            }
            let metadata = fs::metadata(entry.path())?;
            if metadata.is_file() {
                found.push(((metadata.mtime(), metadata.mtime_nsec()), entry.path()));
            }
        }
        Ok(found)
    }
}

impl Open {
    /// A file from a byte on; `None` when it is not there.
    fn at(path: &Path, from: u64) -> io::Result<Option<Open>> {
        // Looked at first: opening a pipe would wait for its writer.
        let opened = fs::metadata(path).and_then(|metadata| match metadata.is_file() {
            true => File::open(path),
            false => Err(io::Error::other("it is no plain file: for a stream use `unix` or `tcp`")),
        });
        let file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let metadata = file.metadata()?;
        let (device, inode) = (metadata.dev(), metadata.ino());
        let reader = Reader::default();
        let mut open = Open {
            file,
            device,
            inode,
            base: from,
            at: from,
            reader,
            head_bytes: 0,
            head: fingerprint(b""),
        };
        open.learn_head()?;
        Ok(Some(open))
    }

    /// A file at a place, if it is the file of that place.
    fn again(path: &Path, place: &Place) -> io::Result<Option<Open>> {
        let Some(open) = Open::at(path, place.offset)? else { return Ok(None) };
        let known = open.file.metadata()?.len() >= place.offset
            && open.head_of(place.head_bytes)? == Some(place.head)
            // A beginning that was never read tells nothing; the number of the file has to.
            && (place.head_bytes > 0 || open.device == place.device && open.inode == place.inode);
        Ok(known.then_some(open))
    }

    fn is(&self, other: &Metadata) -> bool {
        self.device == other.dev() && self.inode == other.ino()
    }

    /// Whether its beginning is what it was: a file that was truncated may have grown again since.
    fn is_the_same(&self) -> io::Result<bool> {
        Ok(self.head_of(self.head_bytes)? == Some(self.head))
    }

    fn learn_head(&mut self) -> io::Result<()> {
        let bytes = self.at.min(HEAD_BYTES);
        if bytes > self.head_bytes
            && let Some(head) = self.head_of(bytes)?
        {
            (self.head_bytes, self.head) = (bytes, head);
        }
        Ok(())
    }

    /// The fingerprint of its first bytes; `None` when it has fewer.
    fn head_of(&self, bytes: u64) -> io::Result<Option<u64>> {
        let mut head = vec![0; usize::try_from(bytes.min(HEAD_BYTES)).unwrap_or_default()];
        match self.file.read_exact_at(&mut head, 0) {
            Ok(()) => Ok(Some(fingerprint(&head))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests;
