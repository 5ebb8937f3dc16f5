//! The parts of an event: the alert is read with the line, all others on demand from the slice that was kept.

mod alert;
mod dns;
mod file;
mod flow;
mod stats;
mod web;

pub use alert::{Alert, Anomaly, DropInfo, Endpoint};
pub use dns::{DNS_ANSWERS_MAX, Dns, DnsAnswer, DnsQuery};
pub use file::{FILES_MAX, FileInfo, Files};
pub use flow::Flow;
pub use stats::Stats;
pub use web::{Http, Tls};
