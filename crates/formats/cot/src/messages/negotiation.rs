//! Why: both ends of a stream begin with XML and may agree on protobuf. A wrong step here leaves two programs
//! that cannot read each other, so the rules are a machine with time as a parameter.
//!
//! Source: commoncommo, "Streaming Connection Protocol Negotiation", steps 3 to 7.

use super::Stamp;
use crate::detail::Detail;
use crate::event::Event;
use crate::point::Point;
use crate::time::Time;

/// How long a server listens for a request after its offer or refusal, and a client for the answer, in
/// milliseconds.
pub const WAIT_MS: i64 = 60_000;

const OFFER: &str = "t-x-takp-v";
const REQUEST: &str = "t-x-takp-q";
const RESPONSE: &str = "t-x-takp-r";

/// A step of the negotiation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `t-x-takp-v`: the server can speak these versions.
    Offer(Vec<u32>),
    /// `t-x-takp-q`: the client wants this version.
    Request(u32),
    /// `t-x-takp-r`: the server does or does not change over.
    Response(bool),
}

/// Makes a step. Its uid names the negotiation: the server chooses it, all steps have it.
pub fn step<'a>(stamp: Stamp<'a>, step: &Step) -> Event<'a> {
    let (type_, inside) = match step {
        Step::Offer(versions) => {
            let one = |version: &u32| format!("<TakProtocolSupport version=\"{version}\"/>");
            (OFFER, versions.iter().map(one).collect())
        }
        Step::Request(version) => (REQUEST, format!("<TakRequest version=\"{version}\"/>")),
        Step::Response(status) => (RESPONSE, format!("<TakResponse status=\"{status}\"/>")),
    };
    let mut event = Event::new(stamp.uid, type_, "m-g", stamp.time, WAIT_MS, Point::nowhere());
    // INVARIANT: made of digits and our own tags only, so it is well-formed.
    event.detail = Detail::from_xml(format!("<TakControl>{inside}</TakControl>")).unwrap_or_default();
    event
}

/// Recognises a step. One that is broken (no version, two requests) is none.
pub fn of(event: &Event<'_>) -> Option<Step> {
    let kind = event.kind().base();
    if ![OFFER, REQUEST, RESPONSE].contains(&kind) {
        return None;
    }
    let control = event.detail.element("TakControl")?;
    let numbers = |name: &'static str| {
        let named = control.children().filter(move |child| child.name() == name);
        named.map(|child| child.attribute("version")?.trim_ascii().parse::<u32>().ok())
    };
    match kind {
        OFFER => {
            let versions = numbers("TakProtocolSupport").collect::<Option<Vec<_>>>()?;
            (!versions.is_empty()).then_some(Step::Offer(versions))
        }
        REQUEST => match numbers("TakRequest").collect::<Vec<_>>()[..] {
            [version] => version.map(Step::Request),
            _ => None,
        },
        _ => {
            let mut answers = control.children().filter(|child| child.name() == "TakResponse");
            let (answer, None) = (answers.next()?, answers.next()) else { return None };
            match &*answer.attribute("status")? {
                "true" => Some(Step::Response(true)),
                "false" => Some(Step::Response(false)),
                _ => None,
            }
        }
    }
}

/// The server's side of one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    uid: String,
    until: Time,
    agreed: bool,
}

impl Server {
    /// The offer, to be sent once on a connection, and the machine that waits for its answer.
    pub fn offer(uid: &str, now: Time) -> (Self, Event<'static>) {
        let server = Self { uid: uid.into(), until: now.plus_millis(WAIT_MS), agreed: false };
        (server, step(Stamp { uid, time: now }, &Step::Offer(vec![crate::proto::VERSION])).into_owned())
    }

    /// Looks at an event from the client. With an answer: send it as XML; when it is `true`, everything after
    /// it, in both directions, is protobuf ([`Server::agreed`]).
    pub fn receive(&mut self, event: &Event<'_>, now: Time) -> Option<Event<'static>> {
        if self.agreed || now > self.until {
            return None;
        }
        let wanted = match of(event)? {
            Step::Request(version) => version,
            Step::Offer(_) | Step::Response(_) => return None,
        };
        // A connection has one negotiation; a client that gives it another uid means this one.
        self.agreed = wanted == crate::proto::VERSION;
        if !self.agreed {
            self.until = now.plus_millis(WAIT_MS);
        }
        let answer = step(Stamp { uid: &self.uid, time: now }, &Step::Response(self.agreed));
        Some(answer.into_owned())
    }

    /// Whether both sides now speak protobuf.
    pub fn agreed(&self) -> bool {
        self.agreed
    }

    /// Whether a request can still come.
    pub fn is_listening(&self, now: Time) -> bool {
        !self.agreed && now <= self.until
    }
}

/// The client's side of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    /// XML in both directions; no request was made, or it was refused.
    Xml,
    /// A request was made: send nothing, read XML, and hang up after this instant.
    Waiting(Time),
    /// Protobuf in both directions.
    Protobuf,
}

impl Client {
    /// Looks at an event from the server. With a request: send it as XML, and nothing after it until the
    /// answer.
    pub fn receive(&mut self, event: &Event<'_>, now: Time) -> Option<Event<'static>> {
        match (*self, of(event)?) {
            (Self::Xml, Step::Offer(versions)) if versions.contains(&crate::proto::VERSION) => {
                *self = Self::Waiting(now.plus_millis(WAIT_MS));
                let stamp = Stamp { uid: &event.uid, time: now };
                Some(step(stamp, &Step::Request(crate::proto::VERSION)).into_owned())
            }
            (Self::Waiting(_), Step::Response(agreed)) => {
                *self = if agreed { Self::Protobuf } else { Self::Xml };
                None
            }
            _ => None,
        }
    }

    /// Whether the answer is overdue: the state of the stream is then not known, and the client hangs up.
    pub fn must_hang_up(&self, now: Time) -> bool {
        matches!(self, Self::Waiting(until) if now > *until)
    }

    /// Whether events may be sent now.
    pub fn may_send(&self) -> bool {
        !matches!(self, Self::Waiting(_))
    }
}
