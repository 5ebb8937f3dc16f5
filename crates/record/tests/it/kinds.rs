//! Every kind that there is, with its schema and its reader.

use kulla_record::Kind;
use kulla_record::kind::action::{Facility, Shelter, Task, Unit};
use kulla_record::kind::approval::{Decision, Policy, PolicyChange};
use kulla_record::kind::assessment::Assessment;
use kulla_record::kind::governance::{
    Access, Credential, Erasure, Grant, GrantChange, Hold, Key, LabelText, Link,
};
use kulla_record::kind::incident::{Entry, Incident};
use kulla_record::kind::lesson::{Exercise, Inject};
use kulla_record::kind::reporting::{Moderation, Notice, Reporter};
use kulla_record::kind::signal::{Alarm, Bulletin, Observation, Report, Source};
use kulla_record::kind::warning::{Delivery, Warning, WarningDraft};
use kulla_record::kind::{BadBody, Body};
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

pub struct Drill {
    pub kind: Kind,
    pub schema: Value,
    /// Reads a body and writes it again, as an older program does that changes a subject.
    pub rewrite: fn(&[u8]) -> Result<Vec<u8>, BadBody>,
}

pub fn all() -> Vec<Drill> {
    let drills = vec![
        drill::<Source>(),
        drill::<Report>(),
        drill::<Reporter>(),
        drill::<Moderation>(),
        drill::<Notice>(),
        drill::<Observation>(),
        drill::<Alarm>(),
        drill::<Bulletin>(),
        drill::<Assessment>(),
        drill::<Incident>(),
        drill::<Entry>(),
        drill::<Task>(),
        drill::<Unit>(),
        drill::<Facility>(),
        drill::<Shelter>(),
        drill::<WarningDraft>(),
        drill::<Warning>(),
        drill::<Delivery>(),
        drill::<Exercise>(),
        drill::<Inject>(),
        drill::<Link>(),
        drill::<Grant>(),
        drill::<GrantChange>(),
        drill::<Credential>(),
        drill::<Policy>(),
        drill::<PolicyChange>(),
        drill::<Access>(),
        drill::<Decision>(),
        drill::<Erasure>(),
        drill::<Hold>(),
        drill::<Key>(),
        drill::<LabelText>(),
    ];
    let named: Vec<&Kind> = drills.iter().map(|drill| &drill.kind).collect();
    assert_eq!(named, Kind::KNOWN.iter().collect::<Vec<_>>(), "a kind is missing from the drill");
    drills
}

fn drill<T: Body + ToSchema>() -> Drill {
    Drill { kind: T::KIND, schema: schema::<T>(), rewrite: |json| T::read(json).map(|body| body.json()) }
}

/// One document: the schema of the body, and beside it what it refers to.
fn schema<T: Body + ToSchema>() -> Value {
    let mut parts: Vec<(String, RefOr<Schema>)> = vec![];
    T::schemas(&mut parts);
    let parts: Map<String, Value> =
        parts.into_iter().map(|(name, part)| (name, serde_json::to_value(part).unwrap())).collect();
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": T::KIND.as_str(),
    });
    let body = serde_json::to_value(<T as PartialSchema>::schema()).unwrap();
    whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    if !parts.is_empty() {
        whole["$defs"] = Value::Object(parts);
    }
    let text = whole.to_string().replace("#/components/schemas/", "#/$defs/");
    serde_json::from_str(&text).unwrap()
}
