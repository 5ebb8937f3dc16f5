//! `POST /api/v1/signals/report`: a report that somebody writes down, such as the officer of a centre 112.

use serde_json::json;

use super::Throw;
use crate::client::Fault;
use crate::scenario::Report;
use crate::scenario::draw::Dice;

pub(super) fn throw(throw: &Throw<'_>, report: &Report) -> Result<Option<String>, Fault> {
    let first = Dice::new(throw.drawn.seed, &format!("say {}", throw.inject().name.get_ref()))
        .below(report.say.len());
    let said = &report.say[(first + throw.arrival.copy as usize) % report.say.len()];
    let lang = said.lang.get_ref();
    let (lat, lon) = throw.drawn.near(
        throw.number(&report.near.lat),
        throw.number(&report.near.lon),
        report.near.km,
        &throw.key(),
    );
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
