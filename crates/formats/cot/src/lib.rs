#![doc = include_str!("../README.md")]

pub mod detail;
mod error;
mod event;
pub mod framing;
pub mod fuzz;
mod kind;
mod limits;
pub mod messages;
mod point;
pub mod proto;
mod read;
pub mod sidc;
mod time;
mod write;
pub mod xml;

pub use error::{Error, Rule, WriteError};
pub use event::Event;
pub use kind::{Affiliation, Kind};
pub use limits::{
    ATTRIBUTES_COUNT_MAX, DEPTH_LEVELS_MAX, FRAME_BYTES_MAX, PENDING_BYTES_MAX, SKIP_BYTES_MAX,
};
pub use point::{Point, UNKNOWN};
pub use read::{Frame, read, read_all};
pub use time::Time;
pub use write::XML_HEADER;
