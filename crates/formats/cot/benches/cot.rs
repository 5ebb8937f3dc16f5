//! `cargo bench -p kulla-cot`: each line is a figure, its reference in the same run, and their ratio. The
//! machine is noisy: the best of several rounds counts.
#![expect(clippy::print_stdout, reason = "a bench speaks to a terminal")]
#![expect(clippy::disallowed_methods, reason = "a bench measures real time")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use kulla_cot::framing::XmlStream;
use kulla_cot::proto;
use prost::Message;

/// Rounds are short, so that some of them are not interrupted by what else the machine does.
const ROUNDS: usize = 300;
const ROUND_TIME: Duration = Duration::from_millis(2);

const POSITION: &[u8] = include_bytes!("../fixtures/position.xml");
const MARKER: &[u8] = include_bytes!("../fixtures/marker.xml");

/// Calls a second, the best of some rounds.
fn rate(mut work: impl FnMut()) -> f64 {
    let mut best = 0.0_f64;
    for _ in 0..ROUNDS {
        let (start, mut calls) = (Instant::now(), 0_u32);
        while start.elapsed() < ROUND_TIME {
            for _ in 0..64 {
                work();
            }
            calls += 64;
        }
        best = best.max(f64::from(calls) / start.elapsed().as_secs_f64());
    }
    best
}

fn line(what: &str, figure: f64, unit: &str, reference_name: &str, reference: f64) {
    let ratio = figure / reference;
    println!(
        "{what:<44} {figure:>9.2} {unit:<9} reference {reference:>9.2} ({reference_name}) ratio {ratio:.2}"
    );
}

fn xml(name: &str, frame: &[u8]) {
    let million = 1e-6;
    let ours = rate(|| {
        black_box(kulla_cot::read(black_box(frame)).is_ok());
    });
    let text = std::str::from_utf8(frame).expect("fixtures are UTF-8");
    let theirs = rate(|| {
        black_box(roxmltree::Document::parse(black_box(text)).is_ok());
    });
    let what = format!("read XML, {name}, {} bytes", frame.len());
    line(&what, ours * million, "M/s", "roxmltree to a tree", theirs * million);
}

fn untouched(frame: &[u8]) {
    let billion = 1e-9 * frame.len() as f64;
    let mut out = Vec::with_capacity(1 << 20);
    let mut copy = |bytes: &[u8]| {
        if out.len() + bytes.len() > out.capacity() {
            out.clear();
        }
        out.extend_from_slice(black_box(bytes));
    };
    let read = kulla_cot::read(frame).expect("fixtures are events");
    let ours = rate(|| copy(black_box(&read).bytes()));
    let theirs = rate(|| copy(frame));
    line("send an untouched frame on", ours * billion, "GB/s", "memcpy", theirs * billion);
}

fn cut(frame: &[u8]) {
    let stream = frame.repeat(64);
    let billion = 1e-9 * stream.len() as f64;
    let ours = rate(|| {
        let mut xml = XmlStream::new();
        xml.push(black_box(&stream));
        while let Some(cut) = xml.cut() {
            black_box(cut);
        }
    });
    let mut copy = Vec::with_capacity(stream.len());
    let theirs = rate(|| {
        copy.clear();
        copy.extend_from_slice(black_box(&stream));
        black_box(memchr::memmem::find_iter(&copy, b"</event>").count());
    });
    line("cut a stream of 64 events", ours * billion, "GB/s", "memcpy and memmem", theirs * billion);
}

fn strict(frame: &[u8]) {
    let event = kulla_cot::read(frame).expect("fixtures are events").event;
    let mut out = String::with_capacity(1 << 16);
    let ours = rate(|| {
        out.clear();
        black_box(black_box(&event).append_xml(&mut out).is_ok());
    });
    let reading = rate(|| {
        black_box(kulla_cot::read(black_box(frame)).is_ok());
    });
    line("write XML, position", ours * 1e-6, "M/s", "reading it", reading * 1e-6);
}

fn protobuf(frame: &[u8]) {
    let event = kulla_cot::read(frame).expect("fixtures are events").event;
    let message = proto::to_message(&event).expect("fixtures are valid");
    let payload = proto::encode(&message).expect("fixtures are short");
    let xml = rate(|| {
        black_box(kulla_cot::read(black_box(frame)).is_ok());
    });
    let prost = rate(|| {
        black_box(proto::decode(black_box(&payload)).is_ok());
    });
    let view = rate(|| {
        black_box(proto::View::read(black_box(&payload)).is_ok());
    });
    let what = format!("protobuf to view, {} bytes", payload.len());
    line(&what, view * 1e-6, "M/s", "prost to a message", prost * 1e-6);
    let whole = rate(|| {
        black_box(proto::read(black_box(&payload)).is_ok());
    });
    line("protobuf to event, detail as XML", whole * 1e-6, "M/s", "prost to a message", prost * 1e-6);
    let mut out = Vec::with_capacity(1 << 12);
    let encode = rate(|| {
        out.clear();
        black_box(message.encode(&mut out).is_ok());
    });
    line("message to protobuf", encode * 1e-6, "M/s", "reading the XML", xml * 1e-6);
    let back = rate(|| {
        let message = proto::to_message(black_box(&event)).expect("fixtures are valid");
        black_box(proto::encode(&message).is_ok());
    });
    line("event to protobuf", back * 1e-6, "M/s", "reading the XML", xml * 1e-6);
}

fn main() {
    xml("position", POSITION);
    xml("marker", MARKER);
    untouched(POSITION);
    cut(POSITION);
    strict(POSITION);
    protobuf(POSITION);
}
