//! What goes over the wire.

use jiff::Timestamp;
use kulla_record::SubjectId;
use kulla_record::kind::signal::{Reading, Rise, Threshold};
use serde::Serialize;
use utoipa::ToSchema;

/// What became of readings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Observed {
    /// Readings that are on record now.
    pub taken: u64,
    /// Readings that were on record before.
    pub known: u64,
    /// Readings that were refused.
    pub refused: u64,
    /// The first of those, by row.
    pub rows: Vec<RowRefused>,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RowRefused {
    /// From 1; the header of CSV is not counted.
    pub row: u64,
    /// Stable: `observation.future`.
    pub rule: String,
    /// What is wrong, and what to do.
    pub message: String,
}

/// The curve of one property of a source.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Curve {
    /// The source.
    pub source: SubjectId,
    /// What people call it.
    pub name: String,
    /// What was measured.
    pub property: String,
    /// Unit of the values.
    pub unit: String,
    /// Values from which on it matters.
    pub thresholds: Vec<Threshold>,
    /// How fast it may rise.
    pub rise: Option<Rise>,
    /// Oldest first.
    pub readings: Vec<Reading>,
    /// What is foretold, from the newest forecast of each time.
    pub forecast: Vec<Reading>,
    /// Whether there are more than are shown: ask for a shorter time.
    pub more: bool,
    /// How often the source is expected to speak, in seconds.
    pub period_s: Option<u32>,
    /// The newest measurement.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub newest: Option<Timestamp>,
}
