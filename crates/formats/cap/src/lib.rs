//! CAP 1.2 (Common Alerting Protocol), its feeds and its envelope: read, write, validate.
//!
//! Bytes in, typed values out, and back. No I/O, no clock, no network.
#![doc = ""]

mod codes;
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
pub use geo::{Circle, Point, Polygon, ShapeFault};
pub use model::{Alert, Area, Info, LANGUAGE_DEFAULT, NamedValue, Reference, Resource};
pub use report::{Finding, Gravity, Report, Signature, Verdict};
pub use rules::{RULES, Rule};
pub use time::{Time, TimeFault};
pub use validate::validate;
pub use write::{WriteError, write};
