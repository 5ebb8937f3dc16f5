//! `kulla export`: chosen records with their proofs, in one file that anybody can verify offline.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use kulla_desk::{Exporters, Failure};
use kulla_log::bundle::{Outside, export_bundle, verify_bundle};
use kulla_log::{Checkpoint, NoteVerifier};
use kulla_record::SubjectId;

use super::erase::person;
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
    let ((entry, handle), blobs) = node
        .logs
        .iter()
        .zip(&node.blobs)
        .find(|((entry, _), _)| entry.id == log)
        .ok_or_else(|| Fault::data("the log of these subjects is not in node.toml"))?;
    let named = |name: &Option<String>| name.as_deref().map(|name| person(&node.desk, name)).transpose();
    let by = Exporters { first: named(&export.by)?, second: named(&export.second)? };
    let since = export.checkpoint.as_deref().map(head).transpose()?;
    // INVARIANT: who took what stands in the access log before a byte of it is in a file.
    match node.desk.note_export(&by, &subjects, entry.exercise.as_ref()) {
        Ok(()) => {}
        Err(Failure::Refused(refusal)) => {
            node.close()?;
            writeln!(std::io::stderr(), "kulla: {refusal}")?;
            return Ok(Exit::Found);
        }
        Err(failure) => return Err(Fault::data(failure.to_string())),
    }
    let note =
        checkpoints::newest(&node.dir, &entry.name).ok_or_else(|| Fault::data("no head is signed yet"))?;
    let note = String::from_utf8_lossy(&note).into_owned();
    let mut out = BufWriter::new(File::create(&export.bundle)?);
    let seqs = places.iter().map(|(_, seq)| *seq);
    let of = (&handle.reader(), blobs.as_ref());
    let count = export_bundle(of, seqs, &note, since.map(|head| head.size), &mut out)
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

/// A head in a file.
fn head(file: &Path) -> Result<Checkpoint, Fault> {
    let note = super::verify::read_note(file)?;
    Checkpoint::unverified(&note).map_err(|bad| Fault::usage(format!("`{}`: {bad}", file.display())))
}

/// Checks a bundle; 1 when it is not what it says. A bundle that fits together and is proved by nobody is not a
/// success: whoever made it up could have made that.
pub fn verify(
    bundle: &Path,
    keys: &[NoteVerifier],
    checkpoint: Option<&Path>,
    no_key: bool,
) -> Result<Exit, Fault> {
    let outside = checkpoint.map(head).transpose()?;
    let mut input = BufReader::new(File::open(bundle)?);
    let mut out = std::io::stdout().lock();
    let report = match verify_bundle(&mut input, keys, outside.as_ref(), &mut |_| {}) {
        Ok(report) => report,
        Err(error) => {
            writeln!(out, "wrong: {error}")?;
            return Ok(Exit::Found);
        }
    };
    writeln!(
        out,
        "{} records of `{}` fit the head of the bundle, {} without their body.",
        report.records, report.checkpoint.origin, report.without_body
    )?;
    if report.attachments + report.without_attachment > 0 {
        let (with, without) = (report.attachments, report.without_attachment);
        writeln!(out, "{with} attachments are those of their records, {without} are not in the bundle.")?;
    }
    let by: Vec<&str> = report.verified.iter().map(|by| by.name.as_str()).collect();
    match by.is_empty() {
        true => writeln!(out, "Checked against no key: anybody could have made this head.")?,
        false => writeln!(out, "Signed by {}.", by.join(", "))?,
    }
    let size = outside.as_ref().map_or(0, |outside| outside.size);
    match report.outside {
        Outside::None => writeln!(out, "Checked against no head that was kept elsewhere (--checkpoint).")?,
        Outside::Same => writeln!(out, "The head is the one that was kept elsewhere.")?,
        Outside::Continued => {
            writeln!(out, "The head continues the one that was kept elsewhere, of {size} records.")?
        }
        Outside::OtherSize => writeln!(
            out,
            "Not compared with the head that was kept elsewhere: that one is of {size} records, this one of {}, and \
             the bundle proves nothing between them.",
            report.checkpoint.size
        )?,
    }
    let kept = matches!(report.outside, Outside::Same | Outside::Continued);
    if report.outside == Outside::OtherSize {
        return Err(Fault::usage(
            "the head kept elsewhere could not be compared: give one of the same size, or export with --checkpoint",
        ));
    }
    if by.is_empty() && !kept && !no_key {
        return Err(Fault::usage(
            "nothing is wrong and nothing is proved: give the node's key with --key, or say --no-key",
        ));
    }
    Ok(Exit::Done)
}
