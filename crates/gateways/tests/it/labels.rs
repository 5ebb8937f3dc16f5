//! Labels at the door: told for what is in hand, in words of others, and never below without a warning.

use serde_json::{Value, json};

use crate::world::World;

fn option<'a>(options: &'a Value, code: &str) -> &'a Value {
    options.as_array().unwrap().iter().find(|option| option["code"] == code).unwrap()
}

fn subject(item: &Value) -> &str {
    item["subject"].as_str().unwrap()
}

#[tokio::test]
async fn the_sentence_before_an_entry_is_that_of_the_label_which_the_entry_gets() {
    let world = World::drill();
    let duty = world.person("duty");
    let own = duty.get("labels/options?kind=incident").await.expect(200);
    let incident = json!({
        "id": world.id(), "title": { "en": "Quiet" }, "hazard": "flood", "severity": "Minor",
        "place": { "areas": ["20"] }, "label": option(&own, "own-agency")["label"],
    });
    let incident = duty.post("incidents", incident).await.expect(200);
    let path = format!("labels/options?kind=entry&in_hand={}", subject(&incident));
    let options = duty.get(&path).await.expect(200);

    let wide = option(&options, "civprot-and-energy");
    assert_eq!(
        wide["who"]["agencies"],
        json!(["ame"]),
        "an incident of one agency has entries of one agency"
    );
    assert_eq!((&wide["held"], &wide["below"]), (&json!(true), &Value::Null));
    let public = option(&options, "public");
    assert_eq!(public["refused"]["code"], "label.wider-than-source");
    assert_eq!(option(&options, "own-agency")["held"], json!(false));

    let entry = json!({ "id": world.id(), "text": "Quiet so far.", "label": wide["label"] });
    let entry = duty.post(&format!("incidents/{}/entries", subject(&incident)), entry).await.expect(200);
    let told = duty.get(&format!("items/{}/label", subject(&entry))).await.expect(200);
    assert_eq!(told["who"], wide["who"], "what was said before is what holds after");
}

#[tokio::test]
async fn a_label_below_the_thing_in_hand_is_told_with_those_who_would_see_more() {
    let world = World::drill();
    let duty = world.person("duty");
    let report = duty.hides("For one agency").await;
    let path = format!("labels/options?kind=incident&in_hand={}", subject(&report));
    let options = duty.get(&path).await.expect(200);
    let wide = option(&options, "civprot");
    assert!(wide["below"]["agencies"].as_array().unwrap().contains(&json!("kom-20")));
    assert!(!wide["below"]["agencies"].as_array().unwrap().contains(&json!("ame")));
    let public = option(&options, "public");
    assert_eq!(public["below"]["public"], json!(true));
    assert_eq!(public["below"]["levels"], json!({ "kulla": 1 }));
    assert_eq!(option(&options, "own-agency")["below"], Value::Null);
    let nothing = duty.get("labels/options?kind=incident").await.expect(200);
    assert!(nothing.as_array().unwrap().iter().all(|option| option.get("below").is_none()));

    // Whoever may not read the thing is told the same as of one that never was.
    let prizren = world.person("prizren");
    let hidden = prizren.get(&path).await;
    let never =
        prizren.get("labels/options?kind=incident&in_hand=01890000-0000-7000-8000-0000000000ff").await;
    assert_eq!((hidden.status.as_u16(), hidden.text()), (404, never.text()));
    let label = prizren.get(&format!("items/{}/label", subject(&report))).await;
    assert_eq!((label.status.as_u16(), label.text()), (404, never.text()));
}

#[tokio::test]
async fn a_label_goes_out_as_stanag_4774_and_comes_in_again_for_the_same_readers() {
    let world = World::drill();
    let duty = world.person("duty");
    let report = duty.reports("Water at the bridge").await;
    let words = duty.get(&format!("items/{}/label", subject(&report))).await.expect(200);
    assert_eq!(words.get("why"), None, "{words}");
    let document = words["stanag4774"].as_str().unwrap();
    assert!(document.contains("<slab:Classification>OFFICIAL</slab:Classification>"), "{document}");
    assert_eq!(kulla_stanag4774::validate(document.as_bytes()).verdict, kulla_stanag4774::Verdict::Accept);

    let read = |document: String| json!({ "kind": "report", "stanag4774": document });
    let again = duty.post("labels/read", read(document.to_owned())).await.expect(200);
    assert_eq!(again["who"], words["who"]);
    let (mut was, mut is) = (words["label"].clone(), again["label"].clone());
    was.as_object_mut().unwrap().remove("id");
    assert_eq!(is.as_object_mut().unwrap().remove("id"), None);
    assert_eq!(is, was);

    for (from, to, code) in [
        ("XK-KULLA", "COSMIC", "label.4774.unknown"),
        ("OFFICIAL", "TOP SECRET", "label.4774.unknown"),
        ("g:national-civprot", "g:national-nobody", "label.4774.unknown"),
        ("PERMISSIVE", "permissive", "label.4774.invalid"),
        ("<?xml", "<!DOCTYPE x><?xml", "label.4774.invalid"),
    ] {
        assert!(document.contains(from), "{document}");
        let refused = duty.post("labels/read", read(document.replacen(from, to, 1))).await.expect(422);
        assert_eq!(refused["code"], code, "{refused}");
    }
}

#[tokio::test]
async fn a_word_of_tlp_with_its_names_is_a_label_and_comes_out_as_that_word() {
    let world = World::drill();
    let duty = world.person("duty");
    let asked = |word: &str, recipients: Value, clients: Value| json!({ "kind": "report", "tlp": word, "recipients": recipients, "clients": clients });
    for (word, recipients, clients) in [
        ("TLP:CLEAR", json!([]), json!([])),
        ("TLP:GREEN", json!(["g:national-civprot"]), json!([])),
        ("TLP:AMBER", json!(["a:kp"]), json!(["a:kostt"])),
        ("TLP:AMBER+STRICT", json!(["a:kp"]), json!([])),
    ] {
        let read = duty.post("labels/read", asked(word, recipients, clients)).await.expect(200);
        assert_eq!(read["label"]["tlp"], word, "{read}");
        assert_eq!(read["who"]["public"], json!(word == "TLP:CLEAR"));
        assert!(
            read["below_usual"]["levels"]["kulla"] == 1,
            "what the usual label asks for is told: {read}"
        );
    }
    let strict = duty.post("labels/read", asked("TLP:AMBER+STRICT", json!(["a:kp"]), json!([]))).await;
    let strict = strict.expect(200);
    assert_eq!(strict["who"]["agencies"], json!(["ame", "kp"]), "the own agency stays in");

    // What was told before is what holds after it was written.
    let report = json!({ "id": world.id(), "title": "Ura", "text": "Uji po rritet.", "lang": "sq", "from": "112",
        "severity": "Minor", "place": { "areas": ["20"] }, "label": strict["label"] });
    let report = duty.post("signals/report", report).await.expect(200);
    let words = duty.get(&format!("items/{}/label", subject(&report))).await.expect(200);
    assert_eq!((&words["label"]["tlp"], &words["who"]), (&json!("TLP:AMBER+STRICT"), &strict["who"]));

    for (word, recipients) in [
        ("TLP:WHITE", json!([])),
        ("TLP:AMBER", json!([])),
        ("TLP:GREEN", json!(["a:kp"])),
        ("AMBER", json!(["a:kp"])),
    ] {
        let refused = duty.post("labels/read", asked(word, recipients, json!([]))).await.expect(422);
        assert_eq!(refused["code"], "label.tlp", "{refused}");
    }
    let both = json!({ "kind": "report", "tlp": "TLP:CLEAR", "stanag4774": "<x/>" });
    assert_eq!(duty.post("labels/read", both).await.expect(422)["code"], "request.malformed");
    let none = json!({ "kind": "report" });
    assert_eq!(duty.post("labels/read", none).await.expect(422)["code"], "request.malformed");
}
