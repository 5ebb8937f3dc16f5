//! How the node is.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// How the node is, as far as every session may know it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Health {
    /// About the line; the client knows more of it than the node.
    #[schema(value_type = Object)]
    pub link: serde_json::Map<String, serde_json::Value>,
    /// The log.
    pub log: LogHealth,
    /// The picture.
    pub picture: PictureHealth,
    /// The clock.
    pub clock: ClockHealth,
    /// Sources that the session may see.
    pub feeds: Vec<Feed>,
    /// The disk.
    pub disk: DiskHealth,
    /// The keeping of who read what.
    pub access: AccessHealth,
}

/// The log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LogHealth {
    /// The node's name.
    pub name: String,
    /// When the newest checkpoint was signed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sealed_at: Option<Timestamp>,
    /// Whether nothing damaged was found since the start.
    pub records_ok: bool,
}

/// The picture.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PictureHealth {
    /// The age of the oldest record that it does not show yet.
    pub lag_ms: u64,
    /// Whether feeds and sensors are asked to come later, because it is too far behind.
    pub intake_slowed: bool,
}

/// The clock.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockHealth {
    /// How far our time runs ahead of the wall clock, after that was set back.
    pub ahead_ms: u64,
}

/// The disk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DiskHealth {
    /// `good` or `full`.
    pub state: String,
}

/// The keeping of who read what.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccessHealth {
    /// `good`; `waiting`: it can't be written now and is kept; `lost`: some of it was lost since the start.
    pub state: String,
}

/// A source of signals.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Feed {
    /// What people call it.
    pub name: String,
    /// When it last spoke.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last: Option<Timestamp>,
    /// How often it is expected to.
    pub period_s: Option<u32>,
    /// `good`, `late`, `silent`, `dropping` or `unknown`.
    pub state: String,
}
