//! One node of the built program.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running node.
pub struct Node {
    child: Child,
    pub address: SocketAddr,
    /// The duty officer's way in.
    pub link: String,
    /// Torn tails that this start cut.
    pub cuts: u64,
}

fn text(path: &Path) -> Result<&str, String> {
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

fn done(binary: &Path, arguments: &[&str]) -> Result<(), String> {
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
        let said = tempfile::tempfile().map_err(|error| error.to_string())?;
        let stderr = said.try_clone().map_err(|error| error.to_string())?;
        let mut child = Command::new(binary)
            .args(["run", "--data", text(data)?, "--listen", "127.0.0.1:0"])
            .env("KULLA_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .map_err(|error| format!("`{}`: {error}", binary.display()))?;
        let out = child.stdout.take().ok_or("the program has no output")?;
        let (mut address, mut link) = (None, None);
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once(" is running on http://localhost:") {
                let port: Option<u16> = rest.split(' ').next().and_then(|port| port.parse().ok());
                address = port.map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
            } else if let Some(at) =
                line.find("/enter/").filter(|_| line.trim().starts_with("duty officer"))
            {
                link = Some(line[at..].trim().to_owned());
            }
            if line.starts_with("Stop with") {
                break;
            }
        }
        let told = read(said);
        let (Some(address), Some(link)) = (address, link) else {
            // It has ended by itself; why stands in what it said.
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("the node did not start again: {told}"));
        };
        let cuts = told.matches("a torn tail was cut").count() as u64;
        Ok(Node { child, address, link, cuts })
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
