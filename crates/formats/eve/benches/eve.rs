//! What the typed view costs beside `serde_json` reading the same members into a struct, in one run.
//!
//! Each figure is the best of many rounds over the same lines, on one core. The reference comes twice: text
//! borrowed where it can be (`Cow`), and owned `String`s, which is what most programs write. The struct reads
//! the timestamp as text; the view reads it as an instant and checks that the line is UTF-8.
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]
#![expect(clippy::print_stdout, reason = "a bench speaks to a terminal")]

use std::borrow::Cow;
use std::hint::black_box;
use std::time::Instant;

use kulla_eve::{Event, Grouper, Item, Options, Payload, Policy, Reader};
use serde::Deserialize;

const LINES: usize = 1000;
const ROUNDS: usize = 200;

#[derive(Deserialize)]
struct Borrowed<'a> {
    #[serde(borrow)]
    timestamp: Cow<'a, str>,
    #[serde(borrow)]
    event_type: Cow<'a, str>,
    flow_id: Option<u64>,
    src_ip: Option<std::net::IpAddr>,
    src_port: Option<u16>,
    dest_ip: Option<std::net::IpAddr>,
    dest_port: Option<u16>,
    #[serde(borrow)]
    proto: Option<Cow<'a, str>>,
    #[serde(borrow)]
    alert: Option<BorrowedAlert<'a>>,
}

#[derive(Deserialize)]
struct BorrowedAlert<'a> {
    gid: Option<u32>,
    signature_id: Option<u64>,
    rev: Option<u32>,
    #[serde(borrow)]
    signature: Option<Cow<'a, str>>,
    #[serde(borrow)]
    category: Option<Cow<'a, str>>,
    severity: Option<u8>,
}

#[derive(Deserialize)]
struct Owned {
    timestamp: String,
    event_type: String,
    flow_id: Option<u64>,
    src_ip: Option<std::net::IpAddr>,
    src_port: Option<u16>,
    dest_ip: Option<std::net::IpAddr>,
    dest_port: Option<u16>,
    proto: Option<String>,
    alert: Option<OwnedAlert>,
}

#[derive(Deserialize)]
struct OwnedAlert {
    gid: Option<u32>,
    signature_id: Option<u64>,
    rev: Option<u32>,
    signature: Option<String>,
    category: Option<String>,
    severity: Option<u8>,
}

/// Alerts as a sensor writes them: rule metadata, a web request, the flow, and with `payload` the packet.
fn alerts(payload: bool) -> Vec<String> {
    (0..LINES)
        .map(|n| {
            let contents = if payload {
                format!(
                    r#","payload":"{}","payload_printable":"{}","packet":"{}""#,
                    "R0VUIC8gSFRUUC8xLjENCg".repeat(20),
                    "GET / HTTP/1.1\\r\\nHost: example.org\\r\\n".repeat(9),
                    "ABRRAAAAAAAAAAAACABFAA".repeat(6),
                )
            } else {
                String::new()
            };
            format!(
                concat!(
                    r#"{{"timestamp":"2026-03-01T10:{:02}:{:02}.{:06}+0000","flow_id":{},"in_iface":"eth1","#,
                    r#""event_type":"alert","src_ip":"203.0.{}.{}","src_port":{},"dest_ip":"192.0.2.{}","#,
                    r#""dest_port":80,"proto":"TCP","pkt_src":"wire/pcap","metadata":{{"flowbits":["http.dottedquadhost"]}},"#,
                    r#""community_id":"1:LQU9qZlK+B5F3KDmev6m5PMibrg=","tx_id":0,"alert":{{"action":"allowed","gid":1,"#,
                    r#""signature_id":{},"rev":14,"signature":"ET SCAN Suspicious inbound to port {}","category":"#,
                    r#""Potentially Bad Traffic","severity":2,"metadata":{{"affected_product":["Web_Server"],"#,
                    r#""attack_target":["Server"],"created_at":["2010_07_30"],"updated_at":["2019_07_26"]}}}},"#,
                    r#""http":{{"hostname":"example.org","url":"\/index.php?id={}","http_user_agent":"Mozilla\/5.0 (X11)","#,
                    r#""http_content_type":"text\/html","http_method":"GET","protocol":"HTTP\/1.1","status":200,"length":1024}},"#,
                    r#""app_proto":"http","direction":"to_server","flow":{{"pkts_toserver":5,"pkts_toclient":4,"#,
                    r#""bytes_toserver":642,"bytes_toclient":1893,"start":"2026-03-01T10:00:00.000000+0000","#,
                    r#""src_ip":"203.0.113.1","dest_ip":"192.0.2.1","src_port":40000,"dest_port":80}}{}}}"#
                ),
                n / 60 % 60, n % 60, n % 1_000_000, 1_000_000_007 * n, n % 200, n % 250, 1024 + n % 60_000,
                n % 250, 2_010_935 + n % 7, n % 1000, n, contents,
            )
        })
        .collect()
}

fn time(work: &mut impl FnMut() -> u64) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64()
}

/// Measures `work` and the reference in turns, so that a busy machine hurts both, and prints the best of each.
fn report(name: &str, bytes: usize, mut work: impl FnMut() -> u64, mut reference: impl FnMut() -> u64) {
    let (mut best, mut best_reference) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        best = best.min(time(&mut work));
        best_reference = best_reference.min(time(&mut reference));
    }
    let (rate, reference_rate) = (bytes as f64 / best / 1e9, bytes as f64 / best_reference / 1e9);
    let (each, ratio) = (best * 1e9 / LINES as f64, best_reference / best);
    println!(
        "  {name:<36} {rate:5.2} GB/s {each:6.0} ns/event  serde_json {reference_rate:5.2} GB/s  × {ratio:5.2}"
    );
}

fn view_with_alert(lines: &[String], payload: Payload) -> u64 {
    let mut sum = 0;
    for line in lines {
        let Ok(event) = Event::view_with(line.as_bytes(), payload) else { continue };
        let alert = event.alert();
        sum += alert.and_then(|alert| alert.signature_id).unwrap_or(0);
        black_box((&event, &alert));
    }
    sum
}

fn borrowed(lines: &[String]) -> u64 {
    let mut sum = 0;
    for line in lines {
        let Ok(event) = serde_json::from_str::<Borrowed<'_>>(line) else { continue };
        let Some(alert) = &event.alert else { continue };
        sum += alert.signature_id.unwrap_or(0);
        black_box((&event.timestamp, &event.event_type, event.flow_id, event.src_ip, event.src_port));
        black_box((event.dest_ip, event.dest_port, &event.proto, alert.gid, alert.rev, &alert.signature));
        black_box((&alert.category, alert.severity));
    }
    sum
}

fn owned(lines: &[String]) -> u64 {
    let mut sum = 0;
    for line in lines {
        let Ok(event) = serde_json::from_str::<Owned>(line) else { continue };
        let Some(alert) = &event.alert else { continue };
        sum += alert.signature_id.unwrap_or(0);
        black_box((&event.timestamp, &event.event_type, event.flow_id, event.src_ip, event.src_port));
        black_box((event.dest_ip, event.dest_port, &event.proto, alert.gid, alert.rev, &alert.signature));
        black_box((&alert.category, alert.severity));
    }
    sum
}

fn measure(title: &str, lines: &[String]) {
    let file: Vec<u8> = lines.iter().flat_map(|line| line.bytes().chain([b'\n'])).collect();
    let bytes = file.len();
    println!("{title}: {LINES} alerts, {} bytes each", bytes / LINES);
    assert_eq!(view_with_alert(lines, Payload::Off), borrowed(lines), "both read the same");
    let reference = || borrowed(lines);
    report("serde_json, owned struct", bytes, || owned(lines), reference);
    report("view: header and alert", bytes, || view_with_alert(lines, Payload::Off), reference);
    let read = |each: &mut dyn FnMut(Item<'_>)| {
        let mut reader = Reader::new(Options::default());
        for chunk in file.chunks(65_536) {
            reader.feed(chunk, &mut |item| each(item));
        }
        reader.counts().events
    };
    report("reader: 64 KiB chunks to events", bytes, || read(&mut |item| drop(black_box(item))), reference);
    let cut = || {
        read(&mut |item| {
            if let Item::Event { event, .. } = item {
                black_box(event.json().len());
            }
        })
    };
    report("reader and json() without payload", bytes, cut, reference);
    let grouped = || {
        let mut grouper = Grouper::new(Policy::default());
        read(&mut |item| {
            if let Item::Event { line, event } = item {
                grouper.add(&event, line);
            }
        });
        assert!(grouper.groups().len() <= 50 && grouper.counted() == LINES as u64);
        grouper.counted()
    };
    report("reader and grouper", bytes, grouped, reference);
}

fn main() {
    println!("figure, time for an event, the reference in the same rounds, and × of it");
    measure("metadata", &alerts(false));
    measure("with payload", &alerts(true));
}
