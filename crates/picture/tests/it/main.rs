//! What the picture promises, against logs in memory.

mod live;
mod reading;
mod world;
