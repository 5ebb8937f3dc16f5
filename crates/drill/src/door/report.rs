//! `POST /api/v1/signals/report`: a report that somebody writes down, such as the officer of a centre 112.

use serde_json::json;

use super::Throw;
use crate::client::Fault;
use crate::scenario::Report;

pub(super) fn throw(throw: &Throw<'_>, report: &Report) -> Result<Option<String>, Fault> {
    let said = throw.said(&report.say);
    let lang = said.lang.get_ref();
    let (lat, lon) = throw.near(&report.near);
    let body = json!({
        "id": throw.id,
        "title": throw.say(&said.title, lang),
        "text": throw.say(&said.text, lang),
        "lang": lang,
        "seen": throw.at.to_string(),
        "place": {
            "words": throw.say(&report.near.words, lang),
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        },
        "severity": report.severity.get_ref(),
        "life_at_risk": report.life_at_risk,
        "from": throw.say(&report.from, lang),
    });
    let made = throw.client.post(throw.token, "signals/report", &body)?;
    Ok(made["subject"].as_str().map(str::to_owned))
}
