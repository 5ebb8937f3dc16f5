//! A node that an earlier program made gets the logs that this one wants.
//!
//! The id of such a log follows from that of `ops`, and `node.toml` names the log only once it was begun: a crash
//! anywhere in between leaves what the next start goes on with.

use std::sync::Arc;

use kulla_desk::profile::Profile;
use kulla_record::kind::Body;
use kulla_record::kind::governance::Key;
use kulla_record::{Clock, Entropy, LogId, SubjectId};

use super::begin::{self, Maker};
use super::keys::Keys;
use super::{LogEntry, NodeConfig, NodeDir, TRACK};
use crate::commands::Fault;

/// What the node is, with every log that this program wants. Only whoever holds the lock may ask.
pub fn up_to_date(
    dir: &NodeDir,
    keys: &Keys,
    profile: &Profile,
    clock: &dyn Clock,
    entropy: &Arc<dyn Entropy>,
) -> Result<NodeConfig, Fault> {
    let mut config = dir.read_config()?;
    if config.logs.iter().any(|log| log.name == TRACK) {
        return Ok(config);
    }
    let ops = config.logs.iter().position(|log| log.name == "ops");
    let ops = ops.ok_or_else(|| Fault::data("node.toml names no log `ops`"))?;
    let overseer = overseer(dir, &config.logs[ops], keys, entropy)?;
    let id = LogId(SubjectId::derived("log track", SubjectId(config.logs[ops].id.0)).0);
    let entry = LogEntry { name: TRACK.into(), id, exercise: None, seed: None };
    Maker::new(dir, &config, keys, profile, (clock, Arc::clone(entropy))).begin(
        &entry,
        &overseer,
        Vec::new(),
    )?;
    config.logs.insert(ops + 1, entry);
    dir.write_config(&config)?;
    tracing::info!("this node has a log `{TRACK}` from now on");
    Ok(config)
}

/// The overseer's key, as the first record of a log names it.
fn overseer(
    dir: &NodeDir,
    ops: &LogEntry,
    keys: &Keys,
    entropy: &Arc<dyn Entropy>,
) -> Result<String, Fault> {
    let log = begin::open(dir, ops, keys, entropy)?;
    let fault = |why: String| Fault::data(format!("log `{}` does not say whose it is: {why}", ops.name));
    let first = log.handle().reader().read(0..1).next_entry();
    let record =
        first.ok_or_else(|| fault("it is empty".into()))?.map_err(|error| fault(error.to_string()))?;
    let body = record.into_record().body.ok_or_else(|| fault("its first record has no body".into()))?;
    let key = Key::read(&body).map_err(|bad| fault(bad.to_string()))?;
    log.close().map_err(|error| fault(error.to_string()))?;
    Ok(key.overseer_key)
}
