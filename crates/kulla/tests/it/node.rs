//! A node of the built binary in a folder of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};

use crate::client::Client;

/// The binary with these arguments, run to its end.
pub fn kulla(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kulla")).args(arguments).env("KULLA_LOG", "warn").output().unwrap()
}

pub fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A data directory that goes with the test.
pub struct Data {
    pub path: PathBuf,
    pub _dir: tempfile::TempDir,
}

impl Data {
    /// A new exercise-only node.
    pub fn new() -> Data {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("node");
        let made =
            kulla(&["init", "--profile", "kosovo", "--data", path.to_str().unwrap(), "--exercise-only"]);
        assert!(made.status.success(), "{}", told(&made));
        Data { path, _dir: dir }
    }

    pub fn arg(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// The file of the content log that was written last.
    pub fn segment(&self) -> PathBuf {
        let log = self.path.join("logs/exercise-try");
        let mut files: Vec<_> =
            std::fs::read_dir(&log).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| is_segment(path));
        files.sort();
        files.pop().unwrap()
    }
}

fn is_segment(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"KULLASEG"))
}

/// A running node.
pub struct Running {
    child: Child,
    pub address: SocketAddr,
    /// Where its figures are, if it was asked to show them over TCP.
    pub figures: Option<SocketAddr>,
    /// What each entry link is called, and the link.
    pub links: Vec<(String, String)>,
}

impl Running {
    pub fn start(data: &Data) -> Running {
        Running::listening(data, "127.0.0.1:0")
    }

    /// On a free port of loopback, with more on the command line.
    pub fn with(data: &Data, more: &[&str]) -> Running {
        Running::run(data, "127.0.0.1:0", more)
    }

    /// On any address; off loopback it speaks TLS.
    pub fn listening(data: &Data, listen: &str) -> Running {
        Running::run(data, listen, &[])
    }

    fn run(data: &Data, listen: &str, more: &[&str]) -> Running {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kulla"));
        command.args(["run", "--data", data.arg(), "--listen", listen]).args(more);
        Running::by(command)
    }

    /// As a command says that becomes `kulla run`.
    pub fn by(command: Command) -> Running {
        Running::by_saying(command, "warn")
    }

    /// As [`Running::by`], with messages of this level.
    pub fn by_saying(mut command: Command, level: &str) -> Running {
        let mut child = command.env("KULLA_LOG", level).stdout(Stdio::piped()).spawn().unwrap();
        let mut links = Vec::new();
        let (mut address, mut figures) = (None, None);
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some(at) = line.find("/enter/") {
                // The first one: chance may write `http` into a link too.
                let base = line.find("http").unwrap();
                assert!(base < at, "{line}");
                links.push((line[..base].trim().to_owned(), line[base..].to_owned()));
            } else if let Some((_, rest)) =
                line.split_once("://localhost:").filter(|_| line.contains(" is running on "))
            {
                let port: u16 = rest.split(' ').next().unwrap().parse().unwrap();
                address = Some(SocketAddr::from(([127, 0, 0, 1], port)));
            }
            if let Some((_, rest)) = line.split_once("Figures are on http://") {
                figures = rest.split('/').next().unwrap().parse().ok();
            }
            if line.starts_with("Stop with") {
                break;
            }
        }
        let address =
            address.unwrap_or_else(|| panic!("the node did not start: {}", child.wait().unwrap()));
        Running { child, address, figures, links }
    }

    /// Enters by the link whose name begins so.
    pub fn enter(&self, name: &str) -> Client {
        let (_, link) = self
            .links
            .iter()
            .find(|(known, _)| known.starts_with(name))
            .unwrap_or_else(|| panic!("no link for {name}: {:?}", self.links));
        Client::enter(self.address, link)
    }

    pub fn pid(&self) -> String {
        self.child.id().to_string()
    }

    /// The power goes.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ctrl-C.
    pub fn stop(mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Gone already after `kill` and `stop`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A UUIDv7-shaped id that is the same in every run for the same numbers.
pub fn id(round: u64, n: u64) -> String {
    format!("0193{round:04x}-{:04x}-7000-8000-{n:012x}", n % 0xffff)
}
