//! What a map is drawn from: GeoJSON (RFC 7946), longitude first.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kulla_record::SubjectId;
use kulla_record::kind::signal::Severity;
use kulla_record::place::Geometry;
use serde::Serialize;
use utoipa::ToSchema;

use super::session::ByLang;

/// What lies under the map: the same for every session of the node.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MapBase {
    /// Where a map opens: west, south, east, north.
    pub bounds: [f64; 4],
    /// Whether municipalities are circles around their seats, because no boundaries are imported.
    pub approximate: bool,
    /// That they are, in words; empty once boundaries are imported.
    pub note: ByLang,
    /// Outline of the country and its neighbours; null where the profile has none.
    pub outline: serde_json::Value,
    /// Rivers and lakes; null where the profile has none.
    pub rivers: serde_json::Value,
    /// Municipalities.
    pub areas: Vec<MapArea>,
    /// Places below the municipalities that can be looked for.
    pub villages: Vec<MapVillage>,
}

/// A municipality on the map; its names stand in the profile.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MapArea {
    /// Code.
    pub code: String,
    /// Longitude, latitude of the seat.
    pub seat: [f64; 2],
    /// Its boundary, once imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<Geometry>,
    /// Kilometres of the circle that stands in for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
}

/// A village.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MapVillage {
    /// Names.
    pub name: ByLang,
    /// Its municipality.
    pub area: String,
    /// Longitude, latitude.
    pub at: [f64; 2],
}

/// Things with a place that the session may read: a GeoJSON FeatureCollection with a few members more.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MapItems {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The moment that is shown.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Things.
    pub features: Vec<MapFeature>,
    /// There are more than these, or more was written than could be looked at.
    pub more: bool,
    /// How many there are in each layer.
    pub counts: BTreeMap<String, usize>,
    /// Of the subjects that were asked for: those that are not on the map now, for whatever reason.
    pub gone: Vec<SubjectId>,
}

/// One thing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MapFeature {
    /// `Feature`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its subject.
    pub id: SubjectId,
    /// Where.
    pub geometry: Geometry,
    /// What.
    pub properties: MapThing,
}

/// What a map says of a thing. What is not there is not known.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MapThing {
    /// `signals`, `tasks`, `gauges`, `units`, `shelters`, `facilities`, `warnings`.
    pub layer: String,
    /// Kind of record.
    pub kind: String,
    /// One line.
    pub title: String,
    /// Number or call sign.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Where it stands, in the words of its kind; of a signal what was made of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// How bad.
    pub severity: Severity,
    /// Whether a life is at risk.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub life_at_risk: bool,
    /// When it happened or takes effect.
    #[schema(value_type = String, format = DateTime)]
    pub when: Timestamp,
    /// Until when it holds or is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// Agency that has to act or that it belongs to.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agency: String,
    /// Areas that it names, where it has no shape of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// What a unit or facility is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// Symbol code of a force.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sidc: String,
    /// Of a gauge: the newest reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<MapReading>,
    /// Nothing was heard of it for twice the time that it should take.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stale: bool,
    /// The exercise that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercise: Option<String>,
}

/// The plate of a gauge.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MapReading {
    /// What is measured.
    pub property: String,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// When it was measured.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Change in an hour; absent where the readings say nothing about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trend: Option<f64>,
}

/// How much was written, as far as the session may read it: the bars under the map.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MapHistory {
    /// Where the first stretch begins.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Where the last one ends.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// Seconds of a stretch.
    pub bucket_s: i64,
    /// Versions of each stretch, the oldest first.
    pub counts: Vec<u64>,
    /// There were more than could be counted; the oldest stretches are short.
    pub more: bool,
}
