//! What somebody learns of things that they may not read: by their history, their edges, their neighbours, their words.

use kulla_record::label::Atom;
use serde_json::{Value, json};

use super::{NOBODY, own_label, same, text};
use crate::memory::{DRILL, word};
use crate::world::{Person, World};

#[tokio::test]
async fn history_and_activity_of_what_was_narrowed_are_gone_for_whoever_lost_it() {
    let world = World::drill();
    let (duty, prizren) = (world.person("duty"), world.person("prizren"));
    let report = prizren.reports("Ura e Gjonajt").await;
    let subject = text(&report, "subject");
    let then = world.time(0);
    world.node.hands.forward(60_000);
    let ways = [
        format!("items/{subject}"),
        format!("items/{subject}/history"),
        format!("signals/{subject}"),
        "queue".to_owned(),
        format!("queue?at={then}"),
        "search?q=gjonajt".to_owned(),
        "map/items".to_owned(),
        format!("map/items?at={then}"),
    ];
    for way in &ways {
        assert!(duty.get(way).await.text().contains(subject), "{way}: it was theirs before");
    }
    world.node.memory.relabel(DRILL, text(&report, "version"), |label| {
        label.audience = [[Atom::Agency(word("kom-20"))].into()].into();
    });
    for way in &ways {
        let (gone, absent) = (duty.get(way).await, duty.get(&way.replace(subject, NOBODY)).await);
        assert!(!gone.text().contains(subject), "{way}: {}", gone.text());
        same(&gone, &absent, way);
        assert!(prizren.get(way).await.text().contains(subject), "{way}: its own agency sees it");
    }
}

/// A signal that everybody of the group sees, and an incident of the duty officer's agency that it belongs to.
async fn tied(world: &World, hidden: bool) -> (Value, Value) {
    let duty = world.person("duty");
    let signal = duty.reports("Uji te ura").await;
    let label = if hidden { own_label(&duty, "incident").await } else { Value::Null };
    let body = json!({ "id": world.id(), "title": { "sq": "E fshehtë" }, "hazard": "flood", "severity": "Severe",
        "label": label, "from_signal": signal["subject"] });
    (signal.clone(), duty.post("incidents", body).await.expect(200))
}

fn tie(signal: &Value, incident: &Value) -> String {
    let id = |item: &Value| text(item, "subject").parse().unwrap();
    kulla_respond::triage::link_subject(id(signal), id(incident)).to_string()
}

#[tokio::test]
async fn an_edge_of_which_one_end_is_hidden_is_not_there_by_either_end_nor_by_its_own_id() {
    let world = World::drill();
    let (prizren, second) = (world.person("prizren"), world.person("second"));
    let (signal, incident) = tied(&world, true).await;
    let (signal_id, edge) = (text(&signal, "subject"), tie(&signal, &incident));
    assert_eq!(prizren.get(&format!("items/{signal_id}/links")).await.expect(200), json!([]));
    assert_eq!(prizren.get(&format!("signals/{signal_id}")).await.expect(200)["incidents"], json!([]));
    let absent = prizren.get(&format!("items/{NOBODY}")).await;
    same(&prizren.get(&format!("items/{edge}")).await, &absent, "the edge by its id");
    same(&prizren.get(&format!("items/{edge}/history")).await, &absent, "and its history");
    assert_eq!(
        second.get(&format!("items/{signal_id}/links")).await.expect(200)[0]["subject"],
        incident["subject"]
    );
    assert_eq!(second.get(&format!("items/{edge}")).await.expect(200)["body"]["to"], incident["subject"]);
}

#[tokio::test]
async fn an_edge_goes_with_the_end_that_was_narrowed() {
    let world = World::drill();
    let (prizren, second) = (world.person("prizren"), world.person("second"));
    let (signal, incident) = tied(&world, false).await;
    let (signal_id, edge) = (text(&signal, "subject"), tie(&signal, &incident));
    assert_eq!(prizren.get(&format!("items/{edge}")).await.expect(200)["body"]["to"], incident["subject"]);
    world.node.memory.relabel(DRILL, text(&incident, "version"), |label| {
        label.audience = [[Atom::Agency(word("ame"))].into()].into();
    });
    let absent = prizren.get(&format!("items/{NOBODY}")).await;
    for way in [format!("items/{edge}"), format!("items/{edge}/history")] {
        same(&prizren.get(&way).await, &absent, &way);
        second.get(&way).await.expect(200);
    }
    assert_eq!(prizren.get(&format!("items/{signal_id}/links")).await.expect(200), json!([]));
}

/// Two worlds that are the same but for what stays with the duty officer's agency.
struct Pair([World; 2]);

impl Pair {
    /// Prizren writes these titles; in the second world the duty officer then hides `hidden` things under the last one.
    async fn new(titles: &[&str], hidden: usize) -> (Pair, Vec<Value>) {
        let pair = Pair([World::drill(), World::drill()]);
        let mut written = Vec::new();
        for (n, world) in pair.0.iter().enumerate() {
            let (duty, prizren) = (world.person("duty"), world.person("prizren"));
            written.clear();
            for title in titles {
                written.push(prizren.reports(title).await);
                world.node.hands.forward(1_000);
            }
            world.node.entropy.aside(true);
            for _ in 0..n * hidden {
                duty.hides(titles.last().unwrap()).await;
            }
            world.node.entropy.aside(false);
        }
        (pair, written)
    }

    /// What a person gets in both worlds.
    async fn ask(&self, code: &str, path: &str) -> [Value; 2] {
        let [one, other] = &self.0;
        [one.person(code).get(path).await.expect(200), other.person(code).get(path).await.expect(200)]
    }
}

#[tokio::test]
async fn a_hidden_report_is_neither_near_nor_alike_nor_counted_nor_on_the_map() {
    let (pair, written) = Pair::new(&["Uji te ura"], 1).await;
    let signal = format!("signals/{}", text(&written[0], "subject"));
    for path in [&signal, "queue", "map/items", "map/history?bucket_s=3600", "incidents", "health"] {
        let [plain, crowded] = pair.ask("prizren", path).await;
        assert_eq!(plain, crowded, "{path}");
    }
    let [plain, crowded] = pair.ask("duty", &signal).await;
    assert_eq!((&plain["near"], &plain["alike"]), (&json!([]), &json!([])));
    assert_eq!(crowded["near"].as_array().unwrap().len(), 1, "whoever may read it is told");
    assert_eq!(crowded["alike"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_title_like_that_of_a_hidden_report_is_offered_to_nobody_else() {
    let (pair, written) = Pair::new(&["Mbyllja e digës së Fierzës"], 3).await;
    let signal = format!("signals/{}", text(&written[0], "subject"));
    for path in ["search?q=fierzes", "search?q=mbyllja", "search?q=mbyll&kind=report", &signal] {
        let [plain, crowded] = pair.ask("prizren", path).await;
        assert_eq!(plain, crowded, "{path}");
    }
    let hits = |page: &Value| page["items"].as_array().unwrap().len();
    let [plain, crowded] = pair.ask("duty", "search?q=fierzes").await;
    assert_eq!((hits(&plain), hits(&crowded)), (1, 4), "whoever may read them finds them");
}

#[tokio::test]
async fn hidden_documents_change_neither_order_nor_pages_of_a_search() {
    let titles = ["ura", "ura dhe lumi", "lumi", "ura ura ura", "rruga te ura", "lumi te ura"];
    let (pair, _) = Pair::new(&titles, 40).await;
    for path in ["search?q=ura&limit=2", "search?q=lumi&limit=1", "search?q=ura+lumi"] {
        let mut cursor = String::new();
        loop {
            let [plain, crowded] = pair.ask("prizren", &format!("{path}{cursor}")).await;
            assert_eq!(plain, crowded, "{path}");
            let at: Vec<&str> =
                plain["items"].as_array().unwrap().iter().map(|hit| text(hit, "at")).collect();
            assert!(at.is_sorted_by(|a, b| a >= b), "by time and by nothing else: {at:?}");
            let Some(next) = plain["next"].as_str() else { break };
            cursor = format!("&after={next}");
        }
    }
    let [plain, crowded] = pair.ask("duty", "search?q=lumi&limit=200").await;
    assert_ne!(plain, crowded, "whoever may read them has others among them");
}

#[tokio::test]
async fn numbers_and_ids_have_no_gaps_that_tell_of_what_was_hidden() {
    let [plain, crowded] = [World::drill(), World::drill()];
    let mut numbers = Vec::new();
    for (world, hidden) in [(&plain, 0), (&crowded, 7)] {
        let (duty, prizren) = (world.person("duty"), world.person("prizren"));
        let first = prizren.opens_incident(None).await;
        world.node.entropy.aside(true);
        let label = own_label(&duty, "incident").await;
        for _ in 0..hidden {
            let body =
                json!({ "id": world.id(), "title": { "sq": "x" }, "hazard": "flood", "label": label });
            let made = duty.post("incidents", body).await.expect(200);
            assert!(text(&made["body"], "number").starts_with("INC-"), "they have numbers too");
        }
        world.node.entropy.aside(false);
        let second = prizren.opens_incident(None).await;
        numbers.push([first, second].map(|made| made["body"]["number"].clone()));
    }
    assert_eq!(numbers[0], numbers[1], "a number follows from chance and from nothing that came before");
    assert_ne!(numbers[0][0], numbers[0][1]);
}

async fn wants(admin: &Person<'_>, person: &str) {
    let told = json!({ "replaces": false, "reason": "lost" });
    admin.post(&format!("people/{person}/link"), told).await.expect(202);
}

#[tokio::test]
async fn links_that_wait_are_not_numbered_in_a_row() {
    let world = World::drill();
    let admin = world.person("archive");
    for code in ["second", "approver", "archive-ame"] {
        wants(&admin, &kulla_record::SubjectId(world.principal(code).0).to_string()).await;
    }
    let waiting = world.person("archive-ame").get("people").await.expect(200)["changes_of_links"].clone();
    let mut ids: Vec<u64> =
        waiting.as_array().unwrap().iter().map(|link| text(link, "id").parse().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids.len(), 3, "another administrator of the agency sees them");
    assert!(ids[0] > 1_000 && ids.windows(2).all(|pair| pair[1] - pair[0] > 1_000), "{ids:?}");
}
