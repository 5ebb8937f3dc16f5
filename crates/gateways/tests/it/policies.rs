//! The rules of who may act: who reads them, and what they say to whoever they refuse.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn overseers_and_administrators_read_the_rules_and_nobody_else_does() {
    let world = World::drill();
    for code in ["overseer", "archive"] {
        let seen = world.person(code).get("policies").await.expect(200);
        let (text, rules) = (seen["text"].as_str().unwrap(), seen["rules"].as_array().unwrap());
        assert!(rules.len() > 10 && rules.iter().all(|rule| text.contains(rule["text"].as_str().unwrap())));
        let forbid = rules.iter().find(|rule| rule["id"] == "no-machine-approves").unwrap();
        assert_eq!(forbid["effect"], "forbid");
        assert!(forbid["words"]["sr"].as_str().unwrap().starts_with("Program nikada"));
        assert_eq!(seen["hash"].as_str().unwrap().len(), 64);
        assert_eq!(seen["roles"]["citizen"], json!([]));
        assert_eq!(seen["roles"]["overseer"], json!(["search", "read.access-log", "access.judge"]));
    }
    let refused = world.person("duty").get("policies").await.expect(403);
    assert_eq!((&refused["code"], &refused["args"]["roles"]), (&json!("act.role"), &json!("overseer")));
    world.get("/api/v1/policies").await.expect(401);
}

#[tokio::test]
async fn a_text_is_tried_before_it_is_gone_by() {
    let world = World::drill();
    let overseer = world.person("overseer");
    let text = overseer.get("policies").await.expect(200)["text"].as_str().unwrap().to_owned();
    let tried = |text: String| overseer.post("policies/preview", json!({ "text": text }));
    let same = tried(text.clone()).await.expect(200);
    assert_eq!((&same["faults"], &same["rules"], &same["roles"]), (&json!([]), &json!([]), &json!([])));
    let other = text
        .replace(r#"Action::"warning.submit", Action::"warning.issue","#, r#"Action::"warning.submit","#);
    let other =
        other.replace(r#"action == Action::"report.identify","#, r#"action == Action::"report.moderate","#);
    let seen = tried(other.clone()).await.expect(200);
    let ids: Vec<_> =
        seen["rules"].as_array().unwrap().iter().map(|rule| rule["after"]["id"].clone()).collect();
    assert_eq!(ids, ["duty-officer", "no-names-for-partners"]);
    let shift = |role: &str, act: &str| {
        let all = seen["roles"].as_array().unwrap().iter().filter(|one| one["role"] == role);
        let of = all.map(|one| (one["agencies"].clone(), one["shifts"].clone()));
        let of: Vec<_> = of
            .filter_map(|(agencies, shifts)| {
                let found = shifts.as_array().unwrap().iter().find(|shift| shift["act"] == act).cloned();
                Some((agencies, found?))
            })
            .collect();
        of
    };
    for (_, issue) in shift("duty-officer", "warning.issue") {
        assert!(issue["loses"]["assurance"] == json!([]) && issue["gains"].is_null(), "{issue}");
    }
    let partners = shift("municipal-coordinator", "report.identify");
    assert!(
        partners.len() == 1 && partners[0].1["gains"].is_object() && partners[0].0 != json!([]),
        "{seen}"
    );
    let broken = tried(format!("{text}\npermit (principal, action, resource);")).await.expect(200);
    assert!(broken["hash"].is_null() && !broken["faults"].as_array().unwrap().is_empty());
    assert!(broken["faults"][0]["line"].as_u64().unwrap() > 100, "{broken}");
    assert_eq!(overseer.get("policies").await.expect(200)["text"], text, "nothing was written");
    let refused = world.person("duty").post("policies/preview", json!({ "text": other })).await.expect(403);
    assert_eq!(refused["code"], "act.role");
}

#[tokio::test]
async fn whom_a_rule_refuses_is_told_which_in_every_language_of_the_console() {
    let world = World::real();
    let administrator = world.enters("archive").await;
    let refused = administrator.get("people").await.expect(403);
    assert_eq!(refused["code"], "act.policy");
    assert_eq!(refused["args"]["rule"], "two-factors-for-real");
    for (lang, begins) in [("sq", "Në një nyje"), ("sr", "Na operativnom"), ("en", "On an operational")] {
        assert!(refused["args"][lang].as_str().unwrap().starts_with(begins), "{lang}");
    }
    // Reading the rules takes it too: an administrator by link is told the first reason, and nothing of them.
    administrator.get("policies").await.expect(403);
}
