//! `kulla export`: chosen records with their proofs, in one file that anybody can verify offline.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use kulla_log::bundle::{export_bundle, verify_bundle};
use kulla_log::{Checkpoint, NoteVerifier};
use kulla_record::SubjectId;

use super::{Exit, Fault};
use crate::checkpoints;
use crate::cli::Export;
use crate::node::NodeDir;
use crate::node::open::Node;

/// Writes all versions of the subjects, and the labels that they carry, with proofs against the newest head.
pub fn run(export: &Export) -> Result<Exit, Fault> {
    let subjects = export.subjects.iter().map(|id| id.parse()).collect::<Result<Vec<SubjectId>, _>>();
    let subjects = subjects.map_err(|bad| Fault::usage(bad.to_string()))?;
    if export.bundle.exists() {
        return Err(Fault::usage(format!(
            "`{}` is there already: choose another name",
            export.bundle.display()
        )));
    }
    let node = Node::open(NodeDir::new(&export.data), None, &mut |_, _| {})?;
    checkpoints::sign(&node)?;
    let places = node.desk.places(&subjects).map_err(|failure| Fault::data(failure.to_string()))?;
    let Some((log, _)) = places.first().copied() else {
        return Err(Fault::usage("none of these subjects is in this node"));
    };
    if places.iter().any(|(other, _)| *other != log) {
        return Err(Fault::usage("these subjects stand in several logs: export one bundle for each"));
    }
    let (entry, handle) = node
        .logs
        .iter()
        .find(|(entry, _)| entry.id == log)
        .ok_or_else(|| Fault::data("the log of these subjects is not in node.toml"))?;
    let note =
        checkpoints::newest(&node.dir, &entry.name).ok_or_else(|| Fault::data("no head is signed yet"))?;
    let note = String::from_utf8_lossy(&note).into_owned();
    let mut out = BufWriter::new(File::create(&export.bundle)?);
    let seqs = places.iter().map(|(_, seq)| *seq);
    let count = export_bundle(&handle.reader(), seqs, &note, &mut out)
        .map_err(|error| Fault::data(error.to_string()))?;
    out.into_inner().map_err(|error| Fault::data(error.to_string()))?.sync_all()?;
    let key = checkpoints::verifier_key(&node.config.name, &node.keys.checkpoint, &entry.name);
    node.close()?;
    let bundle = export.bundle.display();
    writeln!(
        std::io::stdout(),
        "{count} records in {bundle}. It holds their content: hand it to those who may read it."
    )?;
    writeln!(std::io::stdout(), "Anybody verifies it with: kulla verify {bundle} --key {key}")?;
    Ok(Exit::Done)
}

/// Checks a bundle; 1 when it is not what it says.
pub fn verify(bundle: &Path, keys: &[NoteVerifier], checkpoint: Option<&Path>) -> Result<Exit, Fault> {
    let outside = checkpoint.map(fs::read_to_string).transpose()?;
    let outside = outside.map(|note| Checkpoint::unverified(&note)).transpose();
    let outside = outside.map_err(|bad| Fault::usage(bad.to_string()))?;
    let mut input = BufReader::new(File::open(bundle)?);
    let mut out = std::io::stdout().lock();
    match verify_bundle(&mut input, keys, outside.as_ref(), &mut |_| {}) {
        Ok(report) => {
            let by: Vec<&str> = report.verified.iter().map(|by| by.name.as_str()).collect();
            writeln!(
                out,
                "{} records of `{}` are as they were written, {} without their body.",
                report.records, report.checkpoint.origin, report.without_body
            )?;
            match by.is_empty() {
                true => {
                    writeln!(out, "Nobody whose key is known has signed the head: give a key with --key.")?
                }
                false => writeln!(out, "Signed by {}.", by.join(", "))?,
            }
            if outside.is_none() {
                writeln!(out, "Checked against no head that was kept elsewhere (--checkpoint).")?;
            }
            Ok(Exit::Done)
        }
        Err(error) => {
            writeln!(out, "wrong: {error}")?;
            Ok(Exit::Found)
        }
    }
}
