//! From a signal at the door to open consoles: reports by POST, delivered over WebSockets (issue 4: 200 signals/s, 100
//! consoles, p99 ≤ 250 ms).
//!
//! Reports are sent at fixed moments, whether or not the one before was answered, and each delivery is counted from
//! the moment at which its report was due: a node that stalls can't make the figure better by being asked less. The
//! reference is the same traffic through bare sockets: what comes in on one is written to all others at once, by a
//! thread of its own, with nothing kept.
//!
//! Delivered means that the console knows: the record is durable, its session may see it, its message is read from the
//! socket. What a browser then draws is measured by the tests in a browser.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::figure::{Figure, load, quantile_ms};
use super::{folder, now};
use crate::client::Seat;
use crate::node::{self, Node};

const CONSOLES: usize = 100;
const SIGNALS_PER_S: u64 = 200;
const SECONDS: u64 = 20;
/// Connections that bring signals in.
const SENDERS: u64 = 16;
/// The goal of the issue.
const P99_MS_MAX: f64 = 250.0;
/// How long the last delivery may take before the bench gives up.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes of a message of the reference: about those of a change.
const MESSAGE_BYTES: usize = 240;
/// Ids of this bench begin so; the number of the signal is the end.
const ID: &str = "0193be9c";

/// Makes a node, opens consoles, sends.
pub fn run() -> Result<(), String> {
    let binary = node::binary(None)?;
    let dir = folder()?;
    let data = dir.path().join("node");
    node::init(&binary, &data)?;
    let node = Node::start(&binary, &data)?;
    println!("live: {SIGNALS_PER_S} reports/s, {CONSOLES} consoles, {SECONDS} s; {}", load());
    let mut seats = Vec::new();
    for link in &node.links {
        seats.push(Seat::enter(node.address, link)?);
    }
    // Who may not read reports is told of none, as the overseer of another agency.
    let probe = seats.first().and_then(|duty| duty.report(0, 0)).ok_or("no report is taken in")?;
    seats.retain(|seat| seat.holds(&probe).is_ok());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let bare = bare()?;
    let through = |traffic| -> Result<Told, String> {
        let (before, own, started) = (node.worked()?, node::worked("self")?, now());
        let times = runtime.block_on(traffic)?;
        let seconds = started.elapsed().as_secs_f64();
        let cores =
            |before: Duration, after: Duration| after.saturating_sub(before).as_secs_f64() / seconds;
        Ok(Told { times, node: cores(before, node.worked()?), client: cores(own, node::worked("self")?) })
    };
    let mut reference = through(Box::pin(traffic(Peer::Bare(bare))) as Traffic)?;
    let mut ours = through(Box::pin(traffic(Peer::Node(seats))))?;
    let (p50, p99) = (quantile_ms(&mut ours.times, 0.5), quantile_ms(&mut ours.times, 0.99));
    let (bare_p50, bare_p99) =
        (quantile_ms(&mut reference.times, 0.5), quantile_ms(&mut reference.times, 0.99));
    Figure {
        of: "live",
        says: format!(
            "signal in, delivered to {CONSOLES} consoles: p50 {p50:.1} p99 {p99:.1} max {:.1} ms over {} deliveries, none missed (node {:.2} cores, client {:.2})",
            quantile_ms(&mut ours.times, 1.0),
            ours.times.len(),
            ours.node,
            ours.client
        ),
        reference: Some((format!("bare sockets p50 {bare_p50:.1} p99 {bare_p99:.1} ms"), p99 / bare_p99)),
        goal: Some((format!("p99 ≤ {P99_MS_MAX:.0} ms"), p99 <= P99_MS_MAX)),
    }
    .tell();
    println!("live: {}", load());
    node.stop()
}

type Traffic = std::pin::Pin<Box<dyn Future<Output = Result<Vec<Duration>, String>>>>;

struct Told {
    times: Vec<Duration>,
    node: f64,
    client: f64,
}

/// Who is measured.
enum Peer {
    Node(Vec<Seat>),
    /// Where it takes messages in, and where it gives them out.
    Bare((SocketAddr, SocketAddr)),
}

/// When each signal was due; the consoles look it up.
struct Schedule {
    begin: Instant,
}

impl Schedule {
    fn due(&self, n: u64) -> Instant {
        self.begin + Duration::from_micros(n * 1_000_000 / SIGNALS_PER_S)
    }
}

async fn traffic(peer: Peer) -> Result<Vec<Duration>, String> {
    let all = SIGNALS_PER_S * SECONDS;
    let mut consoles = Vec::new();
    for n in 0..CONSOLES {
        consoles.push(match &peer {
            Peer::Node(seats) => console(seats.get(n % seats.len()).ok_or("nobody can enter")?).await?,
            Peer::Bare((_, out)) => open(*out).await?,
        });
    }
    // Everybody is in before the clock runs.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let schedule = Arc::new(Schedule { begin: now() });
    let framed = matches!(peer, Peer::Node(_));
    let reading: Vec<_> =
        consoles.into_iter().map(|stream| tokio::spawn(read(stream, framed, all))).collect();
    let mut sending = Vec::new();
    for first in 0..SENDERS {
        let (stream, head) = match &peer {
            Peer::Node(seats) => {
                // Of one person: who sends is not what is measured.
                let seat = seats.first().ok_or("nobody can enter")?;
                (open(seat.address).await?, Some(seat.clone()))
            }
            Peer::Bare((into, _)) => (open(*into).await?, None),
        };
        sending.push(tokio::spawn(send(stream, head, (first, all), Arc::clone(&schedule))));
    }
    let mut sent = HashMap::new();
    for sender in sending {
        sent.extend(sender.await.map_err(|error| error.to_string())??);
    }
    let mut times = Vec::new();
    for console in reading {
        let read = tokio::time::timeout(PATIENCE, console).await;
        let read =
            read.map_err(|_| "a console did not get everything: a delivery is lost, or very late")?;
        for (version, came) in read.map_err(|error| error.to_string())?? {
            let n = *sent.get(&version).ok_or("a console was told of a report that nobody sent")?;
            times.push(came.saturating_duration_since(schedule.due(n)));
        }
    }
    Ok(times)
}

async fn open(address: SocketAddr) -> Result<TcpStream, String> {
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    Ok(stream)
}

/// A console: a WebSocket with the session's cookie (RFC 6455).
async fn console(seat: &Seat) -> Result<TcpStream, String> {
    let mut stream = open(seat.address).await?;
    let request = format!(
        "GET {}/api/v1/live HTTP/1.1\r\nHost: {2}\r\nOrigin: http://{2}\r\nCookie: {1}\r\nConnection: Upgrade\r\n\
         Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: a3VsbGEgYmVuY2gga2V5IQ==\r\n\r\n",
        seat.place, seat.cookie, seat.address
    );
    stream.write_all(request.as_bytes()).await.map_err(|error| error.to_string())?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.map_err(|error| format!("the socket does not open: {error}"))?);
    }
    match head.starts_with(b"HTTP/1.1 101") {
        true => Ok(stream),
        false => Err(format!("the socket does not open: {}", String::from_utf8_lossy(&head))),
    }
}

/// Sends every [`SENDERS`]th signal when it is due, or as soon as the one before was answered. Gives the versions that
/// they became: the node makes ids of its own.
async fn send(
    mut stream: TcpStream,
    seat: Option<Seat>,
    (first, all): (u64, u64),
    schedule: Arc<Schedule>,
) -> Result<Vec<(String, u64)>, String> {
    let (mut answer, mut sent) = (vec![0; 16 << 10], Vec::new());
    for n in (first..all).step_by(usize::try_from(SENDERS).unwrap_or(1)) {
        tokio::time::sleep_until(schedule.due(n).into()).await;
        let request = match &seat {
            Some(seat) => report(seat, n),
            None => format!("{:>MESSAGE_BYTES$}", format!("\"kind\":\"report\",\"version\":\"{}\"", id(n))),
        };
        stream.write_all(request.as_bytes()).await.map_err(|error| error.to_string())?;
        sent.push(match seat {
            Some(_) => (answered(&mut stream, &mut answer).await?, n),
            None => (id(n), n),
        });
    }
    Ok(sent)
}

fn id(n: u64) -> String {
    format!("{ID}-{:04x}-7000-8000-{n:012x}", n & 0xfff)
}

fn report(seat: &Seat, n: u64) -> String {
    let body = format!(
        "{{\"id\":\"{}\",\"title\":\"water on the road\",\"text\":\"\",\"lang\":\"en\",\"seen\":\"2026-11-17T20:47:00Z\",\"place\":{{}},\
         \"severity\":\"Severe\",\"life_at_risk\":false,\"from\":\"112\"}}",
        id(n)
    );
    format!(
        "POST {}/api/v1/signals/report HTTP/1.1\r\nHost: {2}\r\nOrigin: http://{2}\r\nx-kulla: 1\r\nCookie: {1}\r\n\
         Content-Type: application/json\r\nContent-Length: {3}\r\n\r\n{body}",
        seat.place,
        seat.cookie,
        seat.address,
        body.len()
    )
}

/// The version that the answer names.
async fn answered(stream: &mut TcpStream, buffer: &mut [u8]) -> Result<String, String> {
    let mut held = 0;
    loop {
        let free = buffer.get_mut(held..).filter(|free| !free.is_empty()).ok_or("too long an answer")?;
        let read = stream.read(free).await.map_err(|error| error.to_string())?;
        if read == 0 {
            return Err("the node closed a connection that brings signals in".into());
        }
        held += read;
        let answer = buffer.get(..held).unwrap_or_default();
        if super::answer_bytes(answer).is_some() {
            let answer = String::from_utf8_lossy(answer);
            let taken = answer.get(9..10) == Some("2");
            return version(&answer).filter(|_| taken).ok_or_else(|| answer.into_owned());
        }
    }
}

/// Reads one console until all signals have come: which, and when.
async fn read(mut stream: TcpStream, framed: bool, all: u64) -> Result<HashMap<String, Instant>, String> {
    let (mut buffer, mut held) = (vec![0; 64 << 10], 0);
    let mut own: HashMap<String, Instant> = HashMap::new();
    while (own.len() as u64) < all {
        let free = buffer.get_mut(held..).filter(|free| !free.is_empty()).ok_or("too long a message")?;
        let read = stream.read(free).await.map_err(|error| error.to_string())?;
        if read == 0 {
            return Err("the node closed a console".into());
        }
        let came = now();
        held += read;
        let mut at = 0;
        while let Some((message, next)) = message(buffer.get(at..held).unwrap_or_default(), framed) {
            let message = String::from_utf8_lossy(message);
            if message.contains("\"type\":\"missed\"") || message.contains("\"type\":\"end\"") {
                return Err(format!("a console was told {message}"));
            }
            if let Some(version) = version(&message).filter(|_| message.contains("\"kind\":\"report\"")) {
                own.entry(version).or_insert(came);
            }
            at += next;
        }
        buffer.copy_within(at..held, 0);
        held -= at;
    }
    Ok(own)
}

/// The message at the beginning of these bytes, and where the next one begins. A server masks nothing.
fn message(bytes: &[u8], framed: bool) -> Option<(&[u8], usize)> {
    let (head, length) = match (framed, bytes.get(1)? & 0x7f) {
        (false, _) => (0, MESSAGE_BYTES),
        (true, 126) => (4, usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]))),
        (true, 127) => return None,
        (true, short) => (2, usize::from(short)),
    };
    Some((bytes.get(head..head + length)?, head + length))
}

/// The first version that a message names.
fn version(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("\"version\":\"")?;
    rest.get(..36).map(str::to_owned)
}

/// The reference: whatever comes in on one address is written to everybody on the other. Runs until the bench ends.
fn bare() -> Result<(SocketAddr, SocketAddr), String> {
    let (told, addresses) = std::sync::mpsc::channel();
    std::thread::spawn(move || -> Result<(), String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|error| error.to_string())?.block_on(async {
            let bind = || TcpListener::bind(("127.0.0.1", 0));
            let into = bind().await.map_err(|error| error.to_string())?;
            let out = bind().await.map_err(|error| error.to_string())?;
            let at = |listener: &TcpListener| listener.local_addr().map_err(|error| error.to_string());
            // Nobody hears of it only if the bench is over.
            let _ = told.send((at(&into)?, at(&out)?));
            let mut readers = Vec::new();
            for _ in 0..CONSOLES {
                readers.push(out.accept().await.map_err(|error| error.to_string())?.0);
            }
            let readers = Arc::new(tokio::sync::Mutex::new(readers));
            loop {
                let (mut stream, _) = into.accept().await.map_err(|error| error.to_string())?;
                let readers = Arc::clone(&readers);
                tokio::spawn(async move {
                    let mut message = [0; MESSAGE_BYTES];
                    while stream.read_exact(&mut message).await.is_ok() {
                        for reader in readers.lock().await.iter_mut() {
                            // Who has gone has all that it wanted.
                            let _ = reader.write_all(&message).await;
                        }
                    }
                });
            }
        })
    });
    addresses.recv().map_err(|_| "the reference does not start".to_owned())
}
