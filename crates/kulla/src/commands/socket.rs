//! The operator's own socket, from the other end: a running node is asked by one HTTP/1.1 request.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use super::Fault;
use crate::node::NodeDir;

/// How long a running node may take for an answer.
const ANSWER_WAIT: Duration = Duration::from_secs(60);

/// What a running node answered.
pub struct Answer {
    /// Whether it did what it was asked.
    pub done: bool,
    /// The body, without space around it.
    pub body: String,
}

/// Asks the node of a folder; `None` when it does not run.
pub fn ask(dir: &NodeDir, what: &str, body: &[u8]) -> Result<Option<Answer>, Fault> {
    let Ok(mut stream) = UnixStream::connect(dir.socket()) else { return Ok(None) };
    stream.set_read_timeout(Some(ANSWER_WAIT))?;
    write!(
        stream,
        "{what} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    Ok(Some(Answer { done: head.starts_with("HTTP/1.1 20"), body: body.trim().to_owned() }))
}
