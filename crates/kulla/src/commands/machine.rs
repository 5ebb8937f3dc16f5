//! `kulla machine`: client certificates for machines. The key is made here and goes to one file; the running node hears of the
//! certificate's hash alone.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use jiff::ToSpan;
use kulla_record::Clock;
use serde_json::{Value, json};

use super::person::ask;
use super::{Exit, Fault};
use crate::cli::{GiveMachine, Machine};
use crate::node::NodeDir;
use crate::tls::machine_certificate;
use crate::world::SystemClock;

/// Carries out one of the commands.
pub fn run(machine: &Machine) -> Result<Exit, Fault> {
    match machine {
        Machine::Give(given) => give(given),
        Machine::List { data } => list(&ask(&NodeDir::new(data), "GET /machines", &Value::Null)?),
        Machine::End { data, name } => {
            ask(&NodeDir::new(data), "POST /machines/end", &json!({ "name": name }))?;
            writeln!(std::io::stdout(), "`{name}` is sent away: its next request is refused.")?;
            Ok(Exit::Done)
        }
    }
}

fn give(given: &GiveMachine) -> Result<Exit, Fault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !(1..=64).contains(&given.name.len()) || !given.name.chars().all(plain) {
        return Err(Fault::usage(format!(
            "`{}` is no name for files: letters, digits and `-`",
            given.name
        )));
    }
    let [pem, key] = ["pem", "key"].map(|end| given.out.join(format!("{}.{end}", given.name)));
    if let Some(there) = [&pem, &key].into_iter().find(|file| file.exists()) {
        return Err(Fault::usage(format!("`{}` is there already: choose another name", there.display())));
    }
    let dir = NodeDir::new(&given.data);
    let node = dir.read_config()?.name;
    let today = jiff::tz::TimeZone::UTC.to_datetime(SystemClock.now()).date();
    let last =
        today.checked_add(i64::from(given.days).days()).map_err(|bad| Fault::usage(bad.to_string()))?;
    let made = machine_certificate(&dir, &node, (&given.name, last))?;
    // INVARIANT: nobody is let in whose files could not be written, and no file is left of one who was not let in.
    write(&pem, &made.certificate, 0o644)?;
    let told = json!({
        "name": given.name, "person": given.person, "acts": given.acts, "days": given.days,
        "purpose": given.purpose, "exercise": given.exercise, "certificate": made.fingerprint,
    });
    if let Err(fault) =
        write(&key, &made.key, 0o600).and_then(|()| ask(&dir, "POST /machines", &told).map(drop))
    {
        for file in [&pem, &key] {
            let _ = fs::remove_file(file);
        }
        return Err(fault);
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}\n{}", pem.display(), key.display())?;
    writeln!(
        out,
        "Carry both to the machine and delete the key here. It has to trust {}, and shows them at /api/v1:\n\
         curl --cacert ca.pem --cert {name}.pem --key {name}.key https://HOST:PORT/api/v1/session",
        dir.keys().join("ca.pem").display(),
        name = given.name,
    )?;
    Ok(Exit::Done)
}

fn write(file: &Path, text: &str, mode: u32) -> Result<(), Fault> {
    let mut file = fs::OpenOptions::new().create_new(true).write(true).mode(mode).open(file)?;
    file.write_all(text.as_bytes())?;
    Ok(file.sync_all()?)
}

fn list(told: &Value) -> Result<Exit, Fault> {
    let none = Vec::new();
    let machines = told["machines"].as_array().unwrap_or(&none);
    let mut out = std::io::stdout().lock();
    if machines.is_empty() {
        writeln!(out, "No machine has a token or a certificate.")?;
    }
    for machine in machines {
        let text = |field: &str| machine[field].as_str().unwrap_or("never");
        let acts: Vec<&str> =
            machine["acts"].as_array().unwrap_or(&none).iter().filter_map(Value::as_str).collect();
        writeln!(
            out,
            "{}  {}  as {}  {}  until {}  last used {}",
            text("name"),
            text("form"),
            text("person"),
            acts.join(" "),
            text("until"),
            text("used")
        )?;
    }
    Ok(Exit::Done)
}
