//! The grouping key of one event.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::event::{Direction, Event, EventType};
use crate::part::{Alert, Anomaly};

/// Bytes of a name kept in a key at most; the rest of a longer one does not tell groups apart.
pub const NAME_BYTES_MAX: usize = 128;

/// How wide groups are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Bits of an IPv4 source that tell groups apart, 0 to 32.
    pub source_v4_bits: u8,
    /// Bits of an IPv6 source, 0 to 128.
    pub source_v6_bits: u8,
    /// Bits of an IPv4 target, 0 to 32.
    pub target_v4_bits: u8,
    /// Bits of an IPv6 target, 0 to 128.
    pub target_v6_bits: u8,
    /// Seconds of a window; 0 is one window for all time.
    pub window_s: u32,
    /// Groups of one signature and direction before they are folded into one.
    pub family_max: usize,
    /// Groups in all, those for the rest included; at least 1.
    pub groups_max: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            source_v4_bits: 24,
            source_v6_bits: 48,
            target_v4_bits: 24,
            target_v6_bits: 48,
            window_s: 3600,
            family_max: 12,
            groups_max: super::GROUPS_MAX,
        }
    }
}

/// A network, written as `10.0.0.0/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prefix {
    /// The event names no address here.
    Unknown,
    /// An IPv4 network and its bits.
    V4(Ipv4Addr, u8),
    /// An IPv6 network and its bits.
    V6(Ipv6Addr, u8),
}

impl Prefix {
    /// The network of an address; IPv4 inside IPv6 (`::ffff:0:0/96`) counts as IPv4.
    #[must_use]
    pub fn of(ip: Option<IpAddr>, v4_bits: u8, v6_bits: u8) -> Self {
        match ip.map(|ip| ip.to_canonical()) {
            None => Prefix::Unknown,
            Some(IpAddr::V4(ip)) => {
                let bits = v4_bits.min(32);
                let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
                Prefix::V4(Ipv4Addr::from_bits(ip.to_bits() & mask), bits)
            }
            Some(IpAddr::V6(ip)) => {
                let bits = v6_bits.min(128);
                let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
                Prefix::V6(Ipv6Addr::from_bits(ip.to_bits() & mask), bits)
            }
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Prefix::Unknown => f.write_str("unknown"),
            Prefix::V4(net, bits) => write!(f, "{net}/{bits}"),
            Prefix::V6(net, bits) => write!(f, "{net}/{bits}"),
        }
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A signature, whatever its revision.
    Signature {
        /// `alert.gid`, 1 when it is missing.
        gid: u32,
        /// `alert.signature_id`.
        sid: u64,
    },
    /// A signature that has only its text.
    SignatureText(Box<str>),
    /// An anomaly.
    Anomaly {
        /// `anomaly.type`.
        kind: Box<str>,
        /// `anomaly.event`, else its code.
        event: Box<str>,
    },
    /// An alert or an anomaly that does not say what it saw.
    Unnamed,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Signature { gid, sid } => write!(f, "signature {gid}:{sid}"),
            What::SignatureText(text) => write!(f, "signature `{text}`"),
            What::Anomaly { kind, event } => write!(f, "anomaly {kind}/{event}"),
            What::Unnamed => f.write_str("unnamed"),
        }
    }
}

/// The class that what does not fit is counted under: the category of alerts, or the type of anomalies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// `alert.category`; empty when it is missing.
    Alert(Box<str>),
    /// `anomaly.type`; empty when it is missing.
    Anomaly(Box<str>),
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Class::Alert(name) => write!(f, "alert/{name}"),
            Class::Anomaly(name) => write!(f, "anomaly/{name}"),
        }
    }
}

/// What makes two events one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The class.
    pub class: Class,
    /// What was seen.
    pub what: What,
    /// Which way it went.
    pub direction: Direction,
    /// Where it came from.
    pub source: Prefix,
    /// Whom it met.
    pub target: Prefix,
    /// Start of the window, in seconds since 1970-01-01T00:00:00Z; `None` without a timestamp.
    pub window: Option<i64>,
}

/// The front of a name that fits a key.
fn name(text: Option<&str>) -> Box<str> {
    let text = text.unwrap_or_default();
    let mut end = text.len().min(NAME_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().into()
}

fn of_alert(alert: Option<&Alert<'_>>) -> (Class, What) {
    let Some(alert) = alert else { return (Class::Alert("".into()), What::Unnamed) };
    let what = match (alert.signature_id, alert.signature.as_deref()) {
        (Some(sid), _) => What::Signature { gid: alert.gid.unwrap_or(1), sid },
        (None, Some(text)) => What::SignatureText(name(Some(text))),
        (None, None) => What::Unnamed,
    };
    (Class::Alert(name(alert.category.as_deref())), what)
}

fn of_anomaly(anomaly: Option<&Anomaly<'_>>) -> (Class, What) {
    let Some(anomaly) = anomaly else { return (Class::Anomaly("".into()), What::Unnamed) };
    let kind = name(anomaly.kind.as_deref());
    let event = match (anomaly.event.as_deref(), anomaly.code) {
        (Some(event), _) => name(Some(event)),
        (None, Some(code)) => code.to_string().into(),
        (None, None) => return (Class::Anomaly(kind), What::Unnamed),
    };
    (Class::Anomaly(kind.clone()), What::Anomaly { kind, event })
}

/// `direction` of the event, else whether its sender opened the flow.
fn direction(event: &Event<'_>) -> Direction {
    if let Some(direction) = event.direction {
        return direction;
    }
    match event.flow().map(|flow| (flow.src_ip, flow.dest_ip)) {
        Some((Some(opener), _)) if event.src_ip == Some(opener) => Direction::ToServer,
        Some((Some(opener), _)) if event.dest_ip == Some(opener) => Direction::ToClient,
        _ => Direction::Unknown,
    }
}

pub(super) struct Ends {
    pub(super) source: Option<IpAddr>,
    pub(super) target: Option<IpAddr>,
}

/// Attacker and attacked as the rule names them, else sender and receiver of the packet.
fn ends(event: &Event<'_>, alert: Option<&Alert<'_>>) -> Ends {
    let source = alert.and_then(|alert| alert.source).and_then(|end| end.ip);
    let target = alert.and_then(|alert| alert.target).and_then(|end| end.ip);
    Ends { source: source.or(event.src_ip), target: target.or(event.dest_ip) }
}

pub(super) fn keyed(event: &Event<'_>, policy: &Policy) -> Option<(Key, Ends)> {
    let alert = event.alert();
    let (class, what) = match event.event_type {
        EventType::Alert => of_alert(alert),
        EventType::Drop if alert.is_some() => of_alert(alert),
        EventType::Anomaly => of_anomaly(event.anomaly().as_ref()),
        _ => return None,
    };
    let ends = ends(event, alert);
    let window = event.timestamp.map(|time| match i64::from(policy.window_s) {
        0 => 0,
        window => time.unix_seconds().div_euclid(window) * window,
    });
    let key = Key {
        class,
        what,
        direction: direction(event),
        source: Prefix::of(ends.source, policy.source_v4_bits, policy.source_v6_bits),
        target: Prefix::of(ends.target, policy.target_v4_bits, policy.target_v6_bits),
        window,
    };
    Some((key, ends))
}

/// The key of an alert, of an anomaly, or of a drop that a signature caused; `None` for all others.
///
/// Pure: the same event and policy give the same key.
#[must_use]
pub fn key(event: &Event<'_>, policy: &Policy) -> Option<Key> {
    keyed(event, policy).map(|(key, _)| key)
}
