//! Connections that read. Each is used by one caller at a time; a caller waits for its turn.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};

use crate::{PictureError, schema};

/// Connections that read at the same time.
const READERS_MAX: usize = 8;
/// Prepared statements that a connection keeps.
const STATEMENTS_MAX: usize = 128;

fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

pub(crate) struct Pool {
    path: PathBuf,
    idle: Mutex<Idle>,
    returned: Condvar,
}

struct Idle {
    connections: Vec<Connection>,
    made: usize,
}

impl Pool {
    pub fn new(path: &Path) -> Pool {
        Pool {
            path: path.to_owned(),
            idle: Mutex::new(Idle { connections: Vec::new(), made: 0 }),
            returned: Condvar::new(),
        }
    }

    /// Lends a connection to `read`.
    pub fn with<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, PictureError>,
    ) -> Result<T, PictureError> {
        let connection = self.take()?;
        // One snapshot for all that one question reads.
        let answer = run(&connection, "BEGIN").map_err(PictureError::from).and_then(|()| read(&connection));
        let ended = run(&connection, "COMMIT");
        self.give_back(ended.is_ok().then_some(connection));
        answer
    }

    fn take(&self) -> Result<Connection, PictureError> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(connection) = idle.connections.pop() {
                return Ok(connection);
            }
            if idle.made < READERS_MAX {
                idle.made += 1;
                break;
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
        drop(idle);
        self.open().inspect_err(|_| self.give_back(None))
    }

    fn open(&self) -> Result<Connection, PictureError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        schema::configure_reader(&connection)?;
        Ok(connection)
    }

    fn give_back(&self, connection: Option<Connection>) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        match connection {
            Some(connection) => idle.connections.push(connection),
            None => idle.made -= 1,
        }
        self.returned.notify_one();
    }
}
