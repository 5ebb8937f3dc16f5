//! Two worlds that differ only in what a session can't read answer it byte for byte the same, on every route.
//!
//! The routes are those of the document, which is made from the router: one without a case here fails the test. In the
//! second world an officer of the police also writes things that stay with the police, between the steps of the others
//! and about the same places in the same words; the clock goes on by as much in both. Whoever may not read them then
//! asks everything. What two answers may differ in is listed, with the reason, in [`EXEMPT`].

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::world::{Answer, Person, World, issued};

/// Worlds of one run; `KULLA_WORLDS` asks for more.
const SEEDS: u64 = 50;
const STEPS: usize = 12;

/// Routes that are not compared.
const EXEMPT: [(&str, &str); 5] = [
    ("/api/v1/live", "a WebSocket; `/api/v1/changes` is the same stream, and is compared"),
    ("/enter/{token}", "a link is random in each world and tells of nothing but its person"),
    ("/enrol/{token}", "the same"),
    ("/as/{n}", "leads to the console"),
    ("/as/{n}/assets/{*path}", "a file of the console, the same for everybody"),
];

/// A row of numbers that follows from its seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ z >> 31) % sides
    }

    fn title(&mut self) -> String {
        const WORDS: [&str; 8] = ["ura", "lumi", "Prizren", "rruga", "uji", "shkolla", "moti", "zjarri"];
        format!("{} {}", WORDS[self.roll(8) as usize], WORDS[self.roll(8) as usize])
    }
}

/// A world, and what was written in it.
pub struct Told {
    pub world: World,
    /// Where the stream of changes of the watchers began.
    began: BTreeMap<&'static str, String>,
    pub seen: Vec<Value>,
    /// Subjects that stay with the police; none in the plain world.
    pub hidden: Vec<String>,
}

const WATCHERS: [&str; 2] = ["duty", "prizren"];

impl Told {
    pub async fn new(seed: u64, crowded: bool) -> Told {
        let world = World::drill();
        let mut told = Told { world, began: BTreeMap::new(), seen: Vec::new(), hidden: Vec::new() };
        for code in WATCHERS {
            let next = told.world.person(code).get("changes").await.expect(200)["next"].clone();
            told.began.insert(code, next.as_str().unwrap().to_owned());
        }
        let (mut open, mut secret) = (Dice(seed), Dice(!seed));
        for _ in 0..STEPS {
            told.open_step(&mut open).await;
            told.world.node.hands.forward(1_000);
            if crowded {
                told.world.node.entropy.aside(true);
                told.secret_step(&mut secret).await;
                told.world.node.entropy.aside(false);
            }
            told.world.node.hands.forward(1_000);
        }
        told
    }

    async fn open_step(&mut self, dice: &mut Dice) {
        let duty = self.world.person("duty");
        // One that nobody has settled yet.
        let signal = self.seen.last().filter(|item| item["kind"] == "report").cloned();
        let incidents: Vec<_> =
            self.seen.iter().filter(|item| item["kind"] == "incident").cloned().collect();
        let made = match dice.roll(6) {
            0 | 1 => duty.reports(&dice.title()).await,
            2 => self.world.person("prizren").reports(&dice.title()).await,
            3 => duty.opens_incident(signal.as_ref()).await,
            4 if !incidents.is_empty() => {
                let incident =
                    incidents[dice.roll(incidents.len() as u64) as usize]["subject"].as_str().unwrap();
                let entry = json!({ "id": self.world.id(), "text": dice.title() });
                duty.post(&format!("incidents/{incident}/entries"), entry).await.expect(200)
            }
            5 => issued(&self.world, &duty, &self.world.enters("second").await).await,
            _ => duty.drafts(incidents.last()).await,
        };
        self.seen.push(made);
    }

    /// Something of the police alone: about a thing of its own, or about one that everybody sees.
    async fn secret_step(&mut self, dice: &mut Dice) {
        // Ids of requests come from a row that the watchers' world does not use.
        let id = |n: usize| kulla_record::RecordId::v7(1_795_000_000_000, [0xa0 + n as u8; 10]).to_string();
        let police = self.world.person("police");
        let own = |kind: &str, options: &Value| {
            let options = options.as_array().unwrap().clone();
            let found = options.into_iter().find(|option| option["code"] == "own-agency");
            found.unwrap_or_else(|| panic!("nothing of one's own for `{kind}`"))["label"].clone()
        };
        let kind = ["report", "incident", "draft", "entry"][dice.roll(4) as usize];
        let label = own(kind, &police.get(&format!("labels/options?kind={kind}")).await.expect(200));
        let n = self.hidden.len();
        let title = dice.title();
        let incident = self.seen.iter().rfind(|item| item["kind"] == "incident");
        let made = match (kind, incident) {
            ("incident", _) => {
                let body = json!({ "id": id(n), "label": label, "title": { "sq": title }, "hazard": "flood",
                    "severity": "Extreme", "place": { "words": "Gjonaj", "areas": ["20"] } });
                police.post("incidents", body).await
            }
            ("draft", _) => {
                police
                    .post("drafts", json!({ "id": id(n), "label": label, "content": police.content() }))
                    .await
            }
            // A hidden edge to something that everybody sees.
            ("entry", Some(incident)) => {
                let path = format!("incidents/{}/entries", incident["subject"].as_str().unwrap());
                police.post(&path, json!({ "id": id(n), "label": label, "text": title })).await
            }
            _ => {
                let body = json!({ "id": id(n), "label": label, "title": title, "text": "Uji po rritet.", "lang": "sq",
                    "from": "112", "severity": "Extreme", "place": { "words": "Gjonaj", "areas": ["20"],
                    "geometry": { "type": "Point", "coordinates": [20.651, 42.251] } } });
                police.post("signals/report", body).await
            }
        };
        // What the police may not do, it does not do; a refusal must not be seen by others either.
        if made.status.is_success() {
            self.hidden.push(made.json()["subject"].as_str().unwrap().to_owned());
        } else {
            assert!([403, 404].contains(&made.status.as_u16()), "{}", made.text());
        }
        police.get("search?q=ura").await.expect(200);
    }
}

/// What is asked of each route: everything that can be named, whether one may see it or not.
struct Questions {
    subjects: Vec<String>,
    versions: Vec<String>,
}

impl Questions {
    /// With every thing in hand, and with none.
    fn label_options(&self, path: &str) -> Vec<String> {
        let held = self.subjects.iter().flat_map(|subject| {
            ["entry", "incident"].map(|kind| format!("{path}?kind={kind}&in_hand={subject}"))
        });
        held.chain(["report", "x"].map(|kind| format!("{path}?kind={kind}"))).collect()
    }

    /// Paths below the mount, for one route of the document; `None` when it has no case.
    fn of(&self, path: &str, query: &[String]) -> Option<Vec<String>> {
        let each = |path: &str, name: &str, with: &[String]| -> Vec<String> {
            with.iter().map(|with| path.replace(&format!("{{{name}}}"), with)).collect()
        };
        let mut asked = match path {
            path if path.contains("{photo}") => {
                let path = path.replace("{photo}", "1");
                each(&path, "subject", &self.subjects)
            }
            path if path.contains("{subject}") => each(path, "subject", &self.subjects),
            "/api/v1/labels/options" => return Some(self.label_options(path)),
            path if path.contains("{code}") => each(path, "code", &["ame".into()]),
            path if path.contains("{log}") => each(path, "log", &["ops".into(), "nothing".into()]),
            path if path.contains("{n}") => each(path, "n", &["1".into()]),
            path if path.contains("{file}") => {
                let files: Vec<_> = self.versions.iter().map(|version| format!("{version}.xml")).collect();
                each(path, "file", &files)
            }
            path if path.contains("{identifier}") => each(path, "identifier", &self.versions),
            "/open311/v2/{document}" => {
                let documents =
                    ["discovery.json", "services.json", "services.xml", "requests.json", "requests.xml"];
                each(path, "document", &documents.map(String::from))
            }
            "/open311/v2/services/{document}" => each(path, "document", &["flooded-road.json".into()]),
            "/open311/v2/requests/{document}" | "/open311/v2/tokens/{document}" => {
                let named: Vec<_> = self.subjects.iter().map(|subject| format!("{subject}.json")).collect();
                each(path, "document", &named)
            }
            path if path.contains('{') => return None,
            path => vec![path.to_owned()],
        };
        let plain = asked.clone();
        for name in query {
            let values: &[&str] = match name.as_str() {
                "wait" | "after" | "wait_s" | "subjects" | "until" | "end_date" | "person" | "subject" => {
                    continue;
                }
                "act" => &["open", "denied", "x"],
                "agency" => &["ame", "kp"],
                "at" => &["2026-11-18T11:06:50Z"],
                "service" | "service_code" => &["flooded-road"],
                "service_request_id" => &["nothing"],
                "start_date" => &["2026-11-18T11:00:00Z"],
                "status" => &["open", "closed"],
                "limit" => &["1", "3"],
                "lang" => &["sr", "en"],
                "code" | "error" | "iss" => &["x"],
                "state" => &["open", "all", "closed", "x"],
                "want" => &["mine", "all"],
                "kind" => &["report", "incident"],
                "kinds" => &["report", "incident,report"],
                "q" => &["ura", "lumi", "gjonaj", "prizren+uji", "vershim"],
                "bbox" => &["20.6,42.2,20.7,42.3", "20,42,21,43"],
                "since" => &["2026-11-18T11:00:00Z"],
                "bucket_s" => &["60"],
                "property" => &["level"],
                _ => return None,
            };
            asked.extend(
                plain
                    .iter()
                    .flat_map(|path| values.iter().map(move |value| format!("{path}?{name}={value}"))),
            );
        }
        Some(asked)
    }
}

fn routes() -> Vec<(String, Vec<String>)> {
    let document: Value =
        serde_json::from_str(&kulla_gateways::document().to_pretty_json().unwrap()).unwrap();
    let readable = document["paths"].as_object().unwrap().iter().filter_map(|(path, item)| {
        let parameters = item.get("get")?["parameters"].as_array().cloned().unwrap_or_default();
        let query = parameters.iter().filter(|parameter| parameter["in"] == "query");
        Some((
            path.clone(),
            query.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect(),
        ))
    });
    readable.filter(|(path, _)| EXEMPT.iter().all(|(exempt, _)| exempt != path)).collect()
}

async fn asked(world: &World, watcher: &Person<'_>, path: &str) -> Answer {
    match path.strip_prefix("/api/v1/") {
        Some(path) => watcher.get(path).await,
        None => world.get(path).await,
    }
}

/// Follows a list to its end, so that its cursors are compared by where they lead.
async fn pages(world: &World, watcher: &Person<'_>, path: &str) -> Vec<Answer> {
    let mut answers = vec![asked(world, watcher, path).await];
    while answers.len() < 20
        && let Some(next) =
            answers.last().and_then(|answer| serde_json::from_slice::<Value>(&answer.bytes).ok())
        && let Some(after) = next["next"].as_str()
        && !path.contains("changes")
    {
        let joint = if path.contains('?') { '&' } else { '?' };
        answers.push(asked(world, watcher, &format!("{path}{joint}after={after}")).await);
    }
    answers
}

async fn compare(seed: u64, routes: &[(String, Vec<String>)]) -> (usize, usize) {
    let (plain, crowded) = (Told::new(seed, false).await, Told::new(seed, true).await);
    (compared(seed, &plain, &crowded, routes).await, crowded.hidden.len())
}

/// How many answers were held against each other.
async fn compared(seed: u64, plain: &Told, crowded: &Told, routes: &[(String, Vec<String>)]) -> usize {
    assert_eq!(plain.seen, crowded.seen, "seed {seed}: what was written is answered the same");
    let texts = |items: &[Value], field: &str| -> BTreeSet<String> {
        items.iter().filter_map(|item| item[field].as_str().map(str::to_owned)).collect()
    };
    let mut questions = Questions {
        subjects: texts(&plain.seen, "subject").into_iter().chain(crowded.hidden.clone()).collect(),
        versions: plain
            .seen
            .iter()
            .filter_map(|item| Some(item["body"]["identifier"].as_str()?.to_owned()))
            .collect(),
    };
    questions.versions.extend(crowded.hidden.first().cloned());
    questions.versions.push("nothing".into());
    let mut compared = 0;
    for code in WATCHERS {
        let (here, there) = (plain.world.person(code), crowded.world.person(code));
        for (route, query) in routes {
            let asks =
                questions.of(route, query).unwrap_or_else(|| panic!("{route} has no case in this test"));
            for path in asks {
                let (a, b) =
                    (pages(&plain.world, &here, &path).await, pages(&crowded.world, &there, &path).await);
                assert_eq!(a.len(), b.len(), "seed {seed}, {code}, {path}: pages");
                for (a, b) in a.iter().zip(&b) {
                    assert_eq!(a.status, b.status, "seed {seed}, {code}, {path}");
                    assert_eq!(a.headers, b.headers, "seed {seed}, {code}, {path}");
                    let (a, b) = (String::from_utf8_lossy(&a.bytes), String::from_utf8_lossy(&b.bytes));
                    assert_eq!(a, b, "seed {seed}, {code}, {path}");
                }
                compared += a.len();
            }
        }
        let changes = |told: &Told| format!("changes?after={}&wait_s=0", told.began[code]);
        let (a, b) = (here.get(&changes(plain)).await, there.get(&changes(crowded)).await);
        assert_eq!((a.status, a.text()), (b.status, b.text()), "seed {seed}, {code}: changes");
    }
    compared
}

#[tokio::test]
async fn two_worlds_that_differ_in_what_a_session_may_not_read_answer_it_the_same_on_every_route() {
    let seeds = std::env::var("KULLA_WORLDS").ok().and_then(|text| text.parse().ok()).unwrap_or(SEEDS);
    let (routes, mut compared, mut hidden) = (routes(), 0, 0);
    for seed in 0..seeds {
        let (answers, things) = compare(seed, &routes).await;
        (compared, hidden) = (compared + answers, hidden + things);
    }
    assert!(compared as u64 > seeds * 200, "only {compared} answers were compared");
    assert!(hidden as u64 > seeds * 4, "only {hidden} things were hidden");
}

#[tokio::test]
#[should_panic(expected = "seed 1, duty")]
async fn a_thing_that_is_not_hidden_is_noticed() {
    let (plain, crowded) = (Told::new(1, false).await, Told::new(1, true).await);
    crowded.world.node.entropy.aside(true);
    crowded.world.person("prizren").reports("ura").await;
    compared(1, &plain, &crowded, &routes()).await;
}
