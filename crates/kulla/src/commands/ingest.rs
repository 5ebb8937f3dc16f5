//! `kulla ingest`: signals from a file into a node, running or not.

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use kulla_desk::{Actor, Intake, Sorted};
use kulla_guard::Reach;
use kulla_guard::holder::Entry;
use kulla_record::session::Assurance;

use super::check::read;
use super::{Exit, Fault, socket};
use crate::node::NodeDir;
use crate::node::open::Node;

/// Takes in CAP documents; 1 when any message went into quarantine.
pub fn cap(data: &Path, files: &[PathBuf]) -> Result<Exit, Fault> {
    let dir = NodeDir::new(data);
    dir.read_config()?;
    let documents = files
        .iter()
        .map(|file| Ok((file.display().to_string(), read(file)?)))
        .collect::<Result<Vec<_>, Fault>>()?;
    match UnixStream::connect(dir.socket()) {
        Ok(_) => through_socket(&dir, &documents),
        Err(_) => by_hand(dir, &documents),
    }
}

fn by_hand(dir: NodeDir, documents: &[(String, Vec<u8>)]) -> Result<Exit, Fault> {
    let node = Node::open(dir, None, &mut |_, _| {})?;
    let actor = operator(&node)?;
    let mut exit = Exit::Done;
    for (name, bytes) in documents {
        let sorted = node
            .desk
            .take_cap(&actor, Intake { bytes })
            .map_err(|failure| Fault::data(failure.to_string()))?;
        for one in sorted {
            say(name, &one)?;
            if matches!(one, Sorted::Quarantined { .. }) {
                exit = Exit::Found;
            }
        }
    }
    node.close()?;
    Ok(exit)
}

/// As whom the operator brings in signals: the first person of the node who may.
pub fn operator(node: &Node) -> Result<Actor, Fault> {
    let seat =
        operator_seat(node).ok_or_else(|| Fault::data("nobody of this node may bring in signals"))?;
    let entry = Entry { purpose: seat.purpose, assurance: Assurance::Single, exercise: seat.exercise };
    let session = node.desk.session(seat.principal, entry);
    let session =
        session.ok_or_else(|| Fault::data("the grant of whoever brings in signals does not hold now"))?;
    Ok(Actor { session, reach: Reach::Roles })
}

/// See [`operator`].
pub fn operator_seat(node: &Node) -> Option<kulla_gateways::OperatorSeat> {
    let act = kulla_guard::Act::SignalIngest;
    let directory = node.desk.directory();
    let person = directory.people().find(|person| node.desk.roles().grants(&person.grant.roles, act))?;
    let demo = node.desk.profile().people.demo.iter().find(|demo| demo.name == person.grant.name);
    let purposes = &node.desk.profile().people.labels.purpose;
    Some(kulla_gateways::OperatorSeat {
        principal: person.grant.principal,
        purpose: demo
            .map(|demo| demo.purpose.clone())
            .or_else(|| purposes.first().map(|first| first.code.clone()))?,
        exercise: node.config.exercise.clone(),
    })
}

fn say(name: &str, sorted: &Sorted) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match sorted {
        Sorted::Received(received) => {
            let known = if received.known { "known already" } else { "received" };
            writeln!(out, "{name}: {known}, in triage as {} ({})", received.subject, received.verdict)?;
            received.findings.iter().try_for_each(|f| {
                writeln!(out, "  line {}: {} ({}): {}", f.line, f.severity, f.rule, f.message)
            })
        }
        Sorted::Quarantined { id, reason, findings } => {
            writeln!(out, "{name}: quarantined as {id}: {reason}")?;
            findings.iter().try_for_each(|f| {
                writeln!(out, "  line {}: {} ({}): {}", f.line, f.severity, f.rule, f.message)
            })
        }
    }
}

/// A running node takes each document through its socket.
fn through_socket(dir: &NodeDir, documents: &[(String, Vec<u8>)]) -> Result<Exit, Fault> {
    let mut exit = Exit::Done;
    for (name, bytes) in documents {
        let answer = socket::ask(dir, "POST /ingest/cap", bytes)?;
        let answer = answer.ok_or_else(|| Fault::data("the node stopped meanwhile: try again"))?;
        if !answer.done {
            return Err(Fault::data(format!("the running node refused `{name}`: {}", answer.body)));
        }
        writeln!(std::io::stdout(), "{name}: {}", answer.body)?;
        if answer.body.contains("\"quarantined\":[{") {
            exit = Exit::Found;
        }
    }
    Ok(exit)
}
