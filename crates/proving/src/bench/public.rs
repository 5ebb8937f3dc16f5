//! How many requests a second the public page and the feed are worth, over HTTP/1.1 on loopback.
//!
//! Two warnings are in force. A client of one thread keeps some connections busy, one request under way on each.
//! It has a core of the same machine, so what a request costs the node is told as processor time too, and so is the
//! share of the client. The reference is the least that a server can do: one thread that reads up to the empty line and
//! writes the same bytes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use super::figure::{Figure, load};
use super::{answer_bytes, folder, now};
use crate::client::Seat;
use crate::node::{self, Node};

/// Connections with one request under way on each.
const CONNECTIONS: usize = 32;
/// How long each page is asked for.
const SPAN: Duration = Duration::from_secs(5);
/// The goal of the issue.
const REQUESTS_PER_S_MIN: f64 = 10_000.0;
/// Seconds until the warnings of this bench end: longer than it takes.
const HOLDS_S: i64 = 6 * 3_600;

/// What came of one page.
struct Asked {
    per_s: f64,
    node_us: f64,
    client_share: f64,
    bytes: usize,
}

/// Makes a node with two warnings, and asks.
pub fn run() -> Result<(), String> {
    let binary = node::binary(None)?;
    let dir = folder()?;
    let data = dir.path().join("node");
    node::init(&binary, &data)?;
    let node = Node::start(&binary, &data)?;
    println!("public: {CONNECTIONS} connections, {} s for each page; {}", SPAN.as_secs(), load());
    let duty = warn(&node)?;
    for path in ["/", "/feeds/cap.atom"] {
        let (whole, known) = (request(node.address, path, None), first(node.address, path)?);
        let again = request(node.address, path, known.tag.as_deref());
        let work = || node.worked();
        let bare = bare(&known.bytes)?;
        let reference = ask(bare, &whole, 200, || Ok(Duration::ZERO))?;
        for (what, asked, status) in [("whole", &whole, 200), ("304", &again, 304)] {
            let told = ask(node.address, asked, status, work)?;
            tell(path, what, &told, &reference);
        }
    }
    busy(&node, &duty)?;
    println!("public: {}", load());
    node.stop()
}

/// The page while signals come in: what is written must not make every request a new page.
fn busy(node: &Node, seat: &Seat) -> Result<(), String> {
    let over = std::sync::atomic::AtomicBool::new(false);
    let whole = request(node.address, "/", None);
    let (told, sent) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut n = 0;
            while !over.load(std::sync::atomic::Ordering::Relaxed) {
                n += u64::from(seat.report(0xbe9c, n).is_some());
                std::thread::sleep(Duration::from_millis(5));
            }
            n
        });
        let told = ask(node.address, &whole, 200, || node.worked());
        over.store(true, std::sync::atomic::Ordering::Relaxed);
        (told, writing.join().unwrap_or_default())
    });
    let told = told?;
    Figure {
        of: "public",
        says: format!(
            "/ while {:.0} reports/s come in: {:.0} requests/s, {:.0} µs of the node each, reports included",
            sent as f64 / SPAN.as_secs_f64(),
            told.per_s,
            told.node_us
        ),
        reference: None,
        goal: Some(goal(told.per_s)),
    }
    .tell();
    Ok(())
}

fn goal(per_s: f64) -> (String, bool) {
    (format!("≥ {REQUESTS_PER_S_MIN:.0}/s"), per_s >= REQUESTS_PER_S_MIN)
}

fn tell(path: &str, what: &str, told: &Asked, reference: &Asked) {
    Figure {
        of: "public",
        says: format!(
            "{path} {what}, {} bytes: {:.0} requests/s, {:.0} µs of the node each = {:.0} for each core-second (client {:.0} % of a core)",
            told.bytes,
            told.per_s,
            told.node_us,
            1e6 / told.node_us,
            told.client_share * 100.0
        ),
        reference: Some((
            format!("a bare server of the whole page {:.0} requests/s", reference.per_s),
            told.per_s / reference.per_s,
        )),
        goal: Some(goal(told.per_s)),
    }
    .tell();
}

fn request(address: SocketAddr, path: &str, tag: Option<&str>) -> Vec<u8> {
    let known = tag.map(|tag| format!("If-None-Match: {tag}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{known}\r\n").into_bytes()
}

/// Keeps every connection busy for a while.
fn ask(
    address: SocketAddr,
    request: &[u8],
    status: u16,
    worked: impl Fn() -> Result<Duration, String>,
) -> Result<Asked, String> {
    let mut open = Vec::new();
    for _ in 0..CONNECTIONS {
        open.push(Line::open(address)?);
    }
    for line in &mut open {
        line.send(request)?;
    }
    let (started, before, own) = (now(), worked()?, node::worked("self")?);
    let (mut answers, mut bytes) = (0_u64, 0);
    while started.elapsed() < SPAN {
        for line in &mut open {
            bytes = line.take(status)?;
            line.send(request)?;
        }
        answers += CONNECTIONS as u64;
    }
    let seconds = started.elapsed().as_secs_f64();
    let node = (worked()?.saturating_sub(before)).as_secs_f64();
    let client = (node::worked("self")?.saturating_sub(own)).as_secs_f64();
    for line in &mut open {
        line.take(status)?;
    }
    Ok(Asked {
        per_s: answers as f64 / seconds,
        node_us: node * 1e6 / answers as f64,
        client_share: client / seconds,
        bytes,
    })
}

/// One connection that is kept.
struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
    held: usize,
}

impl Line {
    fn open(address: SocketAddr) -> Result<Line, String> {
        let stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
        let set =
            stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(Duration::from_secs(20))));
        set.map_err(|error| error.to_string())?;
        Ok(Line { stream, buffer: vec![0; 256 << 10], held: 0 })
    }

    fn send(&mut self, request: &[u8]) -> Result<(), String> {
        self.stream.write_all(request).map_err(|error| error.to_string())
    }

    /// Reads one answer to its end: how many bytes it had.
    fn take(&mut self, status: u16) -> Result<usize, String> {
        loop {
            if let Some(bytes) = answer_bytes(self.buffer.get(..self.held).unwrap_or_default()) {
                let said =
                    self.buffer.get(9..12).and_then(|code| std::str::from_utf8(code).ok()?.parse().ok());
                self.held = 0;
                return if said == Some(status) {
                    Ok(bytes)
                } else {
                    Err(format!("{said:?}, not {status}"))
                };
            }
            let free = self
                .buffer
                .get_mut(self.held..)
                .filter(|free| !free.is_empty())
                .ok_or("too long an answer")?;
            let read = self.stream.read(free).map_err(|error| error.to_string())?;
            if read == 0 {
                return Err("the connection was closed".into());
            }
            self.held += read;
        }
    }
}

/// A first answer: its bytes, and its ETag.
struct First {
    bytes: Vec<u8>,
    tag: Option<String>,
}

fn first(address: SocketAddr, path: &str) -> Result<First, String> {
    let mut line = Line::open(address)?;
    line.send(&request(address, path, None))?;
    let bytes = line.take(200)?;
    let bytes = line.buffer.get(..bytes).unwrap_or_default().to_vec();
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).map(str::to_owned);
    Ok(First { bytes, tag })
}

/// A server that can only say one thing: one thread for all connections of one run, none of them waited for alone.
fn bare(answer: &[u8]) -> Result<SocketAddr, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let answer = answer.to_vec();
    std::thread::spawn(move || {
        let mut open: Vec<TcpStream> =
            listener.incoming().take(CONNECTIONS).filter_map(Result::ok).collect();
        let mut buffer = [0; 4_096];
        // The client has one request under way on each, in turns: so has this.
        while !open.is_empty() {
            open.retain_mut(|stream| {
                let asked = stream.read(&mut buffer).is_ok_and(|read| read > 0);
                asked && stream.write_all(&answer).is_ok()
            });
        }
    });
    Ok(address)
}

/// Two warnings, each drafted by one officer and approved by another. Gives the first of them.
fn warn(node: &Node) -> Result<Seat, String> {
    let link = |n: usize| node.links.get(n).ok_or("the profile invents too few people");
    let (duty, second) = (Seat::enter(node.address, link(0)?)?, Seat::enter(node.address, link(1)?)?);
    for n in 1..=2 {
        let content = content();
        let id = format!("0193be9c-0000-7000-8000-{n:012x}");
        let draft = duty.done("POST", "drafts", &json!({"id": id, "content": content}))?;
        let subject = draft["subject"].as_str().unwrap_or_default().to_owned();
        let step = |seat: &Seat, deed: &str, body: &Value| {
            seat.done("POST", &format!("drafts/{subject}/{deed}"), body)
        };
        let submitted = step(&duty, "submit", &json!({"head": draft["version"]}))?;
        let hash = duty.done("GET", &format!("drafts/{subject}"), &Value::Null)?["hash"].clone();
        let approved = step(&second, "approve", &json!({"head": submitted["version"], "hash": hash}))?;
        step(&second, "issue", &json!({"head": approved["version"], "hash": hash}))?;
    }
    Ok(duty)
}

fn content() -> Value {
    let time = |from_now_s: i64| {
        let unix = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_secs();
        let second = i64::try_from(unix).unwrap_or_default() + from_now_s;
        jiff::Timestamp::from_second(second).unwrap_or_default().to_string()
    };
    let words =
        |headline: &str| json!({"headline": headline, "description": headline, "instruction": headline});
    json!({
        "message": "Alert", "follows": [], "hazard": "flood", "severity": "Severe", "urgency": "Immediate",
        "certainty": "Likely", "response": ["Evacuate"], "onset": time(0), "expires": time(HOLDS_S),
        "place": {"areas": ["02", "16"]},
        "texts": {
            "sq": words("Vërshim në Drinin e Bardhë"),
            "sr": words("Poplava na Belom Drimu"),
            "en": words("Flood on Drini i Bardhë"),
        },
    })
}
