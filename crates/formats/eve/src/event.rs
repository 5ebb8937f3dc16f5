//! The typed view of one line: the members that every event has, and the parts as slices to open on demand.
//!
//! One pass checks the line and fills the header and the alert; any other part (`dns`, `flow` …) is read only
//! when it is asked for, because a matcher that wants addresses should not pay for answers.
//! Members follow "EVE JSON Format" of the Suricata manual and `etc/schema.json` of its source.

use std::borrow::Cow;
use std::net::IpAddr;

use crate::fault::{Fault, Rule};
use crate::part::{Alert, Anomaly, Dns, DropInfo, FileInfo, Files, Flow, Http, Stats, Tls};
use crate::redact;
use crate::scan::Scanner;
use crate::time::Timestamp;
use crate::value::{Note, NoteKind, Taker, Text, Value};

/// Whether the contents of traffic may be read. Metadata only is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Payload {
    /// Payload members are neither handed out nor written.
    #[default]
    Off,
    /// Payload members are kept; the caller has a legal basis for it.
    Keep,
}

/// `event_type`: the types this crate reads, and all others by their name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EventType<'a> {
    /// `alert`: a signature matched.
    Alert,
    /// `anomaly`: a packet or a protocol did not follow its rules.
    Anomaly,
    /// `dns`: a question or an answer.
    Dns,
    /// `http`: a request with its response.
    Http,
    /// `tls`: a handshake.
    Tls,
    /// `fileinfo`: a file seen in transit.
    FileInfo,
    /// `flow`: a connection that ended.
    Flow,
    /// `stats`: counters of the sensor itself.
    Stats,
    /// `drop`: a packet that an inline sensor refused.
    Drop,
    /// A type that this crate does not read; the event is kept all the same.
    Other(Text<'a>),
    /// The line has no `event_type`, or one that is no text.
    Missing,
}

impl<'a> EventType<'a> {
    fn named(name: Text<'a>) -> Self {
        match name.as_bytes() {
            b"alert" => EventType::Alert,
            b"anomaly" => EventType::Anomaly,
            b"dns" => EventType::Dns,
            b"http" => EventType::Http,
            b"tls" => EventType::Tls,
            b"fileinfo" => EventType::FileInfo,
            b"flow" => EventType::Flow,
            b"stats" => EventType::Stats,
            b"drop" => EventType::Drop,
            _ => EventType::Other(name),
        }
    }

    /// The name on the wire; empty when it is missing.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            EventType::Alert => "alert",
            EventType::Anomaly => "anomaly",
            EventType::Dns => "dns",
            EventType::Http => "http",
            EventType::Tls => "tls",
            EventType::FileInfo => "fileinfo",
            EventType::Flow => "flow",
            EventType::Stats => "stats",
            EventType::Drop => "drop",
            EventType::Other(name) => name,
            EventType::Missing => "",
        }
    }
}

/// Which way the packet went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the one who opened the flow.
    ToServer,
    /// Back to the one who opened the flow.
    ToClient,
    /// The event does not say.
    Unknown,
}

impl Direction {
    /// The spelling of Suricata, `unknown` where it says nothing.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Direction::ToServer => "to_server",
            Direction::ToClient => "to_client",
            Direction::Unknown => "unknown",
        }
    }
}

/// The parts of an event, as checked text; the last of two members of one name wins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Parts<'a> {
    anomaly: Option<&'a str>,
    dns: Option<&'a str>,
    http: Option<&'a str>,
    tls: Option<&'a str>,
    fileinfo: Option<&'a str>,
    files: Option<&'a str>,
    flow: Option<&'a str>,
    stats: Option<&'a str>,
    drop: Option<&'a str>,
}

/// One EVE event, borrowing from its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// `timestamp`, in either spelling.
    pub timestamp: Option<Timestamp>,
    /// `event_type`.
    pub event_type: EventType<'a>,
    /// `flow_id`: joins the events of one flow on one sensor.
    pub flow_id: Option<u64>,
    /// `host`: name of the sensor.
    pub host: Option<Text<'a>>,
    /// `in_iface`: interface of the sensor.
    pub in_iface: Option<Text<'a>>,
    /// `src_ip`: sender of the packet, or opener of the flow.
    pub src_ip: Option<IpAddr>,
    /// `src_port`.
    pub src_port: Option<u16>,
    /// `dest_ip`: receiver of the packet.
    pub dest_ip: Option<IpAddr>,
    /// `dest_port`.
    pub dest_port: Option<u16>,
    /// `proto`: transport, such as `TCP`.
    pub proto: Option<Text<'a>>,
    /// `app_proto`: protocol above it, such as `http`.
    pub app_proto: Option<Text<'a>>,
    /// `community_id`: hash of the flow that other tools share.
    pub community_id: Option<Text<'a>>,
    /// `direction`, as the sensor wrote it.
    pub direction: Option<Direction>,
    /// `tx_id`: transaction inside the flow.
    pub tx_id: Option<u64>,
    /// `pcap_cnt`: packet number when a capture was replayed.
    pub pcap_cnt: Option<u64>,
    alert: Option<Alert<'a>>,
    parts: Parts<'a>,
    line: &'a str,
    payload: Payload,
    /// Whether a member may be payload, so that most lines need no second look.
    suspect: bool,
    notes: Vec<Note>,
}

impl<'a> Event<'a> {
    /// Reads one line as an event, metadata only. Total: any bytes give an event or a fault.
    ///
    /// # Errors
    /// The first rule of JSON that the line breaks, with its column.
    pub fn view(line: &'a [u8]) -> Result<Self, Fault> {
        Self::view_with(line, Payload::Off)
    }

    /// Reads one line as an event; `payload` says whether contents of traffic may be read.
    ///
    /// # Errors
    /// The first rule of JSON that the line breaks, with its column.
    pub fn view_with(line: &'a [u8], payload: Payload) -> Result<Self, Fault> {
        let text = std::str::from_utf8(line).map_err(|bad| Fault::new(Rule::NotUtf8, bad.valid_up_to()))?;
        let mut event = Self::empty(text, payload);
        let mut taker = Taker::default();
        let mut scanner = Scanner::new(text);
        let checked = scanner.whole_object(|scanner, key| {
            let key = key.name();
            if *key == *b"alert" && scanner.peek() == Some(b'{') {
                // Read in passing: whoever reads alerts wants this part, and a second look costs a third more.
                return Alert::scan(scanner, event.alert.insert(Alert::default()));
            }
            event.take(&key, scanner.value()?, &mut taker);
            Ok(())
        });
        checked.map_err(|rule| scanner.fault(rule))?;
        event.suspect = scanner.suspect;
        taker.note_missing("event_type", event.event_type == EventType::Missing);
        taker.note_missing("timestamp", event.timestamp.is_none());
        event.notes = taker.notes;
        Ok(event)
    }

    fn empty(line: &'a str, payload: Payload) -> Self {
        Self {
            timestamp: None,
            event_type: EventType::Missing,
            flow_id: None,
            host: None,
            in_iface: None,
            src_ip: None,
            src_port: None,
            dest_ip: None,
            dest_port: None,
            proto: None,
            app_proto: None,
            community_id: None,
            direction: None,
            tx_id: None,
            pcap_cnt: None,
            alert: None,
            parts: Parts::default(),
            line,
            payload,
            suspect: false,
            notes: Vec::new(),
        }
    }

    #[inline]
    fn take(&mut self, key: &[u8], value: Value<'a>, taker: &mut Taker) {
        match key {
            b"timestamp" => self.timestamp = taker.time("timestamp", value),
            b"event_type" => {
                self.event_type =
                    taker.text("event_type", value).map_or(EventType::Missing, EventType::named);
            }
            b"flow_id" => self.flow_id = taker.number("flow_id", value),
            b"host" => self.host = taker.text("host", value),
            b"in_iface" => self.in_iface = taker.text("in_iface", value),
            b"src_ip" => self.src_ip = taker.ip("src_ip", value),
            b"src_port" => self.src_port = taker.number("src_port", value),
            b"dest_ip" => self.dest_ip = taker.ip("dest_ip", value),
            b"dest_port" => self.dest_port = taker.number("dest_port", value),
            b"proto" => self.proto = taker.text("proto", value),
            b"app_proto" => self.app_proto = taker.text("app_proto", value),
            b"community_id" => self.community_id = taker.text("community_id", value),
            b"direction" => self.direction = direction(value, taker),
            b"tx_id" => self.tx_id = taker.number("tx_id", value),
            b"pcap_cnt" => self.pcap_cnt = taker.number("pcap_cnt", value),
            b"alert" => {
                taker.object("alert", value);
                self.alert = None;
            }
            b"anomaly" => self.parts.anomaly = taker.object("anomaly", value),
            b"dns" => self.parts.dns = taker.object("dns", value),
            b"http" => self.parts.http = taker.object("http", value),
            b"tls" => self.parts.tls = taker.object("tls", value),
            b"fileinfo" => self.parts.fileinfo = taker.object("fileinfo", value),
            b"files" => self.parts.files = taker.array("files", value),
            b"flow" => self.parts.flow = taker.object("flow", value),
            b"stats" => self.parts.stats = taker.object("stats", value),
            b"drop" => self.parts.drop = taker.object("drop", value),
            _ => {}
        }
    }

    /// What was odd about the header; the parts have notes of their own.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    pub(crate) fn add_note(&mut self, kind: NoteKind) {
        self.notes.push(Note { member: "line", kind });
    }

    /// The line as JSON. With [`Payload::Off`] payload members are cut out and everything else stays byte
    /// for byte; see [`PAYLOAD_MEMBERS`](crate::PAYLOAD_MEMBERS).
    #[must_use]
    pub fn json(&self) -> Cow<'a, str> {
        match self.payload {
            Payload::Off if self.suspect => redact::cut_payload(self.line),
            _ => Cow::Borrowed(self.line),
        }
    }

    /// `alert`; also other types carry one when a signature matched on them.
    #[must_use]
    pub fn alert(&self) -> Option<&Alert<'a>> {
        self.alert.as_ref()
    }

    /// `anomaly`.
    #[must_use]
    pub fn anomaly(&self) -> Option<Anomaly<'a>> {
        self.parts.anomaly.map(Anomaly::read)
    }

    /// `dns`.
    #[must_use]
    pub fn dns(&self) -> Option<Dns<'a>> {
        self.parts.dns.map(Dns::read)
    }

    /// `http`.
    #[must_use]
    pub fn http(&self) -> Option<Http<'a>> {
        self.parts.http.map(Http::read)
    }

    /// `tls`.
    #[must_use]
    pub fn tls(&self) -> Option<Tls<'a>> {
        self.parts.tls.map(Tls::read)
    }

    /// `fileinfo`.
    #[must_use]
    pub fn fileinfo(&self) -> Option<FileInfo<'a>> {
        self.parts.fileinfo.map(FileInfo::read)
    }

    /// `files`: the files of a transaction that an alert fired on.
    #[must_use]
    pub fn files(&self) -> Files<'a> {
        Files::of(self.parts.files)
    }

    /// `flow`.
    #[must_use]
    pub fn flow(&self) -> Option<Flow<'a>> {
        self.parts.flow.map(Flow::read)
    }

    /// `stats`.
    #[must_use]
    pub fn stats(&self) -> Option<Stats> {
        self.parts.stats.map(Stats::read)
    }

    /// `drop`.
    #[must_use]
    pub fn drop_info(&self) -> Option<DropInfo<'a>> {
        self.parts.drop.map(DropInfo::read)
    }
}

pub(crate) fn direction(value: Value<'_>, taker: &mut Taker) -> Option<Direction> {
    match &*taker.text("direction", value)? {
        "to_server" | "toserver" => Some(Direction::ToServer),
        "to_client" | "toclient" => Some(Direction::ToClient),
        _ => {
            taker.note("direction", NoteKind::Mistyped);
            None
        }
    }
}
