//! The doors: one folder per protocol, sockets and mapping, nothing else.
//!
//! A door reads a request, asks the desk, and writes an answer. It decides nothing and keeps no content: who
//! may read is asked of a reader bound to the session, who may act is asked of the desk. So a new protocol is
//! a folder here and a line in [`registry`].
//!
//! | module | holds |
//! |---|---|
//! | [`registry`] | the one ordered list of gateways, and the router made from it |
//! | [`api`] | JSON under `/api/v1` and `/as/{n}/api/v1` |
//! | [`live`] | changes as they happen: WebSocket and long poll |
//! | [`entry`] | single-use entry links, log-in, enrolment; providers of agencies |
//! | [`console`] | the officers' console |
//! | [`public`] | pages for everybody, without a script |
//! | [`cap`] | CAP messages and feeds |
//! | [`open311`] | reports of the public: Open311 GeoReport v2 |
//! | [`observations`] | readings of gauges and sensors, and their curves |
//! | [`eve`] | Suricata's alerts: a file that is followed, a socket that is listened on |
//! | [`sources`] | the register of what speaks by itself, and the threads that listen for it |
//! | [`operator`] | metrics, tiles and checkpoints on the operator's own socket |
//! | [`intake`] | lanes for feeds and sensors in front of the desk, and how each source stands |
//! | [`house`] | what all of them share: the desk, limits, the way into blocking work |
//! | [`problem`] | the one shape of every refusal |

pub mod api;
pub mod cap;
pub mod console;
mod entered;
pub mod entry;
pub mod eve;
pub mod house;
pub mod intake;
mod keyring;
pub mod live;
mod looked;
pub mod metrics;
pub mod observations;
pub mod open311;
mod openapi;
pub mod operator;
mod outside;
pub mod problem;
pub mod public;
pub mod registry;
mod route;
mod seats;
pub mod sources;
mod told;
mod trust;
mod words;

pub use entered::PeerCertificate;
pub use house::{Assets, Config, House, Keep, LogHead, Machine, OperatorSeat, Parts};
pub use keyring::Vault;
pub use openapi::document;
pub use operator::figures_router;
pub use registry::{operator_router, router};
pub use told::read as read_request;
