//! Sensors that connect to us: a Unix socket (Suricata's `unix_stream`) or TCP on this machine.
//!
//! One thread looks at all connections of a source in turns, so one that floods does not keep the others
//! waiting. Who connects twice too often is sent away and counted. A stream has no place to go back to: what
//! was read and not written when the node is killed is gone, a second's worth at most.

use std::fs;
use std::io::{self, Read};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use kulla_eve::{Item, Reader};

/// Connections of one source at the same time.
pub const CONNECTIONS_MAX: usize = 8;
/// Bytes that are read of one connection in one turn.
const TURN_BYTES: usize = 256 << 10;
/// Who may connect to a Unix socket: its owner and its group.
const SOCKET_MODE: u32 = 0o660;

/// What a look at the connections came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heard {
    /// Bytes that were read.
    pub bytes: usize,
    /// Connections that were sent away.
    pub sent_away: u64,
}

#[derive(Debug)]
enum Door {
    Unix(UnixListener, PathBuf),
    Tcp(TcpListener),
}

struct Connection {
    stream: Box<dyn Read + Send>,
    reader: Reader,
}

/// Listens for one source.
pub struct Listener {
    door: Door,
    open: Vec<Connection>,
    buffer: Vec<u8>,
}

impl Listener {
    /// On a Unix socket. One that an earlier run left behind is replaced; anything else at the path is not.
    pub fn unix(path: &Path) -> io::Result<Listener> {
        if let Ok(metadata) = fs::symlink_metadata(path) {
            if !metadata.file_type().is_socket() {
                return Err(io::Error::other(
                    "there is something else at this path: remove it, or choose another",
                ));
            }
            fs::remove_file(path)?;
        }
        let listener = UnixListener::bind(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(SOCKET_MODE))?;
        listener.set_nonblocking(true)?;
        Ok(Listener::at(Door::Unix(listener, path.to_owned())))
    }

    /// On TCP, of this machine only: there is no key and no password on this door.
    pub fn tcp(address: SocketAddr) -> io::Result<Listener> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(Listener::at(Door::Tcp(listener)))
    }

    fn at(door: Door) -> Listener {
        Listener { door, open: Vec::new(), buffer: vec![0; TURN_BYTES] }
    }

    /// Where it listens on TCP.
    #[cfg(test)]
    pub fn address(&self) -> Option<SocketAddr> {
        match &self.door {
            Door::Tcp(listener) => listener.local_addr().ok(),
            Door::Unix(..) => None,
        }
    }

    /// Lets in who waits, and reads what has come.
    pub fn look(&mut self, each: &mut impl FnMut(Item<'_>)) -> io::Result<Heard> {
        let mut heard = Heard { bytes: 0, sent_away: self.let_in()? };
        let buffer = &mut self.buffer;
        self.open.retain_mut(|connection| match connection.stream.read(buffer) {
            Ok(read) if read > 0 => {
                connection.reader.feed(buffer.get(..read).unwrap_or_default(), each);
                heard.bytes += read;
                true
            }
            Err(error)
                if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) =>
            {
                true
            }
            // It has gone, well or not. Half a line that it left is counted as broken.
            _ => {
                connection.reader.finish(each);
                false
            }
        });
        Ok(heard)
    }

    fn let_in(&mut self) -> io::Result<u64> {
        let mut sent_away = 0;
        // At most so many in one turn, so that knocking alone can't keep this loop.
        for _ in 0..CONNECTIONS_MAX {
            let knocked: io::Result<Box<dyn Read + Send>> = match &self.door {
                Door::Unix(listener, _) => listener.accept().and_then(|(stream, _)| {
                    stream.set_nonblocking(true)?;
                    Ok(Box::new(stream) as Box<dyn Read + Send>)
                }),
                Door::Tcp(listener) => listener.accept().and_then(|(stream, _)| {
                    stream.set_nonblocking(true)?;
                    Ok(Box::new(stream) as Box<dyn Read + Send>)
                }),
            };
            match knocked {
                Ok(_) if self.open.len() >= CONNECTIONS_MAX => sent_away += 1,
                Ok(stream) => self.open.push(Connection { stream, reader: Reader::default() }),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(sent_away)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Door::Unix(_, path) = &self.door
            && let Err(error) = fs::remove_file(path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %path.display(), %error, "a socket can't be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::TcpStream;
    use std::os::unix::net::UnixStream;

    use super::*;

    const LINE: &[u8] = b"{\"event_type\":\"flow\"}\n";

    /// Looks until so many lines and broken lines came, and a little longer.
    fn read(listener: &mut Listener, enough: usize) -> (usize, usize, u64) {
        let (mut events, mut broken, mut sent_away) = (0, 0, 0);
        for _ in 0..400 {
            let looked = listener.look(&mut |item| match item {
                Item::Event { .. } => events += 1,
                Item::Broken(_) => broken += 1,
            });
            sent_away += looked.unwrap().sent_away;
            if events + broken >= enough && sent_away == 0 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        (events, broken, sent_away)
    }

    #[test]
    fn a_sensor_that_connects_again_goes_on_and_half_a_line_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("eve.sock");
        let mut listener = Listener::unix(&path).unwrap();
        let mut sensor = UnixStream::connect(&path).unwrap();
        sensor.write_all(LINE).unwrap();
        sensor.write_all(&LINE[..9]).unwrap();
        drop(sensor);
        let mut sensor = UnixStream::connect(&path).unwrap();
        sensor.write_all(LINE).unwrap();
        assert_eq!(read(&mut listener, 3), (2, 1, 0));
        drop(listener);
        assert!(!path.exists());
    }

    #[test]
    fn a_socket_of_an_earlier_run_is_replaced_and_a_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("eve.sock");
        drop(UnixListener::bind(&path).unwrap());
        assert!(Listener::unix(&path).is_ok());
        fs::write(&path, "mine").unwrap();
        assert!(Listener::unix(&path).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }

    #[test]
    fn who_connects_too_often_is_sent_away_and_those_inside_are_heard() {
        let mut listener = Listener::tcp("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.address().unwrap();
        let mut inside: Vec<TcpStream> =
            (0..CONNECTIONS_MAX + 3).map(|_| TcpStream::connect(address).unwrap()).collect();
        let (_, _, sent_away) = read(&mut listener, 0);
        inside[0].write_all(LINE).unwrap();
        let (events, _, more) = read(&mut listener, 1);
        assert_eq!((events, sent_away + more), (1, 3));
    }
}
