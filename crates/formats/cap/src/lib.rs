#![doc = include_str!("../README.md")]

mod codes;
mod feed;
mod geo;
pub mod limits;
mod model;
mod read;
mod report;
mod rules;
mod time;
mod validate;
mod write;
mod xml;

pub use codes::{
    Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, UnknownCode, Urgency,
};
pub use feed::atom::write_atom;
pub use feed::edxl::write_envelope;
pub use feed::rss::write_rss;
pub use feed::{
    DistributionKind, DistributionStatus, Envelope, EnvelopeVersion, Feed, FeedEntry, FeedFormat, Parcel,
    Wrapping, split,
};
pub use geo::{Circle, Point, Polygon, ShapeFault};
pub use model::{Alert, Area, Info, LANGUAGE_DEFAULT, NamedValue, Reference, Resource};
pub use report::{Finding, Gravity, Report, Signature, Verdict};
pub use rules::{RULES, Rule};
pub use time::{Time, TimeFault};
pub use validate::validate;
pub use write::{WriteError, write};
