//! The command line, in words.

mod people;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use people::{GiveMachine, Machine, Person};

/// The one system that the agencies keeping a small country safe share.
///
/// Exit codes: 0 done; 1 something was found or refused; 2 the command line is off; 3 the node or its data
/// can't be used.
#[derive(Debug, Parser)]
#[command(name = "kulla", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a node: its keys, its logs, a copy of the profile that you may edit
    Init(Init),
    /// Run a node until Ctrl-C
    Run(Run),
    /// Take in signals from a file
    #[command(subcommand)]
    Ingest(Ingest),
    /// Judge messages without a node
    #[command(subcommand)]
    Check(Check),
    /// Prove that a log, or an exported bundle, is as it was written; works offline and without keys
    ///
    /// Exit codes: 0 nothing is wrong; 1 something is; 2 nothing was found wrong, but a bundle is not proved, because
    /// there is neither a key (--key) nor a head kept elsewhere that it can be compared with (--checkpoint), or the
    /// command line is off; 3 it can't be read.
    Verify(Verify),
    /// Write chosen records with their proofs into one file that anybody can verify
    Export(Export),
    /// Build the picture again from the logs (the node must be stopped)
    Rebuild(DataDir),
    /// Overwrite the content of records on purpose, with a reason and a legal basis (the node must be stopped)
    Erase(Erase),
    /// Give back the room of whole segments that have expired (the node must be stopped)
    Prune(DataDir),
    /// Copy a node into one folder, while it runs or not
    Backup(Copy),
    /// Make a node from a backup, and verify it
    Restore(Restore),
    /// Prove that a backup can be restored: restore it aside, verify it, compare it with the node, and keep nothing
    ProveBackup(ProveBackup),
    /// Bring in reference data
    #[command(subcommand)]
    Import(Import),
    /// Write, check, play and measure exercises
    #[command(subcommand)]
    Exercise(Exercise),
    /// Let somebody in who can't be let in otherwise (the node must run)
    #[command(subcommand)]
    Person(Person),
    /// Let machines in by client certificates of the node's own CA, list them, send them away (the node must run)
    #[command(subcommand)]
    Machine(Machine),
    /// Say what would hurt in production
    Doctor(Doctor),
}

#[derive(Debug, Args)]
pub struct DataDir {
    /// Folder of the node
    #[arg(value_name = "DIR")]
    pub data: PathBuf,
}

#[derive(Debug, Args)]
pub struct Init {
    /// Folder of the new node; must not exist, or be empty
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Deployment profile: a name that ships with the program, or a folder
    #[arg(long, default_value = "kosovo")]
    pub profile: String,
    /// This folder will only ever hold exercises. Fixed for ever; makes the invented people of the profile
    #[arg(long)]
    pub exercise_only: bool,
    /// Name of the exercise
    #[arg(long, default_value = "try", requires = "exercise_only")]
    pub exercise: String,
    /// Name of the node: the origin of its checkpoints
    #[arg(long)]
    pub name: Option<String>,
    /// First administrator: AGENCY:NAME (operational nodes; two are needed)
    #[arg(long = "administrator", value_name = "AGENCY:NAME", conflicts_with = "exercise_only")]
    pub administrators: Vec<String>,
    /// The overseer's public key, as `kulla init` of the overseer's own machine or another tool printed it
    /// (C2SP signed-note verifier key)
    #[arg(long, value_name = "KEY", conflicts_with = "exercise_only")]
    pub overseer_key: Option<String>,
}

#[derive(Debug, Args)]
pub struct Run {
    /// Folder of the node
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Address to listen on. Port 0 takes a free one. Off loopback, TLS is used with the node's own CA
    #[arg(long, default_value = "127.0.0.1:8383")]
    pub listen: SocketAddr,
    /// Names under which browsers may reach the node, besides the address itself
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Address under which the public reaches the node, such as https://kulla.example.org
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Address on loopback for Prometheus, such as 127.0.0.1:9483; the operator's socket has the same figures
    #[arg(long, value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,
    /// File for messages instead of standard error; opened anew on SIGHUP
    #[arg(long, value_name = "FILE")]
    pub log_file: Option<PathBuf>,
    /// The register of real sources to listen to; without it, sources.toml in the folder of the node, if there
    /// is one
    #[arg(long, value_name = "FILE")]
    pub sources: Option<PathBuf>,
    /// Take the rules of the profile (policies.cedar), whatever two persons put on record. The log says that the
    /// operator did so
    #[arg(long)]
    pub policies_from_profile: bool,
    #[command(flatten)]
    pub play: Play,
}

#[derive(Debug, Args)]
pub struct Play {
    /// Play this exercise on an exercise-only node: a scenario that ships, or the folder of one. The same
    /// command again goes on with it
    #[arg(long, value_name = "NAME|FOLDER")]
    pub exercise: Option<String>,
    #[command(flatten)]
    pub how: How,
}

#[derive(Debug, Clone, Args)]
pub struct How {
    /// What places, times and values are drawn from; another seed is another exercise
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=1 << 53))]
    pub seed: Option<u64>,
    /// Leave this role, or the roles of this invented person, to people: nothing that they owe happens without
    /// them. May be given several times
    #[arg(long = "hands-on", value_name = "ROLE")]
    pub hands_on: Vec<String>,
    /// Seconds of the story in one second, if not the scenario's own. It shortens waits and no timestamp
    #[arg(long, value_name = "X")]
    pub speed: Option<f64>,
}

#[derive(Debug, Subcommand)]
pub enum Exercise {
    /// Begin a scenario: a folder with a commented file that can be played as it is
    New {
        /// Name of the scenario and of its folder
        name: String,
    },
    /// Say everything that would go wrong with a scenario, each with its line
    Check {
        /// A folder, or the name of a scenario that ships
        #[arg(value_name = "FOLDER|NAME")]
        scenario: String,
        /// Also show what this seed makes of it
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
        /// Deployment profile that it is for: a name that ships with the program, or a folder
        #[arg(long, default_value = "kosovo")]
        profile: String,
    },
    /// Play a scenario; the same as `kulla run --exercise`
    Run {
        /// A folder, or the name of a scenario that ships
        #[arg(value_name = "FOLDER|NAME")]
        scenario: String,
        /// Folder of the node
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
        /// Address to listen on
        #[arg(long, default_value = "127.0.0.1:8383")]
        listen: SocketAddr,
        #[command(flatten)]
        how: How,
    },
    /// Measure an exercise: how long each step took, by agency
    Report {
        /// Folder of the node; a running one is asked through its socket
        #[arg(value_name = "DIR")]
        data: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Which exercise, if not the front of the node
        #[arg(long, value_name = "NAME")]
        exercise: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Ingest {
    /// CAP 1.2 messages, Atom or RSS feeds with messages inside, or EDXL-DE envelopes
    Cap {
        /// Folder of the node; a running one is asked through its socket
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
        /// Files, or - for standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Check {
    /// CAP 1.2: the schema and the prose rules, each finding with its rule and line
    ///
    /// Prints one line for each message: an Atom or RSS feed, or an EDXL-DE envelope, with several messages inside
    /// prints as many lines under the same file name, in the order of the feed; one with none is one rejected line
    /// (`cap.none`). What is found of the feed or envelope itself (`feed.*`, `edxl.*`) stands on the line of its first
    /// message and counts for that verdict. A file that is too large is rejected (`xml.limit`), one that can't be read
    /// too (`file.unreadable`), and the files after it are judged all the same.
    ///
    /// Exit codes: 0 nothing is rejected; 1 something is; 2 the command line is off, or a file of it can't be read.
    Cap {
        /// One JSON object a line instead of words:
        /// {"file","verdict":"accept|warn|reject","signature":"none|unchecked","findings":[{"rule","severity","line","message"}]}
        #[arg(long)]
        json: bool,
        /// Files, or - for standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Who may act: each mistake of a profile's policies.cedar with its line and rule, or what each role may do by it
    ///
    /// Exit codes: 0 the node would go by it; 1 it would not start; 2 the command line is off.
    Policies {
        /// A folder with a profile, the file itself, or the name of a profile that ships
        #[arg(long, value_name = "DIR|FILE|NAME", default_value = "kosovo")]
        profile: PathBuf,
        /// Judge it as for an exercise-only node
        #[arg(long)]
        exercise_only: bool,
        /// What to compare it with: then who gains and who loses what is told, such as a change before a restart
        #[arg(long, value_name = "DIR|FILE|NAME")]
        against: Option<PathBuf>,
    },
    /// The identity providers of a node (providers.toml): each mistake with its line and rule, or for whom each speaks
    ///
    /// Nobody is asked anything. Exit codes: 0 the node would take them; 1 it would not start; 2 the command line is off.
    Providers {
        /// Folder of the node
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
    },
    /// A register of sources: each mistake with its line and rule
    Sources {
        /// Folder of the node whose agencies may own sources
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
        /// The file; without it, sources.toml in the folder of the node
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct Verify {
    /// Folder of a node, folder of one log, or a bundle
    pub target: PathBuf,
    /// A checkpoint that was kept elsewhere: what makes the proof strong
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// Verifier key whose signature on the head counts; may be given several times
    #[arg(long = "key", value_name = "KEY")]
    pub keys: Vec<String>,
    /// A bundle need not be proved to come from anybody: only look whether it fits together
    #[arg(long, conflicts_with = "keys")]
    pub no_key: bool,
}

#[derive(Debug, Args)]
pub struct Export {
    /// Folder of the node
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Subjects to take with all their versions
    #[arg(long = "subject", value_name = "ID", required = true)]
    pub subjects: Vec<String>,
    /// Who exports: a name or id of this node. It stands in the access log; without it the node itself does
    #[arg(long, value_name = "PERSON")]
    pub by: Option<String>,
    /// Who else answers for it: needed where more leaves the node within a day than one person may take
    /// (`export_items` in profile.toml)
    #[arg(long, value_name = "PERSON", requires = "by")]
    pub second: Option<String>,
    /// A head that was kept elsewhere; the bundle then proves that its own head continues it
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// File to write
    pub bundle: PathBuf,
}

#[derive(Debug, Args)]
pub struct Erase {
    /// Folder of the node
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Why
    #[arg(long)]
    pub reason: String,
    /// The legal basis
    #[arg(long)]
    pub basis: String,
    /// Who orders it: a name or id of this node
    #[arg(long, value_name = "PERSON")]
    pub by: String,
    /// The second person, needed before the date of retention
    #[arg(long, value_name = "PERSON")]
    pub second: Option<String>,
    /// Do it without asking
    #[arg(long)]
    pub yes: bool,
    /// Records (versions) to overwrite
    #[arg(value_name = "ID", required = true)]
    pub records: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Copy {
    /// From where
    pub from: PathBuf,
    /// To where; must not exist, or be empty
    pub to: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// From where
    pub from: PathBuf,
    /// To where; must not exist, or be empty
    pub to: PathBuf,
    /// The node that the backup is of, running or not, or a later backup of it: what was erased there after this
    /// backup was made is erased again
    #[arg(long, value_name = "DIR")]
    pub erasures_from: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ProveBackup {
    /// The backup
    pub backup: PathBuf,
    /// The node that it is of, running or not
    #[arg(long, value_name = "DIR")]
    pub against: Option<PathBuf>,
    /// A checkpoint that was kept elsewhere; may be given several times
    #[arg(long = "checkpoint", value_name = "FILE")]
    pub checkpoints: Vec<PathBuf>,
    /// Where to restore for the moment; a folder of its own is made in it and removed again
    #[arg(long, value_name = "DIR")]
    pub scratch: Option<PathBuf>,
    /// One JSON object instead of words
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Doctor {
    /// Folder of the node
    #[arg(value_name = "DIR")]
    pub data: PathBuf,
    /// Folder in which copies of the heads are kept, on another machine's disk
    #[arg(long, value_name = "DIR")]
    pub heads: Option<PathBuf>,
    /// One JSON object a line instead of words
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Municipal boundaries as GeoJSON; joined to the profile by code or name
    Boundaries {
        /// Folder of the node
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
        /// GeoJSON FeatureCollection
        file: PathBuf,
    },
    /// Units, facilities and shelters as GeoJSON: what the map shows and tasks draw on
    Places {
        /// Folder of the node; a running one is asked through its socket
        #[arg(long, value_name = "DIR", default_value = "data/try")]
        data: PathBuf,
        /// GeoJSON FeatureCollection; docs/operate/map.md says which properties
        file: PathBuf,
    },
}
