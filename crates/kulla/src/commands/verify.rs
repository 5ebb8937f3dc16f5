//! `kulla verify`: offline, trusting nothing that the logs say about themselves.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use kulla_log::verify::{VerifyOptions, verify};
use kulla_log::{Keyring, NodeKey, NoteVerifier, RealDisk, Report};

use super::{Exit, Fault};
use crate::checkpoints::verifier_key;
use crate::cli::Verify;
use crate::node::NodeDir;
use crate::node::keys::Keys;
use crate::progress::Progress;

/// Checks a node, one log, or a bundle; 1 when anything is wrong.
pub fn run(verify: &Verify) -> Result<Exit, Fault> {
    let (target, checkpoint) = (verify.target.as_path(), verify.checkpoint.as_deref());
    let keys = verify.keys.iter().map(|key| key.parse()).collect::<Result<Vec<NoteVerifier>, _>>();
    let keys = keys.map_err(|bad| Fault::usage(bad.to_string()))?;
    if target.is_file() {
        return super::export::verify(target, &keys, checkpoint);
    }
    let outside = checkpoint.map(read_note).transpose()?;
    let dir = NodeDir::new(target);
    if !dir.config().exists() {
        return one(target, None, keys, outside.as_deref());
    }
    let config = dir.read_config()?;
    // Held by a running node: its logs grow while they are read, and the end would look torn.
    let _lock = dir.lock()?;
    let secrets = Keys::read(&dir).ok();
    if secrets.is_none() {
        writeln!(
            std::io::stderr(),
            "the keys of the node can't be read: bodies stay closed, everything else is checked"
        )?;
    }
    let mut exit = Exit::Done;
    let meant = outside.as_deref().and_then(|note| note.lines().next()).map(str::to_owned);
    for entry in &config.logs {
        let origin = format!("{}/{}", config.name, entry.name);
        let outside = outside.as_deref().filter(|_| meant.as_deref() == Some(origin.as_str()));
        writeln!(std::io::stdout(), "{}", entry.name)?;
        let own = secrets.as_ref().map(|keys| verifier_key(&config.name, &keys.checkpoint, &entry.name));
        let own = own.and_then(|key| key.parse().ok());
        let known = keys.iter().cloned().chain(own).collect();
        if one(&dir.log(&entry.name), secrets.as_ref(), known, outside)? == Exit::Found {
            exit = Exit::Found;
        }
    }
    if let Some(meant) = meant
        && !config.logs.iter().any(|entry| format!("{}/{}", config.name, entry.name) == meant)
    {
        return Err(Fault::usage(format!("the checkpoint is for `{meant}`, which is no log of this node")));
    }
    Ok(exit)
}

pub fn read_note(file: &Path) -> Result<String, Fault> {
    fs::read_to_string(file)
        .map_err(|error| Fault::usage(format!("`{}` can't be read: {error}", file.display())))
}

fn one(
    log: &Path,
    keys: Option<&Keys>,
    known: Vec<NoteVerifier>,
    outside: Option<&str>,
) -> Result<Exit, Fault> {
    let report = look(log, keys, &known, outside)?;
    writeln!(std::io::stdout(), "{report}\n")?;
    Ok(if report.is_ok() { Exit::Done } else { Exit::Found })
}

/// Verifies one log that no program writes.
pub fn look(
    log: &Path,
    keys: Option<&Keys>,
    known: &[NoteVerifier],
    outside: Option<&str>,
) -> Result<Report, Fault> {
    let keyring = keys.map(|keys| Keyring::new(NodeKey::new(keys.node)));
    let options = VerifyOptions {
        keys: keyring,
        known,
        outside,
        erased_elsewhere: HashSet::new(),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
    };
    let all = fs::read_dir(log).map_or(0, |files| files.count() as u64);
    let mut progress = Progress::new("records verified");
    let report = verify(&RealDisk, log, &options, &mut |records| progress.at(records, records.max(all)))
        .map_err(|error| Fault::data(error.to_string()))?;
    progress.done();
    Ok(report)
}
