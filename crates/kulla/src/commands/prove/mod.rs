//! `kulla prove-backup`: a backup that was never restored is a hope. This restores it aside, verifies every log,
//! builds the picture anew and compares it with what the logs say, compares the logs with the node that the backup is
//! of and with heads that were kept elsewhere, erases again what was erased since, and keeps nothing behind.

pub mod again;
mod heads;
mod scratch;
mod told;

use std::collections::BTreeMap;
use std::path::Path;

use kulla_log::NoteVerifier;
use kulla_record::{Clock, LogId};

use super::keep::{copy_folder, copy_records};
use super::verify::{Look, read_note};
use super::{Exit, Fault, kept};
use crate::checkpoints::verifier_key;
use crate::cli::ProveBackup;
use crate::node::keys::Keys;
use crate::node::open::Node;
use crate::node::{NodeConfig, NodeDir};
use crate::progress::Progress;
use crate::world::{Moment, SystemClock};
use scratch::Scratch;
use told::{LogProof, Proof};

/// Proves one backup; 1 when it is not good.
pub fn run(prove: &ProveBackup) -> Result<Exit, Fault> {
    let backup = NodeDir::new(&prove.backup);
    let config = backup.read_config()?;
    let outside = outside(&prove.checkpoints, &config)?;
    let beside = prove.backup.parent().filter(|parent| !parent.as_os_str().is_empty());
    let within = prove.scratch.as_deref().or(beside).unwrap_or(Path::new("."));
    let scratch = Scratch::new(within)?;
    let mut proof = Proof::default();

    let begun = Moment::now();
    let restored = NodeDir::new(&scratch.folder("restored"));
    proof.bytes = copy_folder(backup.root(), restored.root(), &|_| true)?;
    proof.copy_s = begun.elapsed().as_secs_f64();

    let begun = Moment::now();
    let mut progress = Progress::new("records into the picture");
    match Node::open(restored.clone(), None, &mut |done, all| progress.at(done, all)) {
        Ok(node) => {
            progress.done();
            proof.open_s = begun.elapsed().as_secs_f64();
            let seen = inspect(&node, prove.against.as_deref(), &scratch, &mut proof);
            node.close()?;
            seen?;
        }
        Err(fault) => proof.findings.push(format!("the restored node can't be opened: {fault}")),
    }

    let begun = Moment::now();
    verify(&restored, &config, &outside, &mut proof)?;
    proof.verify_s = begun.elapsed().as_secs_f64();
    drop(scratch);
    if let (Some(against), true) = (&prove.against, proof.findings.is_empty()) {
        kept::note_proof(&NodeDir::new(against), SystemClock.now());
    }
    proof.tell(prove.json)?;
    Ok(if proof.findings.is_empty() { Exit::Done } else { Exit::Found })
}

/// Heads that were kept elsewhere, by the log that they are for.
fn outside(
    files: &[std::path::PathBuf],
    config: &NodeConfig,
) -> Result<BTreeMap<String, Vec<String>>, Fault> {
    let mut notes = BTreeMap::<String, Vec<String>>::new();
    for file in files {
        let note = read_note(file)?;
        let origin = note.lines().next().unwrap_or_default();
        let log = config.logs.iter().find(|log| format!("{}/{}", config.name, log.name) == origin);
        let log = log.ok_or_else(|| {
            Fault::usage(format!("`{}` is for `{origin}`, which is no log of this backup", file.display()))
        })?;
        notes.entry(log.name.clone()).or_default().push(note);
    }
    Ok(notes)
}

/// What can be asked of the open copy.
fn inspect(node: &Node, against: Option<&Path>, scratch: &Scratch, proof: &mut Proof) -> Result<(), Fault> {
    for (entry, handle) in &node.logs {
        let newest = handle.len().checked_sub(1).map(|last| handle.reader().get(last)).transpose();
        let newest = newest.map_err(|error| Fault::data(error.to_string()))?;
        proof.logs.push(LogProof {
            name: entry.name.clone(),
            records: handle.len(),
            newest_ms: newest.map(|record| record.header.at.unix_ms()),
            ..LogProof::default()
        });
    }
    heads::compare(node, proof)?;
    let Some(against) = against else { return Ok(()) };
    let copy = scratch.folder("source");
    copy_records(&NodeDir::new(against), &copy)?;
    let source = Node::open(NodeDir::new(&copy), None, &mut |_, _| {})?;
    let compared = compare(node, &source, proof);
    source.close()?;
    compared
}

/// The copy has to be the beginning of the source, record by record.
fn compare(node: &Node, source: &Node, proof: &mut Proof) -> Result<(), Fault> {
    if !again::is_of(node, source) {
        proof
            .findings
            .push(format!("it is no backup of `{}`: the logs have other ids", source.config.name));
        return Ok(());
    }
    let other = |id: LogId| source.logs.iter().find(|(entry, _)| entry.id == id).map(|(_, handle)| handle);
    for ((entry, handle), log) in node.logs.iter().zip(&mut proof.logs) {
        let Some(theirs) = other(entry.id) else { continue };
        log.source_records = Some(theirs.len());
        if theirs.len() < handle.len() {
            proof.findings.push(format!(
                "log `{}` has {} records in the node and {} in its backup: the node lost records",
                entry.name,
                theirs.len(),
                handle.len()
            ));
            continue;
        }
        let root = |of: &kulla_log::LogHandle| {
            of.reader().root(handle.len()).map_err(|error| Fault::data(error.to_string()))
        };
        if root(handle)? != root(theirs)? {
            proof.findings.push(format!(
                "the first {} records of log `{}` are others than those of the node: one of the two was rewritten",
                handle.len(),
                entry.name
            ));
        }
    }
    if proof.findings.is_empty() {
        proof.erased_again = Some(again::from(node, source)?);
    }
    Ok(())
}

/// Every log of the restored copy, offline, as `kulla verify` does.
fn verify(
    restored: &NodeDir,
    config: &NodeConfig,
    outside: &BTreeMap<String, Vec<String>>,
    proof: &mut Proof,
) -> Result<(), Fault> {
    let keys = Keys::read(restored).ok();
    for entry in &config.logs {
        let own = keys.as_ref().map(|keys| verifier_key(&config.name, &keys.checkpoint, &entry.name));
        let known: Vec<NoteVerifier> = own.and_then(|key| key.parse().ok()).into_iter().collect();
        let kept = outside.get(&entry.name).map_or(&[][..], Vec::as_slice);
        let heads = kept.iter().map(|note| Some(note.as_str())).chain(kept.is_empty().then_some(None));
        for head in heads {
            let look = Look { keys: keys.as_ref(), known: &known, outside: head, growing: false };
            match look.at(&restored.log(&entry.name)) {
                Ok((report, _)) => proof.take(&entry.name, &report),
                Err(fault) => proof.findings.push(format!("log `{}`: {fault}", entry.name)),
            }
        }
    }
    Ok(())
}
