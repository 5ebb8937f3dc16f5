//! Detectors: what a machine notices in what sources say, so that a person looks.
//!
//! Each is a pure function over what the desk hands in: no clock, no I/O, no ids. It proposes and never acts: what
//! comes out is an alarm that waits in triage with its reason in words. It assesses situations, never people.
//!
//! | detector | notices |
//! |---|---|
//! | [`threshold`] | a value that reaches one of the thresholds of its measure, with hysteresis |
//! | [`rise`] | a value that rises faster than its measure allows |
//! | [`silence`] | a source that is late beyond its period |
//! | [`grouping`] | alarms that are likely of one occurrence |
//! | [`duplicate`] | reports that are likely of one thing |
//!
//! Parameters are data: those of [`threshold`] and [`rise`] stand in the register of sources
//! ([`Measure`](kulla_record::kind::signal::Measure)), those of [`silence`] too, those of [`grouping`] and
//! [`duplicate`] in their `Parameters`. How often each is wrong, and on which data, stands in the README of its folder.

pub mod duplicate;
pub mod grouping;
pub mod rise;
pub mod silence;
pub mod threshold;

mod said;
mod series;

pub use series::Series;
