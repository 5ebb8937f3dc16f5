//! Where the program's messages go: standard error, hence the journal, or a file that is opened anew on SIGHUP.
//!
//! Rotating is the work of whoever keeps logs on the machine. A program that moves its own files away fights with it.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tracing_subscriber::EnvFilter;

/// The file, if there is one. One for the program, because there is one subscriber.
static FILE: OnceLock<LogFile> = OnceLock::new();

#[derive(Clone)]
struct LogFile {
    path: PathBuf,
    file: Arc<Mutex<File>>,
}

impl LogFile {
    fn open(path: &Path) -> io::Result<File> {
        OpenOptions::new().create(true).append(true).mode(0o600).open(path)
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).flush()
    }
}

/// Begins to write messages.
pub fn begin(file: Option<&Path>) -> io::Result<()> {
    let filter = EnvFilter::try_from_env("KULLA_LOG").unwrap_or_else(|_| "info".into());
    let to = tracing_subscriber::fmt().with_env_filter(filter).with_target(false);
    let Some(path) = file else {
        // Colours are for a terminal; in the journal they are noise.
        to.with_ansi(io::stderr().is_terminal()).with_writer(io::stderr).init();
        return Ok(());
    };
    let opened = LogFile { path: path.to_owned(), file: Arc::new(Mutex::new(LogFile::open(path)?)) };
    let opened = FILE.get_or_init(|| opened).clone();
    to.with_ansi(false).with_writer(move || opened.clone()).init();
    Ok(())
}

/// Opens the file under its name again, after somebody has moved it away. If that fails, the old one is kept.
pub fn open_again() {
    let Some(known) = FILE.get() else { return };
    match LogFile::open(&known.path) {
        Ok(fresh) => {
            *known.file.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
            tracing::info!("the log file was opened anew");
        }
        Err(error) => tracing::error!(%error, "the log file can't be opened anew; the old one is kept"),
    }
}
