//! What the typed view costs beside `serde_json` reading the same members into a struct, in one run.
//!
//! Each figure is the best of many rounds over the same lines, on one core. The reference comes twice: text
//! borrowed where it can be (`Cow`), and owned `String`s, which is what most programs write. Both have the
//! members of the view's header and alert; they read the timestamp and the direction as text, where the view
//! reads an instant and a word, and takes note of where the other parts stand.
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
    host: Option<Cow<'a, str>>,
    #[serde(borrow)]
    in_iface: Option<Cow<'a, str>>,
    #[serde(borrow)]
    app_proto: Option<Cow<'a, str>>,
    #[serde(borrow)]
    community_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    direction: Option<Cow<'a, str>>,
    tx_id: Option<u64>,
    pcap_cnt: Option<u64>,
    #[serde(borrow)]
    alert: Option<BorrowedAlert<'a>>,
}

#[derive(Deserialize)]
struct BorrowedAlert<'a> {
    #[serde(borrow)]
    action: Option<Cow<'a, str>>,
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
    host: Option<String>,
    in_iface: Option<String>,
    app_proto: Option<String>,
    community_id: Option<String>,
    direction: Option<String>,
    tx_id: Option<u64>,
    pcap_cnt: Option<u64>,
    alert: Option<OwnedAlert>,
}

#[derive(Deserialize)]
struct OwnedAlert {
    action: Option<String>,
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

/// Measures `work` and both references in turns, so that a busy machine hurts all, and prints the best of each.
fn report(name: &str, lines: &[String], mut work: impl FnMut() -> u64) {
    let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
    let mut best = [f64::INFINITY; 3];
    for _ in 0..ROUNDS {
        let now = [time(&mut work), time(&mut || borrowed(lines)), time(&mut || owned(lines))];
        best = [best[0].min(now[0]), best[1].min(now[1]), best[2].min(now[2])];
    }
    let rate = |seconds: f64| bytes as f64 / seconds / 1e9;
    let (each, [ours, one, two]) = (best[0] * 1e9 / LINES as f64, best);
    println!(
        "  {name:<33} {:5.2} GB/s {each:5.0} ns/event  borrowed {:4.2} GB/s × {:4.2}  owned {:4.2} GB/s × {:4.2}",
        rate(ours),
        rate(one),
        one / ours,
        rate(two),
        two / ours,
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
        black_box((&alert.action, &event.host, &event.in_iface, &event.app_proto, &event.community_id));
        black_box((&event.direction, event.tx_id, event.pcap_cnt));
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
        black_box((&alert.action, &event.host, &event.in_iface, &event.app_proto, &event.community_id));
        black_box((&event.direction, event.tx_id, event.pcap_cnt));
    }
    sum
}

fn measure(title: &str, lines: &[String]) {
    let file: Vec<u8> = lines.iter().flat_map(|line| line.bytes().chain([b'\n'])).collect();
    println!("{title}: {LINES} alerts, {} bytes each", file.len() / LINES);
    let sum = view_with_alert(lines, Payload::Off);
    assert_eq!((sum, sum), (borrowed(lines), owned(lines)), "all read the same");
    report("view: header and alert", lines, || view_with_alert(lines, Payload::Off));
    let read = |each: &mut dyn FnMut(Item<'_>)| {
        let mut reader = Reader::new(Options::default());
        for chunk in file.chunks(65_536) {
            reader.feed(chunk, &mut |item| each(item));
        }
        reader.counts().events
    };
    report("reader: 64 KiB chunks to events", lines, || read(&mut |item| drop(black_box(item))));
    let cut = || {
        read(&mut |item| {
            if let Item::Event { event, .. } = item {
                black_box(event.json().len());
            }
        })
    };
    report("reader and json() without payload", lines, cut);
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
    report("reader and grouper", lines, grouped);
}

fn main() {
    println!(
        "figure, time for an event, serde_json into a borrowed and an owned struct in the same rounds, × of each"
    );
    measure("metadata", &alerts(false));
    measure("with payload", &alerts(true));
}
