//! `flow`: how much went which way, and who opened it.
//!
//! Source: Suricata, `src/output-json-flow.c`.

use std::net::IpAddr;

use crate::time::Timestamp;
use crate::value::{Note, Taker, Text, each_member};

/// `flow` ("Event type: Flow"); alerts carry the counts up to their packet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow<'a> {
    /// `pkts_toserver`.
    pub packets_to_server: Option<u64>,
    /// `pkts_toclient`.
    pub packets_to_client: Option<u64>,
    /// `bytes_toserver`.
    pub bytes_to_server: Option<u64>,
    /// `bytes_toclient`.
    pub bytes_to_client: Option<u64>,
    /// `start`.
    pub start: Option<Timestamp>,
    /// `end`.
    pub end: Option<Timestamp>,
    /// `age`: seconds.
    pub age_s: Option<u64>,
    /// `state`: such as `established`.
    pub state: Option<Text<'a>>,
    /// `reason`: why the flow ended.
    pub reason: Option<Text<'a>>,
    /// `alerted`: whether a signature matched in it.
    pub alerted: Option<bool>,
    /// `src_ip`: who opened the flow (alerts of Suricata 7 and later).
    pub src_ip: Option<IpAddr>,
    /// `dest_ip`: who was called (alerts of Suricata 7 and later).
    pub dest_ip: Option<IpAddr>,
    /// What was odd about this part.
    pub notes: Vec<Note>,
}

impl<'a> Flow<'a> {
    pub(crate) fn read(object: &'a str) -> Self {
        let mut flow = Self::default();
        let mut taker = Taker::default();
        each_member(object, |key, value| match key {
            b"pkts_toserver" => flow.packets_to_server = taker.number("flow.pkts_toserver", value),
            b"pkts_toclient" => flow.packets_to_client = taker.number("flow.pkts_toclient", value),
            b"bytes_toserver" => flow.bytes_to_server = taker.number("flow.bytes_toserver", value),
            b"bytes_toclient" => flow.bytes_to_client = taker.number("flow.bytes_toclient", value),
            b"start" => flow.start = taker.time("flow.start", value),
            b"end" => flow.end = taker.time("flow.end", value),
            b"age" => flow.age_s = taker.number("flow.age", value),
            b"state" => flow.state = taker.text("flow.state", value),
            b"reason" => flow.reason = taker.text("flow.reason", value),
            b"alerted" => flow.alerted = taker.flag("flow.alerted", value),
            b"src_ip" => flow.src_ip = taker.ip("flow.src_ip", value),
            b"dest_ip" => flow.dest_ip = taker.ip("flow.dest_ip", value),
            _ => {}
        });
        flow.notes = taker.notes;
        flow
    }
}
