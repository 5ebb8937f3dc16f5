//! One node of the built program.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running node.
pub struct Node {
    child: Child,
    pub address: SocketAddr,
    /// Each invented person's way in, the duty officer first.
    pub links: Vec<String>,
    /// Torn tails that this start cut.
    pub cuts: u64,
}

/// Processor time of a process: `utime` and `stime` of proc(5), which count in hundredths of a second.
pub fn worked(pid: &str) -> Result<Duration, String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).map_err(|error| error.to_string())?;
    // The name of the program stands in brackets, and may hold anything.
    let rest = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let ticks = rest.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    let ticks: Result<u64, _> = ticks.sum();
    ticks
        .map(|ticks| Duration::from_millis(ticks * 10))
        .map_err(|error| format!("`/proc/{pid}/stat`: {error}"))
}

/// A path as an argument.
pub fn text(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| format!("`{}` is no text", path.display()))
}

/// Makes an exercise-only node.
pub fn init(binary: &Path, data: &Path) -> Result<(), String> {
    done(binary, &["init", "--profile", "kosovo", "--data", text(data)?, "--exercise-only"])
}

/// Verifies a node that is not running.
pub fn verify(binary: &Path, data: &Path) -> Result<(), String> {
    done(binary, &["verify", text(data)?])
}

/// Runs one command to its end.
pub fn done(binary: &Path, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(binary).args(arguments).env("KULLA_LOG", "warn").output();
    let output = output.map_err(|error| format!("`{}`: {error}", binary.display()))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!(
            "{arguments:?}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

impl Node {
    /// Starts, and waits until it says where it is.
    pub fn start(binary: &Path, data: &Path) -> Result<Node, String> {
        Node::start_with(binary, data, &[])
    }

    /// The same with more on the command line.
    pub fn start_with(binary: &Path, data: &Path, more: &[&str]) -> Result<Node, String> {
        let said = tempfile::tempfile().map_err(|error| error.to_string())?;
        let stderr = said.try_clone().map_err(|error| error.to_string())?;
        let mut child = Command::new(binary)
            .args(["run", "--data", text(data)?, "--listen", "127.0.0.1:0"])
            .args(more)
            .env("KULLA_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .map_err(|error| format!("`{}`: {error}", binary.display()))?;
        let out = child.stdout.take().ok_or("the program has no output")?;
        let (mut address, mut links) = (None, Vec::new());
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once(" is running on http://localhost:") {
                let port: Option<u16> = rest.split(' ').next().and_then(|port| port.parse().ok());
                address = port.map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
            } else if let Some(at) = line.find("/enter/") {
                links.push(line[at..].trim().to_owned());
                if line.trim().starts_with("duty officer") {
                    links.rotate_right(1);
                }
            }
            if line.starts_with("Stop with") {
                break;
            }
        }
        let told = read(said);
        let (Some(address), Some(_)) = (address, links.first()) else {
            // It has ended by itself; why stands in what it said.
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("the node did not start again: {told}"));
        };
        let cuts = told.matches("a torn tail was cut").count() as u64;
        Ok(Node { child, address, links, cuts })
    }

    /// Ctrl-C, and the wait for the end.
    pub fn stop(mut self) -> Result<(), String> {
        let asked = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        asked.map_err(|error| format!("`kill` can't be started: {error}"))?;
        let ended = self.child.wait().map_err(|error| error.to_string())?;
        ended.success().then_some(()).ok_or_else(|| format!("the node ended with {ended}"))
    }

    /// Memory that it holds now, in bytes: `VmRSS` of proc(5).
    pub fn memory_bytes(&self) -> Result<u64, String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.map_err(|error| error.to_string())?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kib.map(|kib| kib * 1_024).ok_or_else(|| "`/proc` tells no VmRSS".to_owned())
    }

    /// Processor time that it has had.
    pub fn worked(&self) -> Result<Duration, String> {
        worked(&self.child.id().to_string())
    }

    /// The power goes.
    pub fn kill(mut self) -> Result<(), String> {
        self.child.kill().and_then(|()| self.child.wait()).map(|_| ()).map_err(|error| error.to_string())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // Gone already after `kill`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(mut said: std::fs::File) -> String {
    use std::io::Seek;
    let mut text = String::new();
    let read = said.rewind().and_then(|()| said.read_to_string(&mut text));
    read.map_or_else(|error| error.to_string(), |_| text)
}

/// The program to prove: the one that was named, else the one beside this one.
pub fn binary(named: Option<&Path>) -> Result<PathBuf, String> {
    let beside = || Some(std::env::current_exe().ok()?.parent()?.join("kulla"));
    let found = named.map(Path::to_path_buf).or_else(beside).filter(|path| path.exists());
    found.ok_or_else(|| {
        "there is no built program beside this one: `make build`, or give it with --binary".into()
    })
}
