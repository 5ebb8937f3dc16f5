//! Confused deputies: writes that name what the writer may not read, in the path or in the body, are answered as if it were
//! not there, and leave no trace.
//!
//! The routes and the fields of their bodies are those of the document. The same requests go to two worlds that are the same
//! down to their hidden things: in one they name a hidden thing, in the other something that never was. Every answer has to
//! be the same, byte for byte, once the names are taken out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value, json};

use crate::two_worlds::{Dice, Told};
use crate::world::{Answer, Person, World};

const SEEDS: u64 = 6;
/// Bodies for each route, writer and named thing.
const BODIES: u64 = 3;
/// Whoever writes: an officer, a second person, and who is of a municipality, over people, and over all.
const WRITERS: [&str; 5] = ["duty", "approver", "prizren", "archive", "overseer"];
/// Routes on which nothing is compared.
const EXEMPT: [(&str, &str); 5] = [
    ("/api/v1/session/leave", "ends the writer's session"),
    ("/api/v1/signals/cap", "a document of somebody else, which names nothing of ours"),
    ("/api/v1/observations", "the same"),
    (
        "/api/v1/exercise/injects/{subject}/answer",
        "nobody of the profile directs exercises; the player does",
    ),
    ("/api/v1/labels/who", "names a label, which is no thing"),
];
/// What never was.
const NOBODY: &str = "01890000-0000-7000-8000-0000000000ff";
/// How much chance one request may use up.
const CHANCE: u64 = 1 << 12;
const HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A route that writes, with the fields of its body.
struct Writes {
    method: &'static str,
    path: String,
    fields: BTreeMap<String, Value>,
}

fn routes() -> Vec<Writes> {
    let document: Value =
        serde_json::from_str(&kulla_gateways::document().to_pretty_json().unwrap()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["post", "put"].into_iter().filter(|method| item.get(method).is_some()) {
            let (false, Some(_)) =
                (EXEMPT.iter().any(|(exempt, _)| exempt == path), path.strip_prefix("/api/v1/"))
            else {
                continue;
            };
            let content = &item[method]["requestBody"]["content"];
            let schema = resolved(&document, &content["application/json"]["schema"]);
            let fields = schema["properties"].as_object().cloned().unwrap_or_default();
            let fields =
                fields.into_iter().map(|(name, schema)| (name, resolved(&document, &schema))).collect();
            routes.push(Writes { method, path: path.clone(), fields });
        }
    }
    routes
}

fn resolved(document: &Value, schema: &Value) -> Value {
    match schema["$ref"].as_str() {
        Some(at) => resolved(document, document.pointer(at.trim_start_matches('#')).unwrap()),
        None => schema.clone(),
    }
}

/// What is named: the thing that the writer may not read, or what never was.
struct Named<'a> {
    subject: &'a str,
    version: &'a str,
}

impl Writes {
    /// A body that names it wherever something can be named, and now and then says more than it may.
    fn body(&self, told: &Told, writer: &Person<'_>, named: &Named<'_>, dice: &mut Dice) -> Value {
        let mut body = Map::new();
        for (name, schema) in &self.fields {
            let needed = [
                "id", "head", "content", "title", "text", "hazard", "agency", "held", "reason", "words",
                "lang",
            ];
            if !needed.contains(&name.as_str()) && dice.roll(3) == 0 {
                continue;
            }
            body.insert(name.clone(), self.field(name, schema, told, writer, named, dice));
        }
        if dice.roll(6) == 0 {
            let (name, value) =
                [("author", named.subject), ("agency_of", "kp"), ("subject", named.subject)]
                    [dice.roll(3) as usize];
            body.insert(name.to_owned(), json!(value));
        }
        Value::Object(body)
    }

    fn field(
        &self,
        name: &str,
        schema: &Value,
        told: &Told,
        writer: &Person<'_>,
        named: &Named<'_>,
        dice: &mut Dice,
    ) -> Value {
        let visible = |field: &str, dice: &mut Dice| {
            let item = told.seen.get(dice.roll(told.seen.len().max(1) as u64) as usize);
            item.map_or(Value::Null, |item| item[field].clone())
        };
        match name {
            // One of its own in each world, by the same row.
            "id" => json!(told.world.id()),
            "head" => match dice.roll(3) {
                0 => visible("version", dice),
                1 => json!([named.version]),
                _ => json!(named.version),
            },
            "heads" => json!([named.version]),
            "incident" | "from_signal" | "to" | "in_hand" if dice.roll(4) > 0 => json!(named.subject),
            "incident" | "from_signal" | "in_hand" => visible("subject", dice),
            "hash" | "scenario_hash" => json!(HASH),
            "content" => writer.content(),
            "place" => json!({ "words": "Gjonaj", "areas": ["20"] }),
            "held" => {
                json!({ "name": "Drita Hoxha", "roles": ["duty-officer"], "groups": [], "nations": [], "clearances": {},
                "categories": [], "review": "2027-06-01", "grounds": "x", "lang": "sq" })
            }
            "label" => Value::Null,
            "kind" => json!("entry"),
            "tlp" => json!("TLP:CLEAR"),
            "hazard" => json!("flood"),
            "severity" => json!("Severe"),
            "agency" => json!("ame"),
            "lang" => json!("sq"),
            "progress" => json!("in-hand"),
            "grade" => json!("B2"),
            "verdict" => json!("justified"),
            _ if schema["type"] == "object" || schema["additionalProperties"].is_object() => {
                json!({ "sq": "ura", "en": "bridge" })
            }
            _ if schema["type"] == "array" => json!([]),
            _ if schema["type"] == "boolean" => json!(dice.roll(2) == 0),
            _ if schema["type"] == "integer" || schema["type"] == "number" => json!(1),
            _ if schema["format"] == "date-time" => json!(told.world.time(30)),
            _ => json!("ura"),
        }
    }
}

/// What came back, without the names.
fn told_apart(answer: &Answer, named: &Named<'_>) -> String {
    let text = format!("{} {:?} {}", answer.status, answer.headers, String::from_utf8_lossy(&answer.bytes));
    text.replace(named.subject, "NAMED").replace(named.version, "NAMED")
}

/// Two worlds that are the same.
struct Pair {
    seed: u64,
    /// Requests so far.
    sent: AtomicU64,
    hidden: Told,
    absent: Told,
}

impl Pair {
    async fn new(seed: u64) -> Pair {
        Pair {
            seed,
            sent: AtomicU64::new(1),
            hidden: Told::new(seed, true).await,
            absent: Told::new(seed, true).await,
        }
    }

    /// The things that stay with the police, as the police see them.
    async fn kept(&self) -> Vec<Value> {
        let mut things = Vec::new();
        for subject in &self.hidden.hidden {
            let police = self.hidden.world.person("police");
            things.push(police.get(&format!("items/{subject}")).await.expect(200));
        }
        things
    }

    /// One body, with each of the two names, to each of the two worlds. Whether it was said that there is no such thing.
    async fn send(
        &self,
        (code, writers): (&str, &[Person<'_>; 2]),
        route: &Writes,
        (named, n): (&Named<'_>, u64),
    ) -> bool {
        let nobody = Named { subject: NOBODY, version: NOBODY };
        // Looking for a thing may use up some chance, which nobody sees; what is drawn for an answer is the same again.
        let place = (1 << 30) + self.sent.fetch_add(1, Ordering::SeqCst) * CHANCE;
        let mut answers = Vec::new();
        let worlds = [(&self.hidden, named), (&self.absent, &nobody)];
        for ((told, named), writer) in worlds.into_iter().zip(writers) {
            told.world.node.entropy.go_on_at(place);
            let mut dice = Dice(self.seed << 32 | n);
            let path = route.path.trim_start_matches("/api/v1/").replace("{subject}", named.subject);
            let path = path.replace("{id}", "0").replace("{role}", "duty-officer");
            let body = route.body(told, writer, named, &mut dice).to_string();
            let answer = writer.tell(&route.method.to_uppercase(), &path, body).await;
            answers.push((told_apart(&answer, named), answer));
        }
        let ((a, answer), (b, _)) = (&answers[0], &answers[1]);
        let place = format!("seed {}, {code}, {} {}", self.seed, route.method, route.path);
        if let Some(at) = a.bytes().zip(b.bytes()).position(|(a, b)| a != b) {
            let near = |text: &str| text[at.saturating_sub(80)..].chars().take(160).collect::<String>();
            panic!("{place}: … {} … is not … {} …", near(a), near(b));
        }
        assert_eq!(a, b, "{place}");
        let done = answer.status.is_success() && route.path.contains("{subject}");
        assert!(!done, "{place}: it did something to a thing that {code} may not read");
        if answer.status == 404 {
            assert_eq!(answer.json()["code"], "absent", "{place}");
        }
        answer.status == 404
    }

    /// Everything, about these things. Which routes said that there is no such thing.
    async fn compare(&self, routes: &[Writes], things: &[Value]) -> BTreeSet<String> {
        let mut said_absent = BTreeSet::new();
        for code in WRITERS {
            let writers = [comes(&self.hidden.world, code).await, comes(&self.absent.world, code).await];
            for route in routes {
                for thing in things {
                    let text = |field: &str| thing[field].as_str().unwrap();
                    let named = Named { subject: text("subject"), version: text("version") };
                    for n in 0..BODIES {
                        if self.send((code, &writers), route, (&named, n)).await {
                            said_absent.insert(route.path.clone());
                        }
                    }
                }
            }
        }
        said_absent
    }
}

/// A token is never the second person, so whoever approves or confirms comes by a link.
async fn comes<'a>(world: &'a World, code: &str) -> Person<'a> {
    match code {
        "approver" | "archive" => world.enters(code).await,
        code => world.person(code),
    }
}

#[tokio::test]
async fn a_write_that_names_what_its_writer_may_not_read_is_answered_as_if_it_were_not_there() {
    let routes = routes();
    let mut said_absent = BTreeSet::new();
    for seed in 0..SEEDS {
        let pair = Pair::new(seed).await;
        let before = pair.kept().await;
        said_absent.extend(pair.compare(&routes, &before).await);
        assert_eq!(pair.kept().await, before, "seed {seed}: nothing was left behind");
    }
    let named: BTreeSet<String> =
        routes.iter().map(|route| route.path.clone()).filter(|path| path.contains("{subject}")).collect();
    let never: Vec<_> = named.difference(&said_absent).collect();
    assert!(never.is_empty(), "these never got as far as looking for the thing: {never:?}");
}

#[tokio::test]
#[should_panic(expected = "seed 1, duty")]
async fn a_thing_that_the_writer_may_read_is_noticed() {
    let pair = Pair::new(1).await;
    pair.compare(&routes(), &pair.hidden.seen).await;
}
