//! The data directory of a node.
//!
//! ```text
//! node.toml      what this node is; fixed at `init`, a new log of a later program aside
//! keys/          node.key seals bodies, checkpoint.key signs heads; both secret, mode 0600
//! profile/       the deployment profile; yours to edit
//! logs/NAME/     ops, track, access, exercise-NAME: the truth; blobs/ in it: what its records attach
//! picture.sqlite derived; can be deleted, and so can picture-access.sqlite beside it
//! sessions.json  hashes of entry links and sessions
//! accounts.sealed how people prove who they are, sealed under the node's key
//! quarantine/    refused input
//! last-backup.json when it was copied last, and when a copy was proved
//! sources.toml   the register of real sources; optional, yours to write
//! providers.toml identity providers of agencies; optional, yours to write
//! intake/        how far each source was read
//! exercises/     files of the sensors that an exercise invents; may be deleted when it is over
//! operator.sock  the operator's own socket, while the node runs
//! ```

mod applier;
mod begin;
mod boundaries;
pub mod exercise;
pub mod init;
pub mod keys;
pub mod measure;
pub mod open;
pub mod patrol;
pub mod replay;
mod upgrade;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use kulla_record::LogId;
use kulla_record::label::Word;
use serde::{Deserialize, Serialize};

use crate::commands::Fault;

pub use boundaries::{apply as apply_boundaries, import as import_boundaries};

/// The log of what sources measure. Nodes of before it existed get it when they are opened.
pub const TRACK: &str = "track";
/// The log of who read what.
pub const ACCESS: &str = kulla_picture::ACCESS_LOG;
/// The format of a data directory that this program reads.
const FORMAT: u32 = 1;

/// What a node is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeConfig {
    /// Of the data directory.
    pub format: u32,
    /// Origin of its checkpoints.
    pub name: String,
    /// Whether it only ever holds exercises.
    pub exercise_only: bool,
    /// The exercise of an exercise-only node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Word>,
    /// The principal of the node itself.
    pub machine: kulla_record::PrincipalId,
    /// Its logs, in the order in which they are opened.
    pub logs: Vec<LogEntry>,
}

/// One log of a node.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// `ops`, `track`, `access`, `exercise-NAME`: also the folder.
    pub name: String,
    /// Its id.
    pub id: LogId,
    /// The exercise whose log it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Word>,
    /// What it is drawn from, where it is played from a scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
}

/// The paths of a data directory.
#[derive(Debug, Clone)]
pub struct NodeDir(PathBuf);

impl NodeDir {
    /// A folder, whether or not there is a node in it.
    pub fn new(path: &Path) -> NodeDir {
        NodeDir(path.to_owned())
    }

    pub fn root(&self) -> &Path {
        &self.0
    }
    pub fn config(&self) -> PathBuf {
        self.0.join("node.toml")
    }
    pub fn profile(&self) -> PathBuf {
        self.0.join("profile")
    }
    pub fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }
    pub fn log(&self, name: &str) -> PathBuf {
        self.0.join("logs").join(name)
    }
    pub fn picture(&self) -> PathBuf {
        self.0.join("picture.sqlite")
    }
    pub fn accounts(&self) -> PathBuf {
        self.0.join("accounts.sealed")
    }

    /// See the top of this file.
    pub fn sessions(&self) -> PathBuf {
        self.0.join("sessions.json")
    }
    pub fn quarantine(&self) -> PathBuf {
        self.0.join("quarantine")
    }
    pub fn last_backup(&self) -> PathBuf {
        self.0.join("last-backup.json")
    }
    pub fn sources(&self) -> PathBuf {
        self.0.join("sources.toml")
    }
    pub fn providers(&self) -> PathBuf {
        self.0.join("providers.toml")
    }
    pub fn intake(&self) -> PathBuf {
        self.0.join("intake")
    }
    pub fn exercise(&self, name: &Word) -> PathBuf {
        self.0.join("exercises").join(name.as_str())
    }
    pub fn socket(&self) -> PathBuf {
        self.0.join("operator.sock")
    }

    /// Reads what the node is.
    pub fn read_config(&self) -> Result<NodeConfig, Fault> {
        let path = self.config();
        let text = fs::read_to_string(&path).map_err(|error| {
            Fault::data(format!(
                "there is no node in `{}` ({error}): make one with `kulla init --profile kosovo --data {} --exercise-only`",
                self.0.display(),
                self.0.display()
            ))
        })?;
        let config: NodeConfig = toml::from_str(&text)
            .map_err(|error| Fault::data(format!("`{}` does not read: {error}", path.display())))?;
        match config.format {
            FORMAT => Ok(config),
            other => Err(Fault::data(format!(
                "`{}` has format {other}; this program reads format {FORMAT}",
                path.display()
            ))),
        }
    }

    /// Writes what the node is; after a crash the file is the old one or the new one.
    pub fn write_config(&self, config: &NodeConfig) -> Result<(), Fault> {
        let path = self.config();
        let text = toml::to_string(config).map_err(|error| Fault::data(error.to_string()))?;
        let fresh = path.with_extension("toml.new");
        let written = File::create(&fresh)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&fresh, &path))
            .and_then(|()| File::open(&self.0)?.sync_all());
        written.map_err(|error| Fault::data(format!("`{}`: {error}", path.display())))
    }

    /// Takes the node for this process, or says that another has it.
    pub fn lock(&self) -> Result<Lock, Fault> {
        let path = self.0.join("lock");
        let io = |error: std::io::Error| Fault::data(format!("`{}`: {error}", path.display()));
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(fs::TryLockError::WouldBlock) => Err(Fault::data(format!(
                "another `kulla` is using `{}`: stop it first, or use the running node",
                self.0.display()
            ))),
            Err(fs::TryLockError::Error(error)) => Err(io(error)),
        }
    }
}

/// Makes a folder that only its owner looks into.
pub fn make_private(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(dir)?;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
}

/// Held while a process uses a node.
pub struct Lock {
    _file: File,
}
