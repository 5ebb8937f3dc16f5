//! How many alerts a second the built program takes in, from a sensor's file and from its socket, until each of them
//! is counted in an alarm that an officer sees.
//!
//! The same alerts as in the bench of the gateway, and the same reference: reading lines, `serde_json` into a struct, a
//! map. Here everything else is there too: the disk, the sockets, the picture, the door by which the officer asks.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::alerts::{reference, write_alerts};
use super::figure::{Figure, load};
use super::{folder, now};
use crate::client::Seat;
use crate::node::{self, Node, text};

/// Alerts through each inlet: seconds of work at the goal.
const ALERTS: u64 = 400_000;
/// The goal of the issue.
const ALERTS_PER_S_MIN: f64 = 50_000.0;
/// How often it is looked at how far the node is.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long all of them may take before the bench gives up.
const PATIENCE: Duration = Duration::from_secs(120);
/// The name of each source, which is also that of its alarms.
const INLETS: [&str; 2] = ["Edge by file", "Edge by socket"];

/// What a sensor does, once.
type Speak = Box<dyn FnOnce() -> std::io::Result<()>>;

/// Makes a node with two sensors, and lets them speak one after the other.
pub fn run() -> Result<(), String> {
    let binary = node::binary(None)?;
    let dir = folder()?;
    let (data, aside) = (dir.path().join("node"), dir.path().join("aside.json"));
    let (file, socket) = (dir.path().join("eve.json"), dir.path().join("eve.sock"));
    node::init(&binary, &data)?;
    let unix_s = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_secs();
    let bytes =
        write_alerts(&aside, ALERTS, unix_s - ALERTS / 10_000).map_err(|error| error.to_string())?;
    let list = dir.path().join("sources.toml");
    std::fs::write(&list, listed(&file, &socket)).map_err(|error| error.to_string())?;
    let node = Node::start_with(&binary, &data, &["--sources", text(&list)?])?;
    println!("eve: {ALERTS} alerts of {} bytes through each inlet; {}", bytes / ALERTS, load());
    let seat = Seat::enter(node.address, node.links.first().map_or("", String::as_str))?;
    let started = now();
    let counted = reference(&aside).map_err(|error| error.to_string())?;
    let theirs = counted as f64 / started.elapsed().as_secs_f64();
    let by_socket = aside.clone();
    let inlets: [(&str, Speak); 2] = [
        // Copied first: the file that is followed is there at once, as after a rotation.
        ("edge-socket", Box::new(move || pour(&by_socket, &socket))),
        ("edge-file", Box::new(move || std::fs::rename(&aside, &file))),
    ];
    for ((code, speak), name) in inlets.into_iter().zip(INLETS.iter().rev()) {
        let (started, before) = (now(), node.worked()?);
        speak().map_err(|error| format!("{code}: {error}"))?;
        let alarms = all_counted(&data, &seat, code, name, started)?;
        let seconds = started.elapsed().as_secs_f64();
        let work = node.worked()?.saturating_sub(before).as_secs_f64();
        let rate = ALERTS as f64 / seconds;
        Figure {
            of: "eve",
            says: format!(
                "{name}: {rate:.0} alerts/s into {alarms} alarms, until an officer sees all of them counted; {:.0} for each core-second of the node",
                ALERTS as f64 / work
            ),
            reference: Some((format!("serde_json and a map {theirs:.0} alerts/s"), rate / theirs)),
            goal: Some((format!("≥ {ALERTS_PER_S_MIN:.0}/s"), rate >= ALERTS_PER_S_MIN)),
        }
        .tell();
    }
    println!("eve: {}", load());
    node.stop()
}

fn listed(file: &Path, socket: &Path) -> String {
    let one = |code: &str, name: &str, inlet: String| {
        format!(
            "[[source]]\ncode = \"{code}\"\nname = \"{name}\"\ndoor = \"eve\"\nowner = \"ame\"\npurpose = \"bench\"\nbasis = \"none, a bench\"\n{inlet}\n\n"
        )
    };
    one("edge-file", INLETS[0], format!("file = \"{}\"", file.display()))
        + &one("edge-socket", INLETS[1], format!("unix = \"{}\"", socket.display()))
}

/// A sensor that writes as fast as it is read.
fn pour(from: &Path, socket: &Path) -> std::io::Result<()> {
    let started = now();
    let mut to = loop {
        match UnixStream::connect(socket) {
            Ok(to) => break to,
            Err(error) if started.elapsed() > PATIENCE => return Err(error),
            Err(_) => std::thread::sleep(LOOK_EVERY),
        }
    };
    let mut from = std::fs::File::open(from)?;
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = from.read(&mut buffer)?;
        match buffer.get(..read) {
            Some([]) | None => return Ok(()),
            Some(bytes) => to.write_all(bytes)?,
        }
    }
}

/// Waits until all alerts of a source stand in alarms: how many alarms that are.
fn all_counted(
    data: &Path,
    seat: &Seat,
    code: &str,
    name: &str,
    started: std::time::Instant,
) -> Result<usize, String> {
    let came = format!("kulla_intake_came_total{{source=\"{code}\"}} {ALERTS}\n");
    while started.elapsed() < PATIENCE {
        // Asked cheaply until all have come; then what an officer sees decides.
        if super::operator(data, "/metrics")?.contains(&came) {
            let (alarms, alerts) = seen(seat, name)?;
            match alerts.cmp(&ALERTS) {
                std::cmp::Ordering::Equal => return Ok(alarms),
                std::cmp::Ordering::Greater => {
                    return Err(format!("{name}: {alerts} alerts of {ALERTS} were counted"));
                }
                std::cmp::Ordering::Less => {}
            }
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Err(format!("{name}: not all of {ALERTS} alerts were counted in {} s", PATIENCE.as_secs()))
}

/// Alarms of a source, and the alerts in them.
fn seen(seat: &Seat, name: &str) -> Result<(usize, u64), String> {
    let (mut subjects, mut after) = (BTreeSet::new(), String::new());
    loop {
        let page = seat.done("GET", &format!("queue?want=triage&limit=200{after}"), &Value::Null)?;
        let items = page["items"].as_array().into_iter().flatten();
        subjects.extend(items.filter_map(|item| item["subject"].as_str().map(str::to_owned)));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let (mut alarms, mut alerts) = (0, 0);
    for subject in subjects {
        let item = seat.done("GET", &format!("items/{subject}"), &Value::Null)?;
        if item["body"]["from"] == name {
            alarms += 1;
            alerts += item["body"]["count"].as_u64().unwrap_or(0);
        }
    }
    Ok((alarms, alerts))
}
