//! What the node's profile says of the country, as its API tells everybody: names of places and of hazards.

use std::collections::BTreeMap;

use serde_json::Value;

/// Places and hazards by code.
#[derive(Debug, Clone, Default)]
pub(crate) struct Country {
    pub areas: BTreeMap<String, Area>,
    pub hazards: BTreeMap<String, Hazard>,
}

/// A municipality.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    names: BTreeMap<String, String>,
    /// Longitude, latitude.
    pub seat: (f64, f64),
    /// Official there.
    pub languages: Vec<String>,
}

/// A hazard.
#[derive(Debug, Clone)]
pub(crate) struct Hazard {
    events: BTreeMap<String, String>,
    /// CAP `category`.
    pub category: String,
}

impl Country {
    /// From the answer of `GET /api/v1/profile`.
    pub fn read(profile: &Value) -> Country {
        let list = |field: &str| profile[field].as_array().cloned().unwrap_or_default();
        let code = |value: &Value| value["code"].as_str().unwrap_or_default().to_owned();
        let area = |value: &Value| Area {
            names: by_lang(&value["name"]),
            seat: (value["seat"][0].as_f64().unwrap_or(0.0), value["seat"][1].as_f64().unwrap_or(0.0)),
            languages: words(&value["languages"]),
        };
        let hazard = |value: &Value| Hazard {
            events: by_lang(&value["event"]),
            category: value["category"].as_str().unwrap_or_default().to_owned(),
        };
        Country {
            areas: list("municipalities").iter().map(|value| (code(value), area(value))).collect(),
            hazards: list("hazards").iter().map(|value| (code(value), hazard(value))).collect(),
        }
    }
}

impl Area {
    pub fn name(&self, lang: &str) -> String {
        said(&self.names, lang)
    }
}

impl Hazard {
    pub fn event(&self, lang: &str) -> String {
        said(&self.events, lang)
    }
}

fn said(texts: &BTreeMap<String, String>, lang: &str) -> String {
    texts.get(lang).or_else(|| texts.get("en")).cloned().unwrap_or_default()
}

fn by_lang(value: &Value) -> BTreeMap<String, String> {
    let texts = value.as_object().into_iter().flatten();
    texts.filter_map(|(lang, text)| Some((lang.clone(), text.as_str()?.to_owned()))).collect()
}

fn words(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
}
