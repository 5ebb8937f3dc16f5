//! `POST /open311/v2/requests.json`: a citizen reports, without a session, as anybody can.
//!
//! The answer is a code and not the id of the signal: whoever reports from outside does not learn that. A player that is
//! killed between sending and noting the answer sends again, as a person would who saw no answer; then there are two.

use super::{Throw, refused};
use crate::client::Fault;
use crate::scenario::Citizen;

pub(super) fn throw(throw: &Throw<'_>, citizen: &Citizen) -> Result<Option<String>, Fault> {
    let said = throw.said(&citizen.say);
    let lang = said.lang.get_ref();
    let (lat, lon) = throw.near(&citizen.near);
    let form = [
        ("service_code", throw.say(&said.service, lang)),
        ("description", throw.say(&said.text, lang)),
        ("address_string", throw.say(&citizen.near.words, lang)),
        ("lat", lat.to_string()),
        ("long", lon.to_string()),
        ("lang", lang.clone()),
    ];
    let form: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    let path = "/open311/v2/requests.json";
    let media = "application/x-www-form-urlencoded";
    let answer = throw.client.public("POST", path, (media, form.join("&").as_bytes()))?;
    if (200..300).contains(&answer.status) {
        return Ok(None);
    }
    let wrong = answer.json()[0]["description"].as_str().unwrap_or_default().to_owned();
    Err(refused("open311.refused", format!("{}: {wrong}", answer.status)))
}

/// A value in a form (WHATWG URL, `application/x-www-form-urlencoded`).
fn escaped(value: &str) -> String {
    value.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => text.push(char::from(byte)),
            b' ' => text.push('+'),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
        text
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_citizen_says_stays_one_value_of_the_form() {
        assert_eq!(super::escaped("Ujë & baltë=1"), "Uj%C3%AB+%26+balt%C3%AB%3D1");
    }
}
