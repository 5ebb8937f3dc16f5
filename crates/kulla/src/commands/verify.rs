//! `kulla verify`: offline, trusting nothing that the logs say about themselves.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::Path;

use kulla_guard::approval::{Approvals, Ledger, SEEN_KINDS};
use kulla_log::verify::{VerifyOptions, Watch, verify_watched};
use kulla_log::{Keyring, NodeKey, NoteVerifier, RealDisk, Report};
use kulla_record::{Header, Kind};

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
        return super::export::verify(target, &keys, checkpoint, verify.no_key);
    }
    let outside = checkpoint.map(read_note).transpose()?;
    let dir = NodeDir::new(target);
    if !dir.config().exists() {
        // A log in the folder of a node.
        let node = fs::canonicalize(target)?.ancestors().nth(2).map(NodeDir::new);
        let growing = node.is_some_and(|node| runs(&node));
        return one(
            target,
            &Look { known: &keys, outside: outside.as_deref(), growing, ..Look::default() },
        );
    }
    let config = dir.read_config()?;
    // INVARIANT: held to the end, so that no command erases or prunes what is being read. Where a running node has it,
    // nobody else does either, and the node only appends.
    let lock = match dir.lock() {
        Ok(lock) => Some(lock),
        Err(_) if runs(&dir) => None,
        Err(fault) => return Err(fault),
    };
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
        let known: Vec<NoteVerifier> = keys.iter().cloned().chain(own).collect();
        let look = Look { keys: secrets.as_ref(), known: &known, outside, growing: lock.is_none() };
        if one(&dir.log(&entry.name), &look)? == Exit::Found {
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

/// Whether `kulla run` holds the node.
fn runs(dir: &NodeDir) -> bool {
    UnixStream::connect(dir.socket()).is_ok()
}

/// What one log is checked with.
#[derive(Default)]
pub struct Look<'a> {
    /// Without them bodies stay closed.
    pub keys: Option<&'a Keys>,
    /// Whose signatures on heads count.
    pub known: &'a [NoteVerifier],
    /// A head that was kept elsewhere.
    pub outside: Option<&'a str>,
    /// A running node writes to it.
    pub growing: bool,
}

fn one(log: &Path, look: &Look<'_>) -> Result<Exit, Fault> {
    let (report, approvals) = look.at(log)?;
    writeln!(std::io::stdout(), "{report}")?;
    told(&approvals).iter().try_for_each(|line| writeln!(std::io::stdout(), "{line}"))?;
    writeln!(std::io::stdout())?;
    Ok(if report.is_ok() { Exit::Done } else { Exit::Found })
}

/// What two persons did, in words. Nothing is said of what there is none of.
fn told(approvals: &Approvals) -> Vec<String> {
    let Approvals { signed, before, rules_changed, unknown, rules_by_operator } = approvals;
    let lines = [
        (*signed, "decisions signed by a passkey that was theirs at that time"),
        (*before, "decisions that would take a passkey today, made before it was asked for"),
        (*rules_changed, "changes of the rules, wanted by one person and confirmed by another"),
        (*rules_by_operator, "rules that the operator took from the profile at a start"),
        (
            *unknown,
            "decisions that can't be checked, because what they rest on is pruned, erased or closed",
        ),
    ];
    lines.iter().filter(|(count, _)| *count > 0).map(|(count, says)| format!("{says}: {count}")).collect()
}

/// Counts for whoever waits, and holds what people decided against their signatures.
struct Eyes {
    progress: Progress,
    ledger: Ledger,
}

impl Watch for Eyes {
    fn so_far(&mut self, records: u64) {
        self.progress.so_far(records);
    }

    fn kinds(&self) -> &[Kind] {
        SEEN_KINDS
    }

    fn body(&mut self, header: &Header, body: &[u8]) -> Option<String> {
        self.ledger.take(header, body)
    }

    fn gap(&mut self) {
        self.ledger.gap();
    }
}

impl Look<'_> {
    /// Verifies the log in a folder.
    pub fn at(&self, log: &Path) -> Result<(Report, Approvals), Fault> {
        let options = VerifyOptions {
            keys: self.keys.map(|keys| Keyring::new(NodeKey::new(keys.node))),
            known: self.known,
            outside: self.outside,
            erased_elsewhere: HashSet::new(),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            growing: self.growing,
        };
        // How many there are is what is being found out: nothing of the log is believed before.
        let mut eyes = Eyes { progress: Progress::new("records verified"), ledger: Ledger::default() };
        let report = verify_watched(&RealDisk, log, &options, &mut eyes)
            .map_err(|error| Fault::data(error.to_string()))?;
        eyes.progress.done();
        Ok((report, eyes.ledger.approvals().clone()))
    }
}
