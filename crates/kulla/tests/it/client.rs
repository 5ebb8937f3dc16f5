//! A small HTTP/1.1 client: one request a connection, so that a killed node leaves nothing half-open.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::Value;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// Somebody who talks to a node: with a cookie of their own, or as the public.
#[derive(Debug, Clone)]
pub struct Client {
    pub address: SocketAddr,
    pub cookie: Option<String>,
    /// `/as/1`, once they have entered.
    pub place: String,
}

impl Client {
    pub fn public(address: SocketAddr) -> Client {
        Client { address, cookie: None, place: String::new() }
    }

    /// Uses an entry link up.
    pub fn enter(address: SocketAddr, link: &str) -> Client {
        let path = &link[link.find("/enter/").unwrap()..];
        let mut client = Client::public(address);
        let look = client.send("GET", path, "text/plain", b"").unwrap();
        assert_eq!(look.status, 200, "{}", look.text());
        let answer = client.send("POST", path, "application/x-www-form-urlencoded", b"").unwrap();
        assert!((300..400).contains(&answer.status), "{} {}", answer.status, answer.text());
        let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        client.place = answer.header("location").unwrap().trim_end_matches('/').to_owned();
        client.cookie = Some(cookie);
        client
    }

    pub fn api(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Answer> {
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        self.send(method, &format!("{}/api/v1/{path}", self.place), "application/json", &bytes)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.api("GET", path, &Value::Null).unwrap()
    }

    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.api("POST", path, &body).unwrap()
    }

    /// The JSON of an answer that has to be a success.
    pub fn done(&self, path: &str, body: Value) -> Value {
        let answer = self.post(path, body);
        assert!((200..300).contains(&answer.status), "{path}: {} {}", answer.status, answer.text());
        answer.json()
    }

    pub fn send(&self, method: &str, path: &str, media: &str, body: &[u8]) -> std::io::Result<Answer> {
        self.send_with("", (method, path), media, body)
    }

    /// With more lines in the head of the request, each ending in CR LF.
    pub fn send_with(
        &self,
        head: &str,
        (method, path): (&str, &str),
        media: &str,
        body: &[u8],
    ) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(5))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let cookie = self.cookie.as_ref().map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\nx-kulla: 1\r\n{head}{cookie}Content-Type: {media}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.address,
            self.address,
            body.len()
        )?;
        stream.write_all(body)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        parse(&bytes).ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
    }
}

/// How long a test waits for another process.
const PATIENCE: Duration = Duration::from_secs(120);

/// Looks again and again until there is something.
#[expect(clippy::disallowed_methods, reason = "a test that waits for another process")]
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let mut body = bytes[end + 4..].to_vec();
    if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        body = unchunked(&body)?;
    }
    Some(Answer { status, head, body })
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n")?;
        let len = usize::from_str_radix(std::str::from_utf8(&rest[..line]).ok()?.trim(), 16).ok()?;
        if len == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(line + 2..line + 2 + len)?);
        rest = rest.get(line + 4 + len..)?;
    }
}
