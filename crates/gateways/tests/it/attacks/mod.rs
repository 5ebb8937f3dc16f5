//! Attacks that other systems of this kind suffered, each by its name, through the real doors.
//!
//! Every test has an attacker, and somebody entitled who does see what the attacker must not: so a hole would be noticed.
//! The list of classes, with the tests that stand elsewhere, is in `docs/operate/security.md`; that it is true is tested here.

mod browser;
mod escalating;
mod groups;
mod reading;
mod writing;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::world::{Answer, Person, World};

/// A subject that never was.
pub const NOBODY: &str = "01890000-0000-7000-8000-0000000000ff";

pub fn text<'v>(item: &'v Value, field: &str) -> &'v str {
    item[field].as_str().unwrap()
}

/// The label for the own agency alone.
pub async fn own_label(person: &Person<'_>, kind: &str) -> Value {
    let options = person.get(&format!("labels/options?kind={kind}")).await.expect(200);
    let own = options.as_array().unwrap().iter().find(|option| option["code"] == "own-agency").unwrap();
    own["label"].clone()
}

/// As good as what never was: status, bytes and headers are those for [`NOBODY`].
#[track_caller]
pub fn same(there: &Answer, nobodys: &Answer, what: &str) {
    assert_eq!(there.status, nobodys.status, "{what}");
    assert_eq!(there.text(), nobodys.text(), "{what}");
    assert_eq!(there.headers, nobodys.headers, "{what}");
}

/// The routes of the document below `/api/v1`, with their methods.
pub fn routes() -> Vec<(String, Value)> {
    let document: Value =
        serde_json::from_str(&kulla_gateways::document().to_pretty_json().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap().clone().into_iter();
    paths.filter_map(|(path, item)| Some((path.strip_prefix("/api/v1/")?.to_owned(), item))).collect()
}

/// Whether somebody gets a thing at all.
pub async fn reads(world: &World, code: &str, subject: &str) -> bool {
    let answer = world.person(code).get(&format!("items/{subject}")).await;
    assert!([200, 404].contains(&answer.status.as_u16()), "{}", answer.text());
    answer.status == 200
}

/// Every file of Rust below a folder.
fn sources(dir: &Path, found: &mut String) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The folder of the crate that a test is named by.
fn home(root: &Path, name: &str) -> Option<PathBuf> {
    let all = ["crates", "crates/formats", ""].map(|dir| root.join(dir).join(name));
    all.into_iter().find(|dir| dir.join("Cargo.toml").exists())
}

#[test]
fn every_test_that_the_pages_on_security_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut named = 0;
    for page in ["docs/operate/security.md", "SAFEGUARDS.md"] {
        let page_text = std::fs::read_to_string(root.join(page)).unwrap();
        for name in page_text.split('`').skip(1).step_by(2).filter(|name| name.contains("::")) {
            let parts: Vec<&str> = name.split("::").collect();
            let (Some(dir), Some(test)) = (home(&root, parts[0]), parts.last()) else { continue };
            let mut code = String::new();
            sources(&dir.join("src"), &mut code);
            sources(&dir.join("tests"), &mut code);
            assert!(code.contains(&format!("fn {test}(")), "{page} names `{name}`, which is not there");
            named += 1;
        }
    }
    assert!(named > 60, "only {named}");
}
