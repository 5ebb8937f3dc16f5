//! Somebody with a session over HTTP/1.1, one request a connection, so that a killed node leaves nothing half-open.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long a node may take for an answer.
const ANSWER_WAIT: Duration = Duration::from_secs(20);

/// A session.
#[derive(Clone)]
pub struct Seat {
    pub address: SocketAddr,
    pub cookie: String,
    /// Where it stands: `/as/1`.
    pub place: String,
}

/// An answer with its body as text.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

/// Sends one request and reads the answer to its end. `more`: further lines of the head, each with its end.
pub fn send(address: SocketAddr, method: &str, path: &str, more: &str, body: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, ANSWER_WAIT)?;
    stream.set_read_timeout(Some(ANSWER_WAIT))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nx-kulla: 1\r\n{more}Content-Length: \
         {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or(io::ErrorKind::InvalidData)?;
    Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let values = self.head.lines().filter_map(|line| line.split_once(':'));
        values.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

impl Seat {
    /// Uses an entry link up.
    pub fn enter(address: SocketAddr, link: &str) -> Result<Seat, String> {
        let form = "Content-Type: application/x-www-form-urlencoded\r\n";
        let answer = send(address, "POST", link, form, "").map_err(|error| error.to_string())?;
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let place = answer.header("location").map(|place| place.trim_end_matches('/'));
        match (cookie, place) {
            (Some(cookie), Some(place)) => Ok(Seat { address, cookie: cookie.into(), place: place.into() }),
            _ => Err(format!("nobody can enter by `{link}`: {} {}", answer.status, answer.body)),
        }
    }

    /// The same session on the node as it was started again.
    pub fn moved_to(self, address: SocketAddr) -> Seat {
        Seat { address, ..self }
    }

    /// Writes one report. Gives its subject once it is acknowledged.
    pub fn report(&self, round: u64, n: u64) -> Option<String> {
        let body = format!(
            "{{\"id\":\"0193{:04x}-{:04x}-7000-8000-{n:012x}\",\"title\":\"water on the road\",\"text\":\"\",\"lang\":\"en\",\
             \"seen\":\"2026-11-17T20:47:00Z\",\"place\":{{}},\"severity\":\"Severe\",\"life_at_risk\":false,\"from\":\"112\"}}",
            round & 0xffff,
            n & 0xfff,
        );
        let answer = self.api("POST", "signals/report", &body).ok()?;
        let (_, rest) =
            answer.body.split_once("\"subject\":\"").filter(|_| (200..300).contains(&answer.status))?;
        rest.split('"').next().map(str::to_owned)
    }

    /// Whether what was acknowledged is there.
    pub fn holds(&self, subject: &str) -> Result<(), String> {
        let answer = self.api("GET", &format!("items/{subject}"), "");
        let answer = answer.map_err(|error| format!("{subject} can't be asked for: {error}"))?;
        match answer.status {
            200 => Ok(()),
            status => Err(format!("{subject} was acknowledged and is missing: {status} {}", answer.body)),
        }
    }

    /// One request of the JSON API.
    pub fn api(&self, method: &str, path: &str, body: &str) -> io::Result<Answer> {
        let more = format!("Cookie: {}\r\nContent-Type: application/json\r\n", self.cookie);
        send(self.address, method, &format!("{}/api/v1/{path}", self.place), &more, body)
    }

    /// The JSON of an answer that has to be a success.
    pub fn done(
        &self,
        method: &str,
        path: &str,
        body: &serde_json::Value,
    ) -> Result<serde_json::Value, String> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.api(method, path, &body).map_err(|error| format!("{path}: {error}"))?;
        match answer.status {
            200..300 => serde_json::from_str(&answer.body).map_err(|error| format!("{path}: {error}")),
            status => Err(format!("{path}: {status} {}", answer.body)),
        }
    }
}
