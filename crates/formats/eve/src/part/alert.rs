//! `alert`, `anomaly` and `drop`: what a person is told about.
//!
//! Source: Suricata, `src/output-json-alert.c`, `src/output-json-anomaly.c`, `src/output-json-drop.c`.

use std::net::IpAddr;

use crate::event::{Direction, direction};
use crate::fault::Rule;
use crate::scan::Scanner;
use crate::value::{Note, Taker, Text, Value, each_member};

/// One end of an attack, as the `target` keyword of a rule names it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// `ip`.
    pub ip: Option<IpAddr>,
    /// `port`.
    pub port: Option<u16>,
}

fn endpoint(member: &'static str, value: Value<'_>, taker: &mut Taker) -> Option<Endpoint> {
    let object = taker.object(member, value)?;
    let mut endpoint = Endpoint::default();
    each_member(object, |key, value| match key {
        b"ip" => endpoint.ip = taker.ip(member, value),
        b"port" => endpoint.port = taker.number(member, value),
        _ => {}
    });
    Some(endpoint)
}

/// `alert`: the signature that matched ("Event type: Alert").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alert<'a> {
    /// `action`: `allowed` or `blocked`.
    pub action: Option<Text<'a>>,
    /// `gid`: group of the signature.
    pub gid: Option<u32>,
    /// `signature_id`.
    pub signature_id: Option<u64>,
    /// `rev`: revision of the signature.
    pub rev: Option<u32>,
    /// `signature`: its message.
    pub signature: Option<Text<'a>>,
    /// `category`: its class.
    pub category: Option<Text<'a>>,
    /// `severity`: 1 is the worst.
    pub severity: Option<u8>,
    /// `source`: the attacker, when the rule says which end is the target.
    pub source: Option<Endpoint>,
    /// `target`: the attacked end, when the rule says so.
    pub target: Option<Endpoint>,
    /// What was odd about this part.
    pub notes: Vec<Note>,
}

impl<'a> Alert<'a> {
    /// Reads the object that the scanner stands at into `alert`, and moves past it.
    pub(crate) fn scan(scanner: &mut Scanner<'a>, alert: &mut Self) -> Result<(), Rule> {
        let (past, checked) = alert.take_all(*scanner);
        *scanner = past;
        checked
    }

    #[inline(never)]
    fn take_all(&mut self, scanner: Scanner<'a>) -> (Scanner<'a>, Result<(), Rule>) {
        let mut own = scanner;
        let mut taker = Taker::default();
        let checked = own.members(|key, value| match &*key.name() {
            b"action" => self.action = taker.text("alert.action", value),
            b"gid" => self.gid = taker.number("alert.gid", value),
            b"signature_id" => self.signature_id = taker.number("alert.signature_id", value),
            b"rev" => self.rev = taker.number("alert.rev", value),
            b"signature" => self.signature = taker.text("alert.signature", value),
            b"category" => self.category = taker.text("alert.category", value),
            b"severity" => self.severity = taker.number("alert.severity", value),
            b"source" => self.source = endpoint("alert.source", value, &mut taker),
            b"target" => self.target = endpoint("alert.target", value, &mut taker),
            _ => {}
        });
        self.notes = taker.notes;
        (own, checked)
    }
}

/// `anomaly`: what did not follow its protocol ("Event type: Anomaly").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anomaly<'a> {
    /// `type`: `decode`, `stream` or `applayer`.
    pub kind: Option<Text<'a>>,
    /// `event`: name of the anomaly.
    pub event: Option<Text<'a>>,
    /// `layer`: where an application layer anomaly was found.
    pub layer: Option<Text<'a>>,
    /// `app_proto`.
    pub app_proto: Option<Text<'a>>,
    /// `code`: number of an event that has no name.
    pub code: Option<u64>,
    /// What was odd about this part.
    pub notes: Vec<Note>,
}

impl<'a> Anomaly<'a> {
    pub(crate) fn read(object: &'a str) -> Self {
        let mut anomaly = Self::default();
        let mut taker = Taker::default();
        each_member(object, |key, value| match key {
            b"type" => anomaly.kind = taker.text("anomaly.type", value),
            b"event" => anomaly.event = taker.text("anomaly.event", value),
            b"layer" => anomaly.layer = taker.text("anomaly.layer", value),
            b"app_proto" => anomaly.app_proto = taker.text("anomaly.app_proto", value),
            b"code" => anomaly.code = taker.number("anomaly.code", value),
            _ => {}
        });
        anomaly.notes = taker.notes;
        anomaly
    }
}

/// `drop`: the packet that was refused ("Event type: Drop"). Its `alert`, if any, stands beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DropInfo<'a> {
    /// `len`: bytes of the packet.
    pub len: Option<u32>,
    /// `ttl`.
    pub ttl: Option<u8>,
    /// `reason`: why, such as `rules` or `flow drop`.
    pub reason: Option<Text<'a>>,
    /// `direction`, where the drop itself says it.
    pub direction: Option<Direction>,
    /// What was odd about this part.
    pub notes: Vec<Note>,
}

impl<'a> DropInfo<'a> {
    pub(crate) fn read(object: &'a str) -> Self {
        let mut refused = Self::default();
        let mut taker = Taker::default();
        each_member(object, |key, value| match key {
            b"len" => refused.len = taker.number("drop.len", value),
            b"ttl" => refused.ttl = taker.number("drop.ttl", value),
            b"reason" => refused.reason = taker.text("drop.reason", value),
            b"direction" => refused.direction = direction(value, &mut taker),
            _ => {}
        });
        refused.notes = taker.notes;
        refused
    }
}
