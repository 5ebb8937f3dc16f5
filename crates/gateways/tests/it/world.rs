//! A house over a node in memory, and people and machines who come to its doors.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::Timestamp;
use kulla_desk::profile::Profile;
use kulla_gateways::entry::oidc::Provider;
use kulla_gateways::open311::pace::Paces;
use kulla_gateways::{
    Assets, Config, House, Keep, Machine, OperatorSeat, Parts, Vault, operator_router, router,
};
use kulla_guard::accounts::Kept as Accounts;
use kulla_guard::sessions::{EntryPolicy, MachineToken, Node as NodeKind, Snapshot};
use kulla_record::RecordId;
use kulla_record::session::Assurance;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::memory::{DRILL_NAME, Node, principal, word};

pub const HOST: &str = "kulla.test";
pub const ORIGIN: &str = "http://kulla.test";

#[derive(Default, Clone)]
pub struct Kept(pub Arc<Mutex<Option<Snapshot>>>, pub Arc<AtomicBool>);

impl Keep for Kept {
    fn load(&self) -> Option<Snapshot> {
        self.0.lock().unwrap().clone()
    }
    fn save(&self, snapshot: &Snapshot) -> std::io::Result<()> {
        if self.1.load(Ordering::SeqCst) {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        *self.0.lock().unwrap() = Some(snapshot.clone());
        Ok(())
    }
}

/// Keeps the ways to log in nowhere, and may be full.
#[derive(Default, Clone)]
pub struct NoVault(Arc<AtomicBool>);

impl Vault for NoVault {
    fn save(&self, _: &Accounts) -> std::io::Result<()> {
        match self.0.load(Ordering::SeqCst) {
            true => Err(std::io::ErrorKind::StorageFull.into()),
            false => Ok(()),
        }
    }
}

struct Files;

impl Assets for Files {
    fn file(&self, path: &str) -> Option<(Cow<'static, [u8]>, Cow<'static, str>)> {
        match path {
            "index.html" => Some((b"<!doctype html>".as_slice().into(), "text/html; charset=utf-8".into())),
            "assets/main-1a2b.js" => Some((b"1".as_slice().into(), "text/javascript".into())),
            _ => None,
        }
    }
}

struct Still;

impl Machine for Still {
    fn checkpoint(&self, log: &str) -> Option<Vec<u8>> {
        (log == "ops").then(|| b"kulla.test/ops\n1\n".to_vec())
    }
    fn tile(&self, log: &str, path: &str) -> Option<Vec<u8>> {
        (log == "ops" && path == "0/000.p/1").then(|| vec![7; 32])
    }
    fn sealed_at(&self) -> Option<Timestamp> {
        None
    }
    fn disk_full(&self) -> bool {
        false
    }
    fn records_ok(&self) -> bool {
        true
    }
}

pub struct World {
    pub node: Node,
    pub house: Arc<House>,
    pub router: Router,
    pub operator: Router,
    pub kept: Kept,
    vault: NoVault,
    exercise_only: bool,
    ids: AtomicU32,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    /// The JSON of an answer that has to be this one.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }
}

impl World {
    /// Everything is an exercise.
    pub fn drill() -> World {
        World::new(true, |_| {})
    }

    /// Everything is an exercise, and the public may hand in so much.
    pub fn paced(paces: Paces) -> World {
        World::with(true, (paces, Vec::new()), |_| {})
    }

    /// Real work, or an exercise, and agencies with identity providers.
    pub fn provided(exercise_only: bool, providers: Vec<Provider>) -> World {
        World::with(exercise_only, (Paces::default(), providers), |_| {})
    }

    /// An exercise in which whoever has a token may read RESTRICTED, which the shipped profile keeps for two factors.
    pub fn trusting() -> World {
        World::new(true, |profile| {
            let levels = profile.people.labels.policy.iter_mut().flat_map(|policy| &mut policy.level);
            levels.filter(|level| level.n == 2).for_each(|level| level.assurance = Assurance::Single);
        })
    }

    /// An exercise whose overseer is told of whoever opens so many things.
    pub fn watched(bulk_items: usize) -> World {
        World::new(true, |profile| profile.country.oversight.bulk_items = bulk_items)
    }

    /// An exercise under a profile that was changed.
    pub fn changed(change: impl FnOnce(&mut Profile)) -> World {
        World::new(true, change)
    }

    /// Real work, and an exercise beside it.
    pub fn real() -> World {
        World::new(false, |_| {})
    }

    fn new(exercise_only: bool, change: impl FnOnce(&mut Profile)) -> World {
        World::with(exercise_only, (Paces::default(), Vec::new()), change)
    }

    fn with(
        exercise_only: bool,
        (paces, providers): (Paces, Vec<Provider>),
        change: impl FnOnce(&mut Profile),
    ) -> World {
        let node = Node::new(!exercise_only, change);
        let kind = if exercise_only { NodeKind::ExerciseOnly } else { NodeKind::Operational };
        let exercise = exercise_only.then(|| word(DRILL_NAME));
        let config = Config {
            node: "kulla-test".into(),
            exercise_only,
            front: exercise.clone(),
            hosts: vec![HOST.into()],
            origins: vec![ORIGIN.into()],
            tls: false,
            public_address: None,
            entry: EntryPolicy::for_node(kind),
            operator: Some(OperatorSeat {
                principal: principal(0),
                purpose: word("civil-protection"),
                exercise,
            }),
            paces,
        };
        let (kept, vault) = (Kept::default(), NoVault::default());
        let house = House::new(Parts {
            desk: Arc::clone(&node.desk),
            config,
            keep: Box::new(kept.clone()),
            accounts: Accounts::default(),
            vault: Box::new(vault.clone()),
            providers,
            assets: Box::new(Files),
            machine: Box::new(Still),
        });
        let (router, operator) = (router(&house), operator_router(&house));
        World { node, house, router, operator, kept, vault, exercise_only, ids: AtomicU32::new(1) }
    }

    /// Whether the ways to log in find room.
    pub fn vault_full(&self, full: bool) {
        self.vault.0.store(full, Ordering::SeqCst);
    }

    /// An id that was not used before.
    pub fn id(&self) -> String {
        let n = self.ids.fetch_add(1, Ordering::SeqCst);
        let mut random = [7; 10];
        random[..4].copy_from_slice(&n.to_be_bytes());
        RecordId::v7(1_795_000_000_000, random).to_string()
    }

    pub fn time(&self, minutes: i64) -> String {
        let now = kulla_record::Clock::now(self.node.hands.as_ref());
        now.checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap().to_string()
    }

    /// The path of an entry link.
    pub fn link(&self, code: &str) -> String {
        let at = self.node.people.iter().position(|person| person.code == code).unwrap();
        let exercise = self.exercise_only.then(|| word(DRILL_NAME));
        self.house.invite(principal(at), &self.node.people[at].purpose, exercise.as_ref()).unwrap()
    }

    /// Somebody with a token, so that a test need not go through a browser.
    pub fn person(&self, code: &str) -> Person<'_> {
        self.person_in(code, self.exercise_only.then(|| word(DRILL_NAME)))
    }

    /// The same inside the exercise, on whatever node.
    pub fn exercise_person(&self, code: &str) -> Person<'_> {
        self.person_in(code, Some(word(DRILL_NAME)))
    }

    fn person_in(&self, code: &str, exercise: Option<kulla_record::label::Word>) -> Person<'_> {
        let at = self.node.people.iter().position(|person| person.code == code).unwrap();
        let acts = kulla_guard::Act::ALL
            .iter()
            .copied()
            .filter(|act| !kulla_guard::sessions::NEVER_BY_MACHINE.contains(act))
            .collect();
        let token = MachineToken { name: code, acts: &acts, life_ms: 3_600_000 };
        let purpose = &self.node.people[at].purpose;
        let token = self.house.give_token(principal(at), (purpose, exercise.as_ref()), token).unwrap();
        Person { world: self, by: By::Bearer(token.as_str().to_owned()) }
    }

    /// The principal behind a short word.
    pub fn principal(&self, code: &str) -> kulla_record::PrincipalId {
        principal(self.node.people.iter().position(|person| person.code == code).unwrap())
    }

    /// The figures of the operator's socket.
    pub async fn figures(&self) -> String {
        through(&self.operator, Request::get("/metrics").body(Body::empty()).unwrap()).await.text()
    }

    /// One of them.
    pub async fn figure(&self, name: &str) -> u64 {
        let text = self.figures().await;
        let line = text.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap();
        line.rsplit(' ').next().unwrap().parse().unwrap()
    }

    /// Somebody who entered by a link, in `/as/1/`.
    pub async fn enters(&self, code: &str) -> Person<'_> {
        let answer = self.send(Request::post(self.link(code)), "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Person { world: self, by: By::Cookie(cookie) }
    }

    pub async fn send(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Answer {
        let request = request.header(header::HOST, HOST).body(body.into()).unwrap();
        through(&self.router, request).await
    }

    /// As anybody.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), "").await
    }
}

pub async fn through(router: &Router, request: Request<Body>) -> Answer {
    let answer = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, 8 << 20).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

pub enum By {
    Cookie(String),
    Bearer(String),
}

pub struct Person<'a> {
    pub world: &'a World,
    pub by: By,
}

impl Person<'_> {
    pub fn credential(&self) -> (&'static str, String) {
        match &self.by {
            By::Cookie(cookie) => ("cookie", cookie.clone()),
            By::Bearer(token) => ("authorization", format!("Bearer {token}")),
        }
    }

    pub fn at(&self, path: &str) -> String {
        match self.by {
            By::Cookie(_) => format!("/as/1/api/v1/{path}"),
            By::Bearer(_) => format!("/api/v1/{path}"),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        let (name, value) = self.credential();
        self.world.send(Request::get(self.at(path)).header(name, value), "").await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.tell("POST", path, body.to_string()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.tell("PUT", path, body.to_string()).await
    }

    pub async fn tell(&self, method: &str, path: &str, body: impl Into<Body>) -> Answer {
        let (name, value) = self.credential();
        let request = Request::builder().method(method).uri(self.at(path)).header(name, value);
        self.world.send(request.header("x-kulla", "1"), body).await
    }

    /// A report, as this person's agency labels it.
    pub async fn reports(&self, title: &str) -> Value {
        self.reported(title, None).await
    }

    /// A report that stays with this person's agency.
    pub async fn hides(&self, title: &str) -> Value {
        let options = self.get("labels/options?kind=report").await.expect(200);
        let own = options.as_array().unwrap().iter().find(|option| option["code"] == "own-agency").unwrap();
        self.reported(title, Some(&own["label"])).await
    }

    async fn reported(&self, title: &str, label: Option<&Value>) -> Value {
        let body = json!({
            "label": label,
            "id": self.world.id(), "title": title, "text": "Uji po rritet.", "lang": "sq", "from": "112",
            "severity": "Severe", "place": { "words": "Gjonaj", "areas": ["20"],
            "geometry": { "type": "Point", "coordinates": [20.65, 42.25] } }
        });
        self.post("signals/report", body).await.expect(200)
    }

    pub async fn opens_incident(&self, signal: Option<&Value>) -> Value {
        let body = json!({
            "id": self.world.id(), "title": { "sq": "Vërshim në Drin", "en": "Flood on the Drin" }, "hazard": "flood",
            "severity": "Severe", "place": { "words": "Drini i Bardhë", "areas": ["20"] },
            "from_signal": signal.map(|signal| signal["subject"].clone()),
        });
        self.post("incidents", body).await.expect(200)
    }

    /// A warning for Prizren in its official languages.
    pub fn content(&self) -> Value {
        let text = |headline: &str, what: &str, step: &str| json!({ "headline": headline, "description": what, "instruction": format!("{step}\n112.") });
        json!({
            "message": "Alert", "hazard": "flood", "severity": "Severe", "urgency": "Expected", "certainty": "Likely",
            "response": ["Prepare"], "onset": self.world.time(0), "expires": self.world.time(360),
            "place": { "areas": ["20"] },
            "texts": {
                "sq": text("Vërshim në Drinin e Bardhë", "Drini po rritet.", "Shkoni në vend më të lartë."),
                "sr": text("Poplava na Belom Drimu", "Drim raste.", "Idite na više mesto."),
                "en": text("Flood on Drini i Bardhë", "The river is rising.", "Go to higher ground."),
                "tr": text("Drini i Bardhë'de sel", "Nehir yükseliyor.", "Daha yüksek bir yere gidin."),
                "bs": text("Poplava na Bijelom Drimu", "Drim raste.", "Idite na više mjesto."),
            }
        })
    }

    pub async fn drafts(&self, incident: Option<&Value>) -> Value {
        let incident = incident.map(|incident| incident["subject"].clone());
        let body = json!({ "id": self.world.id(), "content": self.content(), "incident": incident });
        self.post("drafts", body).await.expect(200)
    }
}

/// Writes, submits, approves and issues: the warning as issued.
pub async fn issued(world: &World, writer: &Person<'_>, second: &Person<'_>) -> Value {
    let draft = writer.drafts(None).await;
    issue(world, writer, second, &draft).await
}

pub async fn issue(_: &World, writer: &Person<'_>, second: &Person<'_>, draft: &Value) -> Value {
    let path = |step: &str| format!("drafts/{}/{step}", draft["subject"].as_str().unwrap());
    let submitted = writer.post(&path("submit"), json!({ "head": draft["version"] })).await.expect(200);
    let view = second.get(&format!("drafts/{}", draft["subject"].as_str().unwrap())).await.expect(200);
    let seen = json!({ "head": submitted["version"], "hash": view["hash"] });
    let approved = second.post(&path("approve"), seen).await.expect(200);
    let seen = json!({ "head": approved["version"], "hash": view["hash"] });
    writer.post(&path("issue"), seen).await.expect(200)
}
