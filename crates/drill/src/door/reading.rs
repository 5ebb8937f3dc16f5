//! `POST /api/v1/observations`: what a gauge of the register reads, sent for the agency that answers for it.

use std::time::Duration;

use serde_json::json;

use super::{Throw, refused};
use crate::client::Fault;
use crate::scenario::Reading;

/// The rule of a reading whose source nobody can see. The register is written while a node starts, and its
/// picture may come a little later.
const NOT_LISTED: &str = "observation.source";
const REGISTER_LOOKS_MAX: u32 = 20;
const REGISTER_WAIT: Duration = Duration::from_millis(100);

pub(super) fn throw(throw: &Throw<'_>, reading: &Reading) -> Result<Option<String>, Fault> {
    let curve = throw.scenario.curve.iter().find(|curve| curve.name == reading.curve);
    let value = curve.and_then(|curve| throw.drawn.reading(curve, throw.arrival.at));
    let value = value.ok_or_else(|| refused("reading.curve", "the curve can't be read"))?;
    let rows = json!([{
        "source": reading.source.get_ref(),
        "property": reading.property.get_ref(),
        "at": throw.at.to_string(),
        "value": value,
    }]);
    for _ in 0..REGISTER_LOOKS_MAX {
        let answer = throw.client.post(throw.token, "observations", &rows)?;
        let said = |field: &str| answer["rows"][0][field].as_str().unwrap_or_default().to_owned();
        match said("rule").as_str() {
            // A reading is no signal by itself: what it means is for the detectors of the node to say.
            "" => return Ok(None),
            NOT_LISTED => std::thread::sleep(REGISTER_WAIT),
            rule => return Err(refused(rule, said("message"))),
        }
    }
    Err(refused(NOT_LISTED, format!("`{}` does not stand in the register", reading.source.get_ref())))
}
