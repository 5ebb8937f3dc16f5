//! HTTP/1.1 to one address, with nothing that a stranger could not do too.
//!
//! One request a connection: a player that is killed leaves nothing half-open, and the node that it talks to is
//! on this machine or in this room.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Bytes of one answer.
pub const ANSWER_BYTES_MAX: u64 = 8 << 20;
/// How long a connection may take.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// How long an answer may take.
const ANSWER_WAIT: Duration = Duration::from_secs(20);

/// A node, as its visitors know it.
#[derive(Debug, Clone)]
pub struct Client {
    address: SocketAddr,
    /// What stands in `Host`.
    host: String,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// A request that came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Nobody answered, or not in words that we know.
    #[error("the node does not answer: {0}")]
    Line(#[from] std::io::Error),
    /// The node said no.
    #[error("{path}: {status} {code}: {detail}")]
    Refused {
        /// What was asked.
        path: String,
        /// The status code.
        status: u16,
        /// The stable code of the refusal.
        code: String,
        /// Why.
        detail: String,
    },
}

impl Fault {
    /// The code of a refusal.
    pub fn code(&self) -> &str {
        match self {
            Fault::Line(_) => "",
            Fault::Refused { code, .. } => code,
        }
    }

    /// Whether it was refused, and is no matter of the line.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Fault::Refused { .. })
    }
}

impl Answer {
    /// The JSON; `null` where there is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

impl Client {
    /// To this address.
    pub fn new(address: SocketAddr) -> Client {
        Client { address, host: address.to_string() }
    }

    /// GET of the API with a token.
    pub fn get(&self, token: &str, path: &str) -> Result<Value, Fault> {
        let path = format!("/api/v1/{path}");
        good(&path, self.send("GET", &path, Some(token), ("application/json", b""))?)
    }

    /// GET of the API; `None` for what is not there, or not for this token.
    pub fn find(&self, token: &str, path: &str) -> Result<Option<Value>, Fault> {
        match self.get(token, path) {
            Err(Fault::Refused { status: 404, .. }) => Ok(None),
            other => other.map(Some),
        }
    }

    /// POST of JSON to the API with a token.
    pub fn post(&self, token: &str, path: &str, body: &Value) -> Result<Value, Fault> {
        self.post_bytes(token, path, ("application/json", body.to_string().as_bytes()))
    }

    /// POST of bytes to the API with a token.
    pub fn post_bytes(&self, token: &str, path: &str, body: (&str, &[u8])) -> Result<Value, Fault> {
        let path = format!("/api/v1/{path}");
        good(&path, self.send("POST", &path, Some(token), body)?)
    }

    /// A request of anybody, outside the API.
    pub fn public(&self, method: &str, path: &str, body: (&str, &[u8])) -> Result<Answer, Fault> {
        self.send(method, path, None, body)
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        (media, body): (&str, &[u8]),
    ) -> Result<Answer, Fault> {
        let mut stream = TcpStream::connect_timeout(&self.address, CONNECT_WAIT)?;
        stream.set_read_timeout(Some(ANSWER_WAIT))?;
        stream.set_write_timeout(Some(ANSWER_WAIT))?;
        let bearer = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{bearer}Content-Type: {media}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.host,
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut bytes = Vec::new();
        stream.take(ANSWER_BYTES_MAX).read_to_end(&mut bytes)?;
        parse(&bytes).ok_or_else(|| Fault::Line(std::io::ErrorKind::UnexpectedEof.into()))
    }
}

fn good(path: &str, answer: Answer) -> Result<Value, Fault> {
    let json = answer.json();
    if (200..300).contains(&answer.status) {
        return Ok(json);
    }
    let word = |field: &str| json[field].as_str().unwrap_or_default().to_owned();
    Err(Fault::Refused {
        path: path.to_owned(),
        status: answer.status,
        code: word("code"),
        detail: word("detail"),
    })
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = &bytes[end + 4..];
    let body = match head.contains("transfer-encoding: chunked") {
        true => unchunked(body)?,
        false => body.to_vec(),
    };
    Some(Answer { status, body })
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..line]).ok()?.trim(), 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        let (from, to) = (line + 2, (line + 2).checked_add(length)?);
        body.extend_from_slice(rest.get(from..to)?);
        rest = rest.get(to.checked_add(2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whole_in_pieces_or_not_at_all() {
        let plain = parse(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").unwrap();
        assert_eq!((plain.status, plain.body), (200, b"{}".to_vec()));
        let pieces =
            b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n";
        assert_eq!(parse(pieces).unwrap().body, b"{}".to_vec());
        let huge = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{";
        assert!(parse(huge).is_none() && parse(b"HTTP/1.1 200 OK\r\n").is_none());
    }
}
