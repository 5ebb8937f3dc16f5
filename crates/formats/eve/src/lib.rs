#![doc = include_str!("../README.md")]

mod address;
mod digits;
mod event;
mod fault;
mod group;
mod lines;
mod part;
mod redact;
mod scan;
mod stops;
mod time;
mod value;

pub use event::{Direction, Event, EventType, Payload};
pub use fault::{Fault, Rule};
pub use group::{
    Class, GROUP_SAMPLES_MAX, GROUPS_MAX, Group, Grouper, Key, NAME_BYTES_MAX, Placed, Policy, Prefix,
    Scope, What, key,
};
pub use lines::{Broken, Counts, Item, KEPT_BYTES_MAX, LINE_BYTES_MAX, Options, Reader};
pub use part::{
    Alert, Anomaly, DNS_ANSWERS_MAX, Dns, DnsAnswer, DnsQuery, DropInfo, Endpoint, FILES_MAX, FileInfo,
    Files, Flow, Http, Stats, Tls,
};
pub use redact::PAYLOAD_MEMBERS;
pub use scan::DEPTH_MAX;
pub use time::{BadTimestamp, Timestamp};
pub use value::{NOTES_MAX, Note, NoteKind, Text};
