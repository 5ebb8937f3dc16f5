//! Why: a point says where, and how well that is known. CoT spells "not known" as a large number; here it is
//! `None`, so that nobody computes with it.
//!
//! Source: `Event-PUBLIC.xsd` of CoT 2.0, element `point`; takcot, `xsd/event/point.xsd`.

use crate::error::WriteError;

/// Where an event is: CoT 2.0 `point`, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Latitude in degrees, -90 to 90.
    pub lat: f64,
    /// Longitude in degrees, -180 to 180.
    pub lon: f64,
    /// Height above the ellipsoid in metres; `None` when not known.
    pub hae: Option<f64>,
    /// Radius of the circle that holds the true place, in metres; `None` when not known.
    pub ce: Option<f64>,
    /// Error of the height, in metres; `None` when not known.
    pub le: Option<f64>,
}

/// The number that stands for "not known" in what we write.
pub const UNKNOWN: f64 = 9_999_999.0;

/// From here on a number means "not known" when read: both 999999 and 9999999 are in use.
const UNKNOWN_FROM: f64 = 999_999.0;

impl Point {
    /// A place with nothing known of height and error.
    pub fn new(lat: f64, lon: f64) -> Self {
        Self { lat, lon, hae: None, ce: None, le: None }
    }

    /// The point of messages that are about no place: 0, 0, all else not known.
    pub fn nowhere() -> Self {
        Self::new(0.0, 0.0)
    }

    /// A height or error as it was read: `None` when not known.
    pub(crate) fn known(number: f64) -> Option<f64> {
        (number.is_finite() && number.abs() < UNKNOWN_FROM).then_some(number)
    }

    /// The five numbers as they are written, if they are a point.
    pub(crate) fn numbers(&self) -> Result<[(&'static str, f64); 5], WriteError> {
        let degrees = |name, value: f64, max: f64, wanted| {
            let right = value.is_finite() && value.abs() <= max;
            if right { Ok((name, value)) } else { Err(WriteError::Number(name, value, wanted)) }
        };
        let metres = |name, value: Option<f64>, least: f64, wanted| {
            let number = value.unwrap_or(UNKNOWN);
            let right = value.is_none() || (number >= least && number.abs() < UNKNOWN_FROM);
            if right { Ok((name, number)) } else { Err(WriteError::Number(name, number, wanted)) }
        };
        Ok([
            degrees("lat", self.lat, 90.0, "a number from -90 to 90")?,
            degrees("lon", self.lon, 180.0, "a number from -180 to 180")?,
            metres("hae", self.hae, f64::NEG_INFINITY, "a number of metres under 999999")?,
            metres("ce", self.ce, 0.0, "a number of metres from 0 to 999999")?,
            metres("le", self.le, 0.0, "a number of metres from 0 to 999999")?,
        ])
    }
}
