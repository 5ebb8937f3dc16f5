//! `cargo bench -p kulla-cot`: each line is a figure, its reference in the same run, and their ratio. The
//! machine is noisy: the best of several rounds counts.
#![expect(clippy::print_stdout, reason = "a bench speaks to a terminal")]
#![expect(clippy::disallowed_methods, reason = "a bench measures real time")]

use std::hint::black_box;
use std::time::{Duration, Instant};

const ROUNDS: usize = 7;
const ROUND_TIME: Duration = Duration::from_millis(150);

const POSITION: &[u8] = include_bytes!("../fixtures/position.xml");
const MARKER: &[u8] = include_bytes!("../fixtures/marker.xml");

/// Calls a second, the best of some rounds.
fn rate(mut work: impl FnMut()) -> f64 {
    let mut best = 0.0_f64;
    for _ in 0..ROUNDS {
        let (start, mut calls) = (Instant::now(), 0_u32);
        while start.elapsed() < ROUND_TIME {
            for _ in 0..256 {
                work();
            }
            calls += 256;
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

fn main() {
    xml("position", POSITION);
    xml("marker", MARKER);
}
