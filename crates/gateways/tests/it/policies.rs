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
