//! Opening a node: its logs, the picture over them, and the desk over both.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use kulla_desk::logs::{Logs, NodeLog};
use kulla_desk::node::{Parts, picture};
use kulla_desk::profile::Profile;
use kulla_desk::{Desk, attachments_going};
use kulla_log::{Batch, BlobStore, Keyring, Log, LogConfig, LogHandle, NodeKey, Opened, RealDisk};
use kulla_picture::{CursorKey, Filter, Keeper, LogName, PAGE_ITEMS_MAX, Picture};
use kulla_record::kind::governance::Erasure;
use kulla_record::{Clock, Entropy, Kind};

use super::applier::Applier;
use super::keys::Keys;
use super::measure::{Measured, MeasuredDisk, Spans};
use super::replay::{LogReplay, Port};
use super::{Lock, LogEntry, NodeConfig, NodeDir, boundaries};
use crate::commands::Fault;
use crate::world::{Moment, SystemClock, SystemEntropy};

/// A node that is open. Closing it in this order loses nothing.
pub struct Node {
    pub desk: Arc<Desk>,
    pub config: NodeConfig,
    pub keys: Keys,
    pub dir: NodeDir,
    /// Name, id and handle of each log.
    pub logs: Vec<(LogEntry, LogHandle)>,
    /// What is measured of each, in the same order.
    pub measured: Vec<Measured>,
    /// What the records of each attach, in the same order.
    pub blobs: Vec<Arc<BlobStore>>,
    pub opened: Vec<(String, Opened)>,
    owners: Mutex<Vec<Log>>,
    appliers: Mutex<Vec<Applier>>,
    _lock: Lock,
}

impl Node {
    /// Opens the node in a folder. `told` hears how far a build of the picture has come.
    pub fn open(
        dir: NodeDir,
        public_url: Option<String>,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Node, Fault> {
        Node::open_with(dir, public_url, false, told)
    }

    /// The same; the operator may take the rules of the profile, whatever stands on record.
    pub fn open_with(
        dir: NodeDir,
        public_url: Option<String>,
        rules_from_profile: bool,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Node, Fault> {
        dir.read_config()?;
        let lock = dir.lock()?;
        let keys = Keys::read(&dir)?;
        let mut profile = Profile::load(&dir.profile()).map_err(|bad| Fault::data(bad.to_string()))?;
        boundaries::apply(&dir, &mut profile)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let entropy: Arc<dyn Entropy> = SystemEntropy::new();
        let config = super::upgrade::up_to_date(&dir, &keys, &profile, clock.as_ref(), &entropy)?;
        let Opening { owners, logs, opened, measured, blobs } = open_logs(&dir, &config, &keys, &entropy)?;
        crate::checkpoints::check(&dir, &config, &keys, &logs)?;
        let names: Vec<LogName> = logs.iter().map(|(entry, _)| name(entry)).collect();
        let replay =
            Arc::new(LogReplay(logs.iter().map(|(entry, handle)| (entry.id, handle.clone())).collect()));
        let cursors = CursorKey::new(keys.cursors());
        let (picture, keeper) =
            picture(&dir.picture(), &names, replay.as_ref(), &profile, clock.as_ref(), cursors, told)
                .map_err(|fault| Fault::data(fault.to_string()))?;
        finish_erasures(&keeper, &picture, &logs, &blobs)?;
        let appliers = follow(&picture, &replay, &logs, &measured)?;
        let parts = Parts {
            logs: Arc::new(desk_logs(&config, &logs, (&measured, &blobs))?),
            picture,
            keeper,
            profile,
            clock,
            entropy,
            machine: config.machine,
            public_address: public_url,
            quarantine: dir.quarantine(),
            rules_from_profile,
        };
        let desk = Desk::assemble(parts).map_err(|fault| Fault::data(fault.to_string()))?;
        Ok(Node {
            desk: Arc::new(desk),
            config,
            keys,
            dir,
            logs,
            measured,
            blobs,
            opened,
            owners: Mutex::new(owners),
            appliers: Mutex::new(appliers),
            _lock: lock,
        })
    }

    /// A log by its name.
    pub fn log(&self, name: &str) -> Option<&LogHandle> {
        self.logs.iter().find(|(entry, _)| entry.name == name).map(|(_, handle)| handle)
    }

    /// Signs the heads, closes the logs, and lets the picture have everything.
    pub fn close(&self) -> Result<(), Fault> {
        crate::checkpoints::sign(self)?;
        let owners = std::mem::take(&mut *self.owners.lock().unwrap_or_else(PoisonError::into_inner));
        for log in owners {
            log.close().map_err(|error| Fault::data(format!("a log could not be closed well: {error}")))?;
        }
        let appliers = std::mem::take(&mut *self.appliers.lock().unwrap_or_else(PoisonError::into_inner));
        appliers.into_iter().for_each(Applier::finish);
        Ok(())
    }
}

/// The logs of a node, open.
#[derive(Default)]
struct Opening {
    owners: Vec<Log>,
    logs: Vec<(LogEntry, LogHandle)>,
    opened: Vec<(String, Opened)>,
    measured: Vec<Measured>,
    blobs: Vec<Arc<BlobStore>>,
}

fn open_logs(
    dir: &NodeDir,
    config: &NodeConfig,
    keys: &Keys,
    entropy: &Arc<dyn Entropy>,
) -> Result<Opening, Fault> {
    let mut all = Opening::default();
    for entry in &config.logs {
        let spans = Arc::new(Spans::default());
        let fault = |error: &dyn std::fmt::Display| Fault::data(format!("log `{}`: {error}", entry.name));
        let keyring = Keyring::new(NodeKey::new(keys.node));
        let config = LogConfig::new(entry.id, keyring.clone(), Arc::clone(entropy));
        let disk = Arc::new(MeasuredDisk(Arc::clone(&spans)));
        let folder = dir.log(&entry.name);
        let (log, found) = Log::open(disk, &folder, config).map_err(|error| fault(&error))?;
        let blobs = BlobStore::new(Arc::new(RealDisk), &folder, keyring, Arc::clone(entropy));
        // What a crash left is settled before anything is appended.
        let settled = blobs.settle(&log.handle().reader()).map_err(|error| fault(&error))?;
        if settled.removed > 0 {
            let (log, blobs) = (&entry.name, settled.removed);
            tracing::info!(%log, blobs, "attachments of reports that were never finished were removed");
        }
        all.blobs.push(Arc::new(blobs));
        all.opened.push((entry.name.clone(), found));
        all.logs.push((entry.clone(), log.handle()));
        all.measured.push(Measured { name: entry.name.clone(), handle: log.handle(), spans });
        all.owners.push(log);
    }
    Ok(all)
}

fn name(entry: &LogEntry) -> LogName {
    LogName { id: entry.id, name: entry.name.clone(), exercise: entry.exercise.clone() }
}

fn desk_logs(
    config: &NodeConfig,
    logs: &[(LogEntry, LogHandle)],
    (measured, blobs): (&[Measured], &[Arc<BlobStore>]),
) -> Result<Logs, Fault> {
    type Whole<'a> = ((&'a (LogEntry, LogHandle), &'a Measured), &'a Arc<BlobStore>);
    let node_log = |(((entry, handle), measured), blobs): Whole<'_>| {
        let port = Port { log: handle.clone(), spans: Arc::clone(&measured.spans) };
        NodeLog::new(name(entry), Box::new(port)).attaching(Arc::clone(blobs))
    };
    let all = || logs.iter().zip(measured).zip(blobs);
    let find = |wanted: &str| {
        let found = all().find(|(((entry, _), _), _)| entry.name == wanted);
        found.map(node_log).ok_or_else(|| Fault::data(format!("node.toml names no log `{wanted}`")))
    };
    let exercises = all().filter(|(((entry, _), _), _)| entry.exercise.is_some()).map(node_log).collect();
    let logs = Logs::new([find("ops")?, find(super::TRACK)?, find(super::ACCESS)?], exercises);
    Ok(if config.exercise_only { logs } else { logs.operational() })
}

/// Carries out erasures that a crash interrupted: each is on record before a byte is touched.
fn finish_erasures(
    keeper: &Keeper,
    picture: &Picture,
    logs: &[(LogEntry, LogHandle)],
    blobs: &[Arc<BlobStore>],
) -> Result<(), Fault> {
    let fault = |error: kulla_picture::PictureError| Fault::data(error.to_string());
    let filter = Filter { kinds: vec![Kind::ERASURE], ..Filter::default() };
    let mut after = None;
    loop {
        let page = keeper.reader().list(&filter, after.as_deref(), PAGE_ITEMS_MAX).map_err(fault)?;
        for erasure in page.items.iter().filter_map(|item| item.typed::<Erasure>()) {
            let mut places = Vec::new();
            for id in &erasure.records {
                let found = keeper.place_of(*id).map_err(fault)?;
                places.extend(found.filter(|(log, _)| *log == erasure.log).map(|(_, seq)| (seq, *id)));
            }
            let log = logs.iter().zip(blobs).find(|((entry, _), _)| entry.id == erasure.log);
            if let Some(((_, handle), blobs)) = log {
                for blob in attachments_going(&keeper.reader(), &erasure.records).map_err(fault)? {
                    blobs.erase(blob).map_err(|error| Fault::data(error.to_string()))?;
                }
                handle.erase(&places).map_err(|error| Fault::data(error.to_string()))?;
            }
            picture.erase(&erasure.records).map_err(fault)?;
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Live readers hear of a batch on the log's own thread; the tables get it on another. Who looked at what has a thread of its
/// own, as it has a file: it comes by the thousand, and no report is to wait behind it.
fn follow(
    picture: &Arc<Picture>,
    replay: &Arc<LogReplay>,
    logs: &[(LogEntry, LogHandle)],
    measured: &[Measured],
) -> Result<Vec<Applier>, Fault> {
    let start = |name: &str, looks: bool| {
        let own = logs.iter().filter(|(entry, _)| (entry.name == super::ACCESS) == looks);
        let ids = own.map(|(entry, _)| entry.id).collect();
        Applier::start(name, Arc::clone(picture), Arc::clone(replay) as _, ids)
    };
    let [things, looks] = [start("picture", false)?, start("picture-access", true)?];
    for ((entry, handle), measured) in logs.iter().zip(measured) {
        let applier = if entry.name == super::ACCESS { &looks } else { &things };
        let (log, picture, door) = (entry.id, Arc::clone(picture), applier.door(&measured.spans));
        handle.follow(Box::new(move |batch: &Batch| {
            let since = Moment::now();
            picture.publish(log, &batch.records);
            door.hand(log, batch.clone(), since);
        }));
    }
    Ok(vec![things, looks])
}

/// Removes what a stopped node leaves behind.
pub fn remove_socket(dir: &NodeDir) {
    match fs::remove_file(dir.socket()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, "the operator's socket can't be removed");
        }
        _ => {}
    }
}
