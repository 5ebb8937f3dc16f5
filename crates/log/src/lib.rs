//! The log: what every agency can trust because nobody can quietly change it.
//!
//! One writer appends labelled records to segments on the disk; **nothing is acknowledged or handed on before it
//! is durable**. A Merkle tree over the headers proves that nothing was changed, inserted or left out later.
//! Bodies are sealed and can be erased without touching the tree. The format is described in the README of this
//! crate, byte by byte.
//!
//! | module | holds |
//! |---|---|
//! | [`queue`] | [`Log`] and [`LogHandle`]: the thread, the bounded queue, group commit, followers |
//! | [`writer`] | the writer itself, without thread or clock, as the simulator drives it |
//! | [`config`], [`group`] | limits and keys; groups of drafts, batches of records |
//! | [`reader`] | one record by place, many in order |
//! | [`open`] | what a start looks at, and what it cuts |
//! | `frame`, `segment`, `scan` | bytes on the disk |
//! | [`seal`] | bodies under AEAD |
//! | [`tree`] | RFC 6962 tree in tiles |
//! | [`proof`], [`tile`] | proofs, and the tiles that witnesses read |
//! | [`note`], [`checkpoint`] | signed heads, cosignatures |
//! | [`erase`], [`prune`] | bodies that go, hashes that stay |
//! | [`mod@verify`], [`report`] | the whole of a log, offline |
//! | [`bundle`] | records with proofs in one file |
//! | [`blob`] | content beside the log |
//! | [`disk`] | the file system as a parameter |
//! | [`sim`] | a disk that loses, tears and refuses, and a run against it for each seed |

pub mod blob;
pub mod bundle;
pub mod checkpoint;
pub mod config;
mod core;
pub mod disk;
pub mod erase;
pub mod error;
mod frame;
pub mod group;
pub mod note;
pub mod open;
pub mod place;
pub mod proof;
pub mod prune;
pub mod queue;
pub mod reader;
pub mod report;
mod runway;
mod scan;
pub mod seal;
mod segment;
pub mod sim;
mod spare;
mod state;
mod ticket;
pub mod tile;
pub mod tree;
mod turn;
pub mod verify;
mod verify_blobs;
mod verify_segment;
pub mod writer;

pub use blob::{BlobError, BlobId, BlobRef, BlobStore};
pub use bundle::{export_bundle, verify_bundle};
pub use checkpoint::{Checkpoint, CheckpointClock};
pub use config::LogConfig;
pub use disk::{Disk, RealDisk};
pub use error::{AppendError, OpenError, ReadError};
pub use frame::Fault;
pub use group::{Batch, GROUP_RECORDS_MAX};
pub use note::{KeyUse, NoteSigner, NoteVerifier};
pub use open::{Cut, Opened};
pub use place::Place;
pub use queue::{Figures, Follower, Log, LogHandle};
pub use reader::{Entry, Reader, Records};
pub use report::{Finding, Report};
pub use scan::walk_untrusted;
pub use seal::{Keyring, NodeKey};
pub use segment::SEGMENT_BYTES;
pub use ticket::{Receipt, Ticket};
pub use verify::{VerifyOptions, Watch, verify, verify_watched};
pub use writer::Writer;
